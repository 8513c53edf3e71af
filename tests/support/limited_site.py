"""Snippets of every kind in three languages, and an editor who is limited to Arabic."""

import datetime

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from wagtail.models import GroupApprovalTask, Locale, Workflow, WorkflowContentType, WorkflowTask
from wagtail.snippets.models import get_snippet_models

from tests.factories import (
    ContactPointFactory,
    InterfaceMessageFactory,
    LocaleFactory,
    MenuFactory,
    NoticeFactory,
    ThemeFactory,
    VenueFactory,
)
from translations.models import GroupLanguage

FACTORIES = {
    "events.Theme": ThemeFactory,
    "events.Venue": VenueFactory,
    "home.InterfaceMessage": InterfaceMessageFactory,
    "home.Menu": MenuFactory,
    "home.Notice": NoticeFactory,
    "organizations.ContactPoint": ContactPointFactory,
}
# The plural of a message is another in each language.
TEXTS = {"home.InterfaceMessage": {"text": "Programme"}}
# What a form posts, so that it can be saved.
FIELDS = {
    "events.Theme": {"name": "New", "slug": "new"},
    "events.Venue": {"name": "New", "city": "Cairo", "country": "EG"},
    "home.InterfaceMessage": {"name": "new", "text": "New"},
    "home.Menu": {"title": "New", "handle": "new", "items-count": "0"},
    "home.Notice": {"title": "New", "level": "INFORMATION", "text": "null", "link-count": "0"},
    "organizations.ContactPoint": {"name": "New", "email": "new@example.org"},
}
LATER = datetime.datetime(2099, 1, 1, tzinfo=datetime.UTC)


class LimitedSite:
    """Nadia edits all kinds of snippets in Arabic, and is one of those who review everything."""

    def __init__(self, users):
        self.users = users.objects
        self.english = Locale.objects.get(language_code="en")
        self.french = LocaleFactory(language_code="fr")
        self.arabic = LocaleFactory(language_code="ar")
        self.boss = self.users.create_superuser(username="boss", password="x")
        self.arabs = self.group("Arabic", self.arabic)
        self.nadia = self.member("nadia", self.arabs)
        self.nobody = self.member("nobody", self.group("Nobody", rights=()))
        self.workflow = self._workflow()

    def group(self, name, *locales, models=None, rights=None):
        """Make a group with rights on kinds of snippets, all by default, in some languages."""
        group = Group.objects.create(name=name)
        group.permissions.add(Permission.objects.get(codename="access_admin"))
        for model in get_snippet_models() if models is None else models:
            found = Permission.objects.filter(content_type=ContentType.objects.get_for_model(model))
            if rights is not None:
                names = [f"{right}_{model._meta.model_name}" for right in rights]
                found = found.filter(codename__in=names)
            group.permissions.add(*found)
        for locale in locales:
            GroupLanguage.objects.create(group=group, locale=locale)
        return group

    def member(self, name, *groups):
        user = self.users.create_user(username=name, password="x")
        user.groups.set(groups)
        return user

    def snippet(self, model, locale):
        """Make a public snippet."""
        item = FACTORIES[model._meta.label](locale=locale, **TEXTS.get(model._meta.label, {}))
        item.save_revision(user=self.boss).publish()
        item.refresh_from_db()
        return item

    def _workflow(self):
        task = GroupApprovalTask.objects.create(name="Read")
        task.groups.add(self.arabs)
        workflow = Workflow.objects.create(name="Reading")
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
        for model in get_snippet_models():
            WorkflowContentType.objects.create(
                workflow=workflow, content_type=ContentType.objects.get_for_model(model)
            )
        return workflow

    def send(self, item):
        """Have a snippet wait for its review."""
        item.save_revision(user=self.boss)
        self.workflow.start(item, self.boss)

    def schedule(self, item):
        item.go_live_at = LATER
        item.save_revision(user=self.boss).publish()

    def lock(self, item):
        item.locked, item.locked_by, item.locked_at = True, self.boss, timezone.now()
        item.save()
