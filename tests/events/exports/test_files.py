"""Lists as workbooks, calendars and JSON, read by programs that are not ours."""

import datetime
import io
import json
from pathlib import Path

import icalendar
import jsonschema
import openpyxl
import pytest
from django.conf import settings

from events.exports.column_table import COLUMNS
from events.exports.selection import Selection
from events.exports.workbook_file import TooManyRows, check_workbook
from events.models import Participant
from sistercities.tables.sheets import LAST_ROW
from tests.events.exports.lists import export, file_of
from tests.events.exports.test_rows import event
from tests.factories import EventFactory, EventTextFactory, PersonFactory, VenueFactory, further_date

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]
SCHEMA = json.loads((Path(settings.BASE_DIR) / "docs" / "exports.schema.json").read_text())


def workbook(*arguments, **keywords):
    content = file_of(*arguments, file_format="xlsx", **keywords)
    return openpyxl.load_workbook(io.BytesIO(content))


def rows(sheet):
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


# Workbooks ------------------------------------------------------------------------------------------------------------


def test_a_workbook_has_typed_cells_and_no_formula():
    event("=1+1", "2017-10-06T19:30", price="12.50", currency="EUR", is_free=False)
    event("Fuzzy", "2017-10", is_free=True)
    event("All day", "2017-10-07", price="7.00", currency="EUR")
    columns = ("title", "from", "to", "price", "is_free", "date")
    sheet = workbook(columns=columns)["Events"]
    assert rows(sheet) == [
        ["Title", "From", "To", "Price", "Free", "Date"],
        ["Fuzzy", None, None, None, True, "October 2017"],
        ["=1+1", datetime.datetime(2017, 10, 6, 19, 30), None, 12.5, False, "Friday, 6 October 2017"],
        ["All day", datetime.datetime(2017, 10, 7), None, 7, False, "Saturday, 7 October 2017"],
    ]
    assert [cell.data_type for cell in sheet[3]] == ["s", "d", "n", "n", "b", "s"]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:F4")


def test_the_second_sheet_says_what_the_list_is():
    event("Talk", kind="talk")
    event("Film", kind="film", status="cancelled")
    chosen = Selection(first=datetime.date(2017, 10, 1), last=datetime.date(2017, 10, 31), kinds=("talk", "film"))
    book = workbook(chosen, columns=("title",))
    assert book.sheetnames == ["Events", "About this list"]
    assert rows(book["About this list"]) == [
        ["About this list", ""],
        ["From", "1 October 2017"],
        ["Until", "31 October 2017"],
        ["Kind", "Talk, Film"],
        ["Public state", "Public now"],
        ["First day", datetime.datetime(2017, 10, 1)],
        ["Last day", datetime.datetime(2017, 10, 31)],
        ["Made", datetime.datetime(2017, 9, 1, 14)],
        ["Time zone", "Europe/Berlin"],
        ["Times by the clock", "of the event"],
        ["Rows", 2],
        ["Kind: Film", 1],
        ["Kind: Talk", 1],
        ["Status: Scheduled", 1],
        ["Status: Cancelled", 1],
    ]


def test_a_german_workbook_is_german():
    event("Talk", kind="talk")
    book = workbook(columns=("title", "status"), languages=("de",))
    assert book.sheetnames == ["Termine", "Über diese Liste"]
    assert rows(book["Termine"]) == [["Titel", "Status"], ["Talk", "Geplant"]]


def test_more_rows_than_a_sheet_has_are_refused_before_the_first_byte():
    check_workbook(LAST_ROW - 1)
    with pytest.raises(TooManyRows) as error:
        check_workbook(LAST_ROW)
    assert str(error.value) == "A workbook holds at most 1048575 rows. Choose a shorter period, or CSV."


# Calendars ------------------------------------------------------------------------------------------------------------


def entries(*arguments, **keywords):
    content = file_of(*arguments, file_format="ics", **keywords)
    return icalendar.Calendar.from_ical(content).walk("VEVENT")


def test_a_calendar_has_each_date_by_the_clock_of_its_place(los_angeles):
    hall = VenueFactory(name_en="The Hall", city=los_angeles, street_address="1 Main St")
    made = event(
        "Concert, late",
        "2017-10-06T19:30/2017-10-06T22:00",
        prepare=lambda made: further_date(made, "2017-10-08", is_cancelled=True),
        time_zone="America/Los_Angeles",
        venue=hall,
    )
    first, second = entries()
    assert (str(first["UID"]), str(first["SUMMARY"])) == (str(made.uid), "Concert, late")
    assert first["DTSTART"].params["TZID"] == "America/Los_Angeles"
    assert first["DTSTART"].dt.astimezone(datetime.UTC) == datetime.datetime(2017, 10, 7, 2, 30, tzinfo=datetime.UTC)
    assert first["DTEND"].dt - first["DTSTART"].dt == datetime.timedelta(minutes=150)
    assert str(first["LOCATION"]) == "The Hall, 1 Main St, Los Angeles"
    assert (str(first["STATUS"]), str(second["STATUS"])) == ("CONFIRMED", "CANCELLED")
    assert second["DTSTART"].dt == datetime.date(2017, 10, 8)
    assert str(second["SUMMARY"]) == "Cancelled: Concert, late"


