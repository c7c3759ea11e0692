"""A save from a stale form is stopped, says who changed what, and keeps what was typed (promise 42)."""

import re

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from sistercities.people.models import Person, Role
from tests.factories import PersonFactory, RoleFactory, UserFactory
from tests.publishing.forms import posted

pytestmark = pytest.mark.django_db


def desk(django_client, username, first_name, last_name):
    user = UserFactory(username=username, first_name=first_name, last_name=last_name, is_superuser=True)
    django_client.force_login(user)
    return django_client


@pytest.fixture
def ada(client):
    return desk(client, "ada", "Ada", "First")


@pytest.fixture
def ben():
    return desk(Client(), "ben", "Ben", "Second")


def address(person):
    return reverse("admin:people_person_change", args=[person.pk])


def errors(response):
    form = response.context["adminform"].form
    return {name: list(messages) for name, messages in form.errors.items()}


def test_a_save_from_a_stale_form_is_refused_with_who_changed_what_and_keeps_the_text(ada, ben):
    person = PersonFactory(name="Kimberly Emerson", sort_name="Emerson, Kimberly", note="Before")
    opened_by_ben = ben.get(address(person))
    ada.post(address(person), posted(ada.get(address(person)), note="Written by Ada"))

    refused = ben.post(address(person), posted(opened_by_ben, note="Written by Ben", name="Kimberly M. Emerson"))

    assert refused.status_code == 200
    found = errors(refused)
    sentence = re.sub(r"\(.*?\)", "(when)", found.pop("__all__")[0])
    assert sentence == (
        "While this form was open, Ada First (when) changed: Note. Nothing was saved, and everything you typed is "
        "still here. The fields concerned say what is stored now. To keep your version, save again."
    )
    assert found == {"note": ["Stored meanwhile: “Written by Ada”"]}
    assert escape("Kimberly M. Emerson") in refused.text
    assert "Written by Ben" in refused.text
    person.refresh_from_db()
    assert (person.name, person.note) == ("Kimberly Emerson", "Written by Ada")


def test_saving_the_refused_form_again_keeps_ones_own_version(ada, ben):
    person = PersonFactory(note="Before")
    opened_by_ben = ben.get(address(person))
    ada.post(address(person), posted(ada.get(address(person)), note="Written by Ada"))
    refused = ben.post(address(person), posted(opened_by_ben, note="Written by Ben"))

    accepted = ben.post(address(person), posted(refused))

    assert accepted.status_code == 302
    person.refresh_from_db()
    assert person.note == "Written by Ben"


def test_a_third_save_meanwhile_makes_the_refused_form_stale_again(ada, ben):
    person = PersonFactory(note="Before")
    opened_by_ben = ben.get(address(person))
    ada.post(address(person), posted(ada.get(address(person)), note="First by Ada"))
    refused = ben.post(address(person), posted(opened_by_ben, note="Written by Ben"))
    ada.post(address(person), posted(ada.get(address(person)), note="Second by Ada"))

    again = ben.post(address(person), posted(refused))

    assert errors(again)["note"] == ["Stored meanwhile: “Second by Ada”"]
    person.refresh_from_db()
    assert person.note == "Second by Ada"


def test_a_change_of_an_inline_row_makes_the_form_stale(ada, ben):
    role = RoleFactory(title_en="Mayor")
    opened_by_ben = ben.get(address(role.person))
    ada.post(address(role.person), posted(ada.get(address(role.person)), **{"roles-0-title_en": "Lord Mayor"}))

    refused = ben.post(address(role.person), posted(opened_by_ben, note="Written by Ben"))

    assert "changed: roles." in errors(refused)["__all__"][0]
    assert Role.objects.get().title_en == "Lord Mayor"
    assert Person.objects.get().note == ""


def test_a_change_by_a_script_is_named_as_such(ben):
    person = PersonFactory(note="Before")
    opened_by_ben = ben.get(address(person))
    Person.objects.filter(pk=person.pk).update(note="Imported")

    refused = ben.post(address(person), posted(opened_by_ben, note="Written by Ben"))

    assert errors(refused)["__all__"][0].startswith(
        "While this form was open, somebody outside these pages changed: Note."
    )
    person.refresh_from_db()
    assert person.note == "Imported"


def test_a_save_that_changed_nothing_is_in_nobodys_way(ada, ben):
    person = PersonFactory(note="Before")
    opened_by_ben = ben.get(address(person))
    ada.post(address(person), posted(ada.get(address(person))))

    assert ben.post(address(person), posted(opened_by_ben, note="Written by Ben")).status_code == 302
    person.refresh_from_db()
    assert person.note == "Written by Ben"


@pytest.mark.parametrize("token", ["", "forged", "W10:1abc:forged"])
def test_a_form_without_a_genuine_token_is_refused(ben, token):
    person = PersonFactory(note="Before")
    data = posted(ben.get(address(person)), note="Written by Ben", seen_state=token)

    refused = ben.post(address(person), data)

    assert errors(refused) == {
        "__all__": [
            "This form does not say which state of the data it started from, so nothing was saved. Everything you "
            "typed is still here: compare it with what is stored, then save again."
        ]
    }
    person.refresh_from_db()
    assert person.note == "Before"


def test_a_token_of_another_object_is_refused(ben):
    person, other = PersonFactory(note="Same"), PersonFactory(note="Same")
    token = posted(ben.get(address(other)))["seen_state"]

    refused = ben.post(address(person), posted(ben.get(address(person)), seen_state=token, note="Changed"))

    assert "does not say which state" in errors(refused)["__all__"][0]
    person.refresh_from_db()
    assert person.note == "Same"


def test_someone_who_may_only_look_gets_no_token(client):
    person = PersonFactory()
    user = UserFactory()
    user.user_permissions.add(Permission.objects.get(codename="view_person"))
    client.force_login(user)

    response = client.get(address(person))

    assert response.status_code == 200
    assert "seen_state" not in response.text
    assert client.post(address(person), {"name": "Changed"}).status_code == 403


def test_the_token_is_not_mentioned_in_the_log(ada):
    person = PersonFactory(note="Before")
    ada.post(address(person), posted(ada.get(address(person)), note="After"))

    assert person.name in ada.get(reverse("admin:people_person_history", args=[person.pk])).text
    assert LogEntry.objects.get().get_change_message() == "Changed Note."
