"""Forms of the import: which file, and what its columns are."""

from pathlib import PurePath

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.exports.clocks import CLOCKS as CLOCK_LABELS
from events.importing import options as said
from events.importing.cells import text_of
from events.importing.fields import choices
from events.importing.sources import open_file
from events.models import EventImport
from sistercities.cities.forms import ZoneInput
from sistercities.cities.zones import validate_time_zone
from sistercities.media.uploads import refuse_oversized
from sistercities.tables import Unreadable, plain

#: What is shown of a column beside the choice of what it is.
_EXAMPLES, _LONGEST_EXAMPLE = 3, 40


class FileForm(forms.Form):
    """Valid once there is a file that can be read: `content`, `opened` and `file_name` hold it."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        max_length=None,
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx,.ics,text/csv,text/calendar"}),
    )

    def clean_file(self):
        upload = self.cleaned_data["file"]
        refuse_oversized(upload)  # its size is not all: a full disk leaves half a file
        if upload.size > settings.EVENT_IMPORT_MAX_BYTES:
            limit = filesizeformat(settings.EVENT_IMPORT_MAX_BYTES)
            raise ValidationError(_("The file is larger than %(limit)s.") % {"limit": limit}, code="size")
        self.content = upload.read()
        try:
            self.opened = open_file(self.content)
        except Unreadable as refusal:
            raise ValidationError(str(refusal), code="unreadable") from None
        longest = EventImport._meta.get_field("file_name").max_length
        self.file_name = " ".join(plain(PurePath(upload.name or "").name).split())[:longest] or _("a file")
        return upload


class OptionsForm(forms.Form):
    """Valid once everything is said: then `options` holds it. `opened` is the file, `options` what was said so far."""

    sheet = forms.ChoiceField(label=gettext_lazy("Sheet"))
    day_order = forms.ChoiceField(
        label=gettext_lazy("Days such as 05/06/2026"),
        choices=[("", gettext_lazy("there are none")), *said.DayOrder.choices],
        required=False,
        widget=forms.RadioSelect,
    )
    match = forms.ChoiceField(
        label=gettext_lazy("An event is here already if it has the same"),
        choices=said.Match.choices,
        widget=forms.RadioSelect,
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language of the words"), choices=settings.LANGUAGES, widget=forms.RadioSelect
    )
    clock = forms.ChoiceField(
        label=gettext_lazy("Times are by the clock"), choices=[(name, CLOCK_LABELS[name]) for name in said.CLOCKS]
    )
    zone = forms.CharField(
        label=gettext_lazy("Time zone"),
        required=False,
        max_length=50,
        widget=ZoneInput,
        validators=[validate_time_zone],
        help_text=gettext_lazy("Of events of which neither the file nor the venue says it."),
    )
    empty = forms.ChoiceField(label=gettext_lazy("Empty cells"), choices=said.Empty.choices, widget=forms.RadioSelect)
    unknown = forms.ChoiceField(
        label=gettext_lazy("Names that are not here yet"), choices=said.Unknown.choices, widget=forms.RadioSelect
    )

    def __init__(self, data=None, *, opened, options):
        super().__init__(data, initial={**options.as_json()})
        self.before, self.options, self.opened = options, None, opened
        table = opened.table
        if table is None:
            for name in ("sheet", "day_order", "match", "clock", "empty"):
                del self.fields[name]
            return
        if len(table.sheets) > 1:
            self.fields["sheet"].choices = [(name, name) for name in sorted(table.sheets)]
            self.initial["sheet"] = table.sheets[0]
        else:
            del self.fields["sheet"]
        for position, title in enumerate(table.header):
            self.fields[f"column_{position}"] = forms.ChoiceField(
                label=title or _("column %(number)d") % {"number": position + 1}, choices=choices, required=False
            )
            self.initial[f"column_{position}"] = options.columns[position]

    @property
    def column_fields(self):
        """Triples of a title, the field that says what the column is, and examples of what stands in it."""
        table = self.opened.table
        for position in range(len(table.header) if table else 0):
            cells = (text_of(row.cells[position]) for row in table.rows)
            examples = list(dict.fromkeys(text[:_LONGEST_EXAMPLE] for text in cells if text))[:_EXAMPLES]
            yield self[f"column_{position}"], examples

    @property
    def other_fields(self):
        return [field for field in self if not field.name.startswith("column_")]

    def clean(self):
        cleaned = super().clean()
        columns = ()
        if self.opened.table is not None:
            columns = tuple(cleaned.get(f"column_{at}", "") for at in range(len(self.opened.table.header)))
            self._refuse_twice(columns)
            if cleaned.get("match") in ("uid", "page"):
                self._refuse_missing(cleaned["match"], columns)
        known = {name: value for name, value in cleaned.items() if not name.startswith("column_")}
        if not self.errors:
            self.options = said.Options.from_json({**self.before.as_json(), **known, "columns": columns})
        return cleaned

    def _refuse_twice(self, columns):
        for position, key in enumerate(columns):
            if key and key in columns[:position]:
                self.add_error(f"column_{position}", _("Another column is that already."))

    def _refuse_missing(self, match, columns):
        if match == said.Match.UID and not {"uid", "event_uid"} & set(columns):
            self.add_error("match", _("No column is the UID."))
        if match == said.Match.PAGE and "url" not in columns:
            self.add_error("match", _("No column is the address of the page."))
