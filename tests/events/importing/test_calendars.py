"""Calendar files: our own, which come back unchanged, and those of others."""

import pytest
from django.conf import settings

from events.exports.layout import Layout
from events.importing.planning import Action
from events.importing.sources import open_file
from events.models import Event, EventDate
from sistercities.tables import Unreadable
from tests.events.importing.files import exported, imported, planned, told
from tests.events.importing.generated import Generator
from tests.factories import EventFactory, EventTextFactory, VenueFactory, further_date

pytestmark = [pytest.mark.django_db]


def calendar_of(*entries, head=""):
    """A calendar with entries of lines."""
    body = "".join(
        "BEGIN:VEVENT\r\n" + "".join(f"{line}\r\n" for line in entry) + "END:VEVENT\r\n" for entry in entries
    )
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{head}{body}END:VCALENDAR\r\n".encode()


def reasons(made):
    return [reason for item in made.items for reason in item.reasons]


# Our own -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "de"])
def test_a_calendar_changes_nothing_on_the_desk_that_it_came_from(editor, language):
    Generator(seed=5).make(60)
    file = exported(Layout(languages=(language,), fuzzy=True), "ics")
    made = planned(file, editor)
    assert file.count(b"BEGIN:VEVENT") > 60
    assert made.counts["same"] == len(made.items) > 40, [
        (item.reasons, item.values) for item in made.items if item.action != Action.SAME
    ]


def test_what_a_calendar_can_say_is_the_same_after_export_import_and_export(editor, office):
    hall = VenueFactory(name_en="The Hall", city=office.home_city, street_address="Street 1", postal_code="10117")
    plain = {"time_zone": "Europe/Berlin"}
    for fields in (
        {"when": "2026-10-03T19:30/2026-10-03T22:00", "venue": hall, "kind": "film"},
        {"when": "2026-10-25T02:30:00+01:00", "kind": "talk", **plain},
        {"when": "2026-10-04", "status": "cancelled", **plain},
        {"when": "2026-10-05/2026-10-08", "status": "postponed", **plain},
        {"when": "2026-11", **plain},
        {"when": "2026-21", **plain},
        {"when": "2027", **plain},
        {"when": "2026-12-01T18:00", "attendance": "online", "online_url": "https://example.org/live", **plain},
    ):
        event = EventFactory(**fields)
        EventTextFactory(
            event=event,
            title=f"No, {event.pk}; \\ “x”",
            summary="Line one\nline two",
            room="Room 3" if event.venue else "",
        )
    further_date(Event.objects.order_by("pk").first(), "2026-10-10T19:30/2026-10-10T22:00")
    layout = Layout(fuzzy=True)
    before = exported(layout, "ics")
    Event.objects.all().delete()
    _run, made = imported(before, editor)
    assert (made.counts["create"], reasons(made)) == (9, [])
    assert _content(exported(layout, "ics")) == _content(before)


def _content(file):
    """Entries without what says when they were written, and without addresses of pages that nobody can open yet."""
    lines = file.replace(b"\r\n ", b"").split(b"\r\n")
    return [line for line in lines if not line.startswith((b"DTSTAMP", b"LAST-MODIFIED", b"SEQUENCE"))]


def test_what_somebody_has_changed_in_a_calendar_of_ours_is_all_that_changes(editor, office):
    hall = VenueFactory(name_en="The Hall", name_de="Die Halle", city=office.home_city)
    event = EventFactory(when="2026-10-03T19:30", kind="film")
    EventTextFactory(event=event, title="Concert", summary="Old.")
    file = exported(Layout(), "ics")
    for old, new, values in (
        (b"SUMMARY:Concert", b"SUMMARY:Opera", {"title_en": "Opera"}),
        (b"STATUS:CONFIRMED", b"STATUS:CANCELLED", {"status": "cancelled"}),
        (b"CATEGORIES:Film", b"CATEGORIES:Music,Concert", {"kind": "concert"}),
        (b"T193000", b"T200000", {"span": ["2026-10-03", "2026-10-03T18:00:00+00:00", None, None]}),
        (b"DESCRIPTION:Old.", b"DESCRIPTION:New.", {"summary_en": "New."}),
        (
            b"SUMMARY:",
            b"LOCATION:Hall 2\\, The Hall\\, Berlin\r\nSUMMARY:",
            {"venue": hall.pk, "room_en": "Hall 2", "cities": [hall.city_id]},
        ),
    ):
        assert old in file
        assert told(planned(file.replace(old, new), editor)) == [("change", values)]


# Those of others -----------------------------------------------------------------------------------------------------


