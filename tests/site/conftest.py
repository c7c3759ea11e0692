"""A small site: Berlin, two partners, an office."""

import pytest

from sistercities.dates.partial import PartialDate
from tests.factories import BerlinFactory, CityFactory, LosAngelesFactory, OfficeFactory, PartnershipFactory


@pytest.fixture
def berlin(db):
    return BerlinFactory(introduction_en="A river city.\n\nMore of it.", introduction_de="Eine Stadt am Fluss.")


@pytest.fixture
def los_angeles(db):
    return LosAngelesFactory(introduction_en="A city of dreams. It has palms.")


@pytest.fixture
def prague(db):
    return CityFactory(
        name_en="Prague",
        name_de="Prag",
        slug_en="prague",
        slug_de="prag",
        country="CZ",
        time_zone="Europe/Prague",
        latitude="50.08804",
        longitude="14.42076",
        ink="fir",
    )


@pytest.fixture
def partnership(berlin, los_angeles):
    return PartnershipFactory(city_a=berlin, city_b=los_angeles)


@pytest.fixture
def office(berlin, partnership, prague):
    PartnershipFactory(city_a=berlin, city_b=prague, slug="berlin-prague", signed_on=PartialDate(1995, 6, 10))
    return OfficeFactory(home_city=berlin, email="office@example.org", address="Street 1\n10178 Berlin")
