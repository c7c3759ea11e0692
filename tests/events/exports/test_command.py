"""`manage.py export_events`: for cron and scripts. Exit codes are those of its help."""

import pytest
from django.core.management import CommandError, call_command

from events.exports.export import Export
from events.models import ExportProfile, ExportRun
from sistercities.publishing.models import AuditEntry
from tests.factories import EventFactory, EventTextFactory, UserFactory, publish_event

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]


@pytest.fixture
def file(tmp_path):
    return tmp_path / "list.csv"


@pytest.fixture
def profile():
    return ExportProfile.objects.create(
        name="For the press",
        owner=UserFactory(),
        selection={"state": "public", "kinds": ["talk"]},
        layout={"columns": ["title", "change"]},
        format="csv",
    )


def run(*arguments, **options):
    call_command("export_events", *arguments, **options)


def refused(*arguments):
    with pytest.raises(CommandError) as error:
        run(*arguments)
    return error.value.returncode, str(error.value)


def test_a_list_is_written_as_the_filters_and_the_layout_say(file):
    publish_event(words={"title": "Film night"}, when="2017-10-06", kind="film")
    publish_event(words={"title": "A talk"}, when="2017-10-07", kind="talk")
    EventTextFactory(event=EventFactory(when="2017-10-08", kind="talk"), title="A draft")
    run("--output", str(file), "--kinds", "talk", "--columns", "title,from", "--separator", "tab")
    assert file.read_bytes() == b"\xef\xbb\xbfTitle\tFrom\r\nA talk\t2017-10-07\r\n"
    run("--output", str(file), "--state", "draft", "--columns", "title")
    assert file.read_text("utf-8-sig").splitlines() == ["Title", "A draft"]


def test_standard_output_gets_the_same_bytes(file, capfdbinary):
    publish_event(words={"title": "Film night"}, when="2017-10-06")
    run("--columns", "title")
    assert capfdbinary.readouterr() == (b"\xef\xbb\xbfTitle\r\nFilm night\r\n", b"")


def test_a_profile_is_found_by_name_and_by_number_and_keeps_its_filter(file, profile):
    publish_event(words={"title": "Film night"}, when="2017-10-06", kind="film")
    publish_event(words={"title": "A talk"}, when="2017-10-07", kind="talk")
    for given in ("For the press", str(profile.pk)):
        run("--output", str(file), "--profile", given)
        assert file.read_text("utf-8-sig").splitlines() == ["Title,Change", "A talk,"]


def test_only_who_says_so_makes_it_a_run(file, profile):
    publish_event(words={"title": "A talk"}, when="2017-10-07", kind="talk")
    arguments = ("--output", str(file), "--profile", "For the press")
    run(*arguments)
    assert not ExportRun.objects.exists()
    run(*arguments, "--remember")
    publish_event(words={"title": "Another talk"}, when="2017-10-08", kind="talk")
    for _time in range(2):
        run(*arguments)
        assert file.read_text("utf-8-sig").splitlines() == ["Title,Change", "A talk,", "Another talk,new"]
    assert ExportRun.objects.get().count == 1


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["--city", "atlantis"], 2, "--city: “atlantis” is none of the choices."),
        (["--first", "tomorrow"], 2, "--first: “tomorrow” is no day. Write it as 2017-10-06."),
        (["--columns", "title,secret"], 2, "--columns: “secret” is none of the choices."),
        (["--remember"], 2, "Only the run of a profile is remembered: name one with --profile."),
        (
            ["--profile", "For the press", "--city", "x"],
            2,
            "A profile has its own filter and layout: leave out --city.",
        ),
        (["--profile", "Nobody's"], 4, "There is no such profile."),
        (["--profile", "9" * 30], 4, "There is no such profile."),
    ],
)
def test_what_cannot_be_done_is_said_with_its_exit_code_and_nothing_is_written(profile, file, arguments, code, message):
    file.write_text("as before")
    assert refused("--output", str(file), *arguments) == (code, message)
    assert file.read_text() == "as before"
    assert not AuditEntry.objects.filter(action="exported").exists()


def test_two_profiles_of_one_name_are_asked_about(profile):
    ExportProfile.objects.create(name=profile.name, owner=UserFactory(), format="csv")
    assert refused("--profile", profile.name) == (4, "Several profiles have that name: give the number.")


def test_a_profile_that_asks_for_what_is_gone_says_so(profile, file):
    ExportProfile.objects.update(selection={"city": 999})
    assert refused("--output", str(file), "--profile", profile.name) == (5, "“999” is none of the choices.")
    assert not file.exists()


def test_a_file_that_cannot_be_written_is_said(tmp_path):
    code, message = refused("--output", str(tmp_path / "missing" / "list.csv"))
    assert (code, message.startswith("The list cannot be written: ")) == (3, True)


def test_what_breaks_off_leaves_the_former_file_and_nothing_beside_it(file, profile, monkeypatch):
    file.write_text("as before")

    def broken(self):
        yield b"half a"
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Export, "pieces", broken)
    code, _message = refused("--output", str(file), "--profile", profile.name, "--remember")
    assert (code, file.read_text(), list(file.parent.iterdir())) == (3, "as before", [file])
    assert not ExportRun.objects.exists()


def test_every_list_stands_in_the_audit_trail(file):
    publish_event(words={"title": "A talk"}, when="2017-10-07", kind="talk")
    run("--output", str(file), "--kinds", "talk")
    [entry] = AuditEntry.objects.filter(action="exported")
    assert (entry.username, entry.detail) == ("", "CSV, 1 row. Kind: Talk; Public state: Public now")
