"""Commands about sample content."""
