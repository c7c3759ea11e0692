"""The page of an event: when and where, what changed, who takes part, what comes before and after."""

import datetime
import re

import pytest

from events.models import Event
from sistercities.publishing.operations import publish, withdraw
from tests.events.test_list import LA, LONG_AGO, NOW
from tests.factories import (
    AnniversaryFactory,
    EventFactory,
    EventTextFactory,
    OrganiserFactory,
    PartnershipFactory,
    PersonFactory,
    UserFactory,
    VenueFactory,
    further_date,
    publish_event,
    span_of,
)
from tests.site.pages import read

pytestmark = pytest.mark.django_db
HERE = "/en/events/the-event/"


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(NOW, tick=False)


def announce(when="2017-10-06T19:30", languages=("en",), event=None, words=None, **facts):
    words = {"title": "The event", "slug": "the-event"} | (words or {})
    return publish_event(languages, at=LONG_AGO, event=event or EventFactory(when=when, **facts), words=words)[0]


def box(page):
    """What “When and where” says: `{term: words}`, with common spaces."""
    pairs = zip(page.texts.get("dt", []), page.texts.get("dd", []), strict=True)
    return {term: words.replace("\u00a0", " ") for term, words in pairs}


def test_box_says_when_in_both_cities_and_where(office, los_angeles, client):
    venue = VenueFactory(
        name_en="United Artists Theatre", city=los_angeles, district="Downtown", street_address="929 South Broadway",
        postal_code="90015", wheelchair="limited", accessibility_en="Lift at the back.", website="https://example.org/ua",
    )  # fmt: skip
    announce(
        "2017-10-06T19:30/2017-10-06T22:00",
        time_zone=LA,
        venue=venue,
        cities=[office.home_city, los_angeles],
        words={"room": "Hall 2"},
    )
    page = read(client.get(HERE))
    assert box(page) == {
        "Date": "Friday, 6 October 2017",
        "Time": "19:30–22:00 in Los Angeles 04:30–07:00 the next day in Berlin",
        "Place": "United Artists Theatre Hall 2 929 South Broadway Downtown, 90015 Los Angeles",
        "Accessibility": "Partly step-free Lift at the back.",
        "Kind": "Film",
    }
    assert ("United Artists Theatre", "https://example.org/ua") in page.links
    assert ("Add to calendar", f"{HERE}calendar.ics") in page.links


def test_time_that_is_not_known_says_so_with_the_difference(office, los_angeles, client):
    announce("2017-10-06", time_zone=LA, cities=[office.home_city, los_angeles])
    assert box(read(client.get(HERE)))["Time"] == "To be announced, Los Angeles time. Berlin is nine hours ahead."


def test_own_words_for_the_date_replace_the_generated_ones(office, client):
    announce("2017-10", words={"date_note": "After the Art Week of 2017"})
    page = read(client.get(HERE))
    assert box(page) == {"Date": "After the Art Week of 2017", "Kind": "Film"}
    assert page.attributes["time"] == [{"datetime": "2017-10"}]


@pytest.mark.parametrize(
    ("when", "date"),
    [
        ("2017-10", "In October 2017"),
        ("2017-24", "In October 2017/18"),
        ("2017-10/2018-02", "In October 2017–2018"),
        ("", "In October"),
    ],
)
def test_own_words_for_the_date_have_the_year_beside_them_where_they_leave_it_out(office, client, when, date):
    announce(when, words={"date_note": "In October"})
    assert box(read(client.get(HERE)))["Date"] == date


def test_in_october_shows_no_day_anywhere(office, client):
    announce("2017-10", time_zone=LA)
    response = client.get(HERE)
    page = read(response)
    assert box(page)["Date"] == "October 2017"
    assert "2017-10-" not in response.content.decode()
    assert "Add to calendar" not in page.text
    assert not {"startDate", "endDate"} & set(page.data[0]["@graph"][0])


def test_further_dates_are_listed_and_cancelled_ones_are_said_to_be(office, client):
    event = EventFactory(when="2017-10-02T19:30")
    further_date(event, "2017-10-09T19:30")
    further_date(event, "2017-10-16T19:30", is_cancelled=True)
    announce(event=event)
    page = read(client.get(HERE))
    facts = box(page)
    assert facts["Next date"] == "Monday, 9 October 2017"
    assert facts["Further dates"] == "Monday, 16 October 2017, 19:30 in Berlin Cancelled"
    assert facts["Past dates"] == "Monday, 2 October 2017, 19:30 in Berlin"
    assert page.texts["s"] == ["Monday, 16\u00a0October\u00a02017, 19:30 in Berlin"]
    assert "This event is past." not in page.text


def test_many_further_dates_are_folded(office, client):
    event = EventFactory(when="2017-10-04T19:30")
    for day in range(5, 25):
        further_date(event, f"2017-10-{day:02d}T19:30")
    announce(event=event)
    page = read(client.get(HERE))
    assert page.texts["summary"] == ["All 21 dates"]
    assert len(page.texts["li"]) > 8 + 21


