"""What the columns of a file probably are."""

import datetime

import pytest

from events.importing.fields import FIELDS, choices
from events.importing.guessing import guess
from events.importing.options import Match, Options
from sistercities.tables import Row


@pytest.mark.parametrize(
    ("header", "columns", "language"),
    [
        (["Title", "From", "To", "Venue"], ("title", "from", "to", "venue"), "en"),
        (["Titel", "Datum", "Uhrzeit", "Ort", "Stadt"], ("title", "from", "start_time", "venue", "cities"), "de"),
        (["Veranstaltung", "Beginn", "Ende", "Veranstalter"], ("title", "from", "to", "organisers"), "de"),
        (["TITLE (German)", "Title (English)"], ("title_de", "title_en"), "en"),
        (["Titel (Deutsch)", "Titel (Englisch)"], ("title_de", "title_en"), "de"),
        (["title_de", "edtf", "date_de"], ("title_de", "edtf", "date_de"), "en"),
        (["Name", "Name", "?", ""], ("title", "", "", ""), "en"),
        (["Date", "From", "EDTF"], ("date", "from", "edtf"), "en"),
        (["Date", "Time"], ("from", "start_time"), "en"),
        (["Time", "EDTF"], ("", "edtf"), "en"),
    ],
)
def test_columns_are_known_by_our_labels_by_keys_and_by_what_others_say(header, columns, language):
    found = guess(header)
    assert (found.columns, found.language) == (columns, language)


@pytest.mark.parametrize(
    ("header", "match"), [(["UID", "url"], Match.UID), (["Page", "Title"], Match.PAGE), (["Title"], Match.TITLE)]
)
def test_what_tells_events_apart_is_the_best_that_there_is(header, match):
    assert guess(header).match == match


def test_keys_tell_no_language_but_what_stands_below_them_does():
    rows = [Row(2, ("Bühne", "Konzert")), Row(3, ("Saal", "Film"))]
    assert guess(["title", "kind"], rows).language == "de"
    assert guess(["title", "kind"], [], Options(language="de")).language == "de"


@pytest.mark.parametrize(
    ("header", "cells", "columns"),
    [
        (
            ["Titel", "Datum", "Beginn", "Ende"],
            ("A", "05.06.2026", "19:30", "21 Uhr"),
            "title from start_time end_time",
        ),
        (["Title", "Date", "Start"], ("A", "5 June 2026", datetime.time(19, 30)), "title from start_time"),
        (["Titel", "Beginn", "Ende"], ("A", "05.06.2026", "06.06.2026 19:30"), "title from to"),
        (["Titel", "Tag", "Datum"], ("A", "Fr.", "05.06.2026"), "title - from"),
        (["Title", "Start", "End"], ("A", "2017-10", "1967–1970"), "title from to"),
        (["Titel", "Datum", "Einlass", "Beginn"], ("A", "5.6.2026", "18:30", "19:30"), "title from - start_time"),
    ],
)
def test_what_stands_below_tells_days_from_times(header, cells, columns):
    found = guess(header, [Row(2, cells), Row(3, ("B", *[None] * (len(cells) - 1)))]).columns
    assert " ".join(key or "-" for key in found) == columns


def test_every_field_can_be_chosen_once(db):
    offered = [key for _group, pairs in choices()[1:] for key, _label in pairs]
    assert sorted(offered) == sorted(FIELDS)
