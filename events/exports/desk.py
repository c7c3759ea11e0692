"""Manuscripts as rows, for whoever may see them: the same fields as of what is public."""

import json
from heapq import merge
from itertools import islice
from operator import itemgetter

from django.db.models import Case, Exists, F, FilteredRelation, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce, NullIf

from events.exports.public import (
    HOURS,
    LANGUAGES,
    WORDS,
    columns_of_date,
    columns_of_facts,
    in_days,
    matching,
    with_spoken,
)
from events.exports.references import References
from events.exports.rows import AT_ONCE
from events.exports.selection import State
from events.exports.sql import Seconds, flag, keys_of, rows_of, text
from events.models import Event, EventDate, EventEdition, EventStatus, EventText, OpeningHours, Participant
from sistercities.dates.partial import PartialDate
from sistercities.people.roles import role_on
from sistercities.publishing import access
from sistercities.publishing.models import Stage
from sistercities.publishing.states import PublicState

_NEVER = {"was_public": False, "is_planned": False}
#: What `in_public_state()` asks of the events of each state.
CONDITIONS = {
    State.CHANGED: {"is_live": True, "has_changes": True},
    State.SCHEDULED: {"is_planned": True},
    State.UNPUBLISHED: _NEVER,
    State.DRAFT: {**_NEVER, "stage": Stage.DRAFT},
    State.IN_REVIEW: {**_NEVER, "stage": Stage.IN_REVIEW},
    State.CHANGES_REQUESTED: {**_NEVER, "stage": Stage.CHANGES_REQUESTED},
    State.WITHDRAWN: {"is_live": False, "is_planned": False, "was_withdrawn": True},
    State.EXPIRED: {"is_live": False, "is_planned": False, "was_public": True, "was_withdrawn": False},
    State.ANY: {},
}
#: By what rows of both kinds are put in order.
_ORDER = ("sort_key", "event", "position")
PARTICIPANT = ("position", "person__name", "function", "role_title_en", "role_title_de", "person_id")


class Desk:
    """Manuscripts that a user may see, whatever is public of them; all of them for None, which is whoever has a shell.

    Counts and rows as `public.Public` gives them: of the text in that language or, where an event has none, the other.
    """

    def __init__(self, user=None):
        self.user = user

    def count(self, selection, language, days, at):
        return sum(dates.count() for dates in self._dates(selection, days, at))

    def read(self, selection, names, language, days, at, most=None):
        """Two queries, some hundred rows of each in memory at once; two more where participants are asked for."""
        inner = tuple(dict.fromkeys((*_ORDER, "event_starts_on", *names)))
        # Of each so many, since all of them may stand before any of the other.
        parts = [
            _query(dates, prefix, inner, language, at)[:most].iterator(chunk_size=AT_ONCE)
            for dates, prefix in zip(self._dates(selection, days, at), ("", "event__"), strict=True)
        ]
        rows = islice(merge(*parts, key=itemgetter(*range(len(_ORDER)))), most)
        if "participants" in names:
            rows = _with_roles(rows, inner.index("event_starts_on"), inner.index("participants"))
        places = [inner.index(name) for name in names]
        return (tuple([values[place] for place in places]) for values in rows)

    def _dates(self, selection, days, at):
        """The main dates and the further ones: querysets of `Event` and of `EventDate`."""
        events = self._events(selection, at)
        main = in_days(events, *days)
        further = in_days(EventDate.objects.filter(event__in=events.order_by().values("pk")), *days)
        if selection.statuses:
            main = main.filter(status__in=selection.statuses)
            off = Q(is_cancelled=True) if EventStatus.CANCELLED in selection.statuses else Q(pk__in=[])
            further = further.filter(off | Q(is_cancelled=False, event__status__in=selection.statuses))
        return main, further

    def _events(self, selection, at):
        events = Event.objects.all() if self.user is None else access.visible(Event.objects.all(), self.user)
        events = events.in_public_state(at, **CONDITIONS[selection.state]).filter(matching(selection, ""))
        if selection.city:
            of_city = Event.cities.through.objects.filter(city=selection.city, event=OuterRef("pk"))
            events = events.filter(Exists(of_city))
        if selection.languages:
            texts = EventText.objects.filter(event=OuterRef("pk"), language__in=selection.languages)
            events = events.filter(Exists(texts.order_by()))
        return with_spoken(events, selection, "")


