"""Random programmes, as editors might leave them in a draft."""

import datetime
import uuid

from hypothesis import strategies as st

# The clocks of Paris go forward on the second of these days, and back on the fifth.
DATES = [datetime.date(2015, 3, 28) + datetime.timedelta(days=day) for day in (0, 1, 2, 209, 211)]
STARTS = ("", "=", "+1", "-", "@", "\t", "'", "'=", "''", '"', "<b>", "&amp;", "_x0041_")
WORDS = st.text(
    st.one_of(
        st.characters(codec="utf-8", exclude_characters="\0"),
        st.sampled_from("آبتاللغة|;,\n\r\t\"'=<>&"),
    ),
    max_size=12,
)
TEXTS = st.builds("{}{}".format, st.sampled_from(STARTS), WORDS)
TIMES = st.none() | st.builds(
    datetime.time, st.integers(0, 23), st.sampled_from([0, 15, 30, 45, 59])
)
KINDS = st.sampled_from(["TALK", "WORKSHOP", "VISIT", "BREAK", "CEREMONY", "MEAL"])
ROLES = st.sampled_from(["SPEAKER", "MODERATOR", "TRAINER"])
LANGUAGES = st.lists(st.sampled_from(["en", "fr", "ar", "zh-Hans"]), unique=True, max_size=3)
ROOMS = st.sampled_from(["", "Hall", "قاعة", "=Room", "B & C"])


def uids():
    return st.uuids(version=4).map(str)


@st.composite
def slots(draw, people, documents):
    start = draw(TIMES)
    chosen = draw(st.lists(st.tuples(st.sampled_from(people), ROLES), max_size=3))
    return {
        "type": "slot",
        "id": draw(uids()),
        "value": {
            "start": start and start.isoformat(),
            "end": (end := draw(TIMES)) and end.isoformat(),
            "title": draw(TEXTS),
            "speakers": [
                {"type": "item", "id": str(uuid.uuid4()), "value": {"person": pk, "role": role}}
                for pk, role in chosen
            ],
            "kind": draw(KINDS),
            "track": draw(st.sampled_from(["", "Cities", "-x"])),
            "room": draw(ROOMS),
            "languages": draw(LANGUAGES),
            "interpretation": draw(LANGUAGES),
            "summary": draw(TEXTS),
            "materials": [
                {"type": "item", "id": str(uuid.uuid4()), "value": pk}
                for pk in draw(st.lists(st.sampled_from(documents), max_size=2))
            ],
        },
    }


@st.composite
def days(draw):
    date = draw(st.sampled_from([*map(str, DATES), None]))
    value = {"date": date, "title": draw(TEXTS)}
    return {"type": "day", "id": draw(uids()), "value": value}


@st.composite
def notes(draw):
    return {"type": "note", "id": draw(uids()), "value": {"text": draw(TEXTS)}}


def programmes(people, documents):
    """Blocks in any order: slots before the first day, the same day twice, days without a date."""
    blocks = st.one_of(slots(people, documents), slots(people, documents), days(), notes())
    return st.lists(blocks, max_size=12, unique_by=lambda block: block["id"])
