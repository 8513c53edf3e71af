"""The floor's statements: SQL files whose macros become what each database understands.

A macro is a word in capitals, with arguments in parentheses or without; arguments may hold macros.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from cms.media.presets import ImagePreset, preset_specs

FOLDER = Path(__file__).parent / "sql"
MACRO = re.compile(r"\b[A-Z][A-Z_]+\b")

# The mark that Wagtail gives to renditions of images without a focal point.
NO_FOCAL_POINT = "2e16d0ba"
# The files of presets that `rendition` answers: the last, largest one.
RENDITIONS = {name: preset_specs(ImagePreset[name.upper()])[-1] for name in ("card", "hero")}


def _read(name: str) -> str:
    lines = (FOLDER / f"{name}.sql").read_text(encoding="utf-8").splitlines()
    return "\n".join(line for line in lines if not line.startswith("--"))


COMMON = {
    "BELOW": "substr({0}.path, 1, length({1}.path)) = {1}.path",
    "CHILD": (
        "({0}.depth = {1}.depth + 1 AND {0}.path BETWEEN {1}.path || '0000' AND {1}.path || 'ZZZZ')"
    ),
    "PATH": "{1}.prefix || '/' || substr({0}.url_path, length({1}.url_path) + 1)",
    "LIVE": (
        "({0}.live AND ({0}.expire_at IS NULL OR {0}.expire_at > %(now)s) AND {0}.locale_id IN"
        " (SELECT id FROM wagtailcore_locale WHERE language_code IN (LANGUAGES)))"
    ),
    "VISIBLE": (
        "({0}.live AND ({0}.expire_at IS NULL OR {0}.expire_at > %(now)s) AND NOT EXISTS"
        " (SELECT 1 FROM restricted WHERE BELOW({0}, restricted)))"
    ),
    "OPEN": "NOT EXISTS (SELECT 1 FROM closed WHERE BELOW({0}, closed))",
    "ASKED_HOME": (
        "SELECT * FROM homes WHERE %(path)s LIKE prefix || '/%%'"
        " ORDER BY length(prefix) DESC LIMIT 1"
    ),
    "AT_PATH": (
        "{0}.slug = %(slug)s AND {0}.url_path ="
        " {1}.url_path || substr(CAST(%(path)s AS text), length({1}.prefix) + 2)"
    ),
    "BEST_PAGE": (
        "CASE WHEN {0}.locale_id IN ({1}.locale_id, {1}.default_id) THEN 0 ELSE 1 END,"
        " CASE WHEN {0}.alias_of_id IS NULL THEN 0 ELSE 1 END,"
        " CASE WHEN {0}.locale_id = {1}.locale_id THEN 0 ELSE 1 END, {0}.id"
    ),
    "BEST_SNIPPET": (
        "CASE {0}.locale_id WHEN {1}.locale_id THEN 0 WHEN {1}.default_id THEN 1 ELSE 2 END, {0}.id"
    ),
    # What sessions in `picked` refer to, each reference in its best language; for `WITH`.
    "REFERENCES": _read("references"),
    "BEST_PAGES": (
        "SELECT ranked.id, OBJECT('title', ranked.title, 'path', ranked.path) AS item FROM ("
        "SELECT named.id, version.title, PATH(version, homes) AS path, row_number() OVER ("
        "PARTITION BY named.id ORDER BY BEST_PAGE(version, home)) AS place"
        " FROM wagtailcore_page AS named"
        " NESTED JOIN wagtailcore_page AS version"
        " ON version.translation_key = named.translation_key"
        " NESTED JOIN homes ON BELOW(version, homes) CROSS JOIN home"
        " WHERE named.id IN ({0}) AND VISIBLE(version)"
        ") AS ranked WHERE ranked.place = 1"
    ),
    "ORGANIZERS": (
        "(SELECT ARRAY(item) FROM (SELECT OBJECT('role', organizers.role, 'organization',"
        " AS_JSON(organizations.item)) AS item FROM organizers"
        " JOIN organizations ON organizations.id = organizers.organization_id"
        " WHERE organizers.page_id = {0} ORDER BY organizers.sort_order, organizers.id) AS items)"
    ),
    "THEMES": (
        "(SELECT ARRAY(item) FROM (SELECT OBJECT('name', theme_names.name) AS item"
        " FROM theme_links JOIN theme_names ON theme_names.id = theme_links.theme_id"
        " WHERE theme_links.session_id = {0} ORDER BY theme_links.id) AS items)"
    ),
    "IMAGE": (
        "(SELECT OBJECT('alt', CASE WHEN image.is_decorative THEN '' ELSE"
        " coalesce(nullif(alt.text, ''), image.alt_text) END,"
        " 'rendition', AS_JSON(RENDITION(image, {1}))) FROM media_image AS image"
        " JOIN wagtailcore_collection AS collection ON collection.id = image.collection_id"
        " LEFT JOIN media_imagealttext AS alt ON alt.image_id = image.id"
        " AND alt.locale_id = home.locale_id"
        " WHERE image.id = {0} AND OPEN(collection))"
    ),
    "RENDITION": (
        "(SELECT OBJECT('url', CAST(%(media)s AS text) || file.file, 'width', file.width,"
        " 'height', file.height) FROM media_rendition AS file WHERE file.image_id = {0}.id"
        " AND file.focal_point_key = %(no_focal_point)s AND file.filter_spec = %(spec_{1})s)"
    ),
}

DIALECTS = {
    "sqlite": {
        # SQLite keeps the order of such a join: it cannot know how few rows a `WITH` gives.
        "NESTED": "CROSS",
        "OBJECT": "json_object({*})",
        "ARRAY": "json_group_array(json({0}))",
        "AS_JSON": "json({0})",
        "FOUND": (
            "{0}.page_id IN"
            " (SELECT rowid FROM search_fulltext WHERE search_fulltext MATCH"
            " '{words} : (\"' || %(sign)s || (SELECT locale_id FROM home)"
            " || '\" AND ' || %(query)s)"
        ),
        "BODY_PEOPLE": (
            "SELECT json_extract(item.value, '$.value') FROM json_each({0}) AS block,"
            " json_each(block.value, '$.value.people') AS item"
            " WHERE json_extract(block.value, '$.type') = 'people'"
        ),
        "BODY_IMAGES": (
            "SELECT json_extract(block.value, '$.value.image') FROM json_each({0}) AS block"
            " WHERE json_extract(block.value, '$.type') = 'image'"
        ),
    },
    "postgresql": {
        "NESTED": "INNER",
        "OBJECT": "json_build_object({*})",
        "ARRAY": "coalesce(json_agg({0}), '[]'::json)",
        "AS_JSON": "({0})",
        "FOUND": (
            "{0}.words_vector @@ CAST("
            "'''' || %(sign)s || (SELECT locale_id FROM home) || ''' & ' || %(query)s AS tsquery)"
        ),
        "BODY_PEOPLE": (
            "SELECT CAST(item->>'value' AS integer) FROM jsonb_array_elements({0}) AS block,"
            " jsonb_array_elements(CASE block->>'type' WHEN 'people'"
            " THEN block->'value'->'people' ELSE '[]'::jsonb END) AS item"
        ),
        "BODY_IMAGES": (
            "SELECT CAST(block->'value'->>'image' AS integer)"
            " FROM jsonb_array_elements({0}) AS block WHERE block->>'type' = 'image'"
        ),
    },
}


@lru_cache
def statement(name: str, vendor: str) -> str:
    """The statement of a file in the language of a database."""
    languages = ", ".join(f"'{code}'" for code, _ in settings.WAGTAIL_CONTENT_LANGUAGES)
    macros = {
        **COMMON,
        **DIALECTS[vendor],
        "VISIBILITY": _read("visible"),
        "LANGUAGES": languages,
    }
    return expand(_read(name), macros)


def expand(text: str, macros: dict[str, str]) -> str:
    """Put macros in the places of their names, from the outside in."""
    result, place = [], 0
    for found in MACRO.finditer(text):
        if found.group() not in macros or found.start() < place:
            continue
        result.append(text[place : found.start()])
        arguments, place = _arguments(text, found.end())
        body = macros[found.group()].replace("{*}", ", ".join(arguments))
        for number, argument in enumerate(arguments):
            body = body.replace(f"{{{number}}}", argument)
        result.append(expand(body, macros))
    return "".join([*result, text[place:]])


def _arguments(text: str, start: int) -> tuple[list[str], int]:
    """The arguments in the parentheses at a place, and the place behind them."""
    if not text.startswith("(", start):
        return [], start
    depth, begin, arguments = 0, start + 1, []
    for place in range(start, len(text)):
        depth += {"(": 1, ")": -1}.get(text[place], 0)
        if (text[place] == "," and depth == 1) or depth == 0:
            arguments.append(text[begin:place].strip())
            begin = place + 1
        if depth == 0:
            return arguments, place + 1
    raise ValueError("a parenthesis is not closed")