def test_what_has_no_day_is_in_a_calendar_only_if_it_is_wanted_and_then_tentative():
    event("In October", "2017-10")
    event("Some day", "", is_date_to_follow=True)
    assert entries() == []
    (entry,) = entries(fuzzy=True)
    assert (entry["DTSTART"].dt, entry["DTEND"].dt) == (datetime.date(2017, 10, 1), datetime.date(2017, 11, 1))
    assert (str(entry["STATUS"]), str(entry["TRANSP"])) == ("TENTATIVE", "TRANSPARENT")


def test_a_manuscript_in_a_calendar_has_no_address():
    EventTextFactory(event=EventFactory(when="2017-10-06"), title="Draft", summary="Not yet.")
    (entry,) = entries(Selection(state="draft"))
    assert (str(entry["SUMMARY"]), str(entry["DESCRIPTION"]), "URL" in entry) == ("Draft", "Not yet.", False)


# JSON -----------------------------------------------------------------------------------------------------------------


def test_json_says_what_is_known_for_programs(los_angeles):
    def prepare(made):
        person = PersonFactory(name="Ada")
        Participant.objects.create(event=made, person=person, function="speaker", role_title_en="Mayor")

    made = event("Talk “A”", "2017-10-06T19:30", prepare=prepare, kind="talk", price="12.50", currency="EUR")
    columns = ("title", "kind", "status", "from", "to", "precision", "price", "is_free", "participants", "uid")
    content = json.loads(file_of(Selection(kinds=("talk",)), columns=columns, file_format="json"))
    assert content["events"] == [
        {
            "title": "Talk “A”",
            "kind": "talk",
            "status": "scheduled",
            "from": "2017-10-06T19:30:00+02:00",
            "to": None,
            "precision": "time",
            "price": "12.50",
            "is_free": False,
            "participants": [{"name": "Ada", "function": "speaker", "role": "Mayor"}],
            "uid": str(made.uid),
        }
    ]
    del content["events"], content["columns"]
    assert content == {
        "title": "Events",
        "made_at": "2017-09-01T12:00:00+00:00",
        "languages": ["en"],
        "clock": "event",
        "selection": {"kinds": ["talk"], "state": "public"},
        "selection_in_words": "Kind: Talk; Public state: Public now",
        "count": 1,
    }


@pytest.mark.parametrize("layout", [{}, {"languages": ("de", "en"), "clock": "both"}])
@pytest.mark.parametrize("state", ["public", "any"])
def test_json_of_every_column_fits_the_schema(los_angeles, layout, state):
    for when in ("2017-10-06T19:30/2017-10-06T22:00", "2017-10-06", "2017-10", "2017-10-04/2017-11", ""):
        event("Event", when, ("en", "de"), is_date_to_follow=not when, venue=VenueFactory(city=los_angeles))
    EventTextFactory(event=EventFactory(when="2017"), title="Draft")
    content = json.loads(file_of(Selection(state=state), tuple(COLUMNS), file_format="json", **layout))
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    jsonschema.Draft202012Validator(SCHEMA).validate(content)
    assert content["count"] == len(content["events"]) == (6 if state == "any" else 5)


def test_the_schema_refuses_an_invented_day_and_an_unknown_column():
    event("Event", "2017-10")
    content = json.loads(file_of(columns=("from",), file_format="json"))
    validator = jsonschema.Draft202012Validator(SCHEMA)
    assert validator.is_valid(content)
    for wrong in ({"from": "2017-10"}, {"from": ""}, {"frm": None}):
        assert not validator.is_valid({**content, "events": [wrong]})


def test_an_empty_list_is_a_file_of_its_kind():
    assert json.loads(file_of(file_format="json"))["events"] == []
    assert entries() == []
    assert rows(workbook(columns=("title",))["Events"]) == [["Title"]]


def test_the_file_is_named_after_the_day_in_the_home_city():
    late = datetime.datetime(2017, 9, 30, 22, 30, tzinfo=datetime.UTC)
    names = [export(at=late, file_format=key, languages=("de",)).filename for key in ("csv", "xlsx", "ics", "json")]
    assert names == [f"veranstaltungen-2017-10-01.{ending}" for ending in ("csv", "xlsx", "ics", "json")]


def test_a_list_that_nobody_reads_on_closes_what_it_reads():
    event("Talk")
    for key in ("csv", "xlsx", "ics", "json"):
        pieces = export(file_format=key).pieces()
        assert next(pieces)
        pieces.close()
    assert file_of(columns=("title",)).endswith(b"Talk\r\n")
