"""Content in bulk: as many as asked for, the same each time, and such that every page works on it."""

import datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Count, Q

from events.models import Event, EventDate, EventEdition, EventEditionDate, EventText
from sistercities.publishing.content import refresh_fingerprints
from sistercities.search.models import SearchDocument
from stories.models import Story, StoryEdition, StoryText
from tests.factories import OfficeFactory

pytestmark = pytest.mark.django_db

DAY = datetime.date(2026, 11, 24)
NOON = datetime.datetime(2026, 11, 24, 12, tzinfo=datetime.UTC)


def make(**options):
    out = StringIO()
    call_command("make_bulk_content", **{"around": DAY, "stdout": out, "events": 300, "stories": 30} | options)
    return out.getvalue()


def test_as_many_as_asked_for_of_every_kind():
    assert make() == "story: 30 of 30\nevent: 300 of 300\n"
    assert (Story.objects.count(), Event.objects.count()) == (30, 300)
    assert (StoryText.objects.count(), EventText.objects.count()) == (60, 450)
    assert set(Event.objects.values_list("precision", flat=True)) == {"time", "day", "month", "season", "year", "tba"}
    assert set(Event.objects.values_list("status", flat=True)) >= {"scheduled", "cancelled", "rescheduled", "postponed"}
    counted = Event.objects.aggregate(runs=Count("pk", filter=Q(is_run=True)))
    assert counted["runs"] > 3
    assert EventDate.objects.filter(is_cancelled=True).exists()
    firsts = Event.objects.exclude(first_on=None).order_by("first_on").values_list("first_on", flat=True)
    assert [firsts[0].year, firsts[len(firsts) - 1].year] == [2016, 2036]
    live = EventEdition.objects.live(NOON)
    assert live.filter(language="en").count() == 300 - 3 - 3  # planned, withdrawn
    assert EventEditionDate.objects.filter(edition__in=live, position=0).count() == live.count()
    assert SearchDocument.objects.filter(kind="event").values("object_id").distinct().count() == 297


def content():
    columns = ("title", "slug", "uid", "sort_key", "live_from", "live_until", "fingerprint")
    words = ("title", "slug", "body", "live_from", "live_until", "fingerprint")
    return (
        list(EventEdition.objects.order_by("pk").values_list(*columns)),
        list(StoryEdition.objects.order_by("pk").values_list(*words)),
        list(EventEditionDate.objects.order_by("pk").values_list("uid", "sort_key", "position", "is_cancelled")),
    )


def shape(rows):
    return [[row[:2] for row in found] for found in rows]


@pytest.mark.django_db(transaction=True, reset_sequences=True)
def test_the_same_seed_and_day_make_the_same_content_and_another_seed_other_events():
    made = []
    for seed in (1, 1, 2):
        call_command("flush", interactive=False, verbosity=0)
        make(seed=seed, events=60, stories=10, no_search=True)
        made.append(content())
    assert not SearchDocument.objects.filter(kind__in=["event", "story"]).exists()  # as asked for
    # Keys of the reference data go on counting on SQLite, and with them what is made of them: bodies, fingerprints.
    assert shape(made[0]) == shape(made[1])
    assert shape(made[0])[0] != shape(made[2])[0]


def test_what_is_live_differs_in_nothing_from_its_manuscript():
    make(events=80, stories=10, no_search=True)
    for manuscript in [*Event.objects.all(), *Story.objects.all()]:
        printed = dict(manuscript.texts.values_list("language", "fingerprint"))
        refresh_fingerprints(manuscript)
        assert dict(manuscript.texts.values_list("language", "fingerprint")) == printed


@pytest.mark.parametrize("language", ["en", "de"])
def test_every_page_works_on_it(client, time_machine_at, language):
    make(events=80, stories=12)
    stories = StoryEdition.objects.live(NOON).in_language(language)
    sections = {"en": ("events", "stories", "past"), "de": ("veranstaltungen", "geschichten", "vergangen")}[language]
    events, story_section, past = sections
    paths = [f"/{language}/{story_section}/{slug}/" for slug in stories.values_list("slug", flat=True)]
    own = EventEdition.objects.live(NOON).in_language(language).values_list("slug", flat=True)
    paths += [f"/{language}/{events}/{slug}/" for slug in own]
    paths += [
        f"/{language}/",
        f"/{language}/{events}/",
        f"/{language}/{events}/{past}/",
        f"/{language}/{story_section}/",
    ]
    assert {path: status for path in paths if (status := client.get(path).status_code) != 200} == {}
    assert len(paths) > 40


@pytest.fixture
def time_machine_at(time_machine):
    time_machine.move_to(NOON, tick=False)


def test_a_database_with_content_is_left_alone_unless_told_otherwise():
    office = OfficeFactory()
    with pytest.raises(CommandError, match="content already"):
        make(events=3, stories=3)
    assert Event.objects.count() == 0
    make(events=3, stories=3, yes=True)
    make(events=3, stories=3, yes=True)
    assert (Event.objects.count(), Story.objects.count()) == (6, 6)
    assert EventEdition.objects.live(NOON).values("language", "slug").distinct().count() == 8
    office.refresh_from_db()
    assert office.site_name_en == "Sister Cities"


@pytest.mark.parametrize("options", [{"events": 0, "stories": 0}, {"events": -1}])
def test_no_number_is_a_mistake(options):
    with pytest.raises(CommandError, match="how many"):
        make(**options)
