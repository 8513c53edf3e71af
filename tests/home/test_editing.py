"""What editors do with pages and snippets in the admin: revisions, schedule, review, autosave."""

import datetime
from io import StringIO

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.urls import reverse
from wagtail.models import (
    GroupApprovalTask,
    GroupPagePermission,
    Page,
    Workflow,
    WorkflowContentType,
    WorkflowPage,
    WorkflowTask,
)
from wagtail.signals import page_published
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from home.models import NewsPage, Notice, StandardPage
from tests.factories import (
    LocaleFactory,
    NewsIndexPageFactory,
    NewsPageFactory,
    NoticeFactory,
    StandardPageFactory,
)

pytestmark = pytest.mark.django_db

NOON = datetime.datetime(2026, 11, 24, 12, tzinfo=datetime.UTC)


def page_form(**values):
    """The form of a page of an introduction and blocks."""
    return nested_form_data(
        {
            "title": "Page",
            "slug": "page",
            "introduction": rich_text(""),
            "body": streamfield([]),
            "seo_title": "",
            "search_description": "",
            "social_image": "",
            "listing_image": "",
            "comments": inline_formset([]),
            **values,
        }
    )


def notice_form(**values):
    return nested_form_data(
        {"title": "Notice", "text": rich_text(""), "level": "WARNING", **values}
    )


def edit_url(instance):
    if isinstance(instance, Page):
        return f"/admin/pages/{instance.pk}/edit/"
    return f"/admin/snippets/home/notice/edit/{instance.pk}/"


def user(name, *groups):
    account = get_user_model().objects.create_user(
        username=name, email=f"{name}@example.org", password="a-long-password"
    )
    account.groups.set(groups)
    return account


def group(name, *codes):
    """A group that enters the admin and has these rights on all pages, and on notices."""
    made = Group.objects.create(name=name)
    made.permissions.add(Permission.objects.get(codename="access_admin"))
    root = Page.get_first_root_node()
    for code in codes:
        page = Permission.objects.get(
            content_type__app_label="wagtailcore", codename=f"{code}_page"
        )
        GroupPagePermission.objects.create(group=made, page=root, permission=page)
        notice = Permission.objects.filter(codename=f"{code}_notice")
        made.permissions.add(*notice)
    return made


