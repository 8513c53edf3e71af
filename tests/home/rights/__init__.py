"""Who of one centre may do what, and nothing of another's."""
