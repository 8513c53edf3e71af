"""Management commands of the media application."""
