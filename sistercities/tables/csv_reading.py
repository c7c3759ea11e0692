"""CSV files as spreadsheets in any country save them: encoding and separator are found out, limits are kept."""

import codecs
import contextlib
import csv
import io

from django.utils.translation import gettext as _

from sistercities.tables.cells import one_kind_of_break, unguarded
from sistercities.tables.csv_writing import SEPARATORS
from sistercities.tables.reading import Collector, Limits, Unreadable, check_size

# Longest first: the mark of UTF-16 begins that of UTF-32.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
#: Rows by which the separator is found out.
_SAMPLE = 20


def read_csv(content, limits=None, separator=None):
    """The table in the bytes of a file. `separator` says what separates where finding it out went wrong.

    UTF-8 and UTF-16 are known by their marks or by what is valid; whatever is neither is Windows-1252, which is how
    Excel saves in Western Europe and America. Guards that we put before what looks like a formula are taken away.
    Raises Unreadable.
    """
    limits = limits or Limits()
    check_size(content, limits)
    text, encoding = _decoded(content)
    text, declared = _without_declaration(text)
    separator = separator or declared or _found_separator(text)
    collector = Collector(limits)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    number = 0
    try:
        for cells in reader:
            number += 1
            collector.add(number, [unguarded(one_kind_of_break(cell), separator) for cell in cells])
    except csv.Error as error:
        raise Unreadable(
            _("Row %(row)d cannot be read: a quotation mark stands alone, or a cell is too long.") % {"row": number + 1}
        ) from error
    table = collector.finished()
    table.encoding, table.separator = encoding, separator
    return table


def _decoded(content):
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _strictly(content, encoding), encoding.removesuffix("-sig")
    if b"\0" in content:
        # Text without a mark in which every second octet is NUL, since most of it is ASCII.
        pairs = len(content) // 2 or 1
        for encoding, nuls in (("utf-16-le", content[1::2]), ("utf-16-be", content[::2])):
            if nuls.count(0) > pairs / 2:
                with contextlib.suppress(UnicodeDecodeError):
                    return content.decode(encoding), encoding
        raise Unreadable(_("This is no text. Please save the table as CSV or XLSX."))
    try:
        return content.decode(), "utf-8"
    except UnicodeDecodeError:
        return _strictly(content, "windows-1252"), "windows-1252"


def _strictly(content, encoding):
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise Unreadable(_("The characters of the file cannot be told. Please save it as “CSV UTF-8”.")) from error


def _without_declaration(text):
    """Excel takes a first line `sep=;` for the separator, and so do we."""
    first, line_end, rest = text.partition("\n")
    first = first.strip().strip('"').casefold()
    if line_end and first.startswith("sep=") and first[4:] in ("", *SEPARATORS):
        return rest, first[4:] or "\t"
    return text, None


def _found_separator(text):
    """The one that gives the header the most columns and the first rows the same number."""

    def quality(separator):
        widths = []
        try:
            for cells in csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True):
                if cells:
                    widths.append(len(cells))
                if len(widths) == _SAMPLE:
                    break
        except csv.Error:
            return (0, 0)
        if not widths or widths[0] == 1:
            return (0, 0)
        return (sum(width == widths[0] for width in widths) / len(widths), widths[0])

    best = max(("\t", ";", ","), key=quality)  # of two as good, the one that is rarer in sentences
    return best if quality(best) > (0, 0) else ","
