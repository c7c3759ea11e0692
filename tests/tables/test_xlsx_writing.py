"""Workbooks: what is in the file, what openpyxl reads of it, and whether LibreOffice opens it."""

import datetime
import decimal
import io
import zipfile
from xml.etree import ElementTree

import openpyxl
import pytest
from django.utils.safestring import mark_safe
from hypothesis import given
from hypothesis import strategies as st

from sistercities.tables import CannotWrite, Sheet, SheetColumn, plain, read_xlsx, safe_sheet_name, write_workbook
from sistercities.tables.sheets import letters
from tests.libreoffice import CSV, converted, needs_libreoffice
from tests.tables.test_cells import TEXT

COLUMNS = (SheetColumn("Title"), SheetColumn("Note", "long"), SheetColumn("Day", "day"), SheetColumn("Price", "money"))
MADE_AT = datetime.datetime(2027, 10, 3, 12, tzinfo=datetime.timezone(datetime.timedelta(hours=2)))


def written(rows, columns=COLUMNS, **options):
    return b"".join(write_workbook([Sheet("Events", columns, rows)], **options))


def opened(content):
    return openpyxl.load_workbook(io.BytesIO(content))


def part(content, name):
    return zipfile.ZipFile(io.BytesIO(content)).read(name).decode()


def test_a_sheet_is_these_bytes():
    content = written([["<A>", " x", datetime.date(2027, 10, 3), decimal.Decimal("12.50")], [None, "", None, 0]])
    assert part(content, "xl/worksheets/sheet1.xml") == (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
        '<sheetViews><sheetView workbookViewId="0">'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
        '<selection pane="bottomLeft" activeCell="A2" sqref="A2"/></sheetView></sheetViews>'
        '<sheetFormatPr defaultRowHeight="15"/><cols>'
        '<col min="1" max="1" width="28" customWidth="1"/><col min="2" max="2" width="60" customWidth="1"/>'
        '<col min="3" max="3" width="12" customWidth="1"/><col min="4" max="4" width="11" customWidth="1"/></cols>'
        '<sheetData><row r="1"><c r="A1" s="1" t="inlineStr"><is><t>Title</t></is></c>'
        '<c r="B1" s="1" t="inlineStr"><is><t>Note</t></is></c><c r="C1" s="1" t="inlineStr"><is><t>Day</t></is></c>'
        '<c r="D1" s="1" t="inlineStr"><is><t>Price</t></is></c></row>'
        '<row r="2"><c r="A2" s="2" t="inlineStr"><is><t>&lt;A&gt;</t></is></c>'
        '<c r="B2" s="3" t="inlineStr"><is><t xml:space="preserve"> x</t></is></c>'
        '<c r="C2" s="4"><v>46663</v></c><c r="D2" s="7"><v>12.50</v></c></row>'
        '<row r="3"><c r="D3" s="7"><v>0</v></c></row></sheetData><autoFilter ref="A1:D3"/>'
        '<pageMargins left="0.4" right="0.4" top="0.5" bottom="0.6" header="0.3" footer="0.3"/>'
        '<pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/>'
        "<headerFooter><oddFooter>&amp;L&amp;A&amp;R&amp;P / &amp;N</oddFooter></headerFooter>"
        '<ignoredErrors><ignoredError sqref="A1:D3" numberStoredAsText="1"/></ignoredErrors></worksheet>'
    )


def test_the_same_rows_give_the_same_bytes_and_every_part_is_well_formed():
    content = written([["a", "b"]] * 3, title="List", language="en")
    assert content == written([["a", "b"]] * 3, title="List", language="en")
    archive = zipfile.ZipFile(io.BytesIO(content))
    assert archive.testzip() is None
    assert archive.namelist() == [
        *("[Content_Types].xml", "_rels/.rels", "docProps/core.xml", "docProps/app.xml", "xl/styles.xml"),
        *("xl/_rels/workbook.xml.rels", "xl/worksheets/sheet1.xml", "xl/workbook.xml"),
    ]
    for name in archive.namelist():
        ElementTree.fromstring(archive.read(name))


