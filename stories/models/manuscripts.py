"""What editors work on."""

from itertools import count

from django.db import models, transaction
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from sistercities.publishing.models import Manuscript, ManuscriptText
from sistercities.publishing.slugs import slug_of
from sistercities.search import sources
from stories import readiness
from stories.body import sanitise
from stories.body_relations import sync_embeds
from stories.models.editions import StoryEdition, StoryEditionEmbed
from stories.models.frames import StoryEmbed, StoryFrame, StoryWords


class Story(StoryFrame, Manuscript):
    frame_base = StoryFrame
    words_base = StoryWords
    edition_model = StoryEdition
    edition_link = "story"

    working_title = models.CharField(
        _("working title"), max_length=160, blank=True, help_text=_("Only for the desk, until there is a title.")
    )

    class Meta:
        verbose_name = _("story")
        verbose_name_plural = _("stories")
        ordering = ["-changed_at", "-pk"]
        permissions = [
            ("edit_any_story", _("Can edit everyone's stories")),
            ("review_story", _("Can review stories")),
            ("publish_story", _("Can publish and withdraw stories")),
        ]

    def __str__(self):
        texts = {text.language: text.title for text in self.texts.all()} if self.pk else {}
        here = texts.get((get_language() or "en")[:2])
        return here or texts.get("en") or texts.get("de") or self.working_title or gettext("Untitled story")

    def new_text(self, language):
        return StoryText(story=self, language=language)

    def readiness(self, languages=None, at=None):
        return readiness.check(self, languages, at)

    def freeze_children(self, text, edition):
        StoryEditionEmbed.objects.bulk_create(
            StoryEditionEmbed(edition=edition, **embed)
            for embed in text.embeds.values("position", *(f"{name}_id" for name in StoryEmbed.TARGETS))
        )

    def after_public_change(self):
        sources.write("story", [self.pk])


class StoryText(StoryWords, ManuscriptText):
    story = models.ForeignKey(Story, models.CASCADE, related_name="texts", verbose_name=_("story"))

    class Meta:
        verbose_name = _("text")
        verbose_name_plural = _("texts")
        ordering = ["story", "-language"]
        constraints = [
            models.UniqueConstraint(
                fields=["story", "language"],
                name="stories_text_once_per_language",
                violation_error_message=_("This story has a text in that language already."),
            ),
        ]

    def __str__(self):
        return self.title

    def save(self, *args, **kwargs):
        """Sanitise the body, whichever way it came, keep what it embeds as rows, and give an empty slug a free one."""
        self.body = sanitise(self.body)
        self.slug = self.slug or self._free_slug()
        with transaction.atomic():
            super().save(*args, **kwargs)
            sync_embeds(self)

    @property
    def manuscript(self):
        return self.story

    def _free_slug(self):
        """From the title; numbered where another story has or had that address. Publishing checks behind a lock."""
        base = slug_of(self.title, fallback="story")
        pattern = rf"^{base}(-\d+)?$"
        taken = {
            *StoryText.objects.filter(language=self.language, slug__regex=pattern)
            .exclude(story=self.story_id)
            .values_list("slug", flat=True),
            *StoryEdition.objects.filter(language=self.language, slug__regex=pattern)
            .exclude(story=self.story_id)
            .values_list("slug", flat=True),
        }
        return next(slug for n in count(1) if (slug := base if n == 1 else f"{base}-{n}") not in taken)


class StoryTextEmbed(StoryEmbed):
    text = models.ForeignKey(StoryText, models.CASCADE, related_name="embeds")

    class Meta(StoryEmbed.Meta):
        constraints = [
            models.CheckConstraint(condition=StoryEmbed.has_one_target(), name="stories_textembed_one_target"),
            models.UniqueConstraint(fields=["text", "position"], name="stories_textembed_position"),
        ]
