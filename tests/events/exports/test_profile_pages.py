"""Profiles on the desk: kept, changed, shared with a role, deleted; two people at once."""

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.urls import reverse

from events.models import ExportProfile, ExportRun
from tests.events.conftest import account
from tests.factories import CityFactory, UserFactory, publish_event

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]

URL = "/admin/events/event/export/"
FORM = {
    "period": "this-year",
    "state": "public",
    "language": "de",
    "clock": "event",
    "header": "labels",
    "format": "csv",
    "columns": ["title", "from"],
}


def door(name, *args):
    return reverse(f"admin:events_event_export_{name}", args=args)


def keep(client, button="_save_new", **fields):
    return client.post(URL, {**FORM, button: "1", "name": "For the press", **fields})


def test_what_the_page_shows_is_kept_as_a_profile(exporter):
    response = keep(exporter)
    profile = ExportProfile.objects.get()
    assert response["Location"] == door("profile", profile.pk)
    assert (profile.name, profile.owner, profile.team, profile.format) == (
        *("For the press", exporter.exporter),
        *(None, "csv"),
    )
    assert profile.selection == {"period": "this-year", "state": "public"}
    assert (profile.layout["columns"], profile.layout["languages"]) == (["title", "from"], ["de"])


def test_a_profile_is_opened_changed_and_kept_under_the_same_key(exporter):
    keep(exporter)
    profile = ExportProfile.objects.get()
    opened = exporter.get(door("edit", profile.pk), follow=True)
    assert opened.context["form"].selection.period == "this-year"
    assert f'value="{profile.name}"' in opened.content.decode()
    keep(exporter, "_save", profile=profile.pk, revision=1, name="For the mayor", period="next-month")
    changed = ExportProfile.objects.get()
    assert (changed.pk, changed.name, changed.selection["period"], changed.revision) == (
        *(profile.pk, "For the mayor"),
        *("next-month", 2),
    )


def test_a_profile_can_be_kept_as_another_one(exporter):
    keep(exporter)
    profile = ExportProfile.objects.get()
    keep(exporter, "_save_new", profile=profile.pk, revision=1, name="For the mayor")
    assert sorted(ExportProfile.objects.values_list("name", flat=True)) == ["For the mayor", "For the press"]


def test_who_saves_over_somebody_elses_change_is_told_and_keeps_what_was_typed(exporter):
    keep(exporter)
    profile = ExportProfile.objects.get()
    keep(exporter, "_save", profile=profile.pk, revision=1, name="First")
    response = keep(exporter, "_save", profile=profile.pk, revision=1, name="Second", period="past")
    assert response.context["profile_form"].non_field_errors() == [
        "Somebody else changed this profile meanwhile. Open it again to see how."
    ]
    assert 'value="Second"' in response.content.decode()
    assert ExportProfile.objects.get().name == "First"


@pytest.mark.parametrize(
    ("fields", "errors"),
    [
        ({"name": ""}, {"name": ["Give the profile a name."]}),
        ({"name": "n" * 121}, {"name": ["Ensure this value has at most 120 characters (it has 121)."]}),
        ({"name": "Taken"}, {"name": ["You have a profile with this name already."]}),
        ({"team": "9999"}, {"team": ["Select a valid choice. That choice is not one of the available choices."]}),
    ],
)
def test_a_profile_that_cannot_be_kept_says_why(exporter, fields, errors):
    ExportProfile.objects.create(name="Taken", owner=exporter.exporter, format="csv")
    response = keep(exporter, **fields)
    assert dict(response.context["profile_form"].errors) == errors
    assert ExportProfile.objects.count() == 1


def test_nobody_gives_a_profile_to_a_role_of_others(exporter):
    response = keep(exporter, team=Group.objects.get(name="editor").pk)
    assert "team" in response.context["profile_form"].errors
    assert not ExportProfile.objects.exists()


