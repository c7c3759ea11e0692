"""Lists of ours that somebody opened in a spreadsheet and saved: they say the same in another way."""

import csv
import datetime
import io
import re

import openpyxl
import pytest

from events.exports.layout import Layout
from events.importing.planning import Action
from events.models import Event
from tests.events.importing.files import csv_of, exported, planned
from tests.factories import EventFactory, EventTextFactory, VenueFactory, further_date

pytestmark = [pytest.mark.django_db]

COLUMNS = (
    *("title", "kind", "status", "date", "from", "to", "edtf", "time_zone", "time", "earliest", "is_run", "venue"),
    *("is_free", "price", "currency", "uid", "event_uid"),
)
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)( \d\d:\d\d)?")


def saved_by_excel(content, separator, day, yes_and_no):
    """The file as Excel in that country saves it: Windows' own encoding, days and yes and no in its own words."""
    rows = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=separator)

    def shown(text):
        if match := _DAY.fullmatch(text):
            return day.format(year=match[1], month=int(match[2]), day=int(match[3])) + (match[4] or "")
        text = yes_and_no.get(text, text)
        return text.replace(".", ",").removesuffix("0") if re.fullmatch(r"\d+\.\d\d", text) else text

    file = io.StringIO(newline="")
    csv.writer(file, delimiter=";").writerows([shown(text) for text in row] for row in rows)
    return file.getvalue().encode("cp1252")


@pytest.fixture
def _everything_that_can_be_known_of_a_date(office):
    hall = VenueFactory(name_en="The Hall", name_de="Die Halle", city=office.home_city)
    for when in (
        *("2026-10-03T19:30/2026-10-03T22:00", "2026-10-04", "2026-10-05/2026-10-08", "2026-21", "2027", ""),
        "2026-11-20/2026-12",
    ):
        event = EventFactory(when=when, venue=hall, price="12.50", currency="EUR")
        EventTextFactory(event=event, title=f"Übung {when}")
    further_date(event, "2026-11-21")
    # Nobody has said yet by which clock.
    unknown = EventFactory(when="2026-10-03T10:00", time_zone="UTC")
    Event.objects.filter(pk=unknown.pk).update(time_zone="")
    EventTextFactory(event=unknown, title="Somewhere")


@pytest.mark.usefixtures("_everything_that_can_be_known_of_a_date")
@pytest.mark.parametrize(
    ("language", "day", "yes_and_no", "order"),
    [
        ("de", "{day:02d}.{month:02d}.{year}", {"true": "WAHR", "false": "FALSCH"}, ""),
        ("en", "{month}/{day}/{year}", {"true": "TRUE", "false": "FALSE"}, "mdy"),
    ],
)
def test_a_list_that_excel_has_saved_changes_nothing(editor, language, day, yes_and_no, order):
    layout = Layout(columns=COLUMNS, languages=(language,))
    file = saved_by_excel(exported(layout), layout.cell_separator, day, yes_and_no)
    made = planned(file, editor, day_order=order)
    assert [(item.name, item.reasons or item.values) for item in made.items if item.action != Action.SAME] == []
    assert len(made.items) == 8


@pytest.mark.usefixtures("_everything_that_can_be_known_of_a_date")
def test_a_day_that_somebody_changed_in_it_is_read(editor):
    layout = Layout(columns=("title", "from", "edtf", "time_zone", "uid"), languages=("de",))
    file = saved_by_excel(exported(layout), ";", "{day:02d}.{month:02d}.{year}", {})
    made = planned(file.replace(b";04.10.2026;04.10.2026;", b";06.10.2026;06.10.2026;"), editor)
    (item,) = made.of(Action.CHANGE)
    assert item.values == {"span": ["2026-10-06", None, None, None]}
    (item,) = planned(file.replace(b";04.10.2026;04.10.2026;", b";;Okt 26;"), editor).of(Action.SKIP)
    assert [reason.partition(": ")[2] for reason in item.reasons] == ["column “EDTF”: “Okt 26” is no EDTF date."]