def test_an_entry_of_another_calendar_becomes_an_event(editor, office):
    hall = VenueFactory(name_en="The Hall", city=office.home_city)
    file = calendar_of(
        [
            *("UID:abc-1@example.org", "DTSTART;TZID=W. Europe Standard Time:20261003T190000", "DURATION:PT2H"),
            *("SUMMARY;LANGUAGE=de:Konzert\\, draußen", "LOCATION:The Hall\\, somewhere", "CATEGORIES:Musik,Konzert"),
            *("DESCRIPTION:Ein Abend.\\nNoch ein Satz.", "URL:https://example.org/konzert", "STATUS:CONFIRMED"),
        ],
        head="X-WR-TIMEZONE:Europe/Berlin\r\n",
    )
    _run, made = imported(file, editor)
    (item,) = made.items
    assert item.notes == ["Row 1: Its address is left out: https://example.org/konzert"]
    event = Event.objects.get()
    text = event.texts.get()
    assert (text.language, text.title, text.summary) == ("de", "Konzert, draußen", "Ein Abend.\nNoch ein Satz.")
    assert (event.span.edtf, event.kind, event.venue) == (
        *("2026-10-03T19:00:00+02:00/2026-10-03T21:00:00+02:00", "concert", hall),
    )
    assert told(planned(file, editor, language="de")) == [("same", {})]


def test_a_description_beyond_a_summary_is_the_text_of_the_page(editor, office):
    imported(
        calendar_of(["UID:a", "DTSTART;VALUE=DATE:20261003", "SUMMARY:A", f"DESCRIPTION:<b>\\n{'x' * 601}"]), editor
    )
    text = Event.objects.get().texts.get()
    assert (text.summary, text.body) == ("", f"<p>&lt;b&gt;</p><p>{'x' * 601}</p>")


@pytest.mark.parametrize("part", ["a b", "\u00fcber-uns", "<b>", "..", "x" * 161])
def test_an_address_that_no_page_can_have_is_not_taken_over(editor, office, part):
    address = f"{settings.SITE_URL}/en/events/{part}/"
    imported(calendar_of(["UID:a", "DTSTART;VALUE=DATE:20261003", "SUMMARY:A talk", f"URL:{address}"]), editor)
    assert Event.objects.get().texts.get().slug == "a-talk"


