"""Workbooks that people and attackers upload."""

import datetime
import io
import time
import zipfile

import openpyxl
import pytest

from sistercities.tables import Limits, Problem, Row, Sheet, SheetColumn, Unreadable, read_xlsx, write_workbook

DAMAGED = "The workbook is damaged. Please open it in a spreadsheet and save it anew."
NO_WORKBOOK = "This is no workbook, or a damaged one. Please save the table as CSV or XLSX."


def workbook(*rows, **sheets):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for name, row in sheets.items():
        book.create_sheet(name).append(row)
    return saved(book)


def saved(book):
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def forged(content, part, replace=None, *, text=None, method=zipfile.ZIP_DEFLATED):
    """The workbook with one of its parts changed, or replaced by `text`."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as archive, zipfile.ZipFile(file, "w", method) as copy:
        for name in archive.namelist():
            old = archive.read(name).decode()
            copy.writestr(name, (old.replace(*replace) if replace else text) if name == part else old)
    return file.getvalue()


def with_member(content, name, data):
    """The workbook with that member, in the place of one of that name where there is one."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as archive, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as copy:
        for other in archive.namelist():
            if other != name:
                copy.writestr(other, archive.read(other))
        copy.writestr(name, data)
    return file.getvalue()


def ours(*rows, columns=3):
    titles = tuple(SheetColumn(f"c{number}") for number in range(1, columns + 1))
    return b"".join(write_workbook([Sheet("Events", titles, rows)]))


SHEET = "xl/worksheets/sheet1.xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def test_values_come_back_with_their_types():
    book = openpyxl.Workbook()
    book.active.append(["Text", None, 7])
    book.active.append(["a", 1, 2.5])
    book.active.append([datetime.date(2027, 10, 3), datetime.datetime(2027, 10, 3, 19, 30), datetime.time(19, 30)])
    book.active.append([True, 3.0, datetime.datetime(2027, 10, 3)])
    book.active["C4"].number_format = "d. mmmm yyyy"
    book.active.append(["midnight", datetime.datetime(2027, 10, 3), "http://x"])
    book.active["B5"].number_format = "dd/mm/yyyy hh:mm"
    table = read_xlsx(saved(book))
    assert table.header == ("Text", "", "7")
    assert table.rows == [
        Row(2, ("a", 1, 2.5)),
        Row(3, (datetime.date(2027, 10, 3), datetime.datetime(2027, 10, 3, 19, 30), datetime.time(19, 30))),
        Row(4, (True, 3, datetime.date(2027, 10, 3))),
        Row(5, ("midnight", datetime.datetime(2027, 10, 3), "http://x")),
    ]
    assert repr(table.rows[2].cells[1]) == "3"


def test_days_of_old_macintosh_workbooks_are_right():
    book = openpyxl.Workbook()
    book.epoch = openpyxl.utils.datetime.MAC_EPOCH
    book.active.append(["Day"])
    book.active.append([datetime.date(2027, 10, 3)])
    assert read_xlsx(saved(book)).rows == [Row(2, (datetime.date(2027, 10, 3),))]


def test_a_row_that_cannot_be_read_says_why_and_keeps_no_other_from_being_read():
    book = openpyxl.Workbook()
    for row in (
        ["Title", "Note"],
        ["=1+1", "x"],
        ["a", "#REF!"],
        [datetime.timedelta(hours=30)],
        ["ok"],
    ):
        book.active.append(row)
    rows, problems = read_xlsx(saved(book)).read({0, 1})
    assert rows == [Row(5, ("ok", None))]
    assert [str(problem) for problem in problems] == [
        "Row 2, column “Title”: holds a formula. Please paste its value in the place.",
        "Row 3, column “Note”: holds an error.",
        "Row 4, column “Title”: holds a duration, not a day or a time.",
    ]
    assert read_xlsx(forged(ours(["a"]), SHEET, ("<t>a</t>", "<t>a_x0007_</t>"))).read({0}) == (
        [],
        [Problem(2, "c1", "holds the invisible character U+0007, which no text may hold.")],
    )


def test_what_stands_below_no_title_is_a_column_without_one():
    table = read_xlsx(workbook(["Title", "Date"], ["a"], ["b", None, "a remark"], ["c", None, None, "another"]))
    assert table.header == ("Title", "Date", "", "")
    assert [row.cells for row in table.rows] == [
        ("a", None, None, None),
        ("b", None, "a remark", None),
        ("c", None, None, "another"),
    ]


