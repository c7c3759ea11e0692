"""Places in a list that is sorted by several columns."""

import pytest

from sistercities.people.models import Person
from sistercities.publishing.row_values import Beyond

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("descends", [False, True])
def test_what_stands_behind_a_place_is_what_follows_it_in_the_list(descends):
    for name in ("Ada", "Bo", "Bo", "Bo", "Cleo"):
        Person.objects.create(name=name)
    ordered = Person.objects.order_by("-name", "-pk") if descends else Person.objects.order_by("name", "pk")
    everyone = list(ordered)
    for position, person in enumerate(everyone):
        behind = ordered.filter(Beyond({"name": person.name, "pk": person.pk}, descends))
        assert list(behind) == everyone[position + 1 :]


def test_a_place_that_nobody_has_is_between_its_neighbours():
    for name in ("Ada", "Cleo"):
        Person.objects.create(name=name)
    behind = Person.objects.filter(Beyond({"name": "Bo", "pk": 0})).exclude(Beyond({"name": "Dan", "pk": 0}))
    assert [person.name for person in behind] == ["Cleo"]
