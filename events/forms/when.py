"""What a form says back about a date: in words, by the clock of the event and by that of the other city."""

from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sistercities.cities.models import City
from sistercities.dates.clock_forms import ClockTimeField, SpanFormMixin
from sistercities.dates.clock_words import other_clock, times_words
from sistercities.dates.forms import FirstDateFormField, PartialDateFormField
from sistercities.dates.partial import PartialDate
from sistercities.dates.ranges import span_words
from sistercities.dates.words import date_words


@dataclass(frozen=True)
class Clocks:
    """The event's clock with the name of its city, and the other cities whose clocks are said beside it."""

    zone: str
    city: str
    others: tuple  # of (IANA name, name of the city)

    def words(self, span):
        """ "Friday, 6 October 2017, 19:00 in Berlin · 10:00 in Los Angeles"; the date alone where no time is known."""
        day = span_words(span, weekday=True)
        if any(end is not None and end.season for end in (span.starts_on, span.ends_on)):
            # In Buenos Aires, spring comes in September: whoever means that has to know what lists make of it.
            first, last = (date_words(PartialDate.from_date(one)) for one in (span.first_day, span.last_day))
            named = {"season": day, "first": first, "last": last}
            day = gettext("%(season)s, which counts from %(first)s to %(last)s") % named
        if span.starts_at is None:
            return day
        others = [other_clock(span, zone, city) for zone, city in self.others]
        return " · ".join([f"{day}, {times_words(span, self.city)}", *filter(None, others)])


def clocks(zone, venue=None, partnership=None):
    """The `Clocks` of an event in that zone: beside it those of the venue's city, the home city and the partner's.

    As long as nobody said which zone is meant ("UTC", see `Event.zone_name`) no other clock can be told.
    """
    if zone == "UTC":
        return Clocks(zone, gettext("a time zone that is not known yet"), ())
    cities = [City.objects.home()]
    if partnership is not None:
        cities += [partnership.city_a, partnership.city_b]
    places = [(venue.zone_name, venue.city.name)] if venue is not None else []
    places += [(city.time_zone, city.name) for city in cities if city is not None]
    named = dict(reversed(places))  # of several cities with the same clock the first gives the name
    own = named.pop(zone, None) or zone.rpartition("/")[2].replace("_", " ")
    others = tuple((other, named[other]) for other in dict(places) if other in named)
    return Clocks(zone, own, others)


class UnderstoodOutput(forms.Widget):
    """No input: what the form understood, as the server says it; `admin/event-when.js` asks again while people type."""

    template_name = "admin/events/understood.html"

    def __init__(self, attrs=None):
        super().__init__(attrs)
        self.say = str

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        context["widget"]["words"] = self.say()
        return context

    def value_from_datadict(self, data, files, name):
        return None

    def value_omitted_from_data(self, data, files, name):
        return False


class UnderstoodField(forms.Field):
    widget = UnderstoodOutput

    def __init__(self, **kwargs):
        super().__init__(**{"required": False, "label": _("Understood as"), **kwargs})


class WhenForm(SpanFormMixin, forms.Form):
    """The dates of an event while somebody types them: read by the same rules as on saving."""

    starts_on = FirstDateFormField(required=False)
    starts_at = ClockTimeField(required=False)
    ends_on = PartialDateFormField(required=False)
    ends_at = ClockTimeField(required=False)

    def __init__(self, data, zone):
        super().__init__(data)
        self.zone = zone
        self.span = None

    def clean(self):
        cleaned = super().clean()
        self.span = self.clean_span(cleaned, self.zone)
        return cleaned

    def answer(self, clocks):
        """Ready for JSON: `words`, `problems` by the name of the field, `doubled` with two labels for each question."""
        self.full_clean()
        doubled = {name: self.fields[name].widget.labels for name in ("starts_at", "ends_at")}
        return {
            "words": clocks.words(self.span) if self.span and self.span.starts_on else "",
            "problems": {name: " ".join(messages) for name, messages in self.errors.items()},
            "doubled": {name: labels for name, labels in doubled.items() if labels},
        }
