"""Dump and load keep every byte of content (promise 52): the documented way from SQLite to PostgreSQL."""

import json

import pytest
from django.core.management import call_command

from tests.factories import OfficeFactory, PictureFactory, publish_story

pytestmark = pytest.mark.django_db(transaction=True)

OPTIONS = {
    "natural_foreign": True,
    "natural_primary": True,
    "exclude": ["contenttypes", "auth.permission", "sessions", "axes"],
    "verbosity": 0,
}


def content(path):
    call_command("dumpdata", output=str(path), **OPTIONS)
    return sorted(json.dumps(row, sort_keys=True) for row in json.loads(path.read_text()))


def test_dump_and_load_keep_every_byte(tmp_path):
    OfficeFactory(site_name_de="Partnerstädte „Ost–West“ 🏙 \u202aAB\u202c")
    PictureFactory(title="Zero\u200bwidth, e\u0301 decomposed, tab\tand\nline")
    publish_story()
    before = content(tmp_path / "before.json")
    call_command("flush", interactive=False, verbosity=0)
    assert content(tmp_path / "empty.json") != before

    call_command("loaddata", str(tmp_path / "before.json"), ignore=True, verbosity=0)

    assert content(tmp_path / "after.json") == before
    assert any("Zero\\u200bwidth" in row for row in before)
