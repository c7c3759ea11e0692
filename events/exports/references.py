"""What events refer to, held in memory for one list: read once, each kind when the first row asks for it."""

from functools import cached_property

from events.models.references import Organiser, Series, Venue
from sistercities.cities.models import City
from sistercities.media.models import Picture
from sistercities.people.models import Person

#: What the credit of a picture is made of.
_CREDIT = ("title", "creator", "credit_line", "medium", "licence", "licence_url")


class Known(dict):
    """Objects by their keys. What came into the database meanwhile is read when a row names it."""

    def __init__(self, queryset):
        super().__init__((found.pk, found) for found in queryset)
        self.queryset = queryset

    def __missing__(self, key):
        found = self[key] = self.queryset.get(pk=key)
        return found


class References:
    """A kind costs one query, when it is first asked for."""

    @cached_property
    def venues(self):
        return Known(Venue.objects.order_by())

    @cached_property
    def towns(self):
        """Cities with their time of change, which the site frame does not have."""
        return Known(City.objects.order_by().only("changed_at"))

    @cached_property
    def organisers(self):
        return Known(Organiser.objects.order_by())

    @cached_property
    def series(self):
        return Known(Series.objects.order_by())

    @cached_property
    def pictures(self):
        """With what their credit line is made of."""
        return Known(Picture.objects.order_by().only(*_CREDIT))

    @cached_property
    def people(self):
        """With their offices. Two queries."""
        return Known(Person.objects.order_by().prefetch_related("roles"))
