"""Few events beside other things: which of them, with which of their dates, in which order."""

import datetime

import pytest

from events.excerpts import Excerpt, read_excerpt
from events.filters import EventFilter
from sistercities.office.filters import Choice
from sistercities.office.frame import current_frame
from sistercities.publishing.operations import withdraw
from tests.factories import CityFactory, EventFactory, UserFactory, further_date, publish_event

pytestmark = pytest.mark.django_db

NOW = datetime.datetime(2026, 11, 24, 12, tzinfo=datetime.UTC)
LONG_AGO = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)


def announce(title, when, languages=("en",), **facts):
    """A public event of that title."""
    return publish_event(languages, at=LONG_AGO, words={"title": title}, when=when, **facts)[0].event


def read(language="en", at=NOW, **wanted):
    return read_excerpt(current_frame(), language, at, **wanted)


def said(row):
    return f"{row.title} {row.date.starts_on or '?'}"


def titles(count=3, language="en", at=NOW, featured=False, **choices):
    """What is on next."""
    excerpt = read(language, at, coming=count, choice=EventFilter(**choices), featured=featured)
    assert excerpt.cards == {}
    return [said(row) for row in excerpt.coming]


def cards(*events, language="en", at=NOW):
    excerpt = read(language, at, cards=[event.pk for event in events])
    assert excerpt.coming == []
    return {row.title: str(row.date.starts_on) for row in excerpt.cards.values()}


# What is on next ------------------------------------------------------------------------------------------------------


def test_what_is_on_today_comes_first_then_the_soonest():
    announce("Past", "2026-11-23")
    announce("Later", "2026-12-24T19:00")
    announce("Sooner", "2026-11-25")
    announce("Today", "2026-11-24")
    announce("Month", "2026-11")
    announce("Latest", "2027")
    assert titles() == ["Month 2026-11", "Today 2026-11-24", "Sooner 2026-11-25"]
    assert titles(9) == [
        *("Month 2026-11", "Today 2026-11-24", "Sooner 2026-11-25", "Later 2026-12-24", "Latest 2027"),
    ]


def test_runs_and_long_spans_fill_up_and_the_soonest_to_close_leads_them():
    announce("Run", "2026-10-01/2027-01-31", is_run=True)
    announce("Closing", "2026-09-01/2026-11-30", is_run=True)
    announce("Year", "2026")
    announce("Soon", "2026-12-01")
    announce("To follow", "")
    assert titles(5) == ["Soon 2026-12-01", "To follow ?", "Closing 2026-09-01", "Year 2026", "Run 2026-10-01"]
    assert titles(3) == ["Soon 2026-12-01", "To follow ?", "Closing 2026-09-01"]


def test_event_of_many_dates_comes_once_with_its_next_one():
    event = EventFactory(when="2026-11-03T19:00")
    for day in (10, 17, 25, 26, 27, 28):
        further_date(event, f"2026-11-{day}T19:00", is_cancelled=day == 25)
    publish_event(event=event, at=LONG_AGO, words={"title": "Weekly"})
    announce("Other", "2026-11-29")
    assert titles() == ["Weekly 2026-11-26", "Other 2026-11-29"]


def test_what_is_cancelled_is_left_to_the_list():
    announce("Cancelled", "2026-11-25", status="cancelled")
    announce("Postponed", "2026-11-26", status="postponed")
    assert titles() == ["Postponed 2026-11-26"]


def test_featured_event_leads_only_where_it_is_asked_for():
    announce("Soon", "2026-11-25")
    announce("Sooner", "2026-11-24")
    announce("Gala", "2027-06-27", is_featured=True)
    announce("Old gala", "2017-06-27", is_featured=True)
    assert titles(2, featured=True) == ["Gala 2027-06-27", "Sooner 2026-11-24"]
    assert titles(2) == ["Sooner 2026-11-24", "Soon 2026-11-25"]


def test_filter_narrows_down():
    city = CityFactory()
    announce("Here", "2026-11-25", cities=[city])
    announce("There", "2026-11-24", cities=[CityFactory()])
    assert titles(city=Choice(city.pk, "here", "Here")) == ["Here 2026-11-25"]


