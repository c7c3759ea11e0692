"""The office itself: its name, its home city, its contact, its standing pages."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from translated_fields import TranslatedField

from sistercities.publishing.models import Reference


class Office(Reference):
    """One row: the office that runs this installation."""

    site_name = TranslatedField(models.CharField(_("name of the site"), max_length=100))
    name = TranslatedField(models.CharField(_("name of the office"), max_length=200))
    parent_body = TranslatedField(models.CharField(_("part of"), max_length=200, blank=True))
    home_city = models.ForeignKey("cities.City", models.PROTECT, related_name="home_of", verbose_name=_("home city"))
    address = models.TextField(_("postal address"), max_length=500, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    phone = models.CharField(_("telephone"), max_length=50, blank=True)
    security_contact = models.CharField(
        _("security contact"),
        max_length=300,
        blank=True,
        help_text=_("For security.txt: an e-mail address or an https address."),
    )
    welcome_title = TranslatedField(models.CharField(_("title of the home page"), max_length=120, blank=True))
    welcome = TranslatedField(models.TextField(_("introduction of the home page"), max_length=1000, blank=True))
    welcome_picture = models.ForeignKey(
        "media.Picture",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("picture of the home page"),
    )

    class Meta:
        verbose_name = _("office")
        verbose_name_plural = _("office")
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="office_office_only_one")]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        self.pk = 1
        super().save(*args, **kwargs)


class StandingPageKind(models.TextChoices):
    IMPRINT = "imprint", _("Legal notice")
    PRIVACY = "privacy", _("Privacy")
    ACCESSIBILITY = "accessibility", _("Accessibility statement")
    EASY_LANGUAGE = "easy-language", _("Easy language")
    SIGN_LANGUAGE = "sign-language", _("Sign language")


class StandingPage(Reference):
    """A page that every public body must have. Shown as soon as it has a text in the language."""

    kind = models.CharField(_("page"), max_length=20, choices=StandingPageKind, unique=True)
    title = TranslatedField(models.CharField(_("title"), max_length=120, blank=True))
    body = TranslatedField(models.TextField(_("text"), blank=True))
    reviewed_on = models.DateField(
        _("last reviewed"),
        null=True,
        blank=True,
        help_text=_("The accessibility statement must be reviewed every year."),
    )

    class Meta:
        verbose_name = _("standing page")
        verbose_name_plural = _("standing pages")
        ordering = ["pk"]

    def __str__(self):
        return self.title or self.get_kind_display()


class Feedback(models.Model):
    """A barrier or a mistake that a visitor reported. Not tied to any visitor; the e-mail address is theirs to leave."""

    message = models.TextField(_("message"), max_length=4000)
    email = models.EmailField(_("e-mail address"), blank=True)
    page = models.CharField(_("page"), max_length=500, blank=True)
    language = models.CharField(max_length=5, default="en")
    at = models.DateTimeField(_("received"), auto_now_add=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)

    class Meta:
        verbose_name = _("feedback")
        verbose_name_plural = _("feedback")
        ordering = ["-at"]

    def __str__(self):
        return self.message[:60]
