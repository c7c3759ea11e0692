"""Which rows a list has: each date of each event once, and nothing that is not to be in it."""

import datetime

import pytest
from django.contrib.auth.models import AnonymousUser

from events.exports.column_table import COLUMNS
from events.exports.public import Public
from events.exports.selection import Selection
from events.models import OpeningHours, Participant
from sistercities.publishing.models import Stage
from sistercities.publishing.operations import publish, withdraw
from tests.events.exports.lists import AT, cells, export, table
from tests.factories import (
    AnniversaryFactory,
    CityFactory,
    EventFactory,
    EventTextFactory,
    OrganiserFactory,
    PersonFactory,
    PictureFactory,
    RoleFactory,
    SeriesFactory,
    UserFactory,
    VenueFactory,
    further_date,
    publish_event,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]

DAY = datetime.timedelta(days=1)


def titles(**selection):
    return [title for (title,) in cells(Selection(**selection), columns=("title",))]


def event(title, when="2017-10-06", texts=("en",), at=AT, until=None, prepare=None, **facts):
    """A published event of that title, with “(de)” behind it in German; `prepare` gets it before it is published."""
    made = EventFactory(when=when, **facts)
    if prepare:
        prepare(made)
    for language in texts:
        EventTextFactory(event=made, language=language, title=title if language == "en" else f"{title} (de)")
    publish_event(texts, at=at, until=until, event=made)
    return made


# Each date once -------------------------------------------------------------------------------------------------------


def test_each_date_is_a_row_whatever_hangs_on_its_event(office, los_angeles):
    def prepare(festival):
        festival.organisers.set([OrganiserFactory(), OrganiserFactory()])
        for position in range(3):
            Participant.objects.create(event=festival, person=PersonFactory(), position=position)
        further_date(festival, "2017-10-08T19:30")
        further_date(festival, "2017-10-07T19:30")

    cities = [office.home_city, los_angeles, CityFactory()]
    event("Festival", "2017-10-06T19:30", ("en", "de"), prepare=prepare, cities=cities)
    event("Exhibition", "2017-10-01/2017-12-01", is_run=True)
    shown = cells(columns=("title", "from", "to"))
    assert shown == [
        ["Exhibition", "2017-10-01", "2017-12-01"],
        ["Festival", "2017-10-06 19:30", ""],
        ["Festival", "2017-10-07 19:30", ""],
        ["Festival", "2017-10-08 19:30", ""],
    ]
    assert cells(Selection(state="any"), columns=("title", "from", "to")) == shown


def test_rows_of_one_moment_keep_the_order_of_their_making_and_dates_to_follow_come_last():
    for number in range(3):
        event(f"Talk {number}", "2017-10-06")
    event("Some day", "", is_date_to_follow=True)
    event("In October", "2017-10")
    event("At nine", "2017-10-01T09:00")
    expected = ["In October", "At nine", "Talk 0", "Talk 1", "Talk 2", "Some day"]
    assert titles() == expected
    assert titles(state="any") == expected


@pytest.mark.parametrize("count", [1, 3])
def test_a_list_of_what_is_public_is_one_query_and_one_for_each_kind_of_thing_it_names(
    django_assert_num_queries, count
):
    for number in range(count):
        facts = {"venue": VenueFactory(), "series": SeriesFactory(), "picture": PictureFactory()}
        event(f"Talk {number}", organisers=[OrganiserFactory()], **facts)
    listed = export(columns=("title", "date", "from"))
    with django_assert_num_queries(1):
        b"".join(listed.pieces())
    listed = export(columns=tuple(COLUMNS))
    with django_assert_num_queries(5):  # venues, organisers, series, pictures
        b"".join(listed.pieces())
    with django_assert_num_queries(1):
        assert listed.count() == count


@pytest.mark.parametrize("count", [1, 3])
def test_a_list_of_manuscripts_is_two_queries_and_two_more_with_participants(django_assert_num_queries, count):
    for number in range(count):
        made = event(f"Talk {number}")
        further_date(made, "2017-10-08")
        Participant.objects.create(event=made, person=PersonFactory())
    listed = export(Selection(state="any"), columns=("title", "from"))
    with django_assert_num_queries(2):
        b"".join(listed.pieces())
    listed = export(Selection(state="any"), columns=("title", "participants"))
    with django_assert_num_queries(4):
        b"".join(listed.pieces())


# What is public -------------------------------------------------------------------------------------------------------


@pytest.fixture
def everything():
    """An event in each state, named after it; `changed` is live with another title in the manuscript."""
    event("public")
    changed = event("before")
    changed.texts.update(title="changed", fingerprint="")
    changed.texts.get().save()
    event("scheduled", at=AT + DAY)
    withdrawn = event("withdrawn", at=AT - 2 * DAY)
    withdraw(withdrawn, UserFactory(), at=AT - DAY)
    event("expired", at=AT - 2 * DAY, until=AT - DAY)
    for stage in Stage.values:
        EventTextFactory(event=EventFactory(when="2017-10-06", stage=stage), title=stage)


