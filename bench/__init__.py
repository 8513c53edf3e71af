"""Measures the GraphQL API against a hand-written view and stock grapple: `make bench`."""
