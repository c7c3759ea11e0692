"""Reference data is joined, not copied: another name of it is found at once, in whatever names it."""

import threading

import pytest
import reversion
from django.contrib import admin
from django.db import connection, transaction
from django.db.models.deletion import ProtectedError
from django.urls import reverse
from reversion.models import Version

from events.models import Organiser, Series, Venue
from sistercities.cities.models import Anniversary, City
from sistercities.people.models import Person
from sistercities.search import sources
from sistercities.search.models import SearchDocument
from stories.models import Quote, Theme
from tests.factories import (
    AnniversaryFactory,
    BerlinFactory,
    CityFactory,
    EventFactory,
    LosAngelesFactory,
    OfficeFactory,
    OrganiserFactory,
    PartnershipFactory,
    PersonFactory,
    QuoteFactory,
    SeriesFactory,
    ThemeFactory,
    UserFactory,
    VenueFactory,
    publish_event,
    publish_story,
)
from tests.publishing.forms import posted
from tests.publishing.test_parallel import at_once

pytestmark = pytest.mark.django_db


def titles(**columns):
    rows = SearchDocument.objects.filter(page_language="en", **columns).order_by("kind", "title")
    return [title.replace("\u00a0", " ") for title in rows.values_list("title", flat=True)]


@pytest.fixture
def site():
    """A story and an event that name one of everything."""
    quote = QuoteFactory(words_en="An old saying.", speaker=PersonFactory(name="Old Speaker"))
    body = f'<p>Text.</p>\n<sc-embed data-type="quote" data-id="{quote.pk}"></sc-embed>'
    words = {"title": "The story", "body": body}
    publish_story(
        ["en"], cities=[CityFactory(name_en="Old town")], themes=[ThemeFactory(name_en="Old theme")], words=words
    )
    event = EventFactory(
        venue=VenueFactory(name_en="Old hall", district="Old quarter", city=CityFactory(name_en="Old port")),
        organisers=[OrganiserFactory(name_en="Old club")],
        series=SeriesFactory(name_en="Old season"),
    )
    event.participants.create(person=PersonFactory(name="Old Artist"), function="artist")
    publish_event(["en"], event=event, words={"title": "The event"})


CHANGES = {
    "a city of a story": (City, {"name_en": "Old town"}, {"name_en": "New town"}, ["The story"]),
    "a theme": (Theme, {"name_en": "Old theme"}, {"name_en": "New theme"}, ["The story"]),
    "a quote": (Quote, {"words_en": "An old saying."}, {"words_en": "A new saying."}, ["The story"]),
    "a speaker": (Person, {"name": "Old Speaker"}, {"name": "New Speaker"}, ["The story", "New Speaker"]),
    "a venue": (Venue, {"name_en": "Old hall"}, {"name_en": "New hall"}, ["The event"]),
    "a district": (Venue, {"name_en": "Old hall"}, {"district": "New quarter"}, ["The event"]),
    "the city of a venue": (City, {"name_en": "Old port"}, {"name_en": "New port"}, ["The event"]),
    "an organiser": (Organiser, {"name_en": "Old club"}, {"name_en": "New club"}, ["The event"]),
    "a series": (Series, {"name_en": "Old season"}, {"name_en": "New season"}, ["The event"]),
    "an artist": (Person, {"name": "Old Artist"}, {"name": "New Artist"}, ["The event", "New Artist"]),
}  # fmt: skip


@pytest.mark.parametrize("is_bulk", [False, True], ids=["saved", "updated"])
@pytest.mark.parametrize("name", CHANGES)
def test_another_name_is_found_at_once(site, found, name, is_bulk):
    model, before, after, expected = CHANGES[name]
    (old,), (new,) = before.values(), after.values()
    if is_bulk:
        model.objects.filter(**before).update(**after)
    else:
        obj = model.objects.get(**before)
        for column, value in after.items():
            setattr(obj, column, value)
        obj.save()
    # A city is found by itself, too; a person's old name stays that of the day at which they took part.
    assert [title for title in found(f'"{new}"') if title not in after.values() or title in expected] == sorted(
        expected, key=lambda title: not title.startswith("New")
    )
    if name not in ("a district", "an artist"):
        assert found(f'"{old}"') == []


