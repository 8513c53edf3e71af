"""SQL that is compiled once, run many at a time, and read without building what nobody asks for.

Knows nothing of GraphQL or of content: querysets go in, rows or instances come out.
"""

from .ahead import Habits, ReadAhead
from .batching import Batch, fetch, fetch_all, side_by_side
from .expressions import (
    KEY,
    NUMBER,
    AnyOf,
    EachValue,
    ListParam,
    Param,
    Place,
    any_of,
    truth_of,
)
from .prepared import (
    Prepare,
    Statement,
    Statements,
    prepare,
    prepare_by_keys,
    prepare_for_each,
    written,
)
from .rows import (
    Record,
    Row,
    dictionaries,
    instances,
    instances_by_type,
    model_of,
    records,
    records_by_type,
)
from .running import Read

__all__ = [
    "KEY",
    "NUMBER",
    "AnyOf",
    "Batch",
    "EachValue",
    "Habits",
    "ListParam",
    "Param",
    "Place",
    "Prepare",
    "Read",
    "ReadAhead",
    "Record",
    "Row",
    "Statement",
    "Statements",
    "any_of",
    "dictionaries",
    "fetch",
    "fetch_all",
    "instances",
    "instances_by_type",
    "model_of",
    "prepare",
    "prepare_by_keys",
    "prepare_for_each",
    "records",
    "records_by_type",
    "side_by_side",
    "truth_of",
    "written",
]
