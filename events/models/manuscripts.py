"""What editors work on."""

from itertools import count

from django.db import models, transaction
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from events import freezing, readiness
from events.models.editions import EventEdition
from events.models.frames import DateRow, EventFacts, EventWords, OpeningHoursRow, ParticipantRow
from events.models.spans import span_constraints
from sistercities.office.page_text import sanitise
from sistercities.publishing.models import Manuscript, ManuscriptText
from sistercities.publishing.slugs import slug_of
from sistercities.search import sources


class Event(EventFacts, Manuscript):
    frame_base = EventFacts
    words_base = EventWords
    edition_model = EventEdition
    edition_link = "event"

    working_title = models.CharField(
        _("working title"), max_length=160, blank=True, help_text=_("Only for the desk, until there is a title.")
    )
    is_date_to_follow = models.BooleanField(
        _("date to follow"),
        default=False,
        help_text=_("Announce the event although nothing is known of its date. With a date, this has no effect."),
    )

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["-changed_at", "-pk"]
        indexes = [models.Index(fields=["sort_key"], name="events_event_in_order")]
        constraints = [
            models.UniqueConstraint(fields=["uid"], name="events_event_uid_once"),
            *span_constraints("events_event"),
        ]
        permissions = [
            ("read_any_event", _("Can read everyone's events")),
            ("edit_any_event", _("Can edit everyone's events")),
            ("review_event", _("Can review events")),
            ("publish_event", _("Can publish and withdraw events")),
            ("export_event", _("Can export lists of events")),
        ]

    def __str__(self):
        texts = {text.language: text.title for text in self.texts.all()} if self.pk else {}
        here = texts.get((get_language() or "en")[:2])
        return here or texts.get("en") or texts.get("de") or self.working_title or gettext("Untitled event")

    @property
    def zone_name(self):
        """The event's own zone or that of its venue; "UTC" as long as neither is known, which blocks publishing."""
        return self.time_zone or (self.venue.zone_name if self.venue else "") or "UTC"

    def save(self, *args, **kwargs):
        self.time_zone = self.time_zone or (self.venue.zone_name if self.venue else "")
        self.refresh_span()
        super().save(*args, **kwargs)

    def new_text(self, language):
        return EventText(event=self, language=language)

    def readiness(self, languages=None, at=None):
        return readiness.check(self, languages, at)

    def children_content(self):
        return freezing.children_content(self)

    def prepare_edition(self, edition):
        freezing.count_sequence(self, edition)

    def freeze_children(self, text, edition):
        freezing.freeze_children(self, edition)

    def thaw_children(self, edition):
        freezing.thaw_children(self, edition)

    def after_public_change(self):
        sources.write("event", [self.pk])


class EventText(EventWords, ManuscriptText):
    event = models.ForeignKey(Event, models.CASCADE, related_name="texts", verbose_name=_("event"))

    class Meta:
        verbose_name = _("text")
        verbose_name_plural = _("texts")
        ordering = ["event", "-language"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "language"],
                name="events_text_once_per_language",
                violation_error_message=_("This event has a text in that language already."),
            ),
        ]

    def __str__(self):
        return self.title

    def save(self, *args, **kwargs):
        """Sanitise the body, whichever way it came, and give an empty slug a free one."""
        self.body = sanitise(self.body)
        self.slug = self.slug or self._free_slug()
        with transaction.atomic():
            super().save(*args, **kwargs)

    @property
    def manuscript(self):
        return self.event

    def _free_slug(self):
        """From the title; numbered where another event has or had that address, in any language."""
        base = slug_of(self.title, fallback="event")
        pattern = rf"^{base}(-\d+)?$"
        taken = {
            *EventText.objects.filter(slug__regex=pattern).exclude(event=self.event_id).values_list("slug", flat=True),
            *EventEdition.objects.filter(slug__regex=pattern)
            .exclude(event=self.event_id)
            .values_list("slug", flat=True),
        }
        return next(slug for n in count(1) if (slug := base if n == 1 else f"{base}-{n}") not in taken)


class EventDate(DateRow):
    """A further date of an event, by the event's clock."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="dates", verbose_name=_("event"))

    class Meta(DateRow.Meta):
        verbose_name = _("further date")
        verbose_name_plural = _("further dates")
        ordering = ["sort_key", "pk"]
        constraints = [*span_constraints("events_eventdate")]

    def __str__(self):
        # Not the span: a form prints rows while their zone changes.
        return str(self.starts_on or "")

    @property
    def zone_name(self):
        return self.event.zone_name

    def save(self, *args, **kwargs):
        self.refresh_span()
        super().save(*args, **kwargs)


class Participant(ParticipantRow):
    event = models.ForeignKey(Event, models.CASCADE, related_name="participants", verbose_name=_("event"))
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+", verbose_name=_("person"))

    class Meta(ParticipantRow.Meta):
        verbose_name = _("participant")
        verbose_name_plural = _("participants")

    def __str__(self):
        return str(self.person)


class OpeningHours(OpeningHoursRow):
    event = models.ForeignKey(Event, models.CASCADE, related_name="opening_hours", verbose_name=_("event"))

    class Meta(OpeningHoursRow.Meta):
        verbose_name = _("opening hours")
        verbose_name_plural = _("opening hours")

    def __str__(self):
        return f"{self.days} {self.opens:%H:%M}–{self.closes:%H:%M}"
