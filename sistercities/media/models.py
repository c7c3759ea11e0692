"""Pictures and the rights they may be used under. Names follow the IPTC Photo Metadata Standard."""

import secrets

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from translated_fields import TranslatedField

from sistercities.dates.fields import PartialDateField
from sistercities.media import renditions, rights, usage
from sistercities.media.rights import Licence, Medium
from sistercities.media.storages import originals
from sistercities.media.storing import delete_files
from sistercities.media.words import has_words
from sistercities.publishing.fields import WebAddressField
from sistercities.publishing.models import Reference, ReferenceQuerySet

__all__ = ["Licence", "Medium", "Picture"]


def original_path(picture, name):
    """Names of files are ours and random; what the file was called is only text (promise 20)."""
    extension = name.rpartition(".")[2].lower()
    return f"{secrets.token_urlsafe(16)}.{extension if extension in ('jpg', 'png', 'webp', 'gif') else 'bin'}"


class PictureQuerySet(ReferenceQuerySet):
    def delete(self):
        """Files go once the rows are gone for good."""
        with transaction.atomic():
            files = list(self.values_list("file", "renditions_key"))
            result = super().delete()
            for name, key in files:
                transaction.on_commit(lambda name=name, key=key: delete_files(name, key), robust=True)
        return result

    delete.alters_data = True


class Picture(Reference):
    """An image and the rights it may be used under. May wait for its file: an imported credits line makes such records.

    Saving a row makes no files: forms and programs go through `sistercities.media.storing`, which keeps both together.
    """

    file = models.FileField(_("file"), storage=originals, upload_to=original_path, max_length=100, blank=True)
    original_name = models.CharField(_("name of the file"), max_length=255, blank=True, editable=False)
    #: Pixels of the upright original. They change together with the renditions, never before.
    width = models.PositiveIntegerField(null=True, editable=False)
    height = models.PositiveIntegerField(null=True, editable=False)
    #: Unguessable folder of the renditions; a new one whenever file, focal point, credit or licence change.
    renditions_key = models.CharField(max_length=43, blank=True, editable=False)
    #: The widths that exist, in ascending order, such as [400, 640]; a small original is never enlarged.
    rendition_widths = models.JSONField(default=list, editable=False)
    #: The same of the 3:2 renditions for cards.
    card_widths = models.JSONField(default=list, editable=False)
    #: Fingerprint of what went into the renditions, see `renditions.recipe()`.
    renditions_recipe = models.CharField(max_length=64, blank=True, editable=False)

    medium = models.CharField(
        _("medium"),
        max_length=20,
        choices=Medium,
        default=Medium.PHOTOGRAPH,
        help_text=_("A photograph is credited as “© Name”, a drawing as “Illustration: Name”."),
    )
    title = models.CharField(
        _("title"), max_length=200, help_text=_("Named in the picture credits, such as “Nickel Diner in L. A.”")
    )
    creator = models.CharField(_("creator"), max_length=200, blank=True, help_text=_("Who made the picture."))
    credit_line = models.CharField(
        _("credit line"),
        max_length=300,
        blank=True,
        help_text=_(
            "As the rights holder asks for it, without “©”. Empty: the creator's name. Printed under the picture "
            "everywhere."
        ),
    )
    copyright_notice = models.CharField(
        _("copyright notice"),
        max_length=300,
        blank=True,
        help_text=_("Written into the public files. Empty: made from credit and licence."),
    )
    licence = models.CharField(_("licence"), max_length=20, choices=Licence, blank=True)
    licence_url = WebAddressField(_("address of the licence"), blank=True)
    source = models.CharField(_("source"), max_length=300, blank=True, help_text=_("Where the office got it from."))
    usage_terms = models.TextField(
        _("usage terms"),
        max_length=2000,
        blank=True,
        help_text=_("What else was agreed, in the words of the agreement."),
    )
    valid_until = models.DateField(
        _("may be used until"),
        null=True,
        blank=True,
        help_text=_("The last day. After it the picture can no longer be published anew."),
    )
    taken_on = PartialDateField(
        _("made on"), null=True, blank=True, help_text=_("As far as it is known: 1967, 1967-06.")
    )

    alt_text = TranslatedField(
        models.CharField(
            _("alternative text"),
            max_length=500,
            blank=True,
            help_text=_("What somebody needs to know who does not see the picture. Read aloud by screen readers."),
        )
    )
    caption = TranslatedField(
        models.CharField(_("caption"), max_length=500, blank=True, help_text=_("Printed under the picture in stories."))
    )
    is_decorative = models.BooleanField(
        _("decorative"), default=False, help_text=_("Says nothing that the text does not say: screen readers skip it.")
    )
    focal_x = models.FloatField(
        _("focal point, from the left"), default=0.5, validators=[MinValueValidator(0), MaxValueValidator(1)]
    )
    focal_y = models.FloatField(
        _("focal point, from the top"), default=0.5, validators=[MinValueValidator(0), MaxValueValidator(1)]
    )

    objects = PictureQuerySet.as_manager()

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
            models.CheckConstraint(
                condition=~Q(title=""),
                name="media_picture_has_title",
                violation_error_message=_("A picture needs a title."),
            ),
            models.CheckConstraint(
                condition=Q(licence_url="")
                | Q(licence_url__startswith="http://")
                | Q(licence_url__startswith="https://"),
                name="media_picture_licence_on_the_web",
                violation_error_message=_("The address of the licence must begin with http:// or https://."),
            ),
            models.CheckConstraint(
                condition=Q(width=None, height=None) | Q(width__gte=1, height__gte=1),
                name="media_picture_both_sides",
            ),
            models.UniqueConstraint(
                fields=["renditions_key"], condition=~Q(renditions_key=""), name="media_picture_folder_of_its_own"
            ),
        ]

    def __str__(self):
        return self.title

    def delete(self, *args, **kwargs):
        with transaction.atomic():
            name, key = self.file.name, self.renditions_key
            result = super().delete(*args, **kwargs)
            transaction.on_commit(lambda: delete_files(name, key), robust=True)
        return result

    @property
    def credit(self):
        """The name in the credit, empty where nobody is credited: blank look-alikes do not count (promise 23)."""
        for text in (self.credit_line, self.creator):
            if has_words(text):
                return text.strip()
        return ""

    @property
    def has_current_renditions(self):
        return bool(self.rendition_widths) and self.renditions_recipe == renditions.recipe(self)

    def problems(self, languages=("en", "de"), on=None):
        """What keeps it from being published in these languages on that day, see `rights.problems()`."""
        return rights.problems(self, languages, on)

    def usage(self, at=None):
        """Where it is used, see `usage.usage()`."""
        return usage.usage(self, at)

    def is_usable(self, on=None):
        """Do its rights allow a publication on that day (a date; today, if none is given)?"""
        return rights.is_usable(self, on)
