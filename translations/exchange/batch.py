"""All files of a language at once, in a folder or a ZIP archive."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo, is_zipfile

from django.core.exceptions import ValidationError
from wagtail_localize.models import Translation

from .document import document_of
from .formats import WRITERS, check_size, file_name, read_file
from .importing import Report, import_file
from .problems import Code, Problem, RefusedFileError, refused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from wagtail.models import Locale

ARCHIVE = ".zip"
# A date that is always the same, so that the same texts are the same archive.
EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one file: a report, or what is wrong with it."""

    name: str
    report: Report | None = None
    problems: tuple[Problem, ...] = ()


def files_of(
    locale: Locale, kind: str, *, missing_only: bool = False
) -> Iterator[tuple[str, bytes]]:
    """Write all translations into a language, each under a name of its own."""
    translations = (
        Translation.objects.filter(target_locale=locale, enabled=True)
        .select_related("source__locale", "target_locale")
        .order_by("pk")
    )
    for translation in translations:
        document = document_of(translation)
        if missing_only and all(unit.target for unit in document.units):
            continue
        data = WRITERS[kind].write(document)
        yield f"{translation.uuid.hex[:8]}-{file_name(translation, kind)}", data


def save(files: Iterable[tuple[str, bytes]], path: Path) -> int:
    """Save files in a folder, or in an archive if the path ends so; say how many."""
    count = 0
    if path.suffix == ARCHIVE:
        with ZipFile(path, "w", ZIP_DEFLATED) as archive:
            for name, data in files:
                archive.writestr(ZipInfo(name, EPOCH), data, ZIP_DEFLATED)
                count += 1
        return count
    path.mkdir(parents=True, exist_ok=True)
    for name, data in files:
        (path / name).write_bytes(data)
        count += 1
    return count


def take_over(path: Path, *, user: Any, only_unchanged: bool = False) -> Iterator[Result]:
    """Take over the files of a folder or an archive, each on its own."""
    for name, size, read in _contents(path):
        try:
            check_size(size)
            data = read()
            report = import_file(_translation_of(data), data, user=user, take_over=only_unchanged)
        except RefusedFileError as error:
            yield Result(name, problems=error.problems)
        else:
            yield Result(name, report)


def _contents(path: Path) -> Iterator[tuple[str, int, Callable[[], bytes]]]:
    if path.is_dir():
        for file in sorted(path.iterdir()):
            if file.is_file() and not file.name.startswith("."):
                yield file.name, file.stat().st_size, file.read_bytes
    elif is_zipfile(path):
        with ZipFile(path) as archive:
            for info in archive.infolist():
                if not info.is_dir():
                    yield info.filename, info.file_size, lambda info=info: archive.read(info)
    else:
        yield path.name, path.stat().st_size, path.read_bytes


def _translation_of(data: bytes) -> Translation:
    identity = read_file(data).identity
    translations = Translation.objects.select_related("source__locale", "target_locale")
    try:
        return translations.get(uuid=identity.translation, enabled=True)
    except (Translation.DoesNotExist, ValueError, ValidationError) as error:
        raise refused(Code.NO_TRANSLATION, found=identity.title) from error
