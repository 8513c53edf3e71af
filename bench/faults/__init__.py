"""Faults under load: our own PostgreSQL, Redis and gunicorn, and what readers notice of each."""
