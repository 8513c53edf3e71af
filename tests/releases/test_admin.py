"""Bundles in the admin: who sees what, the way from a page to a bundle, and what the page says."""

import pytest
from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Locale

from home.models import StandardPage
from releases.dashboard import SHOWN
from releases.domain.problems import Problem, ReleaseRefusedError
from releases.domain.releasing import note_refusal, release, schedule
from releases.enums import BundleState, MemberAction
from releases.models import BundleMember, BundleRedirect, ReleaseBundle
from releases.viewsets.bundles import BundleForm
from tests.factories import (
    BundleMemberFactory,
    BundleRedirectFactory,
    HomePageFactory,
    StandardPageFactory,
)

from .conftest import state_of
from .test_scheduling import NOON

pytestmark = pytest.mark.django_db


def url(bundle):
    return reverse("releases_bundle", args=[bundle.pk])


def add_url(page):
    return reverse("releases_add", args=["wagtailcore", "page", page.pk])


@pytest.fixture
def cairo(network, member):
    """Give somebody of Cairo, whose pages are below one page."""
    section = StandardPageFactory(parent=network.home, title="Cairo", slug="cairo")
    user = member("cairo", section, "add", "change", "publish")
    user.section = section
    return user


@pytest.fixture
def paris(network, page):
    """Give a page of Paris with a draft that is nobody else's business."""
    secret = StandardPageFactory(
        parent=network.home, title="Secret of Paris", slug="paris", live=False
    )
    secret.save_revision()
    return secret


class TestRights:
    """An editor of one centre releases nothing of another, and sees none of its drafts."""

    def test_foreign_page_is_not_added(self, client, cairo, paris, bundle_of):
        client.force_login(cairo)
        bundle = bundle_of()
        data = {"bundle": bundle.pk, "languages": [paris.pk], "action": "PUBLISH"}

        answers = [client.get(add_url(paris)), client.post(add_url(paris), data)]

        assert [answer.status_code for answer in answers] == [302, 302]
        assert BundleMember.objects.count() == 0

    def test_language_of_others_is_not_added(self, client, cairo, network, bundle_of):
        mine = StandardPageFactory(parent=cairo.section, slug="mine")
        theirs = StandardPageFactory(
            parent=HomePageFactory(
                locale=Locale.objects.create(language_code="ar"), slug="home-ar"
            ),
            translation_key=mine.translation_key,
        )
        client.force_login(cairo)
        bundle = bundle_of()
        data = {"bundle": bundle.pk, "languages": [mine.pk, theirs.pk], "action": "PUBLISH"}

        assert client.post(add_url(mine), data).status_code == 409

        data["languages"] = [mine.pk]
        client.post(add_url(mine), data)
        assert bundle.members.get().object_id == str(mine.pk)

    def test_foreign_draft_is_counted_and_not_named(self, client, cairo, paris, bundle_of):
        client.force_login(cairo)
        bundle = bundle_of(paris)

        pages = [client.get(url(bundle)), client.post(url(bundle), {"do": "check"})]
        pages.append(client.post(url(bundle), {"do": "release"}))

        for answer in pages:
            assert "Secret" not in answer.content.decode()
            assert "1 that you may not see." in answer.content.decode()
        assert "1 that you may not see is in the way" in pages[1].content.decode()
        assert not StandardPage.objects.get(pk=paris.pk).live

    def test_deleted_draft_is_named_to_who_may_see_everything(
        self, client, cairo, paris, bundle_of, boss
    ):
        bundle = bundle_of(paris)
        paris.delete()

        titles = []
        for user in (cairo, boss):
            client.force_login(user)
            (line,) = client.get(url(bundle)).context["listing"].lines
            titles.append(line.title)

        assert titles == ["Something that was deleted", "Secret of Paris"]

    @pytest.mark.parametrize("do", ["release", "schedule", "roll_back", "remove"])
    def test_foreign_page_is_not_touched(self, client, cairo, paris, bundle_of, boss, do):
        client.force_login(cairo)
        bundle = bundle_of(paris)
        if do == "roll_back":
            release(bundle, boss)
        before = StandardPage.objects.get(pk=paris.pk).live
        data = {
            "do": do,
            "go_live_at": "2031-01-01T10:00",
            "member": bundle.members.get().pk,
        }

        client.post(url(bundle), data)

        assert StandardPage.objects.get(pk=paris.pk).live == before
        assert bundle.members.count() == 1
        assert state_of(bundle) == (BundleState.RELEASED if before else BundleState.DRAFT)

    def test_history_names_nothing_of_others(self, client, cairo, paris, bundle_of, boss):
        bundle = bundle_of()
        BundleMemberFactory(bundle=bundle, instance=paris)
        schedule(bundle, boss, NOON)
        client.force_login(cairo)

        page = client.get(reverse("release_bundles:history", args=[bundle.pk])).content.decode()

        assert "Scheduled for" in page
        assert "Secret" not in page

    @pytest.mark.parametrize("name", ["releases_bundle", "releases_redirect"])
    def test_who_has_no_right_to_bundles_sees_none(self, make_editor, network, bundle_of, name):
        client = make_editor(network.home, "change", "publish")

        assert client.get(reverse(name, args=[bundle_of().pk])).status_code == 302
        assert client.get(reverse("release_bundles:index")).status_code == 302

    def test_redirects_take_their_right(self, client, cairo, bundle_of):
        client.force_login(cairo)
        bundle = bundle_of()
        made = BundleRedirectFactory(bundle=bundle, redirect_link="https://example.org/")
        data = {"old_path": "/x", "redirect_link": "https://example.org/"}

        client.post(reverse("releases_redirect", args=[bundle.pk]), data)
        client.post(url(bundle), {"do": "remove_redirect", "redirect": made.pk})
        answer = client.post(url(bundle), {"do": "release"})

        assert list(bundle.redirects.all()) == [made]
        assert "cairo may not write redirects." in answer.content.decode()
        assert Redirect.objects.count() == 0


