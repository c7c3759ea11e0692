"""The form field for a partial date, and the text input that says back what it understood."""

from typing import NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from sistercities.dates.parsing import DateNotUnderstood, parse, parse_range
from sistercities.dates.partial import PartialDate
from sistercities.dates.ranges import span_words
from sistercities.dates.spans import Span
from sistercities.dates.words import NO_BREAK_SPACE, date_words


class PartialDateInput(forms.TextInput):
    """One line of text, and beside it the date in words as it was understood.

    The server writes the words into the page; with JavaScript, `admin/partial-date.js` asks it again while somebody
    types (`sistercities.dates.views.understand`). One parser, so what is said back is what will be stored.
    """

    template_name = "dates/partial_date_input.html"
    #: Does the field take a first and a last date in one text?
    takes_ranges = False

    class Media:
        css = {"all": ["admin/partial-date.css"]}
        js = ["admin/partial-date.js"]

    def __init__(self, attrs=None):
        super().__init__({"class": "vPartialDate", "autocomplete": "off", "spellcheck": "false", **(attrs or {})})

    def format_value(self, value):
        if isinstance(value, PartialDate):
            return date_words(value).replace(NO_BREAK_SPACE, " ")
        return super().format_value(value)

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        widget = context["widget"]
        widget["understood"] = self._understood(value)
        widget["takes_ranges"] = self.takes_ranges
        if widget_id := widget["attrs"].get("id"):
            widget["output_id"] = f"{widget_id}_understood"
            described = widget["attrs"].get("aria-describedby")
            widget["attrs"]["aria-describedby"] = " ".join(filter(None, [described, widget["output_id"]]))
        return context

    def _understood(self, value):
        if not value:
            return ""
        if isinstance(value, PartialDate):
            return date_words(value)
        try:
            return understood(value, self.takes_ranges)
        except DateNotUnderstood:
            return ""  # the field's error says why


def understood(text, takes_ranges=False):
    """What a typed date means, in words. Raises `DateNotUnderstood`."""
    if not takes_ranges:
        return date_words(parse(text))
    first, last = parse_range(text)
    return span_words(Span("UTC", first, None, last))  # in words no zone shows


class PartialDateFormField(forms.Field):
    """Cleans to a `PartialDate`, or None when empty."""

    widget = PartialDateInput

    def __init__(self, *, max_length=None, empty_value=None, **kwargs):
        kwargs.setdefault("help_text", _("A year, a month, a season or a day, such as 27 June 1967."))
        if not kwargs["help_text"]:
            kwargs["help_text"] = _("A year, a month, a season or a day, such as 27 June 1967.")
        super().__init__(**kwargs)

    def to_python(self, value):
        if value in self.empty_values or isinstance(value, PartialDate):
            return value or None
        if not value.strip():
            return None
        try:
            return self.read(value)
        except DateNotUnderstood as refusal:
            raise ValidationError(str(refusal), code="invalid") from None

    def read(self, text):
        """What the text means. Raises `DateNotUnderstood`."""
        return parse(text)

    def has_changed(self, initial, data):
        if self.disabled:
            return False
        try:
            return self.to_python(data) != self.to_python(initial)
        except ValidationError:
            return True


class TypedRange(NamedTuple):
    """A first and a last `PartialDate` that were typed in one text."""

    first: PartialDate
    last: PartialDate


class FirstDateInput(PartialDateInput):
    takes_ranges = True


class FirstDateFormField(PartialDateFormField):
    """The first day of something that may last: takes a whole range, too, such as 4–5 October 2017.

    Cleans to a `PartialDate`, or to a `TypedRange`, which the form shares out between its two fields (`SpanFormMixin`).
    """

    widget = FirstDateInput

    def read(self, text):
        first, last = parse_range(text)
        return first if last is None else TypedRange(first, last)