def test_a_team_sees_runs_and_changes_its_profiles_and_others_do_not(client, office):
    editor, colleague, exporter = account("editor", "ed"), account("editor", "eva"), account("exporter", "exporter")
    ExportProfile.objects.create(
        name="Shared", owner=editor, team=Group.objects.get(name="editor"), format="csv", selection={"state": "public"}
    )
    profile = ExportProfile.objects.get()
    for user, found in ((editor, True), (colleague, True), (exporter, False)):
        client.force_login(user)
        assert ("Shared" in client.get(door("profiles")).content.decode()) is found
        assert client.get(door("profile", profile.pk)).status_code == (200 if found else 404)
        assert client.post(door("run", profile.pk)).status_code == (200 if found else 404)
    client.force_login(colleague)
    keep(client, "_save", profile=profile.pk, revision=1, name="Ours")
    assert ExportProfile.objects.get().owner == editor
    assert ExportProfile.objects.get().name == "Ours"


def test_who_loses_the_permission_sees_no_profiles_any_more(exporter):
    keep(exporter)
    exporter.exporter.groups.clear()
    assert not ExportProfile.objects.visible_to(type(exporter.exporter).objects.get(username="exporter")).exists()


def test_deleting_asks_first_and_only_a_post_deletes(exporter):
    keep(exporter)
    profile = ExportProfile.objects.get()
    assert exporter.get(door("delete", profile.pk)).status_code == 200
    assert ExportProfile.objects.exists()
    assert exporter.get(door("run", profile.pk)).status_code == 405
    exporter.post(door("delete", profile.pk))
    assert not ExportProfile.objects.exists()


def test_a_profile_of_a_deleted_city_says_so_everywhere_and_can_be_mended(exporter):
    city = CityFactory()
    keep(exporter, city=city.pk)
    profile = ExportProfile.objects.get()
    city.delete()
    assert f"“{city.pk or profile.selection['city']}” is none" in exporter.get(door("profiles")).content.decode()
    page = exporter.get(door("profile", profile.pk)).content.decode()
    assert "This list asks for something that no longer exists:" in page
    assert exporter.post(door("run", profile.pk)).status_code == 302
    assert exporter.get(door("edit", profile.pk), follow=True).status_code == 200
    assert not ExportRun.objects.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_the_table_of_profiles_takes_the_same_queries_for_any_number(exporter, count, django_assert_num_queries):
    for number in range(count):
        keep(exporter, name=f"List {number}")
    for profile in ExportProfile.objects.all():
        b"".join(exporter.post(door("run", profile.pk)).streaming_content)
    exporter.get(door("profiles"))
    with django_assert_num_queries(6):
        exporter.get(door("profiles"))


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_breaks_leaves_no_cursor_and_no_transaction(exporter):
    for number in range(3):
        publish_event(words={"title": f"Event {number}"}, when="2017-10-06")
    response = exporter.post(URL, {**FORM, "period": "", "_download": "1"})
    assert next(response.streaming_content)
    for close in response._resource_closers:
        close()
    assert not connection.in_atomic_block
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_cursors")
            assert cursor.fetchone() == (0,)


def test_two_who_keep_the_same_name_at_once_both_get_an_answer(exporter, monkeypatch):
    """The form asks before the database does; the second of two at the same moment gets past the form."""
    keep(exporter)
    monkeypatch.setattr(ExportProfile, "validate_constraints", lambda *args, **kwargs: None)
    response = keep(exporter)
    assert dict(response.context["profile_form"].errors) == {"name": ["You have a profile with this name already."]}


def test_an_account_of_nobody_owns_nothing(client):
    assert not ExportProfile.objects.visible_to(UserFactory()).exists()


def test_the_first_page_of_the_desk_leads_to_the_lists_of_who_may_export(client, office):
    exporter = account("exporter", "exporter")
    client.force_login(exporter)
    keep(client)
    page = client.get(reverse("admin:index")).content.decode()
    assert door("profile", ExportProfile.objects.get().pk) in page
    client.force_login(account("author", "author"))
    assert URL not in client.get(reverse("admin:index")).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_first_page_takes_the_same_queries_for_any_number_of_lists(exporter, count, django_assert_num_queries):
    for number in range(count):
        keep(exporter, name=f"List {number}")
    exporter.get(reverse("admin:index"))
    with django_assert_num_queries(9):
        exporter.get(reverse("admin:index"))
