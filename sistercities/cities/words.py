"""Generated phrases about cities and partnerships, in each language.

Not translations of one English phrase: word order, numbers in words and units differ. A language is one more table
here. Spaces that must not break are no-break spaces.
"""

from django.utils.translation import get_language

from sistercities.dates import clock_words
from sistercities.dates.clock_words import duration

NBSP = "\u00a0"


class English:
    zero_to_twelve = clock_words.English.zero_to_twelve
    thousands = ","
    year, years = "{} year {}", "{} years {}"
    signed_as = {"partnership": "Partners since", "friendship": "Friends since", "contact": "In contact since"}
    signed, renewed, suspended, ended = "Signed", "Renewed", "Suspended since", "Ended"
    kind = "Kind"
    kinds = {
        "friendship": "friendship, limited in time or to projects",
        "contact": "contact without a formal agreement",
    }
    partner_cities, the_first = "Partner cities of {}", "{}, {} was the first"
    distance, time_difference, signatories = "Distance", "Time difference", "Signed by"
    behind, ahead, same_time = "{} behind {}", "{} ahead of {}", "the same time as in {}"


class German(English):
    zero_to_twelve = clock_words.German.zero_to_twelve
    thousands = "."
    year, years = "{} Jahr {}", "{} Jahre {}"
    signed_as = {"partnership": "Partnerstädte seit", "friendship": "Befreundet seit", "contact": "In Kontakt seit"}
    signed, renewed, suspended, ended = "Unterzeichnet", "Erneuert", "Ruht seit", "Beendet"
    kind = "Art"
    kinds = {
        "friendship": "Städtefreundschaft, befristet oder auf Projekte begrenzt",
        "contact": "Kontakt ohne förmliche Vereinbarung",
    }
    partner_cities, the_first = "Partnerstädte von {}", "{}, {} war die erste"
    distance, time_difference, signatories = "Entfernung", "Zeitunterschied", "Unterzeichnet von"
    behind, ahead, same_time = "{} früher als in {}", "{} später als in {}", "dieselbe Zeit wie in {}"


TABLES = {"en": English, "de": German}


def table(language=None):
    """The table of a language ("de", "de-at"; the active one if none is given), English where there is none."""
    return TABLES.get((language or get_language() or "en").split("-")[0].lower(), English)


def city_name(city, language=None):
    """The name of a city in that language, the other one where it has none."""
    code = "de" if table(language) is German else "en"
    return getattr(city, f"name_{code}") or city.name_en or city.name_de


def whole_number(number, language=None):
    """9300 → "9,300" or "9.300"."""
    return f"{number:,}".replace(",", table(language).thousands)


def kilometres(distance, language=None):
    """A distance, rounded as people say it: 9312.4 → "9,300 km", 486 → "490 km", 42.3 → "42 km"."""
    step = 100 if distance >= 1000 else 10 if distance >= 100 else 1
    rounded = int(distance / step + 0.5) * step
    return f"{whole_number(rounded, language)}{NBSP}km"


def time_difference(minutes, reference, language=None):
    """-540 beside "Berlin" → "nine hours behind Berlin"; positive is ahead."""
    t = table(language)
    if minutes == 0:
        return t.same_time.format(reference)
    return (t.ahead if minutes > 0 else t.behind).format(duration(abs(minutes), language), reference)


def pair_name(cities, language=None):
    """ "Berlin – Los Angeles" """
    return f"{NBSP}– ".join(city_name(city, language) for city in cities)


def anniversary_title(years, cities, language=None):
    """ "50 years Berlin – Los Angeles", „50 Jahre Berlin – Los Angeles“."""
    t = table(language)
    return (t.year if years == 1 else t.years).format(years, pair_name(cities, language)).replace(" ", NBSP, 1)
