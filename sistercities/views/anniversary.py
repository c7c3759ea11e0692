"""The page of an anniversary: the numeral, the voices, events, time line, stories and pictures of that year."""

from dataclasses import dataclass

from django.db.models import Q
from django.http import Http404, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, gettext

from sistercities.media.markup import credit_entry, social_image_url
from sistercities.media.models import Picture
from sistercities.office.addresses import absolute, address, alternates
from sistercities.office.frame import current_frame
from sistercities.publishing.http import conditional
from sistercities.publishing.prepared import Prepared
from sistercities.typography import polish_html
from sistercities.views.cities import breadcrumbs, opening, paragraphs
from sistercities.views.happenings import every_row, of_anniversary, stories
from sistercities.views.numeral import numeral
from sistercities.views.partnership import find, pair_title, sides, when
from sistercities.views.time_line import stations, years_label
from stories.models.editions import StoryEditionEmbed
from stories.models.references import Quote
from stories.structured_data import image, quotation

EVENTS, STORIES, PICTURES, VOICES = 24, 7, 3, 4


@dataclass(frozen=True)
class Voice:
    """A quote on the page: words and role with their languages ("" is the page's), `ink` the classes of its panel."""

    quote: Quote
    ink: str
    words: str
    words_language: str
    role: str
    role_language: str
    note: str


@conditional
def anniversary(request, slug, years, at=None):
    """Five queries: the frame, voices, events, stories, pictures."""
    at = at or timezone.now()
    frame, language = current_frame(request), get_language()
    partnership = find(frame, slug)
    shown = next((page for page in frame.anniversaries_of(partnership) if page.years == years), None)
    if shown is None:
        raise Http404("no such anniversary")
    path = address("anniversary", language, slug=slug, years=years)
    if request.path != path:
        return HttpResponsePermanentRedirect(path)  # /050/
    voices = _voices(frame, shown, language)
    chosen = of_anniversary(shown)
    events = every_row(frame, chosen, language, at, EVENTS)
    found = stories(language, at, STORIES, anniversary=shown.pk)
    leads = [story.lead_picture for story in found[:STORIES] if story.lead_picture]
    pictures = _pictures(found[:STORIES], events[:EVENTS], [shown.picture, *leads])
    title = shown.title(language, frame.home_city)
    introduction = paragraphs(shown.introduction)
    pair = sides(frame, partnership)
    is_in_focus = frame.anniversary_in_focus(timezone.localdate(at)) == shown
    context = {
        "alternates": alternates("anniversary", slug=slug, years=years),
        "canonical": path,
        "section": "anniversary" if is_in_focus else "cities",
        "anniversary": shown,
        "partnership": partnership,
        "partnership_title": pair_title(frame, partnership),
        "pair": pair,
        "title": title,
        "ink": pair[1].city.ink,
        "numeral": numeral(years),
        "introduction": introduction,
        "description": opening(shown.introduction) if introduction else _facts_in_words(shown, language),
        "when": _facts_in_words(shown, language),
        "is_year_only": shown.falls_on is not None and shown.falls_on.precision == "year",
        "voices": voices,
        "events": events[:EVENTS],
        "events_address": _events_address(chosen, events, language, at) if len(events) > EVENTS else "",
        "stations": stations(frame, partnership, language, here=shown),
        "lead": found[0] if found else None,
        "stories": found[1:STORIES],
        "has_more_stories": len(found) > STORIES,
        "pictures": pictures,
        "credits": _credits([shown.picture, *leads, *pictures], language),
        "social_image": social_image_url(shown.picture) or social_image_url(leads[0] if leads else None),
        "structured": _structured(frame, shown, title, path, language, voices, events[:EVENTS], pictures),
    }
    return render(request, "site/anniversary.html", context)


def _facts_in_words(shown, language):
    """ "Signed on 27 June 1967 · 50 years on 27 June 2017"; empty where the signing is not known."""
    signed, falls_on = shown.partnership.signed_on, shown.falls_on
    if signed is None:
        return ""
    words = gettext("Signed %(when)s") % {"when": when(signed, language)}
    if falls_on is None:
        return words
    return f"{words} · {years_label(shown.years)} {when(falls_on, language)}"


