"""The partnership of two cities."""

import secrets

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.db.models.functions import Left
from django.db.models.lookups import GreaterThanOrEqual
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from translated_fields import TranslatedField

from sistercities.cities.addresses import validate_free_slug
from sistercities.cities.models.city import City
from sistercities.dates.fields import PartialDateField
from sistercities.dates.partial import PartialDate
from sistercities.media.storages import originals
from sistercities.publishing.slugs import slug_of
from sistercities.search.references import SearchedReference


class PartnershipKind(models.TextChoices):
    """As the database of the RGRE (German section of the CEMR) distinguishes them."""

    PARTNERSHIP = "partnership", _("Partnership (formal, unlimited)")
    FRIENDSHIP = "friendship", _("Friendship (limited in time or to projects)")
    CONTACT = "contact", _("Contact (no formal basis)")


def agreement_path(partnership, name):
    """A random name of our own; of the uploaded one only the kind, which `read_agreement` has made sure of."""
    extension = name.rpartition(".")[2]
    return f"agreements/{secrets.token_urlsafe(16)}.{extension if extension in ('pdf', 'jpg', 'png') else 'bin'}"


def _not_before_signing(field, name):
    """In the database at least the years must be in order; the exact comparison of partial dates is `clean()`'s."""
    return models.CheckConstraint(
        condition=Q(signed_on=None) | Q(**{field: None}) | GreaterThanOrEqual(Left(field, 4), Left("signed_on", 4)),
        name=name,
        violation_error_message=_("A partnership is signed before it is renewed, suspended or ended."),
    )


class Partnership(SearchedReference):
    """One symmetric row per pair: the city with the smaller key is always `city_a` (`save()` puts them in order)."""

    search_kind = "partnership"
    search_names = ("city_a_id", "city_b_id", "slug", "signed_on")

    city_a = models.ForeignKey(City, models.PROTECT, related_name="+", verbose_name=_("city"))
    city_b = models.ForeignKey(City, models.PROTECT, related_name="+", verbose_name=_("partner city"))
    kind = models.CharField(_("kind"), max_length=12, choices=PartnershipKind, default=PartnershipKind.PARTNERSHIP)
    slug = models.SlugField(
        _("address"),
        max_length=200,
        unique=True,
        blank=True,
        validators=[validate_free_slug],
        help_text=_("The last part of the address, such as berlin-los-angeles. Empty: made from both names."),
    )
    signed_on = PartialDateField(_("signed"), null=True, blank=True)
    renewed_on = PartialDateField(_("renewed"), null=True, blank=True)
    suspended_on = PartialDateField(
        _("suspended"), null=True, blank=True, help_text=_("Since when the partnership rests. The public page says so.")
    )
    ended_on = PartialDateField(
        _("ended"), null=True, blank=True, help_text=_("An ended partnership is no longer counted as one.")
    )
    signatories = TranslatedField(
        models.CharField(
            _("signatories"),
            max_length=500,
            blank=True,
            help_text=_("Who signed for which city, as in “Ada Example for Berlin, Ben Example for Los Angeles”."),
        )
    )
    summary = TranslatedField(models.TextField(_("summary"), max_length=2000, blank=True))
    agreement = models.FileField(
        _("scanned agreement"), storage=originals, upload_to=agreement_path, max_length=100, blank=True
    )

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
            models.CheckConstraint(
                condition=~Q(slug=""),
                name="cities_partnership_has_address",
                violation_error_message=_("A partnership needs an address."),
            ),
            _not_before_signing("renewed_on", "cities_partnership_renewed_later"),
            _not_before_signing("suspended_on", "cities_partnership_suspended_later"),
            _not_before_signing("ended_on", "cities_partnership_ended_later"),
        ]

    def __str__(self):
        return f"{self.city_a} – {self.city_b}"

    def put_in_order(self):
        if self.city_a_id and self.city_b_id and self.city_a_id > self.city_b_id:
            self.city_a, self.city_b = self.city_b, self.city_a

    def clean(self):
        super().clean()
        self.put_in_order()
        self.fill_slug()
        errors = {}
        for earlier, later in (
            ("signed_on", "renewed_on"),
            ("signed_on", "suspended_on"),
            ("signed_on", "ended_on"),
            ("renewed_on", "ended_on"),
            ("suspended_on", "ended_on"),
        ):
            first, second = getattr(self, earlier), getattr(self, later)
            if isinstance(first, PartialDate) and isinstance(second, PartialDate) and second.latest < first.earliest:
                errors[later] = ValidationError(
                    _("This is before the date at “%(field)s”."),
                    code="order",
                    params={"field": self._meta.get_field(earlier).verbose_name},
                )
        if errors:
            raise ValidationError(errors)

    def fill_slug(self):
        if not self.slug and self.city_a_id and self.city_b_id:
            names = [city.slug_en for city in sorted(self.cities, key=lambda city: not city.is_home)]
            self.slug = slug_of(" ".join(names), "partnership", 200)

    def save(self, *args, **kwargs):
        """Keep row and scan together: a scan that is replaced or taken away goes when the change is certain."""
        self.put_in_order()
        self.fill_slug()
        is_new_file = bool(self.agreement) and not self.agreement._committed
        with transaction.atomic():
            before = Partnership.objects.filter(pk=self.pk).values_list("agreement", flat=True).first()
            try:
                super().save(*args, **kwargs)
            except BaseException:
                if is_new_file and self.agreement._committed:
                    self.agreement.storage.delete(self.agreement.name)
                raise
            if before and before != self.agreement.name:
                transaction.on_commit(lambda: self.agreement.storage.delete(before), robust=True)

    @property
    def cities(self):
        return self.city_a, self.city_b

    def other(self, city):
        """The partner of that city (a `City` or its key)."""
        return self.city_b if getattr(city, "pk", city) == self.city_a_id else self.city_a

    def has_ended(self, on=None):
        return self.ended_on is not None and self.ended_on.earliest <= (on or timezone.localdate())

    def is_suspended(self, on=None):
        return self.suspended_on is not None and self.suspended_on.earliest <= (on or timezone.localdate())