class TestRevisions:
    """Each save is a revision that can be compared and brought back."""

    def test_page_is_created_edited_compared_and_restored(self, admin_client):
        home = StandardPageFactory().get_parent()
        admin_client.post(
            f"/admin/pages/add/home/standardpage/{home.pk}/",
            page_form(title="First title", slug="new", **{"action-publish": "1"}),
        )
        page = StandardPage.objects.get(slug="new")
        assert page.live

        admin_client.post(edit_url(page), page_form(title="Second title", slug="new"))
        page.refresh_from_db()
        assert (page.title, page.draft_title) == ("First title", "Second title")

        first, second = page.revisions.order_by("pk")
        compared = admin_client.get(
            f"/admin/pages/{page.pk}/revisions/compare/{first.pk}...{second.pk}/"
        ).content.decode()
        assert '<span class="deletion">First</span>' in compared
        assert '<span class="addition">Second</span>' in compared

        revert = admin_client.get(f"/admin/pages/{page.pk}/revisions/{first.pk}/revert/")
        assert revert.context["form"]["title"].value() == "First title"
        admin_client.post(
            edit_url(page),
            page_form(
                title="First title", slug="new", revision=first.pk, **{"action-publish": "1"}
            ),
        )
        page = StandardPage.objects.get(slug="new")
        assert (page.live, page.title, page.has_unpublished_changes) == (True, "First title", False)
        assert page.revisions.count() == 3

    def test_snippet_is_created_edited_compared_and_restored(self, admin_client):
        admin_client.post(
            "/admin/snippets/home/notice/add/",
            notice_form(title="First title", **{"action-publish": "1"}),
        )
        notice = Notice.objects.get()
        assert (notice.live, notice.title) == (True, "First title")

        admin_client.post(edit_url(notice), notice_form(title="Second title"))
        notice.refresh_from_db()
        assert (notice.title, notice.has_unpublished_changes) == ("First title", True)

        first, second = notice.revisions.order_by("pk")
        compared = admin_client.get(
            f"/admin/snippets/home/notice/history/{notice.pk}/"
            f"revisions/compare/{first.pk}...{second.pk}/"
        )
        assert '<span class="addition">Second</span>' in compared.content.decode()

        revert = f"/admin/snippets/home/notice/history/{notice.pk}/revisions/{first.pk}/revert/"
        form = admin_client.get(revert).context["form"]
        assert form["title"].value() == "First title"
        admin_client.post(
            revert, notice_form(title="First title", revision=first.pk, **{"action-publish": "1"})
        )
        notice.refresh_from_db()
        assert (notice.title, notice.has_unpublished_changes) == ("First title", False)

    def test_incomplete_page_is_kept_as_draft_and_not_published(self, admin_client):
        index = NewsIndexPageFactory()
        add = f"/admin/pages/add/home/newspage/{index.pk}/"

        refused = admin_client.post(
            add, page_form(title="خبر", slug="news", date="", **{"action-publish": "1"})
        )
        assert refused.status_code == 200
        assert "date" in refused.context["form"].errors
        assert not NewsPage.objects.exists()

        admin_client.post(add, page_form(title="خبر", slug="news", date=""))
        assert NewsPage.objects.get().date is None

    def test_hostile_title_is_shown_as_text(self, admin_client):
        page = StandardPageFactory(title="<script>alert(1)</script>\u202e")

        form = admin_client.get(edit_url(page)).content.decode()

        assert "<script>alert(1)</script>" not in form
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in form

    def test_page_without_template_offers_no_preview_that_fails(self, admin_client):
        page = StandardPageFactory()

        form = admin_client.get(edit_url(page))
        draft = admin_client.get(f"/admin/pages/{page.pk}/view_draft/")

        assert f"/admin/pages/{page.pk}/edit/preview/" not in form.content.decode()
        assert draft.status_code == 302


class TestSchedule:
    """Editors set an hour in the form."""

    @pytest.mark.parametrize(
        ("factory", "form"), [(StandardPageFactory, page_form), (NoticeFactory, notice_form)]
    )
    def test_goes_live_and_expires(self, factory, form, admin_user, client, time_machine):
        time_machine.move_to(NOON, tick=False)
        client.force_login(admin_user)
        instance = factory(live=False)
        client.post(
            edit_url(instance),
            form(
                go_live_at="2026-11-24 13:00",
                expire_at="2026-11-24 14:00",
                **{"action-publish": "1"},
            ),
        )
        states = []
        for hour, minute in ((12, 59), (13, 1), (14, 1)):
            time_machine.move_to(NOON.replace(hour=hour, minute=minute), tick=False)
            call_command("publish_scheduled", stdout=StringIO())
            instance.refresh_from_db()
            states.append(instance.live)

        assert states == [False, True, False]

    def test_expiry_before_going_live_is_refused(self, admin_client):
        page = StandardPageFactory(live=False)

        response = admin_client.post(
            edit_url(page),
            page_form(
                go_live_at="2126-11-24 13:00",
                expire_at="2126-11-24 12:00",
                **{"action-publish": "1"},
            ),
        )

        assert set(response.context["form"].errors) == {"go_live_at", "expire_at"}


