"""Two centres with everything that a centre has, and people with each role of the one.

What of Paris nobody else may read has the word of `SECRET` in it; no answer to a role of Cairo may.
"""

import datetime
from types import SimpleNamespace

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from wagtail.contrib.redirects.models import Redirect
from wagtail.log_actions import log
from wagtail.models import (
    Collection,
    Comment,
    Locale,
    Page,
    Site,
)
from wagtail.users.models import UserProfile
from wagtail_localize.models import TranslationSource

from cms.references.models import Replacement
from events.domain.versions import release_programme
from events.models import ProgrammeImport, TrainingSessionPage
from home.domain.centre_roles import create_centre_roles
from home.models import SiteSettings
from organizations.exchange.kinds import kinds
from organizations.models import RecordImport
from releases.models import ReleaseBundle
from tests.factories import (
    ContactPointFactory,
    DocumentFactory,
    HomePageFactory,
    ImageFactory,
    InterfaceMessageFactory,
    LocaleFactory,
    MenuFactory,
    NoticeFactory,
    OrganizationIndexPageFactory,
    OrganizationPageFactory,
    PersonIndexPageFactory,
    PersonPageFactory,
    TermFactory,
    ThemeFactory,
    TrainingSessionIndexPageFactory,
    TrainingSessionPageFactory,
    VenueFactory,
    day_block,
    slot_block,
)
from translations.desk.texts import texts_of
from translations.domain.drafting import begin
from translations.domain.roles import create_translation_roles

SECRET = "Zanzibar"
DAY = datetime.date(2030, 6, 24)
LATER = datetime.datetime(2031, 1, 1, tzinfo=datetime.UTC)
ROLES = {
    "editor": "Editors: Cairo",
    "publisher": "Publishers: Cairo",
    "translator": "Translators: Cairo",
    "reviewer": "Reviewers: Arabic",
}


