"""What the desk calls things, counts and asks: places, people, times, and what cannot be undone."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from home.dashboard import AwaitingPanel
from tests.factories import StandardPageFactory
from tests.support.translated_site import again, write
from translations.desk.texts import texts_of
from translations.domain.addresses import desk_url
from translations.domain.review import publish, schedule

ARABIC = {"Cool streets": "شوارع باردة", "Shade and water": "ظل وماء", "Opening": "الافتتاح"}
SCRIPT = {"X-Requested-With": "XMLHttpRequest"}
TOMORROW = (timezone.now() + datetime.timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")


@pytest.fixture
def translation(site):
    return site.begin(site.session)


@pytest.fixture
def live(site, translation):
    write(translation, ARABIC)
    publish(translation, site.boss)
    return again(translation)


def shown(client, user, translation):
    client.force_login(user)
    return client.get(desk_url(translation)).content.decode()


def confirm(translation, action):
    return reverse("translations_confirm", args=[translation.pk, action])


def test_texts_in_places_of_one_name_are_numbered(client, site, translator):
    paragraphs = "".join(f"<p>Paragraph {number}</p>" for number in range(1000))
    body = [("rich_text", "<p>One</p><p>Two</p>"), ("rich_text", paragraphs)]
    translation = site.begin(StandardPageFactory(parent=site.home, title="Trees", body=body))

    places = [text.place for text in texts_of(translation)]

    assert places[:3] == ["Title", "Body / Text (1)", "Body / Text (2)"]
    assert places[-1] == "Body / Text (1002)"
    assert len(set(places)) == len(places)


def test_a_saved_text_keeps_its_number_and_counts_all(client, site, translator):
    body = [("rich_text", "<p>One</p><p>Two</p>")]
    translation = site.begin(StandardPageFactory(parent=site.home, title="Trees", body=body))
    text = texts_of(translation)[2]
    client.force_login(translator)

    answer = client.post(
        reverse("translations_text", args=[translation.pk, text.key]),
        {"target": "اثنان", "version": text.version},
        headers=SCRIPT,
    ).json()

    assert "Body / Text (2)" in answer["marks"]
    assert answer["numbers"] == {
        "all": 3, "untranslated": 2, "draft": 0, "unreviewed": 1, "reviewed": 0, "look": 0,
        "machine": 0,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("who", "word"),
    [("amal", "A reviewer can cancel the schedule."), ("rana", "Cancel the schedule to change")],
)
def test_what_is_scheduled_is_not_called_somebodys_work(
    client, site, translation, translator, reviewer, who, word
):
    write(translation, ARABIC)
    schedule(translation, reviewer, TOMORROW, "")

    page = shown(client, {"amal": translator, "rana": reviewer}[who], translation)

    assert word in page
    assert "somebody else is at work" not in page
    assert "(UTC)" in page


def test_what_is_locked_is_called_so(client, site, translation, translator):
    page = site.page()
    page.locked, page.locked_by = True, site.boss
    page.save()

    assert "Locked: somebody else is at work on it." in shown(client, translator, translation)


def test_times_name_their_zone(client, site, live, reviewer):
    assert "Times are those of UTC." in shown(client, reviewer, live)
    release = client.get(reverse("translations_release", args=[live.source_id]))
    assert "Times are those of UTC." in release.content.decode()


def test_people_have_one_name_everywhere(client, site, translation, translator, reviewer, rf):
    translator.first_name, translator.last_name = "Amal", "Haddad"
    translator.save()
    write(translation, ARABIC)
    client.force_login(translator)
    key = texts_of(translation)[0].key
    client.post(
        reverse("translations_add_comment", args=[translation.pk, key]), {"comment": "Really?"}
    )
    client.post(desk_url(translation), {"action": "send"})

    page = shown(client, reviewer, translation)

    assert "sent by Amal Haddad on" in page
    assert "<bdi>Amal Haddad</bdi> –" in page
    assert "amal" not in page


def test_a_translation_has_one_title_for_all(client, site, live, translator, reviewer, rf):
    client.force_login(translator)
    client.post(desk_url(live), {"action": "send"})
    request = rf.get("/admin/")
    request.user = reviewer

    groups = AwaitingPanel(request).get_context_data({})["groups"]
    page = shown(client, reviewer, live)

    assert [item.title for group in groups for item in group.items] == ["Cool streets"]
    assert "Translation of Cool streets into Arabic" in page


def test_changes_are_offered_where_there_may_be_some(client, site, live, translator):
    update = reverse("wagtail_localize:update_translations", args=[live.source_id])
    assert update not in shown(client, translator, live)

    site.session.refresh_from_db()
    site.session.title = "Cool new streets"
    site.session.save_revision()
    # A draft is no business of translators; who edits the original can hand it out.
    assert update not in shown(client, translator, live)
    assert update in shown(client, site.boss, live)
    site.session.save_revision().publish()

    assert update in shown(client, translator, live)
    page = client.get(update).content.decode()
    assert "Take over changes of the original" in page
    answer = client.post(update, follow=True).content.decode()
    assert "The changes of “Cool new streets” are taken over." in answer
    assert update not in shown(client, translator, live)


def test_it_is_asked_before_a_translation_goes_off_the_site(client, site, live, reviewer):
    asked = confirm(live, "unpublish")
    assert asked in shown(client, reviewer, live)
    assert 'value="unpublish"' not in shown(client, reviewer, live)

    page = client.get(asked).content.decode()
    assert "Readers do not get it in Arabic any more, at once." in page
    assert site.page().live
    client.post(desk_url(live), {"action": "unpublish"})

    assert not site.page().live
    # Somebody who asks later is told by the desk how it stands.
    assert client.get(asked)["Location"] == desk_url(live)


def test_it_is_asked_before_a_desk_is_closed(client, site, live):
    asked = confirm(live, "stop")
    stop = reverse("wagtail_localize:stop_translation", args=[live.pk])
    page = shown(client, site.boss, live)
    assert asked in page
    assert stop not in page

    assert f'action="{stop}"' in client.get(asked).content.decode()
    assert again(live).enabled
    client.post(stop, {"next": desk_url(live)})

    assert not again(live).enabled


@pytest.mark.parametrize("action", ["unpublish", "stop", "anything"])
def test_who_may_not_is_not_asked(client, site, live, translator, action):
    client.force_login(translator)

    assert client.get(confirm(live, action)).status_code in {302, 404}
    assert client.post(confirm(live, action)).status_code in {302, 404, 405}
    assert again(live).enabled
    assert site.page().live


def test_an_empty_first_page_leads_translators_to_what_they_can_begin(client, site, translator):
    client.force_login(translator)

    page = client.get(reverse("wagtailadmin_home")).content.decode()

    assert "Nothing awaits you" in page
    assert f'href="{reverse("translations_begin")}"' in page
