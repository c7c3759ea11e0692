"""“In October 2017”: an event of which only the month is known, on every page and in every file that tells of it.

Nobody has said a day. So none may stand anywhere, in no form in which people or machines write one; the event stands
between what is known better; and it is past when October is, by the clock of its place, to the second.
"""

import datetime
import html
import json
import re

import pytest

from tests.factories import (
    AnniversaryFactory,
    EventFactory,
    EventTextFactory,
    PersonFactory,
    VenueFactory,
    publish_event,
    publish_story,
)
from tests.site.test_leak_tour import tour

LA = "America/Los_Angeles"
BEFORE = datetime.datetime(2016, 12, 1, 12, tzinfo=datetime.UTC)
IN_OCTOBER = datetime.datetime(2017, 10, 15, 12, tzinfo=datetime.UTC)
AFTER = datetime.datetime(2018, 3, 1, 12, tzinfo=datetime.UTC)

#: A day of October 2017 as people and machines write it, in English and in German; at last the block of a row.
_WEEKDAY = "(?:[MTWFS](?:on|ues?|ednes|hurs?|ri|atur?|un)(?:day)?|[MDFS](?:o|i|r|a)|Mittwoch|[MDFS][a-z]+(?:tag|abend))"
A_DAY = re.compile(
    rf"""
    2017-?10-?[0-3][0-9]                                   # 2017-10-06, 20171006T193000
    | \b[0-3]?[0-9]\.\ ?10\.\ ?2017                          # 6.10.2017
    | \b[01]?[0-9]/[0-3]?[0-9]/2017                          # 10/6/2017
    | \b[0-3]?[0-9](?:\.|st|nd|rd|th)?\ (?:of\ )?O[ck]t      # 6 October, 6. Oktober
    | \bO[ck]t(?:ober|\.)?\ [0-3]?[0-9](?![0-9])             # October 6
    | \b{_WEEKDAY},?\ (?:[0-3]?[0-9]\.?\ )?O[ck]t            # Friday, Oct
    """,
    re.VERBOSE,
)
#: What a zone does is no date of an event.
ZONES = re.compile(r"BEGIN:VTIMEZONE.*?END:VTIMEZONE\r\n", re.DOTALL)


def days_in(text):
    """The days of October 2017 that stand in an answer, as it is sent and as it is read."""
    text = ZONES.sub("", text.replace("\r\n ", ""))
    read = re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", text)))
    return [match[0] for match in [*A_DAY.finditer(text), *A_DAY.finditer(read)]]


@pytest.fixture(autouse=True)
def clock(time_machine):
    """Everything is made long before: when a page changed is written in some of them, too."""
    time_machine.move_to(BEFORE, tick=False)
    return time_machine


@pytest.fixture
def announce(office, partnership, berlin, los_angeles):
    """`announce(when)`: the premiere in both languages, with everything that pages and files could print beside it."""
    anniversary = AnniversaryFactory(partnership=partnership)

    def announce(when, **facts):
        facts = {
            "time_zone": LA, "cities": [berlin, los_angeles], "partnership": partnership, "anniversary": anniversary,
            "venue": VenueFactory(name_en="United Artists", name_de="United Artists", city=los_angeles),
        } | facts  # fmt: skip
        event = EventFactory(when=when, **facts)
        event.participants.create(person=PersonFactory(name="Ada Example"), function="director")
        for language, title in (("en", "The premiere"), ("de", "Die Premiere")):
            EventTextFactory(event=event, language=language, title=title, slug=title.lower().replace(" ", "-"))
        publish_event(("en", "de"), at=BEFORE, event=event)
        return event

    return announce


@pytest.fixture
def tell(partnership):
    """`tell(event)`: a story in both languages with the card of that event."""

    def tell(event):
        card = f'<p>First.</p>\n<sc-embed data-type="event" data-id="{event.pk}"></sc-embed>'
        words = {"title": "A story", "slug": "a-story", "body": card}
        return publish_story(("en", "de"), at=BEFORE, words=words, partnership=partnership)

    return tell


