"""Whose clock an event goes by, and which other city's clock stands beside it."""


def clock_city(frame, edition, keys, language):
    """The name of the city whose clock the event goes by; that of the zone where no city of the event has it.

    `keys` are those of the event's cities; `edition.venue` is loaded.
    """
    cities = [frame.cities[key] for key in keys or () if key in frame.cities]
    venue = edition.venue and frame.cities.get(edition.venue.city_id)
    for city in [*([venue] if venue else []), *cities, *([frame.home_city] if frame.home_city else [])]:
        if city.time_zone == edition.time_zone:
            return getattr(city, f"name_{language}")
    return zone_place(edition.time_zone)


def zone_place(zone):
    """The place in the name of a zone: "America/Los_Angeles" → "Los Angeles"."""
    return zone.rpartition("/")[2].replace("_", " ")


def other_city(frame, edition, keys):
    """The city of the event, or of its partnership, that has another clock: the home city if it is one; or None."""
    cities = [frame.cities[key] for key in keys or () if key in frame.cities]
    for partnership in frame.partnerships:
        if partnership.pk == edition.partnership_id or (
            edition.anniversary_id and any(a.pk == edition.anniversary_id for a in frame.anniversaries_of(partnership))
        ):
            cities += partnership.cities
    others = [city for city in cities if city.time_zone != edition.time_zone]
    return min(others, key=lambda city: not frame.is_home(city), default=None)
