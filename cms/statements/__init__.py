"""SQL that is compiled once, run many at a time, and read without building what nobody asks for.

Knows nothing of GraphQL or of content: querysets go in, rows or instances come out.
"""

from .ahead import Habits, ReadAhead
from .batching import Batch, fetch, fetch_all, side_by_side
from .prepared import (
    KEY,
    NUMBER,
    AnyOf,
    ListParam,
    Param,
    Place,
    Prepare,
    Statement,
    Statements,
    any_of,
    prepare,
    truth_of,
    written,
)
from .rows import Row, instances, instances_of
from .running import Read

__all__ = [
    "KEY",
    "NUMBER",
    "AnyOf",
    "Batch",
    "Habits",
    "ListParam",
    "Param",
    "Place",
    "Prepare",
    "Read",
    "ReadAhead",
    "Row",
    "Statement",
    "Statements",
    "any_of",
    "fetch",
    "fetch_all",
    "instances",
    "instances_of",
    "prepare",
    "side_by_side",
    "truth_of",
    "written",
]
