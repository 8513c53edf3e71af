"""The translation memory as TMX: out and in without loss, in pieces, whole or not at all."""

import gc
import io
import tracemalloc
from xml.etree import ElementTree as ET

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse
from wagtail_localize.models import StringTranslation

from tests.factories import LocaleFactory, StandardPageFactory
from tests.support.translated_site import write as translate_texts
from translations.desk.memory import Suggestion, suggestions_for
from translations.desk.texts import texts_of
from translations.exchange import tmx
from translations.exchange.memory import export_memory, import_memory, remove_memory
from translations.exchange.problems import Code, RefusedFileError
from translations.models import MemoryFile, MemoryUnit

from .conftest import ARABIC, LINKED, translate

PAIRS = [
    ("Cool “streets”", "شوارع «باردة»"),
    (LINKED, ARABIC[LINKED]),
    ("a<br/>b &amp; &lt;c&gt; 🌳", "ا<br/>ب &amp; &lt;ج&gt;"),
    ("<b>one</b> <b>two <i>three</i></b>", "<b>اثنان <i>ثلاثة</i></b> <b>واحد</b>"),
]
ENTITIES = '<!ENTITY a "aaaa"><!ENTITY b "&a;&a;"><!ENTITY c "&b;&b;">'


def tmx_of(*units, before="", version="1.4"):
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>{before}\n'
        f'<tmx version="{version}"><header srclang="en"/><body>\n'
        + "\n".join(units)
        + "</body></tmx>"
    )


def unit(**segments):
    parts = [
        f'<tuv xml:lang="{code.replace("_", "-")}"><seg>{text}</seg></tuv>'
        for code, text in segments.items()
    ]
    return f"<tu>{''.join(parts)}</tu>"


def load(data, name="a.tmx", user=None, source="en", target="ar"):
    file = io.BytesIO(data.encode() if isinstance(data, str) else data)
    locales = [LocaleFactory(language_code=code) for code in (source, target)]
    return import_memory(*locales, file, name=name, user=user)


def dump(user=None):
    locales = [LocaleFactory(language_code=code) for code in ("en", "ar")]
    return b"".join(export_memory(*locales, user=user)).decode()


def units():
    return list(MemoryUnit.objects.order_by("pk").values_list("source", "target"))


def test_texts_are_written_with_their_tags_and_read_again():
    data = "".join(tmx.write(PAIRS, "en", "ar"))

    assert [(text.of("en"), text.of("ar")) for text in tmx.read(io.BytesIO(data.encode()))] == PAIRS
    root = ET.fromstring(data)  # noqa: S314 written by ourselves
    assert root.attrib == {"version": "1.4"}
    assert root.find("header").attrib["srclang"] == "en"
    linked = root.findall("body/tu")[1]
    codes = [(code.tag, code.attrib, code.text) for code in linked.find("tuv/seg")]
    assert codes == [
        ("bpt", {"i": "1", "x": "1", "type": "bold"}, "<b>"),
        ("ept", {"i": "1"}, "</b>"),
        ("bpt", {"i": "2", "x": "2", "type": "link"}, '<a id="a1">'),
        ("ept", {"i": "2"}, "</a>"),
    ]
    swapped = linked.findall("tuv/seg")[1]
    assert [code.get("x") for code in swapped if code.tag == "bpt"] == ["2", "1"]


def test_memory_of_pages_goes_out_and_comes_in_elsewhere(translation):
    translate(translation, ARABIC)
    data = dump()
    assert data.count("<tu>") == 4

    StringTranslation.objects.all().delete()
    report = load(data)

    assert (report.file.unit_count, report.left_out) == (4, 0)
    assert sorted(units()) == sorted(ARABIC.items())
    assert not StringTranslation.objects.exists()
    assert dump() == data


