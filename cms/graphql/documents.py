"""From the text of a document to one that may run: parsed, within the limits, valid, remembered."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import TYPE_CHECKING

from graphql import GraphQLError, GraphQLSyntaxError, parse, specified_rules, validate
from graphql.validation.validate import ValidationAbortedError

from .errors import MAX_ERRORS, CodedError, QueryTooComplex, QueryTooDeep
from .limits import check_shape, check_strings, check_text, too_many

if TYPE_CHECKING:
    from graphql import DocumentNode, GraphQLSchema

    from .limits import Limits

MAX_COMMENTS = 1_000
MAX_REMEMBERED = 256
# A parsed document takes some 150 times the memory of its text: 40 MB for all.
MAX_REMEMBERED_TEXT = 256 * 1024

TOO_MANY_ERRORS = "Too many validation errors, error limit reached. Validation aborted."


class DocumentRefusedError(Exception):
    """A document that will not run, with the reasons."""

    def __init__(self, errors: list[GraphQLError]) -> None:
        super().__init__(errors)
        self.errors = errors


class Documents:
    """The documents of one schema: those that were valid lately need not be checked again."""

    def __init__(self, schema: GraphQLSchema, limits: Limits, *, introspection: bool) -> None:
        self.schema = schema
        self.limits = limits
        self.introspection = introspection
        self._known: OrderedDict[str, DocumentNode] = OrderedDict()
        self._text = 0
        self._lock = Lock()

    def get(self, text: str) -> DocumentNode:
        """Return the document of a text, or raise DocumentRefusedError."""
        with self._lock:
            document = self._known.get(text)
            if document is not None:
                self._known.move_to_end(text)
                return document
        document = self._checked(text)
        self._remember(text, document)
        return document

    def _remember(self, text: str, document: DocumentNode) -> None:
        if len(text) > MAX_REMEMBERED_TEXT // 8:
            return
        with self._lock:
            if text not in self._known:
                self._known[text] = document
                self._text += len(text)
            while len(self._known) > MAX_REMEMBERED or self._text > MAX_REMEMBERED_TEXT:
                self._text -= len(self._known.popitem(last=False)[0])

    def _checked(self, text: str) -> DocumentNode:
        try:
            check_text(text, self.limits)
            document = self._parsed(text)
            if "\\u" in text:
                check_strings(document)
            check_shape(document, self.limits, introspection=self.introspection)
        except (CodedError, GraphQLSyntaxError) as error:
            raise DocumentRefusedError([error]) from None
        errors = validate(
            self.schema,
            document,
            specified_rules,
            max_errors=MAX_ERRORS - 1,
            hide_suggestions=not self.introspection,
        )
        if errors:
            raise DocumentRefusedError([_abort_with_code(error) for error in errors])
        return document

    def _parsed(self, text: str) -> DocumentNode:
        try:
            return parse(text, max_lexical_tokens=self.limits.tokens, max_comments=MAX_COMMENTS)
        except GraphQLSyntaxError as error:
            if "nested too deeply" in error.message:
                raise QueryTooDeep("The document is nested too deeply to be read.") from None
            if error.message.endswith("Parsing aborted."):
                raise too_many("tokens", self.limits) from None
            raise


def _abort_with_code(error: GraphQLError) -> GraphQLError:
    """Give a code to the error by which graphql-core says that it gave up."""
    if isinstance(error, ValidationAbortedError) and error.message != TOO_MANY_ERRORS:
        return QueryTooComplex("The document is too complex to be checked.")
    return error
