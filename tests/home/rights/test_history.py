"""What the history tells of the rights of a centre's groups."""

from django.contrib.auth.models import Group
from wagtail.models import GroupPagePermission

from cms.users.rights import rights_of_group


def test_right_that_is_taken_in_one_language_is_told(world):
    group = Group.objects.get(name="Editors: Cairo")
    before = rights_of_group(group)
    french = world.centres["Cairo"].listing.get_translation(world.french)

    GroupPagePermission.objects.filter(group=group, page=french).delete()

    taken = before - rights_of_group(group)
    assert len(taken) == 3
    assert all("/home-fr/trainings/cairo/" in right for right in taken)
