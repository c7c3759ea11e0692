"""What goes into a press kit: everything that is public at that moment of an anniversary, or of a selection of events.

Editions and reference data alone are read. What is public of stories and events is decided where pages decide it.
"""

import datetime
from dataclasses import dataclass, field

from django.db.models import Q

from events.exports.export import Export
from events.exports.layout import Layout
from events.exports.selection import Selection
from sistercities.cities.models import Anniversary
from sistercities.media.models import Picture
from sistercities.media.rights import Licence, is_usable
from sistercities.office.frame import SiteFrame
from stories.models.editions import StoryEdition, StoryEditionEmbed
from stories.models.references import Quote
from stories.rendering import EMBED_RELATED

LANGUAGES = ("en", "de")
#: More stories in a language are no kit any more; the newest ones go in.
MOST_STORIES = 200


@dataclass
class Kit:
    """`stories` are live editions by language, the newest first, each with its `StoryEditionEmbed`s in `embeds` by key
    of the edition. `pictures` may be handed on; `withheld` may not: their rights were given to the office alone, or
    have ended. `quotes` are those of the anniversary and of the stories."""

    frame: SiteFrame
    at: datetime.datetime
    selection: Selection
    stories: dict = field(default_factory=dict)
    embeds: dict = field(default_factory=dict)
    pictures: list = field(default_factory=list)
    withheld: list = field(default_factory=list)
    quotes: list = field(default_factory=list)

    @property
    def anniversary(self):
        return next((one for one in self.frame.anniversaries if one.pk == self.selection.anniversary), None)

    def export(self, language):
        """The list of the events, as a programme prints them."""
        return Export(self.selection, Layout(("uid",), (language,)), "pdf", self.frame, self.at)


def gather(frame, selection, at):
    """The `Kit` of a `Selection` of what is public. Raises ValueError for another one."""
    if not selection.is_public:
        raise ValueError("a press kit holds what is public, and nothing else")
    kit = Kit(frame, at, selection)
    rows = [row for language in LANGUAGES for row in kit.export(language).rows("event", "picture")]
    events = {row.event for row in rows}
    for language in LANGUAGES:
        kit.stories[language] = _stories(selection, events, language, at)
    found = [edition for editions in kit.stories.values() for edition in editions]
    embeds = StoryEditionEmbed.objects.filter(edition__in=[edition.pk for edition in found])
    for embed in embeds.select_related(*EMBED_RELATED).order_by("edition", "position"):
        kit.embeds.setdefault(embed.edition_id, []).append(embed)
    cards = [embed for embeds in kit.embeds.values() for embed in embeds]
    kit.quotes = _quotes(selection, cards)
    _pictures(kit, found, cards, {row.picture for row in rows})
    return kit


def _stories(selection, events, language, at):
    """Of the anniversary, the partnership, the city; without any of these, what shows one of the events."""
    editions = StoryEdition.objects.live(at).in_language(language)
    if selection.anniversary:
        editions = editions.filter(anniversary=selection.anniversary)
    elif selection.partnership:
        of_partnership = Anniversary.objects.filter(partnership=selection.partnership).order_by().values("pk")
        editions = editions.filter(Q(partnership=selection.partnership) | Q(anniversary__in=of_partnership))
    elif not selection.city:
        shown = StoryEditionEmbed.objects.filter(event__in=events).order_by()
        editions = editions.filter(pk__in=shown.values("edition"))
    if selection.city:
        of_city = StoryEdition.cities.through.objects.filter(city=selection.city).order_by()
        editions = editions.filter(pk__in=of_city.values("storyedition"))
    return list(editions.select_related("lead_picture").newest_first()[:MOST_STORIES])


def _quotes(selection, cards):
    """Those with a speaker that the page of the anniversary shows, and those in the stories; each once."""
    found = []
    if selection.anniversary:
        quotes = Quote.objects.filter(anniversary=selection.anniversary, speaker__isnull=False)
        found = list(quotes.select_related("speaker").order_by("pk"))
    return list(dict.fromkeys([*found, *(card.quote for card in cards if card.quote)]))


def _pictures(kit, stories, cards, of_events):
    """In the order of the stories, then those of the events; of what the site shows, what others may print, too."""
    found = [kit.anniversary.picture] if kit.anniversary and kit.anniversary.picture else []
    for story in stories:
        found += [story.lead_picture, *(card.picture for card in kit.embeds.get(story.pk, ()))]
    found = list(dict.fromkeys(picture.pk for picture in found if picture))
    found += sorted(of_events - {None} - set(found))
    known = Picture.objects.in_bulk(found)
    for key in found:
        picture = known.get(key)
        if picture is None or not picture.file or not picture.renditions_key:
            continue
        (kit.pictures if may_be_handed_on(picture, kit.at.date()) else kit.withheld).append(picture)


def may_be_handed_on(picture, on):
    """Does its licence let others print it? A permission that was given to the office is none for the press."""
    return is_usable(picture, on) and bool(picture.credit) and picture.licence not in ("", Licence.ALL_RIGHTS_RESERVED)
