"""Requests that are made to hurt: each is refused at once, with its code, for little."""
