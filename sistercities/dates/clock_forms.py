"""Form fields for the time of day, and the rules of a form that has a start and an end.

The time is by the clock of a zone that only the whole form knows. So the field cleans to what was typed
(`TypedTime`), and `SpanFormMixin.clean_span()` makes moments of it.
"""

import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from sistercities.dates.clocks import DoubledHour, SkippedHour, resolve, which_of_two
from sistercities.dates.forms import TypedRange
from sistercities.dates.partial import PartialDate
from sistercities.dates.ranges import ONE_EVENING
from sistercities.dates.spans import Span
from sistercities.dates.times import TimeNotUnderstood, parse_time


class TypedTime(NamedTuple):
    """A time of day, and of a doubled hour the first (0) or the second (1); None where nobody has said so."""

    time: datetime.time
    which: int | None = None

    @classmethod
    def of(cls, moment, zone):
        return moment and cls(moment.astimezone(ZoneInfo(zone)).time(), which_of_two(moment, zone))


class ClockTimeInput(forms.TextInput):
    """A time in one short line of text; and, of a doubled hour, the choice which of the two is meant.

    The choice is in the page from the start, hidden until there is something to choose: a script asks the server while
    somebody types, and without a script the server asks when the form was sent.
    """

    template_name = "dates/clock_time_input.html"

    def __init__(self, attrs=None):
        super().__init__({"class": "vClockTime", "autocomplete": "off", "size": 6, **(attrs or {})})
        self.labels = ()

    def value_from_datadict(self, data, files, name):
        return data.get(name, ""), data.get(f"{name}_which", "")

    def format_value(self, value):
        return value.strftime("%H:%M") if isinstance(value, datetime.time) else super().format_value(value)

    def get_context(self, name, value, attrs):
        text, which = value or ("", "")
        context = super().get_context(name, text, attrs)
        labels = self.labels or ("", "")
        context["widget"] |= {
            "is_doubled": bool(self.labels),
            "choices": [(str(n), label, str(which) == str(n)) for n, label in enumerate(labels)],
            "has_errors": bool(context["widget"]["attrs"].get("aria-invalid")),
        }
        return context


class ClockTimeField(forms.Field):
    """Cleans to a `TypedTime`, or None when empty."""

    widget = ClockTimeInput

    def to_python(self, value):
        text, which = value or ("", "")
        if isinstance(text, datetime.time):
            return value
        if not text.strip():
            return None
        try:
            time = parse_time(text)
        except TimeNotUnderstood as refusal:
            raise ValidationError(str(refusal), code="invalid") from None
        return TypedTime(time, int(which) if which in ("0", "1") else None)

    def has_changed(self, initial, data):
        try:
            return not self.disabled and self.to_python(data) != self.to_python(initial)
        except ValidationError:
            return True

    def in_words(self, value):
        """What is stored, for people."""
        return value.time.strftime("%H:%M") if value else ""


class TimeOfDayField(forms.Field):
    """A time of day without a date: opening hours. Cleans to a `datetime.time`, or None when empty."""

    widget = forms.TextInput(attrs={"class": "vClockTime", "autocomplete": "off", "size": 6})

    def prepare_value(self, value):
        return value.strftime("%H:%M") if isinstance(value, datetime.time) else value

    def to_python(self, value):
        if value in self.empty_values or isinstance(value, datetime.time):
            return None if value in self.empty_values else value
        try:
            return parse_time(value)
        except TimeNotUnderstood as refusal:
            raise ValidationError(str(refusal), code="invalid") from None

    def has_changed(self, initial, data):
        try:
            return not self.disabled and self.to_python(data) != self.to_python(initial)
        except ValidationError:
            return True


#: The two ends of a span: the name of its day, the name of its time.
SIDES = (("starts_on", "starts_at"), ("ends_on", "ends_at"))