def test_neither_machines_nor_what_a_user_may_not_open_go_out(translation, django_user_model):
    translate(translation, {"Why shade?": "لماذا؟"})
    someone = django_user_model.objects.create_user(username="x")
    boss = django_user_model.objects.create_superuser(username="boss")

    assert "لماذا؟" in dump(boss)
    assert "<tu>" not in dump(someone)
    StringTranslation.objects.update(translation_type=StringTranslation.TRANSLATION_TYPE_MACHINE)
    assert "<tu>" not in dump(boss)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("segment", "stored"),
    [
        ('<ph x="1">&lt;img src="x"&gt;</ph>city', "city"),
        ('<bpt i="1">{\\b </bpt>city<ept i="1">}</ept>', "city"),
        ('<bpt i="1">&lt;b&gt;</bpt>city', "city"),
        ('<bpt i="1">&lt;b onclick="x"&gt;</bpt>city<ept i="1">&lt;/b&gt;</ept>', "city"),
        ('<bpt i="1">&lt;B&gt;</bpt>city<ept i="1">&lt;/B&gt;</ept>', "<b>city</b>"),
        ("<hi>ci</hi>ty<ut>x</ut>", "city"),
        ("<ph>&lt;br&gt;<sub>note</sub></ph>city", "<br/>city"),
        ("&lt;script&gt;city", "&lt;script&gt;city"),
    ],
)
def test_tags_of_other_programs_are_left_out(segment, stored):
    load(tmx_of(unit(en=segment, ar="مدينة")))

    assert units() == [(stored, "مدينة")]


@pytest.mark.django_db
def test_files_of_other_programs_are_read():
    data = tmx_of(
        unit(EN_US="city", AR="مدينة", fr="ville"),
        unit(en="river", fr="fleuve"),
        unit(en=" ", ar="x"),
        unit(en="city", ar="مدينة"),
        "<tu><note>n</note><prop type='x'>p</prop>"
        '<tuv lang="en"><seg>bridge</seg></tuv><tuv lang="ar"><seg>جسر</seg></tuv></tu>',
        before='\n<!DOCTYPE tmx SYSTEM "tmx14.dtd">',
        version="1.1",
    )

    report = load(data)

    assert units() == [("city", "مدينة"), ("bridge", "جسر")]
    assert (report.file.unit_count, report.left_out) == (2, 2)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("data", "code", "line"),
    [
        ("", Code.XML_SYNTAX, 1),
        (tmx_of(unit(en="a", ar="b"))[:-9], Code.XML_SYNTAX, 3),
        (tmx_of(unit(en="&c;"), before=f"\n<!DOCTYPE tmx [{ENTITIES}]>"), Code.XML_DOCTYPE, 2),
        (
            tmx_of("\n" + unit(en="&f;"), before='<!DOCTYPE tmx SYSTEM "http://192.0.2.1/x.dtd">'),
            Code.XML_DOCTYPE,
            4,
        ),
        (
            tmx_of(before='\n<!DOCTYPE t [<!ENTITY % f SYSTEM "file:///etc/passwd"> %f;]>'),
            Code.XML_DOCTYPE,
            2,
        ),
        (tmx_of("<a>" * 70 + "</a>" * 70), Code.XML_DEPTH, 3),
        (tmx_of(version="2.0"), Code.TMX_VERSION, 2),
        ("<xliff/>", Code.TMX_VERSION, 1),
        (tmx_of("<tu><tuv><seg>a</seg></tuv></tu>"), Code.TMX_NO_LANGUAGE, 3),
        (tmx_of(unit(en="a" * 20_001, ar="b")), Code.TMX_TOO_LONG, 3),
        (tmx_of(unit(en="a", fr="b")), Code.TMX_LANGUAGES, None),
        (tmx_of(), Code.TMX_LANGUAGES, None),
        (b"<?xml version='1.0' encoding='klingon'?><tmx/>", Code.ENCODING, 1),
    ],
)
def test_refused_file_is_named_with_line_and_code_and_changes_nothing(data, code, line):
    load(tmx_of(unit(en="before", ar="قبل")))

    with pytest.raises(RefusedFileError) as caught:
        load(data)

    assert [(problem.code, problem.line) for problem in caught.value.problems] == [(code, line)]
    assert units() == [("before", "قبل")]


@pytest.mark.django_db
def test_nothing_is_left_of_a_file_that_is_wrong_at_its_end():
    many = [unit(en=f"text {number}", ar="نص") for number in range(2500)]

    with pytest.raises(RefusedFileError):
        load(tmx_of(*many)[:-9])

    assert not MemoryUnit.objects.exists()
    assert not MemoryFile.objects.exists()


