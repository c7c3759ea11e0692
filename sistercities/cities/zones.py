"""The fixed list of time zones (promise 38): the places of the IANA database, from the tzdata package.

Not from the server: what its system knows, and which old aliases, differs from machine to machine.
"""

import difflib
import functools
from importlib import resources

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


@functools.cache
def zone_names():
    """Every place name of `zone.tab` in alphabetical order, such as "Europe/Berlin": some 420, none an alias."""
    lines = resources.files("tzdata").joinpath("zoneinfo", "zone.tab").read_text(encoding="utf-8").splitlines()
    return tuple(sorted(line.split("\t")[2] for line in lines if not line.startswith("#")))


def similar_zone(text):
    """The zone that somebody may have meant ("los angeles" → "America/Los_Angeles"), or None."""
    wanted = text.strip().replace(" ", "_").casefold()
    spellings = {name.casefold(): name for name in zone_names()}
    places = {name.casefold().rpartition("/")[2]: name for name in zone_names()}
    for known in (spellings, places):
        if found := difflib.get_close_matches(wanted, known, n=1, cutoff=0.8):
            return known[found[0]]
    return None


def validate_time_zone(value):
    if value in zone_names():
        return
    if zone := similar_zone(value):
        message = _("“%(value)s” is no time zone of the IANA list. Do you mean %(zone)s?")
    else:
        message = _("“%(value)s” is no time zone of the IANA list. Type a part of its name and choose one.")
    raise ValidationError(message, code="time_zone", params={"value": value, "zone": zone})