def test_a_repetition_becomes_further_dates_that_are_known_again(editor, office):
    rule = ["UID:a", "DTSTART;TZID=Europe/Berlin:20261019T190000", "SUMMARY:Talk", "RRULE:FREQ=WEEKLY;COUNT=3"]
    moved = [
        "UID:a",
        "RECURRENCE-ID;TZID=Europe/Berlin:20261026T190000",
        "DTSTART;TZID=Europe/Berlin:20261027T200000",
        "SUMMARY:Talk",
    ]
    off = [
        "UID:a",
        "RECURRENCE-ID;TZID=Europe/Berlin:20261102T190000",
        "DTSTART;TZID=Europe/Berlin:20261102T190000",
        "SUMMARY:Talk",
        "STATUS:CANCELLED",
    ]
    file = calendar_of(rule, moved, off)
    _run, made = imported(file, editor)
    assert (made.counts["create"], reasons(made)) == (1, [])
    event = Event.objects.get()
    assert event.span.edtf == "2026-10-19T19:00:00+02:00"
    assert [(date.span.edtf, date.is_cancelled) for date in event.dates.all()] == [
        ("2026-10-27T20:00:00+01:00", False),
        ("2026-11-02T19:00:00+01:00", True),
    ]
    assert told(planned(file, editor)) == [("same", {})]
    assert EventDate.objects.count() == 2


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        (["SUMMARY:A"], "Row 1: has no start (DTSTART)."),
        (["SUMMARY:A", "DTSTART:someday"], "Row 1: DTSTART cannot be read: “someday”."),
        (["SUMMARY:A", "DTSTART:190000"], "Row 1: DTSTART cannot be read: “190000”."),
        (["SUMMARY:A", "DTSTART:261005T190000Z"], "Row 1: DTSTART has a year of two digits: “261005T190000Z”."),
        (["SUMMARY:A", "DTSTART;VALUE=DATE:121005"], "Row 1: DTSTART has a year of two digits: “121005”."),
        (
            ["SUMMARY:A", "DTSTART:20261003T190000", "RRULE:FREQ=DAILY;UNTIL=121005"],
            "Row 1: UNTIL has a year of two digits: “121005”. It needs four, as in 20261005T190000.",
        ),
        (
            ["SUMMARY:A", "DTSTART:20261003T190000", "EXDATE:20261003T190000", "EXDATE:261005T190000"],
            "Row 1: EXDATE has a year of two digits: “261005T190000”.",
        ),
        (["SUMMARY:A", "DTSTART:20261003T190000", "DURATION:190000"], "Row 1: DURATION cannot be read: “190000”."),
        (
            ["SUMMARY:A", "DTSTART:20261003T190000", "RDATE;VALUE=PERIOD:20261004T190000Z/PT1H"],
            "Row 1: RDATE cannot be read: “20261004T190000Z/PT1H”.",
        ),
        (
            ["SUMMARY:A", "DTSTART:20261003T190000", "DURATION:P99999999W"],
            "Row 1: is in a year that dates here cannot have.",
        ),
        (
            ["SUMMARY:A", "DTSTART;TZID=Asia/Tokyo:00010101T000000"],
            "Row 1: is in a year that dates here cannot have.",
        ),
        (
            ["SUMMARY:A", "DTSTART:20261003T190000", "DTEND;VALUE=DATE:20261004"],
            "Row 1: has a start and an end that are not of one kind.",
        ),
        (
            ["SUMMARY:A", "DTSTART:20261003T190000", "DTEND:20261003T210000Z"],
            "Row 1: has a start and an end that are not of one kind.",
        ),
        (
            ["SUMMARY:A", "DTSTART;VALUE=DATE:20261003", "DTEND;VALUE=DATE:00010101"],
            "Row 1: is in a year that dates here cannot have.",
        ),
        (["SUMMARY:A", "DTSTART:20261003", "DTSTART:20261004"], "Row 1: has more than one DTSTART."),
        (["SUMMARY:A", "DTSTART:20261003T190000", "RRULE:FREQ=DAILY"], "Row 1: repeats without an end."),
        (["SUMMARY:A", "DTSTART;VALUE=DATE:00010101"], "Row 1: is in a year that dates here cannot have."),
        (["DTSTART;VALUE=DATE:20261003"], "Row 1: It has no title."),
        (
            [f"SUMMARY:{'x' * 161}", "DTSTART;VALUE=DATE:20261003"],
            "Row 1: title: has 161 characters; at most 160 are stored.",
        ),
        (
            ["SUMMARY:A", "DTSTART;VALUE=DATE:20261003", f"DESCRIPTION:{'x' * 100_000}"],
            "Row 1: text: has 100007 characters; at most 100000 are stored.",
        ),
        (["SUMMARY:A", "DTSTART;VALUE=DATE:20261003", "LOCATION:Nowhere"], "Row 1: There is no venue “Nowhere” here."),
        (["SUMMARY:A", "DTSTART;VALUE=DATE:20261003", "CONFERENCE;VALUE=URI:javascript:x"], "Row 1: "),
    ],
)
def test_an_entry_that_cannot_be_read_says_why_and_keeps_no_other_from_being_read(editor, office, lines, reason):
    fine = ["UID:b", "DTSTART;VALUE=DATE:20261004", "SUMMARY:Fine"]
    made = planned(calendar_of(["UID:a", *lines], fine), editor)
    assert (made.counts["create"], made.counts["skip"]) == (1, 1)
    (sentence,) = reasons(made)
    assert sentence.startswith(reason)


def test_clocks_of_a_file_are_known_by_name_and_not_by_its_rules(editor, office):
    rules = ["DTSTART:19700101T000000", "RRULE:FREQ=SECONDLY", "TZOFFSETFROM:+0000", "TZOFFSETTO:+1300"]
    lines = ["BEGIN:VTIMEZONE", "TZID:Europe/Berlin", "BEGIN:STANDARD", *rules, "END:STANDARD", "END:VTIMEZONE", ""]
    clock = "\r\n".join(lines)
    imported(calendar_of(["UID:a", "SUMMARY:A", "DTSTART;TZID=Europe/Berlin:20261003T190000"], head=clock), editor)
    assert Event.objects.get().span.edtf == "2026-10-03T19:00:00+02:00"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (calendar_of(), "There is no event in this calendar file."),
        (b"BEGIN:VCALENDAR\r\nno line\r\n", "This is no calendar file, or a damaged one."),
        (
            calendar_of(["SUMMARY:\xfc"]).decode().encode("latin-1"),
            "Calendar files are written in UTF-8; this one is not.",
        ),
        (calendar_of(*[["DTSTART:20261003"]] * 2001), "The calendar has more than 2000 dates. Please divide it."),
        (
            calendar_of(*[["DTSTART;VALUE=DATE:20261003", "RRULE:FREQ=DAILY;COUNT=150"]] * 20),
            "The calendar has more than 2000 dates. Please divide it.",
        ),
    ],
)
def test_a_calendar_that_cannot_be_read_is_refused_with_a_sentence(content, sentence):
    with pytest.raises(Unreadable) as refused:
        open_file(content)
    assert str(refused.value) == sentence
