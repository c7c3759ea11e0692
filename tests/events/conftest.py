import pytest
from django.contrib.auth.models import Group

from tests.dates.ical_reader import File
from tests.dates.ical_rules import breaches, unfolded
from tests.events.calendars import LIST
from tests.factories import (
    AnniversaryFactory,
    EventFactory,
    LosAngelesFactory,
    OfficeFactory,
    OrganiserFactory,
    PartnershipFactory,
    PersonFactory,
    PictureFactory,
    SeriesFactory,
    UserFactory,
    VenueFactory,
    further_date,
    publish_event,
)


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


@pytest.fixture
def everything(office, los_angeles):
    """An event with all that one can have, and two further dates of it."""
    partnership = PartnershipFactory(city_a=office.home_city, city_b=los_angeles)
    venue = VenueFactory(
        name_en="The Stage", name_de="Die Bühne", city=los_angeles, district="Downtown", street_address="1 Way",
        postal_code="90015", latitude="34.05", longitude="-118.25", wheelchair="limited",
        accessibility_en="Lift at the back.", website="https://example.org/stage",
    )  # fmt: skip
    event = EventFactory(
        when="2017-10-06T19:30/2017-10-06T22:00", time_zone="America/Los_Angeles", kind="talk", status="rescheduled",
        venue=venue, attendance="mixed", online_url="https://example.org/live", cities=[los_angeles, office.home_city],
        partnership=partnership, anniversary=AnniversaryFactory(partnership=partnership, years=50),
        series=SeriesFactory(name_en="Film week"), languages=["en", "de"], needs_booking=True,
        organisers=[
            OrganiserFactory(name_en="Zoo", website="https://example.org/zoo"), OrganiserFactory(name_en="Academy"),
        ],
        ticket_url="https://example.org/tickets", price="12", price_to="18.50", currency="USD",
        picture=PictureFactory(creator="Ada <Lens>", renditions_key="key", caption_en="The “bridge”."),
    )  # fmt: skip
    event.participants.create(position=1, person=PersonFactory(name="Ben Example"), function="speaker")
    event.participants.create(
        position=0, person=PersonFactory(name="Ada Example"), function="moderator", role_title_en="Mayor"
    )
    further_date(event, "2017-10-13T19:30")
    further_date(event, "2017-10-20T19:30", is_cancelled=True)
    words = {"title": "A <talk>", "slug": "a-talk", "summary": "First.\nSecond.", "room": "Hall 2",
             "status_note": "A strike.", "ticket_note": "Students pay half."}  # fmt: skip
    publish_event(event=event, words=words)
    return event
