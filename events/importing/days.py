"""Days and times as lists have them, to a `Span`: by the rules of the desk's own form (`events.forms.when.WhenForm`).

"Sat, 3 Oct 2026, 7:30 pm", "03.10.2026 19:30 Uhr", "4–5 October 2026", "2026-10-03T19:30+02:00", "autumn 2026"; and the
typed days of spreadsheets.
"""

import datetime
import re
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from events.forms.when import WhenForm
from events.importing.refusals import CellRefused, OrderUnknown
from sistercities.dates.clocks import which_of_two
from sistercities.dates.parsing import DateNotUnderstood, parse_range
from sistercities.dates.partial import PartialDate
from sistercities.dates.spans import Span
from sistercities.dates.times import TimeNotUnderstood, parse_time
from sistercities.dates.words import CALENDARS

_ISO = re.compile(
    r"(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})[T ](?P<time>[0-9]{1,2}:[0-9]{2})(?::(?P<seconds>[0-9]{2})(?:\.0+)?)?"
    r" ?(?P<offset>Z|[+-][0-9]{2}:?[0-9]{2})?"
)
_CLOCK = r"(?:[0-9]{1,2}[:.h][0-9]{2}(?::00)?(?: ?(?:[ap]\.?m\.?))?(?: ?Uhr)?|[0-9]{1,2} ?(?:Uhr|[ap]\.?m\.?))"
_DASH = r" ?(?:–|—|-|bis|to|until) ?"
_TIMES_BEHIND = re.compile(
    rf"(?P<days>.*?[0-9]{{4}}),? (?:um |ab |at |from |von )?(?P<first>{_CLOCK})(?:{_DASH}(?P<last>{_CLOCK}))?",
    re.IGNORECASE,
)
_BEFORE_TIME = re.compile(r"(?:um|ab|at|from|von) (?=[0-9])", re.IGNORECASE)
# Spreadsheets show seconds where nobody typed any.
_NO_SECONDS = re.compile(r"([0-9]{1,2}:[0-9]{2}):00(?![0-9:])")
_SURELY_TIME = re.compile(r"[0-9][:.h][0-9]{2}(?![0-9.])|[0-9] ?(?:uhr|[ap]\.?m)\b", re.IGNORECASE)
_TWO_TIMES = re.compile(rf"(?P<first>[0-9:.h]{{1,5}}.*?){_DASH}(?P<last>[0-9].*)", re.IGNORECASE)
_EITHER_ORDER = re.compile(r"(?<![0-9/-])([0-9]{1,2}) ?([/-]) ?([0-9]{1,2}) ?\2 ?([0-9]{4})(?![0-9/-])")
_WEEKDAYS = {
    form.lower() for calendar in CALENDARS.values() for name in calendar.weekdays for form in (name, name[:3], name[:2])
} | {"tues", "thur", "thurs", "sonnabend"}
_WEEKDAY = re.compile(rf"\b(?:{'|'.join(sorted(_WEEKDAYS, key=len, reverse=True))})\b\.?,? ?", re.IGNORECASE)
LONGEST = 120


@dataclass(frozen=True)
class Typed:
    """What cells say of a start or an end. `moment` is aware, where the cell says how far its clock is from UTC."""

    on: PartialDate | None = None
    time: datetime.time | None = None
    moment: datetime.datetime | None = None


NOTHING = Typed()


def read_day(cell, order=""):
    """A start and an end (`Typed`) of a cell with a day; the end is `NOTHING` where the cell does not say it.

    `order` is a `DayOrder`. Raises `CellRefused`, and `OrderUnknown` where only the order would tell.
    """
    if isinstance(cell, datetime.datetime):
        return Typed(_partial(cell.date()), cell.time()), NOTHING
    if isinstance(cell, datetime.date):
        return Typed(_partial(cell)), NOTHING
    if isinstance(cell, datetime.time):
        raise CellRefused(_("is a time without a day."))
    text = " ".join(str(cell).split())
    if len(text) > LONGEST:
        raise CellRefused(_("has %(count)d characters; a date has at most %(limit)d.") % _size(text))
    if match := _ISO.fullmatch(text):
        return _iso(text, match), NOTHING
    first = last = None
    text = _WEEKDAY.sub("", text) if not text.isdecimal() else text
    if match := _TIMES_BEHIND.fullmatch(text):
        text, first, last = match["days"].rstrip(","), read_time(match["first"])[0], match["last"]
    try:
        starts_on, ends_on = parse_range(_in_order(text, order))
    except DateNotUnderstood as refusal:
        raise CellRefused(str(refusal)) from None
    return Typed(starts_on, first), Typed(ends_on, last and read_time(last)[0])


def read_time(cell):
    """A first and a last time of a cell: "19:30", "7:30–9 pm"; the last is None where there is none."""
    if isinstance(cell, datetime.datetime):
        cell = cell.time()
    if isinstance(cell, datetime.time):
        return cell.replace(microsecond=0), None
    text = _NO_SECONDS.sub(r"\1", _BEFORE_TIME.sub("", " ".join(str(cell).split()), count=1))
    try:
        return parse_time(text), None
    except TimeNotUnderstood as refusal:
        match = _TWO_TIMES.fullmatch(text)
        if match is None:
            raise CellRefused(str(refusal)) from None
    try:
        return parse_time(match["first"].strip()), parse_time(match["last"].strip())
    except TimeNotUnderstood as refusal:
        raise CellRefused(str(refusal)) from None


