"""CSV files, byte by byte."""

import csv
import datetime
import decimal
import io

import pytest
from django.utils.safestring import mark_safe
from hypothesis import given
from hypothesis import strategies as st

from sistercities.tables import SEPARATORS, plain, read_csv, unguarded, write_csv, write_text_csv
from tests.tables.test_cells import TEXT

ROWS = st.lists(st.lists(TEXT, min_size=2, max_size=2), max_size=5)


def test_a_file_begins_with_the_mark_of_utf8_and_its_lines_end_as_rfc_4180_has_it():
    rows = [["Ü-Wagen", 'He said "no"'], ["a;b", "two\r\nlines"], ["", ""]]
    assert b"".join(write_csv(rows, ["Title", "Note"], ";")) == (
        b"\xef\xbb\xbfTitle;Note\r\n"
        b'\xc3\x9c-Wagen;"He said ""no"""\r\n'
        b'"a;b";"two\nlines"\r\n'
        b";\r\n"
    )  # fmt: skip


def test_every_kind_of_value_stays_itself():
    day = datetime.date(967, 10, 3)
    row = [
        *(None, True, False, 7, -7, 2.5, decimal.Decimal("-12.50"), day),
        *(datetime.datetime(2027, 10, 3, 19), datetime.datetime(2027, 10, 3, 19, 0, 5)),
        mark_safe("=<b>"),
    ]
    assert b"".join(write_csv([row], ["h"] * len(row), ",")).decode("utf-8-sig").splitlines()[1] == (
        ",true,false,7,-7,2.5,-12.50,0967-10-03,2027-10-03 19:00,2027-10-03 19:00:05,'=<b>"
    )


def test_a_decimal_comma_is_quoted_where_it_would_separate():
    written = [b"".join(write_csv([[1.5, "x"]], ["a", "b"], mark, decimal_mark=",")) for mark in ";,"]
    assert [file.splitlines()[1] for file in written] == [b"1,5;x", b'"1,5",x']


def test_formulas_are_disarmed_in_header_text_and_subclasses_of_text_but_numbers_are_not():
    rows = [["=1+1", -5], ["-5", decimal.Decimal(-5)], ["a;=1", 5]]
    assert b"".join(write_csv(rows, ["@title", "+number"], ",")).decode("utf-8-sig") == (
        "'@title,'+number\r\n'=1+1,-5\r\n'-5,-5\r\na;'=1,5\r\n"
    )


def test_a_tab_before_a_formula_is_guarded_where_tabs_separate_too():
    for separator in SEPARATORS:
        written = b"".join(write_text_csv([["\t=1", "b"]], ["a", "b"], separator)).decode("utf-8-sig")
        cell, _other = list(csv.reader(io.StringIO(written), delimiter=separator))[1]
        assert cell.startswith("'")
        assert unguarded(cell, separator) == "\t=1"


@given(ROWS, st.sampled_from(SEPARATORS))
def test_text_rows_are_written_alike_whatever_stands_beside_them(rows, separator):
    together = b"".join(write_text_csv(rows, ["a", "b"], separator))
    head = b"".join(write_text_csv([], ["a", "b"], separator))
    alone = [b"".join(write_text_csv([row], ["a", "b"], separator)).removeprefix(head) for row in rows]
    assert together == head + b"".join(alone)


def test_text_rows_are_guarded_but_for_columns_that_we_wrote_ourselves():
    rows = [["-118.24", "-118.24"]]
    assert b"".join(write_text_csv(rows, ["a", "b"], ";", trusted={1})) == b"\xef\xbb\xbfa;b\r\n'-118.24;-118.24\r\n"


def test_an_empty_row_of_one_column_is_still_a_row():
    assert b"".join(write_csv([[""], [None]], ["a"])) == b'\xef\xbb\xbfa\r\n""\r\n""\r\n'
    assert b"".join(write_text_csv([[""]], ["a"])) == b'\xef\xbb\xbfa\r\n""\r\n'


@pytest.mark.parametrize(
    "value", [float("nan"), float("inf"), datetime.datetime(2027, 1, 1, tzinfo=datetime.UTC), object(), b"x"]
)
def test_what_no_cell_can_say_is_refused(value):
    with pytest.raises(ValueError, match=r"can hold|time zone"):
        b"".join(write_csv([[value]], ["a"]))


def test_only_our_separators_are_taken():
    with pytest.raises(ValueError, match="separator"):
        list(write_csv([], ["a"], "|"))


def test_pieces_are_small_and_rows_are_read_while_they_are_written():
    read = []

    def rows():
        for number in range(1000):
            read.append(number)
            yield ["x" * 20, number]

    pieces = write_csv(rows(), ["a", "b"])
    first = next(pieces)
    assert len(read) < 150
    assert all(len(piece) < 10_000 for piece in [first, *pieces])


@given(ROWS, st.sampled_from(SEPARATORS))
def test_any_text_comes_back_from_a_file_of_ours(rows, separator):
    expected = [[plain(cell) for cell in row] for row in rows]
    for file in (
        b"".join(write_csv(rows, ["a", "b"], separator)),
        b"".join(write_text_csv(rows, ["a", "b"], separator)),
    ):
        table = read_csv(file, separator=separator)
        assert (table.header, table.problems) == (("a", "b"), [])
        assert [[cell or "" for cell in row.cells] for row in table.rows] == [row for row in expected if any(row)]


@given(ROWS, st.sampled_from(SEPARATORS))
def test_both_writers_give_the_same_bytes_and_the_csv_module_reads_the_same_cells(rows, separator):
    file = b"".join(write_csv(rows, ["a", "b"], separator))
    assert file == b"".join(write_text_csv(rows, ["a", "b"], separator))
    read = list(csv.reader(io.StringIO(file.decode("utf-8-sig"), newline=""), delimiter=separator, strict=True))
    assert read[0] == ["a", "b"]
    assert [[unguarded(cell, separator) for cell in row] for row in read[1:]] == [
        [plain(cell) for cell in row] for row in rows
    ]


@given(ROWS, st.sampled_from(SEPARATORS), st.sampled_from(SEPARATORS))
def test_no_cell_is_a_formula_whatever_separator_the_program_takes(rows, separator, taken):
    file = b"".join(write_csv(rows, ["a", "b"], separator)).decode("utf-8-sig")
    for line in csv.reader(io.StringIO(file, newline=""), delimiter=taken):
        for cell in line:
            assert not cell.startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))
