"""What events refer to: venues, organisers, series. Edited live, joined and never copied."""

from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from translated_fields import TranslatedField

from events.models.choices import Access
from sistercities.cities.zones import validate_time_zone
from sistercities.media.words import has_words
from sistercities.publishing.fields import WebAddressField
from sistercities.publishing.slugs import slug_of
from sistercities.publishing.usage import refuse_while_linked
from sistercities.search.references import SearchedReference


def validate_words(value):
    if not has_words(value):
        raise ValidationError(_("A name needs at least one letter or digit."), code="no_words")


class Venue(SearchedReference):
    """A place where events are, in a city of the installation."""

    search_names = ("name_en", "name_de", "district", "city_id")

    name = TranslatedField(models.CharField(_("name"), max_length=160, validators=[validate_words]))
    city = models.ForeignKey("cities.City", models.PROTECT, related_name="+", verbose_name=_("city"))
    district = models.CharField(
        _("district"),
        max_length=100,
        blank=True,
        help_text=_("As it is printed beside the name, such as Arts District."),
    )
    street_address = models.CharField(_("street and number"), max_length=200, blank=True)
    postal_code = models.CharField(_("postal code"), max_length=20, blank=True)
    time_zone = models.CharField(
        _("time zone"),
        max_length=50,
        blank=True,
        validators=[validate_time_zone],
        help_text=_("Empty: that of the city."),
    )
    latitude = models.DecimalField(
        _("latitude"),
        max_digits=8,
        decimal_places=5,
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
    )
    longitude = models.DecimalField(
        _("longitude"),
        max_digits=8,
        decimal_places=5,
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
    )
    wheelchair = models.CharField(
        _("wheelchair access"), max_length=8, choices=Access, default=Access.UNKNOWN, blank=True
    )
    accessibility = TranslatedField(
        models.TextField(
            _("accessibility"),
            max_length=1000,
            blank=True,
            help_text=_("Step-free ways, lifts, toilets, induction loops: what a visitor wants to know before."),
        )
    )
    website = WebAddressField(_("website"), blank=True)

    class Meta:
        verbose_name = _("venue")
        verbose_name_plural = _("venues")
        ordering = ["name_en", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(latitude=None, longitude=None)
                | Q(latitude__gte=-90, latitude__lte=90, longitude__gte=-180, longitude__lte=180),
                name="events_venue_on_earth",
                violation_error_message=_("The coordinates are not on Earth, or only one of them is given."),
            ),
        ]

    def __str__(self):
        return f"{self.name}, {self.city}"

    def clean(self):
        super().clean()
        for given, missing in (("latitude", "longitude"), ("longitude", "latitude")):
            if getattr(self, given) is not None and getattr(self, missing) is None:
                raise ValidationError({missing: ValidationError(_("Give both coordinates or none."), "pair")})

    @property
    def zone_name(self):
        return self.time_zone or self.city.time_zone

    @property
    def zone(self):
        return ZoneInfo(self.zone_name)


class Organiser(SearchedReference):
    """Who organises events: an office, a festival, an embassy."""

    search_names = ("name_en", "name_de")

    name = TranslatedField(models.CharField(_("name"), max_length=160, validators=[validate_words]))
    website = WebAddressField(_("website"), blank=True)

    class Meta:
        verbose_name = _("organiser")
        verbose_name_plural = _("organisers")
        ordering = ["name_en", "pk"]

    def __str__(self):
        return self.name

    def delete(self, *args, **kwargs):
        refuse_while_linked(self)
        return super().delete(*args, **kwargs)


class Series(SearchedReference):
    """Events that belong together beyond one partnership: a film week, a season of concerts."""

    search_names = ("name_en", "name_de")

    name = TranslatedField(models.CharField(_("name"), max_length=160, validators=[validate_words]))
    slug = models.SlugField(
        _("address"), max_length=160, unique=True, blank=True, help_text=_("Empty: made from the name.")
    )
    website = WebAddressField(_("website"), blank=True)

    class Meta:
        verbose_name = _("series")
        verbose_name_plural = pgettext_lazy("plural", "series")
        ordering = ["name_en", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(slug=""), name="events_series_has_address")]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        if not self.slug:
            self.slug = slug_of(self.name_en, "series", 160)
        super().save(*args, **kwargs)
