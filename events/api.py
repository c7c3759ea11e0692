"""/en/events.json: the lists of events for programs, a page at a time. `docs/events-json.md` describes it."""

import re
from dataclasses import dataclass

from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import JSONObject
from django.http import Http404, JsonResponse
from django.utils import timezone
from django.utils.translation import get_language

from events.addresses import list_address, list_formats, past_address
from events.api_items import item
from events.filters import read_filter
from events.listing import with_city_keys
from events.models.editions import EditionParticipant, EventEdition, EventEditionDate
from sistercities.office.addresses import absolute
from sistercities.office.frame import current_frame
from sistercities.publishing.aggregates import JSONList
from sistercities.publishing.http import conditional

#: Dates in one answer.
PAGE = 100
_KEY = re.compile(r"[0-9]{1,18}")


@conditional
def events_json(request, at=None):
    """A page of the list in the language of the address, with its filters; `past=1` for what is over, the latest first.

    404 for values that do not exist. Four queries at most. Scripts of every site may read it: it is public, the same
    for everybody and read without cookies, so another origin learns nothing that it could not fetch by itself.
    """
    frame, language, at = current_frame(request), get_language(), at or timezone.now()
    try:
        chosen = read_filter(frame, request.GET, language, at)
        past = _flag(request.GET, "past")
        key = _read_key(request.GET, at)
    except LookupError as error:
        raise Http404("no such list of events") from error
    dates = chosen.apply(EventEditionDate.objects.readable_in(language, at))
    found = _page(dates, key, at, past, language)
    filters = dict(chosen.pairs)
    pairs = {"past": "1"} if past else {}
    own = _address(language, chosen.query, **pairs, **({"after": key.pk} if key else {}))
    more = _address(language, chosen.query, **pairs, after=found[PAGE - 1].pk) if len(found) > PAGE else None
    response = JsonResponse(
        {
            "url": absolute(own),
            "page": absolute((past_address if past else list_address)(language, **filters)),
            "language": language,
            "next": more and absolute(more),
            "events": [item(frame, date, language) for date in found[:PAGE]],
        },
        json_dumps_params={"ensure_ascii": False},
    )
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.cacheable_address = own
    return response


def _flag(parameters, name):
    value = parameters.get(name, "")
    if value not in ("", "1"):
        raise LookupError(name)
    return value == "1"


def _address(language, query, **more):
    pairs = "&".join(f"{name}={value}" for name, value in more.items())
    joined = "&".join(part for part in (query.removeprefix("?"), pairs) if part)
    return list_formats(language, f"?{joined}" if joined else "")["json"]


# Reading --------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Key:
    """The last date of the page before."""

    pk: int
    sort_key: int
    has_begun: bool


def _read_key(parameters, at):
    value = parameters.get("after")
    if not value:
        return None
    if not _KEY.fullmatch(value):
        raise LookupError("after")
    public = EventEdition.objects.ever_public(at).order_by()
    known = EventEditionDate.objects.filter(pk=int(value), edition__in=public)
    found = known.values_list("pk", "sort_key", "earliest_at").first()
    if found is None:
        raise LookupError("after")
    pk, sort_key, earliest_at = found
    return _Key(pk, sort_key, earliest_at is not None and earliest_at <= at)


def _page(dates, key, at, past, language):
    """The dates after the key, and one more if there are more, in order. One query.

    What is to come has two phases, what has begun and what has not, so neither reads what is over.
    """
    if past:
        parts = [_beyond(dates.past(at), key, latest_first=True).latest_first()]
    else:
        begun, later = dates.begun(at), dates.not_begun(at)
        parts = [] if key and not key.has_begun else [_beyond(begun, key).few_in_order()]
        parts.append(_beyond(later, key if key and not key.has_begun else None).in_order())
    # Each part is cut by itself, one query below: SQLite takes no LIMIT inside of a UNION.
    keys = [
        EventEditionDate.objects.filter(pk__in=part.values("pk")[: PAGE + 1]).order_by().values("pk") for part in parts
    ]
    found = list(_with_all(EventEditionDate.objects.filter(pk__in=keys[0].union(*keys[1:])), language))
    if past:
        found.sort(key=lambda date: (-date.sort_key, -date.pk))
    else:
        found.sort(key=lambda date: (date.earliest_at is None or date.earliest_at > at, date.sort_key, date.pk))
    return found[: PAGE + 1]


def _beyond(dates, key, latest_first=False):
    return dates if key is None else dates.beyond(key.sort_key, key.pk, latest_first)


def _with_all(dates, language):
    """All that `api_items.item()` prints, in one query."""
    organisers = EventEdition.organisers.through.objects.filter(eventedition=OuterRef("edition_id")).order_by()
    organiser = JSONObject(name=F(f"organiser__name_{language}"), url=F("organiser__website"))
    people = EditionParticipant.objects.filter(edition=OuterRef("edition_id")).order_by()
    person = JSONObject(
        position=F("position"), name=F("name"), function=F("function"), role=F(f"role_title_{language}")
    )
    return (
        with_city_keys(dates)
        .select_related("edition__venue", "edition__picture", "edition__series")
        .defer("edition__body")
        .annotate(
            organiser_rows=Subquery(
                organisers.values("eventedition").annotate(rows=JSONList(organiser)).values("rows")
            ),
            people_rows=Subquery(people.values("edition").annotate(rows=JSONList(person)).values("rows")),
        )
    )
