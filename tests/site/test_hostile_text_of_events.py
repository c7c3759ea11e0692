"""Every column of words that an event has holds markup: no page obeys it, and files for machines stay whole."""

import datetime
import json
import re
from xml.etree import ElementTree

import pytest
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.utils import DatabaseError
from django.utils import timezone

from events.models import EventText, Organiser, Series, Venue
from sistercities.publishing.operations import publish
from tests.dates.ical_reader import File
from tests.dates.ical_rules import breaches
from tests.factories import (
    AnniversaryFactory,
    EventFactory,
    EventTextFactory,
    OfficeFactory,
    OrganiserFactory,
    PersonFactory,
    PictureFactory,
    SeriesFactory,
    UserFactory,
    VenueFactory,
)
from tests.site.test_hostile_text import HOSTILE, dangers

pytestmark = pytest.mark.django_db

#: Columns with a fixed list of values, or with a form of their own.
NOT_WORDS = {"slug", "language", "time_zone", "wheelchair"}
PAGES = ("/en/events/", "/de/veranstaltungen/", "/en/events/hostile/", "/de/veranstaltungen/hostile/")


def poison(model):
    """Fill the columns of words with the hostile text, as far as the database lets it in; the names of those filled."""
    filled = set()
    for field in model._meta.concrete_fields:
        if isinstance(field, (models.CharField, models.TextField)) and field.name not in NOT_WORDS:
            length = field.max_length or 10_000
            value = HOSTILE if length > len(HOSTILE) else HOSTILE[:length]
            try:
                with transaction.atomic():
                    models.QuerySet(model).update(**{field.name: value})
                filled.add(field.name)
            except (DatabaseError, ValidationError, ValueError):
                continue  # a rule of the table refuses it, which is as good
    return filled


@pytest.fixture(autouse=True)
def _event(db):
    """An event with all that one can have, hostile and live, tomorrow evening."""
    anniversary = AnniversaryFactory()
    berlin = anniversary.partnership.city_a
    OfficeFactory(home_city=berlin)
    evening = timezone.now().replace(second=0, microsecond=0) + datetime.timedelta(days=1)
    event = EventFactory(
        when=evening.isoformat(), status="postponed", venue=VenueFactory(city=berlin), cities=[berlin],
        attendance="mixed", organisers=[OrganiserFactory()], series=SeriesFactory(), picture=PictureFactory(),
        partnership=anniversary.partnership, anniversary=anniversary, price="1.00", currency="EUR",
    )  # fmt: skip
    event.participants.create(
        person=PersonFactory(name=HOSTILE), function="host", role_title_en=HOSTILE, role_title_de=HOSTILE
    )
    for language in ("en", "de"):
        EventTextFactory(event=event, language=language, slug="hostile")
    assert poison(EventText) >= {"title", "summary", "body", "date_note", "room", "ticket_note", "status_note"}
    models.QuerySet(type(event)).update(online_url=HOSTILE, ticket_url=HOSTILE)
    publish(event, UserFactory())
    for model in (Venue, Organiser, Series):
        assert poison(model) >= {"name_en", "name_de", "website"}


def test_no_page_obeys_what_stands_in_a_column(client):
    for address in PAGES:
        response = client.get(address)
        assert response.status_code == 200, address
        assert dangers(response.content.decode()) == [], address
        assert "evil()" in response.content.decode()


@pytest.mark.parametrize("path", ["/en/events/calendar.ics", "/de/veranstaltungen/hostile/calendar.ics"])
def test_calendars_break_no_rule_and_link_nowhere(client, path):
    body = client.get(path).content
    assert breaches(body) == []
    (event,) = File(body).events
    assert "evil()" in str(event["SUMMARY"])
    assert "CONFERENCE" not in event
    # No direction mark reaches beyond its own part of the place.
    assert str(event["LOCATION"]).count("\u202e") == str(event["LOCATION"]).count("\u202c") > 1


@pytest.mark.parametrize("path", ["/en/events/feed/", "/de/veranstaltungen/feed/"])
def test_feeds_are_well_formed_and_hold_no_markup_of_others(client, path):
    feed = ElementTree.fromstring(client.get(path).content)
    (summary,) = [element.text for element in feed.iter("{http://www.w3.org/2005/Atom}summary")]
    assert "evil()" in summary
    assert set(re.findall(r"<[^>]*>", summary)) == {"<br>"}


@pytest.mark.parametrize("path", ["/en/events.json", "/de/veranstaltungen.json"])
def test_json_is_whole_and_says_every_text_as_it_is(client, path):
    (event,) = json.loads(client.get(path).content)["events"]
    assert [event["title"], event["status_note"], event["place"]["name"], event["participants"][0]["name"]] == [
        HOSTILE
    ] * 4
    assert [event["online_url"], event["tickets"]["url"], event["organisers"][0]["url"]] == [None] * 3
