"""Addresses of events and of their lists in any language, without asking the URL configuration for each."""

from functools import lru_cache
from urllib.parse import urlencode

from sistercities.office.addresses import address

#: The parameters of a list, in the order in which its canonical address has them.
FILTERS = ("city", "partnership", "anniversary", "kind", "month")


@lru_cache
def _list(language):
    return address("events:list", language)


@lru_cache
def _past(language):
    return address("events:past", language)


def list_address(language, **filters):
    """The site-relative address of the list of what is to come; `filters` are texts as in the address, such as
    `city="los-angeles"` (the slug of that language), `anniversary="berlin-los-angeles/50"`, `month="2017-10"`."""
    return _list(language) + _query(filters)


def past_address(language, **filters):
    """The same of what is past."""
    return _past(language) + _query(filters)


def event_address(language, slug):
    """The site-relative address of an event."""
    return f"{_list(language)}{slug}/"


def event_calendar_address(language, slug):
    return f"{_list(language)}{slug}/calendar.ics"


def list_formats(language, query=""):
    """The same list for machines: `{"calendar": …, "feed": …, "json": …}`; `query` is `EventFilter.query`."""
    base = _list(language)
    return {
        "calendar": f"{base}calendar.ics{query}",
        "feed": f"{base}feed/{query}",
        "json": f"{base.removesuffix('/')}.json{query}",
    }


def _query(filters):
    """In the canonical order, then what else there is (the key of a page) in the order given."""
    names = [*(name for name in FILTERS if name in filters), *(name for name in filters if name not in FILTERS)]
    pairs = [(name, filters[name]) for name in names if filters[name] not in (None, "")]
    return f"?{urlencode(pairs)}" if pairs else ""
