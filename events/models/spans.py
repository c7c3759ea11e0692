"""The columns of a date as far as it is known, for whatever has one: an event, a further date of it, a printed date."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sistercities.dates.fields import PartialDateField
from sistercities.dates.spans import PRECISIONS, Span

PRECISION_LABELS = {
    "time": _("to the minute"),
    "day": _("to the day"),
    "month": _("to the month"),
    "season": _("to the season"),
    "year": _("to the year"),
    "tba": _("to be announced"),
}
#: What of a span is typed; everything else is computed from it on saving.
SPAN_COLUMNS = ("starts_on", "starts_at", "ends_on", "ends_at")


def span_constraints(name):
    """What the database refuses about a span; `name` begins the constraints' names."""
    return [
        models.CheckConstraint(
            condition=Q(precision="time", starts_at__isnull=False) | (~Q(precision="time") & Q(starts_at=None)),
            name=f"{name}_time_has_moment",
        ),
        models.CheckConstraint(
            condition=Q(precision="tba", starts_on=None, ends_on=None, earliest_at=None, latest_at=None)
            | (~Q(precision="tba") & Q(starts_on__isnull=False, earliest_at__isnull=False, latest_at__isnull=False)),
            name=f"{name}_has_day_or_none",
        ),
        models.CheckConstraint(
            condition=(Q(earliest_at=None) | Q(latest_at__gt=F("earliest_at")))
            & (Q(ends_at=None) | Q(ends_at__gte=F("starts_at"))),
            name=f"{name}_ends_after_start",
            violation_error_message=_("The end comes before the start."),
        ),
    ]


class SpanColumns(models.Model):
    """A `Span` in columns. `set_span()` keeps them in order; whoever sets single columns calls `refresh_span()`."""

    starts_on = PartialDateField(_("from"), null=True, blank=True)
    starts_at = models.DateTimeField(_("starts at"), null=True, blank=True)
    ends_on = PartialDateField(_("until"), null=True, blank=True)
    ends_at = models.DateTimeField(_("ends at"), null=True, blank=True)
    # Computed from those four and the zone, for sorting and filtering.
    precision = models.CharField(
        _("known"),
        max_length=6,
        choices=[(name, PRECISION_LABELS[name]) for name in PRECISIONS],
        default="tba",
        editable=False,
    )
    earliest_at = models.DateTimeField(_("earliest"), null=True, editable=False)
    latest_at = models.DateTimeField(_("latest"), null=True, editable=False)
    first_on = models.DateField(null=True, editable=False)
    last_on = models.DateField(null=True, editable=False)
    sort_key = models.BigIntegerField(default=0, editable=False)
    length = models.PositiveSmallIntegerField(default=0, editable=False)

    class Meta:
        abstract = True

    @property
    def zone_name(self):
        """The IANA zone in which the span is meant."""
        return self.time_zone

    @property
    def span(self):
        """The `Span`. Raises ValueError where the columns make none."""
        return Span(self.zone_name, self.starts_on, self.starts_at, self.ends_on, self.ends_at)

    def set_span(self, span):
        for column in SPAN_COLUMNS:
            setattr(self, column, getattr(span, column))
        self.refresh_span(span)

    def refresh_span(self, span=None):
        """Compute what is computed. Raises ValueError where the columns make no span."""
        span = span or self.span
        self.precision, self.sort_key, self.length = span.precision, span.sort_key, span.length
        self.earliest_at, self.latest_at = span.earliest_at, span.latest_at
        self.first_on, self.last_on = span.first_day, span.last_day