class TestReview:
    """Two steps of review; each group approves its own; nobody else edits meanwhile."""

    @pytest.fixture
    def people(self):
        editors = group("Editors", "add", "change")
        language = group("Language", "change")
        chiefs = group("Chiefs", "change", "publish")
        workflow = Workflow.objects.create(name="Two steps")
        for order, approvers in enumerate((language, chiefs)):
            task = GroupApprovalTask.objects.create(name=f"Step {order + 1}")
            task.groups.add(approvers)
            WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=order)
        WorkflowPage.objects.create(workflow=workflow, page=Page.get_first_root_node())
        WorkflowContentType.objects.create(
            workflow=workflow, content_type=Notice.get_content_type()
        )
        return {
            "editor": user("editor", editors),
            "linguist": user("linguist", language),
            "chief": user("chief", chiefs),
        }

    def post(self, client, person, instance, form, **action):
        client.force_login(person)
        return client.post(edit_url(instance), form(title="Reviewed", **action))

    def act(self, client, person, instance, form, action):
        return self.post(
            client,
            person,
            instance,
            form,
            **{"action-workflow-action": "true", "workflow-action-name": action},
        )

    @pytest.mark.parametrize(
        ("factory", "form"), [(StandardPageFactory, page_form), (NoticeFactory, notice_form)]
    )
    def test_two_approvals_publish(self, factory, form, people, client, mailoutbox):
        instance = factory(live=False, title="Draft")
        model = type(instance)

        self.post(client, people["editor"], instance, form, **{"action-submit": "1"})
        assert model.objects.get(pk=instance.pk).current_workflow_task.name == "Step 1"
        assert [m.to for m in mailoutbox if "linguist@example.org" in m.to] != []

        self.act(client, people["linguist"], instance, form, "approve")
        instance = model.objects.get(pk=instance.pk)
        assert (instance.live, instance.current_workflow_task.name) == (False, "Step 2")

        self.act(client, people["chief"], instance, form, "approve")
        instance = model.objects.get(pk=instance.pk)
        assert (instance.live, instance.title) == (True, "Reviewed")
        assert instance.current_workflow_state is None

    @pytest.mark.parametrize(
        ("factory", "form"), [(StandardPageFactory, page_form), (NoticeFactory, notice_form)]
    )
    def test_step_of_others_cannot_be_taken(self, factory, form, people, client):
        instance = factory(live=False, title="Draft")
        self.post(client, people["editor"], instance, form, **{"action-submit": "1"})

        self.act(client, people["editor"], instance, form, "approve")

        instance = type(instance).objects.get(pk=instance.pk)
        assert (instance.live, instance.current_workflow_task.name) == (False, "Step 1")

    @pytest.mark.parametrize(
        ("factory", "form"), [(StandardPageFactory, page_form), (NoticeFactory, notice_form)]
    )
    def test_in_review_the_author_cannot_edit(self, factory, form, people, client):
        instance = factory(live=False, title="Draft")
        self.post(client, people["editor"], instance, form, **{"action-submit": "1"})
        before = instance.revisions.count()

        self.post(client, people["editor"], instance, form)

        assert instance.revisions.count() == before

    def test_rejection_returns_it_with_a_comment(self, people, client):
        page = StandardPageFactory(live=False)
        self.post(client, people["editor"], page, page_form, **{"action-submit": "1"})
        state = StandardPage.objects.get(pk=page.pk).current_workflow_task_state
        client.force_login(people["linguist"])

        client.post(
            f"/admin/pages/workflow/action/{page.pk}/reject/{state.pk}/", {"comment": "Dates?"}
        )

        state.refresh_from_db()
        assert (state.status, state.comment) == ("rejected", "Dates?")
        assert StandardPage.objects.get(pk=page.pk).current_workflow_state.status == "needs_changes"


