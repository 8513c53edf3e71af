"""Translating by machine: a server is asked for texts, and its answers are not trusted."""