def test_opening_hours_are_said_in_words(office, client):
    event = EventFactory(when="2017-09-01/2017-12-06", is_run=True)
    event.opening_hours.create(days="23456", opens="10:00", closes="18:00", position=0)
    event.opening_hours.create(days="17", opens="12:00", closes="16:00", position=1)
    publish_event(("en", "de"), event=event, at=LONG_AGO, words={"slug": "the-event", "opening_note": "Closed in May"})
    assert box(read(client.get(HERE)))["Opening hours"] == (
        "Tuesday–Saturday 10:00–18:00 Monday, Sunday 12:00–16:00 Closed in May"
    )
    german = client.get("/de/veranstaltungen/the-event/").content.decode().replace("\u00a0", " ")
    assert "Dienstag–Samstag 10:00–18:00 Uhr" in german


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"is_free": True}, "Free of charge"),
        ({"is_free": True, "needs_booking": True}, "Free of charge, booking needed"),
        ({"price": "12", "currency": "EUR"}, "€12"),
        ({"price": "12", "price_to": "18.50", "currency": "EUR"}, "€12–€18.50"),
        ({"needs_booking": True}, "Booking needed"),
        ({"price": "12", "currency": "EUR", "ticket_url": "https://example.org/t"}, "€12 Tickets"),
    ],
)
def test_admission_is_said_in_words(office, client, facts, words):
    announce(**facts)
    assert box(read(client.get(HERE)))["Admission"] == words


def test_people_stand_with_function_and_role(office, client):
    event = EventFactory()
    event.participants.create(person=PersonFactory(name="Ada Example"), function="director", position=1)
    event.participants.create(
        person=PersonFactory(name="Ben Example"), function="speaker", role_title_en="Mayor", position=0
    )
    announce(event=event)
    html = client.get(HERE).content.decode()
    people = html[html.index("Taking part") : html.index("</ul>", html.index("Taking part"))]
    assert people.index("Ben Example</strong><span>Speaker · Mayor<") < people.index(
        "Ada Example</strong><span>Director<"
    )


@pytest.mark.parametrize(
    ("function", "role", "language", "printed"),
    [
        ("director", {"role_title_en": "Film director"}, "en", "Film director"),
        ("director", {"role_title_de": "Regisseur"}, "de", "Regisseur"),
        ("artist", {"role_title_de": "Künstlerin"}, "de", "Künstlerin"),
        ("speaker", {"role_title_de": "Regierender Bürgermeister"}, "de", "Vortrag · Regierender Bürgermeister"),
        ("curator", {}, "en", "Curator"),
        ("other", {"role_title_en": "Mayor"}, "en", "Mayor"),
        ("other", {}, "en", ""),
    ],
)
def test_function_is_left_out_where_the_role_says_it_already(office, client, function, role, language, printed):
    event = EventFactory()
    event.participants.create(person=PersonFactory(name="Ada Example"), function=function, **role)
    announce((language,), event=event)
    entry = re.search(
        "Ada Example</strong>(.*?)</li>",
        client.get(HERE.replace("/en/events", "/en/events" if language == "en" else "/de/veranstaltungen")).text,
    )[1]
    assert entry == (f"<span>{printed}</span>" if printed else "")


def test_occasion_leads_to_the_anniversary_or_the_partnership(office, los_angeles, client):
    partnership = PartnershipFactory(city_a=office.home_city, city_b=los_angeles, slug="berlin-los-angeles")
    announce(anniversary=AnniversaryFactory(partnership=partnership, years=50), partnership=partnership)
    announce(partnership=partnership, words={"slug": "other"})
    links = dict(read(client.get(HERE)).links)
    assert links["50\u00a0years Berlin\u00a0– Los\u00a0Angeles"] == "/en/partnerships/berlin-los-angeles/50/"
    links = dict(read(client.get("/en/events/other/")).links)
    assert links["City partnership Berlin – Los\u00a0Angeles"] == "/en/partnerships/berlin-los-angeles/"


@pytest.mark.parametrize(
    ("status", "words", "addable"),
    [
        ("cancelled", "Cancelled · The event does not take place. The guest is ill.", False),
        ("postponed", "Postponed · A new date is not known yet. The guest is ill.", False),
        ("rescheduled", "New date The guest is ill.", True),
        ("moved_online", "Moved online · The event takes place on the internet only. The guest is ill.", True),
    ],
)
def test_status_stands_at_the_top(office, client, status, words, addable):
    announce("2017-10-06", status=status, words={"status_note": "The guest is ill."})
    page = read(client.get(HERE))
    assert words in page.text
    assert page.text.index(words) < page.text.index("When and where")
    assert ("Add to calendar" in page.text) is addable


