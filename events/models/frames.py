"""The columns of an event, written once and inherited by its manuscript and by its editions."""

import uuid

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from translated_fields import TranslatedField

from events.models.choices import Attendance, Currency, EventKind, EventStatus, Function
from events.models.spans import SpanColumns
from sistercities.cities.zones import validate_time_zone
from sistercities.publishing.fields import WebAddressField


class EventFacts(SpanColumns):
    """What, when and where: the same in every language."""

    uid = models.UUIDField(default=uuid.uuid4, editable=False)
    kind = models.CharField(_("kind"), max_length=12, choices=EventKind, default=EventKind.OTHER)
    status = models.CharField(_("status"), max_length=12, choices=EventStatus, default=EventStatus.SCHEDULED)
    time_zone = models.CharField(
        _("time zone"),
        max_length=50,
        blank=True,
        validators=[validate_time_zone],
        help_text=_("The clock that all times of this event are meant by. Empty: that of the venue."),
    )
    is_run = models.BooleanField(
        _("runs for weeks"),
        default=False,
        help_text=_("An exhibition, say: listed under “Now on” from its first to its last day."),
    )
    attendance = models.CharField(_("attendance"), max_length=8, choices=Attendance, default=Attendance.OFFLINE)
    online_url = WebAddressField(_("address online"), blank=True)
    venue = models.ForeignKey(
        "events.Venue", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("venue")
    )
    cities = models.ManyToManyField(
        "cities.City",
        blank=True,
        related_name="+",
        verbose_name=_("cities"),
        help_text=_("Where the event is and whom it is about. The city of the venue is always one of them."),
    )
    organisers = models.ManyToManyField("events.Organiser", blank=True, related_name="+", verbose_name=_("organisers"))
    partnership = models.ForeignKey(
        "cities.Partnership", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("partnership")
    )
    anniversary = models.ForeignKey(
        "cities.Anniversary", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("anniversary")
    )
    series = models.ForeignKey(
        "events.Series", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("series")
    )
    picture = models.ForeignKey(
        "media.Picture", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("picture")
    )
    languages = models.JSONField(
        _("languages"), default=list, blank=True, help_text=_("What is spoken, played or shown with subtitles.")
    )
    is_free = models.BooleanField(_("free"), default=False)
    needs_booking = models.BooleanField(_("booking needed"), default=False)
    ticket_url = WebAddressField(_("tickets or booking"), blank=True)
    price = models.DecimalField(
        _("price"), max_digits=12, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    price_to = models.DecimalField(
        _("price up to"),
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
        help_text=_("Where tickets cost differently."),
    )
    currency = models.CharField(_("currency"), max_length=3, choices=Currency, blank=True)
    is_featured = models.BooleanField(_("featured"), default=False, help_text=_("Stands first on the home page."))

    class Meta:
        abstract = True


class EventWords(models.Model):
    """The words of an event in one language. `body` is sanitised HTML without cards."""

    language = models.CharField(_("language"), max_length=5, choices=[("en", _("English")), ("de", _("German"))])
    title = models.CharField(_("title"), max_length=160)
    slug = models.SlugField(
        _("address"),
        max_length=160,
        blank=True,
        help_text=_("The last part of the page's address. Empty: made from the title."),
    )
    summary = models.TextField(
        _("summary"),
        max_length=600,
        blank=True,
        help_text=_("One or two sentences: in lists, at the top of the page, in calendars and search engines."),
    )
    body = models.TextField(_("text"), blank=True)
    date_note = models.CharField(
        _("date in words"),
        max_length=120,
        blank=True,
        help_text=_("Stands instead of the generated words, such as “After the Berlin Art Week”."),
    )
    room = models.CharField(_("room"), max_length=120, blank=True)
    opening_note = models.CharField(
        _("note on opening hours"), max_length=300, blank=True, help_text=_("Such as “Closed on 24 December”.")
    )
    ticket_note = models.CharField(_("note on tickets"), max_length=300, blank=True)
    status_note = models.CharField(
        _("note on the status"),
        max_length=300,
        blank=True,
        help_text=_("Why it was cancelled, postponed or moved; stands at the top of the page."),
    )

    class Meta:
        abstract = True


class DateRow(SpanColumns):
    """One date of an event beside its main one."""

    uid = models.UUIDField(default=uuid.uuid4, editable=False)
    position = models.PositiveSmallIntegerField(default=0, editable=False)
    is_cancelled = models.BooleanField(_("cancelled"), default=False)

    class Meta:
        abstract = True
        ordering = ["position", "pk"]


class ParticipantRow(models.Model):
    """A person at an event, in order, with the role **frozen as it was on the day**."""

    position = models.PositiveSmallIntegerField(_("order"), default=0)
    function = models.CharField(_("function"), max_length=12, choices=Function, default=Function.OTHER)
    role_title = TranslatedField(
        models.CharField(
            _("role as printed"),
            max_length=200,
            blank=True,
            help_text=_("Empty: the office that the person holds on the day of the event."),
        )
    )

    class Meta:
        abstract = True
        ordering = ["position", "pk"]


#: ISO 8601 numbers of the days of the week.
WEEKDAYS = [
    ("1", _("Monday")),
    ("2", _("Tuesday")),
    ("3", _("Wednesday")),
    ("4", _("Thursday")),
    ("5", _("Friday")),
    ("6", _("Saturday")),
    ("7", _("Sunday")),
]


class OpeningHoursRow(models.Model):
    """On which days of the week a run is open, from when until when by the event's clock."""

    position = models.PositiveSmallIntegerField(default=0, editable=False)
    days = models.CharField(
        _("days"), max_length=7, help_text=_("Days of the week, such as 23456 for Tuesday to Saturday.")
    )
    opens = models.TimeField(pgettext_lazy("opening hours", "from"))
    closes = models.TimeField(pgettext_lazy("opening hours", "until"))

    class Meta:
        abstract = True
        ordering = ["position", "pk"]
