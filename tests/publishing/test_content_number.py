"""The content number grows with every change that the public can see."""

import pytest

from sistercities.people.models import Person
from sistercities.publishing.models import ContentNumber

pytestmark = pytest.mark.django_db


def test_saving_reference_data_bumps_the_number():
    before = ContentNumber.current()
    person = Person.objects.create(name="Kimberly Emerson")
    assert ContentNumber.current() == before + 1
    Person.objects.filter(pk=person.pk).update(name="K. Emerson")
    assert ContentNumber.current() == before + 2
    Person.objects.all().delete()
    assert ContentNumber.current() == before + 3
