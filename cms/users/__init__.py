"""People who work in the CMS."""
