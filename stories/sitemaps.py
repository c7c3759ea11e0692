"""The addresses of stories for the sitemap."""

from itertools import groupby

from django.db.models import Count, F

from stories.addresses import story_address
from stories.models.editions import StoryEdition

#: Parts go by the story's key: this many keys have at most twice as many addresses, one per language.
PART = 20_000


def parts(at=None):
    """`{number of the part: how many addresses}`, of the parts that have live stories. One query."""
    editions = StoryEdition.objects.live(at).order_by()
    counted = editions.annotate(part=F("story_id") / PART).values("part").annotate(addresses=Count("pk"))
    return dict(sorted(counted.values_list("part", "addresses")))


def story_pages(part=None, at=None):
    """Pairs of `{language: site-relative address}` and the moment of the last change, for each live story. One query.

    `part` is a number of `parts()`; None gives all. Lazy: nothing but a story at a time is in memory besides the rows.
    """
    rows = StoryEdition.objects.live(at).order_by("story_id", "-language")
    if part is not None:
        rows = rows.filter(story_id__gte=part * PART, story_id__lt=(part + 1) * PART)
    for _story, editions in groupby(rows.values_list("story_id", "language", "slug", "live_from"), lambda row: row[0]):
        paths, changes = {}, []
        for _key, language, slug, live_from in editions:
            paths[language] = story_address(language, slug)
            changes.append(live_from)
        yield paths, max(changes)
