"""The sample content, with what the pictures show besides: a clash, and somebody of a centre."""

import copy
import csv
import io

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group

from events.exchange import csv_file
from events.exchange.drafts import programme_of_draft
from events.models import TrainingSessionPage
from organizations.models import PersonPage
from releases.domain.gathering import add, versions_of
from releases.enums import MemberAction
from releases.models import ReleaseBundle

NAME, PASSWORD = "amina", "four words make sense"
BOSS = "boss"
GROUP = "Editors: Cairo"
BUNDLE = "Spring in Cairo"
SESSION = "cairo-finance-2027"


def session(slug=SESSION):
    """Give a session of the sample content, in English."""
    return TrainingSessionPage.objects.get(slug=slug, locale__language_code="en")


def speaker():
    """Give somebody who speaks in a published programme."""
    slot = session().programme_slots.filter(speakers__isnull=False).first()
    key = slot.speakers.get(position=0).person_key
    return PersonPage.objects.get(translation_key=key, locale__language_code="en")


def prepare():
    """Make the users, a draft in which a hall is taken twice, and a bundle with it."""
    users = get_user_model().objects
    boss = users.create_superuser(BOSS, "boss@example.org", PASSWORD)
    amina = users.create_user(NAME, "amina@example.org", PASSWORD, first_name="Amina")
    amina.groups.set(Group.objects.filter(name=GROUP))
    _clash(session())
    versions = versions_of(session(), boss)
    add(ReleaseBundle.objects.create(title=BUNDLE), versions, MemberAction.PUBLISH, boss)


def _clash(page):
    draft = page.get_latest_revision_as_object()
    raw = copy.deepcopy(list(draft.programme.get_prep_value()))
    first, second = [block for block in raw if block["type"] == "slot"][1:3]
    for slot in (first, second):
        slot["value"]["room"] = "Hall of the Nile"
    second["value"]["start"] = first["value"]["start"]
    draft.programme = raw
    draft.save_revision(clean=False)


def changed_table():
    """Give the programme of the pictures as a table: one title, one time and one slot are new."""
    table = csv_file.write(programme_of_draft(session())).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(table)))
    slots = [row for row in rows if row["type"] == "slot"]
    slots[4]["title"] += ", with guests"
    slots[-1]["end"] = "18:00"
    rows.append({"type": "slot", "start": "18:00", "end": "19:00", "title": "A walk by the river"})
    out = io.StringIO()
    writer = csv.DictWriter(out, rows[0].keys())
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()
