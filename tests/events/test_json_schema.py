"""The answers, the schema and the page about events.json say the same."""

import copy
import json
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from jsonschema import Draft202012Validator

from events.models.choices import Access, Attendance, EventKind, EventStatus, Function
from sistercities.dates.spans import PRECISIONS
from tests.events.test_json import read
from tests.events.test_list import NOW

pytestmark = pytest.mark.django_db

DOCS = Path(settings.BASE_DIR) / "docs"
SCHEMA = json.loads((DOCS / "events-json.schema.json").read_text())
PAGE = (DOCS / "events-json.md").read_text()
(EXAMPLE,) = (json.loads(block) for block in re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL))


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(NOW, tick=False)


def problems(answer):
    validator = Draft202012Validator(SCHEMA, format_checker=Draft202012Validator.FORMAT_CHECKER)
    return [f"{error.json_path}: {error.message[:200]}" for error in validator.iter_errors(answer)]


def test_schema_is_one_and_the_example_keeps_it():
    Draft202012Validator.check_schema(SCHEMA)
    assert problems(EXAMPLE) == []


def test_answer_with_everything_keeps_the_schema(everything, client):
    for path in ("/en/events.json", "/de/veranstaltungen.json"):
        answer = read(client, path)
        assert len(answer["events"]) == 3
        assert problems(answer) == []


def test_hundreds_of_events_of_every_precision_and_status_keep_the_schema(client):
    call_command("make_bulk_content", events=400, around=NOW.date(), verbosity=0, no_search=True)
    seen = []
    for path in ("/en/events.json", "/de/veranstaltungen.json?past=1"):
        while path:
            answer = read(client, path)
            assert problems(answer) == []
            seen += answer["events"]
            path = answer["next"]
    assert {date["when"]["precision"] for date in seen} == set(PRECISIONS)
    assert {date["status"] for date in seen} == set(EventStatus.values)
    assert len(seen) > 350


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("start", "2017-10-01"),  # an invented day
        ("other", {"city": "Berlin", "time_zone": "Europe/Berlin", "start": "2017-10-01T00:00:00+02:00", "text": "x"}),
        ("edtf", None),
        ("precision", "day"),
        ("time_zone", ""),
    ],
)
def test_schema_refuses_a_month_with_a_day(field, value):
    wrong = copy.deepcopy(EXAMPLE)
    when = wrong["events"][1]["when"]
    assert when["precision"] == "month"
    when[field] = value
    assert problems(wrong) != []


def test_lists_of_values_are_those_of_the_site():
    event = SCHEMA["$defs"]["event"]["properties"]
    function = event["participants"]["items"]["properties"]["function"]
    found = {
        "kind": event["kind"]["properties"]["id"]["enum"],
        "status": event["status"]["enum"],
        "attendance": event["attendance"]["enum"],
        "function": function["properties"]["id"]["enum"],
        "precision": SCHEMA["$defs"]["when"]["properties"]["precision"]["enum"],
        "wheelchair": [value or "" for value in SCHEMA["$defs"]["place"]["properties"]["wheelchair"]["enum"]],
        "language": SCHEMA["$defs"]["language"]["enum"],
    }
    assert {name: sorted(values) for name, values in found.items()} == {
        "kind": sorted(EventKind.values),
        "status": sorted(EventStatus.values),
        "attendance": sorted(Attendance.values),
        "function": sorted(Function.values),
        "precision": sorted(PRECISIONS),
        "wheelchair": sorted(Access.values),
        "language": sorted(code for code, _name in settings.LANGUAGES),
    }


def names_of(schema):
    for name, part in schema.get("properties", {}).items():
        yield name
        yield from names_of(part)
    if isinstance(schema.get("items"), dict):
        yield from names_of(schema["items"])


def test_page_explains_every_field_and_value():
    tables = "\n".join(line for line in PAGE.splitlines() if line.startswith("|"))
    explained = set(re.findall(r"`(?:place\.)?(\w+)`", tables))
    fields = {name for schema in (SCHEMA, *SCHEMA["$defs"].values()) for name in names_of(schema)} - {"id", "name"}
    assert fields - explained == set()
    assert {*EventKind.values, *EventStatus.values, *Function.values, *PRECISIONS} - explained == set()
    assert "(events-json.schema.json)" in PAGE
