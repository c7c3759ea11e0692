"""Which office somebody held on a day: what a quotation is printed with, for ever."""

import datetime

from sistercities.dates.partial import PartialDate


def role_on(person, date):
    """The role a person held on that day (`PartialDate` or `date`), or None. One query, none if `roles` is prefetched.

    Of several, the one that surely covers the day comes before one that only may (known to the year), then the one that
    began last. Without a date there is no telling.
    """
    if date is None:
        return None
    if isinstance(date, datetime.date):
        date = PartialDate.from_date(date)
    candidates = [
        (_surely_held(role, date), role.held_from.earliest if role.held_from else datetime.date.min, role.pk, role)
        for role in person.roles.all()
        if _possibly_held(role, date)
    ]
    return max(candidates, key=lambda candidate: candidate[:3])[3] if candidates else None


def _possibly_held(role, date):
    return (role.held_from is None or role.held_from.earliest <= date.latest) and (
        role.held_until is None or role.held_until.latest >= date.earliest
    )


def _surely_held(role, date):
    return (role.held_from is not None and role.held_from.latest <= date.earliest) and (
        role.held_until is None or role.held_until.earliest >= date.latest
    )
