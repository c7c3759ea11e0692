"""Cities, and the partnerships between them."""

import zoneinfo

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField
from translated_fields import TranslatedField

from sistercities.dates.fields import PartialDateField
from sistercities.publishing.models import Reference


class Region(models.TextChoices):
    AFRICA = "africa", _("Africa")
    AMERICAS = "americas", _("The Americas")
    ASIA = "asia", _("Asia")
    EUROPE = "europe", _("Europe")
    OCEANIA = "oceania", _("Oceania")


class Ink(models.TextChoices):
    """Ink B, the partner's colour (`docs/design.md`). The home city always prints in ink A."""

    POPPY = "poppy", _("Poppy")
    MAGENTA = "magenta", _("Magenta")
    FIR = "fir", _("Fir")
    OCHRE = "ochre", _("Ochre")
    VIOLET = "violet", _("Violet")


def validate_time_zone(value):
    if value not in zoneinfo.available_timezones():
        raise ValidationError(_("“%(value)s” is not a time zone of the IANA list."), params={"value": value})


class City(Reference):
    """A city in two languages. One city is the home city of the installation (`office.Office.home_city`)."""

    name = TranslatedField(models.CharField(_("name"), max_length=100))
    slug = TranslatedField(models.SlugField(_("slug"), max_length=100, unique=True))
    adjective = TranslatedField(
        models.CharField(
            _("as an adjective"),
            max_length=100,
            blank=True,
            help_text=_("As in “Berlin stories”; in German as in „Berliner Geschichten“. Empty: the name."),
        )
    )
    country = CountryField(_("country"))
    region = models.CharField(_("region"), max_length=10, choices=Region)
    time_zone = models.CharField(_("time zone"), max_length=50, validators=[validate_time_zone])
    latitude = models.DecimalField(
        _("latitude"), max_digits=8, decimal_places=5, validators=[MinValueValidator(-90), MaxValueValidator(90)]
    )
    longitude = models.DecimalField(
        _("longitude"), max_digits=8, decimal_places=5, validators=[MinValueValidator(-180), MaxValueValidator(180)]
    )
    wikidata_id = models.CharField(
        _("Wikidata id"), max_length=20, blank=True, validators=[RegexValidator(r"^Q[1-9]\d*$", _("Such as Q64."))]
    )
    ink = models.CharField(_("ink"), max_length=10, choices=Ink, default=Ink.POPPY)
    introduction = TranslatedField(models.TextField(_("introduction"), max_length=2000, blank=True))
    website = models.URLField(_("website"), max_length=500, blank=True)
    picture = models.ForeignKey(
        "media.Picture", models.PROTECT, null=True, blank=True, related_name="cities", verbose_name=_("picture")
    )

    class Meta:
        verbose_name = _("city")
        verbose_name_plural = _("cities")
        ordering = ["name_en"]
        constraints = [
            models.CheckConstraint(
                condition=Q(latitude__gte=-90, latitude__lte=90, longitude__gte=-180, longitude__lte=180),
                name="cities_city_on_earth",
                violation_error_message=_("The coordinates are not on Earth."),
            ),
        ]

    def __str__(self):
        return self.name


class PartnershipKind(models.TextChoices):
    """As the database of the RGRE (German section of the CEMR) distinguishes them."""

    PARTNERSHIP = "partnership", _("Partnership (formal, unlimited)")
    FRIENDSHIP = "friendship", _("Friendship (limited in time or to projects)")
    CONTACT = "contact", _("Contact (no formal basis)")


class Partnership(Reference):
    """One symmetric row per pair of cities: the city with the smaller key is always `city_a` (`save()` puts them in order)."""

    city_a = models.ForeignKey(City, models.PROTECT, related_name="+", verbose_name=_("city"))
    city_b = models.ForeignKey(City, models.PROTECT, related_name="+", verbose_name=_("partner city"))
    kind = models.CharField(_("kind"), max_length=12, choices=PartnershipKind, default=PartnershipKind.PARTNERSHIP)
    slug = models.SlugField(
        _("slug"), max_length=200, unique=True, help_text=_("Part of the address, such as berlin-los-angeles.")
    )
    signed_on = PartialDateField(_("signed"), null=True, blank=True)
    renewed_on = PartialDateField(_("renewed"), null=True, blank=True)
    suspended_on = PartialDateField(_("suspended"), null=True, blank=True)
    ended_on = PartialDateField(_("ended"), null=True, blank=True)
    signatories = TranslatedField(models.CharField(_("signatories"), max_length=500, blank=True))
    summary = TranslatedField(models.TextField(_("summary"), max_length=2000, blank=True))
    agreement = models.FileField(_("scanned agreement"), upload_to="agreements", blank=True)

    class Meta:
        verbose_name = _("partnership")
        verbose_name_plural = _("partnerships")
        ordering = ["signed_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(city_a__lt=F("city_b")),
                name="cities_partnership_ordered_pair",
                violation_error_message=_("A partnership joins two different cities."),
            ),
            models.UniqueConstraint(
                fields=["city_a", "city_b"],
                name="cities_partnership_once_per_pair",
                violation_error_message=_("These two cities have a partnership already."),
            ),
        ]

    def __str__(self):
        return f"{self.city_a} – {self.city_b}"

    def put_in_order(self):
        if self.city_a_id and self.city_b_id and self.city_a_id > self.city_b_id:
            self.city_a, self.city_b = self.city_b, self.city_a

    def clean(self):
        super().clean()
        self.put_in_order()

    def save(self, *args, **kwargs):
        self.put_in_order()
        super().save(*args, **kwargs)

    def other(self, city):
        """The partner of that city (a `City` or its key)."""
        return self.city_b if getattr(city, "pk", city) == self.city_a_id else self.city_a


class Anniversary(Reference):
    """A year count of a partnership: 50 years, 1967 → 2017. What belongs to it: stories, events, pictures of that year."""

    partnership = models.ForeignKey(
        Partnership, models.PROTECT, related_name="anniversaries", verbose_name=_("partnership")
    )
    years = models.PositiveSmallIntegerField(_("years"), validators=[MinValueValidator(1), MaxValueValidator(500)])
    motto = TranslatedField(models.CharField(_("motto"), max_length=200, blank=True))
    introduction = TranslatedField(models.TextField(_("introduction"), max_length=2000, blank=True))
    picture = models.ForeignKey(
        "media.Picture", models.PROTECT, null=True, blank=True, related_name="anniversaries", verbose_name=_("picture")
    )

    class Meta:
        verbose_name = _("anniversary")
        verbose_name_plural = _("anniversaries")
        ordering = ["partnership", "years"]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "years"],
                name="cities_anniversary_once",
                violation_error_message=_("This anniversary exists already."),
            ),
            models.CheckConstraint(
                condition=Q(years__gte=1),
                name="cities_anniversary_years_count",
                violation_error_message=_("Count whole years from one."),
            ),
        ]

    def __str__(self):
        return _("%(years)d years %(partnership)s") % {"years": self.years, "partnership": self.partnership}
