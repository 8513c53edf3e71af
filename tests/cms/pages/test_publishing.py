"""Publishing: all or nothing, only what is complete, and at the minute."""

import datetime
from io import StringIO

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageLogEntry
from wagtail.signals import page_published

from cms.pages.publishing import REFUSED
from cms.pages.validation import untouched_block
from home.models import NewsPage, Notice, StandardPage
from organizations.models import OrganizationFact
from tests.factories import (
    HomePageFactory,
    ImageAltTextFactory,
    ImageFactory,
    LocaleFactory,
    MenuFactory,
    NewsIndexPageFactory,
    NewsPageFactory,
    NoticeFactory,
    OrganizationPageFactory,
    StandardPageFactory,
)

pytestmark = pytest.mark.django_db

NOON = datetime.datetime(2015, 6, 22, 12, tzinfo=datetime.UTC)


def heading(text):
    return [("heading", {"text": text, "level": "2"})]


def test_missing_date_is_refused():
    news = NewsPageFactory(live=False, date=None)

    with pytest.raises(ValidationError) as error:
        news.save_revision(clean=False).publish()

    assert set(error.value.error_dict) == {"date"}
    news.refresh_from_db()
    assert not news.live


def test_draft_may_lack_what_publishing_needs():
    news = NewsPageFactory(live=False, date=None)

    news.save_revision(clean=False)

    assert news.get_latest_revision_as_object().date is None


def test_empty_heading_is_refused_though_forms_defer_their_checks():
    page = StandardPageFactory(live=False, body=heading(""))
    block = StandardPage._meta.get_field("body").stream_block
    block.defer_required_validation()
    try:
        with pytest.raises(ValidationError) as error:
            page.save_revision(clean=False).publish()
    finally:
        block.restore_deferred_validation()

    assert set(error.value.error_dict) == {"body"}


def test_checks_do_not_use_the_blocks_of_forms():
    field = StandardPage._meta.get_field("body")

    ours, theirs = untouched_block(field), field.stream_block

    assert ours is not theirs
    assert ours.child_blocks["heading"] is not theirs.child_blocks["heading"]


def test_incomplete_row_is_refused_and_named():
    page = OrganizationPageFactory()
    page.facts.add(OrganizationFact(label="", value=3))

    with pytest.raises(ValidationError) as error:
        page.save_revision(clean=False).publish()

    assert error.value.messages == ["Fact 1: Label: This field cannot be blank."]


class TestAlternativeTexts:
    """Images need a text in the page's language, or the mark that they need none."""

    def test_missing_text_is_refused(self):
        page = StandardPageFactory(live=False, listing_image=ImageFactory(alt_text=""))

        with pytest.raises(ValidationError) as error:
            page.save_revision(clean=False).publish()

        assert [e.code for e in error.value.error_dict["listing_image"]] == ["alt_text"]

    def test_decorative_image_needs_none(self):
        image = ImageFactory(alt_text="", is_decorative=True)
        page = StandardPageFactory(live=False, listing_image=image)

        page.save_revision().publish()

        page.refresh_from_db()
        assert page.live

    def test_each_language_needs_its_own(self):
        home = HomePageFactory(locale=LocaleFactory(language_code="fr"))
        page = StandardPageFactory(parent=home, live=False, listing_image=ImageFactory())

        with pytest.raises(ValidationError):
            page.save_revision(clean=False).publish()

        ImageAltTextFactory(image=page.listing_image, locale=home.locale)
        StandardPage.objects.get(pk=page.pk).save_revision().publish()

    def test_image_in_the_text_needs_a_text_there(self):
        body = [("image", {"image": ImageFactory(), "alt": " ", "decorative": False})]
        page = StandardPageFactory(live=False, body=body)

        with pytest.raises(ValidationError) as error:
            page.save_revision(clean=False).publish()

        assert set(error.value.error_dict) == {"body"}


