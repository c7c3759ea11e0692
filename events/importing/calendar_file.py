"""Calendar files (RFC 5545) of anybody: entries, and their repetitions written out. Read by icalendar, in limits."""

import datetime
import re
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from events.importing.calendar_dates import check_dates
from events.importing.overrides import with_overrides
from events.importing.recurrences import MOST_RULES, occurrences
from events.importing.refusals import CellRefused
from sistercities.cities.zones import zone_names
from sistercities.dates.ical.writing import one_line
from sistercities.tables import Problem, Unreadable, plain

#: What our own files say of themselves (`sistercities.dates.ical.calendars`).
OURS = "-//Sister Cities//"
# Unfolded as bytes: many programs fold after 75 of them, inside of a character too (RFC 5545 §3.1).
_FOLDED = re.compile(rb"\r?\n[ \t]")
_BEGINNING = "BEGIN:VCALENDAR"


@dataclass(frozen=True)
class Entry:
    """A date of a calendar. `start` and `end` are dates (the end exclusive), or datetimes: aware, or naive where the
    file does not say which clock is meant. `zone` is an IANA name or "", `clock` what the file calls a clock that
    nobody knows here. `group` is the uid of what this one repeats, `time` what this one of its times is known by.
    `is_changed_time`: it takes the place of the time that the rule gives, at `instead_of`.
    """

    number: int
    uid: str = ""
    group: str = ""
    start: datetime.date | None = None
    end: datetime.date | None = None
    zone: str = ""
    clock: str = ""
    time: str = ""
    summary: str = ""
    description: str = ""
    location: str = ""
    url: str = ""
    categories: tuple = ()
    status: str = ""
    is_transparent: bool = False
    conference: str = ""
    language: str = ""
    is_ours: bool = False
    is_changed_time: bool = False
    instead_of: datetime.date | None = None


def is_calendar(content):
    """Does a file begin as a calendar does, in UTF-8 or UTF-16?"""
    return _encoding(content) is not None


def _encoding(content):
    for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
        start = content[:200].decode(encoding, errors="ignore").lstrip("\ufeff").lstrip()
        if start[: len(_BEGINNING)].upper() == _BEGINNING:
            return encoding
    return None


def read_calendar(content, most):
    """The `Entry`s of a file, and `Problem`s for those that cannot be read. Raises `Unreadable`.

    `most` entries are read at most; a repetition counts as often as it takes place.
    """
    import icalendar  # half a second that most processes never need

    try:
        encoding = _encoding(content) or "utf-8"
        content = content if encoding == "utf-8" else content.decode(encoding).encode()
        text = _FOLDED.sub(b"", content).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Unreadable(_("Calendar files are written in UTF-8; this one is not.")) from None
    text = _without_time_zones(text)
    try:
        calendars = icalendar.Calendar.from_ical(text, multiple=True)
        events = [
            (calendar, event)
            for calendar in calendars
            if isinstance(calendar, icalendar.Calendar)
            for event in calendar.walk("VEVENT")
        ]
    except Exception as error:  # whatever icalendar raises for a damaged or forged file: it has no common class
        raise Unreadable(_("This is no calendar file, or a damaged one.")) from error
    if not events:
        raise Unreadable(_("There is no event in this calendar file."))
    if len(events) > most or sum("RRULE" in event for _calendar, event in events) > MOST_RULES:
        raise Unreadable(_too_many(most))
    entries, problems = [], []
    for number, (calendar, event) in enumerate(events, 1):
        try:
            entries += _entries(number, calendar, event)
        except CellRefused as refusal:
            problems.append(Problem(number, "", str(refusal)))
        except OverflowError:  # a duration of a thousand years
            problems.append(Problem(number, "", _("is in a year that dates here cannot have.")))
        if len(entries) > most:
            raise Unreadable(_too_many(most))
    return with_overrides(entries, problems), problems


def _without_time_zones(text):
    """Rules of clocks are known by name. Those of the file could be any, and take for ever to expand.

    Line by line: an expression that looks for the end anew from every beginning takes minutes for a forged file.
    """
    kept, is_inside = [], False
    for line in text.split("\n"):
        name = line[:20].strip().upper()
        is_inside = is_inside or name == "BEGIN:VTIMEZONE"
        if not is_inside:
            kept.append(line)
        is_inside = is_inside and name != "END:VTIMEZONE"
    if is_inside:
        raise Unreadable(_("This is no calendar file, or a damaged one."))
    return "\n".join(kept)


