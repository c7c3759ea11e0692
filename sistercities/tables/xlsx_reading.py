"""Workbooks that people upload: read by openpyxl, behind limits that are checked before it sees a byte."""

import datetime
import io
import re
import warnings
import zipfile
from xml.parsers import expat

from django.utils.translation import gettext as _

from sistercities.tables.cells import one_kind_of_break
from sistercities.tables.reading import Collector, Limits, Unreadable, check_size
from sistercities.tables.sheets import LAST_ROW

_OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # also what a workbook with a password is wrapped in
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED = 0x1
#: Cells that are looked at, empty ones and those between distant columns included.
_CELLS = 2_000_000
#: What cells and their texts are made of. By their names, since a forged file may call its parts as it likes.
_OF_CELLS = {
    *("row", "c", "v", "f", "is", "t", "si", "r", "rPr", "rPh", "phoneticPr"),
    *("b", "i", "u", "strike", "sz", "color", "rFont", "family", "charset", "scheme", "vertAlign"),
}
#: Elements of XML of which no cell is made: formats, names, the list of sheets, merged cells, links. openpyxl makes
#: objects of them: 60 kB of formats, zipped, cost two minutes and 2 GB, as many merged cells a minute and 800 MB.
_ELEMENTS_BESIDE = 100_000
_PIECE = 65_536
# ST_Xstring: a character that XML cannot hold, or an underscore that would look like one.
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
# What a number's format shows in quotes, in brackets, or after a backslash, is no part of the day or the time.
_LITERAL = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')


def read_xlsx(content, limits=None, sheet=None):
    """The table in the bytes of a workbook: of the sheet named, or of the first one that can be seen.

    Cells are text, int, float, bool, date, naive datetime, time or None. A formula is refused, since what it gave when
    somebody saved the file may be old or missing. Raises Unreadable.
    """
    limits = limits or Limits()
    check_size(content, limits)
    if uncounted := _check_archive(content, limits):
        content = _without(content, uncounted)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what openpyxl leaves out of a workbook: drawings, validation
            return _read(content, limits, sheet)
    except Unreadable:
        raise
    except Exception as error:  # whatever openpyxl raises for a damaged or forged workbook: it has no common class
        raise Unreadable(_("The workbook is damaged. Please open it in a spreadsheet and save it anew.")) from error


def _read(content, limits, name):
    import openpyxl  # takes half a second and 20 MB, and most processes never read a workbook

    workbook = openpyxl.load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
    try:
        sheets = {sheet.title: sheet for sheet in workbook.worksheets if sheet.sheet_state == "visible"}
        if not sheets or (name is not None and name not in sheets):
            raise Unreadable(_("The workbook has no such sheet."))
        sheet = sheets[name] if name is not None else next(iter(sheets.values()))
        sheet.reset_dimensions()  # what the file says about its size need not be true
        collector = Collector(limits, may_grow=True)
        seen = 0
        for number, cells in enumerate(sheet.iter_rows(), 1):
            seen += len(cells)
            if number > LAST_ROW or seen > _CELLS:
                raise Unreadable(_("The sheet is too large. Please delete empty rows and columns at its end."))
            if cells:
                _add(collector, number, cells)
        table = collector.finished()
        table.sheets = (sheet.title, *[title for title in sheets if title != sheet.title])
        return table
    finally:
        workbook.close()


def _add(collector, number, cells):
    values, problems = [], []
    for position, cell in enumerate(cells):
        value = cell.value
        if value is None:
            values.append(None)
            continue
        if cell.data_type == "f":
            problems.append((position, _("holds a formula. Please paste its value in the place.")))
        elif cell.data_type == "e":
            problems.append((position, _("holds an error.")))
        elif isinstance(value, datetime.timedelta):
            problems.append((position, _("holds a duration, not a day or a time.")))
        values.append(_value(cell, value))
    collector.add(number, values, problems)


def _value(cell, value):
    if isinstance(value, str):
        return one_kind_of_break(_ESCAPED.sub(lambda match: chr(int(match[1], 16)), value))
    if isinstance(value, datetime.datetime):
        value = (value + datetime.timedelta(milliseconds=500)).replace(microsecond=0)
        has_time = re.search("[hs]", _LITERAL.sub("", cell.number_format or ""), re.IGNORECASE)
        return value if has_time or value.time() != datetime.time.min else value.date()
    if isinstance(value, float) and value.is_integer() and abs(value) < 10**15:
        return int(value)
    return value


def _check_archive(content, limits):
    """Refuse what is no workbook or would grow beyond all limits. A member never grows beyond what its entry says.

    Returns the names of members that could not be counted: pictures and the like.
    """
    if content.startswith(_OLD_EXCEL):
        raise Unreadable(
            _("This is an old Excel file, or one with a password. Please save it as “XLSX” without a password.")
        )
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            if len(entries) > limits.members or sum(entry.file_size for entry in entries) > limits.unzipped:
                raise Unreadable(_("The workbook holds too much: more than sheets with a list need."))
            if any(entry.flag_bits & _ENCRYPTED or entry.compress_type not in _METHODS for entry in entries):
                raise Unreadable(_("The workbook has a password. Please save it without one."))
            if "[Content_Types].xml" not in archive.namelist():
                raise Unreadable(_("This is no workbook. Please save the table as CSV or XLSX."))
            return _check_members(archive, entries, limits)
    except (zipfile.BadZipFile, EOFError, OSError, ValueError, NotImplementedError, zipfile.zlib.error) as error:
        raise Unreadable(_("This is no workbook, or a damaged one. Please save the table as CSV or XLSX.")) from error


def _check_members(archive, entries, limits):
    """No document type: entities that grow, or that read other files, are declared there and nowhere else. And not more
    elements than a list needs: an empty cell costs openpyxl as much time as a full one. Returns the names of
    those that are no XML, as far as this parser knows."""
    uncounted = set()
    left = {True: limits.elements, False: _ELEMENTS_BESIDE}
    cells = sheets = 0
    in_row = []  # for each element that is open: is it a row?

    def refuse(*arguments):
        raise Unreadable(_("The workbook declares things that no spreadsheet writes. It was not read."))

    def start(name, attributes):
        nonlocal cells, sheets
        name = name.rpartition(":")[2]
        is_of_cell = name in _OF_CELLS
        left[is_of_cell] -= 1
        cells += in_row[-1]
        sheets += name == "sheet"
        in_row.append(name == "row")
        if cells > limits.cells:
            sentence = _(
                "The workbook has more than %(count)d cells, empty ones included. "
                "Please delete empty rows and columns at the end of its sheets."
            )
            raise Unreadable(sentence % {"count": limits.cells})
        if left[is_of_cell] < 0 or sheets > limits.members:
            raise Unreadable(_("The workbook holds too much: more than sheets with a list need."))

    for entry in entries:
        in_row[:] = [False]
        parser = expat.ParserCreate()
        parser.StartDoctypeDeclHandler, parser.StartElementHandler = refuse, start
        parser.EndElementHandler = lambda name: in_row.pop()
        with archive.open(entry) as member:
            try:
                while piece := member.read(_PIECE):
                    parser.Parse(piece)
            except expat.ExpatError:
                uncounted.add(entry.filename)
    return uncounted


def _without(content, names):
    """The archive without these members. openpyxl reads some parts with libxml2, which takes encodings and names of
    elements that expat refuses: it must not get what nobody has counted. Where it needs one, it says so.
    """
    copied = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as archive, zipfile.ZipFile(copied, "w") as copy:
        for name in set(archive.namelist()) - names:
            copy.writestr(name, archive.read(name))
    return copied.getvalue()
