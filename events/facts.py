"""“When and where”: the box of an event's page. Objects in, pairs of term and safe HTML out."""

from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext, pgettext

from events.hours import hours_words
from events.languages import CODES, language_name
from events.local_time import clock_city, other_city
from events.models.choices import Access, Attendance, EventKind
from events.prices import price_words
from sistercities.cities.words import city_name
from sistercities.dates.clock_words import other_clock, times_words
from sistercities.dates.ranges import shown_end, span_element, year_beside
from sistercities.office.addresses import address
from sistercities.richtext.links import allowed_href
from sistercities.typography import polish

#: Of more further dates than that the box names the next ones; the others are folded away.
FEW_DATES = 8


def facts(frame, page):
    """Pairs of term and safe HTML for an `EventPage`, in the active language, which is that of the page."""
    found = [
        *_date(page),
        *_time(frame, page),
        *_further_dates(frame, page),
        *_opening_hours(page),
        *_place(frame, page),
        *_online(page),
        *_tickets(page),
        *_about(frame, page),
    ]
    return [(term, html) for term, html in found if html]


def own_words(page, text):
    """Words of the editors, polished; marked with their language where it is not that of the page."""
    if not text:
        return ""
    words = polish(text, page.edition.language)
    return format_html('<span lang="{}">{}</span>', page.text_language, words) if page.text_language else words


def link(href, words):
    """A link out of the site; the words alone where the address is none (promise 26)."""
    allowed = allowed_href(href) if href else None
    return format_html('<a href="{}" rel="external">{}</a>', allowed, words) if allowed else format_html("{}", words)


def _lines(*lines):
    """Each in a line of its own; also whoever reads without the style sheet sees where one ends."""
    return format_html_join("\n", '<span class="block">{}</span>', ((line,) for line in lines if line))


def _strong(html):
    return format_html("<strong>{}</strong>", html)


def _date(page):
    date, note = page.date, own_words(page, page.edition.date_note)
    if date.position:
        yield gettext("Next date"), _strong(span_element(date.span, page.language, weekday=True))
        return
    year = year_beside(page.edition.date_note, date.span) if note else ""
    words = _strong(span_element(date.span, page.language, weekday=True, note=note))
    yield gettext("Date"), _lines(words, format_html('<span class="muted">{}</span>', year)) if year else words


def _time(frame, page):
    span = page.date.span
    here = clock_city(frame, page.edition, page.city_keys, page.language)
    other = other_city(frame, page.edition, page.city_keys)
    there = other_clock(span, other.time_zone, city_name(other, page.language), page.language) if other else ""
    muted = format_html('<span class="muted">{}</span>', polish(there, page.language)) if there else ""
    if span.starts_at is not None:
        yield gettext("Time"), _lines(polish(times_words(span, here, page.language), page.language), muted)
    elif page.date.precision == "day" and shown_end(span) is None and not page.edition.is_run and not page.is_past:
        words = gettext("To be announced, %(city)s time.") % {"city": here}
        ahead = format_html('<span class="muted">{}.</span>', polish(there, page.language)) if there else ""
        yield gettext("Time"), _lines(polish(words, page.language), ahead)


def _further_dates(frame, page):
    others = [date for date in page.dates if date is not page.date]
    here = clock_city(frame, page.edition, page.city_keys, page.language)
    coming = others if page.is_past else [date for date in others if not page.is_over(date)]
    past = [date for date in others if date not in coming]
    if len(others) <= FEW_DATES:
        yield gettext("Further dates"), _list_of_dates(page, coming, here)
        yield gettext("Past dates"), _list_of_dates(page, past, here)
        return
    words = gettext("All %(count)d dates") % {"count": len(page.dates)}
    everything = _list_of_dates(page, page.dates, here)
    folded = format_html("<details><summary>{}</summary>{}</details>", words, everything)
    yield gettext("Further dates"), _list_of_dates(page, [] if page.is_past else coming[:FEW_DATES], here) + folded


