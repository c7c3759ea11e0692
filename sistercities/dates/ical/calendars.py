"""A whole calendar file, written entry by entry: memory does not grow with how many there are.

A file is what RFC 5545 §3.7.2 calls a snapshot, and has no METHOD: PUBLISH would want an ORGANIZER (RFC 5546 §3.2.1),
for which no address is known here, and make DTSTAMP the time at which the file was written, another one each time.
"""

import datetime
from dataclasses import dataclass, field

from sistercities.dates.ical.writing import day, encode, local, one_line, parameter, text, uri, utc
from sistercities.dates.ical.zones import timezone_lines

#: What a response sends at once, in bytes: single entries would be a system call each.
CHUNK = 32_768


@dataclass(frozen=True)
class Calendar:
    """What stands at the head of a file. `address` is the file's own, `page` that of the list it is made from.

    `refresh` is an RFC 5545 DURATION: how often a program that subscribed should ask again. `zones` maps IANA names to
    the first year that their VTIMEZONE is needed for; at least one should be given, since a calendar without any
    component is not valid (RFC 5545 §3.6).
    """

    name: str
    address: str
    page: str
    zones: dict = field(default_factory=dict)
    refresh: str = "PT1H"
    product: str = "-//Sister Cities//Calendar//EN"


@dataclass(slots=True)
class Entry:
    """A VEVENT. `start` and `end` are dates, the end exclusive, or aware datetimes with a `ZoneInfo`; no end: None.

    `changed_at` (aware) is both DTSTAMP and LAST-MODIFIED, which mean the same in a file without METHOD (RFC 5545
    §3.8.7.2), so the bytes change only with the entry. `language` is that of `summary` and `description` where it is
    another one than the reader expects; `categories` are in the reader's.
    `geo` is a pair of latitude and longitude as text. `conference` is the address of an event online.
    """

    uid: str
    changed_at: datetime.datetime
    start: datetime.date
    summary: str
    end: datetime.date | None = None
    sequence: int = 0
    description: str = ""
    location: str = ""
    geo: tuple | None = None
    url: str = ""
    categories: tuple = ()
    status: str = "CONFIRMED"
    is_transparent: bool = False
    language: str = ""
    conference: str = ""
    conference_label: str = ""


def write(calendar, entries):
    """The file in pieces of bytes. `entries` is any iterable, read once and lazily.

    Zones that `calendar.zones` does not name are written where they are first needed.
    """
    written = dict(calendar.zones)
    buffer = [encode(_head(calendar))]
    buffer += [encode(timezone_lines(zone, year)) for zone, year in sorted(written.items())]
    size = sum(map(len, buffer))
    for entry in entries:
        lines = []
        zone = _zone(entry.start)
        if zone and zone not in written:
            written[zone] = entry.start.year
            lines += timezone_lines(zone, entry.start.year)
        _add_entry(lines, entry, written)
        piece = encode(lines)
        buffer.append(piece)
        size += len(piece)
        if size >= CHUNK:
            yield b"".join(buffer)
            buffer, size = [], 0
    buffer.append(b"END:VCALENDAR\r\n")
    yield b"".join(buffer)


def _head(calendar):
    name = text(one_line(calendar.name))
    return [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{text(calendar.product)}",
        "CALSCALE:GREGORIAN",
        f"NAME:{name}",
        f"X-WR-CALNAME:{name}",  # what programs older than RFC 7986 read
        f"URL:{uri(calendar.page)}",
        f"SOURCE;VALUE=URI:{uri(calendar.address)}",
        f"REFRESH-INTERVAL;VALUE=DURATION:{calendar.refresh}",
        f"X-PUBLISHED-TTL:{calendar.refresh}",
    ]


def _zone(moment):
    return getattr(getattr(moment, "tzinfo", None), "key", None)


def _add_entry(lines, entry, zones):
    language = f";LANGUAGE={entry.language}" if entry.language else ""
    stamp = utc(entry.changed_at)
    lines += ["BEGIN:VEVENT", f"UID:{text(entry.uid)}", f"DTSTAMP:{stamp}", f"LAST-MODIFIED:{stamp}"]
    lines.append(f"SEQUENCE:{entry.sequence}")
    lines.append(_moment("DTSTART", entry.start, zones))
    if entry.end is not None and _is_later(entry.end, entry.start):  # §3.8.2.2: "MUST be later"
        lines.append(_moment("DTEND", entry.end, zones))
    lines.append(f"SUMMARY{language}:{text(one_line(entry.summary))}")
    if entry.description:
        lines.append(f"DESCRIPTION{language}:{text(entry.description)}")
    if entry.location:
        lines.append(f"LOCATION:{text(one_line(entry.location))}")
    if entry.geo:
        lines.append(f"GEO:{entry.geo[0]};{entry.geo[1]}")
    if entry.url:
        lines.append(f"URL:{uri(entry.url)}")
    if entry.categories:
        lines.append(f"CATEGORIES:{','.join([text(one_line(category)) for category in entry.categories])}")
    if entry.conference:
        label = f";LABEL={parameter(one_line(entry.conference_label))}" if entry.conference_label else ""
        lines.append(f"CONFERENCE;VALUE=URI{label}:{uri(entry.conference)}")
    lines.append(f"STATUS:{entry.status}")
    lines.append(f"TRANSP:{'TRANSPARENT' if entry.is_transparent else 'OPAQUE'}")
    lines.append("END:VEVENT")


def _is_later(end, start):
    if isinstance(start, datetime.datetime):
        # Python compares the clocks of two datetimes of one zone, and a clock that is set back shows less than before.
        return end.timestamp() > start.timestamp()
    return end > start


def _moment(name, at, zones):
    if not isinstance(at, datetime.datetime):
        return f"{name};VALUE=DATE:{day(at)}"
    zone = _zone(at)
    # A time that comes twice means the first of the two in a file (§3.3.5), so the second one is written in UTC; as is
    # what lies before the years that the zone was written for.
    if at.fold or zone is None or zone == "UTC" or at.year < zones[zone]:
        return f"{name}:{utc(at)}"
    return f"{name};TZID={parameter(zone)}:{local(at)}"
