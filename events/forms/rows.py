"""What hangs on an event in its form: further dates, participants, opening hours."""

from django import forms
from django.forms.models import BaseInlineFormSet
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.forms.when import UnderstoodField, clocks
from events.models import EventDate, OpeningHours, Participant
from events.models.frames import WEEKDAYS
from sistercities.dates.clock_forms import ClockTimeField, SpanFormMixin, TimeOfDayField
from sistercities.dates.forms import FirstDateFormField
from sistercities.people.roles import role_on

#: Where a participant without a number goes: behind everybody else.
LAST = 32767


class EventRowFormSet(BaseInlineFormSet):
    """Tells each of its forms the event, which may not have been saved yet; names the fields, as a table does not."""

    def get_form_kwargs(self, index):
        return {**super().get_form_kwargs(index), "event": self.instance}

    def add_fields(self, form, index):
        super().add_fields(form, index)
        for field in form.fields.values():
            widget = getattr(field.widget, "widget", field.widget)  # the admin wraps related fields
            if not (widget.is_hidden or isinstance(widget, forms.CheckboxSelectMultiple)):
                widget.attrs.setdefault("aria-label", capfirst(str(field.label or "")))


class EventDateForm(SpanFormMixin, forms.ModelForm):
    starts_on = FirstDateFormField(label=_("From"))
    starts_at = ClockTimeField(label=_("Starts at"), required=False)
    ends_at = ClockTimeField(label=_("Ends at"), required=False)
    understood = UnderstoodField()

    class Meta:
        model = EventDate
        fields = ["starts_on", "starts_at", "ends_on", "ends_at", "understood", "is_cancelled"]

    def __init__(self, *args, event, **kwargs):
        super().__init__(*args, **kwargs)
        self.event = event
        self.span = None
        #: The clock by which the stored times are shown. Another one that is chosen now keeps what the clock shows.
        self.zone_before = getattr(event, "zone_before", event.zone_name)
        if self.instance.pk:
            self.show_times(self.instance.starts_at, self.instance.ends_at, self.zone_before)
        if "ends_on" in self.fields:
            self.fields["starts_on"].help_text = self.fields["ends_on"].help_text = ""
            self.fields["understood"].widget.say = self.words

    def has_changed(self):
        return super().has_changed() or bool(self.instance.pk and self.event.zone_name != self.zone_before)

    def clean(self):
        cleaned = super().clean()
        self.instance.event = self.event
        self.span = self.clean_span(cleaned, self.event.zone_name)
        return cleaned

    def words(self):
        span = self.span
        if not self.is_bound and self.instance.pk:
            self.instance.event = self.event
            span = self.instance.span
        if span is None:
            return ""
        if not hasattr(self.event, "clocks"):
            self.event.clocks = clocks(self.event.zone_name, self.event.venue, self.event.partnership)
        return self.event.clocks.words(span)


class EventDateFormSet(EventRowFormSet):
    """Refuses the same date twice."""

    def clean(self):
        super().clean()
        event, seen = self.instance, set()
        if getattr(event, "typed_span", None) is not None:
            seen.add(event.typed_span)
        for form in self.forms:
            if form.span is None or self._should_delete_form(form):
                continue
            if form.span in seen:
                form.add_error("starts_on", _("This date is there already."))
            seen.add(form.span)


class ParticipantForm(forms.ModelForm):
    position = forms.IntegerField(
        label=_("order"),
        required=False,
        min_value=0,
        max_value=LAST,
        widget=forms.NumberInput(attrs={"class": "vOrder"}),
    )

    class Meta:
        model = Participant
        fields = ["position", "person", "function", "role_title_en", "role_title_de"]

    def __init__(self, *args, event, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            self.initial["position"] = None
        elif "role_title_en" in self.fields and (role := role_on(self.instance.person, event.starts_on)):
            for name, title in (("role_title_en", role.title_en), ("role_title_de", role.title_de)):
                self.fields[name].widget.attrs["placeholder"] = title

    def clean_position(self):
        position = self.cleaned_data["position"]
        return LAST if position is None else position


class OpeningHoursForm(forms.ModelForm):
    days = forms.MultipleChoiceField(label=_("days"), choices=WEEKDAYS, widget=forms.CheckboxSelectMultiple)
    opens = TimeOfDayField(label=pgettext_lazy("opening hours", "from"))
    closes = TimeOfDayField(label=pgettext_lazy("opening hours", "until"))

    class Meta:
        model = OpeningHours
        fields = ["days", "opens", "closes"]

    def __init__(self, *args, event, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["days"] = list(self.instance.days)

    def clean_days(self):
        return "".join(sorted(self.cleaned_data["days"]))

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("opens") and cleaned.get("opens") == cleaned.get("closes"):
            self.add_error("closes", _("It closes at the time it opens."))
        return cleaned
