"""What would be removed: what is marked as sample content, and no fact."""

from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command

from cms.media.samples import SampleMixin
from events.models import TrainingSessionPage
from home.sample.source import read, sessions
from organizations.models import OrganizationPage, PersonPage

pytestmark = [pytest.mark.usefixtures("sample"), pytest.mark.xdist_group("sample-content")]

MARKED = [model for model in apps.get_models() if issubclass(model, SampleMixin)]


def count_marked():
    return sum(model.objects.filter(is_sample=True).count() for model in MARKED)


def test_invented_things_are_marked_and_facts_are_not():
    real = {data["id"] for data in read("organizations")["organizations"] if not data["sample"]}
    invented = {data["id"] for data in sessions() if data.get("sample", True)}

    pages = OrganizationPage.objects.filter(is_sample=False, locale__language_code="en")
    assert set(pages.values_list("slug", flat=True)) == real
    pages = TrainingSessionPage.objects.filter(is_sample=True, locale__language_code="fr")
    assert set(pages.values_list("slug", flat=True)) == invented
    assert PersonPage.objects.filter(is_sample=True, locale__language_code="en").count() == 24


def test_a_dry_run_lists_and_removes_nothing():
    before, out = count_marked(), StringIO()

    call_command("remove_sample_content", stdout=out)

    assert count_marked() == before > 100
    assert "delete training session: /home/trainings/cairo/cairo-heat-2024/" in out.getvalue()
    assert "climate-2015" not in out.getvalue().replace("change", "")
    assert out.getvalue().rstrip().endswith("other objects.")
