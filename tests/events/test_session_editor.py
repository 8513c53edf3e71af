"""The editor of a session opens, whatever the draft holds, and its blocks are labelled."""

import datetime

import pytest
from django.urls import reverse

from tests.factories import ThemeFactory, TrainingSessionPageFactory, day_block, slot_block

DAY = datetime.date(2015, 6, 22)


@pytest.fixture
def themed(make_session):
    session = make_session([day_block(DAY), slot_block("Opening", "09:00", "09:30")])
    session.themes.set([ThemeFactory(name="Heat"), ThemeFactory(name="Water")])
    session.save()
    return session


@pytest.mark.parametrize("has_draft", [False, True])
def test_editor_opens_with_the_chosen_themes(admin_client, themed, has_draft):
    if has_draft:
        themed.save_revision()

    response = admin_client.get(reverse("wagtailadmin_pages:edit", args=[themed.pk]))

    form = response.context["form"]
    chosen = {str(theme.pk) for theme in themed.themes.all()}
    ticked = {
        str(item.data["value"]) for item in form["themes"].subwidgets if item.data["selected"]
    }
    assert ticked == chosen


def test_closed_blocks_are_labelled_with_time_and_title(admin_client, themed):
    response = admin_client.get(reverse("wagtailadmin_pages:edit", args=[themed.pk]))

    blocks = response.context["form"].fields["programme"].block.child_blocks
    assert blocks["slot"].meta.label_format == "{start}–{end} {title}"
    assert blocks["day"].meta.label_format == "{date} {title}"


def test_things_are_offered_in_the_language_of_the_page(admin_client, themed, network):
    french = ThemeFactory(name="Chaleur", locale=network.french)
    other = TrainingSessionPageFactory(parent=network.trainings, title="Other", start_date=DAY)
    TrainingSessionPageFactory(parent=network.trainings_fr, title="Autre")

    form = admin_client.get(reverse("wagtailadmin_pages:edit", args=[themed.pk])).context["form"]

    assert french not in form.fields["themes"].queryset
    assert [label for _key, label in form.fields["related_sessions"].choices] == [
        "Other (22 Jun 2015)"
    ]
    assert list(form.fields["related_sessions"].queryset) == [other]
    assert form["working_languages"].label == "Working languages"
