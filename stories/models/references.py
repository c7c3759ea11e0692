"""What stories refer to: themes and quotes. Edited live, joined and never copied."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext
from translated_fields import TranslatedField

from sistercities.dates.fields import PartialDateField
from sistercities.publishing.fields import WebAddressField
from sistercities.publishing.usage import refuse_while_linked
from sistercities.search.references import SearchedReference


class Theme(SearchedReference):
    search_names = ("name_en", "name_de")

    name = TranslatedField(models.CharField(_("name"), max_length=60))
    slug = TranslatedField(models.SlugField(_("slug"), max_length=60, unique=True))

    class Meta:
        verbose_name = _("theme")
        verbose_name_plural = _("themes")
        ordering = ["name_en"]

    def __str__(self):
        return self.name

    def delete(self, *args, **kwargs):
        refuse_while_linked(self)
        return super().delete(*args, **kwargs)


class Quote(SearchedReference):
    """Words somebody said, with the role **frozen as it was on the day**; reused anywhere.

    The words in a language other than `original_language` are a translation, and marked as one.
    """

    search_names = ("words_en", "words_de", "role_title_en", "role_title_de", "speaker_id")

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
    anniversary = models.ForeignKey(
        "cities.Anniversary",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("anniversary"),
        help_text=_("Stands on the page of this anniversary, with one voice from each city beside the other."),
    )
    said_on = PartialDateField(_("said"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=300, blank=True)
    source_url = WebAddressField(_("address of the source"), blank=True)

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

    def save(self, *args, **kwargs):
        if self.role and not (self.role_title_en or self.role_title_de):
            self.freeze_role()
        super().save(*args, **kwargs)

    def freeze_role(self):
        """Copy the titles of the role, and its city where the quote has none, as they are today."""
        self.role_title_en, self.role_title_de = self.role.title_en, self.role.title_de
        if self.city_id is None:
            self.city_id = self.role.city_id

    def in_language(self, name, language):
        """`(text, its language)` of "words" or "role_title": in that language or, where it is empty, in the other."""
        other = "de" if language == "en" else "en"
        for code in (language, other):
            if text := getattr(self, f"{name}_{code}").strip():
                return text, code
        return "", language

    def is_translation(self, language):
        """Are the words in that language a translation? False where the original language is not known."""
        return bool(self.original_language) and self.original_language != language

    def translation_note(self):
        """In the active language, such as "Translated from German"; empty where the original language is not known."""
        return {
            "en": pgettext("note under a quote", "Translated from English"),
            "de": pgettext("note under a quote", "Translated from German"),
        }.get(self.original_language, "")
