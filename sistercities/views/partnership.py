"""The page of a partnership: its two cities, its facts, its time line, and what belongs to it."""

from dataclasses import dataclass

from django.http import Http404, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language, gettext

from sistercities.cities import words
from sistercities.cities.anniversaries import UpcomingAnniversary, upcoming
from sistercities.cities.facts import partnership_facts
from sistercities.cities.models import City
from sistercities.dates.partial import PartialDate
from sistercities.dates.ranges import span_in_sentence, span_words
from sistercities.dates.spans import Span
from sistercities.media.markup import social_image_url
from sistercities.office.addresses import absolute, address, alternates
from sistercities.office.frame import current_frame
from sistercities.publishing.http import conditional
from sistercities.views.cities import breadcrumbs, opening, paragraphs
from sistercities.views.happenings import of_partnership, past_rows, stories, upcoming_rows
from sistercities.views.time_line import Station, stations, years_label

UPCOMING, PAST, STORIES = 3, 12, 3


@dataclass(frozen=True)
class Side:
    """A city of the pair: `ink` are the classes of its panel, the home city's ink or its own."""

    city: City
    ink: str
    tag: str
    text: str


@conditional
def partnership(request, slug, at=None):
    """Four queries: the frame, events to come, past ones, stories."""
    at = at or timezone.now()
    on = timezone.localdate(at)
    frame, language = current_frame(request), get_language()
    shown = find(frame, slug)
    path = address("partnership", language, slug=shown.slug)
    if request.path != path:
        return HttpResponsePermanentRedirect(path)
    chosen = of_partnership(shown)
    coming = upcoming_rows(frame, chosen, language, at, UPCOMING)
    past = past_rows(frame, chosen, language, at, PAST)
    found = stories(language, at, STORIES, partnership=shown.pk)
    pair, title = sides(frame, shown), pair_title(frame, shown)
    summary = shown.summary.strip()
    lede = opening(summary) if summary else ""
    partner = pair[1].city
    context = {
        "alternates": alternates("partnership", slug=shown.slug),
        "canonical": path,
        "section": "cities",
        "partnership": shown,
        "pair": pair,
        "title": title,
        "ink": partner.ink,
        "lede": lede,
        "more_text": paragraphs(summary.removeprefix(lede)),
        "description": lede or gettext("The partnership of %(cities)s: facts, history, events.") % {"cities": title},
        "resting_since": shown.suspended_on if shown.is_suspended(on) and not shown.has_ended(on) else None,
        "ended_on": shown.ended_on if shown.has_ended(on) else None,
        "facts": partnership_facts(shown, frame.home_city, language, at, frame.partnerships, most=None),
        "next": next_anniversary(frame, shown, on, language),
        "stations": _with_events(stations(frame, shown, language), past[:PAST], language),
        "upcoming": coming[:UPCOMING],
        "upcoming_address": chosen.address(language) if len(coming) > UPCOMING else "",
        "past_address": chosen.address(language, past=True) if len(past) > PAST else "",
        "stories": found[:STORIES],
        "stories_address": _stories_address(partner, language) if len(found) > STORIES else "",
        "social_image": social_image_url(partner.picture),
        "structured": _structured(frame, shown, title, lede, path, language),
    }
    return render(request, "site/partnership.html", context)


def find(frame, slug):
    """The partnership at that address. Raises Http404."""
    for candidate in frame.partnerships:
        if candidate.slug == slug:
            return candidate
    raise Http404("no such partnership")


def sides(frame, shown):
    """Both cities as `Side`s, the home city first, in its ink; a pair without it prints in the inks of both."""
    found = []
    for city in frame.pair(shown):
        is_home = frame.is_home(city)
        ink = "a" if is_home else f"b ink-{city.ink}"
        found.append(Side(city, ink, ink, opening(city.introduction) if city.introduction.strip() else ""))
    return found


def pair_title(frame, shown):
    """Its name, such as "Berlin – Los Angeles", the home city first."""
    return words.pair_name(frame.pair(shown))


@dataclass(frozen=True)
class Next:
    """The next anniversary in words: "60 years on 27 June 2027"; `address` is empty where it has no page."""

    anniversary: UpcomingAnniversary
    words: str
    address: str


def next_anniversary(frame, shown, on, language):
    found = upcoming([shown], on)
    if not found:
        return None
    (anniversary,) = found
    years = anniversary.years
    has_page = any(page.years == years for page in frame.anniversaries_of(shown))
    path = address("anniversary", language, slug=shown.slug, years=years) if has_page else ""
    return Next(anniversary, f"{years_label(years)} {when(anniversary.date, language)}", path)


def when(date, language):
    """A `PartialDate` as a sentence has it: "on 27 June 2027", "in June 2027", „2027“."""
    return span_in_sentence(Span("UTC", date), language)


def _with_events(found, past, language):
    """Among the stations, for each year, the past events of that year (rows, the latest first)."""
    years = {}
    for row in reversed(past):
        if row.date.starts_on is not None:
            years.setdefault(row.date.starts_on.year, []).append(row)
    keyed = [(station.date.sort_key, station) for station in found]
    for year, of_year in years.items():
        links = [(row, row.note or span_words(row.date.span, language)) for row in of_year]
        keyed.append((of_year[0].date.starts_on.sort_key, Station(PartialDate(year), links=links)))
    return [station for _key, station in sorted(keyed, key=lambda pair: pair[0])]


def _stories_address(city, language):
    return f"{address('stories:index', language)}?city={getattr(city, f'slug_{language}')}"


def _structured(frame, shown, title, lede, path, language):
    page = {
        "@type": "WebPage",
        "@id": absolute(path),
        "name": title,
        "description": lede,
        "inLanguage": language,
        "about": [
            {
                "@type": "City",
                "@id": absolute(address("city", language, slug=getattr(city, f"slug_{language}"))) + "#city",
                "name": city.name,
            }
            for city in frame.pair(shown)
        ],
    }
    register = (gettext("Partner cities"), address("register", language))
    return [
        {name: value for name, value in page.items() if value},
        breadcrumbs((frame.site_name, address("home", language)), register, (title, path)),
    ]
