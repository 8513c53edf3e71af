"""What editors read on forms and in menus."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse

from cms.blocks.body import BodyStreamBlock
from cms.media.forms import ImageForm
from home.blocks import MenuStreamBlock
from home.models import StandardPage
from tests.factories import (
    ImageFactory,
    LocaleFactory,
    NoticeFactory,
    PersonPageFactory,
    ThemeFactory,
)
from translations.enums import LocaleRole

pytestmark = pytest.mark.django_db


def test_body_and_menus_open_closed_and_groups_have_plain_names():
    assert [name for name, _blocks in BodyStreamBlock().grouped_child_blocks()] == [
        "Text",
        "Images, files, videos",
        "From the network",
    ]
    assert BodyStreamBlock().meta.collapsed is True
    assert MenuStreamBlock().meta.collapsed is True
    assert StandardPage._meta.get_field("body").stream_block.meta.collapsed is True


def test_main_menu_has_short_labels_and_icons_of_their_own(admin_client):
    html = admin_client.get(reverse("wagtailadmin_home")).content.decode()

    assert '"label": "Programmes"' in html
    assert '"icon_name": "desktop"' in html


def test_help_leads_to_no_other_site(admin_client):
    html = admin_client.get(reverse("wagtailadmin_home")).content.decode()

    assert "guide.wagtail.org" not in html
    assert "keyboard-shortcuts-trigger" in html


@pytest.mark.parametrize(
    ("group", "address"),
    [
        ("Editors", "https://docs.example.org/"),
        ("Translators", "https://docs.example.org/translators/"),
    ],
)
def test_help_leads_to_the_documentation_for_whom_it_is(
    client, django_user_model, settings, group, address
):
    settings.DOCUMENTATION_URL = "https://docs.example.org"
    user = django_user_model.objects.create_user("amal", is_superuser=group == "Editors")
    if group == "Translators":
        role = Group.objects.create(name=group)
        role.permissions.add(Permission.objects.get(codename="access_admin"))
        role.locale_roles.create(
            role=LocaleRole.TRANSLATOR, locale=LocaleFactory(language_code="ar")
        )
        user.groups.add(role)
    client.force_login(user)

    html = client.get(reverse("wagtailadmin_home")).content.decode()

    assert f'"url": "{address}"' in html


def test_the_title_of_a_person_is_a_name(admin_client):
    person = PersonPageFactory()

    html = admin_client.get(reverse("wagtailadmin_pages:edit", args=[person.pk])).content.decode()

    assert 'placeholder="Name*"' in html
    assert "Page title" not in html
    label = html.partition('id="id_title-label"')[2].partition("</label>")[0]
    assert "Name" in label


def test_sample_content_is_marked_once(admin_client):
    assert str(ThemeFactory(name="Heat", is_sample=True)) == "Heat [sample]"
    assert str(ThemeFactory(name="Heat (sample)", is_sample=True)) == "Heat (sample)"
    NoticeFactory(is_sample=True)

    for name in ("events_theme", "home_notice"):
        html = admin_client.get(reverse(f"wagtailsnippets_{name}:list")).content.decode()
        assert ">True<" not in html.replace(" ", "").replace("\n", "")
        assert "icon-check" in html


def test_alternative_texts_stand_together_each_with_its_language():
    LocaleFactory(language_code="fr")
    image = ImageFactory()
    form_class = type(ImageForm)(
        "Form",
        (ImageForm,),
        {"Meta": type("Meta", (), {"model": type(image), "fields": image.admin_form_fields})},
    )

    form = form_class(instance=image)

    names = list(form.fields)
    place = names.index("alt_text")
    assert names[place + 1] == "alt_text_fr"
    assert form.fields["alt_text"].label == "Alternative text (English)"
    assert form.fields["alt_text_fr"].label == "Alternative text (French)"
