"""For random trees, states and chains: what is said of a language is what a reader gets.

The oracle knows of each object in which languages it is public, and of what kind each version is;
it is written without the engine's queries.
"""

import datetime
import random

import pytest
from django.utils import timezone
from wagtail.models import Locale, PageViewRestriction, Site

from events.models import Theme, TrainingSessionPage
from tests.factories import (
    HomePageFactory,
    LocaleFactory,
    ThemeFactory,
    TrainingSessionIndexPageFactory,
    TrainingSessionPageFactory,
    day_block,
    slot_block,
)
from tests.support.graphql import ask
from translations.domain.drafting import begin

CODES = ["en", "fr", "ar", "ko"]
DAY = datetime.date(2030, 6, 24)
SESSIONS = 8
CHAINS = 12
LIVE, ALIAS, HIDDEN = "live", "alias", "hidden"
STATES = ["none", "none", LIVE, LIVE, "draft", "expired", "private", ALIAS, "alias with a draft"]
FACTS = """
    key title isFallback
    locale { code } contentLocale { code }
    translations { locale { code } }
    themes { key name isFallback locale { code } translations { locale { code } } }
    programme { days { slots { title isFallback textLocale { code } } } }
"""
ONE = f"""
query ($key: UUID!, $chain: [LocaleCode!]) {{ session(key: $key, locales: $chain) {{ {FACTS} }} }}
"""
ALL = f"""
query ($chain: [LocaleCode!]) {{ sessions(locales: $chain, first: 20) {{ nodes {{ {FACTS} }} }} }}
"""


class RandomLanguages:
    """Sessions with themes, each in some languages; `versions` is what the oracle knows."""

    def __init__(self, seed, boss):
        self.random = random.Random(seed)  # noqa: S311 - not for secrets
        self.boss = boss
        self.locales = {
            code: Locale.objects.filter(language_code=code).first()
            or LocaleFactory(language_code=code)
            for code in CODES
        }
        english = self.locales["en"]
        home = HomePageFactory(slug="home", locale=english)
        Site.objects.create(hostname="localhost", root_page=home, is_default_site=True)
        top = TrainingSessionIndexPageFactory(parent=home, slug="trainings")
        self.trainings = {"en": top}
        for code in CODES[1:]:
            home.copy_for_translation(self.locales[code]).save_revision().publish()
            copy = top.copy_for_translation(self.locales[code])
            copy.save_revision().publish()
            self.trainings[code] = copy
        self.themes = [self._theme(number) for number in range(3)]
        self.sessions = [self._session(number) for number in range(SESSIONS)]

    def chains(self):
        for _ in range(CHAINS):
            yield self.random.sample(CODES, self.random.randint(1, len(CODES)))

    def _theme(self, number):
        """Make a theme: a set of languages in which it is public; the first is the original's."""
        first, *others = self.random.sample(CODES, len(CODES))
        theme = ThemeFactory(
            name=f"{first}-theme-{number}", slug=f"t{number}", locale=self.locales[first]
        )
        theme.save_revision().publish()
        public = [first]
        for code in others:
            if self.random.random() < 0.5:
                copy = theme.copy_for_translation(self.locales[code])
                copy.name, copy.live = f"{code}-theme-{number}", self.random.random() < 0.5
                copy.save()
                public += [code] if copy.live else []
        return theme, public

    def _session(self, number):
        """Make a session; give its key, its original's language, and the kind of each version."""
        first, *others = self.random.sample(CODES, len(CODES))
        themes = self.random.sample(self.themes, 2)
        original = TrainingSessionPageFactory(
            parent=self.trainings[first],
            locale=self.locales[first],
            slug=f"s{number}",
            title=f"{first}-{number}",
            start_date=DAY,
            end_date=DAY,
            programme=[day_block(DAY), slot_block(f"{first}-slot", "09:00", "09:30", name="a")],
        )
        original.themes.set([theme for theme, _public in themes])
        original.save_revision().publish()
        versions = {first: LIVE}
        for code in others:
            state = self.random.choice(STATES)
            if state != "none":
                versions[code] = self._version(original, code, number, state)
        if self.random.random() < 0.3 and ALIAS not in versions.values():
            TrainingSessionPage.objects.get(pk=original.pk).unpublish()
            versions[first] = HIDDEN
        return original.translation_key, first, versions, themes

    def _version(self, original, code, number, state):
        locale = self.locales[code]
        if state in {ALIAS, "alias with a draft"}:
            original.copy_for_translation(locale, alias=True)
            if state != ALIAS:
                begin(TrainingSessionPage.objects.get(pk=original.pk), locale, self.boss)
            return ALIAS
        copy = original.copy_for_translation(locale)
        copy.title = f"{code}-{number}"
        copy.programme = [
            day_block(DAY),
            slot_block(f"{code}-slot", "09:00", "09:30", name="a"),
        ]
        revision = copy.save_revision()
        if state == "draft":
            return HIDDEN
        revision.publish()
        if state == "private":
            PageViewRestriction.objects.create(page=copy, restriction_type="login")
        if state == "expired":
            TrainingSessionPage.objects.filter(pk=copy.pk).update(
                expire_at=timezone.now() - datetime.timedelta(minutes=1)
            )
        return LIVE if state == LIVE else HIDDEN