@pytest.fixture
def admin(client, boss):
    client.force_login(boss)
    return client


class TestFilling:
    """The ways into a bundle, and out of it."""

    def test_new_bundle_from_a_page(self, admin, page):
        page = page("One")

        data = {"title": "ربيع القاهرة", "languages": [page.pk], "action": "PUBLISH"}
        answer = admin.post(add_url(page), data, follow=True)

        member = BundleMember.objects.get()
        assert (member.bundle.title, member.title) == ("ربيع القاهرة", "New")
        assert "draft of" in answer.content.decode()

    def test_all_languages_are_offered_and_aliases_are_not(self, admin, network):
        one = StandardPageFactory(parent=network.home, slug="one")
        for code in ("ar", "fr"):
            locale = Locale.objects.create(language_code=code)
            home = HomePageFactory(locale=locale, slug=f"home-{code}")
            values = {"alias_of": one.page_ptr} if code == "fr" else {}
            StandardPageFactory(
                parent=home, slug="one", translation_key=one.translation_key, **values
            )

        form = admin.get(add_url(one)).context["form"]

        assert [label for _pk, label in form.fields["languages"].choices] == ["English", "Arabic"]

    def test_who_is_in_it_gets_the_new_action(self, admin, page, bundle_of):
        page = page("One")
        bundle = bundle_of(page)

        data = {"bundle": bundle.pk, "languages": [page.pk], "action": "UNPUBLISH"}
        admin.post(add_url(page), data)

        assert bundle.members.get().action == MemberAction.UNPUBLISH

    def test_scheduled_bundle_takes_nothing(self, admin, page, bundle_of, boss):
        page, bundle = page("One"), bundle_of(page("Two"))
        schedule(bundle, boss, NOON)

        data = {"bundle": bundle.pk, "languages": [page.pk], "action": "PUBLISH"}
        answer = admin.post(add_url(page), data)

        assert answer.status_code == 409
        assert bundle.members.count() == 1

    def test_neither_bundle_nor_title_is_told(self, admin, page):
        page = page("One")

        answer = admin.post(add_url(page), {"languages": [page.pk], "action": "PUBLISH"})

        assert answer.status_code == 409
        assert "Choose a bundle, or give a new one a title." in answer.content.decode()

    def test_chosen_snippet_leads_to_its_form(self, admin, theme, bundle_of):
        bundle = bundle_of()
        address = reverse("releases_choose", args=[bundle.pk, "events", "theme"])

        assert admin.get(address).status_code == 200
        answer = admin.post(address, {"chosen": theme.pk})

        assert answer.headers["location"] == (
            f"{reverse('releases_add', args=['events', 'theme', theme.pk])}?bundle={bundle.pk}"
        )

    @pytest.mark.parametrize(
        "address",
        [
            "/admin/release-bundles/add/auth/user/1/",
            "/admin/release-bundles/add/wagtailcore/page/x/",
            "/admin/release-bundles/add/wagtailimages/image/1/",
            "/admin/release-bundles/99999/",
        ],
    )
    def test_what_is_not_there_is_not_found(self, admin, address):
        assert admin.get(address).status_code == 404

    def test_redirect_is_added_and_removed(self, admin, bundle_of):
        bundle = bundle_of()
        data = {"old_path": "old-path/", "redirect_link": "https://example.org/"}

        admin.post(reverse("releases_redirect", args=[bundle.pk]), data)
        made = BundleRedirect.objects.get()
        assert made.old_path == "/old-path"
        admin.post(url(bundle), {"do": "remove_redirect", "redirect": made.pk})

        assert BundleRedirect.objects.count() == 0

    @pytest.mark.parametrize(
        "values",
        [
            {},
            {"redirect_link": "javascript:alert(1)"},
            {"redirect_link": "https://example.org/", "redirect_page": "home"},
            {"redirect_link": "https://example.org/", "old_path": "/" + "x" * 300},
        ],
    )
    def test_redirect_that_cannot_be_is_refused(self, admin, bundle_of, network, values):
        if "redirect_page" in values:
            values["redirect_page"] = network.home.pk
        bundle = bundle_of()
        address = reverse("releases_redirect", args=[bundle.pk])

        assert admin.post(address, {"old_path": "/a", **values}).status_code == 409
        assert BundleRedirect.objects.count() == 0

    @pytest.mark.parametrize("pk", ["", "x", "9" * 40, "-1", "٣"])
    def test_nonsense_removes_nothing(self, admin, bundle_of, page, pk):
        bundle = bundle_of(page("One"))

        admin.post(url(bundle), {"do": "remove", "member": pk})

        assert bundle.members.count() == 1