@pytest.mark.django_db
def test_a_file_of_the_same_name_takes_the_place_of_the_first():
    load(tmx_of(unit(en="old", ar="قديم")))
    load(tmx_of(unit(en="other", ar="آخر")), name="b.tmx")
    load(tmx_of(unit(en="new", ar="جديد")), name="folder/a.tmx")

    assert units() == [("other", "آخر"), ("new", "جديد")]
    remove_memory(MemoryFile.objects.get(name="a.tmx"))
    assert units() == [("other", "آخر")]


class Endless(io.RawIOBase):
    """A file of so many texts that is nowhere as a whole."""

    def __init__(self, count):
        body = (unit(en=f"{n} " + "long text " * 50, ar="نص " * 50) for n in range(count))
        self.pieces = (piece.encode() for piece in (tmx_of()[:-13], *body, "</body></tmx>"))
        self.size = self.reads = 0

    def read(self, size=-1):
        piece = next(self.pieces, b"")
        self.reads += 1
        if self.reads % 1000 == 0:
            gc.collect()  # what nobody uses any more is not in use
        self.size += len(piece)
        return piece


@pytest.mark.django_db
def test_memory_in_use_does_not_grow_with_a_file():
    def peak(count):
        locales = [LocaleFactory(language_code=code) for code in ("en", "ar")]
        file = Endless(count)
        tracemalloc.start()
        import_memory(*locales, file, name=f"{count}.tmx", user=None)
        imported = tracemalloc.get_traced_memory()[1]
        tracemalloc.reset_peak()
        size = sum(len(piece) for piece in export_memory(*locales))
        exported = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert size > count * 800
        return imported, exported, file.size

    peak(10)
    small, large = peak(2_000), peak(12_000)

    assert large[2] > 5.9 * small[2]
    assert large[0] < 1.2 * small[0]
    assert large[1] < 1.2 * small[1]


@pytest.fixture
def new(site):
    page = StandardPageFactory(parent=site.home, title="Opening of the training")
    page.save_revision().publish()
    return site.begin(page)


def suggested(translation, user):
    title = next(text for text in texts_of(translation) if text.unit.path == "title")
    return suggestions_for(title, translation, user)


def test_files_suggest_after_pages_and_say_so(site, new):
    other = StandardPageFactory(parent=site.home, title="Opening of the training")
    other.save_revision().publish()
    translate_texts(site.begin(other), {"Opening of the training": "من صفحة"})
    load(
        tmx_of(
            unit(en="Opening of the training", ar="من ملف"),
            unit(en="Opening of the training", ar="من صفحة"),
            unit(en="Opening of a training", ar="افتتاح"),
            unit(en="Water", ar="ماء"),
        ),
        name="agency.tmx",
    )
    load(tmx_of(unit(en="Opening of the training", ko="개회")), target="ko")

    assert suggested(new, site.boss) == [
        Suggestion("Opening of the training", "من صفحة", 100),
        Suggestion("Opening of the training", "من ملف", 100, "agency.tmx"),
        Suggestion("Opening of a training", "افتتاح", 90, "agency.tmx"),
    ]


def test_files_do_not_change_what_a_page_says(site, new):
    translate_texts(new, {"Opening of the training": "نصّنا"})

    load(tmx_of(unit(en="Opening of the training", ar="من ملف")))

    assert StringTranslation.objects.get().data == "نصّنا"
    assert [text.unit.target for text in texts_of(new) if text.unit.path == "title"] == ["نصّنا"]


def test_suggestions_take_as_many_statements_for_a_large_memory(
    client, site, new, translator, count_queries
):
    key = next(text.key for text in texts_of(new) if text.unit.path == "title")
    address = reverse("translations_suggestions", args=[new.pk, key])
    client.force_login(translator)
    load(tmx_of(unit(en="Opening of the trainings", ar="ا")), name="one.tmx")
    client.get(address)

    with count_queries() as one:
        html = client.get(address).content.decode()
    many = [unit(en=f"Opening of the training {n}", ar=f"ا{n}") for n in range(3000)]
    load(tmx_of(*many))
    with count_queries() as more:
        client.get(address)

    assert "from the file <bdi>one.tmx</bdi>" in " ".join(html.split())
    assert (len(one), len(more)) == (31, 31)


