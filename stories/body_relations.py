"""What a body embeds, kept as rows: "where is this used", credits and deletion are plain queries then."""

from django.db import transaction

from sistercities.media.models import Picture
from stories.body import embeds
from stories.models.references import Quote

MODELS = {"picture": Picture, "quote": Quote}


def missing_embeds(html):
    """The `Embed`s of a sanitised body whose picture or quote does not exist. A query per type that occurs."""
    found = embeds(html)
    existing = _existing(found)
    return [embed for embed in found if embed[:2] not in existing]


def sync_embeds(text):
    """Write the rows of a `StoryText` anew from its body, if they differ. Broken cards get no row."""
    found = embeds(text.body)
    with transaction.atomic():
        existing = _existing(found)
        wanted = [
            (embed.id if embed.type == "picture" else None, embed.id if embed.type == "quote" else None)
            for embed in found
            if embed[:2] in existing
        ]
        if list(text.embeds.values_list("picture_id", "quote_id")) == wanted:
            return
        text.embeds.all().delete()
        row = text.embeds.model
        row.objects.bulk_create(
            row(text=text, position=position, picture_id=picture, quote_id=quote)
            for position, (picture, quote) in enumerate(wanted)
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
