"""The office itself: its name, its home city, its contact, its standing pages."""

import datetime
import re

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.text import Truncator
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from translated_fields import TranslatedField

from sistercities.office.page_text import MAX_LENGTH, sanitise
from sistercities.publishing.models import Reference
from sistercities.search import sources

LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)


def validate_security_contact(value):
    """RFC 9116 §2.5.3: an https address, or a mail address (printed as mailto:)."""
    if re.fullmatch(r"https://[^\s/?#@]+(/\S*)?", value):
        return
    try:
        validate_email(value.removeprefix("mailto:"))
    except ValidationError:
        raise ValidationError(
            _("Enter an e-mail address or an address that begins with https://."), code="security_contact"
        ) from None


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
        validators=[validate_security_contact],
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
        """Titles of partnerships and anniversaries begin with the home city, so another one is another title."""
        self.pk = 1
        with transaction.atomic():
            rows = Office.objects.filter(pk=1).select_for_update()
            before = rows.values_list("home_city", flat=True).first()
            super().save(*args, **kwargs)
            if self.is_brought_back or before != self.home_city_id:
                sources.rewrite("partnership")
                sources.rewrite("anniversary")


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
    body = TranslatedField(models.TextField(_("text"), max_length=MAX_LENGTH, blank=True))
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

    #: Days in which the accessibility statement is reviewed: once a year (Implementing Decision (EU) 2018/1523).
    REVIEWED_WITHIN = 365

    def __str__(self):
        return self.title or self.get_kind_display()

    def clean(self):
        super().clean()
        self._sanitise()
        if self.reviewed_on and self.reviewed_on > timezone.localdate():
            raise ValidationError({"reviewed_on": ValidationError(_("This day is still to come."), code="future")})

    def save(self, *args, **kwargs):
        self._sanitise()
        super().save(*args, **kwargs)

    def _sanitise(self):
        for language in LANGUAGES:
            setattr(self, f"body_{language}", sanitise(getattr(self, f"body_{language}")))

    def safe_body(self, language=None):
        """The text in that language, ready for a template; sanitised again, whatever way it came into the table."""
        code = (language or get_language() or "en").split("-")[0]
        return mark_safe(sanitise(getattr(self, f"body_{code}", "")))  # noqa: S308 - sanitised in this line

    def is_review_due(self, today=None):
        """Must it be reviewed again? Only the accessibility statement has a term: a year."""
        if self.kind != StandingPageKind.ACCESSIBILITY:
            return False
        oldest = (today or timezone.localdate()) - datetime.timedelta(days=self.REVIEWED_WITHIN)
        return self.reviewed_on is None or self.reviewed_on < oldest


class FeedbackQuerySet(models.QuerySet):
    #: "Answered within a month": what the accessibility statement promises.
    ANSWERED_WITHIN = datetime.timedelta(days=30)

    def open(self):
        return self.filter(answered_at=None)

    def overdue(self, at=None):
        """Waiting for an answer for more than a month."""
        return self.open().filter(at__lt=(at or timezone.now()) - self.ANSWERED_WITHIN)


class Feedback(models.Model):
    """A barrier or a mistake that a visitor reported. Tied to no visitor; leaving an e-mail address is up to them."""

    message = models.TextField(_("message"), max_length=4000)
    email = models.EmailField(_("e-mail address"), blank=True)
    page = models.CharField(_("page"), max_length=500, blank=True)
    language = models.CharField(_("language"), max_length=5, default="en")
    at = models.DateTimeField(_("received"), auto_now_add=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)

    objects = FeedbackQuerySet.as_manager()

    class Meta:
        verbose_name = _("feedback")
        verbose_name_plural = _("feedback")
        ordering = ["-at"]

    def __str__(self):
        return Truncator(" ".join(self.message.split())).chars(60)

    def is_overdue(self, at=None):
        return self.answered_at is None and self.at < (at or timezone.now()) - FeedbackQuerySet.ANSWERED_WITHIN
