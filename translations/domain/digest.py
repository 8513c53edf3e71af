"""The daily mail to those who translate or review: what is new, changed, waiting or due."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import EmailMultiAlternatives
from django.db.models import BooleanField, Case, F, Q, When
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language_info, ngettext, override
from wagtail_localize.models import Translation

from translations.enums import LocaleRole, ProgressState
from translations.models import DigestPreference

from .addresses import desk_url
from .listing import with_state
from .reach import translations_reached

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.core.mail.backends.base import BaseEmailBackend
    from django.db.models import QuerySet

# A deadline is near when it is so many days off.
NEAR = timedelta(days=3)
# So many of a kind are listed; of the rest the number is told.
SHOWN = 20


@dataclass
class Section:
    """What a mail says of one kind: the first of it, and how many more."""

    name: str
    items: list[Translation] = field(default_factory=list)

    @property
    def shown(self) -> list[Translation]:
        """Give what is listed."""
        return self.items[:SHOWN]

    @property
    def more(self) -> int:
        """Give how many are not."""
        return len(self.items) - len(self.shown)


@dataclass
class Digest:
    """All that one mail says."""

    user: Any
    day: date
    sections: list[Section]

    @property
    def number(self) -> int:
        """Give how many translations it is about, each once."""
        return len({item.pk for section in self.sections for item in section.items})


def readers() -> QuerySet:
    """Give those who may get the mail: active, with an address and a role, and not opted out."""
    return (
        get_user_model()
        .objects.filter(is_active=True, groups__locale_roles__isnull=False)
        .exclude(email="")
        .exclude(translation_digest__is_wanted=False)
        .select_related("translation_digest", "wagtail_userprofile")
        .distinct()
        .order_by("pk")
    )


def digest_of(user: Any, now: datetime) -> Digest:
    """Collect what there is to say to a user."""
    day = timezone.localdate(now)
    since = getattr(getattr(user, "translation_digest", None), "sent_at", None)
    sections = {name: Section(name) for name in ("overdue", "near", "review", "changed", "new")}
    for item in _open(user, day):
        if name := _section(item, user, since, day):
            sections[name].items.append(item)
    return Digest(user, day, [section for section in sections.values() if section.items])


def _open(user: Any, day: date) -> QuerySet[Translation]:
    """Give what is not done of what a user's roles reach, what is due first at the top."""
    is_theirs = translations_reached(user, set(LocaleRole))
    translations = Translation.objects.filter(is_theirs, enabled=True).annotate(
        is_translated=_says(translations_reached(user, {LocaleRole.TRANSLATOR})),
        is_reviewed=_says(translations_reached(user, {LocaleRole.REVIEWER})),
    )
    return (
        with_state(translations, day)
        .exclude(state=ProgressState.PUBLIC)
        .annotate(assigned_at=F("assignment__assigned_at"), examined=F("progress__examined"))
        .select_related("source__locale", "target_locale")
        .defer("source__content_json")
        .order_by(F("deadline").asc(nulls_last=True), "source__object_repr", "pk")
    )


def _says(condition: Q) -> Case:
    return Case(When(condition, then=True), default=False, output_field=BooleanField())


def _section(item: Any, user: Any, since: datetime | None, day: date) -> str:
    """Say under which heading a user is told of a translation; empty if not at all."""
    reviews = item.is_reviewed
    translates = item.is_translated and item.assignee in {None, user.pk}
    found = ""
    if item.deadline and item.deadline <= day + NEAR and (reviews or translates):
        found = "overdue" if item.deadline < day else "near"
    elif reviews and item.state == ProgressState.REVIEW:
        found = "review"
    elif translates and item.state == ProgressState.CHANGED:
        is_news = _is_new(since, item.source.last_updated_at, item.examined)
        found = "changed" if is_news else ""
    elif translates and item.state in {ProgressState.NEW, ProgressState.STARTED}:
        found = "new" if _is_new(since, item.created_at, item.assigned_at) else ""
    return found


def _is_new(since: datetime | None, *moments: datetime | None) -> bool:
    """Say whether one of some moments came after the last mail."""
    return since is None or any(moment and moment > since for moment in moments)


# --- Sending --------------------------------------------------------------------------------------


def send(user: Any, now: datetime, connection: BaseEmailBackend) -> bool:
    """Send a user's mail if there is something to say and none was sent today; say whether.

    The day is taken before the mail is sent, and given back if sending fails: whoever runs this at
    the same time, or after an interruption, sends no second one.
    """
    digest = digest_of(user, now)
    if not digest.sections:
        return False
    with _day_of(user, now) as is_ours:
        if is_ours:
            _message(digest, connection).send()
    return is_ours


@contextmanager
def _day_of(user: Any, now: datetime) -> Iterator[bool]:
    """Take the day for oneself; give it back if what is done with it fails."""
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    row, _is_new_row = DigestPreference.objects.get_or_create(user=user)
    free = Q(sent_at=None) | Q(sent_at__lt=midnight)
    rows = DigestPreference.objects.filter(pk=row.pk)
    is_ours = bool(rows.filter(free, is_wanted=True).update(sent_at=now))
    try:
        yield is_ours
    except Exception:
        rows.filter(sent_at=now).update(sent_at=row.sent_at)
        raise


def language_for(user: Any) -> str:
    """Give the language of a user's mails: what they chose for them, or for the admin."""
    known = dict(settings.LANGUAGES)
    profile = getattr(user, "wagtail_userprofile", None)
    chosen = (
        getattr(getattr(user, "translation_digest", None), "language", ""),
        profile.preferred_language if profile else "",
    )
    return next((code for code in chosen if code in known), settings.LANGUAGE_CODE)


def _message(digest: Digest, connection: BaseEmailBackend) -> EmailMultiAlternatives:
    account = absolute(reverse("wagtailadmin_account"))
    with override(language_for(digest.user)):
        subject = ngettext(
            "%(number)d translation to look at",
            "%(number)d translations to look at",
            digest.number,
        ) % {"number": digest.number}
        context = {"subject": subject, **_context(digest)}
        text = render_to_string("translations/mail/digest.txt", context)
        html = render_to_string("translations/mail/digest.html", context)
    message = EmailMultiAlternatives(
        subject=f"{settings.WAGTAIL_SITE_NAME}: {subject}",
        body=text,
        to=[digest.user.email],
        connection=connection,
        headers={"Auto-Submitted": "auto-generated", "List-Unsubscribe": f"<{account}>"},
    )
    message.attach_alternative(html, "text/html")
    return message


def _context(digest: Digest) -> dict[str, Any]:
    """Give what the templates of a mail need."""
    code = language_for(digest.user)
    for section in digest.sections:
        for item in section.items:
            item.url = absolute(desk_url(item))
            item.missing = item.words - item.words_done
            source = item.source.locale.language_code
            item.code, item.dir = source, _dir(source)
    return {
        "digest": digest,
        "sections": digest.sections,
        "code": code,
        "dir": _dir(code),
        "name": digest.user.get_short_name() or digest.user.get_username(),
        "list_url": absolute(reverse("translations_list")),
        "account_url": absolute(reverse("wagtailadmin_account")),
    }


def _dir(code: str) -> str:
    return "rtl" if get_language_info(code)["bidi"] else "ltr"


def absolute(path: str) -> str:
    """Give an address that works in a mail."""
    return f"{settings.WAGTAILADMIN_BASE_URL}{path}"
