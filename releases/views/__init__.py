"""Pages of the admin about one bundle."""
