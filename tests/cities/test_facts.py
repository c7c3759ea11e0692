"""The facts of a partnership for the fact box: whole lists, in both languages, and their parts."""

import datetime

import pytest

from sistercities.cities import words
from sistercities.cities.facts import Fact, great_circle, is_first, minutes_ahead, partnership_facts
from sistercities.dates.partial import PartialDate
from tests.factories import BerlinFactory, CityFactory, LosAngelesFactory, PartnershipFactory

NBSP = "\u00a0"
#: Both cities are on standard time: nine hours.
AT = datetime.datetime(2026, 11, 23, 12, tzinfo=datetime.UTC)


def berlin(**fields):
    return BerlinFactory.build(pk=1, **fields)


def los_angeles(**fields):
    return LosAngelesFactory.build(pk=2, **fields)


def partnership(city_a=None, city_b=None, **fields):
    return PartnershipFactory.build(
        pk=fields.pop("pk", 1), city_a=city_a or berlin(), city_b=city_b or los_angeles(), **fields
    )


def sixteen_more():
    others = [CityFactory.build(pk=pk) for pk in range(3, 19)]
    return [
        partnership(city_b=city, pk=city.pk, signed_on=PartialDate(1990 + index), slug=f"berlin-{city.pk}")
        for index, city in enumerate(others)
    ]


def test_facts_of_berlin_and_los_angeles_in_english():
    subject = partnership(signatories_en="Heinrich Albertz and Sam Yorty", signatories_de="Albertz und Yorty")
    assert partnership_facts(subject, subject.city_a, "en", on=AT, partnerships=[subject, *sixteen_more()]) == [
        Fact("Partners since", f"27{NBSP}June{NBSP}1967", "1967-06-27"),
        Fact("Partner cities of Berlin", "17, Los Angeles was the first"),
        Fact("Distance", f"9,300{NBSP}km"),
        Fact("Time difference", "nine hours behind Berlin"),
        Fact("Signed by", "Heinrich Albertz and Sam Yorty"),
    ]


def test_facts_of_berlin_and_los_angeles_in_german():
    subject = partnership(signatories_en="Heinrich Albertz and Sam Yorty", signatories_de="Albertz und Yorty")
    assert partnership_facts(subject, subject.city_a, "de", on=AT, partnerships=[subject, *sixteen_more()]) == [
        Fact("Partnerstädte seit", f"27.{NBSP}Juni{NBSP}1967", "1967-06-27"),
        Fact("Partnerstädte von Berlin", "17, Los Angeles war die erste"),
        Fact("Entfernung", f"9.300{NBSP}km"),
        Fact("Zeitunterschied", "neun Stunden früher als in Berlin"),
        Fact("Unterzeichnet von", "Albertz und Yorty"),
    ]


def test_facts_are_seen_from_the_home_city_whichever_comes_first_in_the_row():
    home = berlin()
    home.pk = 9
    subject = partnership(city_a=los_angeles(), city_b=home)
    assert [fact.words for fact in partnership_facts(subject, home, "en", on=AT)] == [
        f"27{NBSP}June{NBSP}1967",
        f"9,300{NBSP}km",
        "nine hours behind Berlin",
    ]


def test_a_suspended_partnership_says_so_and_is_still_counted():
    subject = partnership(suspended_on=PartialDate(2022, 3))
    assert partnership_facts(subject, subject.city_a, "en", on=AT, partnerships=[subject, *sixteen_more()])[:3] == [
        Fact("Partners since", f"27{NBSP}June{NBSP}1967", "1967-06-27"),
        Fact("Suspended since", f"March{NBSP}2022", "2022-03"),
        Fact("Partner cities of Berlin", "17, Los Angeles was the first"),
    ]
    assert partnership_facts(subject, subject.city_a, "de", on=AT)[1] == Fact("Ruht seit", f"März{NBSP}2022", "2022-03")


def test_an_ended_partnership_says_so_and_is_no_longer_counted():
    subject = partnership(suspended_on=PartialDate(1998), ended_on=PartialDate(1999, season=23))
    assert partnership_facts(subject, subject.city_a, "en", on=AT, partnerships=[subject, *sixteen_more()])[:3] == [
        Fact("Signed", f"27{NBSP}June{NBSP}1967", "1967-06-27"),
        Fact("Ended", f"autumn{NBSP}1999", "1999"),
        Fact("Partner cities of Berlin", "16, Los Angeles was the first"),
    ]
    assert [fact.term for fact in partnership_facts(subject, subject.city_a, "de", on=AT)[:2]] == [
        "Unterzeichnet",
        "Beendet",
    ]


def test_an_end_that_is_still_to_come_is_not_told_yet():
    subject = partnership(ended_on=PartialDate(2027))
    assert [fact.term for fact in partnership_facts(subject, subject.city_a, "en", on=AT)] == [
        "Partners since",
        "Distance",
        "Time difference",
    ]
    on_its_first_day = datetime.date(2027, 1, 1)
    assert [fact.term for fact in partnership_facts(subject, subject.city_a, "en", on=on_its_first_day)][:2] == [
        "Signed",
        "Ended",
    ]


