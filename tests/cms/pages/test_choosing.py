"""How several things are chosen in forms."""

import pytest
from django.http import QueryDict

from cms.pages.languages import LanguagesField, language_choices
from cms.pages.widgets import TagsSelect


def test_languages_of_the_site_come_first_and_the_others_by_name():
    names = [name for _code, name in language_choices()]

    assert names[:6] == ["English", "French", "Spanish", "Arabic", "Persian", "Korean"]
    assert names[6:] == sorted(names[6:])
    assert ("zh-Hant", "Traditional Chinese") in language_choices()


def test_a_stored_language_that_is_not_offered_stays_for_one_form_only():
    shown = LanguagesField().widget.render("spoken", ["pt-BR"])

    assert shown.count("checked") == 1
    assert "pt-BR" not in LanguagesField().widget.render("spoken", [])


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (QueryDict("tags=en,fr"), ["en", "fr"]),
        (QueryDict("tags=en&tags=fr"), ["en", "fr"]),
        (QueryDict("tags="), []),
        (QueryDict(""), []),
        ({"tags": "en"}, ["en"]),
    ],
)
def test_tags_are_read_with_commas_or_several_times(data, expected):
    assert TagsSelect().value_from_datadict(data, {}, "tags") == expected


def test_tags_are_written_with_commas_and_escaped():
    widget = TagsSelect(choices=[("1", '"><script>'), ("2", "Two")])

    shown = widget.render("tags", [1, 2], {"id": "it"})

    assert 'name="tags" value="1,2"' in shown
    assert "<script>" not in shown
