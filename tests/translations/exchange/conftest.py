"""A page and a notice with everything that can be hard, on their way from English into Arabic."""

import datetime

import pytest
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource

from tests.factories import (
    HomePageFactory,
    LocaleFactory,
    NoticeFactory,
    StandardPageFactory,
    TrainingSessionIndexPageFactory,
    TrainingSessionPageFactory,
    day_block,
    slot_block,
)

RICH = (
    '<p>Cities <b>learn</b> from <a href="https://example.org/?a=1&amp;b=2">each other</a>.</p>'
    "<p>Trees &amp; water: 2 &lt; 3 🌳</p>"
)
LINKED = 'Cities <b>learn</b> from <a id="a1">each other</a>.'
ARABIC = {
    "Cool “streets”": "شوارع «باردة»",
    "Why shade?": "لماذا الظل؟",
    LINKED: '<a id="a1">بعضها البعض</a> تتعلّم المدن من <b>أجل</b> ذلك.',
    "Trees &amp; water: 2 &lt; 3 🌳": "الأشجار &amp; الماء: 2 &lt; 3 🌳",
}


def translation_of(instance, language="ar"):
    """Begin a translation as the translators' tool does: a draft with the original's texts."""
    source, _created = TranslationSource.update_or_create_from_instance(instance)
    locale = LocaleFactory(language_code=language)
    translation, _created = Translation.objects.get_or_create(source=source, target_locale=locale)
    translation.save_target(publish=False)
    return translation


def translate(translation, texts, **values):
    """Store translations of some originals."""
    for segment in StringSegment.objects.filter(source=translation.source).select_related("string"):
        if segment.string.data in texts:
            StringTranslation.objects.update_or_create(
                translation_of=segment.string,
                context=segment.context,
                locale=translation.target_locale,
                defaults={"data": texts[segment.string.data], **values},
            )


def stored(translation):
    """Give what is translated, by original."""
    rows = StringTranslation.objects.filter(
        locale=translation.target_locale, context__object_id=translation.source.object_id
    ).select_related("translation_of")
    return {row.translation_of.data: row.data for row in rows}


@pytest.fixture
def home(db):
    return HomePageFactory(slug="home")


@pytest.fixture
def page(home):
    return StandardPageFactory(
        parent=home,
        title="Cool “streets”",
        slug="cool-streets",
        body=[("heading", {"text": "Why shade?", "level": "2"}), ("rich_text", RICH)],
    )


@pytest.fixture
def translation(page):
    return translation_of(page)


@pytest.fixture
def notice(db):
    return NoticeFactory(title="Closed", text="<p>On <i>Friday</i></p>")


@pytest.fixture
def session(home):
    trainings = TrainingSessionIndexPageFactory(parent=home, slug="trainings")
    day = datetime.date(2030, 6, 24)
    return TrainingSessionPageFactory(
        parent=trainings,
        slug="heat",
        title="Heat",
        start_date=day,
        end_date=day,
        programme=[
            day_block(day, "Opening day"),
            slot_block("Opening", "09:00", "09:30", summary="Words of welcome\nby the mayor"),
        ],
    )