def _too_many(most):
    return _("The calendar has more than %(count)d dates. Please divide it.") % {"count": most}


def _entries(number, calendar, event):
    """The entry, and one more for each further time that it takes place."""
    check_dates(event)
    entry = _entry(number, calendar, event)
    if "RECURRENCE-ID" in event:
        # One time of a repetition that is different: it takes the place of the one that the rule gives.
        named = _one(event, "RECURRENCE-ID")
        if "RANGE" in named.params:
            raise CellRefused(_("changes all later times of a repetition, too. Write out its dates."))
        moment = _moment(named.dt, entry.zone)
        time = _uid_of_time(entry.uid, moment)
        return [replace(entry, uid=time, group=entry.uid, time=time, is_changed_time=True, instead_of=moment)]
    starts = occurrences(entry.start, entry.zone, event)
    length = None if entry.end is None else entry.end - entry.start
    found = []
    for start in starts:
        time = _uid_of_time(entry.uid, start)
        end = None if length is None else start + length
        # The first one that takes place is the event's main date.
        uid = time if found else entry.uid
        group = entry.uid if len(starts) > 1 else entry.group
        found.append(replace(entry, uid=uid, group=group, time=time, start=start, end=end))
    return found


def _entry(number, calendar, event):
    start = _one(event, "DTSTART")
    if start is None:
        raise CellRefused(_("has no start (DTSTART)."))
    end, duration = _one(event, "DTEND"), _one(event, "DURATION")
    zone = _zone(start, calendar)
    first = _moment(start.dt, zone)
    last = None if end is None else _moment(end.dt, zone)
    if duration is not None and last is None:
        last = first + duration.dt
    if last is not None and not _are_of_one_kind(first, last):
        raise CellRefused(_("has a start and an end that are not of one kind."))
    is_ours = str(calendar.get("PRODID", "")).startswith(OURS)
    url = str(event.get("URL", ""))
    summary = _one(event, "SUMMARY")
    language = "" if summary is None else str(summary.params.get("LANGUAGE", ""))[:2].lower()
    return Entry(
        number=number,
        uid=str(event.get("UID", "")),
        start=first,
        end=last,
        zone=zone,
        clock="" if zone else one_line(str(start.params.get("TZID", ""))),
        summary=_text(event, "SUMMARY"),
        description=_text(event, "DESCRIPTION"),
        location=_text(event, "LOCATION"),
        url=url,
        categories=_categories(event),
        status=_text(event, "STATUS").upper(),
        is_transparent=_text(event, "TRANSP").upper() == "TRANSPARENT",
        conference=_text(event, "CONFERENCE"),
        language=language,
        is_ours=is_ours,
    )


def _one(event, name):
    """The property, None where there is none. Raises `CellRefused` where there are several."""
    found = event.get(name)
    if isinstance(found, list):
        raise CellRefused(_("has more than one %(property)s.") % {"property": name})
    return found


def _text(event, name):
    found = event.get(name, "")
    return plain(str(found[0] if isinstance(found, list) else found)).strip()


def _categories(event):
    found = event.get("CATEGORIES", [])
    lists = found if isinstance(found, list) else [found]
    return tuple(plain(str(one)) for listed in lists for one in getattr(listed, "cats", [listed]))


def _zone(start, calendar):
    """The IANA name of the clock: of the start, or of the calendar; "" where neither says one that is known."""
    for name in (
        str(getattr(getattr(start.dt, "tzinfo", None), "key", "")),
        str(start.params.get("TZID", "")),
        str(calendar.get("X-WR-TIMEZONE", "")),
    ):
        if name in zone_names():
            return name
    return ""


def _moment(value, zone):
    """A date, or a datetime: aware if its clock is known."""
    if not isinstance(value, datetime.datetime):
        return value
    if value.tzinfo is None:
        return value.replace(tzinfo=ZoneInfo(zone)) if zone else value
    return value.astimezone(datetime.UTC)


def _are_of_one_kind(first, last):
    """Two days, or two moments of which both have a known clock or neither."""
    return type(first) is type(last) and bool(getattr(first, "tzinfo", None)) == bool(getattr(last, "tzinfo", None))


def _uid_of_time(uid, moment):
    """What one time of a repetition is known by, as often as it is read."""
    if isinstance(moment, datetime.datetime) and moment.tzinfo is not None:
        moment = moment.astimezone(datetime.UTC)
    return f"{uid}/{moment.isoformat()}"
