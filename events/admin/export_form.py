"""The form of the export page: which events, what of them, as what. Every valid form is an address."""

from urllib.parse import urlencode

from django import forms
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from events.exports.clocks import CLOCKS
from events.exports.column_table import COLUMNS
from events.exports.foreign import ValuesRefused, given, one_of
from events.exports.formats import FORMATS
from events.exports.layout import SEPARATOR_LABELS, Layout, read_layout
from events.exports.periods import PERIODS
from events.exports.selection import State, read_selection
from events.languages import language_choices
from events.models.choices import EventKind, EventStatus
from sistercities.cities.words import anniversary_title, pair_name

LANGUAGES = {
    "en": _("English"),
    "de": _("German"),
    "en,de": _("English and German"),
    "de,en": _("German and English"),
}
HEADERS = {"labels": _("in words"), "keys": _("for programs")}
#: A longer address is refused by servers on the way (gunicorn takes 4,094 bytes with everything).
LONGEST_QUERY = 3500


class Given(forms.Field):
    """Shown by its widget, and read by `events.exports` alone: there is one allow-list, not two."""

    def __init__(self, label, widget, choices=None, **kwargs):
        super().__init__(required=False, label=label, widget=widget, **kwargs)
        if choices is not None:
            self.widget.choices = choices


def _menu(choices, nothing):
    return [("", nothing), *choices]


