"""The tables of lists and imports in `docs/permissions.md`, held to every door there is, knocked at by every role."""

import itertools
import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.contrib import admin
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from events.forms.importing import OptionsForm
from events.importing.planning import plan
from events.importing.undoing import plan_undo
from events.models import Event, EventImport, ExportAddress, ExportProfile, ExportRun
from sistercities.press import starting
from sistercities.press.models import Dossier
from sistercities.publishing.models import AuditAction, AuditEntry
from sistercities.publishing.roles import ROLES
from tests.events.importing.files import csv_of, imported, source_of
from tests.factories import AnniversaryFactory, LosAngelesFactory, OfficeFactory, publish_event
from tests.site.test_permissions import account

pytestmark = pytest.mark.django_db

LIST = csv_of(["Title", "From"], ["Concert", "3 October 2099"])
COLUMNS = {"columns": ["title"], "state": "public", "language": "en", "format": "csv"}
#: Doors by the row of the table that opens them: the method, the name of the page, what it takes, what is sent.
HANDED_OUT = {
    "export page, preview, download, list action": (
        ("GET", "events_event_export", None, {}),
        ("GET", "events_event_export", None, {**COLUMNS, "part": "preview"}),
        ("POST", "events_event_export", None, {**COLUMNS, "_preview": "1"}),
        ("POST", "events_event_export", None, {**COLUMNS, "_download": "1"}),
    ),
    "export profiles: see, run, change, delete, make and revoke addresses": (
        ("POST", "events_event_export", None, {**COLUMNS, "_save_new": "1", "name": "Another"}),
        ("GET", "events_event_export_profiles", None, {}),
        ("GET", "events_event_export_profile", "profile", {}),
        ("POST", "events_event_export_run", "profile", {}),
        ("GET", "events_event_export_edit", "profile", {}),
        ("POST", "events_event_export_address", "profile", {"recipient": "The partner"}),
        ("POST", "events_event_export_revoke", "address", {}),
        ("GET", "events_event_export_delete", "profile", {}),
        ("POST", "events_event_export_delete", "profile", {}),
    ),
    "annual report: see, take along": (
        ("GET", "press_report", None, {}),
        ("POST", "press_report", None, {"format": "xlsx"}),
    ),
    "press kits: ask for, see, fetch, try again, delete": (
        ("GET", "press_dossier_changelist", None, {}),
        ("POST", "press_dossier_new", None, {"anniversary": "{anniversary}"}),
        ("GET", "press_dossier_change", "kit", {}),
        ("GET", "press_dossier_change", "kit", {"part": "state"}),
        ("POST", "press_dossier_again", "kit", {}),
        ("POST", "press_dossier_delete_kit", "kit", {}),
    ),
}
IMPORTED = {
    "choose a file, look at what it would do, give it up": (
        ("GET", "events_event_import", None, {}),
        ("POST", "events_event_import", None, "file"),
        ("GET", "events_event_import_run", "waiting", {}),
        ("POST", "events_event_import_discard", "waiting", {}),
    ),
    "import: make events": (("POST", "events_event_import_run", "waiting", "seen"),),
    "see what was imported, and undo it": (
        ("GET", "events_event_import_run", "done", {}),
        ("GET", "events_event_import_undo", "done", {}),
        ("POST", "events_event_import_undo", "done", "undo"),
    ),
}
DOORS = [(row, door) for row, doors in {**HANDED_OUT, **IMPORTED}.items() for door in doors]
#: Doors that Django brings along; nobody may pass them.
SHUT = (
    ("GET", "press_dossier_add", None, {}),
    ("POST", "press_dossier_add", None, {"title": "Mine"}),
    ("POST", "press_dossier_delete", "kit", {"post": "yes"}),
)


