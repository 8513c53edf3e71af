"""Pages of the admin about the roles of centres."""
