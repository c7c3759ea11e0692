"""Entries of a calendar to the values that they want an event to have.

A calendar has fewer words for an event than we do, so an entry that says what ours would say changes nothing, and what
ours says in one place is found there: the status before the title, the address of the page below the description.
"""

import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _

from events.calendar.entries import words
from events.importing import cells
from events.importing.calendar_places import place_of
from events.importing.options import Unknown
from events.importing.records import Reading, Record, slug_of, uid_of
from events.importing.refusals import CellRefused
from events.importing.state import span_from, span_state
from events.models import Event, EventText
from events.models.choices import Attendance, EventKind, EventStatus
from sistercities.dates.ical.writing import one_line, plain
from sistercities.dates.partial import PartialDate
from sistercities.dates.ranges import span_words
from sistercities.dates.spans import Span

LANGUAGES = ("en", "de")
_DAY = datetime.timedelta(days=1)


class EntryReader:
    """Reads the entries of one calendar. `options` says the language and the clock of what does not say it itself."""

    def __init__(self, options, names):
        self.options, self.names = options, names
        self.words = {language: words(language) for language in LANGUAGES}

    def record(self, entry):
        """The `Record` of an `Entry`."""
        start = entry.start
        return Record(
            number=entry.number,
            name=entry.summary,
            uid=uid_of(entry.uid),
            event_uid=uid_of(entry.group),
            page=entry.url if entry.is_ours else "",
            slug=_slug(entry.url),
            title=self._bare_title(entry)[0],
            first_day=start.date() if isinstance(start, datetime.datetime) else start,
            is_changed_time=entry.is_changed_time,
            content=entry,
        )

    def read(self, record, current):
        """The `Reading` of a record against a `Current`."""
        entry, reading = record.content, Reading()
        said = _nearest(current.said, entry)
        language = (said and said.language) or entry.language or self.options.language
        language = language if language in LANGUAGES else self.options.language
        ours = said and said.entry
        for read in (self._title, self._kind, self._place, self._when, self._description, self._page):
            try:
                read(entry, ours, language, current, reading)
            except CellRefused as refusal:
                reading.problems.append(str(refusal))
        return reading

    # --- what ---------------------------------------------------------------------------------------------------------

    def _title(self, entry, ours, language, current, reading):
        if ours and (entry.summary, entry.status) == (one_line(ours.summary), ours.status):
            return
        title, status = self._bare_title(entry)
        if not ours or self._bare(one_line(ours.summary))[0] != title:
            reading.values[f"title_{language}"] = _held(title, "title", _("title"))
        is_off = status == EventStatus.CANCELLED
        if current.date_key:
            if is_off != (current.state["status"] == EventStatus.CANCELLED):
                reading.values["is_cancelled"] = is_off
        elif ours is None or status != self._bare(one_line(ours.summary), ours.status)[1]:
            reading.values["status"] = status

    def _bare_title(self, entry):
        return self._bare(entry.summary, entry.status)

    def _bare(self, summary, status=""):
        """The title without the status that ours puts before it, and the status."""
        for said in self.words.values():
            for word, value in ((said.cancelled, EventStatus.CANCELLED), (said.postponed, EventStatus.POSTPONED)):
                if summary.startswith(word + said.separator):
                    return summary.removeprefix(word + said.separator), value.value
        return summary, (EventStatus.CANCELLED if status == "CANCELLED" else EventStatus.SCHEDULED).value

    def _kind(self, entry, ours, language, current, reading):
        if not entry.categories or (ours and tuple(map(one_line, ours.categories)) == entry.categories):
            return
        for category in entry.categories:
            try:
                reading.values["kind"] = cells.choice(category, EventKind)
                return
            except CellRefused:
                continue  # calendars have any categories

    # --- where --------------------------------------------------------------------------------------------------------

    def _place(self, entry, ours, language, current, reading):
        as_before = ours and (entry.location, entry.conference) == (one_line(ours.location), ours.conference)
        if as_before or not (entry.location or entry.conference):
            return
        online = cells.web_address(entry.conference, Event._meta.get_field("online_url")) if entry.conference else ""
        is_online = entry.location in ("", entry.conference, *(said.online for said in self.words.values()))
        reading.values["online_url"] = online
        if is_online:
            reading.values["attendance"] = Attendance.ONLINE.value
            return
        reading.values["attendance"] = (Attendance.MIXED if online else Attendance.OFFLINE).value
        venue, room = place_of(entry.location, self.names)
        if venue is None:
            sentence = _("There is no venue “%(name)s” here.") % {"name": entry.location[:300]}
            (reading.notes if self.options.unknown == Unknown.OMIT else reading.problems).append(sentence)
            return
        reading.values["venue"] = venue.pk
        if room or (current.state[f"room_{language}"] or ""):
            reading.values[f"room_{language}"] = _held(room, "room", _("room"))

    # --- when ---------------------------------------------------------------------------------------------------------

    def _when(self, entry, ours, language, current, reading):
        if ours and (entry.start, entry.end) == _written(ours):
            return
        venue = reading.values.get("venue", current.state["venue"])
        zone = current.state["time_zone"] or entry.zone
        zone = zone or (self.names.zone_of_venue(venue) if venue else "") or self.options.zone or "UTC"
        if entry.clock and isinstance(entry.start, datetime.datetime) and entry.start.tzinfo is None:
            named = {"clock": entry.clock[:100], "zone": zone}
            reading.notes.append(
                _("Its clock “%(clock)s”, which is not known here: its times are read as those of %(zone)s.") % named
            )
        span = _span(entry, zone)
        if not isinstance(entry.start, datetime.datetime) and entry.is_ours and entry.status == "TENTATIVE":
            span = _fuzzy(span)
        if current.event.pk is None and not current.date_key:
            reading.values["time_zone"] = "" if zone == "UTC" else zone
        reading.values[current.date_key or "span"] = span_state(span)

    # --- words --------------------------------------------------------------------------------------------------------

    def _description(self, entry, ours, language, current, reading):
        if current.date_key or (ours and _bare_words(entry) == _bare_words(ours)):
            return
        if not entry.description and not ours:
            return
        text = self._own_words(entry, language, current, reading)
        limit = EventText._meta.get_field("summary").max_length
        if len(text) <= limit:
            if text != (current.state[f"summary_{language}"] or ""):
                reading.values[f"summary_{language}"] = text
            return
        # More than one or two sentences is the text of the page.
        try:
            reading.values[f"body_{language}"] = cells.paragraphs(text)
        except CellRefused as refusal:
            raise CellRefused(_("%(field)s: %(problem)s") % {"field": _("text"), "problem": refusal}) from None

    def _own_words(self, entry, language, current, reading):
        """The description without what ours adds around the summary: status, date in words, addresses."""
        known = {entry.url, entry.conference} - {""}
        for name in ("status_note", "date_note"):
            known.add(current.state[f"{name}_{language}"] or "")
        wanted = reading.values.get("span") or (current.state["span"] if current.event.pk else None)
        if entry.is_ours and wanted:
            zone = reading.values.get("time_zone") or current.event.zone_name
            known.add(span_words(span_from(wanted, zone), language))
        parts = [part for part in entry.description.split("\n\n") if part.strip() not in known]
        return "\n\n".join(parts).strip()

    def _page(self, entry, ours, language, current, reading):
        if not entry.url or current.date_key:
            return
        if entry.url.startswith(f"{settings.SITE_URL}/"):
            if current.event.pk is None:
                reading.values[f"slug_{language}"] = _slug(entry.url)
        elif current.event.pk is None:
            reading.notes.append(_("Its address is left out: %(address)s") % {"address": entry.url[:300]})


