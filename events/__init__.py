"""Training sessions, their programmes, themes and venues."""