def test_a_change_that_is_rolled_back_leaves_nothing(site, found):
    def in_vain():
        with transaction.atomic():
            Theme.objects.update(name_en="New theme")
            CityFactory(name_en="New town")
            Quote.objects.get().save()
            Theme.objects.all().delete()
            raise ZeroDivisionError

    before = list(SearchDocument.objects.order_by("pk").values())
    with pytest.raises(ZeroDivisionError):
        in_vain()
    assert list(SearchDocument.objects.order_by("pk").values()) == before


def test_cities_partnerships_and_anniversaries_are_found_by_themselves(found):
    partnership = PartnershipFactory(summary_en="Two film cities.", signatories_en="Ada Example for Berlin")
    AnniversaryFactory(partnership=partnership, motto_en="Two of a kind", introduction_en="Fifty years of it.")
    assert found("film cities") == found("ada example") == ["Berlin – Los Angeles"]
    assert found("two of a kind") == found("2017") == found("fifty") == ["50 years Berlin – Los Angeles"]
    assert found("united states") == ["Los Angeles"]
    assert found("vereinigte staaten", "de") == ["Los Angeles"]
    Anniversary.objects.update(motto_en="Of one cloth")
    assert (found("two of a kind"), found("one cloth")) == ([], ["50 years Berlin – Los Angeles"])
    Anniversary.objects.all().delete()
    assert titles() == ["Berlin", "Los Angeles", "Berlin – Los Angeles"]
    partnership.delete()
    assert titles() == ["Berlin", "Los Angeles"]
    City.objects.get(slug_en="berlin").delete()
    assert titles() == ["Los Angeles"]


def test_a_city_made_in_bulk_is_found(found):
    City.objects.bulk_create([CityFactory.build(name_en="Built town")])
    assert found("built") == ["Built town"]


def test_titles_follow_the_cities_the_signing_and_the_home_city():
    berlin, partner, riga = BerlinFactory(), LosAngelesFactory(), CityFactory(name_en="Riga", name_de="Riga")
    partnership = PartnershipFactory(city_a=berlin, city_b=partner, slug="the-pair")
    AnniversaryFactory(partnership=partnership, years=50)

    def pair():
        return titles(kind__in=["partnership", "anniversary"])

    assert pair() == ["50 years Berlin – Los Angeles", "Berlin – Los Angeles"]
    partnership.city_b = riga
    partnership.save()
    assert pair() == ["50 years Berlin – Riga", "Berlin – Riga"]
    office = OfficeFactory(home_city=riga)
    assert pair() == ["50 years Riga – Berlin", "Riga – Berlin"]
    office.home_city = berlin
    office.save()
    assert pair() == ["50 years Berlin – Riga", "Berlin – Riga"]
    riga.name_en = "Rīga"
    riga.save()
    assert pair() == ["50 years Berlin – Rīga", "Berlin – Rīga"]
    partnership.signed_on, partnership.slug = "1989-06-01", "another-pair"
    partnership.save()
    anniversary = SearchDocument.objects.get(kind="anniversary", page_language="en")
    assert (anniversary.names, anniversary.slug) == ("2039", "another-pair/50")


def test_the_longest_address_of_an_anniversary_is_indexed():
    anniversary = AnniversaryFactory(partnership__slug="a" * 200, years=500)
    assert SearchDocument.objects.filter(slug="a" * 200 + "/500", object_id=anniversary.pk).count() == 2


def test_what_is_used_is_not_deleted_and_stays_found(site, found):
    for obj in (*Theme.objects.all(), *Organiser.objects.all(), *City.objects.all(), *Venue.objects.all()):
        with pytest.raises(ProtectedError):
            obj.delete()
    assert found("old theme") == ["The story"]
    # Past the refusal, the link goes with the theme, and so does the word.
    Theme.objects.all().delete()
    assert found("old theme") == []
    assert found("the story") == ["The story"]