class TestButtons:
    """What the buttons of a bundle do."""

    def test_check_release_and_roll_back(self, admin, bundle_of, page):
        one = page("One")
        bundle = bundle_of(one)

        checked = admin.post(url(bundle), {"do": "check"}).content.decode()
        assert "Checked: nothing is in the way." in checked
        admin.post(url(bundle), {"do": "release"})
        assert StandardPage.objects.get(pk=one.pk).title == "New"
        admin.post(url(bundle), {"do": "roll_back"})

        assert StandardPage.objects.get(pk=one.pk).title == "One"

    def test_schedule_and_call_off(self, admin, bundle_of, page, boss):
        bundle = bundle_of(page("One"))

        admin.post(url(bundle), {"do": "schedule", "go_live_at": "2031-01-01T10:00"})
        scheduled = ReleaseBundle.objects.get()
        assert (scheduled.state, scheduled.scheduled_by) == (BundleState.SCHEDULED, boss)
        assert "by the rights of admin" in admin.get(url(bundle)).content.decode()
        admin.post(url(bundle), {"do": "call_off"})

        assert state_of(bundle) == BundleState.DRAFT

    @pytest.mark.parametrize("moment", ["", "yesterday", "2001-01-01T10:00"])
    def test_time_that_cannot_be_is_refused(self, admin, bundle_of, page, moment):
        bundle = bundle_of(page("One"))

        answer = admin.post(url(bundle), {"do": "schedule", "go_live_at": moment})

        assert answer.status_code == 409
        assert state_of(bundle) == BundleState.DRAFT

    def test_problem_is_said_at_its_member(self, admin, bundle_of, page):
        bad = page("Bad", draft="")
        bad.body = [("heading", {"text": "", "level": "2"})]
        bad.save_revision(clean=False)
        bundle = bundle_of(page("Good"), bad)

        answer = admin.post(url(bundle), {"do": "release"})

        assert answer.status_code == 409
        lines = {line.title: line.problems for line in answer.context["listing"].lines}
        assert lines["New"] == []
        assert lines["Bad"] == ["Body: 1: Text: This field is required."]

    def test_new_title_leaves_a_release_meanwhile_alone(self, bundle_of, page, boss):
        bundle = bundle_of(page("One"))
        seen = ReleaseBundle.objects.get(pk=bundle.pk)
        release(bundle, boss)

        form = BundleForm({"title": "Spring", "note": ""}, instance=seen)
        assert form.is_valid()
        form.save()

        bundle.refresh_from_db()
        assert (bundle.title, bundle.state) == ("Spring", BundleState.RELEASED)

    def test_reader_may_do_nothing(self, client, member, network, bundle_of, page):
        user = member("reader", network.home, "change", "publish")
        user.groups.get().permissions.remove(
            *user.groups.get().permissions.filter(codename="change_releasebundle")
        )
        client.force_login(user)
        one = page("One")
        bundle = bundle_of(one)

        assert client.get(url(bundle)).status_code == 200
        for do in ("check", "release", "schedule", "call_off", "roll_back", "remove"):
            assert client.post(url(bundle), {"do": do}).status_code == 302
        assert StandardPage.objects.get(pk=one.pk).title == "One"

    def test_scheduled_bundle_cannot_be_deleted(self, admin, bundle_of, page, boss):
        bundle = bundle_of(page("One"))
        schedule(bundle, boss, NOON)

        answer = admin.post(reverse("release_bundles:delete", args=[bundle.pk]), follow=True)

        assert b"Call it off before you delete it." in answer.content
        assert state_of(bundle) == BundleState.SCHEDULED

    @pytest.mark.parametrize("name", ["edit", "delete"])
    def test_who_does_not_see_all_of_it_changes_nothing(
        self, client, member, network, bundle_of, page, name
    ):
        client.force_login(member("stranger", network.trainings, "change", "publish"))
        page = page("One", live=False)
        bundle = bundle_of(page, title="Theirs")

        answer = client.post(
            reverse(f"release_bundles:{name}", args=[bundle.pk]), {"title": "Mine"}
        )

        assert answer.status_code == 302
        assert answer.url == reverse("wagtailadmin_home")
        bundle.refresh_from_db()
        assert bundle.title == "Theirs"


