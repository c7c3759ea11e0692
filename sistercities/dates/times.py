"""What people type for a time of day: "19:30", "19.30", "1930", "19 Uhr", "7:30 pm". Pure."""

import datetime
import re

from django.utils.translation import gettext as _

MAX_LENGTH = 20
_TIME = re.compile(
    r"(?:(?P<hour>[0-9]{1,2})(?:[:.h](?P<minute>[0-9]{2}))?|(?P<digits>[0-9]{4}))"
    r" ?(?P<half>am|pm|a\.m\.|p\.m\.)? ?(?:uhr|h|o[’']?clock)?"
)


class TimeNotUnderstood(ValueError):
    """The text is no time of day. `str()` is the sentence for the person who typed it."""


def parse_time(text):
    """A `datetime.time` to the minute, naive. Raises `TimeNotUnderstood`."""
    typed = " ".join(text.split()).lower()
    match = _TIME.fullmatch(typed) if len(typed) <= MAX_LENGTH else None
    refusal = TimeNotUnderstood(
        _("“%(text)s” is not a time that can be understood. Write it as 19:30 or 7:30 pm.") % {"text": text[:40]}
    )
    if match is None:
        raise refusal
    digits, half = match["digits"], (match["half"] or "").replace(".", "")
    hour = int(digits[:2] if digits else match["hour"])
    minute = int(digits[2:] if digits else match["minute"] or 0)
    if half:
        if not 1 <= hour <= 12:
            raise refusal
        hour = hour % 12 + (12 if half == "pm" else 0)
    if hour == 24 and minute == 0:
        raise TimeNotUnderstood(_("A day ends at 23:59. Midnight is 00:00 of the next day."))
    try:
        return datetime.time(hour, minute)
    except ValueError:
        raise refusal from None
