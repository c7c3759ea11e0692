"""Times of day by the clock of a zone: which moment somebody means, and what a clock change does to it.

A change forward skips an hour (or half of one, or a whole day): such a time is refused. A change back doubles an hour:
such a time needs a second word, which of the two. Nothing here asks for the zone of the server.
"""

import datetime
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from sistercities.dates.partial import PartialDate
from sistercities.dates.words import date_words

_MINUTE = datetime.timedelta(minutes=1)


@dataclass(frozen=True)
class ClockChange:
    """`before` and `after` are what the clock shows as it changes (naive datetimes): 02:00 and 03:00, say."""

    before: datetime.datetime
    after: datetime.datetime


class ClockChangeError(ValueError):
    """A local time that is no single moment. `local` is the naive datetime, `zone` the IANA name, `change` why.

    `str()` is the sentence for the person who typed it.
    """

    def __init__(self, local, zone, change, message):
        self.local, self.zone, self.change = local, zone, change
        super().__init__(message)


class SkippedHour(ClockChangeError):
    """The clock never shows this time. The nearest that it shows are `last_before` and `first_after` (naive)."""

    def __init__(self, local, zone, change):
        self.last_before, self.first_after = change.before - _MINUTE, change.after
        message = _(
            "%(time)s does not exist on that day: the clocks go forward from %(before)s to %(after)s. "
            "The nearest times are %(last)s and %(first)s."
        )
        super().__init__(
            local,
            zone,
            change,
            message
            % {
                "time": _clock(local, local),
                "before": _clock(change.before, local),
                "after": _clock(change.after, local),
                "last": _clock(self.last_before, local),
                "first": _clock(self.first_after, local),
            },
        )


class DoubledHour(ClockChangeError):
    """The clock shows this time twice: at `first` and at `second` (aware, in UTC)."""

    def __init__(self, local, zone, change, first, second):
        self.first, self.second = first, second
        message = _(
            "%(time)s comes twice on that day: the clocks go back from %(before)s to %(after)s. Which one is meant?"
        )
        super().__init__(
            local,
            zone,
            change,
            message
            % {
                "time": _clock(local, local),
                "before": _clock(change.before, local),
                "after": _clock(change.after, local),
            },
        )

    @property
    def labels(self):
        """Words for both moments, the first one first."""
        first, second = (offset_words(moment, self.zone) for moment in (self.first, self.second))
        return (
            _("the first time, before the clocks go back (%(offset)s)") % {"offset": first},
            _("the second time, after the clocks went back (%(offset)s)") % {"offset": second},
        )


def resolve(date, time, zone, fold=None):
    """The moment, aware and in UTC, at which the clock of `zone` (an IANA name) shows that time on that date.

    `fold` chooses of a doubled hour the first (0) or the second (1); elsewhere it means nothing. Raises `SkippedHour`,
    and `DoubledHour` while nothing is chosen.

    In UTC, because Python compares times of one zone by their wall clock, and finds a doubled one equal to nothing in
    another zone (PEP 495).
    """
    place, local = ZoneInfo(zone), datetime.datetime.combine(date, time.replace(tzinfo=None))
    first, second = (local.replace(tzinfo=place, fold=fold) for fold in (0, 1))
    gained = second.utcoffset() - first.utcoffset()
    first, second = first.astimezone(datetime.UTC), second.astimezone(datetime.UTC)
    if not gained:
        return first
    if gained > datetime.timedelta():  # `fold=0` reads a skipped time by the clock before the change: later in UTC
        raise SkippedHour(local, zone, _change(second, first, place))
    if fold is None:
        raise DoubledHour(local, zone, _change(first, second, place), first, second)
    return second if fold else first


def nearest(date, time, zone):
    """The moment that is meant where nobody can be asked: the first of two, and past a skipped time the next."""
    try:
        return resolve(date, time, zone, fold=0)
    except SkippedHour as skipped:
        return resolve(skipped.first_after.date(), skipped.first_after.time(), zone, fold=0)


def which_of_two(moment, zone):
    """Of an aware datetime in a doubled hour of that zone: 0 for the first time, 1 for the second. None elsewhere."""
    local = moment.astimezone(ZoneInfo(zone))
    other = local.replace(fold=1 - local.fold)
    return local.fold if other.utcoffset() != local.utcoffset() else None


def offset_words(moment, zone):
    """How far the clock of `zone` is from UTC at that moment: "UTC+2", "UTC−3:30"."""
    minutes = int(moment.astimezone(ZoneInfo(zone)).utcoffset().total_seconds()) // 60
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'−' if minutes < 0 else '+'}{hours}" + (f":{rest:02d}" if rest else "")


def _change(before, after, place):
    """The change of the clock between two moments, found to the second by halving."""
    offset = before.astimezone(place).utcoffset()
    low, high = int(before.timestamp()), int(after.timestamp())
    while high - low > 1:
        middle = (low + high) // 2
        if datetime.datetime.fromtimestamp(middle, place).utcoffset() == offset:
            low = middle
        else:
            high = middle
    moment = datetime.datetime.fromtimestamp(high, datetime.UTC)
    naive = moment.replace(tzinfo=None)
    return ClockChange(naive + offset, naive + moment.astimezone(place).utcoffset())


def _clock(shown, local):
    """What a clock shows, with the date where it is not that of `local`."""
    if shown.date() == local.date():
        return f"{shown:%H:%M}"
    return f"{shown:%H:%M} ({date_words(PartialDate.from_date(shown.date()))})"