def test_an_old_version_from_the_history_is_found_again(client, site, found):
    client.force_login(UserFactory(is_superuser=True))
    venue = Venue.objects.get()
    with reversion.create_revision():
        venue.save()
    version = Version.objects.get_for_object(venue).first()
    venue.name_en = "New hall"
    venue.save()
    assert (found('"old hall"'), found('"new hall"')) == ([], ["The event"])
    address = reverse("admin:events_venue_revision", args=[venue.pk, version.pk])
    assert client.post(address, posted(client.get(address))).status_code == 302
    assert (found('"old hall"'), found('"new hall"')) == (["The event"], [])


def test_an_old_home_city_from_the_history_leads_the_titles_again(client):
    client.force_login(UserFactory(is_superuser=True))
    partnership = PartnershipFactory()
    office = OfficeFactory(home_city=partnership.city_a, email="office@example.org")
    with reversion.create_revision():
        office.save()
    version = Version.objects.get_for_object(office).first()
    office.home_city = partnership.city_b
    office.save()
    assert titles(kind="partnership") == ["Los Angeles – Berlin"]
    address = reverse("admin:office_office_revision", args=[office.pk, version.pk])
    assert client.post(address, posted(client.get(address))).status_code == 302
    assert titles(kind="partnership") == ["Berlin – Los Angeles"]


def test_what_too_many_name_waits_for_rebuild_search_and_says_so(site, found, monkeypatch, caplog):
    monkeypatch.setattr(sources, "MOST_REWRITTEN", 0)
    Theme.objects.update(name_en="New theme")
    assert found("new theme") == []
    assert caplog.messages == ["More than 0 of kind story name what was changed: run rebuild_search"]
    list(sources.rebuild())
    assert found("new theme") == ["The story"]


@pytest.mark.django_db(transaction=True)
def test_two_names_at_once_leave_the_one_that_is_stored(site, found):
    def rename(name):
        def call():
            venue = Venue.objects.get()
            venue.name_en = name
            venue.save()

        return call

    for _ in range(3):
        assert at_once(rename("Old hall"), rename("New hall"), rename("Third hall")) == []
        stored = Venue.objects.get().name_en
        assert {name: found(f'"{name}"') for name in ("Old hall", "New hall", "Third hall")} == {
            name: ["The event"] if name == stored else [] for name in ("Old hall", "New hall", "Third hall")
        }


@pytest.mark.django_db(transaction=True)
def test_a_name_that_changes_during_publication_is_the_one_that_is_found(found):
    venue = VenueFactory(name_en="Old hall")
    event = EventFactory(venue=venue)

    def rename():
        venue.name_en = "New hall"
        venue.save()

    by = UserFactory()
    assert at_once(rename, lambda: publish_event(["en"], event=event, by=by, words={"title": "The event"})) == []
    assert (found('"old hall"'), found('"new hall"')) == ([], ["The event"])


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer at a time")
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("way", ["model", "desk"])
def test_publishing_waits_for_nobody_who_is_about_to_save_what_it_names(rf, way):
    """They would wait for the content number in turn: a deadlock."""
    venue, by = VenueFactory(), UserFactory()
    event = EventFactory(venue=venue)
    locked, published = threading.Event(), threading.Event()

    def be_about_to_save():
        try:
            with transaction.atomic():
                if way == "model":
                    assert venue._stored_names()
                else:
                    assert admin.site.get_model_admin(Venue).get_object(rf.post("/"), str(venue.pk))
                locked.set()
                assert published.wait(30)
        finally:
            locked.set()
            connection.close()

    saver = threading.Thread(target=be_about_to_save)
    saver.start()
    assert locked.wait(30)
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL lock_timeout = '3s'")
            publish_event(["en"], event=event, by=by, words={"title": "The event"})
    finally:
        published.set()
        saver.join()