def test_a_heading_above_the_header_is_not_it():
    book = openpyxl.load_workbook(io.BytesIO(workbook(["Events in 2027"], [], ["Title", "Date"], ["a", 2027])))
    book.active.merge_cells("A1:B1")
    table = read_xlsx(saved(book))
    assert (table.header, table.rows) == (("Title", "Date"), [Row(4, ("a", 2027))])
    # A list of one column has no heading.
    assert read_xlsx(workbook(["Title"], ["a"], ["b"])).rows == [Row(2, ("a",)), Row(3, ("b",))]


def test_the_first_sheet_that_can_be_seen_is_read_or_the_one_that_is_named():
    book = openpyxl.load_workbook(io.BytesIO(workbook(["hidden"], Events=["Title"], Other=["Note"])))
    book.worksheets[0].sheet_state = "hidden"
    content = saved(book)
    assert (read_xlsx(content).header, read_xlsx(content).sheets) == (("Title",), ("Events", "Other"))
    assert read_xlsx(content, sheet="Other").header == ("Note",)
    with pytest.raises(Unreadable, match=r"The workbook has no such sheet\."):
        read_xlsx(content, sheet="Sheet")


def test_what_the_file_says_about_its_size_is_not_believed():
    content = forged(workbook(["a"], ["b"], ["c"]), SHEET, ('<dimension ref="A1:A3" />', '<dimension ref="A1:A2" />'))
    assert [row.cells for row in read_xlsx(content).rows] == [("b",), ("c",)]


def test_empty_rows_count_and_cost_nothing():
    content = forged(ours(["a"], ["b"]), SHEET, ('<row r="3"><c r="A3"', '<row r="1048576"><c r="A1048576"'))
    assert read_xlsx(content).rows == [Row(2, ("a", None, None)), Row(1_048_576, ("b", None, None))]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", NO_WORKBOOK),
        (b"Title;Note\n", NO_WORKBOOK),
        (ours(["a"])[:-30], NO_WORKBOOK),
        (ours(["a"])[:200] + bytes(200) + ours(["a"])[400:], NO_WORKBOOK),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
            "This is an old Excel file, or one with a password. Please save it as “XLSX” without a password.",
        ),
        (b"PK\x05\x06" + bytes(18), "This is no workbook. Please save the table as CSV or XLSX."),
        (forged(ours(["a"]), SHEET, text="<worksheet>"), DAMAGED),
        (forged(ours(["a"]), SHEET, ('r="A2"', 'r="A2B"')), DAMAGED),
        (forged(ours(["a"]), "xl/workbook.xml", text="<workbook/>"), "The workbook has no such sheet."),
        (forged(ours([1]), SHEET, ("<v>1</v>", f"<v>{'9' * 5000}</v>")), DAMAGED),
        (
            forged(ours(["a"]), SHEET, ('t="inlineStr"', 't="s"')),
            "The file is empty. The first row should name the columns.",
        ),
        (
            forged(ours(["a"]), SHEET, ('<row r="2">', '<row r="99999999999">')),
            "The sheet is too large. Please delete empty rows and columns at its end.",
        ),
        (ours(["a"] * 101, columns=101), "Row 1 has more than 100 columns."),
        (forged(ours(["a"]), SHEET, ('r="A2"', 'r="ZZ2"')), "Row 2 has more than 100 columns."),
        (ours(*[["a"]] * 5001), "The file has more than 5000 rows. Please divide it."),
        (bytes(5 * 1024**2 + 1), "The file is larger than 5.0\xa0MB."),
        (
            forged(ours(["a"]), SHEET, ("<t>a</t>", f"<t>{'a' * 50 * 1024**2}</t>")),
            "The workbook holds too much: more than sheets with a list need.",
        ),
        (
            forged(ours(["a"]), SHEET, method=zipfile.ZIP_BZIP2, text="x"),
            "The workbook has a password. Please save it without one.",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else f"{len(value)} bytes",
)
def test_a_file_that_cannot_be_read_is_refused_with_a_sentence(content, sentence):
    with pytest.raises(Unreadable) as refused:
        read_xlsx(content)
    assert str(refused.value) == sentence


