"""The events of the demonstration: their days, what they show, and that nothing in them is left to mend."""

import datetime
from zoneinfo import ZoneInfo

import pytest

from events.models import Event, EventEdition, EventEditionDate, EventText, Organiser, Series, Venue
from events.moves import moves
from sistercities.cities.models import Anniversary
from sistercities.typography import polish
from stories.demo import reading
from stories.demo.days import moment_of, span_of
from stories.demo.event_loader import event_facts
from stories.models import StoryEdition
from tests.stories.demo import everything, load_demo, loaded_once, missing_words

BERLIN, LOS_ANGELES = "Europe/Berlin", "America/Los_Angeles"
NBSP = "\u00a0"
#: A Tuesday in winter; noon in Berlin.
NOW = datetime.datetime(2026, 11, 24, 11, tzinfo=datetime.UTC)
TODAY = NOW.date()


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    """The demonstration as of `NOW`, once for all tests of this module: thirty publications take their seconds."""
    with loaded_once(django_db_blocker, NOW):
        yield


@pytest.fixture
def demo(loaded, db):
    """Each test sees it and undoes its own changes."""


def live(language="en"):
    """`{title: edition}` of what is live now."""
    editions = EventEdition.objects.live(NOW).filter(language=language)
    return {edition.title: edition for edition in editions}


# Days -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("when", "today", "edtf"),
    [
        ("", "2026-11-24", ""),
        ("2017-10", "2026-11-24", "2017-10"),
        ("2017-10-04/2017-10-05", "2026-11-24", "2017-10-04/2017-10-05"),
        ("+0", "2026-11-24", "2026-11-24"),
        ("-20/+40", "2026-11-24", "2026-11-04/2027-01-03"),
        ("thu+1", "2026-11-24", "2026-12-03"),
        ("mon+0", "2026-11-29", "2026-11-23"),
        ("+1T19:30", "2026-11-24", "2026-11-25T19:30:00+01:00"),
        ("+1T19:30/22:00", "2026-11-24", "2026-11-25T19:30:00+01:00/2026-11-25T22:00:00+01:00"),
        ("sat+2T22:00/sun+2T01:30", "2026-11-24", "2026-12-12T22:00:00+01:00/2026-12-13T01:30:00+01:00"),
        ("month+2", "2026-11-24", "2027-01"),
        ("month+0", "2026-12-24", "2026-12"),
        ("month-12", "2026-01-01", "2025-01"),
        ("season+0", "2026-11-30", "2026-23"),
        ("season+0", "2026-12-01", "2026-24"),
        ("season+0", "2027-02-28", "2026-24"),
        ("season+1", "2027-02-28", "2027-21"),
        ("season+2", "2026-11-24", "2027-21"),
        ("year+1", "2026-11-24", "2027"),
    ],
)
def test_days_are_counted_from_the_day_of_loading(when, today, edtf):
    assert span_of(when, BERLIN, datetime.date.fromisoformat(today)).edtf == edtf


@pytest.mark.parametrize("when", ["tomorrow", "week+1", "+1T25:00", "month+1T19:30", "+5/+3", "/+3"])
def test_days_that_are_none_are_refused(when):
    with pytest.raises(ValueError, match=r".+"):
        span_of(when, BERLIN, TODAY)


def test_editions_go_live_in_the_morning_or_at_their_own_moment():
    own = datetime.datetime(2017, 6, 27, 8, tzinfo=datetime.UTC)
    assert moment_of(own, BERLIN, TODAY) == own
    assert moment_of(-3, BERLIN, TODAY) == datetime.datetime(2026, 11, 21, 9, tzinfo=ZoneInfo(BERLIN))


def timed_dates():
    """`(when, zone)` of what has a time in the files, each in the zone of its event."""
    cities, venues = reading.table("cities"), reading.table("venues")["venues"]
    for facts in event_facts().values():
        zone = facts.get("time_zone") or cities[venues[facts["venue"]]["city"]]["time_zone"]
        for when in [facts, *facts.get("dates", ()), *facts.get("changes", ())]:
            if "T" in when.get("when", ""):
                yield when["when"], zone


def test_no_day_of_loading_meets_an_hour_that_a_clock_change_skips_or_doubles():
    dates = set(timed_dates())
    assert len(dates) > 15
    for day in range(730):
        for when, zone in dates:
            span_of(when, zone, TODAY + datetime.timedelta(days=day))  # raises ClockChangeError


# What is there --------------------------------------------------------------------------------------------------------


def test_demo_events_of_2017_are_known_as_far_as_they_were(demo):
    known = {
        edition.title: (edition.span.edtf, edition.date_note, edition.venue and edition.venue.name_en)
        for edition in live().values()
        if edition.anniversary and edition.anniversary.years == 50
    }
    assert known == {
        "Berlin Festival at the Berlin Lab": ("2017-10-04/2017-10-05", "", "Berlin Lab"),
        "“Babylon Berlin”: international premiere": ("2017-10-06", "", "United Artists Theatre"),
        "la > x": ("2017-23", "After the Berlin Art Week", None),
    }