def test_a_public_list_has_nothing_that_is_not_public_now(everything):
    assert sorted(titles()) == ["before", "public"]
    text = "\n".join(",".join(row) for row in table(columns=tuple(COLUMNS)))
    for hidden in ("changed", "scheduled", "withdrawn", "expired", *Stage.values):
        assert f"\n{hidden}," not in text
        assert f",{hidden}," not in text


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("changed", ["changed"]),
        ("scheduled", ["scheduled"]),
        ("unpublished", ["changes_requested", "draft", "in_review"]),
        ("draft", ["draft"]),
        ("in_review", ["in_review"]),
        ("changes_requested", ["changes_requested"]),
        ("withdrawn", ["withdrawn"]),
        ("expired", ["expired"]),
        (
            "any",
            [
                *("changed", "changes_requested", "draft", "expired", "in_review", "public", "scheduled"),
                "withdrawn",
            ],
        ),
    ],
)
def test_each_state_lists_its_manuscripts(everything, state, expected):
    assert sorted(titles(state=state)) == expected
    assert export(Selection(state=state)).count() == len(expected)


def test_a_list_of_manuscripts_has_what_its_user_may_see_and_nothing_for_nobody(everything):
    author = UserFactory(is_staff=True)
    own = EventTextFactory(event=EventFactory(when="2017-10-06", created_by=author), title="own").event
    assert own.created_by == author
    for user in (author, UserFactory(is_staff=False), AnonymousUser()):
        assert cells(Selection(state="any"), columns=("title",), user=user) == []
        assert export(Selection(state="any"), user=user).count() == 0


def test_manuscripts_do_not_come_from_the_source_of_what_is_public():
    with pytest.raises(ValueError, match="does not have what is selected"):
        type(export())(Selection(state="any"), export().layout, "csv", export().frame, AT, Public())


def test_words_of_the_other_language_stand_in_and_say_so_unless_both_are_listed():
    event("English only")
    event("Both", texts=("en", "de"))
    german = EventTextFactory(event=EventFactory(when="2017-10-08"), language="de", title="Nur deutsch").event
    publish(german, UserFactory(), at=AT, languages=["de"])
    for state in ("public", "any"):
        selection = Selection(state=state)
        assert cells(selection, columns=("title", "language")) == [
            ["English only", "English"],
            ["Both", "English"],
            ["Nur deutsch", "German"],
        ]
        assert table(selection, columns=("title",), languages=("de", "en"), header="keys") == [
            ["title_de", "title_en"],
            ["", "English only"],
            ["Both (de)", "Both"],
            ["Nur deutsch", ""],
        ]


def test_a_page_has_an_address_in_both_languages_and_a_draft_has_none():
    made = event("English only")
    slug = made.texts.get().slug
    EventTextFactory(event=EventFactory(when="2017-10-07"))
    assert cells(Selection(state="any"), columns=("url",), languages=("en", "de")) == [
        [f"http://testserver/en/events/{slug}/", f"http://testserver/de/veranstaltungen/{slug}/"],
        ["", ""],
    ]


# What is chosen -------------------------------------------------------------------------------------------------------


def test_each_choice_narrows_lists_of_both_sources_down_alike(office, los_angeles):
    anniversary = AnniversaryFactory(partnership__city_a=office.home_city, partnership__city_b=los_angeles)
    concert = event(
        "Concert",
        "2017-10-06",
        prepare=lambda concert: further_date(concert, "2017-12-24", is_cancelled=True),
        kind="concert",
        cities=[los_angeles],
        anniversary=anniversary,
    )
    event("Talk", "2017-10-20", ("en", "de"), kind="talk", partnership=anniversary.partnership, languages=["de"])
    event("Some month", "2017-11", kind="talk", status="postponed", languages=["en"])
    event("Some day", "", kind="film", is_date_to_follow=True)
    october = {"first": datetime.date(2017, 10, 1), "last": datetime.date(2017, 10, 31)}
    for state in ("public", "any"):
        for chosen, expected in (
            ({"kinds": ("talk", "film")}, ["Talk", "Some month", "Some day"]),
            ({"city": los_angeles.pk}, ["Concert", "Concert"]),
            ({"partnership": anniversary.partnership_id}, ["Concert", "Talk", "Concert"]),
            ({"anniversary": anniversary.pk}, ["Concert", "Concert"]),
            ({"statuses": ("cancelled",)}, ["Concert"]),
            ({"statuses": ("postponed", "scheduled")}, ["Concert", "Talk", "Some month", "Some day"]),
            ({"languages": ("de",)}, ["Talk"]),
            ({"spoken": ("de", "fr")}, ["Talk"]),
            ({"events": (str(concert.uid),)}, ["Concert", "Concert"]),
            (october, ["Concert", "Talk"]),
            ({"first": datetime.date(2017, 11, 15)}, ["Some month", "Concert", "Some day"]),
            ({"last": datetime.date(2017, 11, 15)}, ["Concert", "Talk", "Some month"]),
            ({"period": "next-month"}, ["Concert", "Talk"]),
            ({"period": "past"}, []),
            ({"kinds": ("talk",), **october}, ["Talk"]),
        ):
            assert titles(state=state, **chosen) == expected
            assert export(Selection(state=state, **chosen)).count() == len(expected)