class TestAutosave:
    """Closing the tab loses nothing; nobody overwrites another's work unawares."""

    JSON = {"accept": "application/json"}

    def test_incomplete_draft_is_stored(self, admin_client):
        news = NewsPageFactory(live=False)

        answer = admin_client.post(
            edit_url(news), page_form(title="Half a", slug=news.slug, date=""), headers=self.JSON
        ).json()

        assert answer["success"] is True
        draft = NewsPage.objects.get(pk=news.pk).get_latest_revision_as_object()
        assert (draft.title, draft.date) == ("Half a", None)

    def test_incomplete_blocks_are_stored(self, admin_client):
        page = StandardPageFactory(live=False)
        body = streamfield([("heading", {"text": "", "level": "2"}), ("button", {"label": ""})])

        answer = admin_client.post(
            edit_url(page),
            page_form(slug=page.slug, body=body)
            | {
                "body-1-value-page": "",
                "body-1-value-url": "",
                "body-1-value-document": "",
            },
            headers=self.JSON,
        ).json()

        assert answer["success"] is True
        draft = StandardPage.objects.get(pk=page.pk).get_latest_revision_as_object()
        assert [block.block_type for block in draft.body] == ["heading", "button"]

    def test_second_save_of_a_session_writes_over_its_own_revision(self, admin_client):
        page = StandardPageFactory(live=False)
        first = admin_client.post(
            edit_url(page), page_form(title="One", slug=page.slug), headers=self.JSON
        ).json()

        admin_client.post(
            edit_url(page),
            page_form(title="Two", slug=page.slug, overwrite_revision_id=first["revision_id"]),
            headers=self.JSON,
        )

        revision = page.revisions.get()
        assert (revision.pk, revision.content["title"]) == (first["revision_id"], "Two")

    def test_newer_version_of_somebody_else_is_not_written_over(self, admin_client):
        page = StandardPageFactory(live=False)
        loaded = page.save_revision()
        page.title = "Theirs"
        page.save_revision()

        answer = admin_client.post(
            edit_url(page),
            page_form(title="Mine", slug=page.slug, loaded_revision_id=loaded.pk),
            headers=self.JSON,
        )

        assert (answer.status_code, answer.json()["error_code"]) == (400, "invalid_revision")
        assert page.get_latest_revision().content["title"] == "Theirs"

    def test_second_editor_is_announced(self, admin_user, client):
        page = StandardPageFactory(live=False)
        other = get_user_model().objects.create_superuser(
            username="aicha", email="aicha@example.org", password="x", first_name="Aïcha"
        )
        client.force_login(other)
        client.get(edit_url(page))
        client.force_login(admin_user)
        session = client.get(edit_url(page)).context["editing_sessions"].current_session.pk

        answer = client.post(
            f"/admin/editing-sessions/ping/wagtailcore/page/{page.pk}/{session}/"
        ).json()

        assert len(answer["other_sessions"]) == 1

    def test_snippet_is_stored_too(self, admin_client):
        notice = NoticeFactory(live=False)

        answer = admin_client.post(
            edit_url(notice), notice_form(title="Half a"), headers=self.JSON
        ).json()

        assert answer["success"] is True
        assert notice.revisions.get().content["title"] == "Half a"


class TestOneTransaction:
    """What an editor does happens as a whole, or not at all."""

    @pytest.fixture
    def failing_receiver(self):
        def fail(**kwargs):
            raise RuntimeError("receiver failed")

        page_published.connect(fail)
        yield
        page_published.disconnect(fail)

    @pytest.mark.django_db(transaction=True)
    @pytest.mark.usefixtures("failing_receiver")
    def test_failure_after_the_page_was_written_takes_it_back(self, admin_user, client):
        client.force_login(admin_user)
        client.raise_request_exception = False
        page = StandardPageFactory(live=False, title="Before")

        response = client.post(
            edit_url(page), page_form(title="After", slug=page.slug, **{"action-publish": "1"})
        )

        assert response.status_code == 500
        page.refresh_from_db()
        assert (page.live, page.title, page.revisions.count()) == (False, "Before", 0)


def test_a_language_is_not_hidden_with_its_home_page_unnoticed(admin_client, two_centres):
    french = LocaleFactory(language_code="fr")
    home = two_centres.home.copy_for_translation(french)
    home.save_revision().publish()
    below = StandardPageFactory(parent=home, title="Contact", locale=french)
    address = reverse("wagtailadmin_pages:unpublish", args=[home.pk])

    answer = admin_client.post(address, follow=True)

    assert b"readers would miss 1 page below it" in answer.content
    assert Page.objects.get(pk=home.pk).live
    admin_client.post(address, {"include_descendants": "on"})
    assert not Page.objects.filter(pk__in=[home.pk, below.pk], live=True).exists()
