"""A site with a home city and a partner, and the words of a page."""

import html
import re
from types import SimpleNamespace

import pytest

from tests.factories import BerlinFactory, LosAngelesFactory, OfficeFactory, PartnershipFactory


@pytest.fixture
def site(db):
    """The office of Berlin, with Los Angeles as partner city."""
    berlin, los_angeles = BerlinFactory(), LosAngelesFactory(ink="fir")
    return SimpleNamespace(
        berlin=berlin,
        los_angeles=los_angeles,
        partnership=PartnershipFactory(city_a=berlin, city_b=los_angeles),
        office=OfficeFactory(home_city=berlin),
    )


@pytest.fixture
def found():
    """`found(response, pattern)`: all that the pattern finds in the page, with entities resolved."""

    def found(response, pattern):
        return [html.unescape(text) for text in re.findall(pattern, response.content.decode(), re.DOTALL)]

    return found