# Both sources ---------------------------------------------------------------------------------------------------------


def test_every_column_of_a_printed_event_is_that_of_its_manuscript(office, los_angeles):
    """And is the same on both databases, since it is written out here."""
    anniversary = AnniversaryFactory(partnership__city_a=office.home_city, partnership__city_b=los_angeles)
    person = PersonFactory(name="Ada Example")
    RoleFactory(person=person, title_en="Mayor", title_de="Bürgermeisterin")
    exhibition = EventFactory(
        uid="11111111-2222-4333-8444-555555555555",
        when="2017-10-04/2017-12-01",
        time_zone="America/Los_Angeles",
        kind="exhibition",
        status="moved_online",
        is_run=True,
        attendance="mixed",
        online_url="https://example.org/live",
        venue=VenueFactory(
            name_en="The Hall",
            name_de="Die Halle",
            city=los_angeles,
            district="Downtown",
            street_address="1 Main St",
            postal_code="CA 90012",
            wheelchair="limited",
            accessibility_en="A lift.",
            accessibility_de="Ein Aufzug.",
        ),
        cities=[los_angeles, office.home_city],
        organisers=[OrganiserFactory(name_en="B"), OrganiserFactory(name_en="A")],
        partnership=anniversary.partnership,
        anniversary=anniversary,
        series=SeriesFactory(name_en="The series"),
        picture=PictureFactory(creator="Ada Lens"),
        languages=["en", "de"],
        price="12.00",
        price_to="18.50",
        currency="USD",
        needs_booking=True,
        ticket_url="https://example.org/tickets",
    )
    EventTextFactory(
        event=exhibition,
        title="Exhibition",
        slug="exhibition",
        summary="What it is about.",
        status_note="Rain.",
        room="Room 1",
        opening_note="Closed on 24 December",
        ticket_note="Bring the letter.",
    )
    Participant.objects.create(event=exhibition, person=person, function="speaker")
    OpeningHours.objects.create(event=exhibition, days="23456", opens=datetime.time(10), closes=datetime.time(18))
    publish_event(at=AT, event=exhibition)
    expected = {
        "title": "Exhibition",
        "summary": "What it is about.",
        "kind": "Exhibition",
        "status": "Moved online",
        "status_note": "Rain.",
        "change": "",
        "date": "Wednesday, 4 October – Friday, 1 December 2017",
        "from": "2017-10-04",
        "to": "2017-12-01",
        "precision": "to the day",
        "edtf": "2017-10-04/2017-12-01",
        "time_zone": "America/Los_Angeles",
        "time": "",
        "other_time": "",
        "earliest": "2017-10-04",
        "latest": "2017-12-01",
        "is_run": "yes",
        "opening_hours": "Tuesday–Saturday 10:00–18:00; Closed on 24 December",
        "cities": "Berlin; Los Angeles",
        "venue": "The Hall",
        "room": "Room 1",
        "address": "1 Main St, Downtown, CA 90012 Los Angeles",
        "wheelchair": "Partly step-free",
        "accessibility": "A lift.",
        "attendance": "At a place and online",
        "online_url": "https://example.org/live",
        "participants": "Ada Example (Speaker, Mayor)",
        "organisers": "A; B",
        "partnership": "Berlin – Los Angeles",
        "anniversary": "50 years Berlin – Los Angeles",
        "series": "The series",
        "spoken": "English; German",
        "admission": "US$12–US$18.50, booking needed",
        "is_free": "no",
        "price": "12.00",
        "price_to": "18.50",
        "currency": "USD",
        "needs_booking": "yes",
        "ticket_url": "https://example.org/tickets",
        "ticket_note": "Bring the letter.",
        "url": "http://testserver/en/events/exhibition/",
        "picture_credit": "© Ada Lens, CC BY 4.0",
        "language": "English",
        "public_state": "Live",
        "stage": "",
        "changed_at": "2017-09-01 14:00",
        "sequence": "0",
        "uid": "11111111-2222-4333-8444-555555555555",
        "event_uid": "11111111-2222-4333-8444-555555555555",
    }
    keys, row = table(columns=tuple(COLUMNS), header="keys")
    assert dict(zip(keys, row, strict=True)) == expected
    keys, row = table(Selection(state="any"), columns=tuple(COLUMNS), header="keys")
    manuscript = dict(zip(keys, row, strict=True))
    expected |= {"stage": "Draft", "changed_at": manuscript["changed_at"]}  # now, and not when it was printed
    assert manuscript == expected
