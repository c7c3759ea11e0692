"""The table of what can be found."""

from django.db import models
from django.db.models import F, Q

from sistercities.publishing.models import EditionQuerySet


class SearchDocument(models.Model):
    """What one page says in one language, and while it is public; a row for each language in whose pages it is found.

    Written by `index` only. `owner_kind` and `owner_id` say whose publication wrote the row and will replace it; `kind`
    and `object_id` what a visitor finds. They differ for people, who are found by what they take part in.

    `title_tokens` and `tokens` (of title, names and text, with `index.facets` and `blocks`) are what the database's own
    index is made of, see the migrations: triggers on SQLite, generated columns on PostgreSQL. They follow by
    themselves, in the same transaction, also in `loaddata`. SQLite's triggers fall when Django rebuilds the table (any
    `AlterField`), so a migration that alters this one makes them again, as 0003 does; `tests/search` notices.
    """

    # Begins with the day, so that the newest come first without sorting (`index.key_of`).
    id = models.BigIntegerField(primary_key=True)
    owner_kind = models.CharField(max_length=12)
    owner_id = models.BigIntegerField()
    kind = models.CharField(max_length=12)
    object_id = models.BigIntegerField()
    page_language = models.CharField(max_length=5)
    language = models.CharField(max_length=5)
    title = models.CharField(max_length=300)
    title_key = models.CharField(max_length=200)
    # What the owner builds the address of: its slug in that language.
    slug = models.CharField(max_length=210, blank=True)
    # Stands beside the kind: the date of an event in words, for a person the title of what they are found in.
    note = models.CharField(max_length=300, blank=True)
    # Each on a line: places, people, themes.
    names = models.TextField(blank=True)
    text = models.TextField(blank=True)
    title_tokens = models.TextField(blank=True)
    tokens = models.TextField(blank=True)
    live_from = models.DateTimeField()
    live_until = models.DateTimeField(null=True)

    objects = EditionQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["owner_kind", "owner_id"], name="search_document_owner"),
            models.Index(fields=["title_key"], name="search_document_title"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(live_until=None) | Q(live_until__gt=F("live_from")), name="search_document_ends_after_start"
            ),
        ]

    def __str__(self):
        return self.title
