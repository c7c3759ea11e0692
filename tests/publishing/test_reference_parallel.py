"""Two people save reference data at the same moment: one wins, the other is told so in words (promises 42 and 44)."""

import pytest
from django.test import Client
from django.urls import reverse

from sistercities.cities.models import City, Partnership
from sistercities.people.models import Person
from tests.factories import CityFactory, PersonFactory, UserFactory
from tests.publishing.forms import posted
from tests.publishing.test_parallel import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def two_desks():
    desks = [Client(), Client()]
    for desk in desks:
        desk.force_login(UserFactory(is_superuser=True))
    return desks


def post_at_once(desks, address, forms):
    """The answers to the forms, sent at the same moment, in the order of their status."""
    answers = []
    calls = [
        lambda desk=desk, form=form: answers.append(desk.post(address, form))
        for desk, form in zip(desks, forms, strict=True)
    ]
    assert at_once(*calls) == []
    return sorted(answers, key=lambda answer: answer.status_code)


def errors(answer):
    return answer.context["adminform"].form.errors


def test_the_same_city_added_twice_exists_once(two_desks):
    address = reverse("admin:cities_city_add")
    city = {"name_en": "Cologne", "name_de": "Köln", "country": "DE", "region": "europe"}
    place = {"time_zone": "Europe/Berlin", "latitude": "50.93", "longitude": "6.95", "website": "https://example.org/"}
    forms = [posted(desk.get(address), **city, **place) for desk in two_desks]

    refused, accepted = post_at_once(two_desks, address, forms)

    assert (refused.status_code, accepted.status_code) == (200, 302)
    assert errors(refused)["name_en"] == [
        "There is a city with this name already. Tell them apart, as in “Portland (Oregon)”."
    ]
    assert "https://example.org/" in refused.text
    assert City.objects.count() == 1


def test_the_same_pair_in_either_order_becomes_one_partnership(two_desks):
    address = reverse("admin:cities_partnership_add")
    one, other = CityFactory(name_en="One"), CityFactory(name_en="Other")
    forms = [
        posted(two_desks[0].get(address), city_a=one.pk, city_b=other.pk, slug="one-other"),
        posted(two_desks[1].get(address), city_a=other.pk, city_b=one.pk, slug="other-one"),
    ]

    refused, accepted = post_at_once(two_desks, address, forms)

    assert (refused.status_code, accepted.status_code) == (200, 302)
    assert errors(refused)["city_b"][0].endswith("have a partnership already.")
    assert Partnership.objects.count() == 1


def test_of_two_saves_of_one_form_the_second_is_stale(two_desks):
    person = PersonFactory(note="Before")
    address = reverse("admin:people_person_change", args=[person.pk])
    forms = [posted(desk.get(address), note=note) for desk, note in zip(two_desks, ["One", "Two"], strict=True)]

    refused, accepted = post_at_once(two_desks, address, forms)

    assert (refused.status_code, accepted.status_code) == (200, 302)
    stored = Person.objects.get().note
    assert errors(refused)["note"] == [f"Stored meanwhile: “{stored}”"]
