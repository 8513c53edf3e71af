"""What pages and snippets of every app have in common: abstract bases, no tables."""