def _query(dates, prefix, names, language, at):
    other = next(code for code in LANGUAGES if code != language)
    path = f"{prefix}texts"
    for code in LANGUAGES:
        dates = dates.annotate(**{f"words_{code}": FilteredRelation(path, condition=Q(**{f"{path}__language": code}))})
    known = _expressions(prefix, language, other, at)
    columns = {f"x_{name}": known[name] for name in names}
    return dates.annotate(**columns).order_by(*(f"x_{name}" for name in _ORDER)).values_list(*columns)


def _expressions(prefix, language, other, at):
    is_main = not prefix
    owner = "pk" if is_main else "event_id"
    live = EventEdition.objects.live(at).filter(event=OuterRef(owner)).order_by()
    words = {name: _readable(name, language, other) for name in WORDS if name != "slug"}
    return {
        **columns_of_date(),
        **columns_of_facts(prefix),
        "event_starts_on": text(f"{prefix}starts_on"),
        # As long as no zone is known, which blocks publishing (`Event.zone_name`).
        "time_zone": Coalesce(NullIf(F(f"{prefix}time_zone"), Value("")), Value("UTC")),
        # After the main date of the same event, in the order of their keys.
        "position": Value(0) if is_main else F("pk"),
        "is_cancelled": Value(0) if is_main else flag("is_cancelled"),
        "event": F(owner),
        **words,
        "title": Coalesce(words["title"], F(f"{prefix}working_title")),
        **{f"{name}_{code}": F(f"words_{code}__{name}") for name in WORDS for code in LANGUAGES},
        "language": Case(
            When(**{f"words_{language}__isnull": False}, then=Value(language)),
            When(**{f"words_{other}__isnull": False}, then=Value(other)),
            default=Value(""),
        ),
        # Only what is live has an address.
        **{f"slug_{code}": Subquery(live.filter(language=code).values("slug")[:1]) for code in LANGUAGES},
        **dict.fromkeys(
            ("slug", "readable_slug"),
            Coalesce(*(Subquery(live.filter(language=code).values("slug")[:1]) for code in (language, other))),
        ),
        "sequence": Subquery(live.values("sequence")[:1]),
        "changed_at": Seconds(f"{prefix}changed_at"),
        "cities": keys_of(Event.cities.through, "event", owner, "city_id"),
        "organisers": keys_of(Event.organisers.through, "event", owner, "organiser_id"),
        "participants": rows_of(Participant, "event", owner, *PARTICIPANT),
        "opening_hours": rows_of(OpeningHours, "event", owner, *HOURS),
        "public_state": _public_state(owner, at),
        "stage": F(f"{prefix}stage"),
    }


def _readable(name, language, other):
    """Of the text in that language, of the other one where there is none."""
    own = When(**{f"words_{language}__isnull": False}, then=F(f"words_{language}__{name}"))
    return Case(own, default=F(f"words_{other}__{name}"))


def _public_state(owner, at):
    """In one word for all languages, as a subquery: a further date knows only the key of its event."""
    states = (
        ({"is_live": True, "has_changes": True}, PublicState.LIVE_CHANGED),
        ({"is_live": True, "is_planned": True}, PublicState.LIVE_SCHEDULED),
        ({"is_live": True}, PublicState.LIVE),
        ({"is_planned": True}, PublicState.SCHEDULED),
        ({"was_withdrawn": True}, PublicState.WITHDRAWN),
        ({"was_public": True}, PublicState.EXPIRED),
    )
    cases = [When(**condition, then=Value(state.value)) for condition, state in states]
    events = Event.objects.with_public_state(at).filter(pk=OuterRef(owner)).order_by()
    return Subquery(events.annotate(word=Case(*cases, default=Value(PublicState.NOTHING.value))).values("word"))


def _with_roles(rows, day_place, place):
    """The rows with the office that participants without a role hold on the first day of the event, as publishing would
    print it (`events.freezing`)."""
    people = References().people
    for row in rows:
        if row[place] != "[]":
            day = row[day_place] and PartialDate.from_edtf(row[day_place])
            row = (*row[:place], _completed(row[place], day, people), *row[place + 1 :])
        yield row


def _completed(participants, day, people):
    found = []
    for *values, title_en, title_de, key in json.loads(participants):
        if not (title_en or title_de) and (role := role_on(people[key], day)):
            title_en, title_de = role.title_en, role.title_de
        found.append([*values, title_en, title_de])
    return json.dumps(found)