class SpanFormMixin:
    """For a form with `starts_on` (a `FirstDateFormField`) and `ends_on` (a partial date), `starts_at` and `ends_at`
    (`ClockTimeField`s)."""

    def clean(self):
        cleaned = super().clean()
        if isinstance(typed := cleaned.get("starts_on"), TypedRange):
            # A whole range in the first field: its end goes where ends stand.
            cleaned["starts_on"] = typed.first
            if cleaned.get("ends_on") not in (None, typed.last):
                self.add_error("ends_on", _("The first field has an end already."))
            elif "ends_on" not in self.errors:
                cleaned["ends_on"] = typed.last
        return cleaned

    def show_times(self, starts_at, ends_at, zone):
        """Fill in the times of aware datetimes by the clock of that zone, with the choice of a doubled hour."""
        for name, moment in (("starts_at", starts_at), ("ends_at", ends_at)):
            if name in self.fields and moment is not None:
                typed = self.initial[name] = TypedTime.of(moment, zone)
                if typed.which is not None:
                    self._ask(name, moment.astimezone(ZoneInfo(zone)).date(), typed.time, zone)
        if ends_at is not None and "ends_on" in self.fields:
            # An end on the day of the start, or in the night after it, needs no day: it goes with the start.
            start, end = (moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None) for moment in (starts_at, ends_at))
            if end.date() == implied_end_day(start, end.time()):
                self.initial["ends_on"] = None

    def _ask(self, name, day, time, zone):
        """Let the widget ask which of two moments is meant, if there are two."""
        try:
            resolve(day, time, zone)
        except DoubledHour as question:
            self.fields[name].widget.labels = question.labels
        except SkippedHour:
            pass  # refused by who reads it

    def clean_span(self, cleaned, zone):
        """The `Span` of what was typed, by the clock of that zone (an IANA name); its moments replace what was typed.

        None where the fields make no span: then the errors stand at the fields, and `cleaned` has no times. An end
        without a day is on the day of the start, or in the night after it.
        """
        span = None if any(name in self.errors for side in SIDES for name in side) else self._span(cleaned, zone)
        for on, at in SIDES:
            if span is None:
                cleaned.pop(at, None)
            else:
                cleaned[on], cleaned[at] = getattr(span, on), getattr(span, at)
        return span

    def _span(self, cleaned, zone):
        values = {name: cleaned.get(name) for side in SIDES for name in side}
        starts_on, starts_at, ends_on, ends_at = values.values()
        for on, at in SIDES:
            if values[at] and values[on] and values[on].precision != "day":
                self.add_error(at, _("A time needs a day: a month, a season or a year has none."))
        if starts_at and not starts_on:
            self.add_error("starts_on", _("On which day is this time?"))
        if ends_at and not starts_at:
            self.add_error("starts_at", _("When does it begin? An end alone is not enough."))
        if ends_on and not starts_on:
            self.add_error("starts_on", _("When does it begin? An end alone is not enough."))
        if self.errors.keys() & values.keys():
            return None
        if ends_at and not ends_on:
            start = datetime.datetime.combine(starts_on.earliest, starts_at.time)
            try:
                values["ends_on"] = PartialDate.from_date(implied_end_day(start, ends_at.time))
            except ValueError:
                self.add_error("ends_at", _("That is beyond the last year that dates can have."))
                return None
        first, last = self._moment("starts", values, zone), self._moment("ends", values, zone)
        if self.errors.keys() & values.keys():
            return None
        try:
            return Span(zone, starts_on, first, values["ends_on"], last)
        except ValueError:
            self.add_error("ends_at" if ends_at else "ends_on", _("The end comes before the start."))
            return None

    def _moment(self, side, values, zone):
        name = f"{side}_at"
        typed = values[name]
        if typed is None:
            return None
        day = values[f"{side}_on"].earliest
        try:
            moment = resolve(day, typed.time, zone, typed.which)
        except (SkippedHour, DoubledHour) as refusal:
            self.add_error(name, ValidationError(str(refusal), code="clock_change"))
            moment = None
        self._ask(name, day, typed.time, zone)
        return moment


def implied_end_day(start, time):
    """The day of an end of which only the time is known: that of the start (a naive datetime), or in the night after
    it the next one."""
    end = datetime.datetime.combine(start.date(), time)
    following = end + datetime.timedelta(days=1)
    return following.date() if end < start and following - start < ONE_EVENING else end.date()
