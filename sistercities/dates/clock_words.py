"""Times of day in words, always with their city, and what the clock of the other city shows then.

The 24-hour clock in both languages, as `docs/design.md` has it. A language is one more table. Names of cities come
from the caller; the server's own zone plays no part.
"""

import datetime
import functools
from zoneinfo import ZoneInfo

from sistercities.dates.partial import PartialDate
from sistercities.dates.ranges import shown_end
from sistercities.dates.words import NO_BREAK_SPACE, of_language, parts_before_year

#: How finely a span is searched for a change of the difference between two clocks: hourly up to that length.
FINE, FINE_UP_TO, COARSE = datetime.timedelta(hours=1), datetime.timedelta(days=3), datetime.timedelta(hours=6)
#: Beyond that length nobody asks for the difference, and the search would take its time.
LONGEST = datetime.timedelta(days=400)
_MINUTE, _A_DAY = datetime.timedelta(minutes=1), 24 * 60


class English:
    clock = "{}"
    place = "{} in {}"
    until = "from {} until {}"
    days = {-2: "two days earlier", -1: "the previous day", 1: "the next day", 2: "two days later"}
    ahead, behind = "{} is {} ahead", "{} is {} behind"
    zero_to_twelve = (
        *("no", "one", "two", "three", "four", "five", "six"),
        *("seven", "eight", "nine", "ten", "eleven", "twelve"),
    )
    an_hour, hours, half_an_hour = "one hour", "{} hours", "half an hour"
    a_minute, minutes = "one minute", "{} minutes"
    and_a_half, hours_and_minutes = "{} and a half hours", "{} hours {} minutes"
    one_in_compound = "one"


class German:
    clock = "{} Uhr"
    place = "{} in {}"
    until = "von {} bis {}"
    days = {-2: "zwei Tage früher", -1: "am Vortag", 1: "am nächsten Tag", 2: "zwei Tage später"}
    ahead, behind = "In {} ist es {} später", "In {} ist es {} früher"
    zero_to_twelve = (
        *("keine", "eine", "zwei", "drei", "vier", "fünf", "sechs"),
        *("sieben", "acht", "neun", "zehn", "elf", "zwölf"),
    )
    an_hour, hours, half_an_hour = "eine Stunde", "{} Stunden", "eine halbe Stunde"
    a_minute, minutes = "eine Minute", "{} Minuten"
    and_a_half, hours_and_minutes = "{}einhalb Stunden", "{} Stunden {} Minuten"
    one_in_compound = "ein"


TABLES = {"en": English, "de": German}


def _table(language=None):
    return of_language(TABLES, language)


def times_words(span, city_name, language=None):
    """The times of a span by its own clock: "19:30–22:00 in Los Angeles", „19:30–22:00 Uhr in Los Angeles“.

    Past midnight: "from 22:00 until 02:00 the next day in Berlin"; over several days each time with its day:
    "4 October, 10:00 – 5 October, 18:00 in Los Angeles". Empty where no time is known.
    """
    words = _times(span, span.zone_info, language)
    return place_words(words, city_name, language) if words else ""


def place_words(words, city_name, language=None):
    """ "19:30 in Los Angeles" """
    return _table(language).place.format(words, city_name)


def other_clock(span, other_zone, other_city_name, language=None):
    """What the clock of another city shows: "04:30 the next day in Berlin", „04:30 Uhr am nächsten Tag in Berlin“.

    Without a time the difference: "Berlin is nine hours ahead", „In Berlin ist es neun Stunden später“. Empty where
    both clocks show the same, where nothing is known, and where the difference changes during the span. `other_zone`
    is an IANA name.
    """
    table = _table(language)
    zone = ZoneInfo(other_zone)
    if span.starts_on is None:
        return ""
    if span.starts_at is None:
        minutes = difference(span.zone, other_zone, span.earliest_at, span.latest_at)
        if not minutes:
            return ""
        return (table.ahead if minutes > 0 else table.behind).format(other_city_name, duration(abs(minutes), language))
    moments = [moment for moment in (span.starts_at, span.ends_at) if moment is not None]
    if all(_wall_clock(moment, zone) == _wall_clock(moment, span.zone_info) for moment in moments):
        return ""
    return table.place.format(_times(span, zone, language), other_city_name)


