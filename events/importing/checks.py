"""What has to be true of an event as a whole once a file has had its say; and what follows from what it says."""

from decimal import Decimal

from django.utils.translation import gettext as _

from events.importing.days import shifted
from events.importing.refusals import CellRefused
from events.importing.showing import label_of
from events.importing.state import DATE, LANGUAGES, WORDS, span_from, span_state
from events.rules import price_problems

#: What says nothing by itself: a text that has only this is none.
_NO_WORDS = ("slug",)


def complete(item, event, names):
    """Add to `item.values` what follows from them, and to `item.reasons` why they cannot be."""
    try:
        _keep_the_clock(item, event, names)
        _leave_out_same_dates(item)
        _check_spans(item, names)
    except CellRefused as refusal:
        item.reasons.append(str(refusal))
    _bring_the_city(item, names)
    final = item.before | item.values
    item.reasons += [*_words(final), *_tickets(final), *_occasion(final, names)]


def _zone(state, names):
    return state["time_zone"] or (names.zone_of_venue(state["venue"]) if state["venue"] else "") or "UTC"


def _spans(state):
    """The names of all dates of a state and their spans."""
    return {"span": state["span"]} | {
        name: value[0] for name, value in state.items() if name.startswith(DATE) and value is not None
    }


def _keep_the_clock(item, event, names):
    """Another clock, and nothing said of a time: what the clock shows stays, as in the desk's own form."""
    zone = _zone(item.before | item.values, names)
    if event.pk is None or zone == event.zone_name:
        return
    for name, span in _spans(item.before).items():
        if name in item.values or span[1] is None:
            continue
        moved = span_state(shifted(span_from(span, event.zone_name), zone))
        item.values[name] = moved if name == "span" else [moved, item.before[name][1]]


def _leave_out_same_dates(item):
    """A new further date on which the event already is, by another name, is none."""
    for name in [name for name in item.values if name.startswith(DATE) and name not in item.before]:
        others = _spans(item.before | item.values)
        span = others.pop(name)
        if span in others.values():
            del item.values[name]


def _check_spans(item, names):
    further = [value[0] for name, value in item.before.items() if name.startswith(DATE) and name not in item.values]
    if item.values.get("span") in further:
        # The first time of a repetition was taken out, say, and the next one has been here for long.
        raise CellRefused(_("It would be on one date twice. Change its dates on the desk."))
    zone = _zone(item.before | item.values, names)
    for span in _spans(item.before | item.values).values():
        try:
            span_from(span, zone)
        except ValueError:
            raise CellRefused(
                _("The day and the time do not belong together by the clock %(zone)s.") % {"zone": zone}
            ) from None


def _bring_the_city(item, names):
    """The city of the venue is always one of the cities."""
    final = item.before | item.values
    if final["venue"] and item.values.keys() & {"venue", "cities"}:
        cities = sorted({*final["cities"], names.venues[final["venue"]].city_id})
        if cities != item.before["cities"]:
            item.values["cities"] = cities


def _words(final):
    if not any(final[f"title_{language}"] for language in LANGUAGES):
        yield _("It has no title.")
    for language in LANGUAGES:
        words = [name for name in WORDS if name not in _NO_WORDS and final[f"{name}_{language}"]]
        if words and "title" not in words and any(final[f"title_{other}"] for other in LANGUAGES):
            yield _("It has no title in the language of “%(field)s”.") % {"field": label_of(f"{words[0]}_{language}")}


def _tickets(final):
    prices = [None if final[name] is None else Decimal(final[name]) for name in ("price", "price_to")]
    for name, problem in price_problems(final["is_free"], *prices, final["currency"]):
        yield _("%(field)s: %(problem)s") % {"field": label_of(name), "problem": problem}


def _occasion(final, names):
    anniversary, partnership = final["anniversary"], final["partnership"]
    if anniversary and partnership and names.partnership_of_anniversary[anniversary] != partnership:
        yield _("This is the anniversary of another partnership.")