def workbook(*rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def spans(made):
    return [item.values["span"] for item in made.items]


def test_days_with_midnight_beside_all_of_them_are_days(editor, office):
    fifth, sixth = datetime.datetime(2026, 6, 5), datetime.datetime(2026, 6, 6)
    assert spans(planned(workbook(["Titel", "Beginn"], ["A", fifth], ["B", sixth]), editor)) == [
        ["2026-06-05", None, None, None],
        ["2026-06-06", None, None, None],
    ]
    late = datetime.datetime(2026, 6, 7, 19, 30)
    assert spans(planned(workbook(["Titel", "Beginn"], ["A", fifth], ["B", late]), editor)) == [
        ["2026-06-05", "2026-06-04T22:00:00+00:00", None, None],
        ["2026-06-07", "2026-06-07T17:30:00+00:00", None, None],
    ]


@pytest.mark.parametrize(
    ("cell", "price", "currency"),
    [
        ("12,50 €", "12.50", "EUR"),
        ("€ 12.50", "12.50", "EUR"),
        ("1.200 Euro", "1200.00", "EUR"),
        ("15 CHF", "15.00", "CHF"),
        ("£8", "8.00", "GBP"),
    ],
)
def test_a_price_brings_its_currency(editor, office, cell, price, currency):
    (item,) = planned(csv_of(["Title", "Price"], ["A", cell]), editor).items
    assert (item.values["price"], item.values["currency"], item.reasons) == (price, currency, [])


@pytest.mark.parametrize("cell", ["$12", "12 apples", "12 € or 15 €"])
def test_a_price_that_says_more_is_left_to_people(editor, office, cell):
    (item,) = planned(csv_of(["Title", "Price"], ["A", cell]), editor).items
    assert item.reasons == [f"Row 2: column “Price”: “{cell}” is no number such as 12 or 12.50."]


def test_a_formula_matters_only_in_a_column_that_is_read(editor, office):
    file = workbook(
        ["Title", "From", "Seats", "Sum"],
        ["A", datetime.date(2026, 6, 5), 12, "=C2*2"],
        ["B", "=B2+1", 9, "=C3*2"],
    )
    assert [(item.name, item.action, item.reasons) for item in planned(file, editor).items] == [
        ("", Action.SKIP, ["Row 3, column “From”: holds a formula. Please paste its value in the place."]),
        ("A", Action.CREATE, []),
    ]


def test_a_formula_that_might_say_that_a_row_is_gone_matters(editor, office):
    made = planned(workbook(["Title", "From", "Change"], ["A", datetime.date(2026, 6, 5), '="gone"']), editor)
    assert [item.reasons for item in made.items] == [
        ["Row 2, column “Change”: holds a formula. Please paste its value in the place."]
    ]


@pytest.fixture(params=["+02:00", "+01:00"])
def doubled_hour(request, office):
    """An event at 02:30 in the night in which that comes twice, and the moment at which it begins."""
    moment = datetime.datetime.fromisoformat(f"2026-10-25T02:30:00{request.param}")
    event = EventFactory(when=moment.isoformat(), time_zone="Europe/Berlin")
    EventTextFactory(event=event, title="Long night")
    return moment


@pytest.mark.parametrize("columns", [("title", "from", "edtf", "uid"), ("title", "from", "uid")])
def test_an_hour_that_comes_twice_is_told_by_what_is_stored_or_stands_beside_it(editor, doubled_hour, columns):
    layout = Layout(columns=columns, languages=("de",))
    file = saved_by_excel(exported(layout), ";", "{day:02d}.{month:02d}.{year}", {})
    assert b";25.10.2026 02:30;" in file
    assert planned(file, editor).counts["same"] == 1
    Event.objects.all().delete()
    (item,) = planned(file, editor).items
    if "edtf" in columns:
        starts_at = doubled_hour.astimezone(datetime.UTC).isoformat()
        assert (item.reasons, item.values["span"]) == ([], ["2026-10-25", starts_at, None, None])
    else:
        assert "comes twice on that day" in item.reasons[0]


def test_the_other_one_of_two_hours_is_a_change(editor, doubled_hour):
    layout = Layout(columns=("title", "from", "edtf", "uid"), languages=("de",))
    file = saved_by_excel(exported(layout), ";", "{day:02d}.{month:02d}.{year}", {}).decode("cp1252")
    offset = f"{doubled_hour:%z}"
    other = {"+0200": "+01:00", "+0100": "+02:00"}[offset]
    file = file.replace(f"{offset[:3]}:00", other)
    (item,) = planned(file.encode(), editor).of(Action.CHANGE)
    moved = datetime.datetime.fromisoformat(f"2026-10-25T02:30:00{other}").astimezone(datetime.UTC)
    assert item.values == {"span": ["2026-10-25", moved.isoformat(), None, None]}
