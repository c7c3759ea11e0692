"""Which date of an event is the next one: kept with each date, so that nobody has to look at the others."""

import datetime
from importlib import import_module
from random import Random
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection

from events.models import EventEditionDate
from tests.factories import EventFactory, further_date, publish_event

pytestmark = pytest.mark.django_db

LONG_AGO = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
NOON = datetime.datetime(2026, 11, 1, 12, tzinfo=datetime.UTC)
DAY = datetime.timedelta(days=1)


def announce(when, *further):
    event = EventFactory(when=when)
    for when in further:
        further_date(event, when.removeprefix("x"), is_cancelled=when.startswith("x"))
    return publish_event(event=event, at=LONG_AGO)[0]


def turns(edition):
    return [(date.span.edtf, date.next_from and f"{date.next_from:%m-%d %H:%M}") for date in edition.dates.in_order()]


def test_a_date_has_its_turn_when_those_before_it_are_over():
    edition = announce("2026-11-10", "2026-11-03", "x2026-11-04", "2026-11-05/2026-11-20")
    assert turns(edition) == [
        ("2026-11-03", None),
        ("2026-11-04", "11-03 23:00"),
        ("2026-11-05/2026-11-20", "11-03 23:00"),  # not after the cancelled one
        ("2026-11-10", "11-20 23:00"),
    ]


def test_the_only_date_has_its_turn_at_once():
    assert turns(announce("2026-11-10")) == [("2026-11-10", None)]


def next_by_looking(edition, at):
    dates = edition.dates.in_order()
    return next((d for d in dates if not d.is_cancelled and (d.latest_at is None or d.latest_at > at)), None)


def random_dates(random):
    for _ in range(random.randrange(1, 7)):
        first = random.randrange(1, 26)
        last = first + random.choice((0, 0, 0, 2, 5))
        yield f"2026-11-{first:02d}/2026-11-{min(last, 28):02d}"


def test_the_next_date_is_the_one_that_looking_at_all_of_them_finds():
    random = Random(3)
    editions = [
        announce(next(random_dates(random)), *(random.choice(("", "x")) + when for when in random_dates(random)))
        for _ in range(12)
    ]
    editions.append(announce("", "2026-11-03", "2026-11-09"))  # the main date is to follow
    for days in range(0, 30, 3):
        at = NOON + days * DAY
        found = EventEditionDate.objects.next_of_event(at).upcoming(at)
        expected = [next_by_looking(edition, at) for edition in editions]
        assert sorted(date.pk for date in found) == sorted(date.pk for date in expected if date)


def test_editions_from_before_get_their_turns_by_the_migration():
    editions = [announce("2026-11-10", "2026-11-03", "x2026-11-04"), announce("2026-11-05", "2026-11-06"), announce("")]
    before = [turns(edition) for edition in editions]
    EventEditionDate.objects.update(next_from=None)
    import_module("events.migrations.0007_turns").set_turns(apps, SimpleNamespace(connection=connection))
    assert [turns(edition) for edition in editions] == before
