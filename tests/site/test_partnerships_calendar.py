"""The calendar of anniversaries, read by RFC 5545 alone (`tests.dates.ical_reader`)."""

import datetime

import pytest

from sistercities.cities.models import Partnership
from sistercities.dates.partial import PartialDate
from tests.dates.ical_reader import File
from tests.dates.ical_rules import breaches
from tests.factories import AnniversaryFactory, CityFactory, OfficeFactory, PartnershipFactory

pytestmark = pytest.mark.django_db

NOW = datetime.datetime(2026, 11, 24, 12, tzinfo=datetime.UTC)
ENGLISH, GERMAN = "/en/partnerships/calendar.ics", "/de/partnerschaften/calendar.ics"


@pytest.fixture(autouse=True)
def clock(time_machine):
    time_machine.move_to(NOW, tick=False)
    return time_machine


@pytest.fixture
def home(db):
    return OfficeFactory().home_city


@pytest.fixture
def calendar(client):
    def calendar(path=ENGLISH):
        response = client.get(path)
        assert response.status_code == 200, path
        assert breaches(response.content) == []
        return File(response.content)

    return calendar


def sign(home, edtf, **facts):
    dates = {name: PartialDate.from_edtf(value) for name, value in facts.items() if name.endswith("_on")}
    partner = CityFactory(name_en="Partner", name_de="Partner")
    return PartnershipFactory(
        city_a=home, city_b=partner, slug="a-pair", signed_on=edtf and PartialDate.from_edtf(edtf), **(facts | dates)
    )


def said(event, *names):
    return [event[name].to_ical().decode() for name in names]


def days(file):
    """The title, the first and the last day of each entry."""
    one = datetime.timedelta(days=1)
    return [
        (
            str(event["SUMMARY"]).replace("\u00a0", " "),
            file.moment(event, "DTSTART").isoformat(),
            (file.moment(event, "DTEND") - one).isoformat(),
        )
        for event in file.events
    ]


def test_anniversaries_reach_from_a_year_back_to_five_years_ahead(home, calendar):
    sign(home, "1967-06-27")
    assert days(calendar()) == [
        (f"{years} years Berlin – Partner", f"{1967 + years}-06-27", f"{1967 + years}-06-27") for years in range(59, 65)
    ]


def test_month_of_a_year_ago_is_in_it_and_the_month_before_is_not(home, calendar):
    sign(home, "1967-11-01")
    assert days(calendar())[0][1] == "2025-11-01"
    Partnership.objects.update(signed_on=PartialDate(1967, 10, 31))
    assert days(calendar())[0][1] == "2026-10-31"


def test_entry_says_what_it_is_in_each_language(home, calendar):
    AnniversaryFactory(partnership=sign(home, "1967-06-27"), years=60)
    file = calendar()
    (event,) = [event for event in file.events if str(event["SUMMARY"]).startswith("60")]
    names = ("DTSTAMP", "LAST-MODIFIED", "SEQUENCE", "DTSTART", "DTEND", "CATEGORIES", "STATUS", "TRANSP", "URL")
    assert said(event, *names) == [
        *("20261124T120000Z", "20261124T120000Z", "0", "20270627", "20270628", "Anniversary,Round anniversary"),
        *("CONFIRMED", "TRANSPARENT", "http://testserver/en/partnerships/a-pair/60/"),
    ]
    assert str(event["DESCRIPTION"]).replace("\u00a0", " ") == (
        "Signed: 27 June 1967\n\nhttp://testserver/en/partnerships/a-pair/60/"
    )
    assert str(file.calendar["NAME"]) == "Anniversaries of the partnerships – Sister Cities Berlin"
    (german,) = [other for other in calendar(GERMAN).events if other["UID"] == event["UID"]]
    assert said(german, "CATEGORIES", "URL") == [
        "Jubiläum,Rundes Jubiläum",
        "http://testserver/de/partnerschaften/a-pair/60/",
    ]


def test_round_ones_are_marked_and_only_those(home, calendar):
    sign(home, "1967-06-27")
    marked = {str(event["SUMMARY"])[:2]: said(event, "CATEGORIES") for event in calendar().events}
    assert [years for years, (categories,) in marked.items() if "Round" in categories] == ["60"]
    assert all(categories.startswith("Anniversary") for (categories,) in marked.values())


def test_twenty_ninth_of_february_falls_on_the_28th_in_common_years(home, calendar):
    sign(home, "2000-02-29")
    assert [first for _title, first, _last in days(calendar())] == [
        *("2026-02-28", "2027-02-28", "2028-02-29", "2029-02-28", "2030-02-28", "2031-02-28"),
    ]


@pytest.mark.parametrize(
    ("signed_on", "first", "last", "words"),
    [
        ("1967", "2027-01-01", "2027-12-31", "2027, counted by year"),
        ("1967-06", "2027-06-01", "2027-06-30", "June 2027"),
        ("1967-24", "2027-12-01", "2028-02-29", "winter 2027/28"),
    ],
)
def test_what_is_known_to_no_day_comes_only_when_asked_for(home, calendar, signed_on, first, last, words):
    sign(home, signed_on)
    assert days(calendar()) == []
    file = calendar(f"{ENGLISH}?tentative=1")
    assert ("60 years Berlin – Partner", first, last) in days(file)
    (event,) = [event for event in file.events if str(event["SUMMARY"]).startswith("60")]
    assert said(event, "STATUS", "TRANSP") == ["TENTATIVE", "TRANSPARENT"]
    description = str(event["DESCRIPTION"]).replace("\u00a0", " ")
    assert description.split("\n\n")[0].casefold() == words.casefold()


