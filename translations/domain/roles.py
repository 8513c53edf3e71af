"""The groups and workflows that each language needs."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import Locale, Workflow, WorkflowTask

from translations.enums import LocaleRole
from translations.models import GroupLanguage, GroupLocaleRole, LocaleReviewTask

from .review import workflow_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from uuid import UUID

# Not marked for translation: names of groups are data, and administrators may change them.
GROUP_NAMES = {
    LocaleRole.TRANSLATOR: "Translators: {language}",
    LocaleRole.REVIEWER: "Reviewers: {language}",
}
WORKFLOW_NAME = "Translations into {language}"
STEP_NAME = "Review of translations: {language}"


@transaction.atomic
def create_translation_roles() -> Counter[str]:
    """Make the groups and workflows that languages lack, and give how many of each.

    What is there is left as it is: a group may have another name, a workflow other steps.
    """
    made: Counter[str] = Counter()
    for locale in Locale.objects.all():
        for role in LocaleRole:
            if not GroupLocaleRole.objects.filter(locale=locale, role=role, below=None).exists():
                _create_group(locale, role)
                made["group"] += 1
        if workflow_of(locale.pk) is None:
            _create_workflow(locale)
            made["workflow"] += 1
    return made


def _create_group(locale: Locale, role: LocaleRole) -> None:
    group, _is_new = Group.objects.get_or_create(name=_name(GROUP_NAMES[role], locale))
    group.permissions.add(
        Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin")
    )
    GroupLocaleRole.objects.create(group=group, locale=locale, role=role)


def _create_workflow(locale: Locale) -> None:
    reviewers = Group.objects.filter(
        locale_roles__locale=locale, locale_roles__role=LocaleRole.REVIEWER
    )
    task = LocaleReviewTask.objects.create(name=_name(STEP_NAME, locale), locale=locale)
    task.groups.set(reviewers)
    workflow = Workflow.objects.create(name=_name(WORKFLOW_NAME, locale))
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)


def _name(pattern: str, locale: Locale) -> str:
    return pattern.format(language=locale.get_display_name())


@transaction.atomic
def set_roles(group: Group, roles: Mapping[LocaleRole, Iterable[Locale]]) -> None:
    """Give a group these roles for whole languages and no others.

    Reviewers decide at a step of which the group is one, so it joins the steps of its languages,
    and leaves those of others.
    """
    for role, locales in roles.items():
        held = GroupLocaleRole.objects.filter(group=group, role=role, below=None)
        held.exclude(locale__in=locales).delete()
        for locale in locales:
            GroupLocaleRole.objects.get_or_create(group=group, role=role, locale=locale, below=None)
    reviewed = roles[LocaleRole.REVIEWER]
    for task in LocaleReviewTask.objects.filter(groups=group).exclude(locale__in=reviewed):
        task.groups.remove(group)
    for task in LocaleReviewTask.objects.filter(locale__in=reviewed):
        task.groups.add(group)


def translate_below(group: Group, keys: Iterable[UUID]) -> int:
    """Have a group translate what stands at and below some pages, and no longer below others.

    Into all languages; give how many roles it got.
    """
    wanted = {(locale.pk, key) for locale in Locale.objects.all() for key in keys}
    rows = GroupLocaleRole.objects.filter(group=group).exclude(below=None)
    held = {(row.locale_id, row.below): row.pk for row in rows}
    rows.filter(pk__in=[pk for place, pk in held.items() if place not in wanted]).delete()
    GroupLocaleRole.objects.bulk_create(
        GroupLocaleRole(group=group, locale_id=pk, below=key, role=LocaleRole.TRANSLATOR)
        for pk, key in sorted(wanted - held.keys())
    )
    return len(wanted - held.keys())


@transaction.atomic
def set_languages(group: Group, locales: Iterable[Locale]) -> None:
    """Limit a group's rights on snippets to these languages; to none of them: do not limit it.

    While the group is limited to a language that was deleted, it has to be given another first.
    """
    limits = GroupLanguage.objects.filter(group=group)
    outdated = limits.exclude(locale__in=locales)
    if not locales:
        outdated = outdated.exclude(locale=None)
    outdated.delete()
    for locale in locales:
        GroupLanguage.objects.get_or_create(group=group, locale=locale)