def _voices(frame, shown, language):
    """The quotes that stand on this page and have a speaker: the home city's first, the partner's beside it."""
    found = sorted(_voices_query(anniversary=shown.pk), key=lambda quote: quote.city_id != _home_key(frame))
    return [_voice(frame, quote, language) for quote in found]


_voices_query = Prepared(
    lambda anniversary: (
        Quote.objects.filter(anniversary=anniversary, speaker__isnull=False)
        .select_related("speaker")
        .order_by("pk")[:VOICES]
    ),
    anniversary=int,
)


def _home_key(frame):
    return frame.home_city.pk if frame.home_city else None


def _voice(frame, quote, language):
    words, words_language = quote.in_language("words", language)
    role, role_language = quote.in_language("role_title", language)
    city = frame.cities.get(quote.city_id)
    return Voice(
        quote=quote,
        ink="a" if city is None or frame.is_home(city) else f"b ink-{city.ink}",
        words=words,
        words_language="" if words_language == language else words_language,
        role=role,
        role_language="" if role_language == language else role_language,
        note=quote.translation_note() if quote.is_translation(words_language) else "",
    )


def _pictures(stories, events, seen):
    """Pictures that stand in these stories or belong to these events, but for those that the page has anyway."""
    keys = {f"story_{number}": story.pk for number, story in enumerate(stories)}
    keys |= {f"picture_{number}": row.edition.picture_id for number, row in enumerate(events)}
    taken = {picture.pk for picture in seen if picture}
    found = _pictures_query(**dict.fromkeys(_pictures_query.marks) | keys)
    return [picture for picture in found if picture.pk not in taken][:PICTURES]


def _pictures_of(**keys):
    stories = [key for name, key in keys.items() if name.startswith("story_")]
    pictures = [key for name, key in keys.items() if name.startswith("picture_")]
    embedded = StoryEditionEmbed.objects.filter(edition__in=stories, picture__isnull=False).order_by()
    found = Picture.objects.filter(Q(pk__in=embedded.values("picture")) | Q(pk__in=pictures))
    # Besides those that are shown, the page has one of its own and one of each story.
    return found.exclude(renditions_key="").order_by("pk")[: PICTURES + 1 + STORIES]


_pictures_query = Prepared(
    _pictures_of,
    **{f"story_{number}": int for number in range(STORIES)},
    **{f"picture_{number}": int for number in range(EVENTS)},
)


def _credits(pictures, language):
    """The credit of every picture of the page, once each, as safe HTML."""
    entries = dict.fromkeys(credit_entry(picture, language) for picture in dict.fromkeys(pictures) if picture)
    line = "; ".join(polish_html(entry, language) for entry in entries if entry)
    return mark_safe(line)  # noqa: S308  was safe, stays safe


def _events_address(chosen, events, language, at):
    is_past = all(row.date.latest_at is not None and row.date.latest_at <= at for row in events)
    return chosen.address(language, past=is_past)


def _structured(frame, shown, title, path, language, voices, events, pictures):
    falls_on = shown.falls_on
    occasion = {"@type": "Event", "name": title}
    if falls_on is not None and not falls_on.season:
        occasion["startDate"] = falls_on.edtf
    occasion["location"] = [{"@type": "City", "name": city.name} for city in frame.pair(shown.partnership)]
    page = {
        "@type": "CollectionPage",
        "@id": absolute(path),
        "name": title,
        "description": shown.introduction,
        "inLanguage": language,
        "about": occasion,
        "image": [found for picture in [shown.picture, *pictures] if picture and (found := image(picture, language))],
        "hasPart": [quotation(voice.quote, language) for voice in voices],
        "mainEntity": {
            "@type": "ItemList",
            "itemListElement": [
                {"@type": "ListItem", "position": position, "name": row.edition.title, "url": absolute(row.address)}
                for position, row in enumerate(events, 1)
            ],
        }
        if events
        else None,
    }
    slug = shown.partnership.slug
    return [
        {name: value for name, value in page.items() if value},
        breadcrumbs(
            (frame.site_name, address("home", language)),
            (gettext("Partner cities"), address("register", language)),
            (pair_title(frame, shown.partnership), address("partnership", language, slug=slug)),
            (title, path),
        ),
    ]
