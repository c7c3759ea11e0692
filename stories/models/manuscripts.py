"""What editors work on."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sistercities.publishing.models import Manuscript, ManuscriptText
from stories.models.frames import StoryEmbed, StoryFrame, StoryWords


class Story(StoryFrame, Manuscript):
    working_title = models.CharField(
        _("working title"), max_length=160, blank=True, help_text=_("Only for the desk, until there is a title.")
    )

    class Meta:
        verbose_name = _("story")
        verbose_name_plural = _("stories")
        ordering = ["-changed_at", "-pk"]

    def __str__(self):
        for text in sorted(self.texts.all(), key=lambda text: text.language != "en") if self.pk else ():
            return text.title
        return self.working_title or str(_("Untitled story"))


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


class StoryTextEmbed(StoryEmbed):
    text = models.ForeignKey(StoryText, models.CASCADE, related_name="embeds")

    class Meta(StoryEmbed.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(picture=None) ^ Q(quote=None), name="stories_textembed_one_target"),
            models.UniqueConstraint(fields=["text", "position"], name="stories_textembed_position"),
        ]
