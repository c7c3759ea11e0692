"""What was printed. Public code reads these, and reference data, and nothing else."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from events.models.frames import DateRow, EventFacts, EventWords, OpeningHoursRow, ParticipantRow
from events.models.querysets import EditionDateQuerySet, EventEditionQuerySet
from events.models.spans import span_constraints
from sistercities.publishing.models import Edition


class EventEdition(EventFacts, EventWords, Edition):
    manuscript_link = "event"

    event = models.ForeignKey("events.Event", models.PROTECT, related_name="editions", verbose_name=_("event"))
    # RFC 5545 §3.8.7.4: grows when date, place or status change; the same for every language of an event.
    sequence = models.PositiveIntegerField(default=0)
    last_modified_at = models.DateTimeField(
        help_text=_("When date, place, status or words last changed, for calendars (LAST-MODIFIED).")
    )

    objects = EventEditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        ordering = ["-live_from", "-pk"]
        indexes = [
            models.Index(fields=["language", "slug"], name="events_edition_address"),
            models.Index(fields=["event", "language", "live_from", "live_until"], name="events_edition_of_event"),
            models.Index(fields=["uid"], name="events_edition_uid"),
            # When pages change next by themselves (`publishing.page_cache.next_change`).
            models.Index(fields=["live_from"], name="events_edition_begins"),
            models.Index(fields=["live_until"], name="events_edition_ends", condition=Q(live_until__isnull=False)),
            # The few that lead the home page, among all that ever were.
            models.Index(fields=["event"], name="events_edition_featured", condition=Q(is_featured=True)),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "language"], condition=Q(live_until=None), name="events_edition_one_open_end"
            ),
            models.CheckConstraint(
                condition=Q(live_until=None) | Q(live_until__gte=models.F("live_from")),
                name="events_edition_ends_after_begin",
            ),
            models.CheckConstraint(condition=~Q(time_zone=""), name="events_edition_has_zone"),
            *span_constraints("events_edition"),
        ]

    def __str__(self):
        return self.title


class EventEditionDate(DateRow):
    """A date as it was printed; the main one is at position 0. What lists, calendars and neighbours read."""

    edition = models.ForeignKey(EventEdition, models.CASCADE, related_name="dates")
    time_zone = models.CharField(max_length=50)
    # When those before it are over that take place (`freezing.set_turns`), so that what is on next is found without
    # looking at the others. Empty: there are none.
    next_from = models.DateTimeField(null=True, editable=False)

    objects = EditionDateQuerySet.as_manager()

    class Meta(DateRow.Meta):
        indexes = [
            models.Index(fields=["sort_key", "id"], name="events_date_in_order"),
            models.Index(fields=["length", "earliest_at"], name="events_date_on_now"),
            models.Index(fields=["earliest_at"], name="events_date_begins"),
            models.Index(fields=["latest_at"], name="events_date_ends"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["edition", "position"], name="events_editiondate_position"),
            *span_constraints("events_editiondate"),
        ]

    def __str__(self):
        return self.span.edtf


class EditionParticipant(ParticipantRow):
    """`name` and `role_title` are those of the day of publication; `person` leads to what else they take part in."""

    edition = models.ForeignKey(EventEdition, models.CASCADE, related_name="participants")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)

    class Meta(ParticipantRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["edition", "position"], name="events_editionparticipant_position")
        ]

    def __str__(self):
        return self.name


class EditionOpeningHours(OpeningHoursRow):
    edition = models.ForeignKey(EventEdition, models.CASCADE, related_name="opening_hours")

    class Meta(OpeningHoursRow.Meta):
        pass

    def __str__(self):
        return f"{self.days} {self.opens:%H:%M}–{self.closes:%H:%M}"