class TestLanguageOfChosenPages:
    """Choosers offer pages of all languages; only the page's own and its source's are right."""

    def test_page_of_another_language_is_refused(self):
        stranger = StandardPageFactory(
            parent=HomePageFactory(locale=LocaleFactory(language_code="fr"))
        )
        button = [("button", {"label": "Read", "page": stranger, "url": "", "document": None})]
        page = StandardPageFactory(live=False, body=button)

        with pytest.raises(ValidationError) as error:
            page.save_revision(clean=False).publish()

        assert [e.code for e in error.value.error_dict["body"]] == ["locale"]

    def test_translation_may_hold_pages_of_its_source(self):
        page = StandardPageFactory()
        other = StandardPageFactory(parent=page.get_parent())
        page.body = [("button", {"label": "Read", "page": other, "url": "", "document": None})]
        page.save_revision().publish()
        french = page.copy_for_translation(LocaleFactory(language_code="fr"), copy_parents=True)

        french.save_revision().publish()

        french.refresh_from_db()
        assert french.live


class TestAtomic:
    """A failure after the page was written takes the page back."""

    @pytest.fixture
    def failing_receiver(self):
        def fail(**kwargs):
            raise RuntimeError("receiver failed")

        page_published.connect(fail)
        yield
        page_published.disconnect(fail)

    def test_publish(self, failing_receiver):
        page = StandardPageFactory(live=False)
        revision = page.save_revision()

        with pytest.raises(RuntimeError), transaction.atomic():
            revision.publish()

        page.refresh_from_db()
        assert not page.live


class TestSchedule:
    """Pages and snippets go live and expire at the minute, each by itself."""

    def publish_scheduled(self):
        call_command("publish_scheduled", stdout=StringIO())

    def schedule(self, instance, **dates):
        for name, value in dates.items():
            setattr(instance, name, value)
        revision = instance.save_revision()
        revision.publish()
        instance.refresh_from_db()

    @pytest.mark.parametrize("factory", [StandardPageFactory, NoticeFactory])
    def test_goes_live_and_expires(self, factory):
        with time_machine.travel(NOON, tick=False) as clock:
            instance = factory(live=False)
            self.schedule(
                instance,
                go_live_at=NOON + datetime.timedelta(hours=1),
                expire_at=NOON + datetime.timedelta(hours=2),
            )
            states = [instance.live]
            for minutes in (59, 61, 121):
                clock.move_to(NOON + datetime.timedelta(minutes=minutes))
                self.publish_scheduled()
                instance.refresh_from_db()
                states.append(instance.live)

        assert states == [False, False, True, False]
        assert instance.expired

    def test_new_version_of_a_live_page_waits_for_its_hour(self):
        with time_machine.travel(NOON, tick=False) as clock:
            page = StandardPageFactory(title="Now")
            page.save_revision().publish()
            page.refresh_from_db()
            page.title = "Later"
            self.schedule(page, go_live_at=NOON + datetime.timedelta(hours=1))
            assert page.title == "Now"
            clock.move_to(NOON + datetime.timedelta(hours=1, seconds=1))
            self.publish_scheduled()

        page.refresh_from_db()
        assert page.title == "Later"

    def test_bad_page_is_left_out_logged_and_does_not_stop_the_others(self, caplog):
        with time_machine.travel(NOON, tick=False) as clock:
            index = NewsIndexPageFactory()
            bad, good = (NewsPageFactory(parent=index, live=False) for _ in range(2))
            soon = NOON + datetime.timedelta(minutes=5)
            for number, page in enumerate((bad, good)):
                self.schedule(page, go_live_at=soon + datetime.timedelta(seconds=number))
            revision = bad.latest_revision
            revision.content["date"] = None
            revision.save()
            clock.move_to(NOON + datetime.timedelta(minutes=6))
            self.publish_scheduled()
            self.publish_scheduled()

        bad.refresh_from_db()
        good.refresh_from_db()
        assert (bad.live, good.live) == (False, True)
        assert not NewsPage.objects.get(pk=bad.pk).approved_schedule
        entry = PageLogEntry.objects.get(page=bad.pk, action=REFUSED)
        assert entry.data["errors"] == ["This field cannot be blank."]
        refused = [r for r in caplog.records if r.name == "cms.pages.publishing"]
        assert [r.getMessage() for r in refused] == [
            f"publish_refused model=home.NewsPage pk={bad.pk} revision={revision.pk} fields=date"
        ]

    def test_bad_snippet_is_left_out_too(self):
        with time_machine.travel(NOON, tick=False) as clock:
            notice = NoticeFactory(live=False)
            self.schedule(notice, go_live_at=NOON + datetime.timedelta(minutes=5))
            revision = notice.latest_revision
            revision.content["title"] = ""
            revision.save()
            clock.move_to(NOON + datetime.timedelta(minutes=6))
            self.publish_scheduled()

        notice.refresh_from_db()
        assert not notice.live
        assert not Notice.objects.get(pk=notice.pk).approved_schedule