def documented_rows():
    """`{row: {role: is it open to it?}}` of the two tables."""
    text = (Path(settings.BASE_DIR) / "docs" / "permissions.md").read_text()
    found = {}
    for heading in ("Lists of events that are imported", "Lists that are handed out"):
        [section] = re.findall(rf"^## {heading}\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
        head, _line, *rows = [
            [cell.strip() for cell in line.strip("|").split("|")]
            for line in section.splitlines()
            if line.startswith("|")
        ]
        for label, *cells in rows:
            found[label] = {
                role: cell != "none" for names, cell in zip(head[1:], cells, strict=True) for role in names.split(", ")
            }
    return found


@pytest.fixture(autouse=True)
def site(monkeypatch):
    """A public event, an anniversary to make a kit of, whose process does nothing, and a kit that failed."""
    monkeypatch.setattr(starting, "start", lambda key: None)
    home = OfficeFactory().home_city
    anniversary = AnniversaryFactory(partnership__city_a=home, partnership__city_b=LosAngelesFactory())
    publish_event(words={"title": "Film night"}, when="2099-10-06")
    kit = Dossier.objects.create(title="50 years", selection={"state": "public"}, state="failed", problem="other")
    return SimpleNamespace(anniversary=anniversary, kit=kit)


def belongings(user, site):
    """What the account would have if it had the permission: a door is not shut for want of a thing behind it."""
    profile = ExportProfile.objects.create(name="Mine", owner=user, selection={"state": "public"}, format="csv")
    address, _token = ExportAddress.make(profile, "The press", user)
    talk = f"Talk {EventImport.objects.count()} of {Event.objects.count()}"  # not the one of the last time
    done, _plan = imported(csv_of(["Title", "From"], [talk, "4 October 2099"]), user)
    waiting = EventImport.objects.create(
        file_name="list.csv", kind="csv", content=LIST, options=source_of(LIST).options.as_json(), created_by=user
    )
    return {
        None: [],
        "profile": [profile.pk],
        "address": [profile.pk, address.pk],
        "kit": [site.kit.pk],
        "waiting": [waiting.pk],
        "done": [done.pk],
    }


def knock(client, user, site, things, door):
    method, name, thing, sent = door
    if sent == "file":
        sent = {"file": SimpleUploadedFile("list.csv", LIST)}
    elif sent == "seen":
        source = source_of(LIST)
        form = OptionsForm(opened=source.opened, options=source.options)
        sent = {field.html_name: field.value() or "" for field in form}
        sent |= {"_import": "1", "seen": plan(source, user).digest}
    elif sent == "undo":
        run = EventImport.objects.filter(pk=things[thing][0]).first()
        sent = {"seen": plan_undo(run, user).digest if run else ""}
    else:
        filled = {"{anniversary}": str(site.anniversary.pk)}
        sent = {key: filled.get(value, value) if isinstance(value, str) else value for key, value in sent.items()}
    call = client.get if method == "GET" else client.post
    response = call(reverse(f"admin:{name}", args=things[thing]), sent)
    if response.streaming:
        b"".join(response)
    return response


def everything():
    """All that these doors could change."""
    models = (Event, EventImport, ExportAddress, ExportProfile, ExportRun, Dossier, AuditEntry)
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in models}


def test_every_door_of_lists_stands_in_a_row():
    """A new page of lists, imports or kits that nobody has put into the table fails here."""
    site_of = {model._meta.label: model_admin for model, model_admin in admin.site._registry.items()}
    names = {url.name for url in site_of["events.Event"].get_urls() if re.search("_(ex|im)port", url.name or "")}
    names |= {url.name for url in site_of["press.Dossier"].get_urls() if url.name}
    known = {door[1] for door in (*SHUT, *(door for _row, door in DOORS))}
    assert names - known - {"press_dossier_history"} == set()
    assert known <= names


def test_the_tables_of_the_documentation_have_a_door_for_each_row():
    changes = "import: change events"  # the same door as making them, held to each event (tests/events/importing)
    assert set(documented_rows()) - {changes} == {row for row, _door in DOORS}


@pytest.mark.parametrize("role", ROLES)
def test_each_door_opens_to_whom_the_table_says(client, site, role):
    rows = documented_rows()
    user = account(role, "somebody")
    wrong = []
    for row, door in DOORS:
        things = belongings(user, site)
        client.force_login(user)
        before = everything()
        status = knock(client, user, site, things, door).status_code
        if rows[row][role]:
            # It did what the door is for: a form that is shown again with a mistake is no open door.
            is_still = door[0] == "GET" or "_preview" in door[3]
            is_right = status in (200, 302) and (everything() == before) is is_still
        else:
            is_right = status == 403 and everything() == before
        if not is_right:
            wrong.append((row, door[:2], status))
        ExportProfile.objects.all().delete()
        EventImport.objects.all().delete()
        site.kit.save(force_insert=not Dossier.objects.filter(pk=site.kit.pk).exists())
    assert wrong == []


