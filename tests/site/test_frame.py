"""The frame: one snapshot of the reference data, in one query, kept as long as nothing changes."""

import threading

import pytest
from django.db import connection, transaction

from sistercities.cities.models import City, Partnership
from sistercities.dates.partial import PartialDate
from sistercities.office.frame import current_frame
from sistercities.office.models import Office, StandingPage
from sistercities.publishing.models import ContentNumber
from tests.factories import CityFactory, PartnershipFactory, PictureFactory


def values(instance, *without):
    without = {"created_at", "changed_at", *without}
    return {f.name: getattr(instance, f.attname) for f in instance._meta.concrete_fields if f.name not in without}


def test_frame_of_an_empty_database_is_empty(db, django_assert_num_queries):
    with django_assert_num_queries(1):
        frame = current_frame()
    assert (frame.office, frame.home_city, frame.cities, frame.partnerships, frame.partners()) == (
        None,
        None,
        {},
        (),
        (),
    )
    assert frame.standing_pages == {}
    assert frame.site_title == "Sister cities"


def test_frame_holds_what_the_database_holds(office, berlin, los_angeles, prague, django_assert_num_queries):
    berlin.picture = PictureFactory(rendition_widths=[400, 640], valid_until="2030-01-31")
    berlin.save()
    office.welcome_picture = PictureFactory()
    office.save()
    PictureFactory()  # used nowhere
    StandingPage.objects.all().delete()
    StandingPage.objects.create(kind="imprint", body_en="<p>x</p>")
    StandingPage.objects.create(kind="privacy")
    with django_assert_num_queries(1):
        frame = current_frame()
        held = [frame.home_city.picture, frame.office.welcome_picture, frame.partnerships[0].city_b.name]
        prints = [values(city) for city in frame.cities.values()]
    assert held == [berlin.picture, office.welcome_picture, "Los Angeles"]
    assert prints == [values(city) for city in City.objects.order_by("name_en")]
    assert [values(p) for p in frame.partnerships] == [values(p) for p in Partnership.objects.order_by("signed_on")]
    assert values(frame.office) == values(Office.objects.get())
    assert values(frame.home_city.picture) == values(type(berlin.picture).objects.get(pk=berlin.picture_id))
    assert frame.standing_pages == {"imprint": frozenset({"en"})}
    assert frame.number == ContentNumber.current()


def test_frame_orders_partners_by_signing_and_leaves_out_what_ended(office, berlin, los_angeles, prague):
    undated, ended, contact = CityFactory(), CityFactory(), CityFactory()
    PartnershipFactory(city_a=berlin, city_b=undated, slug="a", signed_on=None)
    PartnershipFactory(city_a=berlin, city_b=ended, slug="b", ended_on=PartialDate(2001), signed_on=PartialDate(1990))
    PartnershipFactory(city_a=berlin, city_b=contact, slug="c", kind="contact")
    PartnershipFactory(city_a=prague, city_b=los_angeles, slug="d")
    assert [city for city, _partnership in current_frame().partners()] == [los_angeles, prague, undated]


@pytest.mark.django_db(transaction=True)
def test_frame_is_kept_until_reference_data_change(django_assert_num_queries):
    city = CityFactory(name_en="Prague")
    first = current_frame()
    with django_assert_num_queries(1):
        assert current_frame() is first
    city.name_en = "Praha"
    city.save()
    with django_assert_num_queries(2):
        second = current_frame()
    assert [frame.cities[city.pk].name_en for frame in (first, second)] == ["Prague", "Praha"]
    City.objects.filter(pk=city.pk).update(name_en="Prag")
    assert current_frame().cities[city.pk].name_en == "Prag"
    city.delete()
    assert current_frame().cities == {}


@pytest.mark.django_db(transaction=True)
def test_frame_read_in_a_transaction_is_not_kept():
    city = CityFactory(name_en="Prague")
    current_frame()
    with transaction.atomic():
        City.objects.filter(pk=city.pk).update(name_en="Rolled back")
        assert current_frame().cities[city.pk].name_en == "Rolled back"
        transaction.set_rollback(True)
    City.objects.filter(pk=city.pk).update(name_en="Praha")  # reaches the number that was rolled back
    assert current_frame().cities[city.pk].name_en == "Praha"


@pytest.mark.django_db(transaction=True)
def test_frame_is_the_same_for_threads():
    CityFactory()
    found = []

    def ask():
        try:
            found.extend(current_frame() for _ in range(20))
        finally:
            connection.close()

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 80
    assert {frame.number for frame in found} == {ContentNumber.current()}
    assert all(frame.cities == found[0].cities for frame in found)


def test_frame_remembers_under_a_key_once(db):
    frame, calls = current_frame(), []
    assert [frame.remember("key", lambda: calls.append(1) or "value") for _ in range(3)] == ["value"] * 3
    assert calls == [1]


def test_frame_is_asked_once_per_request(office, rf, django_assert_num_queries):
    request = rf.get("/")
    with django_assert_num_queries(1):
        assert current_frame(request) is current_frame(request)
