"""The termbase in the admin: one of each term, and who reads and changes it."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from tests.factories import LocaleFactory, TermFactory
from translations.models import Term


def form(site, code="ar", **values):
    return {
        "source_locale": site.english.pk,
        "locale": site.locale(code).pk,
        "text": "institute",
        "preferred": "معهد",
        "forbidden": "",
        "note": "",
        **values,
    }


def add(client, user, values):
    client.force_login(user)
    return client.post(reverse("terms:add"), values)


def errors(**values):
    term = TermFactory.build(
        source_locale=LocaleFactory(), locale=LocaleFactory(language_code="ar")
    )
    for name, value in values.items():
        setattr(term, name, value)
    with pytest.raises(ValidationError) as caught:
        term.full_clean(validate_constraints=False)
    return caught.value.message_dict


def test_term_is_stored_in_one_form(site):
    term = TermFactory(
        text="  Regional   Centre ", preferred="\nمركز \r\n\nمركز\nمقر ", note=" a \n"
    )

    assert (term.text, term.key) == ("Regional Centre", "regional centre")
    assert (term.preferred, term.note) == ("مركز\nمقر", "a")
    assert (term.allowed, term.unwanted) == (["مركز", "مقر"], [])
    assert TermFactory.build(text="MITI", preferred="", is_name=True).allowed == ["MITI"]


@pytest.mark.parametrize(
    ("values", "field", "said"),
    [
        ({"preferred": ""}, "preferred", "Give a preferred or a forbidden translation."),
        ({"forbidden": "مُصطلح"}, "forbidden", "“مُصطلح” cannot be preferred and forbidden."),
        ({"text": "\u200b"}, "text", "Write a word: this has nothing that can be found."),
        ({"preferred": "ا" * 201}, "preferred", "Each may have 200 letters."),
        ({"note": "a\x01"}, "note", "Remove the control character, which nobody can see."),
        (
            {"preferred": "ا|ب"},
            "preferred",
            "Write one a line, without “|”, which separates them in files.",
        ),
    ],
)
def test_what_is_wrong_is_said_at_its_field(db, values, field, said):
    assert errors(**values) == {field: [said]}


def test_there_is_one_of_each_term_between_two_languages(site):
    TermFactory(text="Café")
    TermFactory(text="Café", locale=site.locale("ko"))

    assert errors(text="CAFE\u0301") == {
        "text": ["This term is there already for these languages: change that one."]
    }
    with pytest.raises(IntegrityError), transaction.atomic():
        TermFactory(text="cafe\u0301")
    assert errors(locale=site.english) == {
        "locale": ["Choose another language than that of the term."]
    }
    with pytest.raises(IntegrityError), transaction.atomic():
        TermFactory(locale=site.english)
    with pytest.raises(IntegrityError), transaction.atomic():
        TermFactory(preferred="", is_name=False)


def test_reviewer_of_a_language_edits_its_terms(client, site, reviewer):
    response = add(client, reviewer, form(site))
    term = Term.objects.get()
    edited = client.post(
        reverse("terms:edit", args=[term.pk]), form(site, text="Institute", forbidden="مدرسة")
    )
    term.refresh_from_db()
    deleted = client.post(reverse("terms:delete", args=[term.pk]))

    assert response["Location"] == edited["Location"] == deleted["Location"] == "/admin/terms/"
    assert (term.text, term.forbidden) == ("Institute", "مدرسة")
    assert not Term.objects.exists()


def test_reviewer_changes_no_term_of_another_language(client, site, reviewer):
    korean = TermFactory(locale=site.locale("ko"), preferred="용어")
    arabic = TermFactory()

    assert add(client, reviewer, form(site, "ko")).status_code == 200
    moved = client.post(reverse("terms:edit", args=[arabic.pk]), form(site, "ko"))
    assert moved.context["form"].errors.keys() == {"locale"}
    for name in ("edit", "delete", "inspect", "history", "usage"):
        answer = client.get(reverse(f"terms:{name}", args=[korean.pk]))
        assert (answer.status_code, answer["Location"]) == (302, "/admin/")
    client.post(reverse("terms:delete", args=[korean.pk]))
    client.post(reverse("terms:edit", args=[korean.pk]), form(site, "ko", text="x"))
    assert sorted(Term.objects.values_list("text", "locale__language_code")) == sorted(
        [(arabic.text, "ar"), (korean.text, "ko")]
    )


def test_translator_reads_the_terms_of_the_own_language(client, site, translator):
    korean = TermFactory(text="secret", locale=site.locale("ko"))
    term = TermFactory(text="institute", preferred="معهد", forbidden="مدرسة")
    client.force_login(translator)

    index = client.get(reverse("terms:index"))
    inspected = client.get(reverse("terms:inspect", args=[term.pk]))

    html = index.content.decode()
    assert '<div lang="ar" dir="rtl">معهد</div>' in html
    assert list(index.context["object_list"]) == [term]
    assert reverse("terms:edit", args=[term.pk]) not in html
    assert reverse("terms:add") not in html
    assert "معهد" in inspected.content.decode()
    assert reverse("terms:edit", args=[term.pk]) not in inspected.content.decode()
    for name in ("edit", "delete"):
        answer = client.post(reverse(f"terms:{name}", args=[term.pk]), form(site))
        assert answer["Location"] == "/admin/"
    assert add(client, translator, form(site))["Location"] == "/admin/"
    assert client.get(reverse("terms:inspect", args=[korean.pk]))["Location"] == "/admin/"
    assert set(Term.objects.all()) == {korean, term}


def test_others_are_refused(client, site):
    term = TermFactory()
    editor = site.member("ed")
    editor.groups.create(name="Editors").permissions.add(
        *site.member("x", "Translators: Arabic").groups.get().permissions.all()
    )
    client.force_login(editor)

    for path in (
        reverse("terms:index"),
        reverse("terms:add"),
        reverse("terms:edit", args=[term.pk]),
        reverse("terms:inspect", args=[term.pk]),
        reverse("translations_terms"),
    ):
        assert client.get(path)["Location"] == "/admin/"
    download = reverse("translations_download_terms", args=["ar", "csv"])
    assert client.get(download).status_code == 404
    assert '"name": "terms"' not in client.get("/admin/").content.decode()


def test_administrators_do_all_and_find_terms(client, site):
    TermFactory(text="institute", preferred="معهد")
    TermFactory(text="city", preferred="مدينة")
    client.force_login(site.boss)

    found = client.get(reverse("terms:index"), {"q": "معهد"})

    assert [term.text for term in found.context["object_list"]] == ["institute"]
    assert '"name": "terms"' in client.get("/admin/").content.decode()
    assert add(client, site.boss, form(site, "ko", text="city")).status_code == 302


def test_list_takes_as_many_statements_for_many_terms(client, site, reviewer, count_queries):
    TermFactory()
    client.force_login(reviewer)
    address = reverse("terms:index")
    client.get(address)

    with count_queries() as one:
        client.get(address)
    TermFactory.create_batch(10)
    with count_queries() as many:
        client.get(address)

    assert (len(one), len(many)) == (15, 15)
