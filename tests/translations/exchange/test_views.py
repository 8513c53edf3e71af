"""Download and upload in the admin: what is shown, who may, and that there is no way round."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import resolve, reverse
from wagtail.models import GroupPagePermission, Page
from wagtail_localize.models import StringTranslation

from tests.factories import StandardPageFactory
from translations.enums import Check
from translations.exchange import po, xliff
from translations.exchange.document import document_of
from translations.views.exchange import download_view, upload_view

from .conftest import ARABIC, stored, translate, translation_of

FILES = ("po", "xliff")


def download(client, translation, kind):
    return client.get(reverse(f"translations_download_{kind}", args=[translation.pk]))


def upload(client, translation, data, name="texts.po", **values):
    return client.post(
        reverse("translations_upload_file", args=[translation.pk]),
        {"file": SimpleUploadedFile(name, data), **values},
    )


@pytest.fixture
def target(page, translation):
    return Page.objects.get(
        translation_key=page.translation_key, locale=translation.target_locale
    ).specific


@pytest.fixture
def editor(client, django_user_model):
    """Give a client of somebody who may enter the admin, and nothing else yet."""
    user = django_user_model.objects.create_user(username="amal", password="x")
    group = Group.objects.create(name="Translators")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    user.groups.add(group)
    client.force_login(user)
    return client


def allow(page):
    GroupPagePermission.objects.create(
        group=Group.objects.get(name="Translators"),
        page=page,
        permission=Permission.objects.get(
            codename="change_page", content_type__app_label="wagtailcore"
        ),
    )


@pytest.mark.parametrize(
    ("kind", "name", "content_type"),
    [
        ("po", "cool-streets-ar.po", "text/x-gettext-translation; charset=utf-8"),
        ("xliff", "cool-streets-ar.xlf", "application/xliff+xml"),
    ],
)
def test_download_is_the_file_under_a_name_that_tells(
    kind, name, content_type, translation, admin_client
):
    translate(translation, ARABIC)

    response = download(admin_client, translation, kind)

    assert response["Content-Disposition"] == f'attachment; filename="{name}"'
    assert response["Content-Type"] == content_type
    assert response.content == {"po": po, "xliff": xliff}[kind].write(document_of(translation))


def test_title_without_latin_letters_has_a_name_too(home, admin_client):
    translation = translation_of(StandardPageFactory(parent=home, title="مدن", slug="cities"), "fr")

    response = download(admin_client, translation, "po")

    assert response["Content-Disposition"] == 'attachment; filename="translation-fr.po"'


@pytest.mark.parametrize("kind", FILES)
def test_upload_shows_counts_changes_and_what_is_missing(kind, translation, admin_client):
    translate(translation, {"Why shade?": ARABIC["Why shade?"], "Cool “streets”": "قديم"})
    data = download(admin_client, translation, kind).content.replace(
        "قديم".encode(), "جديد".encode()
    )

    response = upload(admin_client, translation, data, name=f"some name.{kind}")

    report = response.context["report"]
    assert response.status_code == 200
    assert (len(report.changes), report.unchanged, len(report.missing)) == (1, 1, 2)
    html = response.content.decode()
    assert '<td lang="ar" dir="rtl">قديم</td>' in html
    assert '<td lang="ar" dir="rtl">جديد</td>' in html
    assert '<bdi class="miti-exchange__tag" dir="ltr">&lt;a id=&quot;a1&quot;&gt;</bdi>each' in html
    assert "<li>Trees &amp; water: 2 &lt; 3 🌳</li>" in html
    assert "To be looked at" in html


def test_upload_names_what_may_be_wrong(translation, admin_client):
    translate(translation, {"Why shade?": "قديم"})
    data = download(admin_client, translation, "po").content.replace(
        "قديم".encode(), "١٢ شجرة".encode()
    )

    response = upload(admin_client, translation, data, name="some.po")

    (change,) = response.context["report"].changes
    assert [finding.check for finding in change.findings] == [Check.NUMBERS]
    assert "<bdi>Numbers differ. – not in the original: 12</bdi>" in response.content.decode()


def test_refused_file_is_named_with_line_and_code_and_changes_nothing(translation, admin_client):
    translate(translation, ARABIC)
    data = download(admin_client, translation, "po").content[:-20]
    StringTranslation.objects.all().delete()

    response = upload(admin_client, translation, data, name="<b>ملف.po")

    assert response.status_code == 422
    html = response.content.decode()
    assert "The file was refused. Nothing was changed." in html
    assert (
        'data-code="po_syntax"><bdi dir="ltr">&lt;b&gt;ملف.po</bdi>, line 32: Here the file' in html
    )
    assert stored(translation) == {}


def test_warnings_are_shown(translation, admin_client):
    translate(translation, ARABIC)
    data = download(admin_client, translation, "po").content.replace(b"#. Title", b"#, fuzzy")
    StringTranslation.objects.all().delete()

    response = upload(admin_client, translation, data)

    assert (
        'data-code="needs_work"><bdi dir="ltr">texts.po</bdi>, line 16: '
        in response.content.decode()
    )


def test_older_file_is_refused_and_taken_over_as_far_as_possible_if_asked(
    page, translation, admin_client
):
    translate(translation, ARABIC)
    data = download(admin_client, translation, "xliff").content
    StringTranslation.objects.all().delete()
    page.title = "Cooler streets"
    page.save_revision().publish()
    translation = translation_of(page)

    refused = upload(admin_client, translation, data)
    accepted = upload(admin_client, translation, data, take_over="on")

    assert refused.status_code == 422
    assert "Take over the texts that have not changed" in refused.content.decode()
    assert 'data-code="text_gone"' in refused.content.decode()
    assert accepted.status_code == 200
    assert "Left out, because the original no longer has it" in accepted.content.decode()
    assert len(stored(translation)) == 3


def test_file_that_changed_something_is_in_the_history(translation, target, admin_client):
    translate(translation, ARABIC)
    data = download(admin_client, translation, "po").content
    StringTranslation.objects.all().delete()

    for _again in range(2):
        upload(admin_client, translation, data)

    html = admin_client.get(reverse("wagtailadmin_pages:history", args=[target.pk])).content
    assert html.decode().count("PO file taken over, 4 texts changed") == 1


@pytest.mark.parametrize("values", [{}, {"file": ""}, {"file": SimpleUploadedFile("a.po", b"")}])
def test_form_without_a_file_says_so(values, translation, admin_client):
    response = admin_client.post(reverse("translations_upload_file", args=[translation.pk]), values)

    assert response.status_code == 422
    assert response.context["form"].errors["file"]


def test_file_that_is_too_large_is_refused(translation, admin_client, settings):
    settings.TRANSLATION_FILE_MAX_BYTES = 1024

    response = upload(admin_client, translation, b"x" * 1025)

    assert response.status_code == 422
    assert 'data-code="too_large"' in response.content.decode()


def test_a_hundred_problems_are_shown_and_the_others_counted(translation, admin_client):
    data = download(admin_client, translation, "po").content
    extra = "".join(f'msgctxt "x{n}"\nmsgid "y"\nmsgstr "z"\n\n' for n in range(130))

    response = upload(admin_client, translation, data + b"\n" + extra.encode())

    assert response.content.decode().count('data-code="unknown_text"') == 100
    assert "And 30 more." in response.content.decode()


# --- Who may --------------------------------------------------------------------------------------


def test_whoever_may_not_edit_the_translation_gets_and_gives_no_file(translation, editor):
    found = {kind: download(editor, translation, kind) for kind in FILES}
    data = po.write(document_of(translation))

    assert {response.status_code for response in found.values()} == {302}
    assert upload(editor, translation, data).status_code == 302
    assert {response["Location"] for response in found.values()} == {reverse("wagtailadmin_home")}


def test_right_to_edit_the_original_is_not_enough(page, translation, editor):
    allow(page)

    assert download(editor, translation, "po").status_code == 302


def test_right_to_edit_the_translation_is_enough(translation, target, editor):
    allow(target)
    translate(translation, ARABIC)
    data = download(editor, translation, "xliff").content
    StringTranslation.objects.all().delete()

    assert upload(editor, translation, data).status_code == 200
    assert stored(translation) == ARABIC


def test_page_locked_by_somebody_else_takes_no_file_and_gives_one(
    translation, target, editor, admin_user
):
    allow(target)
    target.locked, target.locked_by = True, admin_user
    target.save()
    data = po.write(document_of(translation))

    assert upload(editor, translation, data).status_code == 302
    assert download(editor, translation, "po").status_code == 200


def test_snippets_ask_for_the_right_to_change_them(notice, editor):
    translation = translation_of(notice)
    without = download(editor, translation, "po").status_code
    Group.objects.get(name="Translators").permissions.add(
        Permission.objects.get(codename="change_notice")
    )

    assert (without, download(editor, translation, "po").status_code) == (302, 200)


def test_nobody_outside_gets_anything(translation, client):
    for response in (
        download(client, translation, "po"),
        upload(client, translation, po.write(document_of(translation))),
    ):
        assert response.status_code == 302
        assert response["Location"].startswith(reverse("wagtailadmin_login"))


def test_translation_without_its_page_is_not_found(translation, target, admin_client):
    target.delete()

    assert download(admin_client, translation, "po").status_code == 404


def test_stopped_translation_is_not_found(translation, admin_client):
    data = po.write(document_of(translation))
    translation.enabled = False
    translation.save()

    assert download(admin_client, translation, "po").status_code == 404
    assert upload(admin_client, translation, data).status_code == 404


def test_translation_of_an_original_that_is_gone_is_not_found(page, translation, admin_client):
    page.delete()

    assert download(admin_client, translation, "xliff").status_code == 404


# --- One way --------------------------------------------------------------------------------------


def test_addresses_of_wagtail_localize_lead_here(translation):
    upload_url = reverse("wagtail_localize:upload_pofile", args=[translation.pk])
    download_url = reverse("wagtail_localize:download_pofile", args=[translation.pk])

    assert inner(resolve(upload_url).func) is inner(upload_view)
    assert inner(resolve(download_url).func) is inner(download_view)


def inner(view):
    while hasattr(view, "__wrapped__"):
        view = view.__wrapped__
    return view


def test_po_file_without_header_at_the_old_address_is_refused_and_no_fault(
    translation, admin_client
):
    url = reverse("wagtail_localize:upload_pofile", args=[translation.pk])
    file = SimpleUploadedFile("plain.po", b'msgid "Why shade?"\nmsgstr "x"\n')

    response = admin_client.post(url, {"file": file, "next": "/admin/"})

    assert response.status_code == 422
    assert 'data-code="no_identity"' in response.content.decode()


@pytest.mark.parametrize("what", ["page", "snippet"])
def test_editor_offers_both_files_and_the_upload(what, translation, target, notice, admin_client):
    if what == "snippet":
        translation = translation_of(notice)
        instance = translation.get_target_instance()
        url = reverse("wagtailsnippets_home_notice:edit", args=[instance.pk])
    else:
        url = reverse("wagtailadmin_pages:edit", args=[target.pk])

    html = admin_client.get(url, follow=True).content.decode()

    for name in ("download_po", "download_xliff", "upload_file"):
        assert f'href="{reverse(f"translations_{name}", args=[translation.pk])}"' in html