class TwoCentres:
    """A site in three languages with Cairo and Paris, and members of Cairo's groups."""

    def __init__(self):
        users = get_user_model().objects
        Permission.objects.get_or_create(
            content_type=ContentType.objects.get_for_model(TranslationSource),
            codename="submit_translation",
        )
        self.boss = users.create_superuser(username="boss")
        self._tree()
        self.snippets = [
            ThemeFactory(locale=self.english),
            VenueFactory(locale=self.english),
            ContactPointFactory(locale=self.english),
            NoticeFactory(locale=self.english),
            MenuFactory(locale=self.english),
            InterfaceMessageFactory(locale=self.english),
        ]
        self.term = TermFactory(source_locale=self.english, locale=self.french)
        self.centres = {}
        for city in ("Cairo", "Paris"):
            self.centres[city] = self._pages(city)
        create_translation_roles()
        create_centre_roles()
        for city, centre in self.centres.items():
            self._fill(centre, city)
        self.users = {role: self._member(role, group) for role, group in ROLES.items()}
        self.parisian = self._member("parisian", "Editors: Paris")
        for user in (self.boss, self.parisian, *self.users.values()):
            UserProfile.get_for_user(user)
        SiteSettings.for_site(Site.objects.get())
        self.person = PersonPageFactory(parent=self.people, title=f"{SECRET} person", live=False)
        self.public_person = PersonPageFactory(parent=self.people, title="Amal")

    def _tree(self):
        self.english = Locale.objects.get(language_code="en")
        self.arabic = LocaleFactory(language_code="ar")
        self.french = LocaleFactory(language_code="fr")
        self.home = HomePageFactory(slug="home", locale=self.english)
        Site.objects.create(hostname="localhost", root_page=self.home, is_default_site=True)
        self.trainings = TrainingSessionIndexPageFactory(parent=self.home, slug="trainings")
        self.organizations = OrganizationIndexPageFactory(parent=self.home, slug="organizations")
        self.people = PersonIndexPageFactory(parent=self.home, slug="people")
        for page in (self.home, self.trainings, self.organizations):
            for locale in (self.arabic, self.french):
                copy = page.copy_for_translation(locale)
                copy.save_revision().publish()

    def _member(self, name, group):
        user = get_user_model().objects.create_user(username=name)
        user.groups.add(Group.objects.get(name=group))
        return user

    def _pages(self, city):
        organization = OrganizationPageFactory(
            parent=self.organizations, title=f"MITI {city}", city=city, slug=city.lower()
        )
        listing = TrainingSessionIndexPageFactory(
            parent=self.trainings, title=city, slug=city.lower(), centre=organization
        )
        for page in (organization, listing):
            for locale in (self.arabic, self.french):
                page.copy_for_translation(locale).save_revision().publish()
        return SimpleNamespace(organization=organization, listing=listing)

    def _fill(self, centre, city):
        word = SECRET if city == "Paris" else "Luxor"
        centre.word = word
        centre.session = self._session(centre, f"Streets of {city}")
        centre.session.title = f"{word} streets"
        centre.session.save_revision(user=self.boss, approved_go_live_at=LATER)
        centre.draft = TrainingSessionPageFactory(
            parent=centre.listing, title=f"{word} draft", slug="draft", live=False
        )
        centre.draft.save_revision(user=self.boss)
        centre.locked = TrainingSessionPageFactory(
            parent=centre.listing, title=f"{word} locked", slug="locked", live=False, locked=True
        )
        centre.locked.save_revision(user=self.boss)
        log(centre.draft, "wagtail.edit", user=self.boss, title=f"{word} draft")
        centre.alias = centre.draft.create_alias(update_slug="alias", parent=centre.listing)
        self._records(centre, word)
        self._translations(centre)
        self._files(centre, city, word)
        self._review(centre)

    def _session(self, centre, title):
        session = TrainingSessionPageFactory(
            parent=centre.listing,
            slug="streets",
            title=title,
            start_date=DAY,
            end_date=DAY,
            programme=[day_block(DAY), slot_block("Opening", "09:00", "09:30", name="opening")],
        )
        session.save_revision(user=self.boss).publish()
        return TrainingSessionPage.objects.get(pk=session.pk)

    def _records(self, centre, word):
        session = centre.session
        release_programme(TrainingSessionPage.objects.get(pk=session.pk), self.boss, "first")
        centre.imported = ProgrammeImport.objects.create(
            session=session,
            user=self.boss,
            file_name=f"{word}.csv",
            format="csv",
            data=b"date,start\n",
        )
        centre.imported_records = {
            kind: RecordImport.objects.create(
                kind=kind,
                locale=session.locale,
                user=self.boss,
                file_name=f"{word}.csv",
                format="csv",
                data=b"uid,name\n",
            )
            for kind in kinds()
        }
        centre.bundle = ReleaseBundle.objects.create(title=f"{word} bundle")
        centre.bundle.members.create(
            content_type=ContentType.objects.get_for_model(Page),
            object_id=str(centre.draft.pk),
            title=f"{word} draft",
        )
        centre.comment = Comment.objects.create(
            page=centre.draft, user=self.boss, text=f"{word} says", contentpath="title"
        )
        centre.redirect = Redirect.objects.create(
            old_path=f"/{word.lower()}", redirect_page=centre.draft
        )
        centre.replacement = Replacement.objects.create(
            content_type=ContentType.objects.get_for_model(Page),
            old_id=str(centre.draft.pk),
            new_id=str(centre.session.pk),
            old_title=f"{word} old",
            new_title=f"{word} new",
            user=self.boss,
        )

    def _translations(self, centre):
        live = TrainingSessionPage.objects.get(pk=centre.session.pk)
        centre.translations = {
            locale.language_code: begin(live, locale, self.boss)
            for locale in (self.arabic, self.french)
        }
        centre.text = texts_of(centre.translations["ar"])[0].key

    def _files(self, centre, city, word):
        centre.collection = Collection.objects.get(name=city)
        centre.image = ImageFactory(title=f"{word} image", collection=centre.collection)
        centre.document = DocumentFactory(title=f"{word} document", collection=centre.collection)

    def _review(self, centre):
        """Have a draft wait at the step of the centre's own workflow."""
        centre.waiting = TrainingSessionPageFactory(
            parent=centre.listing, title=f"{centre.word} waiting", slug="waiting", live=False
        )
        centre.waiting.save_revision(user=self.boss)
        workflow = centre.waiting.get_workflow()
        state = workflow.start(centre.waiting, self.boss)
        centre.task_state = state.current_task_state
        centre.workflow_state = state

    def pages(self, city, role="editor"):
        """Give the pages of a centre, by what they are; a reviewer's are not those in Arabic."""
        centre = self.centres[city]
        found = {
            "session": centre.session,
            "draft": centre.draft,
            "locked": centre.locked,
            "waiting": centre.waiting,
            "alias": centre.alias,
            "list": centre.listing,
            "organization": centre.organization,
            "French translation": centre.translations["fr"].get_target_instance(),
            "French list": centre.listing.get_translation(self.french),
        }
        if role != "reviewer":
            found["Arabic translation"] = centre.translations["ar"].get_target_instance()
        return found
