"""What can be found of stories, and of the people who speak in them."""

from django.utils import timezone

from sistercities.search.index import Document
from sistercities.search.sources import Source
from stories.body import plain_text
from stories.models.editions import StoryEdition


def documents(keys, at=None):
    """`{story's key: [Document, …]}` of what is live at that moment or will be: the story, and one for each speaker.

    A story is found in its own language only.
    """
    editions = StoryEdition.objects.filter(story__in=keys).not_over(at or timezone.now()).order_by("live_from", "pk")
    editions = editions.prefetch_related("cities", "themes", "embeds__quote__speaker")
    found = {}
    for edition in editions:
        found.setdefault(edition.story_id, []).extend(_documents(edition))
    return found


def _documents(edition):
    language = edition.language
    quotes = [embed.quote for embed in edition.embeds.all() if embed.quote]
    spoken = {
        "language": language,
        "slug": edition.slug,
        "day": edition.first_live_from.date(),
        "live_from": edition.live_from,
        "live_until": edition.live_until,
    }
    said = [quote.in_language("words", language)[0] for quote in quotes]
    yield Document(
        kind="story",
        object_id=edition.story_id,
        title=edition.title,
        names=(
            edition.byline,
            *(getattr(city, f"name_{language}") for city in edition.cities.all()),
            *(getattr(theme, f"name_{language}") for theme in edition.themes.all()),
            *(quote.speaker.name for quote in quotes if quote.speaker),
        ),
        text="\n\n".join([edition.standfirst, plain_text(edition.body), *said]),
        **spoken,
    )
    roles = {}
    for quote in quotes:
        if quote.speaker:
            roles.setdefault(quote.speaker, {})[quote.in_language("role_title", language)[0]] = None
    for person, titles in roles.items():
        yield Document(
            kind="person",
            object_id=person.pk,
            title=person.name,
            text=" · ".join(filter(None, titles)),
            note=edition.title,
            **spoken,
        )


SOURCE = Source(
    "story",
    documents,
    StoryEdition.objects.not_over,
    key="story_id",
    mentions={
        "cities.city": ("cities",),
        "people.person": ("embeds__quote__speaker",),
        "stories.theme": ("themes",),
        "stories.quote": ("embeds__quote",),
    },
)
