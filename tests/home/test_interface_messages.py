"""The words of front ends' interfaces: what editors and translators may write, what is answered."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from home.models import InterfaceMessage
from tests.factories import HomePageFactory, InterfaceMessageFactory, LocaleFactory, SiteFactory
from tests.support.graphql import ask

pytestmark = pytest.mark.django_db

LIST = """
    query ($prefix: String, $locales: [LocaleCode!]) {
      interfaceMessages(prefix: $prefix, locales: $locales) {
        totalCount
        nodes { name text isFallback locale { code } }
      }
    }
"""


@pytest.fixture
def message():
    return InterfaceMessageFactory(
        name="programme.slots", text="<b>{count, plural, one {# slot} other {# slots}}</b> {where}"
    )


def translation(message, language, text):
    locale = LocaleFactory(language_code=language)
    made = InterfaceMessage(
        name=message.name, text=text, locale=locale, translation_key=message.translation_key
    )
    made.full_clean()
    made.save()
    return made


def codes(error):
    return {field: [item.code for item in items] for field, items in error.error_dict.items()}


class TestWriting:
    """What is refused, and why."""

    @pytest.mark.parametrize("name", ["a", "a.b", "a-b.c_d.0e"])
    def test_names_of_parts(self, name):
        InterfaceMessageFactory.build(name=name, locale=LocaleFactory()).full_clean()

    @pytest.mark.parametrize("name", ["", "A", "a b", "a..b", ".a", "a.", "é", "a\n", "1a"])
    def test_other_names_are_refused(self, name):
        with pytest.raises(ValidationError) as refused:
            InterfaceMessageFactory.build(name=name, locale=LocaleFactory()).full_clean()

        assert list(codes(refused.value)) == ["name"]

    def test_a_name_is_given_once_in_a_language(self, message):
        with pytest.raises(ValidationError) as refused:
            InterfaceMessageFactory.build(name=message.name, locale=message.locale).full_clean()

        assert codes(refused.value)["name"] == ["unique"]

    def test_what_is_no_pattern_is_refused_with_its_place(self, message):
        message.text = "{count, plural, one {# slot}}"

        with pytest.raises(ValidationError) as refused:
            message.full_clean()

        assert refused.value.message_dict == {
            "text": ["The choice at character 1 has no message for “other”."]
        }

    def test_a_draft_may_be_unfinished_and_is_not_published(self, message):
        message.text = "{count, plural, one {#"
        draft = message.save_revision()

        with pytest.raises(ValidationError):
            draft.publish()

        message.refresh_from_db()
        assert message.text.startswith("<b>")

    def test_braces_in_what_is_told_are_braces(self, message):
        message.text = "a {name"

        with pytest.raises(ValidationError, match=r"“\{” at character 3 is not closed"):
            message.full_clean()

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("<b>{count, plural, one {a} other {b}}</b> {where}", ["missing_forms"]),
            (
                "{count, plural, zero {a} one {a} two {a} few {a} many {a} other {b}}",
                ["values", "tags"],
            ),
            ("<b>{count}</b> {where} {more}", ["values"]),
            ("<i>{count}</i> {where}", ["tags"]),
        ],
    )
    def test_translation_has_the_forms_of_its_language_and_the_values_of_the_original(
        self, message, text, expected
    ):
        with pytest.raises(ValidationError) as refused:
            translation(message, "ar", text)

        assert codes(refused.value) == {"text": expected}

    def test_translation_may_do_without_a_choice(self, message):
        assert translation(message, "ko", "<b>{count}개</b> {where}").pk

    def test_a_form_that_the_language_does_not_have_is_named(self, message):
        with pytest.raises(ValidationError, match=r"no plural form one.*plural forms: other"):
            translation(message, "ko", "<b>{count, plural, one {a} other {b}}</b> {where}")

    def test_name_and_description_are_those_of_the_original(self, message):
        korean = translation(message, "ko", "<b>{count}</b> {where}")

        message.name, message.description = "programme.parts", "Below a day"
        message.save()

        korean.refresh_from_db()
        assert (korean.name, korean.description) == ("programme.parts", "Below a day")


def test_listing_keeps_each_text_in_its_own_direction(message, admin_client):
    translation(message, "ar", "<b>{count}</b> {where}: اتصل")

    html = admin_client.get(reverse("wagtailsnippets_home_interfacemessage:list")).content.decode()

    assert "<bdi>&lt;b&gt;{count}&lt;/b&gt; {where}: اتصل</bdi>" in html


class TestAnswers:
    """What front ends get."""

    @pytest.fixture(autouse=True)
    def site(self):
        SiteFactory(root_page=HomePageFactory(), is_default_site=True)

    def test_messages_come_by_name_in_the_best_language(self, message):
        InterfaceMessageFactory(name="contact.call", text="Call")
        translation(message, "ko", "<b>{count}개</b> {where}")
        InterfaceMessageFactory(name="draft", text="Draft", live=False)

        found = ask(LIST, locales=["KO", "EN"])["interfaceMessages"]

        assert found["totalCount"] == 2
        assert [(node["name"], node["isFallback"]) for node in found["nodes"]] == [
            ("contact.call", True),
            ("programme.slots", False),
        ]
        assert found["nodes"][1]["text"] == "<b>{count}개</b> {where}"

    @pytest.mark.parametrize(
        ("prefix", "names"),
        [
            ("programme.", ["programme.slots"]),
            ("", ["contact.call", "programme.slots"]),
            (None, ["contact.call", "programme.slots"]),
            ("%", []),
            ("_", []),
            ("programme\\", []),
            ("PROGRAMME", []),
        ],
    )
    def test_prefix_is_taken_letter_by_letter(self, message, prefix, names):
        InterfaceMessageFactory(name="contact.call", text="Call")

        found = ask(LIST, prefix=prefix)["interfaceMessages"]["nodes"]

        assert [node["name"] for node in found] == names
