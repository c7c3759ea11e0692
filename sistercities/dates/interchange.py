"""Reading what `Span.edtf` writes: EDTF (ISO 8601-2, level 1), and date-times with their offset from UTC."""

import datetime
import re

from sistercities.dates.partial import PartialDate
from sistercities.dates.spans import Span

_DATE_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:Z|[+-][0-9]{2}:[0-9]{2})")


def span_from_edtf(text, zone):
    """The `Span` of an EDTF text, by the clock of an IANA zone; empty text is a date to follow.

    `span_from_edtf(span.edtf, span.zone) == span` for every span, to the second. Raises ValueError for what is no EDTF
    date of ours: an interval without one of its ends, a qualified date ("1967~"), a time without an offset.
    """
    if not text:
        return Span(zone)
    first, is_interval, last = text.partition("/")
    if is_interval and (first in ("", "..") or last in ("", "..")):
        raise ValueError(f"an interval needs both its ends: {text!r}")
    starts_on, starts_at = _end(first, zone)
    ends_on, ends_at = _end(last, zone) if is_interval else (None, None)
    return Span(zone, starts_on, starts_at, ends_on, ends_at)


def _end(text, zone):
    """An end of an interval: its day as a `PartialDate`, and the moment or None."""
    if "T" not in text:
        return PartialDate.from_edtf(text), None
    if not _DATE_TIME.fullmatch(text):
        raise ValueError(f"not a date-time with seconds and an offset from UTC: {text!r}")
    moment = datetime.datetime.fromisoformat(text)
    try:
        span = Span.of_times(zone, moment)
    except OverflowError:  # the first or the last day of all, which is another one by that clock
        raise ValueError(f"year out of range: {text!r}") from None
    return span.starts_on, span.starts_at
