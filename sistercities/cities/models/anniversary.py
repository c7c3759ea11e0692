"""The anniversaries of partnerships."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from translated_fields import TranslatedField

from sistercities.cities import words
from sistercities.cities.anniversaries import anniversary_date
from sistercities.cities.models.partnership import Partnership
from sistercities.search.references import SearchedReference


class Anniversary(SearchedReference):
    """A year count of a partnership: 50 years, 1967 → 2017. To it belong stories, events and pictures of that year."""

    search_kind = "anniversary"

    partnership = models.ForeignKey(
        Partnership, models.PROTECT, related_name="anniversaries", verbose_name=_("partnership")
    )
    years = models.PositiveSmallIntegerField(
        _("years"),
        validators=[MinValueValidator(1), MaxValueValidator(500)],
        help_text=_("How many years since the signing, such as 50."),
    )
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
                condition=Q(years__gte=1, years__lte=500),
                name="cities_anniversary_years_count",
                violation_error_message=_("Count whole years, from 1 to 500."),
            ),
        ]

    def __str__(self):
        return self.title()

    def title(self, language=None, home_city=None):
        """ "50 years Berlin – Los Angeles", the home city first where it is given; the active language if none is."""
        cities = self.partnership.cities
        if home_city is not None and self.partnership.city_b_id == home_city.pk:
            cities = cities[::-1]
        return words.anniversary_title(self.years, cities, language)

    @property
    def falls_on(self):
        """Its date, as precise as the signing is known; None where it is not (`anniversary_date`)."""
        return anniversary_date(self.partnership.signed_on, self.years)

    @property
    def year(self):
        """The year it is celebrated in: 1967 + 50 = 2017; None where the signing is unknown."""
        signed = self.partnership.signed_on
        return signed.year + self.years if signed else None
