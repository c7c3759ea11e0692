"""What `bench.calendars` measures, inside of the site.

usage: python -m bench.calendar_process times ROUNDS        seconds of each, by turns, as JSON
       python -m bench.calendar_process memory NAME         by how many megabytes this process grows at most
"""

import json
import sys
import time
from pathlib import Path

import django

django.setup()

import icalendar  # noqa: E402  settings first
from django.test import RequestFactory  # noqa: E402
from django.utils import timezone, translation  # noqa: E402

from events.calendar.entries import entries  # noqa: E402
from events.calendar.reading import calendar_rows, dates_of_list, zones_of  # noqa: E402
from events.calendar.views import list_calendar  # noqa: E402
from events.models.editions import EventEditionDate  # noqa: E402
from sistercities.dates.ical.calendars import Calendar, write  # noqa: E402
from sistercities.dates.ical.writing import encode  # noqa: E402
from sistercities.dates.ical.zones import timezone_lines  # noqa: E402
from sistercities.office.frame import current_frame  # noqa: E402
from tests.dates.ical_rules import breaches  # noqa: E402

ADDRESS = "/en/events/calendar.ics"
LANGUAGE = "en"


def by_view():
    """The file in pieces, as a server asks for them."""
    response = list_calendar(RequestFactory().get(ADDRESS))
    assert response.status_code == 200
    return response.streaming_content if response.streaming else [response.content]


def list_of_entries():
    """The entries of the same list, and the zones that they need."""
    at = timezone.now()
    dates = dates_of_list(EventEditionDate.objects.readable_in(LANGUAGE, at), at)
    rows = calendar_rows(dates, LANGUAGE)
    return list(entries(rows, LANGUAGE, current_frame().cities)), zones_of(dates, at)[1]


def by_writer(found, zones):
    return write(Calendar("Events", f"http://127.0.0.1{ADDRESS}", "http://127.0.0.1/en/events/", zones), found)


def by_icalendar(found, zones):
    """The same with the package's objects. The zones are ours, parsed: its own generated ones are wrong."""
    calendar = icalendar.Calendar()
    for name, value in (("prodid", "-//Sister Cities//Calendar//EN"), ("version", "2.0"), ("name", "Events")):
        calendar.add(name, value)
    for zone, year in zones.items():
        calendar.add_component(icalendar.Timezone.from_ical(encode(timezone_lines(zone, year))))
    for entry in found:
        calendar.add_component(_object(entry))
    return [calendar.to_ical()]


def _object(entry):
    event = icalendar.Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", entry.changed_at)
    event.add("last-modified", entry.changed_at)
    event.add("sequence", entry.sequence)
    event.add("dtstart", entry.start)
    if entry.end is not None and entry.end > entry.start:
        event.add("dtend", entry.end)
    event.add("summary", entry.summary, parameters={"LANGUAGE": entry.language} if entry.language else None)
    event.add("description", entry.description)
    if entry.location:
        event.add("location", entry.location)
    if entry.geo:
        event.add("geo", tuple(map(float, entry.geo)))
    event.add("url", entry.url)
    event.add("categories", list(entry.categories))
    if entry.conference:
        event.add("conference", entry.conference, parameters={"VALUE": "URI", "LABEL": entry.conference_label})
    event.add("status", entry.status)
    event.add("transp", "TRANSPARENT" if entry.is_transparent else "OPAQUE")
    return event


# Times ----------------------------------------------------------------------------------------------------------------


def times(rounds):
    found, zones = list_of_entries()
    ways = {
        "view": by_view,
        "writer": lambda: by_writer(found, zones),
        "icalendar": lambda: by_icalendar(found, zones),
    }
    body = b"".join(by_view())  # what a process does once
    count = body.count(b"BEGIN:VEVENT")
    assert count == len(found) == by_icalendar(found, zones)[0].count(b"BEGIN:VEVENT")
    seconds = {name: [] for name in ways}
    for _ in range(rounds):
        for name, way in ways.items():
            begun = time.perf_counter()
            for _piece in way():
                pass
            seconds[name].append(time.perf_counter() - begun)
    return {"entries": count, "bytes": len(body), "seconds": seconds, "breaches": breaches(body)}


# Memory ---------------------------------------------------------------------------------------------------------------


def memory(name):
    """The peak above what the process had before, after another request for which it has loaded all that it needs."""
    list_calendar(RequestFactory().get(ADDRESS, {"kind": "delegation", "city": "berlin"}))
    found = list_of_entries() if name == "icalendar" else None
    Path("/proc/self/clear_refs").write_text("5")  # forget the peak so far (proc_pid_clear_refs(5))
    before = _status("VmRSS")
    for _piece in by_view() if name == "view" else by_icalendar(*found):
        pass
    return {"megabytes": (_status("VmHWM") - before) / 1024}


def _status(field):
    """Kilobytes, from /proc."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith(f"{field}:")).split()[1])


if __name__ == "__main__":
    translation.activate(LANGUAGE)
    which, value = sys.argv[1:]
    json.dump(times(int(value)) if which == "times" else memory(value), sys.stdout)