def test_openpyxl_reads_every_kind_of_value_as_what_it_is():
    day, moment = datetime.date(2027, 10, 3), datetime.datetime(2027, 10, 3, 19, 30)
    exact = datetime.datetime(2027, 10, 3, 23, 59, 59)
    values = [
        "=1+1",
        day,
        moment,
        exact,
        True,
        False,
        0,
        -7,
        2.5,
        decimal.Decimal("12.5"),
        mark_safe("<i>"),
        None,
        "http://x",
    ]
    sheet = opened(written([values], tuple(SheetColumn(str(number)) for number in range(len(values))))).active
    cells = [sheet.cell(2, column + 1) for column in range(len(values))]
    assert [cell.value for cell in cells] == [
        *(
            "=1+1",
            datetime.datetime(2027, 10, 3),
            moment,
            exact,
            True,
            False,
            0,
            -7,
            2.5,
            12.5,
            "<i>",
            None,
            "http://x",
        ),
    ]
    assert "".join(cell.data_type for cell in cells) == "sdddbbnnnnsns"
    assert [cell.number_format for cell in cells[:4]] == [
        *("@", r"yyyy\-mm\-dd", r"yyyy\-mm\-dd\ hh:mm", r"yyyy\-mm\-dd\ hh:mm:ss"),
    ]
    assert all(cell.hyperlink is None for cell in cells)


def test_the_header_stays_in_sight_filters_and_repeats_on_paper():
    book = opened(written([["a"]] * 4))
    sheet = book["Events"]
    assert (sheet.freeze_panes, sheet.auto_filter.ref, sheet.print_title_rows) == ("A2", "A1:D5", "$1:$1")
    assert sheet["A1"].font.b
    assert [sheet.column_dimensions[name].width for name in "ABCD"] == [28, 60, 12, 11]
    assert sheet["B2"].alignment.wrap_text is None


def test_a_sheet_without_arrows_and_header_has_neither():
    content = b"".join(write_workbook([Sheet("Totals", COLUMNS[:1], [["a"]], freeze=False, filter=False)]))
    sheet = opened(content).active
    assert (sheet.freeze_panes, sheet.auto_filter.ref, sheet.print_title_rows) == (None, None, None)
    assert "definedNames" not in part(content, "xl/workbook.xml")


def test_title_language_author_and_moment_are_properties():
    properties = opened(written([], title="R&D <list>", language="de", author="Büro", created_at=MADE_AT)).properties
    assert (properties.title, properties.language, properties.creator) == ("R&D <list>", "de", "Büro")
    assert properties.created == properties.modified == datetime.datetime(2027, 10, 3, 10)
    assert "dcterms:created" not in part(written([]), "docProps/core.xml")


def test_a_later_sheet_tells_what_an_earlier_one_gave():
    seen = []

    def rows():
        for number in range(5):
            seen.append(number)
            yield [str(number)]

    sheets = [Sheet("A & B's", COLUMNS, rows()), Sheet("Totals", COLUMNS, ([len(seen)] for _ in range(1)))]
    book = opened(b"".join(write_workbook(sheets)))
    assert book.sheetnames == ["A & B's", "Totals"]
    assert book["Totals"]["A2"].value == 5
    assert book["A & B's"].print_title_rows == "$1:$1"


@given(st.lists(st.tuples(TEXT, TEXT), max_size=5))
def test_any_text_comes_back(rows):
    table = read_xlsx(written(rows, COLUMNS[:2]))
    cells = [tuple(cell or "" for cell in row.cells) for row in table.rows]
    assert cells == [tuple(map(plain, row)) for row in rows if any(map(plain, row))]
    assert table.problems == []


def test_what_looks_like_an_escaped_character_is_text():
    rows = [["_x000D_"], ["_x005F_x000D_"], ["_x000D_x000D_"], ["_x00"], ["a\r\nb"], ["¦ ¦"]]
    content = written(rows)
    assert "<t>_x005F_x000D_</t>" in part(content, "xl/worksheets/sheet1.xml")
    assert [row.cells[0] for row in read_xlsx(content).rows] == [
        *("_x000D_", "_x005F_x000D_", "_x000D_x000D_", "_x00", "a\nb", "¦ ¦"),
    ]


def test_numbers_longer_than_a_double_are_text_and_keep_their_digits():
    values = [
        10**15 - 1,
        10**15,
        1234567890123456789,
        decimal.Decimal("0.1234567890123456789"),
        decimal.Decimal("1E+3"),
    ]
    sheet = opened(written([[value] for value in values])).active
    assert [sheet.cell(row, 1).value for row in range(2, 7)] == [
        *(10**15 - 1, 10**15, "1234567890123456789", "0.1234567890123456789", 1000),
    ]


