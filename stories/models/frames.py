"""The columns of a story, written once and inherited by its manuscript and by its editions."""

from functools import reduce
from operator import or_

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class StoryFrame(models.Model):
    """What a story is about, the same in every language."""

    lead_picture = models.ForeignKey(
        "media.Picture",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("lead picture"),
        help_text=_("Large at the top of the story, cropped around its focal point on cards."),
    )
    partnership = models.ForeignKey(
        "cities.Partnership",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("partnership"),
        help_text=_("Gives the story its fact box."),
    )
    anniversary = models.ForeignKey(
        "cities.Anniversary", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("anniversary")
    )
    cities = models.ManyToManyField("cities.City", blank=True, related_name="+", verbose_name=_("cities"))
    themes = models.ManyToManyField("stories.Theme", blank=True, related_name="+", verbose_name=_("themes"))
    is_featured = models.BooleanField(
        _("featured"), default=False, help_text=_("Leads the index of stories and stands first on the home page.")
    )

    class Meta:
        abstract = True


class StoryWords(models.Model):
    """The words of a story in one language. `body` is sanitised HTML with `<sc-embed>` cards, see `stories.body`."""

    language = models.CharField(_("language"), max_length=5, choices=[("en", _("English")), ("de", _("German"))])
    title = models.CharField(_("title"), max_length=160)
    slug = models.SlugField(
        _("address"),
        max_length=160,
        blank=True,
        help_text=_("The last part of the page's address. Empty: made from the title."),
    )
    standfirst = models.TextField(
        _("standfirst"),
        max_length=600,
        blank=True,
        help_text=_("One to three sentences between title and text; also the teaser on cards."),
    )
    summary = models.CharField(
        _("summary"),
        max_length=300,
        blank=True,
        help_text=_("For search engines and link previews. Empty: the standfirst."),
    )
    byline = models.CharField(
        _("byline"), max_length=200, blank=True, help_text=_("Who wrote the text, if it is to be named.")
    )
    body = models.TextField(_("text"), blank=True)

    class Meta:
        abstract = True


class StoryEmbed(models.Model):
    """What a body embeds, as a relation: one row per card, in order. Exactly one target is set.

    An event is meant by its manuscript, the one thing of it that lasts: its editions come and go. Public code takes the
    key alone (`event_id`) and looks for the edition that can be read at that moment.
    """

    TARGETS = ("picture", "quote", "event")

    position = models.PositiveSmallIntegerField()
    picture = models.ForeignKey("media.Picture", models.PROTECT, null=True, related_name="%(class)ss")
    quote = models.ForeignKey("stories.Quote", models.PROTECT, null=True, related_name="%(class)ss")
    event = models.ForeignKey("events.Event", models.PROTECT, null=True, related_name="%(class)ss")

    class Meta:
        abstract = True
        ordering = ["position"]

    @property
    def target(self):
        """What the card shows, as a body names it: `(type, key)`."""
        return next((name, key) for name in self.TARGETS if (key := getattr(self, f"{name}_id")) is not None)

    @classmethod
    def has_one_target(cls):
        """The condition that a row of this kind keeps."""
        return reduce(or_, (Q(**{f"{name}__isnull": name != target for name in cls.TARGETS}) for target in cls.TARGETS))
