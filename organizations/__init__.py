"""Organizations, people and what ties them together."""