class ExportForm(forms.Form):
    """Valid, it has `selection`, `layout`, `format`, and `query`, which gives the same form again.

    `data` is a `QueryDict`; what is missing in it is the default, so every part of an address works by itself. On a
    sent form (`is_sent`) no column at all is a mistake.
    """

    period = Given(_("Period"), forms.Select, _menu(PERIODS.items(), _("– or the days below –")))
    first = Given(_("From"), forms.DateInput(attrs={"type": "date"}))
    last = Given(_("Until"), forms.DateInput(attrs={"type": "date"}))
    city = Given(_("City"), forms.Select)
    partnership = Given(_("Partnership"), forms.Select)
    anniversary = Given(_("Anniversary"), forms.Select)
    kinds = Given(_("Kind"), forms.CheckboxSelectMultiple, EventKind.choices, help_text=_("None: every kind."))
    statuses = Given(_("Status"), forms.CheckboxSelectMultiple, EventStatus.choices, help_text=_("None: every status."))
    languages = Given(
        _("With a text in"), forms.CheckboxSelectMultiple, [(code, LANGUAGES[code]) for code in ("en", "de")]
    )
    spoken = Given(_("Spoken, played or subtitled in"), forms.Select)
    state = Given(_("Public state"), forms.Select, State.choices)
    events = Given("", forms.MultipleHiddenInput)
    language = Given(_("Language of the list"), forms.Select, list(LANGUAGES.items()))
    clock = Given(
        _("Times by the clock"),
        forms.Select,
        list(CLOCKS.items()),
        help_text=_("Columns of times come once for each clock."),
    )
    format = Given(_("Format"), forms.Select, [(key, found.label) for key, found in FORMATS.items()])
    separator = Given(
        _("Separator of CSV"), forms.Select, _menu(SEPARATOR_LABELS.items(), _("as usual in that language"))
    )
    header = Given(_("Names of the columns"), forms.Select, list(HEADERS.items()))
    fuzzy = Given(
        _("Calendar files also hold what is known only to the month"), forms.CheckboxInput(attrs={"value": "yes"})
    )

    def __init__(self, data, frame, is_sent=False):
        self.frame, self.is_sent = frame, is_sent
        self.selection = self.layout = self.format = None
        super().__init__(with_defaults(data))
        if self.data.get("forget_events") == "yes":
            self.data.setlist("events", [])
        anything = _("All")
        cities = sorted(((city.pk, city.name) for city in frame.cities.values()), key=lambda pair: pair[1])
        partnerships = [(one.pk, pair_name(frame.pair(one))) for one in frame.partnerships]
        anniversaries = [
            (one.pk, anniversary_title(one.years, frame.pair(one.partnership))) for one in frame.anniversaries
        ]
        self.fields["city"].widget.choices = _menu(cities, anything)
        self.fields["partnership"].widget.choices = _menu(partnerships, anything)
        self.fields["anniversary"].widget.choices = _menu(anniversaries, anything)
        self.fields["spoken"].widget.choices = _menu(language_choices(), anything)

    def clean(self):
        self._read("selection", lambda: read_selection(self.data, self.frame))
        self._read("layout", self._layout)
        try:
            self.format = one_of(given(self.data, "format"), FORMATS)
        except ValueError as error:
            self.add_error("format", str(error))

    def _read(self, name, read):
        try:
            setattr(self, name, read())
        except ValuesRefused as refused:
            for field, message in refused.errors.items():
                self.add_error(field if field in self.fields else None, message)

    def _layout(self):
        values = {name: self.data.getlist(name) for name in ("clock", "separator", "header", "fuzzy")}
        errors = {}
        try:
            values["columns"] = self.columns_in_order
        except ValueError as error:
            errors[None] = str(error)
        if self.is_sent and not self.data.getlist("columns"):
            errors[None] = gettext("Choose at least one column.")
        try:
            values["languages"] = one_of(self.data.getlist("language"), LANGUAGES).split(",")
        except ValueError as error:
            errors["language"] = str(error)
        if errors:
            raise ValuesRefused(errors)
        return read_layout(values)

    @cached_property
    def columns_in_order(self):
        """The chosen keys by the numbers beside them, those without a number after the one that stands before them."""
        keys = given(self.data, "columns")
        places, last = {}, 0.0
        for key in keys:
            number = self.data.get(f"place-{key}", "").strip()
            if number and not (number.isascii() and number.isdecimal() and len(number) < 4):
                raise ValueError(gettext("“%(value)s” is no place in the order: use 1, 2, 3.") % {"value": number[:20]})
            last = float(number) if number else last
            places[key] = last
        return sorted(places, key=places.get)

    @property
    def chosen_count(self):
        """How many single events the list is of."""
        return len(self.data.getlist("events"))

    @property
    def column_rows(self):
        """What the page shows of each column: key, label, meaning, is_on, place. The chosen ones first."""
        try:
            chosen = [key for key in self.columns_in_order if key in COLUMNS]
        except ValueError:
            chosen = [key for key in self.data.getlist("columns") if key in COLUMNS]
        if not self.data.getlist("columns") and not self.is_sent:
            chosen = list(Layout().columns)
        return [
            {
                "key": key,
                "label": capfirst(str(COLUMNS[key].label)),
                "meaning": COLUMNS[key].meaning,
                "is_on": key in chosen,
                "place": chosen.index(key) + 1 if key in chosen else "",
            }
            for key in [*chosen, *(key for key in COLUMNS if key not in chosen)]
        ]

    @property
    def query(self):
        """The shortest one that gives the same list, of a valid form."""
        return query_of(self.selection, self.layout, self.format)

    @property
    def is_too_long(self):
        return len(self.query) > LONGEST_QUERY


def query_of(selection, layout, format):
    """The address of a list, without the question mark."""
    values, usual = layout.as_json(), Layout(languages=layout.languages)
    values = {name: value for name, value in values.items() if value != usual.as_json()[name]}
    values["language"] = ",".join(layout.languages)
    return urlencode({**selection.as_json(), **values, "format": format}, doseq=True)


def with_defaults(data):
    """A mutable copy of the `QueryDict`, with what somebody begins with where it is empty."""
    found = data.copy() if data else QueryDict("period=upcoming", mutable=True)
    language = (get_language() or "en")[:2]
    usual = {
        "state": State.PUBLIC.value,
        "language": language if language in LANGUAGES else "en",
        "clock": "event",
        "format": next(iter(FORMATS)),
        "header": "labels",
    }
    for name, value in usual.items():
        if not found.get(name):
            found[name] = value
    return found
