"""What stories refer to: themes and quotes. Edited live, joined and never copied."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from translated_fields import TranslatedField

from sistercities.dates.fields import PartialDateField
from sistercities.publishing.models import Reference


class Theme(Reference):
    name = TranslatedField(models.CharField(_("name"), max_length=60))
    slug = TranslatedField(models.SlugField(_("slug"), max_length=60, unique=True))

    class Meta:
        verbose_name = _("theme")
        verbose_name_plural = _("themes")
        ordering = ["name_en"]

    def __str__(self):
        return self.name


class Quote(Reference):
    """Words somebody said, with the role **frozen as it was on the day**; reused anywhere.

    The words in a language other than `original_language` are a translation, and marked as one.
    """

    words = TranslatedField(
        models.TextField(
            _("words"), max_length=1000, blank=True, help_text=_("Without quotation marks: the page adds them.")
        )
    )
    original_language = models.CharField(
        _("original language"),
        max_length=5,
        choices=[("en", _("English")), ("de", _("German")), ("", _("another or unknown"))],
        blank=True,
    )
    speaker = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, related_name="quotes", verbose_name=_("speaker")
    )
    role = models.ForeignKey(
        "people.Role",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("role on that day"),
        help_text=_("Its title is copied below and stays, even when the role ends."),
    )
    role_title = TranslatedField(models.CharField(_("role as printed"), max_length=200, blank=True))
    city = models.ForeignKey(
        "cities.City",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("city"),
        help_text=_("The quote is printed in this city's ink."),
    )
    said_on = PartialDateField(_("said"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=300, blank=True)
    source_url = models.URLField(_("address of the source"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("quote")
        verbose_name_plural = _("quotes")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(words_en="", words_de=""),
                name="stories_quote_has_words",
                violation_error_message=_("A quote needs its words in at least one language."),
            ),
        ]

    def __str__(self):
        return self.words_en or self.words_de
