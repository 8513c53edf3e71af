"""The API's answers about sites, menus and notices."""

from . import types

__all__ = ["types"]
