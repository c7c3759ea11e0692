"""What rows of a table would do to the desk."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.importing.planning import Action, plan
from events.models import Event, EventDate
from sistercities.dates.partial import PartialDate
from tests.events.importing.files import csv_of, imported, planned, source_of, told
from tests.factories import (
    AnniversaryFactory,
    EventFactory,
    EventTextFactory,
    OrganiserFactory,
    PartnershipFactory,
    PersonFactory,
    RoleFactory,
    VenueFactory,
    further_date,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]

UID = "3b0c0f5e-0000-4000-8000-00000000000{}"


def reasons(made):
    return [reason for item in made.items for reason in item.reasons]


def test_a_row_says_everything_that_an_event_can_have(editor, stage, los_angeles, office):
    anniversary = AnniversaryFactory(
        partnership=PartnershipFactory(city_a=office.home_city, city_b=los_angeles), years=50
    )
    person = PersonFactory(name="Ada Holm")
    organiser = OrganiserFactory(name_en="City Office")
    row = {
        "Titel (Deutsch)": "Konzert",
        "Title (English)": "Concert",
        "Kind": "Konzert",
        "Status": "Postponed",
        "From": "3 Oct 2026, 7:30 pm",
        "Venue": "the stage",
        "Room": "Hall",
        "Participants": "Ada Holm (Speaker, Poet)",
        "Organisers": "City Office",
        "Anniversary": "50 years Berlin – Los Angeles",
        "Languages": "German; French",
        "Price": "12,50",
        "Currency": "eur",
        "Tickets or booking": "example.org",
        "Runs for weeks": "no",
    }
    file = csv_of([*row], [*row.values()])
    _run, made = imported(file, editor)
    assert made.counts["create"] == 1, reasons(made)
    event = Event.objects.get()
    assert {text.language: text.title for text in event.texts.all()} == {"en": "Concert", "de": "Konzert"}
    assert (event.kind, event.status, event.span.edtf) == ("concert", "postponed", "2026-10-03T19:30:00-07:00")
    assert (event.venue, event.time_zone, list(event.cities.all())) == (stage, "America/Los_Angeles", [los_angeles])
    assert (event.anniversary, event.partnership) == (anniversary, anniversary.partnership)
    assert (list(event.organisers.all()), event.languages) == ([organiser], ["de", "fr"])
    assert (str(event.price), event.currency, event.ticket_url) == ("12.50", "EUR", "https://example.org")
    row = event.participants.get()
    assert (row.person, row.function, row.role_title_en, row.role_title_de) == (person, "speaker", "Poet", "")
    assert [text.room for text in event.texts.order_by("language")] == ["", "Hall"]


def test_an_office_that_a_person_holds_on_the_day_is_no_role_of_its_own(editor):
    RoleFactory(person=PersonFactory(name="Ada Holm"), title_en="Mayor", held_from=PartialDate(2020))
    imported(csv_of(["Title", "From", "Participants"], ["A", "2026-10-03", "Ada Holm (Host, Mayor)"]), editor)
    row = Event.objects.get().participants.get()
    assert (row.function, row.role_title_en) == ("host", "")


def test_a_role_that_is_too_long_is_refused(editor):
    PersonFactory(name="Ada Holm")
    made = planned(csv_of(["Title", "Participants"], ["A", f"Ada Holm (Speaker, {'x' * 201})"]), editor)
    assert reasons(made) == ["Row 2: column “Participants”: has 201 characters; at most 200 are stored."]


@pytest.mark.parametrize(
    ("header", "row", "reason"),
    [
        (["From"], ["2026"], "It has no title."),
        (["Title"], ["x" * 161], "column “Title”: has 161 characters; at most 160 are stored."),
        (["Title", "Summary (German)"], ["A", "b"], "It has no title in the language of “Summary (German)”."),
        (["Title", "Kind"], ["A", "Opera"], "column “Kind”: “Opera” is none of: Festival, Film, Exhibition"),
        (["Title", "Venue"], ["A", "Nowhere"], "column “Venue”: There is no venue “Nowhere” here."),
        (["Title", "Cities"], ["A", "Berlin; Atlantis"], "column “Cities”: There is no city “Atlantis” here."),
        (["Title", "Participants"], ["A", "Nobody"], "column “Participants”: There is no person “Nobody” here."),
        (["Title", "Time zone"], ["A", "Berlin"], "column “Time zone”: “Berlin” is no time zone of the IANA list."),
        (["Title", "Price"], ["A", "5"], "Currency: In which currency is the price?"),
        (
            ["Title", "Price", "Currency", "Free"],
            ["A", "5", "EUR", "yes"],
            "Free: Either it is free or it has a price.",
        ),
        (["Title", "From", "To"], ["A", "2026-10-03", "2026-10-02"], "column “From”: The end comes before the start."),
        (["Title", "Start time"], ["A", "19:30"], "column “Start time”: On which day is this time?"),
        (["Title", "EDTF"], ["A", "2026-99"], "column “EDTF”: “2026-99” is no EDTF date."),
        (
            ["Title", "EDTF"],
            ["A", "0001-01-01T00:00:00+14:00"],
            "column “EDTF”: “0001-01-01T00:00:00+14:00” is no EDTF date.",
        ),
        (
            ["Title", "From", "EDTF"],
            ["A", "2026-10-03", "2026-10-04"],
            "column “From”: says something else than the column “EDTF”.",
        ),
        (["Title", "From"], ["A", "29.3.2026 2:30"], "column “From”: 02:30 does not exist on that day"),
    ],
)
def test_what_cannot_be_is_left_out_and_says_why(editor, header, row, reason):
    made = planned(csv_of(header, row), editor)
    assert made.counts == {"create": 0, "change": 0, "same": 0, "skip": 1}
    assert [sentence.startswith(f"Row 2: {reason}") for sentence in reasons(made)] == [True], reasons(made)


def test_venues_of_one_name_are_told_apart_by_their_city(editor, los_angeles, office):
    there, here = (VenueFactory(name_en="Opera", city=city) for city in (los_angeles, office.home_city))
    file = csv_of(
        ["Title", "Venue", "City"], ["A", "Opera", "Berlin"], ["B", "Opera, Los Angeles", ""], ["C", "Opera", ""]
    )
    made = planned(file, editor)
    assert [item.values.get("venue") for item in made.items] == [here.pk, there.pk, None]
    assert reasons(made) == ["Row 4: column “Venue”: There are 2 things called “Opera” here."]


def test_words_of_a_date_that_we_would_write_ourselves_are_none(editor):
    file = csv_of(
        ["Title", "EDTF", "Date"],
        ["A", "2026-10-03", "Saturday, 3 October 2026"],
        ["B", "2026-10", "After the Berlin Art Week"],
    )
    imported(file, editor)
    assert [event.texts.get().date_note for event in Event.objects.order_by("pk")] == ["", "After the Berlin Art Week"]


# Events that are here ------------------------------------------------------------------------------------------------


@pytest.fixture
def event(stage):
    event = EventFactory(
        when="2026-10-03T19:30", venue=stage, time_zone=stage.zone_name, uid=UID.format(1), kind="film"
    )
    EventTextFactory(event=event, title="Concert", summary="Old.")
    return event


def test_what_a_cell_leaves_empty_stays_unless_it_is_to_be_emptied(editor, event):
    file = csv_of(["UID", "Title", "Summary", "Venue"], [UID.format(1), "Concert", "", ""])
    assert told(planned(file, editor)) == [("same", {})]
    assert told(planned(file, editor, empty="clear")) == [("change", {"summary_en": "", "venue": None})]


def test_of_two_columns_for_the_date_the_one_that_was_changed_counts(editor, event):
    header = ["UID", "From", "EDTF"]
    was, edtf = "2026-10-03 19:30", "2026-10-03T19:30:00-07:00"
    assert told(planned(csv_of(header, [UID.format(1), was, edtf]), editor)) == [("same", {})]
    for row in (["2026-10-04 20:00", edtf], [was, "2026-10-04T20:00:00-07:00"]):
        (item,) = planned(csv_of(header, [UID.format(1), *row]), editor).items
        assert item.values == {"span": ["2026-10-04", "2026-10-05T03:00:00+00:00", None, None]}
    made = planned(csv_of(header, [UID.format(1), "2026-10-04 20:00", "2026-10-05"]), editor)
    assert reasons(made) == ["Row 2: column “From”: says something else than the column “EDTF”."]


def test_with_another_clock_the_times_stay_what_they_show(editor, event):
    further_date(event, "2026-10-10T21:00", uid=UID.format(2))
    imported(csv_of(["UID", "Time zone"], [UID.format(1), "Asia/Tokyo"]), editor)
    event.refresh_from_db()
    assert event.span.edtf == "2026-10-03T19:30:00+09:00"
    assert event.dates.get().span.edtf == "2026-10-10T21:00:00+09:00"


def test_rows_of_one_event_are_its_dates(editor):
    header = ["Event UID", "UID", "Title", "From", "Status"]
    rows = [[UID.format(1), UID.format(n), "Talk", f"{n} October 2026", "Scheduled"] for n in (2, 1, 3)]
    rows[2][4] = "Cancelled"
    file = csv_of(["UID of the event", *header[1:]], *rows)
    _run, made = imported(file, editor)
    assert (made.counts["create"], reasons(made)) == (1, [])
    event = Event.objects.get()
    assert (str(event.uid), event.span.edtf, event.status) == (UID.format(1), "2026-10-01", "scheduled")
    assert [(str(date.uid)[-1], date.span.edtf, date.is_cancelled) for date in event.dates.order_by("uid")] == [
        ("2", "2026-10-02", False),
        ("3", "2026-10-03", True),
    ]
    assert told(planned(file, editor)) == [("same", {})]
    moved = csv_of(["UID", "From"], [UID.format(3), "30 October 2026"])
    imported(moved, editor)
    assert str(EventDate.objects.get(uid=UID.format(3)).starts_on) == "2026-10-30"


def test_rows_of_one_event_that_contradict_each_other_are_left_out(editor):
    file = csv_of(
        ["UID of the event", "UID", "Title", "From"],
        [UID.format(1), UID.format(1), "Talk", "1 October 2026"],
        [UID.format(1), UID.format(2), "Walk", "2 October 2026"],
        [UID.format(1), UID.format(2), "Talk", "3 October 2026"],
    )
    made = planned(file, editor)
    assert reasons(made) == ["Row 2: The same date stands twice in the file."]
    made = planned(b"\r\n".join(file.split(b"\r\n")[:3]), editor)
    assert reasons(made) == ["Row 3: Title (English): another row of the same event says otherwise."]


# What tells them apart -----------------------------------------------------------------------------------------------


def test_events_are_matched_by_title_and_day_in_any_language_and_case(editor, event):
    further_date(event, "2026-10-10", uid=UID.format(2))
    EventTextFactory(event=event, language="de", title="Konzert")
    file = csv_of(["Title", "From"], ["KONZERT", "2026-10-03"], ["Concert", "10 Oct 2026"], ["Concert", "11 Oct 2026"])
    made = planned(file, editor, match="title")
    assert [(item.action.value, item.numbers) for item in made.items] == [("change", (2, 3)), ("create", (4,))]


def test_of_two_events_that_a_row_could_be_none_is_chosen(editor, event):
    EventTextFactory(title="Concert", event=EventFactory(when="2026-10-03"))
    made = planned(csv_of(["Title", "From"], ["Concert", "2026-10-03"]), editor)
    assert reasons(made) == ["Row 2: There are 2 events here that it could be."]


def test_events_are_matched_by_the_address_of_their_page(editor, event):
    text = event.texts.get()
    file = csv_of(
        ["Page", "Title"], [f"https://example.org/en/events/{text.slug}/", "Opera"], ["/en/events/other/", "B"]
    )
    made = planned(file, editor)
    assert [(item.action.value, item.event) for item in made.items] == [("change", event), ("create", None)]


@pytest.mark.parametrize("part", ["%00", "a%20b", "%2E%2E", "x" * 161])
def test_what_can_be_no_address_of_a_page_is_nobody_s(editor, event, part):
    file = csv_of(["Page", "Title"], [f"https://example.org/en/events/{part}/", "Opera"])
    assert [record.slug for record in source_of(file).records] == [""]
    assert [(item.action.value, item.event) for item in planned(file, editor).items] == [("create", None)]


def test_every_row_can_be_a_new_event(editor, event):
    file = csv_of(["UID", "Title"], [UID.format(1), "Concert"])
    _run, made = imported(file, editor, match="nothing")
    assert (made.counts["create"], Event.objects.count(), Event.objects.filter(uid=UID.format(1)).count()) == (1, 2, 1)


def test_planning_costs_fifteen_queries_for_one_event_and_for_three(editor):
    header = ["UID", "Title", "From", "Venue", "Participants", "Organisers", "Opening hours"]

    def queries(count):
        for number in range(1, count + 1):
            event = EventFactory(uid=UID.format(number), venue=VenueFactory())
            EventTextFactory(event=event)
            further_date(event, "2026-10-10")
        rows = [[UID.format(n), "Other", "2026-10-04", "", "", "", ""] for n in range(1, count + 1)]
        source = source_of(csv_of(header, *rows))
        with CaptureQueriesContext(connection) as found:
            made = plan(source, editor)
            assert made.counts["change"] == count, reasons(made)
            assert made.digest
        Event.objects.all().delete()
        return len(found)

    queries(1)  # what is remembered of the site is read once
    assert (queries(1), queries(3)) == (15, 15)


def test_hostile_cells_are_text_or_refused(editor):
    nasty = ["=1+1", "\u202eright", "<b>x</b>", "'; DROP TABLE", "😀" * 100, "{{ x }}", "%s %(x)s"]
    _run, made = imported(csv_of(["Title", "Summary"], *[[one, one] for one in nasty]), editor)
    assert made.counts == {"create": len(nasty), "change": 0, "same": 0, "skip": 0}
    assert [
        item.action for item in planned(csv_of(["Title", "From"], *[["A", one] for one in nasty]), editor).items
    ] == [Action.SKIP] * len(nasty)