CALENDARS = (
    *("/en/events/calendar.ics", "/de/veranstaltungen/calendar.ics"),
    *("/en/events/the-premiere/calendar.ics", "/de/veranstaltungen/die-premiere/calendar.ics"),
)
#: Beside what links lead to: what nobody links to, or only programs ask for.
FILES = (
    *CALENDARS,
    *("/en/events.json", "/de/veranstaltungen.json", "/en/events.json?past=1", "/de/veranstaltungen.json?past=1"),
    *("/en/events/?month=2017-10", "/de/veranstaltungen/?month=2017-10"),
    *("/en/search/?q=premiere", "/de/suche/?q=premiere", "/en/search/?q=october", "/de/suche/?q=oktober"),
)
#: Where the event stands at any time, each in both languages.
PLACES = (
    *("/en/events/the-premiere/", "/de/veranstaltungen/die-premiere/"),
    *("/en/stories/a-story/", "/de/geschichten/a-story/"),
    *("/en/partnerships/berlin-los-angeles/50/", "/de/partnerschaften/berlin-los-angeles/50/"),
    *("/en/events/feed/", "/de/veranstaltungen/feed/", "/en/search/?q=premiere", "/de/suche/?q=premiere"),
)
WHILE_IT_IS_ON = (
    *("/en/", "/de/", "/en/events/", "/de/veranstaltungen/", "/en/events.json", "/de/veranstaltungen.json"),
    *("/en/cities/los-angeles/", "/de/staedte/los-angeles/", "/en/partnerships/berlin-los-angeles/"),
)
ONCE_IT_IS_OVER = (
    *("/en/events/past/", "/de/veranstaltungen/vergangen/", "/en/events.json?past=1"),
    *("/en/partnerships/berlin-los-angeles/", "/de/partnerschaften/berlin-los-angeles/"),
)


def answers(client, addresses):
    found = {}
    for address in addresses:
        response = client.get(address)
        assert response.status_code == 200, address
        found[address] = b"".join(response).decode()
    return found


# No day ---------------------------------------------------------------------------------------------------------------

MOMENTS = [(BEFORE, WHILE_IT_IS_ON), (IN_OCTOBER, WHILE_IT_IS_ON), (AFTER, ONCE_IT_IS_OVER)]


@pytest.mark.parametrize(("now", "places"), MOMENTS)
def test_no_answer_that_tells_of_it_names_a_day(client, announce, tell, clock, now, places):
    tell(announce("2017-10"))
    clock.move_to(now, tick=False)
    named = answers(client, (*PLACES, *places))
    assert [address for address, text in named.items() if "premiere" not in text.lower()] == []
    named |= answers(client, FILES)
    assert {address: days for address, text in named.items() if (days := days_in(text))} == {}


def test_no_address_that_a_link_leads_to_names_a_day(client, announce, tell, clock):
    tell(announce("2017-10"))
    clock.move_to(IN_OCTOBER, tick=False)
    walked = {address: text for address, (status, text) in tour(client).items() if status == 200}
    assert {"/en/events/feed/", "/en/events.json", *PLACES[:6]} <= walked.keys()
    assert "the-premiere" in "".join(text for address, text in walked.items() if address.startswith("/sitemap"))
    assert {address: days for address, text in walked.items() if (days := days_in(text))} == {}


@pytest.mark.parametrize(("now", "places"), MOMENTS)
@pytest.mark.parametrize("when", ["2017-10-20", "2017-10-20T19:30"])
def test_every_one_of_them_would_have_named_it(client, announce, tell, clock, now, places, when):
    """What the test above would have found, had anybody said a day."""
    tell(announce(when))
    clock.move_to(now, tick=False)
    named = answers(client, (*PLACES, *places, *CALENDARS))
    assert [address for address, text in named.items() if not days_in(text)] == []


def test_words_of_the_editors_stand_in_the_place_of_the_month(client, announce, tell, clock):
    event = announce("2017-10")
    event.texts.filter(language="en").update(date_note="After the Berlin Art Week")
    publish_event(("en", "de"), at=BEFORE, event=event)
    tell(event)
    clock.move_to(IN_OCTOBER, tick=False)
    places = ("/en/", "/en/events/", "/en/events/the-premiere/", "/en/stories/a-story/", "/en/events/feed/")
    for address, text in answers(client, places).items():
        assert "After the Berlin Art Week" in text, address
        assert days_in(text) == [], address


def test_the_month_is_what_machines_are_told(client, announce):
    announce("2017-10")
    page = client.get("/en/events/the-premiere/").content.decode()
    assert '<time datetime="2017-10">' in page
    assert '"@type":"ScreeningEvent"' in page.replace(" ", "")
    assert not re.search("startDate|endDate|doorTime", page)
    when = client.get("/en/events.json").json()["events"][0]["when"]
    assert when | {"text": when["text"].replace("\xa0", " ")} == {
        "text": "October 2017", "precision": "month", "edtf": "2017-10", "start": None, "end": None,
        "time_zone": LA, "is_run": False, "other": None,
    }  # fmt: skip