@pytest.mark.parametrize("role", ROLES)
def test_what_django_brings_along_is_shut_for_everybody(client, site, role):
    client.force_login(account(role, "somebody"))
    before = everything()
    assert [knock(client, None, site, {None: [], "kit": [site.kit.pk]}, door).status_code for door in SHUT] == [403] * 3
    assert everything() == before


def test_visitors_are_sent_to_the_login_page_and_change_nothing(client, site):
    owner = account("editor", "owner")
    things = belongings(owner, site)
    before = everything()
    answers = [knock(client, owner, site, things, door) for _row, door in DOORS]
    assert {answer.status_code for answer in answers} == {302}
    assert all(answer["Location"].startswith("/admin/login/") for answer in answers)
    assert everything() == before


def test_nothing_is_changed_without_the_token_of_the_form(site):
    client = Client(enforce_csrf_checks=True)
    user = account("editor", "somebody")
    things = belongings(user, site)
    client.force_login(user)
    before = everything()
    doors = [door for _row, door in DOORS if door[0] == "POST"]
    assert {knock(client, user, site, things, door).status_code for door in doors} == {403}
    assert everything() == before


def test_nothing_is_changed_by_looking(client, site):
    """What a link, a prefetching browser or a mail scanner could do: the doors of forms, asked with GET."""
    user = account("editor", "somebody")
    things = belongings(user, site)
    client.force_login(user)
    before = everything()
    for _row, (_method, name, thing, sent) in DOORS:
        knock(client, user, site, things, ("GET", name, thing, sent if isinstance(sent, dict) else {}))
    assert everything() == before


def test_things_of_others_look_like_things_that_are_not_there(client, site):
    theirs = belongings(account("editor", "owner"), site)
    somebody = account("exporter", "somebody")
    missing = {thing: [key + 9000 for key in keys] for thing, keys in theirs.items()}
    client.force_login(somebody)
    doors = [door for _row, door in DOORS if door[2] in ("profile", "address")]
    before = everything()
    found = [[knock(client, somebody, site, things, door) for door in doors] for things in (theirs, missing)]
    assert {answer.status_code for answer in itertools.chain(*found)} == {404}
    assert len({answer.content for answer in itertools.chain(*found)}) == 1
    # An import of somebody else's, for an author.
    author = account("author", "author")
    client.force_login(author)
    doors = [door for _row, door in DOORS if door[2] in ("waiting", "done")]
    found = [[knock(client, author, site, things, door) for door in doors] for things in (theirs, missing)]
    assert {answer.status_code for answer in itertools.chain(*found)} == {404}
    assert len({answer.content for answer in itertools.chain(*found)}) == 1
    assert everything() == before


@pytest.mark.parametrize("lost", ["role", "account"])
def test_who_loses_the_right_finds_every_door_shut_with_the_next_request(client, site, lost):
    user = account("exporter", "somebody")
    things = belongings(user, site)
    client.force_login(user)
    assert knock(client, user, site, things, HANDED_OUT["annual report: see, take along"][0]).status_code == 200
    if lost == "role":
        user.groups.clear()
    else:
        type(user).objects.filter(pk=user.pk).update(is_active=False)
    before = everything()
    doors = [door for row, door in DOORS if row in HANDED_OUT]
    assert {knock(client, user, site, things, door).status_code for door in doors} <= {302, 403}
    assert everything() == before


def test_what_leaves_the_house_stands_in_the_audit_trail(client, site):
    user = account("exporter", "somebody")
    things = belongings(user, site)
    client.force_login(user)
    taken = {
        "events_event_export": {**COLUMNS, "_download": "1"},
        "events_event_export_run": {},
        "press_report": {"format": "docx"},
        "press_dossier_new": {"anniversary": str(site.anniversary.pk)},
    }
    for name, sent in taken.items():
        thing = "profile" if name.endswith("run") else None
        before = AuditEntry.objects.filter(action=AuditAction.EXPORTED, user=user).count()
        knock(client, user, site, things, ("POST", name, thing, sent))
        assert AuditEntry.objects.filter(action=AuditAction.EXPORTED, user=user).count() == before + 1, name