def test_text_in_the_other_language_stands_in():
    announce("Nur deutsch", "2026-11-25", ["de"])
    both = publish_event(["de"], at=LONG_AGO, words={"title": "Beides"}, when="2026-11-26")[0].event
    publish_event(["en"], event=both, at=LONG_AGO, words={"title": "Both"})
    assert titles() == ["Nur deutsch 2026-11-25", "Both 2026-11-26"]
    assert titles(language="de") == ["Nur deutsch 2026-11-25", "Beides 2026-11-26"]


def test_what_is_not_live_is_not_among_them_to_the_second():
    planned = EventFactory(when="2026-12-01")
    publish_event(event=planned, at=NOW, words={"title": "Planned"})
    assert titles(at=NOW - datetime.timedelta(microseconds=1)) == []
    assert titles() == ["Planned 2026-12-01"]
    withdraw(planned, UserFactory(), at=NOW + datetime.timedelta(seconds=1))
    assert titles() == ["Planned 2026-12-01"]
    assert titles(at=NOW + datetime.timedelta(seconds=1)) == []


@pytest.mark.parametrize("number", [1, 3])
def test_finding_them_is_one_query(number, django_assert_num_queries):
    for day in range(number):
        announce(f"Event {day}", f"2026-12-{day + 1:02d}", is_featured=True)
    with django_assert_num_queries(2):  # the frame, and that one
        assert len(titles(featured=True)) == number


def test_nothing_wanted_is_no_query(django_assert_num_queries):
    frame = current_frame()
    with django_assert_num_queries(0):
        assert read_excerpt(frame, "en", NOW) == Excerpt()


# The cards of a story -------------------------------------------------------------------------------------------------


def test_card_has_the_next_date_and_the_last_one_when_all_are_past():
    event = EventFactory(when="2026-11-03")
    for when in ("2026-11-10", "2026-11-28", "2026-11-30"):
        further_date(event, when, is_cancelled=when == "2026-11-28")
    publish_event(event=event, at=LONG_AGO, words={"title": "Weekly"})
    assert cards(event) == {"Weekly": "2026-11-30"}
    assert cards(event, at=NOW + datetime.timedelta(days=30)) == {"Weekly": "2026-11-30"}
    assert cards(event, at=datetime.datetime(2026, 11, 5, tzinfo=datetime.UTC)) == {"Weekly": "2026-11-10"}


def test_cards_of_readable_events_only_each_once():
    planned, both = EventFactory(), EventFactory()
    publish_event(event=planned, at=NOW + datetime.timedelta(days=1), words={"title": "Planned"})
    for language in ("en", "de"):
        publish_event([language], event=both, at=LONG_AGO, words={"title": f"Both {language}"})
    withdrawn = announce("Withdrawn", "2026-12-01")
    withdraw(withdrawn, UserFactory(), at=NOW)
    every = (planned, both, withdrawn, EventFactory())
    assert cards(*every) == {"Both en": "2017-10-06"}
    assert cards(*every, language="de") == {"Both de": "2017-10-06"}
    assert cards(*every, at=NOW + datetime.timedelta(days=1)) == {"Both en": "2017-10-06", "Planned": "2017-10-06"}


def test_event_of_a_card_does_not_come_once_more():
    soon, sooner = announce("Soon", "2026-12-02"), announce("Sooner", "2026-12-01")
    announce("Later", "2026-12-03")
    announce("Latest", "2026-12-04")
    excerpt = read(cards=[soon.pk, sooner.pk], coming=2)
    assert {key: row.title for key, row in excerpt.cards.items()} == {soon.pk: "Soon", sooner.pk: "Sooner"}
    assert [row.title for row in excerpt.coming] == ["Later", "Latest"]


@pytest.mark.parametrize("number", [1, 3])
def test_cards_and_what_comes_are_one_query(number, django_assert_num_queries):
    events = [announce(f"Event {day}", f"2026-12-{day + 1:02d}") for day in range(2 * number)]
    frame = current_frame()
    with django_assert_num_queries(1):
        excerpt = read_excerpt(frame, "en", NOW, cards=[event.pk for event in events[:number]], coming=number)
    assert (len(excerpt.cards), len(excerpt.coming)) == (number, number)
