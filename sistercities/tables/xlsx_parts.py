"""The parts of a workbook besides its sheets (ECMA-376-1, SpreadsheetML): types, relations, styles, properties."""

import datetime
import re
from xml.sax.saxutils import escape

from sistercities.tables.cells import plain
from sistercities.tables.sheets import letters

_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"

# Numbers of cell formats, in the order of `cellXfs` below.
GENERAL, HEADER, TEXT, LONG, DAY, MOMENT, MOMENT_SECONDS, MONEY = range(8)

# ST_Xstring: what looks like an escaped character is escaped itself.
_LOOKS_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")


def escaped(text):
    """Text as the content of an element: without control characters, and read back exactly as it is."""
    return _LOOKS_ESCAPED.sub("_x005F_", escape(plain(text)))


def _attribute(text):
    return escape(" ".join(plain(text).split()), {'"': "&quot;"})


def content_types(count):
    sheets = "".join(
        f'<Override PartName="/xl/worksheets/sheet{number}.xml" ContentType="{_TYPE}.worksheet+xml"/>'
        for number in range(1, count + 1)
    )
    return (
        f'{_XML}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>{sheets}'
        f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/>'
        '<Override PartName="/docProps/core.xml"'
        ' ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
        '<Override PartName="/docProps/app.xml"'
        ' ContentType="application/vnd.openxmlformats-officedocument.extended-properties+xml"/></Types>'
    )


def package_relations():
    return _relations(
        (f"{_OFFICE}/relationships/officeDocument", "xl/workbook.xml"),
        (f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
        (f"{_OFFICE}/relationships/extended-properties", "docProps/app.xml"),
    )


def workbook_relations(count):
    sheets = [(f"{_OFFICE}/relationships/worksheet", f"worksheets/sheet{n}.xml") for n in range(1, count + 1)]
    return _relations(*sheets, (f"{_OFFICE}/relationships/styles", "styles.xml"))


def _relations(*targets):
    listed = "".join(
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">{listed}</Relationships>'


def workbook(sheets, last_rows):
    """`last_rows` holds the number of the last row of each sheet: the filter's range is a name of the workbook, too."""
    listed = "".join(
        f'<sheet name="{_attribute(sheet.name)}" sheetId="{number}" r:id="rId{number}"/>'
        for number, sheet in enumerate(sheets, 1)
    )
    names = []
    for position, sheet in enumerate(sheets):
        quoted = "'" + sheet.name.replace("'", "''") + "'"
        last = letters(len(sheet.columns) - 1)
        if sheet.filter:
            names.append(
                f'<definedName name="_xlnm._FilterDatabase" localSheetId="{position}" hidden="1">'
                f"{escape(quoted)}!$A$1:${last}${last_rows[position]}</definedName>"
            )
        if sheet.freeze:
            names.append(
                f'<definedName name="_xlnm.Print_Titles" localSheetId="{position}">{escape(quoted)}!$1:$1</definedName>'
            )
    defined = f"<definedNames>{''.join(names)}</definedNames>" if names else ""
    return (
        f'{_XML}<workbook xmlns="{MAIN}" xmlns:r="{_OFFICE}/relationships"><bookViews><workbookView/></bookViews>'
        f"<sheets>{listed}</sheets>{defined}</workbook>"
    )


def styles():
    """Two fonts, a pale header, and formats that say days in one way everywhere: as ISO 8601 has them.

    Text has the format "@": whoever opens a cell and leaves it does not turn "=1+1" or "3/10" into something else.
    """
    top = '<alignment vertical="top"/>'
    wrapped = '<alignment vertical="top" wrapText="1"/>'
    formats = [
        _format(0, top),
        _format(49, wrapped, font=1, fill=2, border=1),
        _format(49, top),
        _format(49, wrapped),
        _format(164, top),
        _format(165, top),
        _format(166, top),
        _format(4, top),
    ]
    return (
        f'{_XML}<styleSheet xmlns="{MAIN}"><numFmts count="3"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/>'
        '<numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd\\ hh:mm"/>'
        '<numFmt numFmtId="166" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/></numFmts>'
        '<fonts count="2"><font><sz val="11"/><name val="Calibri"/><family val="2"/></font>'
        '<font><b/><sz val="11"/><name val="Calibri"/><family val="2"/></font></fonts>'
        '<fills count="3"><fill><patternFill patternType="none"/></fill>'
        '<fill><patternFill patternType="gray125"/></fill>'
        '<fill><patternFill patternType="solid"><fgColor rgb="FFEDEDED"/><bgColor indexed="64"/></patternFill></fill>'
        "</fills>"
        '<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border>'
        '<border><left/><right/><top/><bottom style="thin"><color rgb="FF7F7F7F"/></bottom><diagonal/></border>'
        "</borders>"
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        f'<cellXfs count="{len(formats)}">{"".join(formats)}</cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    )


def _format(number, alignment, font=0, fill=0, border=0):
    return (
        f'<xf numFmtId="{number}" fontId="{font}" fillId="{fill}" borderId="{border}" xfId="0" applyNumberFormat="1"'
        f' applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1">{alignment}</xf>'
    )


def core_properties(title, language, author, created_at):
    made = ""
    if created_at is not None:
        moment = created_at.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        made = "".join(
            f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{moment}</dcterms:{name}>' for name in ("created", "modified")
        )
    return (
        f'{_XML}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escaped(title)}</dc:title><dc:creator>{escaped(author)}</dc:creator>"
        f"<dc:language>{escaped(language)}</dc:language>{made}</cp:coreProperties>"
    )


def app_properties():
    return (
        f'{_XML}<Properties xmlns="{_OFFICE}/extended-properties"><Application>Sister Cities</Application></Properties>'
    )