def _wall_clock(moment, zone):
    return moment.astimezone(zone).replace(tzinfo=None)


def _times(span, zone, language):
    """The times of a span by the clock of a zone, without a city; days are counted from the span's own first day."""
    if span.starts_at is None:
        return ""
    starts = _wall_clock(span.starts_at, zone)
    ends = _wall_clock(span.ends_at, zone) if span.ends_at not in (None, span.starts_at) else None
    if shown_end(span) is not None:
        dated = [_dated(moment, language) for moment in (starts, ends) if moment is not None]
        return f"{NO_BREAK_SPACE}– ".join(dated)
    midnight = datetime.datetime.combine(span.starts_on.earliest, datetime.time())
    minutes = [(moment - midnight) // _MINUTE for moment in (starts, ends) if moment is not None]
    return times_of_minutes(*minutes, language=language)


def times_of_minutes(starts, ends=None, language=None):
    """What a clock shows, in minutes since the midnight that began the first day: "19:30–22:00", "04:30 the next day",
    "from 22:00 until 02:00 the next day". At most two days from the first one, in either direction.
    """
    return _of_minutes(starts, ends, _table(language))


@functools.lru_cache(maxsize=4096)
def _of_minutes(starts, ends, table):
    (day, first), (last_day, last) = (divmod(value, _A_DAY) for value in (starts, starts if ends is None else ends))
    first, last = (f"{minutes // 60:02d}:{minutes % 60:02d}" for minutes in (first, last))
    if day == last_day:
        return _with_day(_clock(first if ends is None else f"{first}–{last}", table), day, table)
    if day:
        first = _with_day(_clock(first, table), day, table)
    return table.until.format(first, _with_day(_clock(last, table), last_day, table))


def _clock(clock, table):
    return table.clock.format(clock).replace(" ", NO_BREAK_SPACE)


def _with_day(words, day, table):
    return f"{words} {table.days[day]}" if day else words


def _dated(moment, language):
    day = NO_BREAK_SPACE.join(parts_before_year(PartialDate.from_date(moment.date()), language))
    return f"{day}, {_clock(f'{moment:%H:%M}', _table(language))}"


@functools.lru_cache(maxsize=4096)
def difference(zone, other_zone, first, last):
    """By how many minutes the clock of `other_zone` is ahead from `first` until before `last` (aware datetimes).

    None where that changes in between, and for spans of more than `LONGEST`; a change that lasts for less than six
    hours counts only within three days.
    """
    if last - first > LONGEST:
        return None
    zones = ZoneInfo(zone), ZoneInfo(other_zone)
    step = FINE if last - first <= FINE_UP_TO else COARSE
    found = None
    moment = first
    while moment < last:
        minutes = _difference_at(moment, *zones)
        if found is not None and minutes != found:
            return None
        found, moment = minutes, moment + step
    return found


def _difference_at(moment, zone, other_zone):
    offsets = [moment.astimezone(each).utcoffset() for each in (zone, other_zone)]
    return round((offsets[1] - offsets[0]) / datetime.timedelta(minutes=1))


def duration(minutes, language=None):
    """Hours as people say them: 540 → "nine hours", 210 → "three and a half hours", 345 → "5 hours 45 minutes"."""
    table = _table(language)
    hours, rest = divmod(minutes, 60)
    if rest == 0:
        if hours == 1:
            return table.an_hour
        return table.hours.format(table.zero_to_twelve[hours] if hours <= 12 else hours)
    if rest == 30 and hours <= 12:
        if hours == 0:
            return table.half_an_hour
        return table.and_a_half.format(table.one_in_compound if hours == 1 else table.zero_to_twelve[hours])
    if hours == 0:
        return table.a_minute if rest == 1 else table.minutes.format(rest).replace(" ", NO_BREAK_SPACE)
    return table.hours_and_minutes.format(hours, rest).replace(" ", NO_BREAK_SPACE)
