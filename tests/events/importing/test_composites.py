"""Cells of our lists that say several things, read back; and what others write."""

import datetime
import time
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from events.hours import hours_words
from events.importing import cells
from events.importing.composites import admission, opening_hours, participants
from events.importing.refusals import CellRefused
from events.models import Currency, Event, EventText
from events.models.choices import EventKind
from events.prices import price_words

PRICE = Event._meta.get_field("price")
NO_PRICE = {"is_free": False, "needs_booking": False, "price": None, "price_to": None, "currency": ""}


@given(st.sets(st.integers(1, 7), min_size=1), st.times(), st.times(), st.sampled_from(["en", "de"]))
def test_hours_in_our_own_words_are_read_back(days, opens, closes, language):
    opens, closes = (time.replace(second=0, microsecond=0) for time in (opens, closes))
    row = SimpleNamespace(days="".join(map(str, sorted(days))), opens=opens, closes=closes)
    (line,) = hours_words([row], language)
    assert opening_hours(line, language) == ([[row.days, f"{opens:%H:%M}", f"{closes:%H:%M}"]], "")


def test_what_is_no_hours_is_a_note():
    text = "Tuesday–Saturday 10:00–18:00; Daily 9:00–10:00; closed on 24 December; Monday 1:00–2:00"
    assert opening_hours(text, "en") == (
        [["23456", "10:00", "18:00"], ["1234567", "09:00", "10:00"]],
        "closed on 24 December; Monday 1:00–2:00",
    )
    assert opening_hours("Monday 25:00–26:00", "en") == ([], "Monday 25:00–26:00")


@given(
    st.sampled_from([currency for currency in Currency.values if currency != "JPY"]),  # words for yen have no cents
    st.integers(0, 10**7).map(lambda cents: f"{cents // 100}.{cents % 100:02d}"),
    st.none() | st.just("99999999.50"),
    st.sampled_from(["en", "de"]),
)
def test_prices_in_our_own_words_are_read_back(currency, price, most, language):
    row = SimpleNamespace(price=Decimal(price), price_to=most and Decimal(most), currency=currency)
    found = admission(price_words(row, language), language)
    assert found == NO_PRICE | {"price": price, "price_to": most, "currency": currency}


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ("Free of charge", "en", {"is_free": True}),
        ("Free of charge, booking needed", "en", {"is_free": True, "needs_booking": True}),
        ("Eintritt frei", "de", {"is_free": True}),
        ("12 €", "de", {"price": "12.00", "currency": "EUR"}),
        ("Booking needed", "en", {"needs_booking": True}),
    ],
)
def test_admission_is_read(text, language, found):
    assert admission(text, language) == NO_PRICE | found


def test_a_price_that_is_none_is_refused():
    with pytest.raises(CellRefused, match="is no price"):
        admission("by arrangement", "en")


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("12", "12.00"),
        ("12,50", "12.50"),
        ("12.5", "12.50"),
        ("1.200,50", "1200.50"),
        ("1,200", "1200.00"),
        (7, "7.00"),
        (2.5, "2.50"),
        ("", None),
    ],
)
def test_numbers_have_a_comma_or_a_point(cell, number):
    assert cells.number(cell, PRICE) == number


@pytest.mark.parametrize("cell", ["twelve", "-5", "1e9", "1.2.3", True, "9" * 30, -1])
def test_what_is_no_amount_is_refused(cell):
    with pytest.raises(CellRefused):
        cells.number(cell, PRICE)


def test_choices_are_known_by_their_labels_in_any_language():
    for text in ("concert", "Concert", "Konzert", " konzert "):
        assert cells.choice(text, EventKind) == "concert"
    with override("de"), pytest.raises(CellRefused, match="„Oper“ ist nichts von diesem: Festival, Film"):
        cells.choice("Oper", EventKind)


def test_yes_and_no_are_what_people_write():
    assert [cells.yes_no(cell) for cell in ("yes", "Ja", "x", 1, True)] == [True] * 5
    assert [cells.yes_no(cell) for cell in ("no", "Nein", "", None, 0, False)] == [False] * 6
    with pytest.raises(CellRefused):
        cells.yes_no("perhaps")


def test_web_addresses_get_their_scheme_and_no_other_one():
    field = Event._meta.get_field("ticket_url")
    assert cells.web_address("example.org/x", field) == "https://example.org/x"
    for cell in ("javascript:alert(1)", "ftp://example.org", "data:text/html,x", "https://"):
        with pytest.raises(CellRefused):
            cells.web_address(cell, field)


def test_text_is_held_to_its_limit_and_never_cut():
    field = EventText._meta.get_field("title")
    assert cells.words("x" * 160, field) == "x" * 160
    with pytest.raises(CellRefused, match="has 161 characters; at most 160 are stored"):
        cells.words("x" * 161, field)
    assert cells.words(datetime.date(2026, 1, 2), field) == "2026-01-02"
    assert cells.words("two\nlines", field) == "two lines"


def test_people_without_end_are_none_at_once():
    def person(name):
        raise CellRefused(name)

    started = time.process_time()
    parts = participants("; ".join(["a (" * 10_000] * 20), "en", SimpleNamespace(person=person))
    assert [type(refusal) for _part, refusal in parts] == [CellRefused] * 20
    assert time.process_time() - started < 1  # every parenthesis was tried: a second for each of them
