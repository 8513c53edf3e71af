"""Terms in CSV and TBX files: out and in without loss, refused with line and code."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.models import ModelLogEntry

from tests.factories import LocaleFactory, TermFactory
from translations.exchange.problems import Code, RefusedFileError
from translations.exchange.terms import export_terms, import_terms
from translations.models import Term

HEAD = "source_language,target_language,term,preferred,forbidden,name,note\n"
ENTITIES = '<!ENTITY a "aaaa"><!ENTITY b "&a;&a;"><!ENTITY c "&b;&b;">'


def tbx_of(entries, before="", root='type="TBX-Basic" style="dca" xml:lang="en"', edition="ed-2"):
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>{before}\n'
        f'<tbx {root} xmlns="urn:iso:std:iso:30042:{edition}"><text><body>\n'
        f"{entries}\n</body></text></tbx>"
    ).encode()


def entry(*sections, note=""):
    parts = [
        f'<langSec xml:lang="{code}"><termSec><term>{text}</term></termSec></langSec>'
        for code, text in sections
    ]
    return f"<conceptEntry>{note}{''.join(parts)}</conceptEntry>"


@pytest.fixture
def arabic(db):
    return LocaleFactory(language_code="ar")


@pytest.fixture
def terms(arabic):
    TermFactory(
        text='Regional "centre", <b> & co',
        preferred="مركز إقليمي\nمقر",
        forbidden="وسط\n=وسط",
        note="Two lines\n\n'=of a note; -",
    )
    TermFactory(text="MITI", preferred="", is_name=True)
    TermFactory(text="-suffix", preferred="ا‌ب")
    TermFactory(source_locale=LocaleFactory(language_code="fr"), text="Île", preferred="جزيرة")
    return list(rows())


def rows():
    return (
        Term.objects.in_order()
        .order_by("source_locale__language_code", "key")
        .values_list(
            "source_locale__language_code", "text", "preferred", "forbidden", "is_name", "note"
        )
    )


def codes(locale, data):
    with pytest.raises(RefusedFileError) as caught:
        import_terms(locale, data, user=None)
    return [(problem.code, problem.line) for problem in caught.value.problems]


@pytest.mark.parametrize("kind", ["csv", "tbx"])
def test_nothing_is_lost_on_the_way(arabic, terms, kind):
    first = export_terms(arabic, kind)
    again = import_terms(arabic, first, user=None)
    assert (again.unchanged, again.added, again.changed) == (4, [], [])

    Term.objects.all().delete()
    report = import_terms(arabic, first, user=None)

    assert len(report.added) == 4
    assert list(rows()) == terms
    assert export_terms(arabic, kind) == first


@pytest.mark.parametrize("kind", ["csv", "tbx"])
def test_no_terms_are_a_file_too(arabic, kind):
    data = export_terms(arabic, kind)

    assert import_terms(arabic, data, user=None).unchanged == 0
    assert not ModelLogEntry.objects.exists()


def test_csv_is_for_spreadsheets(arabic, terms):
    text = export_terms(arabic, "csv").decode()

    assert text.startswith("\ufeff" + HEAD.strip() + "\r\n")
    assert "en,ar,'-suffix,ا‌ب,,,\r\n" in text
    assert "en,ar,MITI,,,yes,\r\n" in text
    assert ",مركز إقليمي | مقر,وسط | =وسط,," in text


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_of_other_programs_is_read(arabic, delimiter):
    text = "term,name,note,preferred,forbidden,target_language,source_language\n"
    text += 'city,no,"a\nb",مدينة|بلدة,,ar,en-GB\n,,,,,,\nMITI,TRUE,,,,AR,EN\n'

    import_terms(arabic, text.replace(",", delimiter).encode(), user=None)

    assert list(rows()) == [
        ("en", "city", "مدينة\nبلدة", "", False, "a\nb"),
        ("en", "MITI", "", "", True, ""),
    ]


def test_file_adds_and_changes_and_takes_nothing_away(arabic, django_user_model):
    user = django_user_model.objects.create_user(username="rana")
    kept, changed = TermFactory(text="kept"), TermFactory(text="City", is_sample=True)
    data = HEAD + "en,ar,city,مدينة,,,\nen,ar,river,نهر,,,\n"

    report = import_terms(arabic, data.encode(), user=user)

    assert [term.text for term in report.added] == ["river"]
    assert [term.pk for term in report.changed] == [changed.pk]
    changed.refresh_from_db()
    assert (changed.text, changed.preferred, changed.is_sample) == ("city", "مدينة", False)
    assert Term.objects.filter(pk=kept.pk).exists()
    entry = ModelLogEntry.objects.get()
    assert (entry.user, entry.data) == (user, {"format": "CSV", "added": 1, "changed": 1})


def test_tbx_of_other_programs_is_read(arabic):
    LocaleFactory(language_code="fr")
    data = tbx_of("""