@pytest.mark.parametrize("address", CALENDARS)
def test_a_calendar_leaves_it_out_unless_it_is_asked_for_and_then_gives_it_the_whole_month(client, announce, address):
    announce("2017-10")
    found = answers(client, [address, f"{address}?tentative=1"])
    assert "VEVENT" not in found[address]
    text = found[f"{address}?tentative=1"]
    entry = re.search(r"BEGIN:VEVENT.*END:VEVENT", text.replace("\r\n ", ""), re.DOTALL)[0].split("\r\n")
    assert [line for line in entry if line.startswith(("DTSTART", "DTEND", "STATUS", "TRANSP"))] == [
        "DTSTART;VALUE=DATE:20171001",
        "DTEND;VALUE=DATE:20171101",
        "STATUS:TENTATIVE",
        "TRANSP:TRANSPARENT",
    ]
    # The first of the month is the edge of the month, and no other day of it is there.
    assert set(days_in(text)) == {"20171001"}
    assert re.search("O[ck]tober.2017", text)


# Its place in the order -----------------------------------------------------------------------------------------------

#: In the order in which they stand: by the first moment that each can be at, of two with the same one the finer first.
IN_ORDER = (
    *("2017", "2017-09", "2017-09-30", "2017-09-30T23:59"),
    *("2017-10-01T00:00", "2017-10-01", "2017-10", "2017-10-01T19:30", "2017-10-02", "2017-10-31", "2017-10-31T20:00"),
    *("2017-11-01", "2017-11"),
)


def order_in(client, address):
    """The dates of `IN_ORDER` that an answer names, in its order: each event has its date for a title."""
    text = answers(client, [address])[address]
    if ".json" in address:
        names = [event["title"] for event in json.loads(text)["events"]]
    else:
        names = re.findall(r"SUMMARY:(\d+)\r\n" if ".ics" in address else r">(\d+)</a></h[23]>", text)
    return [IN_ORDER[int(name)] for name in names]


@pytest.mark.parametrize("zone", ["Europe/Berlin", LA, "Pacific/Auckland"])
def test_it_stands_after_what_is_sooner_or_better_known_and_before_what_is_later(
    client, office, partnership, clock, zone
):
    anniversary = AnniversaryFactory(partnership=partnership)
    for number, when in reversed([*enumerate(IN_ORDER)]):
        words = {"title": str(number)}
        publish_event(at=BEFORE, words=words, when=when, time_zone=zone, anniversary=anniversary)
    everything = list(IN_ORDER)
    assert order_in(client, "/en/events/") == everything
    assert order_in(client, "/en/partnerships/berlin-los-angeles/50/") == everything
    assert order_in(client, "/en/") == everything[:3]
    assert order_in(client, "/en/events.json") == everything
    assert order_in(client, "/en/events/calendar.ics?tentative=1") == everything
    assert order_in(client, "/en/events/calendar.ics") == [when for when in everything if len(when) > len("2017-10")]
    # The month has what can be in it, whatever is known of it.
    assert order_in(client, "/en/events/?month=2017-10") == [
        when for when in everything if not when.startswith(("2017-09", "2017-11"))
    ]
    clock.move_to(AFTER, tick=False)
    assert order_in(client, "/en/events/past/") == everything[::-1]
    assert order_in(client, "/en/events.json?past=1") == everything[::-1]


# Its end --------------------------------------------------------------------------------------------------------------


def midnight(zone):
    """The moment at which November 2017 begins there."""
    hours = {"Europe/Berlin": -1, LA: 7, "Pacific/Auckland": -13, "UTC": 0}[zone]
    return datetime.datetime(2017, 11, 1, tzinfo=datetime.UTC) + datetime.timedelta(hours=hours)


@pytest.mark.parametrize("zone", ["Europe/Berlin", LA, "Pacific/Auckland", "UTC"])
def test_it_is_past_when_its_november_begins_to_the_second(client, announce, clock, zone):
    announce("2017-10", time_zone=zone, venue=None)
    now_on = ("/en/", "/en/events/", "/en/events.json", "/en/cities/los-angeles/")
    over = ("/en/events/past/", "/en/events.json?past=1")

    def shown():
        places = [address for address in (*now_on, *over) if "The premiere" in client.get(address).content.decode()]
        is_past = "This event is past." in client.get("/en/events/the-premiere/").content.decode()
        return places, is_past

    clock.move_to(midnight(zone) - datetime.timedelta(seconds=1), tick=False)
    assert shown() == ([*now_on], False)
    clock.move_to(midnight(zone), tick=False)
    assert shown() == ([*over], True)