def _held(text, name, label):
    try:
        return cells.words(text, EventText._meta.get_field(name))
    except CellRefused as refusal:
        raise CellRefused(_("%(field)s: %(problem)s") % {"field": label, "problem": refusal}) from None


def _nearest(said, entry):
    """Of what ours says of that date in each language, what the entry is most like; None for new ones."""
    if not said:
        return None
    return max(
        said,
        key=lambda one: (
            entry.summary == one_line(one.entry.summary),
            _bare_words(entry) == _bare_words(one.entry),
            entry.location == one_line(one.entry.location),
        ),
    )


def _bare_words(entry):
    """The description without the address below it: who brings a calendar back may have had none, or another one."""
    return plain(entry.description).strip().removesuffix(entry.url).strip()


def _written(ours):
    """Start and end as a file has them: moments in UTC, and no end that is none (RFC 5545 §3.8.2.2)."""
    start, end = (
        moment.astimezone(datetime.UTC) if isinstance(moment, datetime.datetime) else moment
        for moment in (ours.start, ours.end)
    )
    return start, end if end is not None and end > start else None


def _span(entry, zone):
    start, end = entry.start, entry.end
    try:
        if not isinstance(start, datetime.datetime):
            last = end - _DAY if end else start
            ends_on = PartialDate.from_date(last) if last > start else None
            return Span(zone, PartialDate.from_date(start), None, ends_on, None)
        moments = [_aware(moment, zone) for moment in (start, end)]
        if moments[1] is not None and moments[1] <= moments[0]:
            moments[1] = None
        return Span.of_times(zone, *moments)
    except (ValueError, OverflowError):  # an end before the start is none (RFC 5545 §3.8.2.2)
        raise CellRefused(_("is in a year that dates here cannot have.")) from None


def _aware(moment, zone):
    if moment is None or moment.tzinfo is not None:
        return moment and moment.astimezone(datetime.UTC)
    return moment.replace(tzinfo=ZoneInfo(zone)).astimezone(datetime.UTC)


def _fuzzy(span):
    """The month, the season or the year that the days of a tentative entry of ours fill."""
    year, month = span.starts_on.year, span.starts_on.month
    for known in (
        PartialDate(year, month),
        *(PartialDate(year, season=season) for season in (21, 22, 23, 24)),
        PartialDate(year),
    ):
        if (known.earliest, known.latest) == (span.first_day, span.last_day):
            return Span(span.zone, known)
    return span


def _slug(address):
    parts = [part for part in address.split("?")[0].split("/") if part]
    return slug_of(parts[-1]) if len(parts) > 2 else ""