<conceptEntry id="c5"><descripGrp><descrip type="subjectField">anything</descrip></descripGrp>
 <note>From <hi>our</hi> list</note><note>Second</note>
 <langSec xml:lang="de"><termSec><term>Stadt</term></termSec></langSec>
 <langSec xml:lang="en-US">
  <termSec><term>city</term><termNote type="partOfSpeech">noun</termNote></termSec>
  <termSec><term>town</term></termSec>
  <termSec><term>burgh</term><termNote type="administrativeStatus"
   >supersededTerm-admn-sts</termNote>
  </termSec></langSec>
 <langSec xml:lang="ar">
  <termSec><term>بلدة</term><termNoteGrp><termNote type="administrativeStatus"
   >admittedTerm-admn-sts</termNote></termNoteGrp></termSec>
  <termSec><term>مدينة
   كبيرة</term></termSec>
  <termSec><term>قرية</term><termNote type="administrativeStatus">deprecatedTerm-admn-sts</termNote>
  </termSec></langSec>
</conceptEntry>
<conceptEntry><langSec xml:lang="en"><termSec><term>alone</term></termSec></langSec></conceptEntry>
""")

    import_terms(arabic, data, user=None)

    both = ("مدينة كبيرة\nبلدة", "قرية", False, "From our list\nSecond")
    assert list(rows()) == [("en", "city", *both), ("en", "town", *both)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (" \n", [(Code.EMPTY_FILE, None)]),
        ("PK\x03\x04", [(Code.TERMS_FORMAT, 1)]),
        ("<html/>", [(Code.TERMS_FORMAT, 1)]),
        ("term,preferred\n", [(Code.CSV_COLUMNS, 1)]),
        (HEAD + 'en,ar,"a,b\n', [(Code.CSV_SYNTAX, 2)]),
        (HEAD + '\nen,ar,"a\nb",c,,,\nen,ar,x\n', [(Code.CSV_SYNTAX, 5)]),
        (HEAD + "en,ko,a,b,,,\n", [(Code.TERM_OTHER_LANGUAGE, 2)]),
        (HEAD + "xx,ar,a,b,,,\nar,ar,a,b,,,\n", [(Code.TERM_LANGUAGE, 2), (Code.TERM_LANGUAGE, 3)]),
        (HEAD + "en,ar,a,b,,perhaps,\n", [(Code.TERM_INVALID, 2)]),
        (HEAD + "en,ar,a,b,,,\nen,ar,A,c,,,\n", [(Code.TERM_TWICE, 3)]),
        (HEAD + "en,ar,a,,,,\nen,ar,,b,,,\n", [(Code.TERM_INVALID, 2), (Code.TERM_INVALID, 3)]),
        (HEAD + f"en,ar,{'a' * 201},b,,,\n", [(Code.TERM_INVALID, 2)]),
    ],
)
def test_refused_csv_is_named_with_line_and_code_and_changes_nothing(arabic, text, expected):
    LocaleFactory(language_code="ko")

    assert codes(arabic, text.encode()) == expected
    assert not Term.objects.exists()


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (tbx_of(entry(("en", "a"), ("ar", "b")))[:-9], [(Code.XML_SYNTAX, 4)]),
        (tbx_of("", before=f"\n<!DOCTYPE tbx [{ENTITIES}]>"), [(Code.XML_DOCTYPE, 2)]),
        (
            tbx_of("&f;", before='\n<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>'),
            [(Code.XML_DOCTYPE, 2)],
        ),
        (tbx_of("<a>" * 70 + "</a>" * 70), [(Code.XML_DEPTH, 3)]),
        (tbx_of("", edition="ed:3.0"), [(Code.TBX_VERSION, 2)]),
        (tbx_of("", root='style="dct" xml:lang="en"'), [(Code.TBX_VERSION, 2)]),
        (b"<martif type='TBX'/>", [(Code.TBX_VERSION, 1)]),
        (tbx_of(entry(("ar", "b"))), [(Code.TERM_LANGUAGE, 3)]),
        (
            tbx_of(entry(("ko", "a"), ("fr", "a"), ("ar", "b")) + "\n" + entry(("ar", "c"))),
            [(Code.TERM_LANGUAGE, 3), (Code.TERM_LANGUAGE, 4)],
        ),
        (tbx_of(entry(("en", "a" * 201), ("ar", "b"))), [(Code.TERM_INVALID, 3)]),
    ],
)
def test_refused_tbx_is_named_with_line_and_code_and_changes_nothing(arabic, data, expected):
    for code in ("ko", "fr"):
        LocaleFactory(language_code=code)

    assert codes(arabic, data) == expected
    assert not Term.objects.exists()


def test_large_and_utf_16_files(arabic, settings):
    data = tbx_of(entry(("en", "city"), ("ar", "مدينة"))).decode().replace("UTF-8", "UTF-16")
    import_terms(arabic, data.encode("utf-16"), user=None)
    assert Term.objects.get().preferred == "مدينة"

    settings.TRANSLATION_FILE_MAX_BYTES = 10
    assert codes(arabic, HEAD.encode()) == [(Code.TOO_LARGE, None)]
    assert codes(arabic, b"\xff\xfe\xfd") == [(Code.XML_SYNTAX, 1)]
    assert codes(arabic, b"\xe9") == [(Code.ENCODING, 1)]


def test_statements_do_not_grow_with_terms(arabic, count_queries):
    def data(number):
        return (HEAD + "".join(f"en,ar,word {n},x,,,\n" for n in range(number))).encode()

    with count_queries() as one:
        import_terms(arabic, data(1), user=None)
    with count_queries() as many:
        import_terms(arabic, data(100), user=None)

    assert len(one) == len(many)


@pytest.mark.parametrize("kind", ["csv", "tbx"])
def test_reviewer_takes_files_out_and_in(client, site, reviewer, kind):
    TermFactory(text="city", preferred="مدينة")
    client.force_login(reviewer)
    page = reverse("translations_terms")
    response = client.get(reverse("translations_download_terms", args=["ar", kind]))
    assert response["Content-Disposition"] == f'attachment; filename="terms-ar.{kind}"'
    Term.objects.all().delete()

    answer = client.post(page, {"file": SimpleUploadedFile(f"t.{kind}", response.content)})

    assert answer.status_code == 200
    assert "<dt>Added</dt><dd>1</dd>" in answer.content.decode()
    assert Term.objects.get().preferred == "مدينة"


def test_refused_upload_names_file_and_line(client, site, reviewer):
    client.force_login(reviewer)
    file = SimpleUploadedFile("my.csv", (HEAD + "en,ko,a,b,,,\n").encode())

    answer = client.post(reverse("translations_terms"), {"file": file})

    html = answer.content.decode()
    assert answer.status_code == 422
    assert 'data-code="term_other_language"><bdi dir="ltr">my.csv</bdi>, line 2: The term' in html


def test_translator_takes_files_out_and_not_in(client, site, translator):
    client.force_login(translator)
    file = SimpleUploadedFile("t.csv", (HEAD + "en,ar,a,b,,,\n").encode())

    page = client.get(reverse("translations_terms"))
    assert (page.status_code, 'type="file"' in page.content.decode()) == (200, False)
    download = reverse("translations_download_terms", args=["ar", "csv"])
    assert client.get(download).status_code == 200
    assert client.post(reverse("translations_terms"), {"file": file})["Location"] == "/admin/"
    for path in (
        reverse("translations_download_terms", args=["ko", "csv"]),
        reverse("translations_download_terms", args=["ar", "po"]),
        reverse("translations_terms") + "?language=ko",
    ):
        assert client.get(path).status_code == 404
    assert not Term.objects.exists()
