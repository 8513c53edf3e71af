"""A site in four languages with a session, a theme, and people who translate and review."""

import datetime

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from wagtail.models import Locale, Site
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from events.models import Theme, TrainingSessionPage
from home.sample.quiet import indexes_later
from tests.factories import (
    HomePageFactory,
    LocaleFactory,
    ThemeFactory,
    TrainingSessionIndexPageFactory,
    TrainingSessionPageFactory,
    day_block,
    slot_block,
)
from translations.domain.drafting import begin
from translations.domain.roles import create_translation_roles

DAY = datetime.date(2030, 6, 24)
PASSWORD = "four words make sense"
SESSION = """
query ($locale: LocaleCode!) {
  session(path: "/trainings/heat/", locale: $locale) {
    title theme isFallback
    startDate
    programme { days { slots { title startsAt } } }
  }
}
"""


class TranslatedSite:
    """English originals, empty trees in French, Arabic and Korean, and the roles of all four."""

    def __init__(self, users):
        self.users = users.objects
        # A migration of wagtail-localize makes it, and tests run without.
        Permission.objects.get_or_create(
            content_type=ContentType.objects.get_for_model(TranslationSource),
            codename="submit_translation",
        )
        self.english = Locale.objects.get(language_code="en")
        self.home = HomePageFactory(slug="home", locale=self.english)
        Site.objects.create(hostname="localhost", root_page=self.home, is_default_site=True)
        self.trainings = TrainingSessionIndexPageFactory(parent=self.home, slug="trainings")
        self.session = TrainingSessionPageFactory(
            parent=self.trainings,
            slug="heat",
            title="Cool streets",
            theme="Shade and water",
            start_date=DAY,
            end_date=DAY,
            programme=[day_block(DAY), slot_block("Opening", "09:00", "09:30", name="opening")],
        )
        self.session.save_revision().publish()
        self.theme = ThemeFactory(name="Heat", locale=self.english)
        self.theme.save_revision().publish()
        for code in ("fr", "ar", "ko"):
            self._add_language(code)
        create_translation_roles()
        self.boss = self.users.create_superuser(username="boss", password=PASSWORD)

    def _add_language(self, code):
        """Make its home page and its list of sessions; made so, they cost a third of copies."""
        locale = LocaleFactory(language_code=code)
        with indexes_later():
            home = HomePageFactory(
                slug=f"home-{code}", locale=locale, translation_key=self.home.translation_key
            )
            TrainingSessionIndexPageFactory(
                parent=home,
                slug="trainings",
                locale=locale,
                translation_key=self.trainings.translation_key,
            )

    def locale(self, code):
        return Locale.objects.get(language_code=code)

    def member(self, name, *groups):
        """Make a user who is in some groups."""
        user = self.users.create_user(username=name, password=PASSWORD)
        user.groups.set(Group.objects.filter(name__in=groups))
        assert user.groups.count() == len(groups)
        return user

    def begin(self, source, code="ar"):
        """Begin a translation, as an administrator."""
        return begin(type(source).objects.get(pk=source.pk), self.locale(code), self.boss)

    def page(self, code="ar"):
        return TrainingSessionPage.objects.get(
            translation_key=self.session.translation_key, locale__language_code=code
        )

    def snippet(self, code="ar"):
        return Theme.objects.get(
            translation_key=self.theme.translation_key, locale__language_code=code
        )


def segments(translation):
    """Give the texts of a translation by their originals."""
    rows = translation.source.stringsegment_set.select_related("string")
    return {segment.string.data: segment for segment in rows}


def write(translation, texts):
    """Translate texts without a view."""
    for original, text in texts.items():
        segment = segments(translation)[original]
        StringTranslation.objects.update_or_create(
            translation_of_id=segment.string_id,
            locale_id=translation.target_locale_id,
            context_id=segment.context_id,
            defaults={"data": text},
        )


def again(translation):
    """Read a translation anew."""
    return Translation.objects.get(pk=translation.pk)
