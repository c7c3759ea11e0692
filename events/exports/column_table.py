"""Every column that a list can have, in the order in which they are offered.

`docs/exports.md` has the same table for people and programs; a test holds the two together.
"""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.exports import cells_when as when
from events.exports import cells_where as where
from events.exports.cell import cell
from events.exports.columns import CHOICE, DAY, LIST, MOMENT, NUMBER, TEXT, YES_NO, Column
from events.models.choices import Attendance, EventKind
from sistercities.publishing.models import Stage
from sistercities.publishing.states import PublicState


def _words(key, label, meaning, width=40):
    return Column(key, label, TEXT, meaning, where.field(key), varies="language", width=width)


def _in_words(key, label, meaning, make, width):
    """What a list says in words of its own: once for each of its languages."""
    return Column(key, label, TEXT, meaning, make, varies="language", width=width)


def _choice(key, label, meaning, choices):
    return Column(key, label, CHOICE, meaning, where.choice(key, choices), where.fact(key))


def _yes_no(key, label, meaning):
    return Column(key, label, YES_NO, meaning, where.yes_no(key), width=10)


def _number(key, label, meaning):
    return Column(key, label, NUMBER, meaning, where.fact(key), width=10)


def _web(key, label, meaning):
    return Column(key, label, TEXT, meaning, where.web(key), width=40)


