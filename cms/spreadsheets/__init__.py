"""Tables as CSV and XLSX: safe to open, safe to read, and read back as they were written."""

from .cells import guarded, unguarded

__all__ = ["guarded", "unguarded"]
