"""Commands about sample content and the roles of centres."""