def test_a_friendship_says_what_it_is_and_is_not_counted_as_partner_city():
    subject = partnership(kind="friendship", signed_on=PartialDate(1975))
    assert partnership_facts(subject, subject.city_a, "en", on=AT, partnerships=[subject, partnership(pk=3)]) == [
        Fact("Friends since", "1975", "1975"),
        Fact("Kind", "friendship, limited in time or to projects"),
        Fact("Distance", f"9,300{NBSP}km"),
        Fact("Time difference", "nine hours behind Berlin"),
    ]
    assert partnership_facts(subject, subject.city_a, "de", on=AT)[:2] == [
        Fact("Befreundet seit", "1975", "1975"),
        Fact("Art", "Städtefreundschaft, befristet oder auf Projekte begrenzt"),
    ]


def test_never_more_than_five_and_the_most_important_first():
    subject = partnership(
        kind="contact",
        renewed_on=PartialDate(1987),
        suspended_on=PartialDate(2022),
        signatories_en="Somebody",
    )
    assert [
        fact.term
        for fact in partnership_facts(subject, subject.city_a, "en", on=AT, partnerships=[subject, *sixteen_more()])
    ] == ["In contact since", "Suspended since", "Kind", "Renewed", "Partner cities of Berlin"]


def test_an_unknown_date_and_cities_in_one_zone_leave_their_facts_out():
    subject = partnership(city_b=CityFactory.build(pk=5, latitude="50.08804", longitude="14.42076"), signed_on=None)
    subject.city_b.latitude, subject.city_b.longitude = 50.08804, 14.42076
    assert partnership_facts(subject, subject.city_a, "en", on=AT) == [Fact("Distance", f"280{NBSP}km")]


def test_the_time_difference_is_that_of_the_moment():
    """In 2026 the clocks of Los Angeles change on 8 March, those of Berlin on 29 March."""
    subject = partnership()
    words_on = [
        next(fact.words for fact in partnership_facts(subject, subject.city_a, "en", on=day) if "Time" in fact.term)
        for day in (datetime.date(2026, 3, 7), datetime.date(2026, 3, 15), datetime.date(2026, 3, 30))
    ]
    assert words_on == ["nine hours behind Berlin", "eight hours behind Berlin", "nine hours behind Berlin"]


def test_first_is_only_said_when_no_date_leaves_it_open():
    subject = partnership()
    later = partnership(pk=3, signed_on=PartialDate(1987))
    same_year = partnership(pk=4, signed_on=PartialDate(1967))
    unknown = partnership(pk=5, signed_on=None)
    friendship = partnership(pk=6, signed_on=PartialDate(1950), kind="friendship")
    assert is_first(subject, subject.city_a, [subject, later, friendship])
    assert not is_first(subject, subject.city_a, [subject, later, same_year])
    assert not is_first(subject, subject.city_a, [subject, later, unknown])
    assert not is_first(later, subject.city_a, [subject, later])
    assert not is_first(unknown, subject.city_a, [unknown])


@pytest.mark.parametrize(
    ("here", "there", "kilometres"),
    [
        ((0, 0), (0, 0), 0),
        ((0, 0), (0, 180), 20015),
        ((90, 0), (-90, 0), 20015),
        ((52.52, 13.405), (34.05223, -118.24368), 9310),
        ((0, 179.5), (0, -179.5), 111),
    ],
)
def test_great_circle_distances(here, there, kilometres):
    places = [CityFactory.build(latitude=latitude, longitude=longitude) for latitude, longitude in (here, there)]
    assert great_circle(*places) == pytest.approx(kilometres, rel=0.002)


def test_minutes_ahead_knows_half_and_quarter_hours():
    here = berlin()
    zones = ["Asia/Kolkata", "Asia/Kathmandu", "America/Los_Angeles", "Europe/Paris", "Pacific/Auckland"]
    assert [minutes_ahead(CityFactory.build(time_zone=zone), here, AT) for zone in zones] == [270, 285, -540, 0, 720]


@pytest.mark.parametrize(
    ("minutes", "english", "german"),
    [
        (-540, "nine hours behind Berlin", "neun Stunden früher als in Berlin"),
        (60, "one hour ahead of Berlin", "eine Stunde später als in Berlin"),
        (30, "half an hour ahead of Berlin", "eine halbe Stunde später als in Berlin"),
        (90, "one and a half hours ahead of Berlin", "eineinhalb Stunden später als in Berlin"),
        (270, "four and a half hours ahead of Berlin", "viereinhalb Stunden später als in Berlin"),
        (285, "4 hours 45 minutes ahead of Berlin", "4 Stunden 45 Minuten später als in Berlin"),
        (720, "twelve hours ahead of Berlin", "zwölf Stunden später als in Berlin"),
        (780, "13 hours ahead of Berlin", "13 Stunden später als in Berlin"),
        (0, "the same time as in Berlin", "dieselbe Zeit wie in Berlin"),
    ],
)
def test_time_differences_in_words(minutes, english, german):
    said = [words.time_difference(minutes, "Berlin", language).replace(NBSP, " ") for language in ("en", "de")]
    assert said == [english, german]


@pytest.mark.parametrize(
    ("distance", "english", "german"),
    [
        (9312.4, "9,300 km", "9.300 km"),
        (10049, "10,000 km", "10.000 km"),
        (999.6, "1,000 km", "1.000 km"),
        (486, "490 km", "490 km"),
        (42.3, "42 km", "42 km"),
        (0.2, "0 km", "0 km"),
    ],
)
def test_kilometres_are_rounded_as_people_say_them(distance, english, german):
    said = [words.kilometres(distance, language) for language in ("en", "de")]
    assert said == [english.replace(" ", NBSP), german.replace(" ", NBSP)]