def test_other_bundle_and_own_schedule_are_told(admin, bundle_of, page, boss):
    one = page("One")
    schedule(bundle_of(one, title="Spring"), boss, NOON)

    (line,) = admin.get(url(bundle_of(one))).context["listing"].lines

    assert line.notices == ["It is in another scheduled bundle too: “Spring”."]


def test_member_that_was_published_after_scheduling_is_told(admin, bundle_of, page, boss):
    bundle = bundle_of(one := page("One"))
    schedule(bundle, boss, NOON)
    one.title = "Mended"
    one.save_revision().publish()

    (line,) = admin.get(url(bundle)).context["listing"].lines

    (notice,) = line.notices
    assert notice.startswith("It was published after the bundle was scheduled.")


def test_first_page_tells_of_what_waits_and_what_failed(admin, bundle_of, page, boss):
    waits, failed = bundle_of(page("One"), title="Spring"), bundle_of(page("Two"), title="Autumn")
    for bundle in (waits, failed):
        schedule(bundle, boss, NOON)
    problem: Problem = {"member": None, "redirect": None, "messages": ["Why"]}
    failed.refresh_from_db()

    note_refusal(failed, ReleaseRefusedError([problem]))

    text = admin.get(reverse("wagtailadmin_home")).content.decode()

    assert "Spring" in text
    assert "could not be released: see what is in the way." in text


def test_first_page_tells_of_what_failed_before_what_waits(admin, bundle_of, page, boss):
    one = page("One")
    for _number in range(SHOWN):
        schedule(bundle_of(one), boss, NOON)
    schedule(failed := bundle_of(one, title="Autumn"), boss, NOON)
    failed.refresh_from_db()
    problem: Problem = {"member": None, "redirect": None, "messages": ["Why"]}

    note_refusal(failed, ReleaseRefusedError([problem]))

    assert "Autumn" in admin.get(reverse("wagtailadmin_home")).content.decode()


@pytest.mark.parametrize("number", [1, 8])
def test_statements_of_the_page_do_not_grow(admin, bundle_of, page, boss, count_queries, number):
    bundle = bundle_of(*(page(f"Page {place}") for place in range(number)))
    admin.get(url(bundle))

    with count_queries() as queries:
        admin.get(url(bundle))

    assert len(queries) == 16
