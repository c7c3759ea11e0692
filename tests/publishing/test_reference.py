"""What every admin of reference data does: history, undelete, races, refusals that say where something is used."""

import pytest
import reversion
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.urls import reverse
from reversion.models import Version

from sistercities.cities.models import City
from sistercities.people.models import Person, Role
from sistercities.publishing.models import ContentNumber
from sistercities.publishing.usage import linked, owner, protecting
from stories.models import Story
from tests.factories import (
    BerlinFactory,
    CityFactory,
    PartnershipFactory,
    PersonFactory,
    QuoteFactory,
    RoleFactory,
    StoryFactory,
    UserFactory,
    publish_story,
)
from tests.publishing.forms import posted

pytestmark = pytest.mark.django_db


def staff(*permissions):
    user = UserFactory()
    for name in permissions:
        app, codename = name.split(".")
        user.user_permissions.add(Permission.objects.get(content_type__app_label=app, codename=codename))
    return user


@pytest.fixture
def chief(client):
    client.force_login(UserFactory(is_superuser=True))
    return client


def url(obj, action="change"):
    return reverse(f"admin:{obj._meta.app_label}_{obj._meta.model_name}_{action}", args=[obj.pk])


# Deletion -------------------------------------------------------------------------------------------------------------


def test_uses_are_found_through_protected_keys_and_through_links():
    berlin = BerlinFactory()
    partnership = PartnershipFactory(city_a=berlin, city_b=CityFactory())
    story = StoryFactory(cities=[berlin])
    assert linked(berlin) == [story]
    assert protecting([berlin]) == [partnership, story]
    assert protecting([CityFactory()]) == []


def test_the_owner_of_a_row_is_what_the_desk_can_show():
    role = RoleFactory()
    assert owner(role, {Person: None}) == role.person
    assert owner(role, {Role: None}) == role
    assert owner(role.person, {}) == role.person
    (edition,) = publish_story()
    assert owner(edition, {Story: None}) == edition.story


def test_what_is_used_is_not_deleted_and_the_refusal_says_where(chief):
    berlin = BerlinFactory()
    partnership = PartnershipFactory(city_a=berlin)
    response = chief.get(url(berlin, "delete"))
    assert "“Berlin” cannot be deleted while it is used:" in response.text
    assert f'Partnership: <a href="{url(partnership)}">Berlin – Los Angeles</a>' in response.text
    assert chief.post(url(berlin, "delete"), {"post": "yes"}).status_code == 200
    assert City.objects.filter(pk=berlin.pk).exists()


def test_uses_that_somebody_may_not_see_are_counted_and_not_named(client):
    city = CityFactory()
    StoryFactory(cities=[city], working_title="Nobody must know yet")
    PartnershipFactory(city_a=city, city_b=CityFactory(name_en="Visible"), slug="visible")
    client.force_login(staff("cities.view_city", "cities.delete_city", "cities.view_partnership"))
    response = client.get(url(city, "delete"))
    assert "Visible</a>" in response.text
    assert "1 more use that is not listed here or that your account does not show" in response.text
    assert "Nobody must know yet" not in response.text


def test_a_speaker_is_not_deleted_in_bulk_either(chief):
    quote = QuoteFactory(speaker=PersonFactory(name="Eric Garcetti"))
    free = PersonFactory(name="Nobody quotes")
    data = {"action": "delete_selected", "_selected_action": [quote.speaker.pk, free.pk], "post": "yes"}
    chief.post(reverse("admin:people_person_changelist"), data)
    assert Person.objects.count() == 2


def test_what_nobody_uses_is_deleted_and_can_be_brought_back(chief):
    person = PersonFactory(name="Kimberly Emerson")
    RoleFactory(person=person, title_en="Lawyer")
    chief.post(url(person), posted(chief.get(url(person)), note="Met in 2017"))
    chief.post(url(person, "delete"), {"post": "yes"})
    assert not Person.objects.exists()
    assert not Role.objects.exists()

    version = Version.objects.get_deleted(Person).get()
    recover = reverse("admin:people_person_recover", args=[version.pk])
    before = ContentNumber.current()
    assert chief.post(recover, posted(chief.get(recover))).status_code == 302

    assert Person.objects.get().note == "Met in 2017"
    assert Role.objects.get().title_en == "Lawyer"
    assert ContentNumber.current() > before


# History --------------------------------------------------------------------------------------------------------------


def test_an_old_version_can_be_restored(chief):
    person = PersonFactory(note="One")
    for note in ("Two", "Three"):
        chief.post(url(person), posted(chief.get(url(person)), note=note))
    first = Version.objects.get_for_object(person).last()
    revision = reverse("admin:people_person_revision", args=[person.pk, first.pk])
    chief.post(revision, posted(chief.get(revision)))
    person.refresh_from_db()
    assert person.note == "Two"


@pytest.mark.parametrize("door", ["revision", "recover"])
def test_a_version_of_another_model_opens_no_door(client, door):
    """Somebody who may change people must not restore cities by the number of their versions."""
    PersonFactory(pk=7)
    city = CityFactory(pk=7, name_en="Old name")
    with reversion.create_revision():
        city.save()
    version = Version.objects.get_for_object(city).get()
    City.objects.filter(pk=7).update(name_en="New name")
    client.force_login(staff("people.view_person", "people.change_person", "people.add_person", "people.add_role"))
    args = [7, version.pk] if door == "revision" else [version.pk]
    address = reverse(f"admin:people_person_{door}", args=args)
    form = client.get(reverse("admin:people_person_change", args=[7]))
    assert client.get(address).status_code == 404
    assert client.post(address, posted(form)).status_code == 404
    assert City.objects.get().name_en == "New name"


def test_outsiders_learn_nothing_from_versions(client):
    person = PersonFactory()
    with reversion.create_revision():
        person.save()
    version = Version.objects.get_for_object(person).get()
    client.force_login(staff("cities.view_city"))
    for address in (
        reverse("admin:people_person_revision", args=[person.pk, version.pk]),
        reverse("admin:people_person_recover", args=[version.pk]),
        reverse("admin:people_person_recoverlist"),
        reverse("admin:people_person_history", args=[person.pk]),
    ):
        assert client.get(address).status_code in (403, 404), address


# Labels ---------------------------------------------------------------------------------------------------------------


def test_every_label_says_which_language_its_field_is_in(chief, client):
    city = CityFactory()
    response = chief.get(url(city))
    labels = {name: field.label for name, field in response.context["adminform"].form.fields.items()}
    assert (labels["name_en"], labels["name_de"]) == ("Name (English)", "Name (German)")
    assert 'lang="de"' in str(response.context["adminform"].form["name_de"])
    assert "Name (German)" in chief.get(reverse("admin:cities_city_changelist")).text


def test_also_for_those_who_may_only_look(client):
    city = CityFactory()
    client.force_login(staff("cities.view_city"))
    response = client.get(url(city))
    assert "Name (English)" in response.text
    assert "Name (German)" in response.text
    assert not LogEntry.objects.exists()
