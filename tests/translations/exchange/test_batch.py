"""All files of a language: written by one command, taken over by another."""

import io
from zipfile import ZipFile

import pytest
from django.core.management import CommandError, call_command
from wagtail_localize.models import StringTranslation

from tests.factories import StandardPageFactory

from .conftest import ARABIC, stored, translate, translation_of


@pytest.fixture
def translations(translation, notice, home):
    """Give a complete translation, an empty one, a stopped one and one of another language."""
    translate(translation, ARABIC)
    stopped = translation_of(StandardPageFactory(parent=home, title="Old"))
    stopped.enabled = False
    stopped.save()
    translation_of(StandardPageFactory(parent=home, title="French"), "fr")
    return translation, translation_of(notice)


def run(*arguments, **options):
    output, errors = io.StringIO(), io.StringIO()
    call_command(*arguments, stdout=output, stderr=errors, **options)
    return output.getvalue(), errors.getvalue()


def names(translations, suffix):
    return [
        f"{translation.uuid.hex[:8]}-{title}-ar{suffix}"
        for translation, title in zip(translations, ("cool-streets", "closed"), strict=True)
    ]


@pytest.mark.parametrize(("kind", "suffix"), [("po", ".po"), ("xliff", ".xlf")])
@pytest.mark.parametrize("place", ["folder", "texts.zip"])
def test_files_of_a_language_go_out_and_come_back(kind, suffix, place, translations, tmp_path):
    path = tmp_path / place
    written, _errors = run("export_translations", "ar", str(path), format=kind)
    before = list(StringTranslation.objects.order_by("pk").values("translation_of", "data"))
    again = tmp_path / f"again-{place}"
    run("export_translations", "ar", str(again), format=kind)
    StringTranslation.objects.all().delete()

    output, errors = run("import_translations", str(path))

    complete, empty = names(translations, suffix)
    assert written == "2 files written\n"
    assert sorted(output.splitlines()) == sorted(
        [
            f"{complete}: 4 changed, 0 unchanged, 0 missing",
            f"{empty}: 0 changed, 0 unchanged, 2 missing",
        ]
    )
    assert errors == ""
    assert list(StringTranslation.objects.order_by("pk").values("translation_of", "data")) == before
    if place == "texts.zip":
        assert again.read_bytes() == path.read_bytes()


def test_only_what_is_missing_is_written_if_asked(translations, tmp_path):
    output, _errors = run("export_translations", "ar", str(tmp_path), missing=True)

    assert output == "1 files written\n"
    assert [path.name for path in tmp_path.iterdir()] == names(translations, ".xlf")[1:]


def test_refused_file_does_not_stop_the_others_and_fails_the_command(
    translations, tmp_path, django_user_model
):
    django_user_model.objects.create_user(username="amal")
    run("export_translations", "ar", str(tmp_path), format="po")
    StringTranslation.objects.all().delete()
    (tmp_path / "0-broken.po").write_text("msgid", encoding="utf-8")
    (tmp_path / ".hidden").write_text("x", encoding="utf-8")
    errors = io.StringIO()

    with pytest.raises(CommandError, match="1 of 3 files were refused"):
        call_command(
            "import_translations", str(tmp_path), user="amal", stdout=io.StringIO(), stderr=errors
        )

    assert errors.getvalue().startswith("0-broken.po: line 1: ")
    assert stored(translations[0]) == ARABIC
    users = StringTranslation.objects.values_list("last_translated_by__username", flat=True)
    assert set(users) == {"amal"}


def test_older_file_gives_what_has_not_changed_if_asked(translations, page, tmp_path):
    path = tmp_path / "texts.xlf"
    run("export_translations", "ar", str(tmp_path / "all"))
    (tmp_path / "all" / names(translations, ".xlf")[0]).rename(path)
    StringTranslation.objects.all().delete()
    page.title = "Cooler streets"
    page.save_revision().publish()
    translation_of(page)

    with pytest.raises(CommandError, match="1 of 1 files were refused"):
        run("import_translations", str(path))
    output, errors = run("import_translations", str(path), take_over=True)

    assert output == "texts.xlf: 3 changed, 0 unchanged, 1 missing\n"
    assert "texts.xlf: left out: Cool “streets”" in errors


def test_archive_with_a_file_that_is_too_large_is_not_unpacked(db, tmp_path, settings):
    settings.TRANSLATION_FILE_MAX_BYTES = 1000
    path = tmp_path / "bomb.zip"
    with ZipFile(path, "w") as archive:
        archive.writestr("folder/", "")
        archive.writestr("big.po", b"x" * 1001)
    errors = io.StringIO()

    with pytest.raises(CommandError, match="1 of 1 files were refused"):
        call_command("import_translations", str(path), stderr=errors)

    assert "big.po: The file has more than" in errors.getvalue()


def test_file_of_a_translation_that_is_gone_is_refused(translations, tmp_path):
    run("export_translations", "ar", str(tmp_path))
    for translation in translations:
        translation.delete()
    errors = io.StringIO()

    with pytest.raises(CommandError, match="2 of 2 files were refused"):
        call_command("import_translations", str(tmp_path), stderr=errors)

    assert errors.getvalue().count("does not exist here, or was stopped") == 2


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("export_translations", "tlh", "x"), "There is no language tlh."),
        (("import_translations", "/nowhere"), "There is no /nowhere."),
        (("import_translations", ".", "--user", "nobody"), "There is no user nobody."),
    ],
)
def test_mistaken_argument_is_named(arguments, message, db):
    with pytest.raises(CommandError, match=message):
        call_command(*arguments)
