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
from .rows import Row, dictionaries, instances, instances_by_type
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
    "dictionaries",
    "fetch",
    "fetch_all",
    "instances",
    "instances_by_type",
    "prepare",
    "side_by_side",
    "truth_of",
    "written",
]
