"""Rules of cities, partnerships and anniversaries, in words and in the database."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.db.models.deletion import ProtectedError

from sistercities.cities.models import Anniversary, City, Partnership
from sistercities.cities.zones import zone_names
from sistercities.dates.partial import PartialDate
from tests.factories import (
    BerlinFactory,
    CityFactory,
    LosAngelesFactory,
    OfficeFactory,
    PartnershipFactory,
    StoryFactory,
)

pytestmark = pytest.mark.django_db
NBSP = "\u00a0"


def complaints(obj):
    with pytest.raises(ValidationError) as refused:
        obj.full_clean()
    return refused.value.message_dict


# Cities ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("english", "german", "slugs"),
    [
        ("Cologne", "Köln", ("cologne", "koeln")),
        ("Mexico City", "Mexiko-Stadt", ("mexico-city", "mexiko-stadt")),
        ("Weissenfels", "Weißenfels", ("weissenfels", "weissenfels")),
        ("Łódź", "Lodz", ("lodz", "lodz")),
        ("北京", "北京", ("city", "stadt")),
        ("Search", "Feed", ("city-search", "stadt-feed")),
    ],
)
def test_addresses_are_made_from_the_names_never_empty_never_reserved(english, german, slugs):
    city = CityFactory(name_en=english, name_de=german, slug_en="", slug_de="")
    assert (city.slug_en, city.slug_de) == slugs


def test_a_typed_address_is_kept_unless_the_site_uses_it():
    assert complaints(CityFactory.build(slug_en="search", slug_de="Über uns")) == {
        "slug_en": ["“search” is an address of the site itself."],
        "slug_de": ["Enter a valid “slug” consisting of letters, numbers, underscores or hyphens."],
    }
    assert CityFactory(slug_en="koelle").slug_en == "koelle"


def test_names_and_addresses_are_taken_once_in_words_at_the_field():
    CityFactory(name_en="Portland", name_de="Portland", slug_en="portland", slug_de="portland")
    again = CityFactory.build(
        name_en="portland", name_de="Portland (Oregon)", slug_en="portland", slug_de="portland-oregon"
    )
    assert complaints(again) == {
        "name_en": ["There is a city with this name already. Tell them apart, as in “Portland (Oregon)”."],
        "slug_en": ["Another city has this address already."],
    }


def test_names_are_taken_once_in_the_database():
    CityFactory(name_en="Portland")
    with pytest.raises(IntegrityError), transaction.atomic():
        CityFactory(name_en="PORTLAND")
    assert City.objects.count() == 1


@pytest.mark.parametrize("name", ["-", "\u2800", "\u200b", "..."])
def test_a_name_must_say_something(name):
    assert complaints(CityFactory.build(name_en=name))["name_en"] == ["A name needs at least one letter or digit."]


@pytest.mark.parametrize(
    ("zone", "words"),
    [
        ("Berlin", "“Berlin” is no time zone of the IANA list. Do you mean Europe/Berlin?"),
        ("los angeles", "“los angeles” is no time zone of the IANA list. Do you mean America/Los_Angeles?"),
        ("US/Pacific", "“US/Pacific” is no time zone of the IANA list. Type a part of its name and choose one."),
        ("Mars", "“Mars” is no time zone of the IANA list. Type a part of its name and choose one."),
    ],
)
def test_a_time_zone_comes_from_the_fixed_list(zone, words):
    assert complaints(CityFactory.build(time_zone=zone)) == {"time_zone": [words]}


def test_every_zone_of_the_list_can_be_used():
    assert len(zone_names()) > 400
    for name in zone_names():
        assert CityFactory.build(time_zone=name).zone.utcoffset(datetime.datetime(2026, 1, 1)) is not None


def test_a_website_is_http_or_https():
    assert complaints(CityFactory.build(website="javascript:alert(1)")) == {"website": ["Enter a valid URL."]}
    assert complaints(CityFactory.build(website="ftp://example.org")) == {"website": ["Enter a valid URL."]}


def test_the_home_city_is_that_of_the_office():
    assert City.objects.home() is None
    berlin, other = BerlinFactory(), CityFactory()
    OfficeFactory(home_city=berlin)
    assert City.objects.home() == berlin
    assert (berlin.is_home, other.is_home) == (True, False)


def test_a_city_that_a_story_names_cannot_be_deleted():
    city = CityFactory()
    story = StoryFactory(cities=[city])
    with pytest.raises(ProtectedError) as refused:
        city.delete()
    assert refused.value.protected_objects == {story}
    assert list(story.cities.all()) == [city]
    story.cities.clear()
    city.delete()
    assert not City.objects.exists()


# Partnerships ---------------------------------------------------------------------------------------------------------


def test_a_partnership_is_one_row_in_either_order():
    one, other = CityFactory(slug_en="one"), CityFactory(slug_en="other")
    partnership = PartnershipFactory(city_a=other, city_b=one, slug="")
    assert partnership.cities == (one, other)
    assert partnership.slug == "one-other"
    assert partnership.other(one) == other
    assert partnership.other(other.pk) == one
    with pytest.raises(IntegrityError), transaction.atomic():
        PartnershipFactory(city_a=one, city_b=other, slug="again")
    assert Partnership.objects.count() == 1


def test_the_address_begins_with_the_home_city():
    partner, home = LosAngelesFactory(), BerlinFactory()
    OfficeFactory(home_city=home)
    assert PartnershipFactory(city_a=home, city_b=partner, slug="").slug == "berlin-los-angeles"


@pytest.mark.parametrize(
    ("dates", "field", "before"),
    [
        ({"signed_on": "1967-06", "ended_on": "1967-05-31"}, "ended_on", "signed"),
        ({"signed_on": "1967", "renewed_on": "1966"}, "renewed_on", "signed"),
        ({"signed_on": "1967-06-27", "suspended_on": "1967-06-26"}, "suspended_on", "signed"),
        ({"renewed_on": "1990", "ended_on": "1989"}, "ended_on", "renewed"),
        ({"suspended_on": "2022", "ended_on": "2021-12"}, "ended_on", "suspended"),
    ],
)
def test_dates_in_the_wrong_order_are_refused_at_the_field(dates, field, before):
    dates = {"signed_on": None} | {name: PartialDate.from_edtf(text) for name, text in dates.items()}
    partnership = PartnershipFactory.build(city_a=CityFactory(), city_b=CityFactory(), **dates)
    found = complaints(partnership)
    found.pop("__all__", None)
    assert found == {field: [f"This is before the date at “{before}”."]}


def test_dates_that_may_be_in_order_are_accepted():
    partnership = PartnershipFactory.build(
        city_a=CityFactory(),
        city_b=CityFactory(),
        signed_on=PartialDate(1967, 6, 27),
        renewed_on=PartialDate(1967),
        suspended_on=PartialDate(1967, 6),
        ended_on=PartialDate(1967, season=22),
    )
    partnership.full_clean()


@pytest.mark.parametrize("field", ["renewed_on", "suspended_on", "ended_on"])
def test_the_database_keeps_the_years_in_order(field):
    with pytest.raises(IntegrityError), transaction.atomic():
        PartnershipFactory(signed_on=PartialDate(1967), **{field: PartialDate(1966, 12, 31)})
    PartnershipFactory(signed_on=PartialDate(1967), **{field: PartialDate(1967, 1, 1)})


def test_a_replaced_or_removed_scan_is_gone_when_the_change_is_certain(django_capture_on_commit_callbacks):
    partnership = PartnershipFactory(agreement=ContentFile(b"%PDF-1.7 one %%EOF", "agreement.pdf"))
    first, storage = partnership.agreement.name, partnership.agreement.storage
    partnership.agreement = ContentFile(b"%PDF-1.7 two %%EOF", "agreement.pdf")
    with django_capture_on_commit_callbacks(execute=True):
        partnership.save()
    second = partnership.agreement.name
    assert (storage.exists(first), storage.exists(second)) == (False, True)
    partnership.agreement = ""
    with django_capture_on_commit_callbacks(execute=True):
        partnership.save()
    assert not storage.exists(second)


def test_a_save_that_fails_leaves_no_scan_behind():
    PartnershipFactory(slug="taken")
    storage = Partnership._meta.get_field("agreement").storage
    failing = PartnershipFactory.build(
        city_a=CityFactory(),
        city_b=CityFactory(),
        slug="taken",
        agreement=ContentFile(b"%PDF-1.7 %%EOF", "agreement.pdf"),
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        failing.save()
    assert not storage.exists(failing.agreement.name)


# Anniversaries --------------------------------------------------------------------------------------------------------


def test_an_anniversary_names_itself_in_both_languages():
    partnership = PartnershipFactory()
    anniversary = Anniversary(partnership=partnership, years=50)
    assert [anniversary.title(language) for language in ("en", "de")] == [
        f"50{NBSP}years Berlin{NBSP}– Los Angeles",
        f"50{NBSP}Jahre Berlin{NBSP}– Los Angeles",
    ]
    assert anniversary.title("en", partnership.city_b) == f"50{NBSP}years Los Angeles{NBSP}– Berlin"
    assert Anniversary(partnership=partnership, years=1).title("de") == f"1{NBSP}Jahr Berlin{NBSP}– Los Angeles"


@pytest.mark.parametrize(
    ("signed", "years", "year", "falls_on"),
    [
        ("1967-06-27", 50, 2017, "2017-06-27"),
        ("1967", 50, 2017, "2017"),
        ("1967-23", 10, 1977, "1977-23"),
        ("2016-02-29", 1, 2017, "2017-02-28"),
        ("2900-01-01", 500, 3400, None),
        (None, 50, None, None),
    ],
)
def test_an_anniversary_knows_its_year_and_day(signed, years, year, falls_on):
    anniversary = Anniversary(partnership=Partnership(signed_on=signed and PartialDate.from_edtf(signed)), years=years)
    assert (anniversary.year, anniversary.falls_on and anniversary.falls_on.edtf) == (year, falls_on)


@pytest.mark.parametrize("years", [0, 501])
def test_an_anniversary_counts_whole_years_also_in_the_database(years):
    with pytest.raises(IntegrityError), transaction.atomic():
        Anniversary.objects.create(partnership=PartnershipFactory(), years=years)
    assert not Anniversary.objects.exists()
