"""People and the offices they held."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from translated_fields import TranslatedField

from sistercities.dates.fields import PartialDateField
from sistercities.publishing.models import Reference


class Person(Reference):
    name = models.CharField(_("name"), max_length=200)
    sort_name = models.CharField(
        _("name for sorting"), max_length=200, blank=True, help_text=_("Such as “Garcetti, Eric”.")
    )
    wikidata_id = models.CharField(_("Wikidata id"), max_length=20, blank=True)
    note = models.TextField(_("note"), max_length=2000, blank=True, help_text=_("For the office only, never public."))

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["sort_name", "name"]

    def __str__(self):
        return self.name


class Role(Reference):
    """An office that a person held, from and to as far as it is known."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="roles", verbose_name=_("person"))
    title = TranslatedField(models.CharField(_("title"), max_length=200))
    city = models.ForeignKey(
        "cities.City",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="roles",
        verbose_name=_("city"),
        help_text=_("The city the role belongs to. Quotes are printed in its ink."),
    )
    held_from = PartialDateField(_("from"), null=True, blank=True)
    held_until = PartialDateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        ordering = ["person", "-held_from", "pk"]

    def __str__(self):
        return f"{self.person}, {self.title}"
