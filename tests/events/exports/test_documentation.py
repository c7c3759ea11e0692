"""`docs/exports.md` says what the code does."""

import json
import re
from pathlib import Path

from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import override

from events.exports.column_table import COLUMNS, DEFAULT
from events.exports.formats import FORMATS

DOCS = Path(settings.BASE_DIR) / "docs"
TEXT = (DOCS / "exports.md").read_text()
SCHEMA = json.loads((DOCS / "exports.schema.json").read_text())


def test_every_column_is_in_the_table_with_its_kind_and_meaning_in_the_order_of_the_menu():
    rows = re.findall(r"^\| `(\w+)` \| (.+) \| (\S+) \| (\w*) ?\| (.+) \|$", TEXT, re.MULTILINE)
    with override("en"):
        columns = [
            (column.key, capfirst(str(column.label)), column.kind, column.varies, str(column.meaning))
            for column in COLUMNS.values()
        ]
    assert rows == columns


def test_the_columns_of_the_default_list_are_named():
    said = TEXT.partition("Then a list has ")[2].partition("\n### ")[0]
    assert tuple(re.findall(r"`(\w+)`", said)) == DEFAULT


def test_every_format_is_in_the_table():
    said = TEXT.partition("## Files")[2].partition("\n## ")[0]
    assert re.findall(r"`(\w+)`", "".join(re.findall(r"^\| (`.+?) \| ", said, re.MULTILINE))) == list(FORMATS)


def test_the_schema_knows_every_column_and_what_it_varies_with():
    sides = {"": [], "language": ["_en", "_de"], "clock": ["_home", "_partner"]}
    expected = {column.key + end for column in COLUMNS.values() for end in ["", *sides[column.varies]]}
    assert SCHEMA["properties"]["events"]["items"]["properties"].keys() == expected
    assert SCHEMA["$defs"].keys() == COLUMNS.keys()
