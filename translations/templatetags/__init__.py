"""Filters of the templates of translating."""
