import pytest
from django.contrib.auth.models import Group

from tests.dates.ical_reader import File
from tests.dates.ical_rules import breaches, unfolded
from tests.events.calendars import LIST
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


@pytest.fixture
def calendar_lines(client):
    """The content lines of the calendar at an address; what breaks a rule fails the test."""

    def calendar_lines(path=LIST):
        response = client.get(path)
        assert response.status_code == 200, path
        assert breaches(response.content) == []
        return unfolded(response.content)

    return calendar_lines


@pytest.fixture
def calendar(calendar_lines):
    """The same as a `File`."""
    return lambda path=LIST: File("\r\n".join([*calendar_lines(path), ""]).encode())
