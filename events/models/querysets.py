"""The queries of the public pages. `with_…` adds columns, `for_…` serves one page; none runs before it is read."""

import datetime

from django.apps import apps
from django.db import models
from django.db.models import Case, Exists, ExpressionWrapper, F, OuterRef, Q, Subquery, Value, When
from django.utils import timezone

from sistercities.dates.partial import PartialDate
from sistercities.dates.spans import LENGTHS, Span
from sistercities.publishing.models import EditionQuerySet
from sistercities.publishing.page_cache import first_after
from sistercities.publishing.row_values import Beyond

#: Clocks on Earth differ by at most 26 hours: how far the order by wall clock may stray from the order by moment.
STRAY = 2


def key_of_day(day):
    """The smallest `sort_key` of that local day (a date)."""
    return Span("UTC", PartialDate.from_date(day)).sort_key - 1


def first_key(at):
    """No date that begins after that moment has a smaller `sort_key`."""
    return key_of_day(at.date() - datetime.timedelta(days=STRAY))


def last_key(at):
    """Every date that is over at that moment has a smaller `sort_key`."""
    return key_of_day(at.date() + datetime.timedelta(days=STRAY))


class EventEditionQuerySet(EditionQuerySet):
    def readable_in(self, language, at=None):
        """Live at that moment, in that language or, where an event has none in it, in the other."""
        at = at or timezone.now()
        own = self.model._default_manager.live(at).in_language(language).filter(event=OuterRef("event_id")).order_by()
        return self.live(at).filter(Q(language=language) | ~Exists(own))

    def with_slug_in(self, language, at=None):
        """Annotates `slug_<language>`: the address of the same event in that language, None where it is not live."""
        other = self.model._default_manager.live(at).in_language(language).filter(event=OuterRef("event_id")).order_by()
        return self.annotate(**{f"slug_{language}": Subquery(other.values("slug")[:1])})

    def for_old_address(self, slug, at=None):
        """Editions in any language that once were public at that address; those of live events first."""
        live = self.model._default_manager.live(at).filter(event=OuterRef("event_id")).order_by()
        query = self.ever_public(at).filter(slug=slug).annotate(is_live_today=Exists(live))
        return query.order_by(Case(When(is_live_today=True, then=Value(0)), default=Value(1)), "-live_from", "-pk")


class EditionDateQuerySet(models.QuerySet):
    """The dates that lists are made of: one row for each date of each edition.

    Queries that are compiled once (`Prepared`) give `first_key(at)` and `last_key(at)` as values of their own.
    """

    def readable_in(self, language, at=None):
        """Dates of what the public can read in that language, the other one's text standing in where there is none."""
        at = at or timezone.now()
        editions = self.model._meta.get_field("edition").related_model._default_manager
        own = editions.live(at).in_language(language).filter(event=OuterRef("edition__event_id")).order_by()
        return self.filter(
            Q(edition__live_until=None) | Q(edition__live_until__gt=at), edition__live_from__lte=at
        ).filter(Q(edition__language=language) | ~Exists(own))

    def upcoming(self, at=None):
        """Not over for certain at that moment. What has no date at all is upcoming until it gets one."""
        return self.filter(Q(latest_at=None) | Q(latest_at__gt=at or timezone.now()))

    def past(self, at=None, before_key=None):
        """Over for certain at that moment: together with `upcoming`, every date exactly once."""
        at = at or timezone.now()
        # Without the key the newest ones would be looked for through the whole future.
        return self.filter(latest_at__lte=at, sort_key__lt=last_key(at) if before_key is None else before_key)

    def begun(self, at=None):
        """Began, or may have begun, and is not over for certain: found without reading the past or the future.

        Each class of length is asked for what began no longer ago than its longest. Its end is a bit later than `at`,
        each class's by another bit: what all parts of an OR have in common PostgreSQL takes out of them, sees half a
        range in each, and expects half of all dates where there are a few. Then it reads them all, in order.
        """
        at = at or timezone.now()
        recent = Q(length=len(LENGTHS))
        for length, days in enumerate(LENGTHS):
            begin, end = at - datetime.timedelta(days=days), at + datetime.timedelta(microseconds=1 + length)
            recent |= Q(length=length, earliest_at__gt=begin, earliest_at__lt=end)
        return self.filter(recent, earliest_at__lte=at, latest_at__gt=at)

    def not_begun(self, at=None, from_key=None):
        """Begins after that moment for certain, or has no date at all."""
        at = at or timezone.now()
        from_key = first_key(at) if from_key is None else from_key
        return self.filter(Q(earliest_at__gt=at) | Q(earliest_at=None), sort_key__gte=from_key)

    def next_of_event(self, at=None):
        """Of what is not over: the first date of each edition that takes place, so each event comes once."""
        at = at or timezone.now()
        return self.filter(Q(next_from=None) | Q(next_from__lte=at), is_cancelled=False)

    def overlapping(self, first, last):
        """Can be on one of the local days from `first` to `last` (dates, both included)."""
        recent, end = Q(length=len(LENGTHS)), key_of_day(last + datetime.timedelta(days=1))
        for length, days in enumerate(LENGTHS):
            begin = key_of_day(first - datetime.timedelta(days=days + STRAY))
            recent |= Q(length=length, sort_key__gte=begin, sort_key__lte=end + length)  # as in `begun`
        return self.filter(recent, sort_key__lt=end, last_on__gte=first, first_on__lte=last)

    def beyond(self, sort_key, pk, latest_first=False):
        """What stands behind the date with that `sort_key` and key: in `in_order()`, or in `latest_first()`."""
        return self.filter(Beyond({"sort_key": sort_key, "pk": pk}, descends=latest_first))

    def in_order(self):
        return self.order_by("sort_key", "pk")

    def latest_first(self):
        return self.order_by("-sort_key", "-pk")

    def few_in_order(self, latest_first=False):
        """The same order for dates that are few, such as `begun`. They are sorted: PostgreSQL would rather read all
        dates in order until it has met some of them, as if they were spread over all times and did not lie together.
        """
        place = ExpressionWrapper(F("sort_key") + 0, models.BigIntegerField())
        return self.order_by(place.desc(), "-pk") if latest_first else self.order_by(place, "pk")

    def first_of_event(self):
        """The first date of each edition that takes place, whenever it is: each event comes once."""
        return self.filter(next_from=None, is_cancelled=False)


def next_date_boundary(at):
    """The next moment after `at` at which a date of an edition begins or is over: lists change then. Two queries."""
    dates = apps.get_model("events", "EventEditionDate").objects.all()
    found = [first_after(dates, column, at) for column in ("earliest_at", "latest_at")]
    return min((moment for moment in found if moment is not None), default=None)
