import pytest
from django.contrib.auth.models import Group

from tests.factories import LosAngelesFactory, OfficeFactory, UserFactory, VenueFactory


def account(role, username):
    user = UserFactory(username=username)
    user.groups.add(Group.objects.get(name=role))
    return user


@pytest.fixture
def editor(db):
    return account("editor", "editor")


@pytest.fixture
def author(db):
    return account("author", "author")


@pytest.fixture
def office(db):
    """Berlin is the home city."""
    return OfficeFactory()


@pytest.fixture
def los_angeles(office):
    return LosAngelesFactory()


@pytest.fixture
def stage(los_angeles):
    """A venue in Los Angeles."""
    return VenueFactory(name_en="The Stage", name_de="Die Bühne", city=los_angeles)


@pytest.fixture
def desk(client, editor, office):
    client.force_login(editor)
    return client