def first_of(chain, codes):
    return next((code for code in chain if code in codes), None)


def expected(chain, session):
    """Give the language of the address, and that of the texts, that a reader should get."""
    _key, original, versions, _themes = session
    address = first_of(chain, [code for code, kind in versions.items() if kind == LIVE])
    if address is not None:
        return address, address
    address = first_of(chain, [code for code, kind in versions.items() if kind == ALIAS])
    return address, address and original


def check(answer, chain, session):
    _key, original, versions, themes = session
    address, text = expected(chain, session)
    if address is None:
        assert answer is None
        return
    public = {code for code, kind in versions.items() if kind == LIVE}
    assert answer["locale"]["code"].lower() == address
    assert answer["contentLocale"]["code"].lower() == text
    assert answer["title"].startswith(f"{text}-")
    assert answer["isFallback"] == (text != chain[0])
    assert codes(answer["translations"]) == public - {address}
    check_slots(answer, chain, original, public)
    check_themes(answer, chain, themes)


def check_slots(answer, chain, original, public):
    for day in answer["programme"]["days"]:
        for slot in day["slots"]:
            code = slot["textLocale"]["code"].lower()
            assert slot["title"] == f"{code}-slot"
            assert slot["isFallback"] == (code != answer["locale"]["code"].lower())
            if first_of(chain, public):
                assert code == first_of(chain, public)
            else:
                assert code == original


def check_themes(answer, chain, themes):
    found = {theme["key"]: theme for theme in answer["themes"]}
    assert len(found) == len(themes)
    for theme, public in themes:
        shown = found[str(theme.translation_key)]
        code = shown["locale"]["code"].lower()
        assert shown["name"].startswith(f"{code}-theme")
        assert code in public
        wanted = first_of([*chain, "en"], public)
        assert wanted in {code, None}
        assert shown["isFallback"] == (code != chain[0])
        assert codes(shown["translations"]) == set(public) - {code}


def codes(translations):
    return {item["locale"]["code"].lower() for item in translations}


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(6))
def test_language_that_is_said_is_the_first_that_has_the_text(seed, admin_user):
    site = RandomLanguages(seed, admin_user)
    kinds = {kind for *_rest, versions, _themes in site.sessions for kind in versions.values()}
    assert kinds == {LIVE, ALIAS, HIDDEN}
    assert Theme.objects.filter(live=False).exists()

    for chain in site.chains():
        asked = [code.upper() for code in chain]
        listed = {node["key"]: node for node in ask(ALL, chain=asked)["sessions"]["nodes"]}
        for session in site.sessions:
            key = str(session[0])
            one = ask(ONE, key=key, chain=asked)["session"]
            assert listed.get(key) == one
            check(one, chain, session)
