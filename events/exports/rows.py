"""The rows of a list: one for each date of an event, as in a calendar; a run stands once. Plain values."""

import contextlib
from collections import namedtuple
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import lru_cache
from itertools import islice

from django.db import connection, transaction

from sistercities.dates.partial import PartialDate
from sistercities.dates.spans import Span

#: Rows in memory at once.
AT_ONCE = 1000


class ExportRow:
    """What the named tuples of `row_type()` can do. Their fields are those that were asked for; asking for another
    raises AttributeError.

    `uid` is that of the date, `event_uid` that of its event: equal for the main date. Moments (`starts_at`, `ends_at`,
    `earliest_at`, `latest_at`, `changed_at`) are whole seconds since 1970, UTC; `starts_on` and `ends_on` are EDTF;
    `venue`, `partnership`, `anniversary`, `series`, `picture` are keys; `cities`, `organisers` keys as text ("3,17");
    `participants`, `opening_hours`, `spoken` JSON; yes and no are 1 and 0. What is not known is None, words are empty.

    `title`, `slug`, … are those of the text that is read in the list's language, which `language` names; `title_de`, …
    those of that language, None where there is no such text.
    """

    __slots__ = ()

    @property
    def span(self):
        """The `Span` of the date. Needs `time_zone` and the four columns that are typed."""
        return span_of(self.time_zone, self.starts_on, self.starts_at, self.ends_on, self.ends_at)


def span_of(zone, starts_on, starts_at, ends_on, ends_at):
    """The `Span` of those fields of a row."""
    days = [value and PartialDate.from_edtf(value) for value in (starts_on, ends_on)]
    moments = [None if value is None else datetime.fromtimestamp(value, UTC) for value in (starts_at, ends_at)]
    return Span(zone, days[0], moments[0], days[1], moments[1])


@lru_cache(maxsize=64)
def row_type(names):
    """A named tuple of those fields."""
    return type("ExportRow", (ExportRow, namedtuple("ExportRow", names)), {"__slots__": ()})


def ahead(rows):
    """The same rows, an iterator over a query's. PostgreSQL makes and sends the next ones while these are worked on,
    else each would wait for the other. The question is asked here, since the connection is this thread's; only fetching
    is left to another one.
    """
    yield from (first := list(islice(rows, AT_ONCE)))
    if connection.vendor != "postgresql" or len(first) < AT_ONCE:
        yield from rows
        return
    with ThreadPoolExecutor(1) as fetching:
        coming = fetching.submit(list, islice(rows, AT_ONCE))
        while batch := coming.result():
            coming = fetching.submit(list, islice(rows, AT_ONCE))
            yield from batch


@contextlib.contextmanager
def snapshot():
    """Everything read inside is of one moment, as far as the database can: PostgreSQL. There a list needs it, too, lest
    the server makes it as a whole before it sends the first row (a cursor that outlives its transaction).

    SQLite would keep all others from writing meanwhile; there each query is of one moment by itself.
    """
    if connection.vendor != "postgresql" or connection.in_atomic_block:
        yield
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            # No time for compiling what is read once. Else as the server plans for cursors (`cursor_tuple_fraction`):
            # it reads in order and sends the first rows at once, where sorting all of them would come before.
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            cursor.execute("SET LOCAL jit = off")
        yield
