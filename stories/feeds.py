"""The news feed of each language: Atom (RFC 4287), newest stories first."""

import datetime
import re
from functools import cache
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import get_language

from sistercities.office.addresses import absolute, address
from sistercities.office.frame import current_frame
from sistercities.publishing.http import conditional
from sistercities.publishing.prepared import Prepared
from sistercities.typography import polish
from stories.addresses import index_address, story_address
from stories.models.editions import StoryEdition

ENTRIES = 50

#: What XML 1.0 (§2.2) has no way to write; a feed with it is no XML, and readers drop all of it.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class AtomFeed(Atom1Feed):
    """Without entries the feed was never updated: "now" would be another feed at every request."""

    def latest_post_date(self):
        return super().latest_post_date() if self.items else datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)


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
    return HttpResponse(
        write(frame, language, frame.stories_title, editions), content_type="application/atom+xml; charset=utf-8"
    )


def write(frame, language, title, editions):
    """The feed as text. `editions` are `with_cards().with_theme_labels(language)`."""
    office = frame.office.name if frame.office else frame.site_title
    own = absolute(address("stories:feed", language))
    atom = AtomFeed(
        title=_text(f"{title} – {frame.site_title}"),
        link=absolute(index_address(language)),
        description="",
        language=language,
        feed_url=own,
        feed_guid=own,
        author_name=_text(office),
    )
    for edition in editions:
        cities = [frame.cities[key] for key in edition.city_keys or () if key in frame.cities]
        categories = [getattr(city, f"name_{language}") for city in cities]
        categories += [label["name"] for label in edition.theme_labels or ()]
        atom.add_item(
            title=_text(polish(edition.title, language)),
            link=absolute(story_address(language, edition.slug)),
            description=_text(_summary(edition)),
            unique_id=tag_uri(edition),
            author_name=_text(edition.byline or office),
            pubdate=edition.first_live_from,
            updateddate=edition.live_from,
            categories=[_text(category) for category in categories],
        )
    return atom.writeString("utf-8")


def _summary(edition):
    """HTML, as Atom1Feed says of summaries: escaped text."""
    return escape(polish(edition.standfirst or edition.summary, edition.language)).replace("\n", "<br>")


def tag_uri(edition):
    """The identifier of a story in one language, for ever: whatever becomes of its address (RFC 4151)."""
    day = edition.first_live_from.astimezone(datetime.UTC).date().isoformat()
    return f"tag:{urlsplit(settings.SITE_URL).hostname},{day}:stories/{edition.story_id}/{edition.language}"


def _text(value):
    return _NOT_XML.sub("", value)
