"""Uses as one editor may know them: named if they may see it, counted if not."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils.text import capfirst
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.models import Page, ReferenceIndex
from wagtail.permissions import policy_registry

from .content import base_model

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import Model

    from .uses import Use

# More are counted: nobody reads on.
LONGEST = 200
SEEING = ("add", "change", "publish", "delete", "view")


@dataclass(frozen=True)
class Line:
    """A use as an editor sees it."""

    use: Use
    title: str
    kind: str
    language: Any
    places: list[str]
    url: str | None


@dataclass
class Listing:
    """The uses of something for one editor."""

    lines: list[Line] = field(default_factory=list)
    hidden: int = 0
    more: int = 0

    @property
    def total(self) -> int:
        """How many there are in all."""
        return len(self.lines) + self.hidden + self.more

    @property
    def blocking(self) -> int:
        """How many of the named ones readers would miss."""
        return sum(line.use.blocks for line in self.lines)


def list_for(uses: list[Use], user: Any) -> Listing:
    """Name the uses that an editor may see, those that readers would miss first."""
    seen = visible_to(uses, user)
    shown = sorted((use for use in uses if use.key in seen), key=_rank)
    finder = AdminURLFinder(user)
    lines = [_line(use, finder) for use in shown[:LONGEST]]
    return Listing(lines, len(uses) - len(shown), len(shown) - len(lines))


def visible_to(uses: Iterable[Use], user: Any) -> set[tuple[int, str]]:
    """Give the keys of the uses that a user may see: one statement for each kind."""
    by_model: dict[type[Model], list[Use]] = defaultdict(list)
    for use in uses:
        by_model[base_model(type(use.source))].append(use)
    return {
        use.key
        for model, found in by_model.items()
        for keys in [_seen(model, [use.source.pk for use in found], user)]
        for use in found
        if use.source.pk in keys
    }


def _seen(model: type[Model], keys: list[Any], user: Any) -> set[Any]:
    if user.is_superuser:
        return set(keys)
    policy = policy_registry.get_by_type(model)
    if model is Page:
        allowed = policy.explorable_instances(user)
    else:
        allowed = policy.instances_user_has_any_permission_for(user, SEEING)
    return set(allowed.filter(pk__in=keys).order_by().values_list("pk", flat=True))


def _rank(use: Use) -> tuple[bool, str, str]:
    return not use.blocks, use.model._meta.label, str(use.source)


def _line(use: Use, finder: AdminURLFinder) -> Line:
    title = getattr(use.source, "get_admin_display_title", use.source.__str__)()
    return Line(
        use,
        title,
        capfirst(use.model._meta.verbose_name),
        getattr(use.source, "locale", None),
        sorted({place_name(use.model, path) for path in use.paths}),
        finder.get_edit_url(use.source),
    )


def place_name(model: type[Model], path: str) -> str:
    """Name the place of a reference in the words of the editor's form."""
    from django.contrib.contenttypes.models import ContentType  # app ready

    kind = ContentType.objects.get_for_model(model)
    reference = ReferenceIndex(content_type=kind, base_content_type=kind, model_path=path)
    try:
        return str(reference.describe_source_field())
    except (LookupError, AttributeError):
        # A field or block that is not there any more.
        return path
