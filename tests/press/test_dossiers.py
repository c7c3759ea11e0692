"""Press kits that were asked for: how they begin, end, fail, are fetched and go."""

import datetime
import io
import re
import subprocess
import zipfile
from pathlib import Path

import pytest
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from events.exports.selection import Selection
from sistercities.logs import redact
from sistercities.office.frame import current_frame
from sistercities.press import archive, building, starting, views
from sistercities.press.building import build
from sistercities.press.cleaning import clean
from sistercities.press.links import kit_address
from sistercities.press.models import Dossier, Problem, State
from sistercities.press.storage import kits
from sistercities.publishing.models import AuditAction, AuditEntry
from tests.factories import UserFactory, publish_event

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _apart(settings, tmp_path, monkeypatch):
    """A folder of its own; printing is tested in `tests/documents`."""
    settings.PRESS_KITS_ROOT = tmp_path / "kits"
    monkeypatch.setattr(archive, "agenda_pdf", lambda agenda: b"%PDF")
    cache.clear()


def account(role):
    user = UserFactory(username=role, is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    return user


@pytest.fixture
def exporter(client):
    client.force_login(account("exporter"))
    return client


@pytest.fixture
def dossier(site):
    publish_event(words={"title": "Opening"}, when="2099-10-06", anniversary=site.anniversary)
    return Dossier.objects.create(title="50 years", selection={"anniversary": site.anniversary.pk, "state": "public"})


def stored():
    folder = Path(kits().location)
    return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []


def page(dossier):
    return reverse("admin:press_dossier_change", args=[dossier.pk])


def fetch(client, path):
    """The response with its whole body read, which closes the file."""
    response = client.get(path)
    response.body = b"".join(response) if response.streaming else response.content
    return response


def path_of(dossier):
    return kit_address(dossier).removeprefix("http://testserver")


def test_one_click_on_an_anniversary_asks_for_its_kit(exporter, site, monkeypatch, django_capture_on_commit_callbacks):
    started = []
    monkeypatch.setattr(starting.subprocess, "Popen", lambda command, **how: started.append((command, how)) or Ended())
    form = exporter.get(reverse("admin:cities_anniversary_change", args=[site.anniversary.pk]))
    assert 'action="/admin/press/dossier/new/"' in form.content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        response = exporter.post("/admin/press/dossier/new/", {"anniversary": site.anniversary.pk})
    dossier = Dossier.objects.get()
    assert response["Location"] == page(dossier)
    assert (dossier.state, dossier.anniversary, dossier.created_by.username) == (
        "waiting",
        site.anniversary,
        "exporter",
    )
    ((command, how),) = started
    assert command[1:] == [str(starting.settings.BASE_DIR / "manage.py"), "build_dossier", str(dossier.pk)]
    assert how["start_new_session"] is True
    entry = AuditEntry.objects.get(action=AuditAction.EXPORTED)
    assert entry.detail.replace("\u00a0", " ") == (
        "Press kit. Anniversary: 50 years Berlin – Los Angeles; Public state: Public now"
    )


class Ended:
    def wait(self):
        return 0


def test_a_selection_of_the_export_page_makes_a_kit_of_what_is_public(exporter, site):
    """Whatever state the page had chosen."""
    exporter.post(
        "/admin/press/dossier/new/", {"city": site.los_angeles.pk, "state": "draft", "kinds": ["film", "talk"]}
    )
    dossier = Dossier.objects.get()
    assert dossier.selection == {"city": site.los_angeles.pk, "kinds": ["film", "talk"], "state": "public"}
    assert dossier.title == "Los Angeles"


def test_two_clicks_make_one_kit(exporter, site):
    for _click in range(2):
        exporter.post("/admin/press/dossier/new/", {"anniversary": site.anniversary.pk})
    assert Dossier.objects.count() == 1
    assert AuditEntry.objects.filter(action=AuditAction.EXPORTED).count() == 1


def test_nonsense_makes_no_kit(exporter, site):
    response = exporter.post("/admin/press/dossier/new/", {"anniversary": "999999"}, follow=True)
    assert [str(message) for message in response.context["messages"]] == ["“999999” is none of the choices."]
    assert not Dossier.objects.exists()


def test_a_finished_kit_says_until_when_and_gives_its_link(exporter, dossier):
    assert build(dossier.pk) is True
    dossier.refresh_from_db()
    assert (dossier.state, dossier.steps_done, dossier.steps_total) == ("ready", 5, 5)
    assert dossier.expires_at - dossier.finished_at == datetime.timedelta(days=7)
    assert len(stored()) == 1
    text = exporter.get(page(dossier)).content.decode()
    assert kit_address(dossier) in text
    assert "http-equiv" not in text


def test_whoever_has_the_link_gets_the_file_without_an_account(client, dossier):
    build(dossier.pk)
    dossier.refresh_from_db()
    response = fetch(client, path_of(dossier))
    with zipfile.ZipFile(io.BytesIO(response.body)) as found:
        assert "English/Programme.docx" in found.namelist()
    made = f"{dossier.finished_at:%Y-%m-%d}"
    assert response.headers["Content-Type"] == "application/zip"
    assert response.headers["Content-Disposition"] == f'attachment; filename="press-kit-50-years-{made}.zip"'
    assert response.headers["Content-Length"] == str(dossier.size)
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert response.cookies == {}
    assert client.head(path_of(dossier)).headers["Content-Length"] == str(dossier.size)
    dossier.refresh_from_db()
    assert dossier.visits == 1


@pytest.mark.parametrize("change", ["expired", "forged", "unsigned", "deleted", "made anew", "file gone"])
def test_a_link_that_opens_nothing_looks_like_one_that_never_was(client, dossier, time_machine, change):
    build(dossier.pk)
    dossier.refresh_from_db()
    path = path_of(dossier)
    assert fetch(client, path).status_code == 200
    if change == "expired":
        time_machine.move_to(dossier.expires_at, tick=False)
    elif change == "forged":
        path = path[:-1] + ("A" if path[-1] != "A" else "B")
    elif change == "unsigned":
        path = path.partition(":")[0]
    elif change == "deleted":
        dossier.delete()
    elif change == "made anew":
        Dossier.objects.update(nonce="other")
    else:
        kits().delete(dossier.file)
    refused = fetch(client, path)
    never = client.get("/press-kits/1_0_0:x")
    assert (refused.status_code, never.status_code) == (404, 404)
    assert refused.body == never.content


def test_a_link_does_not_stand_in_a_log(dossier):
    build(dossier.pk)
    dossier.refresh_from_db()
    assert dossier.nonce not in redact(f"GET {path_of(dossier)}")
    assert path_of(dossier)[-20:] not in redact(f"GET {path_of(dossier)}")


def test_too_many_requests_of_one_sender_are_refused(client, dossier, monkeypatch):
    monkeypatch.setattr(views, "PER_SENDER", 2)
    build(dossier.pk)
    dossier.refresh_from_db()
    assert [client.head(path_of(dossier)).status_code for _ in range(3)] == [200, 200, 429]


def test_a_kit_is_made_by_one_process_alone(dossier):
    assert [build(dossier.pk), build(dossier.pk)] == [True, False]
    assert len(stored()) == 1


@pytest.mark.parametrize(
    ("error", "problem"),
    [
        (OSError(28, "No space left"), Problem.STORAGE),
        (RuntimeError("bug"), Problem.OTHER),
        (KeyboardInterrupt(), Problem.STOPPED),
    ],
)
def test_whatever_happens_the_page_says_how_it_ended_and_offers_another_try(
    exporter, dossier, monkeypatch, error, problem
):
    def fail(*_arguments, **_keywords):
        raise error

    monkeypatch.setattr(building, "write_kit", fail)
    if isinstance(error, KeyboardInterrupt):
        with pytest.raises(KeyboardInterrupt):
            build(dossier.pk)
    else:
        build(dossier.pk)
    monkeypatch.undo()
    text = exporter.get(page(dossier)).content.decode()
    dossier.refresh_from_db()
    assert (dossier.state, dossier.problem) == ("failed", problem)
    assert str(problem.label) in text
    assert "Try again" in text
    exporter.post(reverse("admin:press_dossier_again", args=[dossier.pk]))
    dossier.refresh_from_db()
    assert (dossier.state, dossier.problem) == ("waiting", "")


def test_too_many_dates_are_said(dossier, monkeypatch):
    monkeypatch.setattr("sistercities.documents.agenda.MOST_ITEMS", 0)
    build(dossier.pk)
    assert Dossier.objects.get().problem == Problem.TOO_LONG


def test_a_process_that_died_without_a_word_can_be_started_again(exporter, dossier):
    later = timezone.now() - datetime.timedelta(minutes=11)
    Dossier.objects.update(state=State.BUILDING, beat_at=later, steps_done=1, steps_total=4)
    text = exporter.get(page(dossier)).content.decode()
    assert "was stopped before it was done" in text
    assert "http-equiv" not in text
    Dossier.objects.update(beat_at=timezone.now())
    text = exporter.get(page(dossier)).content.decode()
    assert "Being made: 1 of 4 parts." in text
    assert '<noscript><meta http-equiv="refresh" content="5"></noscript>' in text
    exporter.post(reverse("admin:press_dossier_again", args=[dossier.pk]))
    assert Dossier.objects.get().state == State.BUILDING


def test_a_process_that_cannot_be_started_is_said(dossier, monkeypatch):
    def refuse(*_arguments, **_keywords):
        raise OSError("no memory")

    monkeypatch.setattr(subprocess, "Popen", refuse)
    starting.start(dossier.pk)
    assert (Dossier.objects.get().state, Dossier.objects.get().problem) == ("failed", "not-started")


def test_the_command_makes_a_kit_and_says_when_it_cannot(dossier):
    call_command("build_dossier", dossier.pk)
    assert Dossier.objects.get().state == State.READY
    with pytest.raises(CommandError, match="waits to be made"):
        call_command("build_dossier", dossier.pk)


def test_expired_files_go_with_the_next_kit_and_with_the_command(site, dossier, capsys):
    build(dossier.pk)
    Dossier.objects.update(expires_at=timezone.now())
    other = Dossier.objects.create(title="Other", selection={"state": "public"})
    build(other.pk)
    assert stored() == [Dossier.objects.get(pk=other.pk).file]
    Dossier.objects.update(expires_at=timezone.now())
    call_command("clear_dossiers")
    assert (stored(), capsys.readouterr().out) == ([], "Deleted 1 files.\n")


def test_a_file_that_no_kit_names_goes_after_a_day(dossier, time_machine):
    kits().save("stray.zip", io.BytesIO(b"x"))
    assert clean() == 0
    assert clean(timezone.now() + datetime.timedelta(days=1, seconds=5)) == 1
    assert stored() == []


def test_deleting_a_kit_ends_its_link_and_stands_in_the_audit_trail(exporter, dossier):
    build(dossier.pk)
    dossier.refresh_from_db()
    path = path_of(dossier)
    exporter.post(reverse("admin:press_dossier_delete_kit", args=[dossier.pk]))
    assert (exporter.get(path).status_code, stored(), Dossier.objects.count()) == (404, [], 0)
    assert AuditEntry.objects.filter(action=AuditAction.DELETED, object_repr="50 years").exists()


def test_a_kit_that_was_deleted_while_it_was_made_leaves_no_file(dossier, monkeypatch):
    write = building.write_kit

    def delete_meanwhile(*arguments, **keywords):
        write(*arguments, **keywords)
        Dossier.objects.all().delete()

    monkeypatch.setattr(building, "write_kit", delete_meanwhile)
    build(dossier.pk)
    assert stored() == []


@pytest.mark.parametrize("role", ["author", "media steward"])
def test_who_may_not_export_finds_every_door_closed(client, site, dossier, role):
    user = account(role)
    client.force_login(user)
    doors = [
        client.get(reverse("admin:press_dossier_changelist")),
        client.get(page(dossier)),
        client.get(page(dossier) + "?part=state"),
        client.post("/admin/press/dossier/new/", {"anniversary": site.anniversary.pk}),
        client.post(reverse("admin:press_dossier_again", args=[dossier.pk])),
        client.post(reverse("admin:press_dossier_delete_kit", args=[dossier.pk])),
    ]
    assert [door.status_code for door in doors] == [403] * 6
    assert Dossier.objects.count() == 1
    if role == "author":
        form = client.get(reverse("admin:cities_anniversary_change", args=[site.anniversary.pk]))
        assert "dossier/new" not in form.content.decode()


def test_nothing_is_asked_for_by_looking(exporter, dossier):
    assert exporter.get("/admin/press/dossier/new/").status_code == 405
    assert exporter.get(reverse("admin:press_dossier_delete_kit", args=[dossier.pk])).status_code == 405


def test_the_list_opens_for_exporters_and_offers_no_other_door(exporter, dossier):
    text = exporter.get(reverse("admin:press_dossier_changelist")).content.decode()
    assert "50 years" in text
    assert exporter.get("/admin/press/dossier/add/").status_code == 403
    assert exporter.post(f"/admin/press/dossier/{dossier.pk}/delete/", {"post": "yes"}).status_code == 403


def test_the_list_says_where_kits_are_made_and_leads_there(exporter):
    text = exporter.get(reverse("admin:press_dossier_changelist")).content.decode()
    hint = text.partition("A press kit is made on the page of")[2].partition("</p>")[0]
    doors = re.findall(r'href="([^"]+)"', hint)
    assert doors == [reverse("admin:cities_anniversary_changelist"), reverse("admin:events_event_export")]
    assert [exporter.get(door).status_code for door in doors] == [200, 200]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_the_same_queries_however_long_it_is(exporter, site, count, django_assert_num_queries):
    for number in range(count):
        Dossier.objects.create(title=f"Kit {number}", created_by=UserFactory())
    address = reverse("admin:press_dossier_changelist")
    exporter.get(address)
    with django_assert_num_queries(8):
        exporter.get(address)


def test_asking_is_of_public_things_only(site):
    with pytest.raises(ValueError, match="public"):
        building.gather(current_frame(), Selection(state="draft"), timezone.now())
