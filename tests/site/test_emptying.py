"""Tests that are not rolled back leave the database as the migrations did."""

import pytest
from django.contrib.auth.models import Group, Permission

from sistercities.cities.models import City
from tests import emptying
from tests.factories import BerlinFactory, UserFactory, publish_story


def roles():
    return {group.name: sorted(group.permissions.values_list("pk", flat=True)) for group in Group.objects.all()}


@pytest.mark.django_db(transaction=True)
def test_emptying_takes_what_was_written_and_brings_back_what_was_changed():
    before, permissions = roles(), list(Permission.objects.order_by("pk").values())
    publish_story(cities=[BerlinFactory()])
    UserFactory().groups.add(Group.objects.get(name="editor"))
    Group.objects.get(name="editor").permissions.clear()
    Group.objects.get(name="author").delete()
    Permission.objects.filter(codename="publish_story").delete()
    Group.objects.create(name="guest")
    emptying.empty()
    assert before["editor"]
    assert (roles(), list(Permission.objects.order_by("pk").values())) == (before, permissions)
    assert not City.objects.exists()
