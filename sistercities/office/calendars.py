"""What the calendar files of all apps share: address, parameter, how they answer, how far back they reach."""

import datetime

from django.http import HttpResponse
from django.utils.http import content_disposition_header

CONTENT_TYPE = "text/calendar; charset=utf-8"
MONTHS_BACK = 12


def beginning(at):
    """The first moment of what a list's calendar holds at that moment: that of the month twelve months ago, in UTC.

    Whoever subscribed keeps a year to look back on, and the file changes once a month by itself, not every day.
    """
    months = at.year * 12 + at.month - 1 - MONTHS_BACK
    return datetime.datetime(months // 12, months % 12 + 1, 1, tzinfo=datetime.UTC)


def home_zone(frame, at):
    """The clock of the home city as `Calendar.zones`, for a calendar without times: it needs some component to be valid
    (RFC 5545 §3.6)."""
    return {frame.home_city.time_zone if frame.home_city else "UTC": beginning(at).year}


def read_tentative(parameters):
    """Are dates asked for that are known only to the month, the season or the year (`tentative=1`)?

    Raises LookupError for what is neither yes nor no.
    """
    value = parameters.get("tentative", "")
    if value not in ("", "1"):
        raise LookupError("tentative")
    return value == "1"


def with_tentative(query, tentative):
    """A query ("?city=berlin" or nothing) with that parameter."""
    return query + (("&" if query else "?") + "tentative=1" if tentative else "")


def headers(name):
    """Of a calendar file; `name` is that of the file without its ending."""
    disposition = content_disposition_header(as_attachment=False, filename=f"{name}.ics")
    return {"Content-Type": CONTENT_TYPE, "Content-Disposition": disposition}


def calendar_response(body, name, path):
    """`path` is the canonical address of the file, with its canonical query."""
    response = HttpResponse(body, headers=headers(name))
    response.cacheable_address = path
    return response
