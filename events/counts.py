"""How many dates a list of events has, counted once and remembered with the shelf."""

import datetime

from django.db.models import CharField, Count, Min, Q
from django.db.models.functions import Cast, Substr

from events.models.editions import EventEditionDate


def count_dates(page, shelf, language, at):
    """How many dates the whole list has, and for the past its years with their addresses.

    Counted once, until the next of the dates is over: only then the numbers change by themselves.
    """
    kind = "past" if page.past else "now" if page.is_now else "upcoming"

    def count():
        dates = page.filter.apply(EventEditionDate.objects.readable_in(language, at))
        return _COUNTS[kind](dates, at)

    found = shelf.remember((kind, language, page.filter), at, count)
    if not page.past:
        return found, []
    years = [
        (year, page.filter.address(language, past=True, year=year), year == page.year) for year in found if found[year]
    ]
    return found.get(page.year, 0) if page.year else sum(found.values()), years


def _count_upcoming(dates, at):
    found = dates.upcoming(at).aggregate(count=Count("pk"), until=Min("latest_at"))
    return found["count"], found["until"]


def _count_now(dates, at):
    """Also a run that opens changes the number; it is asked again after a minute."""
    found = dates.begun(at).filter(edition__is_run=True).aggregate(count=Count("pk"), until=Min("latest_at"))
    soon = at + datetime.timedelta(minutes=1)
    return found["count"], min(found["until"] or soon, soon)


def _count_past(dates, at):
    dated = dates.exclude(latest_at=None).order_by()
    dated = dated.annotate(year=Substr(Cast("first_on", CharField()), 1, 4)).values("year")
    is_past = Q(latest_at__lte=at)
    counted = dated.annotate(past=Count("pk", filter=is_past), until=Min("latest_at", filter=~is_past))
    by_year, untils = {}, []
    for year, past, until in counted.values_list("year", "past", "until"):
        by_year[int(year)] = past
        untils += [until] if until else []
    return dict(sorted(by_year.items(), reverse=True)), min(untils, default=None)


_COUNTS = {"past": _count_past, "now": _count_now, "upcoming": _count_upcoming}