def is_time(cell):
    """Does a cell say a time and no day, beyond doubt? Numbers alone may be years."""
    if isinstance(cell, datetime.time):
        return True
    if not isinstance(cell, str) or len(cell) > LONGEST or not _SURELY_TIME.search(cell):
        return False
    try:
        return bool(read_time(cell))
    except CellRefused:
        return False


def is_weekday(cell):
    """Does a cell say the day of the week and nothing else?"""
    return isinstance(cell, str) and bool(cell.strip()) and not _WEEKDAY.sub("", cell[:LONGEST]).strip()


def span_of(starts, ends, zone):
    """The `Span` of two `Typed`, by the clock of an IANA zone. Raises `CellRefused` with all that is wrong."""
    texts = {}
    for side, typed in (("starts", starts), ("ends", ends)):
        day, time, moment = typed.on, typed.time, typed.moment
        if moment is not None:
            day, time = _local_day(moment, zone), moment.astimezone(ZoneInfo(zone)).time()
        texts[f"{side}_on"] = day.edtf if day else ""
        texts[f"{side}_at"] = f"{time:%H:%M}" if time else ""
        texts[f"{side}_at_which"] = "" if moment is None else str(which_of_two(moment, zone))
    form = WhenForm(texts, zone)
    if not form.is_valid():
        raise CellRefused(" ".join(dict.fromkeys(str(one) for errors in form.errors.values() for one in errors)))
    return _with_seconds(form.span, starts, ends)


def of_two_hours(typed, moment, zone):
    """The moment of a `Typed`: its own, or that one where the clock of the zone shows at it what was typed, and shows
    it twice. None where neither is known."""
    day, time = typed.on, typed.time
    if typed.moment is not None or None in (moment, day, time) or which_of_two(moment, zone) is None:
        return typed.moment
    shown = moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None, fold=0)
    is_shown = day == _partial(shown.date()) and (time.hour, time.minute) == (shown.hour, shown.minute)
    return moment if is_shown else None


def say_again(span, zone):
    """What `span_of` would be given for this span, by the clock of that zone: the day and the time of start and end."""
    return tuple(
        (day, None) if at is None else (_local_day(at, zone), at.astimezone(ZoneInfo(zone)).time().replace(fold=0))
        for day, at in ((span.starts_on, span.starts_at), (span.ends_on, span.ends_at))
    )


def shifted(span, zone):
    """The same days and times on the clock of another zone. Raises `CellRefused` for times that do not exist there."""
    if span.starts_at is None:
        return Span(zone, span.starts_on, None, span.ends_on, None)
    (first, first_time), (last, last_time) = say_again(span, span.zone)
    return span_of(Typed(first, first_time), Typed(last, last_time), zone)


def _iso(text, match):
    try:
        day = PartialDate.from_edtf(match["day"])
        hour, minute = map(int, match["time"].split(":"))
        time = datetime.time(hour, minute, int(match["seconds"] or 0))
        offset = match["offset"] and datetime.datetime.strptime(match["offset"].replace("Z", "+00:00"), "%z").tzinfo
    except ValueError:
        raise CellRefused(_("There is no such date in the calendar: “%(text)s”.") % {"text": text}) from None
    if not offset:
        return Typed(day, time)
    return Typed(day, time, datetime.datetime.combine(day.earliest, time, offset).astimezone(datetime.UTC))


def _in_order(text, order):
    """The text with days such as 05/06/2026 in ISO's order."""

    def ordered(match):
        first, second, year = int(match[1]), int(match[3]), match[4]
        if first > 12 or second > 12 or first == second:
            return match[0]  # there is one way to read it, or none
        if not order:
            raise OrderUnknown(_("Is “%(text)s” in day or in month order? Say it once for all.") % {"text": match[0]})
        day, month = (first, second) if order == "dmy" else (second, first)
        return f"{year}-{month:02d}-{day:02d}"

    return _EITHER_ORDER.sub(ordered, text)


def _partial(day):
    try:
        return PartialDate.from_date(day)
    except ValueError:
        raise CellRefused(_("is in a year that dates here cannot have.")) from None


def _size(text):
    return {"count": len(text), "limit": LONGEST}


def _local_day(moment, zone):
    return _partial(moment.astimezone(ZoneInfo(zone)).date())


def _with_seconds(span, starts, ends):
    """Forms know minutes; files may know seconds."""
    parts = {}
    for name, typed in (("starts_at", starts), ("ends_at", ends)):
        at, time = getattr(span, name), typed.time
        parts[name] = at if at is None or time is None else at.replace(second=time.second)
    if parts == {"starts_at": span.starts_at, "ends_at": span.ends_at}:
        return span
    try:
        return Span(span.zone, span.starts_on, parts["starts_at"], span.ends_on, parts["ends_at"])
    except ValueError:
        raise CellRefused(_("The end comes before the start.")) from None