def test_demo_premiere_was_announced_for_october_first(demo):
    edition = live("de")["„Babylon Berlin“: internationale Premiere"]
    first = EventEdition.objects.filter(event=edition.event_id, language="de").earliest("live_from")
    assert (first.span.edtf, first.date_note, first.venue) == ("2017-10", "Im Oktober", None)
    assert (edition.span.edtf, edition.live_from, edition.live_from.year) == ("2017-10-06", first.live_until, 2017)
    assert moves(edition.event_id, NOW) == []  # said more precisely, not moved
    assert [(person.name, person.function, person.role_title_de) for person in edition.participants.all()] == [
        ("Tom Tykwer", "director", "Regisseur"),
        ("Henk Handloegten", "director", "Regisseur"),
        ("Achim von Borries", "director", "Regisseur"),
    ]


def test_demo_has_an_event_to_come_of_which_only_in_october_is_known(demo):
    for language, title, note in (
        ("en", "Ten Octobers later", "In October"),
        ("de", "Zehn Oktober später", "Im Oktober"),
    ):
        edition = live(language)[title]
        assert (edition.span.edtf, edition.date_note, edition.anniversary.years) == ("2027-10", note, 60)


def test_demo_events_lie_around_today(demo):
    dates = EventEditionDate.objects.filter(edition__in=live().values())
    assert dates.upcoming(NOW).count() >= 18
    assert dates.past(NOW).count() >= 6
    on_now = {date.edition.title for date in dates.begun(NOW).select_related("edition") if date.edition.is_run}
    assert on_now == {"Bridges, seen from below", "Alexanderplatz in a hundred drawings"}
    days = {
        (title, (edition.first_on - TODAY).days)
        for title, edition in live().items()
        if edition.first_on and abs((edition.first_on - TODAY).days) < 2
    }
    assert days == {("Two skylines and what they leave out", 0), ("Songs from two slow rivers", 1)}


def test_demo_events_show_every_status_and_every_precision(demo):
    editions = live().values()
    assert {edition.status for edition in editions} == {
        *("scheduled", "rescheduled", "postponed", "moved_online", "cancelled")
    }
    assert {edition.precision for edition in editions} == {"time", "day", "month", "season", "tba"}
    assert {edition.attendance for edition in editions} == {"offline", "online", "mixed"}
    assert len({edition.kind for edition in editions}) >= 14
    assert [edition.title for edition in editions if edition.dates.filter(is_cancelled=True).exists()] == [
        "The Warsaw table"
    ]


def test_demo_events_whose_date_changed_say_what_it_was_and_why(demo):
    told = {}
    for edition in live().values():
        if edition.status in ("postponed", "rescheduled"):
            (move,) = moves(edition.event_id, NOW)
            told[edition.status] = (move.before.edtf[:10], move.after.edtf[:10], sorted(move.reasons))
    assert told == {
        "postponed": ("2026-12-06", "", ["de", "en"]),
        "rescheduled": ("2026-11-30", "2026-12-07", ["de", "en"]),
    }


def test_demo_events_are_in_both_languages_but_for_one(demo):
    english, german = (EventEdition.objects.live(NOW).filter(language=code) for code in ("en", "de"))
    without = english.exclude(event__in=german.values("event"))
    assert [edition.title for edition in without] == ["A morning for the Berlin Forest"]
    assert not german.exclude(event__in=english.values("event")).exists()
    for model in (Venue, Organiser, Series, Anniversary):
        assert model.objects.exists()
        assert missing_words(model) == []


def test_demo_events_belong_to_most_partnerships(demo):
    slugs = {edition.partnership.slug for edition in live().values() if edition.partnership}
    assert len(slugs) == 16
    assert Anniversary.objects.get(years=60).partnership.slug == "berlin-los-angeles"


def test_demo_events_have_nothing_left_to_mend(demo):
    """But for what their demonstration is about: dates that are past, places that are not known yet, one language."""
    expected = ("The event is past.", "There is no venue:", "There is no text in this language:")
    problems = {
        str(event): [p.message for p in event.readiness(at=NOW) if not p.message.startswith(expected)]
        for event in Event.objects.all()
    }
    assert {title: found for title, found in problems.items() if found} == {}


def test_demo_event_texts_are_typeset(demo):
    for text in EventText.objects.all():
        for name in ("title", "summary", "date_note", "room", "opening_note", "ticket_note", "status_note"):
            value = getattr(text, name)
            assert polish(value, text.language).replace(NBSP, " ") == value.replace(NBSP, " ")


def test_demo_story_shows_the_events_that_it_is_about(demo):
    shown = {
        edition.language: [str(embed.event) for embed in edition.embeds.exclude(event=None)]
        for edition in StoryEdition.objects.live(NOW).filter(embeds__event__isnull=False).distinct()
    }
    assert shown == {
        language: ["Berlin Festival at the Berlin Lab", "“Babylon Berlin”: international premiere"]
        for language in ("en", "de")
    }


# Loading --------------------------------------------------------------------------------------------------------------


def test_demo_events_are_the_same_when_they_are_loaded_again(demo):
    before = everything()
    load_demo()
    assert everything() == before
