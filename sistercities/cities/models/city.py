"""A city in two languages."""

from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField
from translated_fields import TranslatedField

from sistercities.cities.addresses import validate_free_slug
from sistercities.cities.zones import validate_time_zone
from sistercities.media.words import has_words
from sistercities.publishing.fields import WebAddressField
from sistercities.publishing.slugs import slug_of
from sistercities.publishing.usage import refuse_while_linked
from sistercities.search.references import SearchedQuerySet, SearchedReference

LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)


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


def validate_words(value):
    if not has_words(value):
        raise ValidationError(_("A name needs at least one letter or digit."), code="no_words")


class CityQuerySet(SearchedQuerySet):
    def home(self):
        """The home city of the installation, or None as long as there is no office."""
        return self.filter(home_of__isnull=False).first()


class City(SearchedReference):
    """A city in two languages. One city is the home city of the installation (`office.Office.home_city`)."""

    search_kind = "city"
    search_names = ("name_en", "name_de")

    name = TranslatedField(models.CharField(_("name"), max_length=100, validators=[validate_words]))
    slug = TranslatedField(
        models.SlugField(
            _("address"),
            max_length=100,
            unique=True,
            blank=True,
            validators=[validate_free_slug],
            help_text=_("The last part of the city's address, such as los-angeles. Empty: made from the name."),
        )
    )
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
    time_zone = models.CharField(
        _("time zone"),
        max_length=50,
        validators=[validate_time_zone],
        help_text=_("Type a part of the name, such as Angeles, and choose. Times of events are shown in it."),
    )
    latitude = models.DecimalField(
        _("latitude"), max_digits=8, decimal_places=5, validators=[MinValueValidator(-90), MaxValueValidator(90)]
    )
    longitude = models.DecimalField(
        _("longitude"), max_digits=8, decimal_places=5, validators=[MinValueValidator(-180), MaxValueValidator(180)]
    )
    wikidata_id = models.CharField(
        _("Wikidata id"), max_length=20, blank=True, validators=[RegexValidator(r"^Q[1-9]\d*$", _("Such as Q64."))]
    )
    ink = models.CharField(
        _("ink"),
        max_length=10,
        choices=Ink,
        default=Ink.POPPY,
        help_text=_(
            "The colour of this city beside yours: its dot, its quotes. The home city always has its own blue."
        ),
    )
    introduction = TranslatedField(
        models.TextField(
            _("introduction"),
            max_length=2000,
            blank=True,
            help_text=_("On the city's page. An empty line starts a new paragraph."),
        )
    )
    website = WebAddressField(_("website"), blank=True)
    picture = models.ForeignKey(
        "media.Picture", models.PROTECT, null=True, blank=True, related_name="cities", verbose_name=_("picture")
    )

    objects = CityQuerySet.as_manager()

    class Meta:
        verbose_name = _("city")
        verbose_name_plural = _("cities")
        ordering = ["name_en"]
        constraints = [
            models.UniqueConstraint(
                Lower("name_en"),
                name="cities_city_name_en_once",
                violation_error_message=_("There is a city with this English name already."),
            ),
            models.UniqueConstraint(
                Lower("name_de"),
                name="cities_city_name_de_once",
                violation_error_message=_("There is a city with this German name already."),
            ),
            models.CheckConstraint(
                condition=~Q(slug_en="") & ~Q(slug_de=""),
                name="cities_city_has_addresses",
                violation_error_message=_("A city needs an address in both languages."),
            ),
            models.CheckConstraint(
                condition=Q(latitude__gte=-90, latitude__lte=90, longitude__gte=-180, longitude__lte=180),
                name="cities_city_on_earth",
                violation_error_message=_("The coordinates are not on Earth."),
            ),
        ]

    def __str__(self):
        return self.name

    def clean(self):
        """Say at the field what the constraints would say about the whole form."""
        super().clean()
        self.fill_slugs()
        others = City.objects.exclude(pk=self.pk)
        errors = {}
        for language in LANGUAGES:
            name, slug = getattr(self, f"name_{language}"), getattr(self, f"slug_{language}")
            if name and others.filter(**{f"name_{language}__iexact": name}).exists():
                errors[f"name_{language}"] = ValidationError(
                    _("There is a city with this name already. Tell them apart, as in “Portland (Oregon)”."), "unique"
                )
            if slug and others.filter(**{f"slug_{language}": slug}).exists():
                errors[f"slug_{language}"] = ValidationError(_("Another city has this address already."), "unique")
        if errors:
            raise ValidationError(errors)

    def save(self, *args, **kwargs):
        self.fill_slugs()
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        refuse_while_linked(self)
        return super().delete(*args, **kwargs)

    def fill_slugs(self):
        for language, fallback in (("en", "city"), ("de", "stadt")):
            if not getattr(self, f"slug_{language}"):
                setattr(self, f"slug_{language}", slug_of(getattr(self, f"name_{language}"), fallback, 100))

    @property
    def is_home(self):
        """Is it the home city of the installation? One query, unless `home_of` was joined."""
        return self.home_of.exists()

    @property
    def zone(self):
        """The time zone as a `ZoneInfo`."""
        return ZoneInfo(self.time_zone)