def upload(client, data, name="m.tmx", source="en", target="ar"):
    address = reverse("translations_memory") + f"?from={source}&into={target}"
    return client.post(address, {"file": SimpleUploadedFile(name, data.encode())})


def test_reviewer_takes_memories_out_in_and_away(client, site, new, reviewer):
    client.force_login(reviewer)

    page = upload(client, tmx_of(unit(en="city", ar="مدينة")))
    download = client.get(reverse("translations_download_memory", args=["en", "ar"]))
    data = b"".join(download.streaming_content).decode()
    removed = client.post(reverse("translations_remove_memory", args=[MemoryFile.objects.get().pk]))

    assert page.status_code == 200
    assert "1 text is suggested from now on." in page.content.decode()
    assert download["Content-Disposition"] == 'attachment; filename="memory-en-ar.tmx"'
    assert "مدينة" in data
    assert removed["Location"] == "/admin/translations/memory/?from=en&into=ar"
    assert not MemoryFile.objects.exists()


def test_refused_upload_names_file_line_and_limit(client, site, reviewer, settings):
    client.force_login(reviewer)

    answer = upload(client, tmx_of("<tu><tuv><seg>a</seg></tuv></tu>"))
    assert answer.status_code == 422
    assert (
        'data-code="tmx_no_language"><bdi dir="ltr">m.tmx</bdi>, line 3:' in answer.content.decode()
    )
    settings.TRANSLATION_MEMORY_MAX_BYTES = 10
    answer = upload(client, tmx_of(unit(en="a", ar="b")))
    assert 'data-code="memory_too_large"' in answer.content.decode()
    assert not MemoryFile.objects.exists()


def test_who_may_not_is_refused(client, site, new, translator):
    load(tmx_of(unit(en="city", ko="도시")), target="ko")
    load(tmx_of(unit(en="city", ar="مدينة")))
    client.force_login(translator)

    assert upload(client, tmx_of(unit(en="x", ar="y")))["Location"] == "/admin/"
    for file in MemoryFile.objects.all():
        address = reverse("translations_remove_memory", args=[file.pk])
        assert client.post(address)["Location"] == "/admin/"
    page = client.get(reverse("translations_memory"))
    assert "Remove" not in page.content.decode()
    assert "a.tmx" in page.content.decode()
    for address in (
        reverse("translations_memory") + "?into=ko",
        reverse("translations_download_memory", args=["en", "ko"]),
        reverse("translations_download_memory", args=["ar", "ar"]),
    ):
        assert client.get(address).status_code == 404
    desk = client.get(reverse("translations_desk", args=[new.pk])).content.decode()
    assert reverse("translations_memory") + "?from=en&amp;into=ar" in desk
    client.force_login(site.member("nobody"))
    assert client.get(reverse("translations_memory"))["Location"].startswith("/admin/login/")
    assert len(units()) == 2


def test_commands_take_files_of_any_size(site, new, tmp_path, capsys):
    path = tmp_path / "big.tmx"
    path.write_text(tmx_of(unit(en="city", ar="مدينة"), unit(en="x", fr="y")), encoding="utf-8")

    call_command("import_memory", "en", "ar", str(path), user="boss")
    call_command("export_memory", "en", "ar", str(tmp_path / "out.tmx"))

    assert MemoryFile.objects.get().imported_by == site.boss
    said = capsys.readouterr().out.splitlines()
    out = (tmp_path / "out.tmx").read_bytes()
    assert said == ["big.tmx: 1 texts, 1 left out", f"{len(out)} bytes written"]
    assert "مدينة" in out.decode()
    path.write_text("<tmx", encoding="utf-8")
    with pytest.raises(CommandError, match="The file was refused"):
        call_command("import_memory", "en", "ar", str(path))
    assert "big.tmx: line 1: Here the file is not valid XML" in capsys.readouterr().err
    for arguments in (("xx", "ar"), ("en", "en")):
        with pytest.raises(CommandError):
            call_command("import_memory", *arguments, str(path))
