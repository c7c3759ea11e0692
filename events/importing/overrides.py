"""Single times of a repetition that are different (RECURRENCE-ID, RFC 5545 §3.8.4.4), put in the place of those that
the rule gives. Takes and gives `calendar_file.Entry`s."""

import datetime
from collections import defaultdict
from dataclasses import replace

from django.utils.translation import gettext as _

from events.importing.recurrences import local
from sistercities.tables import Problem


def with_overrides(entries, problems):
    """Each time that an entry with a RECURRENCE-ID is about as that one says it, wherever it stands in the file.

    A `Problem` is added for each that could be about several.
    """
    entries = _with_times_of_days(entries, problems)
    changed = {entry.time: entry for entry in entries if entry.is_changed_time}
    given = {entry.time for entry in entries if not entry.is_changed_time}
    kept = []
    for entry in entries:
        if entry.is_changed_time:
            if entry.time not in given and entry is changed[entry.time]:
                kept.append(entry)
        elif other := changed.get(entry.time):
            kept.append(replace(other, uid=entry.uid, group=entry.group))
        else:
            kept.append(entry)
    return _with_main_dates_of_all(kept)


def _with_times_of_days(entries, problems):
    """Some programs name the day alone of a time that is different, or midnight of a day: what is on then is meant."""
    series = defaultdict(list)
    for entry in entries:
        if not entry.is_changed_time:
            series[entry.group or entry.uid, _day(entry.start, entry.zone)].append(entry)
    kept = []
    for entry in entries:
        meant = series[entry.group, _day(entry.instead_of, entry.zone)] if entry.is_changed_time else ()
        meant = [other for other in meant if _has_time(other.start) != _has_time(entry.instead_of)]
        if len(meant) > 1:
            sentence = _("is about a day on which the repetition has several times. Write out its dates.")
            problems.append(Problem(entry.number, "", sentence))
            continue
        kept.append(replace(entry, uid=meant[0].time, time=meant[0].time) if meant else entry)
    return kept


def _with_main_dates_of_all(entries):
    """A main date that is cancelled would cancel the event, and one with other words would speak for all. Of several
    times another one is it then."""
    mains, others, usual = {}, {}, {}
    for entry in entries:
        if entry.uid == entry.group and entry.is_changed_time:
            mains[entry.group] = entry
            continue
        if entry.status != "CANCELLED":
            others.setdefault(entry.group, entry)
        if not entry.is_changed_time:
            usual.setdefault(entry.group, entry)
    swapped = {}
    for group, main in mains.items():
        other = others.get(group) if main.status == "CANCELLED" else main
        if group in usual and other is not None and _differ(other, usual[group]):
            other = usual[group]
        if other is not None and other is not main:
            swapped |= {id(main): replace(main, uid=main.time), id(other): replace(other, uid=group)}
    return [swapped.get(id(entry), entry) for entry in entries]


def _differ(one, other):
    """Do both say something, and not the same?"""
    pairs = ((one.summary, other.summary), (one.location, other.location))
    return any(first and second and first != second for first, second in pairs)


def _has_time(moment):
    return isinstance(moment, datetime.datetime)


def _day(moment, zone):
    shown = local(moment, zone)
    return shown.date() if isinstance(shown, datetime.datetime) else shown
