"""People: how they sort, what they held on a day, and their desk."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from sistercities.dates.partial import PartialDate
from sistercities.people.models import Person, Role
from sistercities.people.names import sort_name_of
from sistercities.people.roles import role_on
from tests.factories import CityFactory, PersonFactory, RoleFactory, UserFactory
from tests.publishing.forms import posted

D = PartialDate.from_edtf


@pytest.mark.parametrize(
    ("name", "sorts_as"),
    [
        ("Eric Garcetti", "Garcetti, Eric"),
        ("Achim von Borries", "Borries, Achim von"),
        ("  Kimberly   Emerson ", "Emerson, Kimberly"),
        ("Martin Luther King Jr.", "King, Martin Luther Jr."),
        ("Martin Luther King, Jr.", "King, Martin Luther Jr."),
        ("Dr. Anna Beispiel", "Beispiel, Anna"),
        ("Madonna", "Madonna"),
        ("Garcetti, Eric", "Garcetti, Eric"),
        ("Jr.", "Jr."),
        ("", ""),
    ],
)
def test_names_sort_by_their_last_word(name, sorts_as):
    assert sort_name_of(name) == sorts_as


@pytest.mark.django_db
def test_the_name_for_sorting_is_made_where_nobody_wrote_one():
    assert PersonFactory(name="Tom Tykwer").sort_name == "Tykwer, Tom"
    assert PersonFactory(name="Xi Jinping", sort_name="Xi Jinping").sort_name == "Xi Jinping"


@pytest.mark.django_db
def test_a_name_must_say_something():
    with pytest.raises(ValidationError) as refused:
        Person(name="\u2800").full_clean()
    assert refused.value.message_dict == {"name": ["A name needs at least one letter or digit."]}


def careers():
    """A person with four roles, known as precisely as such things are."""
    person = PersonFactory()
    for title, begin, end in (
        ("Councillor", "2001", "2013-06-30"),
        ("Mayor", "2013-07-01", "2022-12"),
        ("Chair of the transport board", "2015", "2016"),
        ("Ambassador", "2023-05", None),
    ):
        RoleFactory(person=person, title_en=title, held_from=D(begin), held_until=end and D(end))
    return person


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("day", "title"),
    [
        (D("2017-06-27"), "Mayor"),
        (D("2017"), "Mayor"),
        (D("2013-06-30"), "Councillor"),
        (D("2013-07-01"), "Mayor"),
        (D("2000-12-31"), None),
        (D("2001-05-01"), "Councillor"),
        (D("2023-04-30"), None),
        (D("2026-11-23"), "Ambassador"),
        (D("2023-05"), "Ambassador"),
        (datetime.date(2017, 6, 27), "Mayor"),
        (None, None),
    ],
)
def test_the_role_of_a_day(day, title):
    role = role_on(careers(), day)
    assert (role and role.title_en) == title


@pytest.mark.django_db
def test_what_surely_covers_the_day_comes_before_what_only_may():
    person = PersonFactory()
    RoleFactory(person=person, title_en="Mayor", held_from=D("2013-07-01"), held_until=D("2022-12"))
    RoleFactory(person=person, title_en="Chair", held_from=D("2017"), held_until=D("2017"))
    assert role_on(person, D("2017-06-27")).title_en == "Mayor"


@pytest.mark.django_db
def test_a_role_without_dates_may_cover_any_day():
    role = RoleFactory(title_en="Lawyer")
    assert role_on(role.person, D("1950")) == role


@pytest.mark.django_db
def test_prefetched_roles_cost_no_query(django_assert_num_queries):
    person = careers()
    person = Person.objects.prefetch_related("roles").get(pk=person.pk)
    with django_assert_num_queries(0):
        assert role_on(person, D("2017")).title_en == "Mayor"


@pytest.mark.django_db
def test_a_role_does_not_end_before_it_began():
    role = RoleFactory.build(person=PersonFactory(), held_from=D("2013-07"), held_until=D("2013-06-30"))
    with pytest.raises(ValidationError) as refused:
        role.full_clean()
    assert refused.value.message_dict == {"held_until": ["A role cannot end before it began."]}
    role.held_until = D("2012")
    with pytest.raises(IntegrityError), transaction.atomic():
        role.save()
    assert not Role.objects.exists()


# The desk -------------------------------------------------------------------------------------------------------------


@pytest.fixture
def chief(client):
    client.force_login(UserFactory(is_superuser=True))
    return client


@pytest.mark.django_db
def test_a_person_is_added_with_roles_in_one_form(chief):
    city = CityFactory()
    add = reverse("admin:people_person_add")
    form = posted(chief.get(add), name="Eric Garcetti") | {
        "roles-TOTAL_FORMS": "1",
        "roles-0-title_en": "Mayor of Los Angeles",
        "roles-0-title_de": "Bürgermeister von Los Angeles",
        "roles-0-held_from": "Juli 2013",
        "roles-0-held_until": "2022-12",
        "roles-0-city": city.pk,
    }
    assert chief.post(add, form).status_code == 302
    role = Role.objects.get()
    assert (role.person.sort_name, role.held_from, role.held_until, role.city) == (
        "Garcetti, Eric",
        D("2013-07"),
        D("2022-12"),
        city,
    )


@pytest.mark.django_db
def test_a_wrong_date_of_a_role_is_told_at_its_field_and_nothing_is_stored(chief):
    role = RoleFactory(title_en="Mayor")
    address = reverse("admin:people_person_change", args=[role.person.pk])
    form = posted(chief.get(address), name="Renamed") | {"roles-0-held_from": "2013", "roles-0-held_until": "2012"}
    refused = chief.post(address, form)
    assert "A role cannot end before it began." in refused.text
    assert "Renamed" in refused.text
    role.refresh_from_db()
    assert (role.person.name, role.held_from) != ("Renamed", D("2013"))


@pytest.mark.django_db
def test_the_list_tells_the_roles_latest_first_and_finds_people_by_them(chief):
    person = careers()
    PersonFactory(name="Somebody Else")
    changelist = reverse("admin:people_person_changelist")
    response = chief.get(changelist, {"q": "transport"})
    assert [found.pk for found in response.context["cl"].result_list] == [person.pk]
    offices = response.context["cl"].model_admin.offices(response.context["cl"].result_list[0])
    assert offices.replace("\u00a0", " ") == (
        "Ambassador (since May 2023); Chair of the transport board (2015 to 2016); "
        "Mayor (1 July 2013 to December 2022); Councillor (2001 to 30 June 2013)"
    )


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("noun", "queries"), [("person", 11), ("role", 9)])
def test_lists_ask_as_often_for_three_rows_as_for_one(chief, django_assert_num_queries, noun, queries, count):
    for _ in range(count):
        RoleFactory(city=CityFactory())
    changelist = reverse(f"admin:people_{noun}_changelist")
    chief.get(changelist)
    with django_assert_num_queries(queries):
        assert chief.get(changelist).status_code == 200


@pytest.mark.django_db
def test_roles_are_offered_in_choosers_and_not_in_the_menu(chief):
    role = RoleFactory(title_en="Mayor of Los Angeles", city=CityFactory())
    assert "/admin/people/role/" not in chief.get(reverse("admin:index")).text
    answer = chief.get(
        reverse("admin:autocomplete"),
        {"app_label": "stories", "model_name": "quote", "field_name": "role", "term": "Mayor of"},
    )
    assert answer.status_code in (200, 403)
    assert chief.get(reverse("admin:people_role_change", args=[role.pk])).status_code == 200
