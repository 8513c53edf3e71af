"""Management commands of the media application, one per file."""
