"""CSV files as programs in many countries save them, and files that are none."""

import pytest

from sistercities.tables import Limits, Problem, Row, Unreadable, read_csv

TEXT = "Titel;Ort\r\nKonzert für Äpfel;Köln\r\n"
SMALL = Limits(size=1000, rows=2, columns=3, characters=10)


@pytest.mark.parametrize(
    ("encoding", "found"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("utf-32", "utf-32"),
        ("windows-1252", "windows-1252"),
    ],
)
def test_the_encoding_is_found_out(encoding, found):
    table = read_csv(TEXT.encode(encoding))
    assert (table.encoding, table.separator, table.header) == (found, ";", ("Titel", "Ort"))
    assert table.rows == [Row(2, ("Konzert für Äpfel", "Köln"))]


@pytest.mark.parametrize(
    ("text", "separator", "header"),
    [
        ("a,b,c\n1;2,3,4\n", ",", ("a", "b", "c")),
        ("a;b;c\n1,2;3;4\n", ";", ("a", "b", "c")),
        ("a\tb, or more\n1\t2, 3\n", "\t", ("a", "b, or more")),
        ('"a;b",c\n1,2\n', ",", ("a;b", "c")),
        ("alone\nx\n", ",", ("alone",)),
        ("sep=;\r\na,b;c\r\n1;2\r\n", ";", ("a,b", "c")),
        ('"sep=,"\na,b;c\n', ",", ("a", "b;c")),
    ],
)
def test_the_separator_is_found_out(text, separator, header):
    table = read_csv(text.encode())
    assert (table.separator, table.header) == (separator, header)


def test_rows_count_as_a_spreadsheet_counts_them():
    table = read_csv(b'\n\na,b\n1,"two\nlines"\n\n,\n3,4\n')
    assert table.header == ("a", "b")
    assert table.rows == [Row(4, ("1", "two\nlines")), Row(7, ("3", "4"))]


def test_short_rows_are_filled_and_guards_are_taken_away():
    table = read_csv(b"a,b,c\n'=1\n")
    assert table.rows == [Row(2, ("=1", None, None))]


def test_a_row_that_cannot_be_read_says_why_and_keeps_no_other_from_being_read():
    table = read_csv(b"a,b\n1,2,3\nbell\x07,x\n,12345678901\n5,6\n", Limits(characters=10))
    rows, problems = table.read({0, 1})
    assert rows == [Row(5, ("5", "6"))]
    assert problems == [
        Problem(2, "", "There are 3 cells, but 2 columns have a title."),
        Problem(3, "a", "holds the invisible character U+0007, which no text may hold."),
        Problem(4, "b", "has 11 characters; at most 10 are read."),
    ]
    assert [str(problem) for problem in problems[:2]] == [
        "Row 2: There are 3 cells, but 2 columns have a title.",
        "Row 3, column “a”: holds the invisible character U+0007, which no text may hold.",
    ]


def test_what_stands_in_a_column_that_nobody_reads_does_not_matter():
    table = read_csv(b"a,b\nbell\x07,12345678901\n", Limits(characters=10))
    bell = "holds the invisible character U+0007, which no text may hold."
    long = "has 11 characters; at most 10 are read."
    row = Row(2, (None, None), ((0, bell), (1, long)))
    assert [table.read(positions) for positions in (set(), {0}, {1})] == [
        ([row], []),
        ([], [Problem(2, "a", bell)]),
        ([], [Problem(2, "b", long)]),
    ]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty. The first row should name the columns."),
        (b"\n;;\n", "The file is empty. The first row should name the columns."),
        (b"x" * 1001, "The file is larger than 1000\xa0bytes."),
        (b"a\n1\n2\n3\n", "The file has more than 2 rows. Please divide it."),
        (b"a,b,c,d\n", "Row 1 has more than 3 columns."),
        (b"a,b\n1,2,3,4\n", "Row 2 has more than 3 columns."),
        (b'a,b\n1,2\n"open,3\n', "Row 3 cannot be read: a quotation mark stands alone, or a cell is too long."),
        (b'a,b\n"x"y,2\n', "Row 2 cannot be read: a quotation mark stands alone, or a cell is too long."),
        (b"bell\x07,b\n", "The first row should name the columns. Row 1 holds something that is no name."),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "This is no text. Please save the table as CSV or XLSX."),
        (b"a,b\n\x81,2\n", "The characters of the file cannot be told. Please save it as “CSV UTF-8”."),
        (b"\xef\xbb\xbfa\xff", "The characters of the file cannot be told. Please save it as “CSV UTF-8”."),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_a_sentence(content, sentence):
    with pytest.raises(Unreadable) as refused:
        read_csv(content, SMALL)
    assert str(refused.value) == sentence


def test_a_cell_beyond_what_the_module_takes_is_no_crash():
    with pytest.raises(Unreadable, match="Row 2 cannot be read"):
        read_csv(b"a,b\n1," + b"x" * 200_000 + b"\n")