def test_incomplete_snippet_is_not_published():
    menu = MenuFactory(live=False)
    menu.items = [
        ("item", {"label": "", "page": None, "url": "https://example.org", "document": None})
    ]

    with pytest.raises(ValidationError) as error:
        menu.save_revision(clean=False).publish()

    assert set(error.value.error_dict) == {"items"}
    menu.refresh_from_db()
    assert not menu.live


def test_sample_content_is_marked_for_editors():
    page = StandardPageFactory(title="Session", is_sample=True)

    assert page.get_admin_display_title() == "Session [sample]"
    assert page.title == "Session"
    assert str(NoticeFactory(title="Soon", is_sample=True)) == "Soon [sample]"


def test_expired_page_says_so(db):
    page = StandardPageFactory(expire_at=timezone.now() - datetime.timedelta(days=1))

    call_command("publish_scheduled", stdout=StringIO())

    page.refresh_from_db()
    assert page.status_string == "expired"


class TestManyAtOnce:
    """Publishing by an action without a form."""

    @pytest.fixture
    def pages(self):
        index = NewsIndexPageFactory()
        pages = [
            NewsPageFactory(parent=index, live=False, date=date) for date in (NOON.date(), None)
        ]
        for page in pages:
            page.save_revision(clean=False)
        return pages

    def post(self, client, pages, **headers):
        url = reverse("wagtail_bulk_action", args=("wagtailcore", "page", "publish"))
        chosen = "&".join(f"id={page.pk}" for page in pages)
        return client.post(f"{url}?{chosen}", headers=headers)

    def test_one_that_is_not_complete_keeps_all_back_and_is_told(self, admin_client, pages):
        response = self.post(admin_client, pages)

        assert response["Location"] == reverse("wagtailadmin_home")
        shown = admin_client.get(response["Location"]).content.decode()
        assert "This field cannot be blank." in shown
        assert "Nothing has changed." in shown
        assert not NewsPage.objects.filter(live=True).exists()

    @pytest.mark.parametrize(
        ("referer", "back"),
        [
            ("http://testserver/admin/pages/3/", "http://testserver/admin/pages/3/"),
            ("https://elsewhere.example/", "/admin/"),
        ],
    )
    def test_it_leads_back_to_where_the_editor_was(self, admin_client, pages, referer, back):
        assert self.post(admin_client, pages, referer=referer)["Location"] == back

    def test_scripts_are_told_in_json(self, admin_client, pages):
        response = self.post(admin_client, pages, **{"x-requested-with": "XMLHttpRequest"})

        assert (response.status_code, response.json()) == (
            422,
            {"error": "This field cannot be blank."},
        )

    def test_complete_pages_are_published(self, admin_client, pages):
        self.post(admin_client, pages[:1])

        assert NewsPage.objects.get(live=True).pk == pages[0].pk
