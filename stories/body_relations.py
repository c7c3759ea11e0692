"""What a body embeds, kept as rows: "where is this used", credits and deletion are plain queries then."""

from django.db import transaction

from events.models.manuscripts import Event
from sistercities.media.models import Picture
from stories.body import embeds
from stories.models.references import Quote

#: An event is meant as such, not one of its editions, which come and go.
MODELS = {"picture": Picture, "quote": Quote, "event": Event}


def missing_embeds(html):
    """The `Embed`s of a sanitised body whose picture, quote or event does not exist. A query per type that occurs."""
    found = embeds(html)
    existing = _existing(found)
    return [embed for embed in found if embed[:2] not in existing]


def sync_embeds(text):
    """Write the rows of a `StoryText` anew from its body, if they differ. Broken cards get no row."""
    found = embeds(text.body)
    with transaction.atomic():
        existing = _existing(found)
        wanted = [(embed.type, embed.id) for embed in found if embed[:2] in existing]
        if [embed.target for embed in text.embeds.all()] == wanted:
            return
        text.embeds.all().delete()
        row = text.embeds.model
        row.objects.bulk_create(
            row(text=text, position=position, **{f"{kind}_id": key}) for position, (kind, key) in enumerate(wanted)
        )


def _existing(found):
    """The `(type, id)` of those that exist."""
    existing = set()
    for kind, model in MODELS.items():
        ids = {embed.id for embed in found if embed.type == kind}
        if ids:
            keys = model.objects.filter(pk__in=ids).order_by().values_list("pk", flat=True)
            existing |= {(kind, key) for key in keys}
    return existing
