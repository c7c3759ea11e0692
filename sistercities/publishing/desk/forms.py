"""The forms of the desk's own pages."""

import datetime

from django import forms
from django.conf import settings
from django.contrib.admin.widgets import AdminSplitDateTime
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sistercities.publishing.models import PreviewAnswer


class MomentWidget(AdminSplitDateTime):
    """A day and a time of day, each with what the browser has to choose it."""

    def __init__(self, attrs=None):
        # The stock template prints these words beside the fields, but not as their labels.
        day = forms.DateInput({"type": "date", "aria-label": _("Date:")}, format="%Y-%m-%d")
        time = forms.TimeInput({"type": "time", "aria-label": _("Time:"), "step": 1}, format="%H:%M:%S")
        forms.MultiWidget.__init__(self, [day, time], attrs)


class LanguagesForm(forms.Form):
    """Which languages an action is about; all of those offered are ticked at first."""

    languages = forms.MultipleChoiceField(
        label=_("Languages"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick at least one language.")},
    )

    def __init__(self, *args, languages=(), **kwargs):
        super().__init__(*args, **kwargs)
        names = dict(settings.LANGUAGES)
        self.fields["languages"].choices = [(code, names[code]) for code in languages]
        self.fields["languages"].initial = list(languages)


class PublishForm(LanguagesForm):
    until = forms.SplitDateTimeField(
        label=_("Live until"),
        required=False,
        widget=MomentWidget,
        help_text=_("Empty: without end. After this moment the page says that it has been withdrawn."),
    )

    def clean_until(self):
        until = self.cleaned_data["until"]
        if until and until <= timezone.now():
            raise forms.ValidationError(_("This moment has passed already."))
        return until


class ScheduleForm(PublishForm):
    at = forms.SplitDateTimeField(
        label=_("Goes live at"), widget=MomentWidget, help_text=_("To the second; nothing else needs to run.")
    )

    field_order = ["languages", "at", "until"]

    def clean_at(self):
        at = self.cleaned_data["at"]
        if at <= timezone.now():
            raise forms.ValidationError(_("This moment has passed already. To publish at once, use “Publish now”."))
        if at > timezone.now() + datetime.timedelta(days=3660):
            raise forms.ValidationError(_("That is more than ten years ahead."))
        return at

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("at") and cleaned.get("until") and cleaned["until"] <= cleaned["at"]:
            self.add_error("until", _("The end must come after the start."))
        return cleaned


class ChangesForm(forms.Form):
    note = forms.CharField(
        label=_("What should be changed?"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6, "class": "vLargeTextField"}),
        help_text=_("The author sees this note above the text. It is never public."),
    )


class PreviewLinkForm(forms.Form):
    #: The longest life of a link, in days.
    LONGEST = 14

    recipient = forms.CharField(
        label=_("For whom"), max_length=200, help_text=_("Such as a name; only for the desk."), strip=True
    )
    days = forms.IntegerField(
        label=_("Valid for days"),
        min_value=1,
        max_value=LONGEST,
        initial=LONGEST,
        help_text=_("Between 1 and 14. A link can be revoked at any time."),
    )


class PreviewAnswerForm(forms.ModelForm):
    """What the reader of a preview link may leave."""

    class Meta:
        model = PreviewAnswer
        fields = ["name", "is_approval", "note"]
        labels = {"is_approval": _("I approve this text")}
        widgets = {"note": forms.Textarea(attrs={"rows": 5})}

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("is_approval") and not cleaned.get("note", "").strip():
            raise forms.ValidationError(gettext("Tick the approval or write a note."))
        return cleaned