def test_new_date_tells_the_one_before(office, client):
    edition = announce("2017-10-06T19:30")
    event = Event.objects.get(pk=edition.event_id)
    event.set_span(span_of("2017-11-03T19:30"))
    event.status = "rescheduled"
    event.save()
    publish(event, UserFactory())
    page = read(client.get(HERE))
    assert "New date · It was announced for 6\u00a0October\u00a02017 before." in page.text
    assert page.data[0]["@graph"][0]["previousStartDate"] == "2017-10-06T19:30:00+02:00"


def test_past_event_says_so_and_leads_to_no_calendar(office, client):
    announce("2017-10-02", ticket_url="https://example.org/t")
    page = read(client.get(HERE))
    assert page.text.index("This event is past.") < page.text.index("When and where")
    assert "Add to calendar" not in page.text
    assert "https://example.org/t" not in [href for _text, href in page.links]


def test_neighbours_are_the_nearest_events_that_the_public_can_read(office, client):
    for title, when in [("Long before", "2017-01-01"), ("Before", "2017-10-05"), ("After", "2017-10-07T10:00")]:
        publish_event(at=LONG_AGO, when=when, words={"title": title})
    publish_event(at=NOW + datetime.timedelta(days=1), when="2017-10-06T10:00", words={"title": "Planned"})
    EventTextFactory(event=EventFactory(when="2017-10-06"), title="Draft")
    announce("2017-10-06T19:30")
    assert read(client.get(HERE)).texts["h3"] == ["Before", "After"]


def test_text_of_the_other_language_is_marked_and_announced(office, client):
    announce(words={"summary": "A summary.", "body": "<p>Words.</p>", "room": "Hall 2"}, venue=VenueFactory())
    html = client.get("/de/veranstaltungen/the-event/").content.decode()
    page = read(client.get("/de/veranstaltungen/the-event/"))
    assert "Diesen Text gibt es nur auf Englisch." in page.text
    assert '<h1 lang="en">The event</h1>' in html
    for marked in (
        '<p class="lede" lang="en">A summary.',
        '<div class="flow plain" lang="en"><p>Words.',
        '<span lang="en">Hall 2',
    ):
        assert marked in html
    assert page.attributes["html"] == [{"lang": "de"}]
    host = "http://testserver"
    assert {link["hreflang"]: link["href"] for link in page.link("alternate") if "hreflang" in link} == {
        "en": f"{host}/en/events/the-event/",
        "de": f"{host}/de/veranstaltungen/the-event/",
        "x-default": f"{host}/en/events/the-event/",
    }
    assert "only available" not in read(client.get(HERE)).text


def test_address_in_the_other_language_leads_on_once_there_is_a_text(office, client):
    edition = announce()
    EventTextFactory(event=edition.event, language="de", slug="der-termin")
    publish(edition.event, UserFactory())
    moved = client.get("/de/veranstaltungen/the-event/")
    assert (moved.status_code, moved.headers["Location"]) == (301, "/de/veranstaltungen/der-termin/")
    moved = client.get("/en/events/der-termin/")
    assert (moved.status_code, moved.headers["Location"]) == (301, HERE)


def test_old_address_leads_on_and_a_withdrawn_one_says_so(office, client, time_machine):
    edition = announce()
    edition.event.texts.update(slug="new-name")
    publish(edition.event, UserFactory())
    assert client.get(HERE).headers["Location"] == "/en/events/new-name/"
    time_machine.shift(60)
    withdraw(edition.event, UserFactory())
    assert [client.get(f"/en/events/{slug}/").status_code for slug in ("the-event", "new-name")] == [410, 410]


def test_draft_and_planned_event_look_like_nothing(office, client):
    EventTextFactory(slug="a-draft")
    publish_event(at=NOW + datetime.timedelta(days=1), words={"slug": "a-plan"})
    answers = {slug: client.get(f"/en/events/{slug}/") for slug in ("a-draft", "a-plan", "a-guess")}
    assert {response.status_code for response in answers.values()} == {404}
    bodies = {response.content.decode().replace(slug, "") for slug, response in answers.items()}
    assert len(bodies) == 1


def test_page_costs_the_same_for_any_number_of_events(office, los_angeles, client, django_assert_num_queries):
    event = EventFactory(
        status="rescheduled", cities=[los_angeles], organisers=[OrganiserFactory(), OrganiserFactory()]
    )
    for number in range(3):
        further_date(event, f"2017-11-0{number + 1}")
        event.participants.create(person=PersonFactory(), position=number)
    announce(event=event)
    for _ in range(3):
        with django_assert_num_queries(5):
            assert client.get(HERE).status_code == 200
        publish_event(at=LONG_AGO, when="2017-10-05", cities=[los_angeles])


def test_old_address_costs_little(office, client, django_assert_max_num_queries):
    with django_assert_max_num_queries(6):
        client.get("/en/events/nothing/")
