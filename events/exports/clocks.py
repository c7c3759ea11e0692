"""By whose clock a list says its times: that of the event, of the home city, of the partner city."""

from functools import lru_cache

from django.utils.translation import gettext_lazy as _

from events.local_time import zone_place

CLOCKS = {
    "event": _("of the event"),
    "home": _("of the home city"),
    "partner": _("of the partner city"),
    "both": _("of the event, of the home city and of the partner city"),
}


class Clocks:
    """Whose clock a row has. `frame` is the `SiteFrame`, `references` the `References`; no query of its own."""

    def __init__(self, frame, references):
        self.frame, self.references = frame, references
        self.home = frame.home_city.time_zone if frame.home_city else "UTC"
        self.partnerships = {partnership.pk: partnership.cities for partnership in frame.partnerships}
        self.anniversaries = {found.pk: found.partnership.cities for found in frame.anniversaries}
        # Many rows have the same cities; the answers live as long as the list.
        self._partner = lru_cache(maxsize=4096)(self._find_partner)
        self.name = lru_cache(maxsize=4096)(self._name)

    def zone(self, clock):
        """A function from fields of a row to the IANA name of that clock ("event", "home", "partner"), and their names;
        None in its place where the name is the only field.

        The partner city is the one that is not the home city, of the event's partnership if it has one; without any,
        the event's own clock stands in.
        """
        if clock == "home":
            return (lambda zone: self.home), ("time_zone",)
        if clock == "partner":
            return self._partner, ("time_zone", "cities", "partnership", "anniversary")
        return None, ("time_zone",)

    def other(self, zone, cities, partnership, anniversary):
        """The city whose clock stands beside that of the event, or None: as `events.local_time.other_city` finds it.

        The arguments are fields of a row.
        """
        named = [*self.cities(cities), *self._of_partnership(partnership, anniversary)]
        others = [city for city in named if city.time_zone != zone]
        return min(others, key=lambda city: not self.frame.is_home(city), default=None)

    def cities(self, keys):
        """The cities of those keys ("3,17"), in the order of the keys."""
        found = [self.frame.cities.get(key) for key in sorted(map(int, keys.split(",")))] if keys else []
        return [city for city in found if city is not None]

    def _of_partnership(self, partnership, anniversary):
        return [*self.partnerships.get(partnership, ()), *self.anniversaries.get(anniversary, ())]

    def _find_partner(self, zone, cities, partnership, anniversary):
        named = [*self._of_partnership(partnership, anniversary), *self.cities(cities)]
        return next((city.time_zone for city in named if not self.frame.is_home(city)), zone)

    def _name(self, zone, venue, cities, language):
        """The name of the city whose clock the event goes by: as `events.local_time.clock_city` finds it."""
        named = self.cities(cities)
        if venue is not None and (of_venue := self.frame.cities.get(self.references.venues[venue].city_id)):
            named.insert(0, of_venue)
        named += [self.frame.home_city] if self.frame.home_city else []
        return next((getattr(city, f"name_{language}") for city in named if city.time_zone == zone), zone_place(zone))
