"""A large site made by rule, for tests and measurements: the same seed gives the same content."""
