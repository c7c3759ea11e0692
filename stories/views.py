"""The public pages of stories: the index, and a story. They read editions only."""

import datetime
from functools import lru_cache

from django.http import Http404, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, gettext

from sistercities.cities.facts import partnership_facts
from sistercities.dates.partial import PartialDate
from sistercities.media.markup import credit_line, picture_element, social_image_url
from sistercities.office.addresses import address
from sistercities.office.error_pages import error_page
from sistercities.office.frame import current_frame
from sistercities.publishing.http import conditional
from sistercities.publishing.prepared import Prepared
from sistercities.typography import as_sentence, polish, polish_html
from stories import structured_data
from stories.addresses import index_address, story_address
from stories.index import read_index
from stories.models.editions import StoryEdition
from stories.reading import StoryPage, preview_story, read_story
from stories.rendering import collected_credits, render_body

__all__ = ["StoryPage", "index", "preview_story", "render_story", "story"]


@conditional
def index(request, at=None):
    """The stories in the language of the address, newest first, by city, theme and year, a page at a time."""
    frame, language = current_frame(request), get_language()
    try:
        page = read_index(frame, language, request.GET, at or timezone.now())
    except LookupError as error:
        raise Http404("no such list of stories") from error
    if page.moved_to:
        return HttpResponseRedirect(page.moved_to)
    title = frame.stories_title
    context = {
        "page": page,
        "title": ": ".join([title, ", ".join(page.filter.labels)]) if page.filter else title,
        "section": "stories",
        "canonical": page.address,
        "alternates": page.alternates,
        "story_query": page.filter.query,
        "first_picture": page.lead and page.lead.lead_picture,
        "structured": structured_data.index(title, page, language),
    }
    response = render(request, "stories/index.html", context)
    response.cacheable_address = page.address
    return response


@conditional
def story(request, slug, at=None):
    """A story; the way on from an address that it once had; 410 where it was withdrawn, 404 where nothing ever was."""
    frame, language, at = current_frame(request), get_language(), at or timezone.now()
    page = read_story(frame, language, slug, request.GET, at)
    if page is None:
        return _former(request, slug, language, at)
    response = render_story(request, page, at=at)
    # Who came through a list gets the way back there; `came_from` holds only what fits the story.
    response.cacheable_address = page.alternates[language] + page.came_from.query
    return response


def render_story(request, page, *, preview=False, at=None, **context):
    """The response for a `StoryPage`. A preview says that it is one, and tells machines nothing.

    Whoever shows a preview activates its language and sets the headers that keep it out of caches. `context` is for the
    template: of previews `preview_link`, `preview_others`, `answer_address`.
    """
    frame, edition = current_frame(request), page.edition
    language, lead = edition.language, edition.lead_picture
    title = frame.stories_title
    partner = next((city for city in page.cities if not frame.is_home(city)), None)
    context |= {
        "page": page,
        "edition": edition,
        "preview": preview,
        "section": "stories",
        "text_language": language,
        "ink": partner.ink if partner else "poppy",
        "published": PartialDate.from_edtf(page.first_live_on.isoformat()),
        "updated": page.updated_on and PartialDate.from_edtf(page.updated_on.isoformat()),
        # Polished here and not by the template's filter, which asks for the language each of thirty times.
        "title": polish(edition.title, language),
        "standfirst": polish(edition.standfirst, language),
        "description": polish(edition.summary or edition.standfirst, language),
        "byline": polish(edition.byline, language),
        "occasion": edition.anniversary and polish(edition.anniversary.title(language, frame.home_city), language),
        "occasion_address": edition.anniversary and _anniversary_address(edition.anniversary, language),
        "facts": _facts(frame, page, language, at),
        "partnership_address": page.partnership and address("partnership", language, slug=page.partnership.slug),
        "themes": [(polish(theme.label, language), theme.value) for theme in page.themes],
        "lead_caption": lead and as_sentence(polish(getattr(lead, f"caption_{language}").strip(), language)),
        "lead_credit": credit_line(lead, language),
        "lead_picture": picture_element(lead, "lead", language, priority=True),
        "body": render_body(
            edition, embeds=page.embeds, language=language, frame=frame, events=page.events.cards, preview=preview
        ),
        "credits": _joined_credits(tuple(collected_credits(edition, page.embeds, language)), language),
        "social_image": social_image_url(lead),
        "index_title": polish(title, language),
        "index": index_address(language),
        "index_address": page.came_from.address(),
        "back_to_index": polish(_back_to_index(frame), language),
        "structured": None if preview else structured_data.story(page, frame, title),
        "canonical": None if preview else page.alternates[language],
        "alternates": page.alternates,
    }
    if preview:
        context = {"preview_link": None, "preview_others": {}, "answer_address": ""} | context
    return render(request, "stories/story.html", context)


def _facts(frame, page, language, at):
    """Tuples of term, words, and the value of `datetime` where the words are a date."""
    if page.partnership is None:
        return []
    facts = partnership_facts(page.partnership, frame.home_city, language, on=at, partnerships=frame.partnerships)
    return [(polish(fact.term, language), polish(fact.words, language), fact.datetime) for fact in facts]


def _anniversary_address(anniversary, language):
    return address("anniversary", language, slug=anniversary.partnership.slug, years=anniversary.years)


@lru_cache(maxsize=512)
def _joined_credits(entries, language):
    """The collected credits, which are safe HTML, in one line. Remembered by themselves: nothing can be stale."""
    return mark_safe("; ".join(polish_html(entry, language) for entry in entries))  # noqa: S308  was safe, stays safe


_former_query = Prepared(
    lambda slug, language, at: StoryEdition.objects.for_old_address(slug, language, at).only("pk")[:1],
    slug=str,
    language=str,
    at=datetime.datetime,
)


def _former(request, slug, language, at):
    """What answers at an address where no story is live."""
    former = _former_query(slug=slug, language=language, at=at)
    if not former:
        # A draft or a planned story is not told from one that does not exist (promise 10).
        raise Http404("no such story")
    if former[0].slug_today:
        return HttpResponsePermanentRedirect(story_address(language, former[0].slug_today))
    return error_page(request, 410)


def _back_to_index(frame):
    home = frame.home_city
    if home is None:
        return gettext("Back to the stories")
    return gettext("Back to %(home)s stories") % {"home": home.adjective or home.name}
