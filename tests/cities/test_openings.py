"""Anniversaries ahead on the first page of the desk, and the click that opens the page of one."""

import datetime
import threading

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group
from django.db import connection
from django.urls import reverse
from reversion.models import Version

from sistercities.cities.models import Anniversary
from sistercities.cities.openings import open_page, openings
from sistercities.dates.partial import PartialDate
from sistercities.publishing.models import ContentNumber
from sistercities.publishing.roles import AUTHOR, EDITOR, EXPORTER, MEDIA_STEWARD
from tests.factories import (
    AnniversaryFactory,
    BerlinFactory,
    CityFactory,
    OfficeFactory,
    PartnershipFactory,
    UserFactory,
)
from tests.site.pages import Page

TODAY = datetime.date(2026, 11, 24)


@pytest.fixture
def los_angeles(db):
    return PartnershipFactory()


@pytest.fixture
def prague(los_angeles):
    """Signed in a year that alone is known; Berlin is the second of its pair."""
    city = CityFactory(name_en="Prague")
    berlin = los_angeles.city_a
    partnership = PartnershipFactory(city_a=city, city_b=berlin, slug="berlin-prague", signed_on=PartialDate(1995))
    OfficeFactory(home_city=berlin)
    return partnership


@pytest.fixture
def as_role(client):
    def as_role(role):
        user = UserFactory()
        user.groups.add(Group.objects.get(name=role))
        client.force_login(user)
        return user

    return as_role


def address(partnership, years):
    return reverse("admin:cities_anniversary_open", args=[partnership.pk, years])


def titles(found):
    return [opening.title.replace("\u00a0", " ") for opening in found]


def test_round_anniversaries_come_first_and_every_other_partnership_with_its_next_one(
    prague, los_angeles, django_assert_num_queries
):
    with django_assert_num_queries(2):
        rounds, others = openings(TODAY)
    assert titles(rounds) == ["60 years Berlin – Los Angeles"]
    assert titles(others) == ["31 years Berlin – Prague"]
    assert others[0].anniversary.is_year_only


def test_an_opening_leads_to_what_there_is(los_angeles):
    ((opening,), _others) = openings(TODAY)
    assert (opening.open_address, opening.change_address, opening.page_address) == (address(los_angeles, 60), "", "")
    page = AnniversaryFactory(partnership=los_angeles, years=60)
    ((opening,), _others) = openings(TODAY)
    assert (opening.open_address, opening.change_address, opening.page_address) == (
        "",
        reverse("admin:cities_anniversary_change", args=[page.pk]),
        "/en/partnerships/berlin-los-angeles/60/",
    )


def test_one_click_opens_the_page_and_leads_to_its_form(client, as_role, los_angeles):
    user, number = as_role(EDITOR), ContentNumber.current()
    assert client.get("/en/partnerships/berlin-los-angeles/60/").status_code == 404
    response = client.post(address(los_angeles, 60), follow=True)
    page = Anniversary.objects.get()
    assert (page.partnership, page.years) == (los_angeles, 60)
    assert response.redirect_chain == [(reverse("admin:cities_anniversary_change", args=[page.pk]), 302)]
    assert [str(message) for message in response.context["messages"]] == [
        "The page is open. What you write here stands on it at once."
    ]
    assert ContentNumber.current() > number
    assert client.get("/en/partnerships/berlin-los-angeles/60/").status_code == 200
    assert Version.objects.get_for_object(page).get().revision.user == user
    assert LogEntry.objects.get().is_addition()


def test_a_second_click_makes_no_second_page(client, as_role, los_angeles):
    as_role(EDITOR)
    for _ in range(2):
        response = client.post(address(los_angeles, 60), follow=True)
    page = Anniversary.objects.get()
    assert response.redirect_chain == [(reverse("admin:cities_anniversary_change", args=[page.pk]), 302)]
    assert "This anniversary has its page already." in response.content.decode()
    assert LogEntry.objects.count() == Version.objects.get_for_object(page).count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_people_who_click_at_once_get_the_same_page():
    partnership, user, found = PartnershipFactory(), UserFactory(), []
    together = threading.Barrier(4)

    def click():
        try:
            together.wait()
            found.append(open_page(partnership, 60, user))
        finally:
            connection.close()

    threads = [threading.Thread(target=click) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {page.pk for page, _is_new in found} == {Anniversary.objects.get().pk}
    assert sorted(is_new for _page, is_new in found) == [False, False, False, True]


@pytest.mark.parametrize("role", [AUTHOR, EXPORTER, MEDIA_STEWARD])
def test_who_may_not_add_anniversaries_opens_none(client, as_role, los_angeles, role):
    as_role(role)
    assert client.post(address(los_angeles, 60)).status_code == 403
    assert not Anniversary.objects.exists()


def test_a_link_opens_nothing_and_neither_does_a_foreign_form(client, as_role, los_angeles):
    user = as_role(EDITOR)
    assert client.get(address(los_angeles, 60)).status_code == 405
    strict = type(client)(enforce_csrf_checks=True)
    strict.force_login(user)
    assert strict.post(address(los_angeles, 60)).status_code == 403
    assert not Anniversary.objects.exists()


@pytest.mark.parametrize("years", [0, 501, 10**30])
def test_years_that_none_may_count_are_not_found(client, as_role, los_angeles, years):
    as_role(EDITOR)
    assert client.post(address(los_angeles, years)).status_code == 404
    assert client.post(f"/admin/cities/anniversary/open/{10**30}/60/").status_code == 404
    assert not Anniversary.objects.exists()


def board(client):
    html = client.get("/admin/").content.decode()
    page = Page(html[html.index('<section class="desk-ahead"') :].partition("</section>")[0])
    forms = [form["action"] for form in page.attributes.get("form", [])]
    return page, forms


def test_the_board_shows_buttons_to_editors(client, as_role, prague, los_angeles, time_machine):
    time_machine.move_to(datetime.datetime(2026, 11, 24, 12, tzinfo=datetime.UTC))
    as_role(EDITOR)
    page, forms = board(client)
    assert forms == [address(los_angeles, 60), address(prague, 31)]
    assert "Anniversaries ahead" in page.texts["h2"]
    assert "31\u00a0years Berlin\u00a0– Prague 2026 , counted by year" in page.text


def test_the_board_shows_authors_what_is_ahead_without_buttons(client, as_role, prague, time_machine):
    time_machine.move_to(datetime.datetime(2026, 11, 24, 12, tzinfo=datetime.UTC))
    as_role(AUTHOR)
    page, forms = board(client)
    assert (forms, "No page yet" in page.text) == ([], True)


def test_the_board_is_hidden_from_who_may_not_see_anniversaries(client, as_role, prague):
    as_role(MEDIA_STEWARD)
    assert "Anniversaries ahead" not in client.get("/admin/").content.decode()


def test_an_empty_site_has_no_board(client, db, as_role):
    BerlinFactory()
    as_role(EDITOR)
    assert "Anniversaries ahead" not in client.get("/admin/").content.decode()