@pytest.mark.parametrize(
    "part", [SHEET, "xl/workbook.xml", "[Content_Types].xml", "docProps/core.xml", "xl/styles.xml"]
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused_in_every_part_before_one_grows(part, encoding):
    entities = f'<!ENTITY a "ha"><!ENTITY b "{"&a;" * 50}">'
    bomb = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE x [{entities}]><x>&b;</x>'
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(ours(["a"]))) as archive, zipfile.ZipFile(file, "w") as copy:
        for name in archive.namelist():
            copy.writestr(name, bomb.encode(encoding) if name == part else archive.read(name))
    with pytest.raises(Unreadable, match="declares things that no spreadsheet writes"):
        read_xlsx(file.getvalue())


def test_external_documents_are_not_opened(tmp_path):
    (tmp_path / "secret").write_text("secret")
    page = f'<!DOCTYPE x [<!ENTITY e SYSTEM "file://{tmp_path}/secret">]><x>&e;</x>'
    with pytest.raises(Unreadable, match="declares things"):
        read_xlsx(forged(ours(["a"]), SHEET, text=page))


def test_members_are_counted():
    file = io.BytesIO(ours(["a"]))
    with zipfile.ZipFile(file, "a") as archive:
        for number in range(500):
            archive.writestr(f"x/{number}", "")
    with pytest.raises(Unreadable, match="holds too much"):
        read_xlsx(file.getvalue())


@pytest.mark.parametrize(
    ("part", "replace"),
    [
        (SHEET, ("</sheetData>", f"{'<x/>' * 1_500_000}</sheetData>")),
        ("xl/styles.xml", ("</cellXfs>", f"{'<xf/>' * 100_000}</cellXfs>")),
        ("xl/workbook.xml", ("</sheets>", f"{'<sheet/>' * 500}</sheets>")),
        (SHEET, ("</sheetData>", f"</sheetData><mergeCells>{'<mergeCell/>' * 100_000}</mergeCells>")),
        (SHEET, ("</sheetData>", f"</sheetData><x:hyperlinks>{'<x:hyperlink/>' * 100_000}</x:hyperlinks>")),
    ],
)
def test_elements_are_counted_before_anything_is_made_of_them(part, replace):
    started = time.process_time()
    with pytest.raises(Unreadable, match="holds too much"):
        read_xlsx(forged(ours(["a"]), part, replace))
    assert time.process_time() - started < 10


def test_cells_are_counted_whether_anything_stands_in_them_or_not():
    content = forged(ours(["a"]), SHEET, ("</sheetData>", '<row r="3"><c/><c/><c/></row></sheetData>'))
    # Three titles, one text, three cells without one.
    assert read_xlsx(content, Limits(cells=7)).rows == [Row(2, ("a", None, None))]
    with pytest.raises(Unreadable) as refused:
        read_xlsx(content, Limits(cells=6))
    assert str(refused.value) == (
        "The workbook has more than 6 cells, empty ones included. "
        "Please delete empty rows and columns at the end of its sheets."
    )


def test_a_million_empty_cells_are_refused_before_they_are_read():
    rows = f"<row>{'<c/>' * 100}</row>" * 14_000
    content = forged(ours(["a"]), SHEET, ("</sheetData>", f"{rows}</sheetData>"))
    started = time.process_time()
    with pytest.raises(Unreadable, match="more than 500000 cells"):
        read_xlsx(content)
    assert time.process_time() - started < 3  # six seconds on an idle machine when openpyxl read them


@pytest.mark.parametrize(
    ("encoding", "first"),
    [
        ("utf-8", "<\u0218/>"),  # a letter that only the fifth edition of XML 1.0 takes in names
        ("utf-32-le", ""),
    ],
)
def test_parts_that_cannot_be_counted_are_not_read(encoding, first):
    # Whoever reads it stumbles over the size of the font.
    styles = f"<styleSheet xmlns='{MAIN}'>{first}<fonts><font><sz val='x'/></font></fonts></styleSheet>"
    with pytest.raises(Unreadable, match="The workbook is damaged"):
        read_xlsx(with_member(ours(["a"]), "xl/styles.xml", styles.replace(first, "").encode()))
    content = with_member(ours(["a"]), "xl/styles.xml", styles.encode(encoding))
    assert read_xlsx(content).rows == [Row(2, ("a", None, None))]


def test_pictures_and_remarks_do_not_keep_a_list_from_being_read():
    content = ours(["a"])
    for name, member in (("xl/media/image1.png", b"\x89PNG\r\n"), ("xl/drawings/vmlDrawing1.vml", b"<xml><br></xml>")):
        content = with_member(content, name, member)
    assert read_xlsx(content).rows == [Row(2, ("a", None, None))]
