"""The facts of an event: what, when, where; the same in every language."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from events.forms.when import UnderstoodField, clocks
from events.languages import language_choices, language_name
from events.repeating import MOST_DATES, planned_days
from events.rules import anniversary_problem, price_problems
from sistercities.cities.forms import ZoneInput
from sistercities.dates.clock_forms import SIDES, ClockTimeField, SpanFormMixin
from sistercities.dates.forms import FirstDateFormField, PartialDateFormField, PartialDateInput
from sistercities.dates.repeats import Repeat


class LanguagesField(forms.MultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def in_words(self, value):
        return ", ".join(map(language_name, value or ()))


class RepeatUntilInput(PartialDateInput):
    """With the button that saves and adds the dates."""

    template_name = "admin/events/repeat_until.html"


class EventForm(SpanFormMixin, forms.ModelForm):
    starts_on = FirstDateFormField(label=gettext_lazy("From"), required=False)
    starts_at = ClockTimeField(label=gettext_lazy("Starts at"), required=False)
    ends_at = ClockTimeField(label=gettext_lazy("Ends at"), required=False)
    understood = UnderstoodField()
    languages = LanguagesField(
        label=gettext_lazy("Languages"),
        choices=language_choices,
        required=False,
        help_text=gettext_lazy("What is spoken, played or shown with subtitles."),
    )
    repeat = forms.ChoiceField(
        label=gettext_lazy("Repeat"), choices=[("", gettext_lazy("not at all")), *Repeat.choices], required=False
    )
    repeat_until = PartialDateFormField(
        label=gettext_lazy("Until"), required=False, widget=RepeatUntilInput, help_text=" "
    )

    class Meta:
        widgets = {"time_zone": ZoneInput}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        event = self.instance
        self.span = None
        #: By this clock the stored times were typed; the rows of further dates ask for it, too.
        event.zone_before = event.zone_name
        self.show_times(event.starts_at, event.ends_at, event.zone_before)
        if event.venue and event.time_zone == event.venue.zone_name:
            self.initial["time_zone"] = ""  # it is the venue's, and follows to another venue
        if "time_zone" in self.fields and event.venue:
            self.fields["time_zone"].widget.attrs["placeholder"] = event.venue.zone_name
        if "ends_on" in self.fields:  # else the form may only be looked at
            self.fields["starts_on"].help_text = ""  # said once, above both days
            self.fields["ends_on"].help_text = _("Empty: on the same day.")
            self.fields["understood"].widget.say = self.words

    def clean(self):
        cleaned = super().clean()
        self._clean_when(cleaned)
        self._clean_occasion(cleaned)
        self._clean_price(cleaned)
        if "_repeat" in self.data:
            self._clean_repeat(cleaned)
        return cleaned

    def _clean_when(self, cleaned):
        venue = cleaned.get("venue")
        if "ends_on" not in self.fields:
            return  # a form that may only be looked at
        if "time_zone" in self.errors:
            for _on, at in SIDES:
                cleaned.pop(at, None)
            return
        zone = cleaned["time_zone"] = cleaned.get("time_zone") or (venue.zone_name if venue else "")
        if not zone and (cleaned.get("starts_at") or cleaned.get("ends_at")):
            self.add_error("time_zone", _("By which clock? Choose a venue, or type a time zone."))
        self.span = self.clean_span(cleaned, zone or "UTC")
        # The rows of further dates refuse the main one.
        self.instance.typed_span = self.span if self.span and self.span.starts_on else None
        if self.span and self.span.starts_on:
            self.instance.clocks = clocks(self.span.zone, venue, cleaned.get("partnership"))

    def _clean_occasion(self, cleaned):
        anniversary = cleaned.get("anniversary")
        if anniversary is not None and cleaned.get("partnership") is None and "partnership" not in self.errors:
            cleaned["partnership"] = anniversary.partnership
        elif problem := anniversary_problem(anniversary, cleaned.get("partnership")):
            self.add_error("anniversary", problem)

    def _clean_price(self, cleaned):
        known = [cleaned.get(name) for name in ("is_free", "price", "price_to", "currency")]
        for name, problem in price_problems(*known):
            if name not in self.errors:
                self.add_error(name, problem)

    def _clean_repeat(self, cleaned):
        """Sets `repeat_days`, the days that saving adds."""
        until = cleaned.get("repeat_until")
        if not cleaned.get("repeat") and "repeat" not in self.errors:
            self.add_error("repeat", _("How often does it repeat?"))
        if until is None and "repeat_until" not in self.errors:
            self.add_error("repeat_until", _("Until when does it repeat?"))
        if self.span is None or self.span.starts_on is None or self.span.starts_on.day is None:
            if not self.errors.keys() & {name for side in SIDES for name in side}:
                self.add_error("starts_on", _("Only what has a day can be repeated."))
            return
        if self.errors.keys() & {"repeat", "repeat_until"}:
            return
        days = planned_days(self.span, cleaned["repeat"], until.latest)
        if not days:
            self.add_error("repeat_until", _("Nothing repeats until then."))
        elif len(days) > MOST_DATES:
            message = ngettext(
                "That is more than %(limit)d date. Choose an earlier end.",
                "That is more than %(limit)d dates. Choose an earlier end.",
                MOST_DATES,
            )
            self.add_error("repeat_until", ValidationError(message, params={"limit": MOST_DATES}))

    def words(self):
        """What was understood of the dates, in words; nothing where there is none or where it has errors."""
        span = self.span if self.is_bound else self.instance.span
        if span is None or span.starts_on is None:
            return ""
        if not hasattr(self.instance, "clocks"):
            self.instance.clocks = clocks(span.zone, self.instance.venue, self.instance.partnership)
        return self.instance.clocks.words(span)
