"""What the tests of reports add to a translated site: two centres, and rights of many kinds."""

from django.contrib.auth.models import Group, Permission
from wagtail.models import GroupPagePermission

from tests.factories import (
    OrganizationIndexPageFactory,
    OrganizationPageFactory,
    TrainingSessionIndexPageFactory,
    TrainingSessionPageFactory,
)


class TwoCentres:
    """Sessions in Cairo and in Paris, beside the one of the network."""

    def __init__(self, site):
        organizations = OrganizationIndexPageFactory(parent=site.home)
        self.indexes = {}
        for name in ("Cairo", "Paris"):
            centre = OrganizationPageFactory(parent=organizations, title=name)
            self.indexes[name] = TrainingSessionIndexPageFactory(
                parent=site.trainings, slug=name.lower(), title=name, centre=centre
            )
            for code in ("ar", "ko"):
                self.indexes[name].copy_for_translation(site.locale(code))
        self.cairo = self.session("Cairo", "Nile")
        self.paris = self.session("Paris", "Seine")

    def session(self, centre, title):
        page = TrainingSessionPageFactory(parent=self.indexes[centre], title=title)
        page.save_revision().publish()
        return page


def editor_of(site, name, page):
    """Make an editor who may change pages beneath one."""
    group = Group.objects.create(name=name)
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    for action in ("add_page", "change_page"):
        right = Permission.objects.get(content_type__app_label="wagtailcore", codename=action)
        GroupPagePermission.objects.create(group=group, page=page, permission=right)
    return site.member(name.lower(), name)
