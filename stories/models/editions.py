"""What was printed. Public code reads these, and reference data, and nothing else."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sistercities.publishing.models import Edition
from stories.models.frames import StoryEmbed, StoryFrame, StoryWords
from stories.models.querysets import StoryEditionQuerySet


class StoryEdition(StoryFrame, StoryWords, Edition):
    manuscript_link = "story"

    story = models.ForeignKey("stories.Story", models.PROTECT, related_name="editions", verbose_name=_("story"))

    objects = StoryEditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        ordering = ["-live_from", "-pk"]
        indexes = [
            models.Index(fields=["language", "slug"], name="stories_edition_address"),
            # With the span, so that what is not live is passed over without reading its row.
            models.Index(
                fields=["language", "-first_live_from", "-story", "live_from", "live_until"],
                name="stories_edition_newest_live",
            ),
            models.Index(
                fields=["language", "partnership", "-first_live_from", "-story"], name="stories_edition_partners"
            ),
            models.Index(
                fields=["language", "-first_live_from", "-story"],
                name="stories_edition_featured",
                condition=Q(is_featured=True),
            ),
            # When pages change next by themselves (`publishing.page_cache.next_change`).
            models.Index(fields=["live_from"], name="stories_edition_begins"),
            models.Index(fields=["live_until"], name="stories_edition_ends", condition=Q(live_until__isnull=False)),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["story", "language"], condition=Q(live_until=None), name="stories_edition_one_open_end"
            ),
            models.CheckConstraint(
                condition=Q(live_until=None) | Q(live_until__gte=models.F("live_from")),
                name="stories_edition_ends_after_start",
            ),
        ]

    def __str__(self):
        return self.title


class StoryEditionEmbed(StoryEmbed):
    edition = models.ForeignKey(StoryEdition, models.CASCADE, related_name="embeds")

    class Meta(StoryEmbed.Meta):
        constraints = [
            models.CheckConstraint(condition=StoryEmbed.has_one_target(), name="stories_editionembed_one_target"),
            models.UniqueConstraint(fields=["edition", "position"], name="stories_editionembed_position"),
        ]