def _list_of_dates(page, dates, here):
    lines = []
    for date in dates:
        times = times_words(date.span, here, page.language)
        words = format_html("{}{}", span_element(date.span, page.language, weekday=True), f", {times}" if times else "")
        if date.is_cancelled:
            words = format_html('<s>{}</s> <span class="state off">{}</span>', words, gettext("Cancelled"))
        lines.append((words,))
    return format_html('<ul class="l">{}</ul>', format_html_join("", "<li>{}</li>", lines)) if lines else ""


def _opening_hours(page):
    lines = hours_words(page.opening_hours, page.language)
    yield gettext("Opening hours"), _lines(*lines, own_words(page, page.edition.opening_note))


def _place(frame, page):
    venue = page.edition.venue
    if venue is None or page.edition.attendance == Attendance.ONLINE:
        if page.edition.room and page.edition.attendance != Attendance.ONLINE:
            yield gettext("Place"), own_words(page, page.edition.room)
        return
    language = page.language
    city = frame.cities.get(venue.city_id)
    town = " ".join(part for part in (venue.postal_code, getattr(city, f"name_{language}", "")) if part)
    lines = [
        _strong(link(venue.website, polish(getattr(venue, f"name_{language}"), language))),
        own_words(page, page.edition.room),
        polish(venue.street_address, language),
        polish(", ".join(part for part in (venue.district, town) if part), language),
    ]
    yield gettext("Place"), _lines(*lines)
    access = str(Access(venue.wheelchair).label) if venue.wheelchair else ""
    text = polish(getattr(venue, f"accessibility_{language}").strip(), language)
    yield gettext("Accessibility"), _lines(access, text)


def _online(page):
    edition = page.edition
    if edition.attendance == Attendance.OFFLINE:
        return
    has_link = edition.online_url and not page.is_past
    yield gettext("Online"), link(edition.online_url, gettext("Take part online")) if has_link else gettext("Online")


def _tickets(page):
    edition = page.edition
    words = [gettext("Free of charge")] if edition.is_free else [price_words(edition, page.language)]
    if edition.needs_booking:
        words.append(gettext("booking needed") if words[0] else gettext("Booking needed"))
    lines = [polish(", ".join(word for word in words if word), page.language)]
    if edition.ticket_url and not page.is_past:
        lines.append(link(edition.ticket_url, gettext("Book") if edition.is_free else gettext("Tickets")))
    lines.append(own_words(page, edition.ticket_note))
    yield gettext("Admission"), _lines(*lines)


def _about(frame, page):
    edition, language = page.edition, page.language
    yield pgettext("of an event", "Kind"), str(EventKind(edition.kind).label) if edition.kind != EventKind.OTHER else ""
    spoken = [language_name(code) for code in edition.languages if code in CODES]
    yield gettext("Languages") if len(spoken) > 1 else gettext("Language"), ", ".join(spoken)
    organisers = [link(o.website, polish(getattr(o, f"name_{language}"), language)) for o in page.organisers]
    term = gettext("Organisers") if len(organisers) > 1 else gettext("Organiser")
    yield term, _lines(*organisers)
    if edition.series:
        series = polish(getattr(edition.series, f"name_{language}"), language)
        yield pgettext("of events", "Series"), link(edition.series.website, series)
    yield gettext("Occasion"), _occasion(frame, page)


def _occasion(frame, page):
    anniversary, partnership = page.anniversary, page.partnership
    if anniversary is not None:
        slug = anniversary.partnership.slug
        href = address("anniversary", page.language, slug=slug, years=anniversary.years)
        return format_html(
            '<a href="{}">{}</a>', href, polish(anniversary.title(page.language, frame.home_city), page.language)
        )
    if partnership is None:
        return ""
    cities = sorted(partnership.cities, key=lambda city: not frame.is_home(city))
    words = gettext("City partnership %(cities)s") % {
        "cities": " – ".join(city_name(city, page.language) for city in cities)
    }
    href = address("partnership", page.language, slug=partnership.slug)
    return format_html('<a href="{}">{}</a>', href, polish(words, page.language))