def test_year_alone_is_said_to_be_counted_by_year_in_german_too(home, calendar):
    sign(home, "1967")
    first = calendar(f"{GERMAN}?tentative=1").events[0]
    assert str(first["DESCRIPTION"]).startswith("2025, nach Jahren gezählt\n\n")


@pytest.mark.parametrize(
    ("facts", "last"),
    [
        ({}, "2031-06-27"),
        ({"suspended_on": "2028-01-01"}, "2027-06-27"),
        ({"suspended_on": "2022"}, None),
        ({"ended_on": "2029-06-27"}, "2028-06-27"),
        ({"ended_on": "2020-01-01"}, None),
    ],
)
def test_partnerships_that_rest_or_have_ended_have_none(home, calendar, facts, last):
    sign(home, "1967-06-27", **facts)
    found = [first for _title, first, _last in days(calendar(f"{ENGLISH}?tentative=1"))]
    assert (found[-1] if found else None) == last


def test_partnerships_of_other_cities_and_without_a_date_are_not_in_it(home, calendar):
    sign(home, None)
    PartnershipFactory(city_a=CityFactory(), city_b=CityFactory(), slug="others")
    file = calendar(f"{ENGLISH}?tentative=1")
    assert file.events == []
    assert set(file.zones) == {"Europe/Berlin"}  # else it were no calendar


def test_calendar_of_a_site_without_an_office_is_empty(calendar):
    PartnershipFactory()
    assert calendar().events == []


def test_corrected_date_keeps_the_identity_and_grows_the_sequence(home, calendar, clock):
    partnership = sign(home, "1967-06-27")
    before = calendar().events[0]
    clock.shift(60)
    partnership.signed_on = PartialDate(1967, 6, 28)
    partnership.save()
    after = calendar().events[0]
    assert after["UID"] == before["UID"]
    assert said(before, "SEQUENCE", "LAST-MODIFIED", "DTSTART") == ["0", "20261124T120000Z", "20260627"]
    assert said(after, "SEQUENCE", "LAST-MODIFIED", "DTSTART") == ["60", "20261124T120100Z", "20260628"]


def test_new_page_and_renamed_city_are_modifications(home, calendar, clock):
    partnership = sign(home, "1967-06-27")
    clock.shift(60)
    AnniversaryFactory(partnership=partnership, years=60)
    modified = [said(event, "SEQUENCE", "LAST-MODIFIED") for event in calendar().events]
    assert modified == [["0", "20261124T120000Z"], ["0", "20261124T120100Z"], *[["0", "20261124T120000Z"]] * 4]
    clock.shift(60)
    partnership.city_b.name_en = "Renamed"
    partnership.city_b.save()
    events = calendar().events
    assert {tuple(said(event, "SEQUENCE", "LAST-MODIFIED")) for event in events} == {("0", "20261124T120200Z")}
    assert str(events[0]["SUMMARY"]).endswith("Renamed")


def test_bytes_stay_the_same_until_something_changes_or_the_month_does(home, client, clock):
    partnership = sign(home, "1967-11-02")
    first = client.get(ENGLISH)
    known = {"If-None-Match": first.headers["ETag"]}
    clock.move_to(datetime.datetime(2026, 11, 30, 23, 59, tzinfo=datetime.UTC), tick=False)
    again = client.get(ENGLISH, headers=known)
    assert (again.status_code, again.content) == (304, b"")
    clock.shift(60)  # November of the year before goes
    assert client.get(ENGLISH, headers=known).status_code == 200
    tag = client.get(ENGLISH).headers["ETag"]
    partnership.save()
    assert client.get(ENGLISH).headers["ETag"] != tag


def test_file_says_what_it_is_and_refuses_what_it_does_not_know(home, client):
    response = client.get(GERMAN)
    assert [response.headers[name] for name in ("Content-Type", "Content-Disposition")] == [
        "text/calendar; charset=utf-8",
        'inline; filename="partnerschaften.ics"',
    ]
    assert [client.get(f"{ENGLISH}?tentative={value}").status_code for value in ("", "1", "2", "yes")] == [
        *(200, 200, 404, 404)
    ]
    assert client.post(ENGLISH).status_code == 405


@pytest.mark.parametrize("count", [1, 3])
def test_calendar_costs_two_queries_however_many_partnerships_there_are(home, client, django_assert_num_queries, count):
    for number in range(count):
        partnership = PartnershipFactory(city_a=home, city_b=CityFactory(), slug=f"pair-{number}")
        for years in (60, 61)[:count]:
            AnniversaryFactory(partnership=partnership, years=years)
    with django_assert_num_queries(2):
        response = client.get(ENGLISH)
    assert response.content.count(b"BEGIN:VEVENT") == 6 * count


@pytest.mark.parametrize("name", ["x\r\nEND:VEVENT", "a, b; c\\n", "\N{RIGHT-TO-LEFT OVERRIDE}emaN", "ü" * 100])
def test_hostile_name_of_a_city_breaks_no_rule(home, calendar, name):
    partnership = sign(home, "1967-06-27")
    type(partnership.city_b).objects.filter(pk=partnership.city_b.pk).update(name_en=name)
    assert len(calendar().events) == 6
