"""People and the offices they held."""

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Left
from django.db.models.lookups import GreaterThanOrEqual
from django.utils.translation import gettext_lazy as _
from translated_fields import TranslatedField

from sistercities.dates.fields import PartialDateField
from sistercities.dates.partial import PartialDate
from sistercities.media.words import has_words
from sistercities.people.names import sort_name_of
from sistercities.publishing.models import Reference
from sistercities.search.references import SearchedReference


def validate_words(value):
    if not has_words(value):
        raise ValidationError(_("A name needs at least one letter or digit."), code="no_words")


class Person(SearchedReference):
    search_names = ("name",)

    name = models.CharField(_("name"), max_length=200, validators=[validate_words])
    sort_name = models.CharField(
        _("name for sorting"),
        max_length=200,
        blank=True,
        help_text=_("Such as “Garcetti, Eric”. Empty: made from the name, with the last word first."),
    )
    wikidata_id = models.CharField(
        _("Wikidata id"), max_length=20, blank=True, validators=[RegexValidator(r"^Q[1-9]\d*$", _("Such as Q64."))]
    )
    note = models.TextField(_("note"), max_length=2000, blank=True, help_text=_("For the office only, never public."))

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["sort_name", "name"]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        if not self.sort_name:
            self.sort_name = sort_name_of(self.name)
        super().save(*args, **kwargs)


class Role(Reference):
    """An office that a person held, from and to as far as it is known."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="roles", verbose_name=_("person"))
    title = TranslatedField(
        models.CharField(
            _("title"),
            max_length=200,
            validators=[validate_words],
            help_text=_("As it is printed below a quote, such as “Mayor of Los Angeles”."),
        )
    )
    city = models.ForeignKey(
        "cities.City",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="roles",
        verbose_name=_("city"),
        help_text=_("The city that the role belongs to. Quotes are printed in its ink."),
    )
    held_from = PartialDateField(_("from"), null=True, blank=True)
    held_until = PartialDateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        ordering = ["person", "-held_from", "pk"]
        constraints = [
            # The exact comparison of partial dates is `clean()`'s; in the database at least the years are in order.
            models.CheckConstraint(
                condition=Q(held_from=None)
                | Q(held_until=None)
                | GreaterThanOrEqual(Left("held_until", 4), Left("held_from", 4)),
                name="people_role_ends_after_start",
                violation_error_message=_("A role cannot end before it began."),
            ),
        ]

    def __str__(self):
        return f"{self.person}, {self.title}"

    def clean(self):
        super().clean()
        begin, end = self.held_from, self.held_until
        if isinstance(begin, PartialDate) and isinstance(end, PartialDate) and end.latest < begin.earliest:
            raise ValidationError({"held_until": ValidationError(_("A role cannot end before it began."), "order")})
