"""Pictures and the rights they may be used under. Names follow the IPTC Photo Metadata Standard."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from translated_fields import TranslatedField

from sistercities.publishing.models import Reference


class Licence(models.TextChoices):
    ALL_RIGHTS_RESERVED = "all-rights-reserved", _("All rights reserved, used with permission")
    PRESS = "press", _("Press use, free of charge with credit")
    CC0 = "cc0", "CC0 1.0"
    CC_BY = "cc-by-4.0", "CC BY 4.0"
    CC_BY_SA = "cc-by-sa-4.0", "CC BY-SA 4.0"
    PUBLIC_DOMAIN = "public-domain", _("Public domain")
    OTHER = "other", _("Other licence (give its address)")


class Medium(models.TextChoices):
    """How the credit reads: "© Name" for photographs, "Illustration: Name" for drawings."""

    PHOTOGRAPH = "photograph", _("Photograph")
    ILLUSTRATION = "illustration", _("Illustration")


class Picture(Reference):
    """An image with the rights it may be used under. May wait for its file (an imported credits line makes such records)."""

    file = models.ImageField(_("file"), upload_to="originals", blank=True)
    original_name = models.CharField(max_length=255, blank=True, editable=False)
    width = models.PositiveIntegerField(null=True, editable=False)
    height = models.PositiveIntegerField(null=True, editable=False)
    #: Unguessable folder of the renditions; a new one whenever file, focal point, credit or licence change.
    renditions_key = models.CharField(max_length=43, blank=True, editable=False)
    #: The widths that exist, in ascending order, such as [400, 640]; a small original is never enlarged.
    rendition_widths = models.JSONField(default=list, editable=False)

    medium = models.CharField(_("medium"), max_length=20, choices=Medium, default=Medium.PHOTOGRAPH)
    title = models.CharField(
        _("title"), max_length=200, help_text=_("Named in the picture credits, such as “Nickel Diner in L. A.”")
    )
    creator = models.CharField(_("creator"), max_length=200, blank=True, help_text=_("Who made the picture."))
    credit_line = models.CharField(
        _("credit line"),
        max_length=300,
        blank=True,
        help_text=_(
            "As the rights holder asks for it, without “©”. Empty: the creator's name. Printed under the picture everywhere."
        ),
    )
    copyright_notice = models.CharField(_("copyright notice"), max_length=300, blank=True)
    licence = models.CharField(_("licence"), max_length=20, choices=Licence, blank=True)
    licence_url = models.URLField(_("address of the licence"), max_length=500, blank=True)
    source = models.CharField(_("source"), max_length=300, blank=True)
    usage_terms = models.TextField(_("usage terms"), max_length=2000, blank=True)
    valid_until = models.DateField(
        _("may be used until"),
        null=True,
        blank=True,
        help_text=_("The last day. After it the picture can no longer be published anew."),
    )

    alt_text = TranslatedField(models.CharField(_("alternative text"), max_length=500, blank=True))
    caption = TranslatedField(models.CharField(_("caption"), max_length=500, blank=True))
    is_decorative = models.BooleanField(
        _("decorative"), default=False, help_text=_("Says nothing that the text does not say: screen readers skip it.")
    )
    focal_x = models.FloatField(
        _("focal point, from the left"), default=0.5, validators=[MinValueValidator(0), MaxValueValidator(1)]
    )
    focal_y = models.FloatField(
        _("focal point, from the top"), default=0.5, validators=[MinValueValidator(0), MaxValueValidator(1)]
    )

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(focal_x__gte=0, focal_x__lte=1, focal_y__gte=0, focal_y__lte=1),
                name="media_picture_focal_point_inside",
                violation_error_message=_("The focal point must lie in the picture."),
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def credit(self):
        """The name in the credit, empty where nobody is credited: blank look-alikes do not count (promise 23)."""
        return self.credit_line.strip() or self.creator.strip()

    def is_usable(self, on=None):
        """Do its rights allow a publication on that day (a date; today, if none is given)?"""
        return self.valid_until is None or (on or timezone.localdate()) <= self.valid_until
