"""Cells of a row that name something that is here already: places, people, occasions."""

from django.utils.translation import gettext as _

from events.importing import cells, composites, row_dates
from events.importing.refusals import CellRefused, NameUnknown
from events.models import Participant

_ROLE = {"en": 2, "de": 3}
_ROLE_TITLE = Participant._meta.get_field("role_title_en")


def _several(kind, cell, place):
    found = []
    for _part, meaning in place.names.several(kind, cells.text_of(cell)):
        if isinstance(meaning, CellRefused):
            place.leave_out(meaning)
        else:
            found.append(meaning)
    return found


def _cities(cell, place):
    place.wish("cities", sorted({city.pk for city in _several("city", cell, place)}))


def _organisers(cell, place):
    place.wish("organisers", sorted({organiser.pk for organiser in _several("organiser", cell, place)}))


def _spoken(cell, place):
    place.wish("languages", list(dict.fromkeys(_several("spoken", cell, place))))


def _one(cell, place, find):
    """What the cell names, or None where it names nothing that is here."""
    text = cells.text_of(cell)
    if not text:
        place.wish(place.name, None)
        return None
    try:
        found = find(text)
    except NameUnknown as refusal:
        place.leave_out(refusal)
        return None
    place.wish(place.name, found.pk)
    return found


def _venue(cell, place):
    _one(cell, place, lambda text: place.names.venue(text, place.now("cities")))


def _partnership(cell, place):
    _one(cell, place, place.names.partnership)


def _anniversary(cell, place):
    found = _one(cell, place, place.names.anniversary)
    if found and place.now("partnership") is None:
        place.wish("partnership", found.partnership_id)


def _series(cell, place):
    _one(cell, place, place.names.series)


def _participants(cell, place):
    day, people = row_dates.day_of(place), []
    for _part, meaning in composites.participants(cells.text_of(cell), place.ours, place.names):
        if isinstance(meaning, CellRefused):
            place.leave_out(meaning)
            continue
        person, function, role = meaning
        role = cells.words(composites.own_role(person, role, place.ours, day), _ROLE_TITLE)
        people.append([person.pk, function, role])
    beside = place.reading.values.get("participants")  # what the column in the other language said
    if beside is not None and [one[:2] for one in beside] != [one[:2] for one in people]:
        raise CellRefused(_("names other people than the column in the other language."))
    stored = {tuple(one[:2]): one for one in place.current.state["participants"]}
    rows = []
    for position, (person, function, role) in enumerate(people):
        row = list(
            beside[position] if beside is not None else stored.get((person, function), [person, function, "", ""])
        )
        row[_ROLE[place.ours]] = role
        rows.append(row)
    place.wish("participants", rows)


READERS = {
    "cities": _cities,
    "organisers": _organisers,
    "spoken": _spoken,
    "venue": _venue,
    "partnership": _partnership,
    "anniversary": _anniversary,
    "series": _series,
    "participants": _participants,
}