def test_days_before_the_calendar_of_spreadsheets_are_text():
    rows = [[datetime.date(1900, 3, 1)], [datetime.date(1900, 2, 28)], [datetime.datetime(1237, 10, 28, 9, 5)]]
    assert [row.cells[0] for row in read_xlsx(written(rows)).rows] == [
        *(datetime.date(1900, 3, 1), "1900-02-28", "1237-10-28 09:05"),
    ]


def test_texts_are_never_cut():
    longest = "😀" * 16_383 + "x"
    assert read_xlsx(written([[longest]])).rows[0].cells[0] == longest
    with pytest.raises(CannotWrite, match="at most 32767 characters, row 3"):
        written([["x"], [longest + "x"]])


def test_more_rows_than_a_sheet_has_are_refused():
    pieces = write_workbook([Sheet("Events", COLUMNS[:1], (() for _ in range(1_048_576)))])
    with pytest.raises(CannotWrite, match="at most 1048576 rows"):
        for _ in pieces:
            pass


@pytest.mark.parametrize(
    "value", [float("nan"), decimal.Decimal("Infinity"), MADE_AT, datetime.time(1), object(), b"x", ["a"]]
)
def test_what_no_cell_can_say_is_refused(value):
    with pytest.raises(CannotWrite):
        written([[value]])


def test_a_row_with_more_cells_than_columns_is_refused():
    with pytest.raises(CannotWrite, match="Row 2 has 5 cells for 4 columns"):
        written([["a"] * 5])


@pytest.mark.parametrize("name", ["", "a" * 32, "😀" * 16, "a/b", "a:b", "[a]", "'a", "a'", "History", "a\nb"])
def test_names_that_spreadsheets_refuse_are_refused(name):
    with pytest.raises(CannotWrite):
        write_workbook([Sheet(name, COLUMNS, [])])


def test_two_sheets_of_one_name_no_sheet_and_unknown_kinds_are_refused():
    for sheets in (
        [Sheet("a", COLUMNS, []), Sheet("A", COLUMNS, [])],
        [],
        [Sheet("a", (), [])],
        [Sheet("a", (SheetColumn("x", "formula"),), [])],
    ):
        with pytest.raises(CannotWrite):
            write_workbook(sheets)


@pytest.mark.parametrize(
    ("text", "taken", "name"),
    [
        ("Berlin / Los Angeles: 50 years [draft]", (), "Berlin Los Angeles 50 years dra"),
        ("'quoted'", (), "quoted"),
        ("", (), "–"),
        ("HISTORY", (), "HISTORY 1"),
        ("events", ("Events", "events 2"), "events 3"),
        ("😀" * 20, ("😀" * 15,), "😀" * 14 + " 2"),
    ],
)
def test_a_safe_name_is_as_near_to_the_text_as_the_rules_allow(text, taken, name):
    assert safe_sheet_name(text, taken) == name
    write_workbook([Sheet(name, COLUMNS, [])])


def test_columns_are_named_like_those_of_a_spreadsheet():
    assert [letters(position) for position in (0, 25, 26, 701, 702, 16_383)] == ["A", "Z", "AA", "ZZ", "AAA", "XFD"]


def test_pieces_are_small_and_rows_are_read_while_they_are_written():
    read = []

    def rows():
        for number in range(20_000):
            read.append(number)
            yield [f"text {number * 7919 % 10_007}", None, None, number]

    pieces = write_workbook([Sheet("Events", COLUMNS, rows())])
    next(pieces)
    assert len(read) < 20_000
    assert max(len(piece) for piece in pieces) < 200_000


@needs_libreoffice
def test_libreoffice_opens_it_and_reads_the_same(tmp_path):
    rows = [
        ["=1+1", "two\nlines", datetime.date(2027, 10, 3), decimal.Decimal("12.50")],
        ["+49", "_x000D_ & <b> 'x'", datetime.datetime(2027, 10, 3, 19, 30), -1],
    ]
    assert converted(written(rows, title="List", language="en"), "list.xlsx", CSV, tmp_path) == (
        "Title,Note,Day,Price\n=1+1,\"two\nlines\",2027-10-03,12.50\n+49,_x000D_ & <b> 'x',2027-10-03 19:30,-1.00\n"
    )
