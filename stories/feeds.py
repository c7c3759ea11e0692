"""The news feed of each language: Atom (RFC 4287), newest stories first."""

import datetime
from functools import cache
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import get_language

from sistercities.office.addresses import absolute, address
from sistercities.office.feeds import CONTENT_TYPE, AtomFeed, xml_text
from sistercities.office.frame import current_frame
from sistercities.publishing.http import conditional
from sistercities.publishing.prepared import Prepared
from sistercities.typography import polish
from stories.addresses import index_address, story_address
from stories.models.editions import StoryEdition

ENTRIES = 50


@cache
def _entries_query(language):
    def build(at):
        editions = StoryEdition.objects.live(at).in_language(language).newest_first()
        return editions.with_cards().without_credits().with_theme_labels(language)[:ENTRIES]

    return Prepared(build, at=datetime.datetime)


@conditional
def feed(request, at=None):
    """At most `ENTRIES` live stories in the language of the address. Two queries."""
    frame, language = current_frame(request), get_language()
    editions = _entries_query(language)(at=at or timezone.now())
    return HttpResponse(write(frame, language, frame.stories_title, editions), content_type=CONTENT_TYPE)


def write(frame, language, title, editions):
    """The feed as text. `editions` are `with_cards().with_theme_labels(language)`."""
    office = frame.office.name if frame.office else frame.site_title
    own = absolute(address("stories:feed", language))
    atom = AtomFeed(
        title=xml_text(f"{title} – {frame.site_title}"),
        link=absolute(index_address(language)),
        description="",
        language=language,
        feed_url=own,
        feed_guid=own,
        author_name=xml_text(office),
    )
    for edition in editions:
        cities = [frame.cities[key] for key in edition.city_keys or () if key in frame.cities]
        categories = [getattr(city, f"name_{language}") for city in cities]
        categories += [label["name"] for label in edition.theme_labels or ()]
        atom.add_item(
            title=xml_text(polish(edition.title, language)),
            link=absolute(story_address(language, edition.slug)),
            description=xml_text(_summary(edition)),
            unique_id=tag_uri(edition),
            author_name=xml_text(edition.byline or office),
            pubdate=edition.first_live_from,
            updateddate=edition.live_from,
            categories=[xml_text(category) for category in categories],
        )
    return atom.writeString("utf-8")


def _summary(edition):
    """HTML, as Atom1Feed says of summaries: escaped text."""
    return escape(polish(edition.standfirst or edition.summary, edition.language)).replace("\n", "<br>")


def tag_uri(edition):
    """The identifier of a story in one language, for ever: whatever becomes of its address (RFC 4151)."""
    day = edition.first_live_from.astimezone(datetime.UTC).date().isoformat()
    return f"tag:{urlsplit(settings.SITE_URL).hostname},{day}:stories/{edition.story_id}/{edition.language}"
