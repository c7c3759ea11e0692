"""Venues, organisers and series on the desk."""

import pytest
from django.urls import reverse

from events.models import Venue
from tests.factories import (
    EventFactory,
    EventTextFactory,
    OrganiserFactory,
    SeriesFactory,
    VenueFactory,
    publish_event,
)
from tests.publishing.forms import posted

pytestmark = pytest.mark.django_db


def url(obj_or_model, name, *args):
    return reverse(f"admin:events_{obj_or_model._meta.model_name}_{name}", args=args)


def send(client, address, **changes):
    return client.post(address, posted(client.get(address), **changes))


def test_a_venue_is_a_place_in_a_city(desk, los_angeles):
    fields = {"name_en": "The Stage", "name_de": "Die Bühne", "city": los_angeles.pk, "latitude": "34.05"}
    response = send(desk, url(Venue, "add"), **fields)
    assert response.context["adminform"].form.errors == {"longitude": ["Give both coordinates or none."]}
    assert send(desk, url(Venue, "add"), **fields, longitude="-118.24").status_code == 302
    venue = Venue.objects.get()
    assert (str(venue), venue.zone_name) == ("The Stage, Los Angeles", "America/Los_Angeles")


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"time_zone": "Berlin"}, "time_zone"),
        ({"website": "javascript:alert(1)"}, "website"),
        ({"latitude": "91", "longitude": "0"}, "latitude"),
        ({"name_en": "–"}, "name_en"),
        ({"city": ""}, "city"),
    ],
)
def test_what_is_wrong_with_a_venue_is_said_at_its_field(desk, fields, field):
    venue = VenueFactory()
    response = send(desk, url(venue, "change", venue.pk), **fields)
    assert list(response.context["adminform"].form.errors) == [field]


@pytest.mark.parametrize("make", [VenueFactory, OrganiserFactory, SeriesFactory])
def test_a_stale_form_is_refused(desk, make):
    obj = make()
    address = url(obj, "change", obj.pk)
    mine = posted(desk.get(address), name_en="Mine")
    type(obj).objects.filter(pk=obj.pk).update(name_en="Theirs")
    assert "Stored meanwhile: “Theirs”" in desk.post(address, mine).text
    obj.refresh_from_db()
    assert obj.name_en == "Theirs"


@pytest.mark.parametrize(
    ("make", "field"), [(VenueFactory, "venue"), (OrganiserFactory, "organisers"), (SeriesFactory, "series")]
)
def test_what_events_use_is_not_deleted_and_says_where(desk, make, field):
    obj = make()
    event = EventFactory(**{field: [obj] if field == "organisers" else obj})
    EventTextFactory(event=event, title="Films by the river")
    address = url(obj, "change", obj.pk)
    link = f'<a href="{reverse("admin:events_event_change", args=[event.pk])}">Films by the river</a>'
    assert link in desk.get(address).text
    response = desk.post(url(obj, "delete", obj.pk), {"post": "yes"})
    assert link in response.text
    response = desk.post(
        url(obj, "changelist"), {"action": "delete_selected", "_selected_action": [obj.pk], "post": "1"}
    )
    assert type(obj).objects.filter(pk=obj.pk).exists()
    # An event counts once, however many editions it has.
    publish_event(["en", "de"], event=event)
    assert desk.get(address).text.count(link) == 1


@pytest.mark.parametrize("make", [VenueFactory, OrganiserFactory, SeriesFactory])
def test_what_nothing_uses_is_deleted_and_comes_back(desk, make):
    obj = make(name_en="Here again")
    address = url(obj, "change", obj.pk)
    assert "Nowhere yet." in desk.get(address).text
    assert send(desk, address, website="https://example.org/").status_code == 302
    assert desk.post(url(obj, "delete", obj.pk), {"post": "yes"}).status_code == 302
    assert not type(obj).objects.exists()
    from reversion.models import Version

    recover = url(obj, "recover", Version.objects.get_deleted(type(obj)).get().pk)
    assert send(desk, recover).status_code == 302
    assert list(type(obj).objects.values_list("pk", "name_en", "website")) == [
        (obj.pk, "Here again", "https://example.org/")
    ]


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("make", "queries"), [(VenueFactory, 11), (OrganiserFactory, 10), (SeriesFactory, 10)])
def test_the_lists_cost_the_same_for_one_and_for_many(desk, django_assert_num_queries, make, queries, count):
    for _n in range(count):
        obj = make()
    desk.get(url(obj, "changelist"))
    with django_assert_num_queries(queries):
        assert desk.get(url(obj, "changelist")).context["cl"].result_count == count
