"""What the public reads, as rows: dates of live editions, and nothing of manuscripts (contract in `pyproject.toml`)."""

from django.conf import settings
from django.db.models import Exists, F, FilteredRelation, OuterRef, Q, TextField, Value
from django.db.models.functions import Cast

from events.exports.rows import AT_ONCE, ahead
from events.exports.sql import Seconds, UidText, flag, keys_of, rows_of, text
from events.models.choices import EventStatus
from events.models.editions import EditionOpeningHours, EditionParticipant, EventEdition, EventEditionDate
from sistercities.cities.models import Anniversary
from sistercities.publishing.states import PublicState

LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)
#: The words of an event in one language.
WORDS = ("title", "slug", "summary", "date_note", "room", "opening_note", "ticket_note", "status_note")
#: Facts that are the same in every language, by the names of their columns.
FACTS = ("kind", "status", "attendance", "online_url", "ticket_url", "price", "price_to", "currency")
KEYS = ("venue", "partnership", "anniversary", "series", "picture")
FLAGS = ("is_run", "is_free", "needs_booking")
MOMENTS = ("starts_at", "ends_at", "earliest_at", "latest_at")
PARTICIPANT = ("position", "name", "function", "role_title_en", "role_title_de")
HOURS = ("position", "days", "opens", "closes")


def columns_of_date(prefix=""):
    """Expressions by field, for whatever has the columns of a date."""
    return {
        "uid": UidText(f"{prefix}uid"),
        "sort_key": F(f"{prefix}sort_key"),
        **{name: F(f"{prefix}{name}") for name in ("precision", "first_on", "last_on")},
        **{name: text(f"{prefix}{name}") for name in ("starts_on", "ends_on")},
        **{name: Seconds(f"{prefix}{name}") for name in MOMENTS},
    }


def columns_of_facts(prefix=""):
    """The same for whatever has the facts of an event."""
    return {
        "event_uid": UidText(f"{prefix}uid"),
        "time_zone": F(f"{prefix}time_zone"),
        "spoken": text(f"{prefix}languages"),
        **{name: F(f"{prefix}{name}") for name in FACTS},
        **{name: F(f"{prefix}{name}_id") for name in KEYS},
        **{name: flag(f"{prefix}{name}") for name in FLAGS},
    }


class Public:
    """What the public reads at that moment, in that language or, where an event has no text in it, in the other one.

    `days` are the first and the last one, None where open (`Selection.days`).
    """

    def count(self, selection, language, days, at):
        return self._dates(selection, language, days, at).count()

    def read(self, selection, names, language, days, at, most=None):
        """Iterator of tuples with those fields of `ExportRow`, in order, at most so many. One query, some hundred rows
        at once."""
        rows = self.query(selection, names, language, days, at)[:most].iterator(chunk_size=AT_ONCE)
        return rows if most else ahead(rows)

    def query(self, selection, names, language, days, at):
        """The same as a queryset."""
        dates = _with_words(self._dates(selection, language, days, at), names, at)
        known = _expressions()
        columns = {f"x_{name}": known[name] for name in names}
        return dates.in_order().annotate(**columns).values_list(*columns)

    def _dates(self, selection, language, days, at):
        """Everything is asked of each date, not joined: none comes twice."""
        dates = in_days(EventEditionDate.objects.readable_in(language, at), *days)
        dates = dates.filter(matching(selection, "edition__"))
        if selection.statuses:
            off = Q(is_cancelled=True) if EventStatus.CANCELLED in selection.statuses else Q(pk__in=[])
            dates = dates.filter(off | Q(is_cancelled=False, edition__status__in=selection.statuses))
        if selection.city:
            of_city = EventEdition.cities.through.objects.filter(city=selection.city, eventedition=OuterRef("edition"))
            dates = dates.filter(Exists(of_city))
        if selection.languages:
            editions = EventEdition.objects.live(at).filter(language__in=selection.languages)
            dates = dates.filter(Exists(editions.filter(event=OuterRef("edition__event_id")).order_by()))
        return with_spoken(dates, selection, "edition__")


def in_days(dates, first, last):
    """What can be on one of those days. What has no date at all is still to come: it matches where the end is open."""
    if first and last:
        return dates.filter(last_on__gte=first, first_on__lte=last)
    if first:
        return dates.filter(Q(last_on__gte=first) | Q(last_on=None))
    return dates.filter(first_on__lte=last) if last else dates


def matching(selection, prefix):
    """The condition on the facts of an event, as a `Q`."""
    condition = Q()
    if selection.kinds:
        condition &= Q(**{f"{prefix}kind__in": selection.kinds})
    if selection.partnership:
        # Who names the anniversary need not name its partnership too.
        of_partnership = Anniversary.objects.filter(partnership=selection.partnership).order_by().values("pk")
        named = Q(**{f"{prefix}partnership": selection.partnership})
        condition &= named | Q(**{f"{prefix}anniversary__in": of_partnership})
    if selection.anniversary:
        condition &= Q(**{f"{prefix}anniversary": selection.anniversary})
    if selection.events:
        condition &= Q(**{f"{prefix}uid__in": selection.events})
    return condition


def with_spoken(dates, selection, prefix):
    """Those of which one of the chosen languages is spoken. SQLite cannot look into a list, but into its text."""
    if not selection.spoken:
        return dates
    condition = Q()
    for code in selection.spoken:
        condition |= Q(spoken_text__contains=f'"{code}"')
    return dates.alias(spoken_text=Cast(F(f"{prefix}languages"), TextField())).filter(condition)


def _with_words(dates, names, at):
    """Joins the editions whose words are asked for in one language alone, such as `title_de`."""
    for language in LANGUAGES:
        if any(name.endswith(f"_{language}") and name.removesuffix(f"_{language}") in WORDS for name in names):
            dates = dates.annotate(**{f"words_{language}": _live_in(language, at)})
    return dates


def _live_in(language, at):
    """The edition in that language that is live: at most one, the database sees to it."""
    path = "edition__event__editions"
    live = Q(**{f"{path}__live_until": None}) | Q(**{f"{path}__live_until__gt": at})
    return FilteredRelation(path, condition=Q(**{f"{path}__language": language, f"{path}__live_from__lte": at}) & live)


def _expressions():
    return {
        **columns_of_date(),
        **columns_of_facts("edition__"),
        "position": F("position"),
        "is_cancelled": flag("is_cancelled"),
        "event": F("edition__event_id"),
        "language": F("edition__language"),
        "readable_slug": F("edition__slug"),
        "sequence": F("edition__sequence"),
        "changed_at": Seconds("edition__last_modified_at"),
        **{name: F(f"edition__{name}") for name in WORDS},
        **{f"{name}_{language}": F(f"words_{language}__{name}") for name in WORDS for language in LANGUAGES},
        "cities": keys_of(EventEdition.cities.through, "eventedition", "edition_id", "city_id"),
        "organisers": keys_of(EventEdition.organisers.through, "eventedition", "edition_id", "organiser_id"),
        "participants": rows_of(EditionParticipant, "edition", "edition_id", *PARTICIPANT),
        "opening_hours": rows_of(EditionOpeningHours, "edition", "edition_id", *HOURS),
        "public_state": Value(PublicState.LIVE.value),
        "stage": Value(""),
    }