WHAT = (
    _words("title", _("title"), _("The title of the event.")),
    _words("summary", _("summary"), _("What it is about, in one or two sentences."), width=60),
    _choice("kind", pgettext_lazy("of an event", "Kind"), _("What kind of event it is."), EventKind),
    Column(
        "status",
        _("status"),
        CHOICE,
        _("Whether this date takes place as announced. A cancelled date of an event that takes place is cancelled."),
        where.status,
        where.status_exact,
    ),
    _words("status_note", _("note on the status"), _("Why it was cancelled, postponed or moved."), width=40),
    Column(
        "change",
        _("change"),
        TEXT,
        _("What changed since the last run of the same profile: new, moved from … to …, cancelled, gone."),
        lambda side: cell(side.context.change_of, "uid"),
        width=30,
    ),
)
WHEN = (
    _in_words(
        "date",
        _("date"),
        _("The date in words, as far as it is known; the editors’ own words where they wrote some."),
        when.words,
        width=30,
    ),
    Column(
        "from",
        pgettext_lazy("column", "from"),
        DAY,
        _("The first day, with the time where it is known. Empty where no day is known."),
        when.day("starts"),
        when.day_exact("starts"),
        when.day_text("starts"),
        varies="clock",
    ),
    Column(
        "to",
        pgettext_lazy("column", "to"),
        DAY,
        _("The last day, with the time where it is known. Empty where there is no end, or no day is known of it."),
        when.day("ends"),
        when.day_exact("ends"),
        when.day_text("ends"),
        varies="clock",
    ),
    Column(
        "precision",
        _("known"),
        CHOICE,
        _("How exactly the beginning is known: to the minute, day, month, season or year, or not at all yet."),
        when.precision,
        where.fact("precision"),
    ),
    Column(
        "edtf",
        "EDTF",
        TEXT,
        _("What is known of the date, for programs: EDTF (ISO 8601-2) by the event’s own clock."),
        when.edtf,
        width=26,
    ),
    Column(
        "time_zone",
        _("time zone"),
        TEXT,
        _("The clock that “from” and “to” are meant by."),
        when.zone,
        varies="clock",
        width=20,
    ),
    _in_words(
        "time",
        pgettext_lazy("column", "time"),
        _("The time in words, by the clock of the place."),
        when.times,
        width=26,
    ),
    _in_words(
        "other_time",
        _("time in the other city"),
        _("What the clock of the other city shows then; empty where it shows the same, or where no time is known."),
        when.other_times,
        width=30,
    ),
    Column(
        "earliest",
        _("earliest day"),
        DAY,
        _("The first day it can be on: a bound, not a date that anybody has announced."),
        where.fact("first_on"),
        where.date_exact("first_on"),
        width=12,
    ),
    Column(
        "latest",
        _("latest day"),
        DAY,
        _("The last day it can be on: a bound, too."),
        where.fact("last_on"),
        where.date_exact("last_on"),
        width=12,
    ),
    _yes_no("is_run", _("runs for weeks"), _("Whether it runs for weeks, such as an exhibition.")),
    Column(
        "opening_hours",
        _("opening hours"),
        LIST,
        _("When a run is open, and the note on that."),
        when.opening_hours,
        varies="language",
        width=40,
    ),
)
WHERE = (
    Column("cities", _("cities"), LIST, _("Where it is and whom it is about."), where.cities, width=24),
    Column("venue", _("venue"), TEXT, _("The place. Empty for what is only online."), where.venue, width=30),
    Column("room", _("room"), TEXT, _("The room in it."), where.room, varies="language"),
    Column("address", _("address"), TEXT, _("Street, district, postal code and town."), where.address, width=40),
    Column(
        "wheelchair",
        _("wheelchair access"),
        CHOICE,
        _("Whether the place is step-free; empty where nobody knows."),
        where.wheelchair,
        where.wheelchair_exact,
    ),
    Column(
        "accessibility",
        _("accessibility"),
        TEXT,
        _("What a visitor wants to know of the ways in."),
        where.accessibility,
        width=40,
    ),
    _choice("attendance", _("attendance"), _("Whether it is at a place, online, or both."), Attendance),
    _web("online_url", _("address online"), _("Where to take part online.")),
)
WHO = (
    Column(
        "participants",
        _("participants"),
        LIST,
        _("Who takes part, in order, with function and role as they were on the day."),
        where.participants,
        where.participants_exact,
        varies="language",
        width=40,
    ),
    Column("organisers", _("organisers"), LIST, _("Who organises it."), where.organisers, width=30),
    Column("partnership", _("partnership"), TEXT, _("The partnership it belongs to."), where.partnership),
    Column("anniversary", _("anniversary"), TEXT, _("The anniversary it belongs to."), where.anniversary),
    Column("series", pgettext_lazy("of events", "Series"), TEXT, _("The series it is part of."), where.series),
    Column(
        "spoken",
        _("languages"),
        LIST,
        _("What is spoken, played or shown with subtitles."),
        where.spoken,
        where.spoken_exact,
    ),
)
TICKETS = (
    _in_words(
        "admission",
        _("admission"),
        _("What a ticket costs, or that it is free, and whether it has to be booked."),
        where.admission,
        width=26,
    ),
    _yes_no("is_free", _("free"), _("Whether it is free of charge.")),
    _number("price", _("price"), _("What a ticket costs.")),
    _number("price_to", _("price up to"), _("What the most expensive ticket costs, where they cost differently.")),
    Column("currency", _("currency"), TEXT, _("Of both prices (ISO 4217)."), where.fact("currency"), width=8),
    _yes_no("needs_booking", _("booking needed"), _("Whether it has to be booked.")),
    _web("ticket_url", _("tickets or booking"), _("Where tickets are.")),
    _words("ticket_note", _("note on tickets"), _("What the editors say of tickets.")),
)
RECORD = (
    _in_words("url", _("page"), _("The address of its page; empty where the public has none."), where.page, width=50),
    Column(
        "picture_credit",
        _("picture credit"),
        TEXT,
        _("What has to stand beside its picture, wherever that is printed."),
        where.picture_credit,
        width=30,
    ),
    Column(
        "language",
        _("language of the text"),
        CHOICE,
        _("The language of its words: the other one where it has no text in that of the list."),
        where.text_language,
        where.fact("language"),
        width=12,
    ),
    _choice("public_state", _("public state"), _("What the public sees of it."), PublicState),
    _choice("stage", _("stage"), _("How far the manuscript is; empty in lists of what is public."), Stage),
    Column(
        "changed_at",
        _("last change"),
        MOMENT,
        _("When it was last changed, by the clock of the home city."),
        when.moment("changed_at"),
        when.moment_exact("changed_at"),
    ),
    _number("sequence", _("sequence"), _("How often date, place or status changed since it was published (RFC 5545).")),
    Column("uid", "UID", TEXT, _("What tells this date from all others, for ever."), where.fact("uid"), width=38),
    Column(
        "event_uid",
        _("UID of the event"),
        TEXT,
        _("The same for all dates of an event; its main date has it as its own."),
        where.fact("event_uid"),
        width=38,
    ),
)
#: What the columns are about, for menus; the order is that of `COLUMNS`.
GROUPS = {
    "what": (_("What"), WHAT),
    "when": (_("When"), WHEN),
    "where": (_("Where"), WHERE),
    "who": (_("Who and why"), WHO),
    "tickets": (_("Tickets"), TICKETS),
    "record": (_("For the record"), RECORD),
}
COLUMNS = {column.key: column for _label, group in GROUPS.values() for column in group}
#: What a list has if nobody chooses. `bench/exports.py` measures these.
DEFAULT = (
    *("title", "kind", "status", "date", "from", "to", "precision", "edtf", "time_zone", "other_time"),
    *("cities", "venue", "address", "participants", "organisers", "admission", "url", "uid"),
)
