"""The walk for hidden events once more, by taking lists away: every format, every door, every column.

What leaves the house cannot be called back: a list of what is public, the address that a partner has, a press kit and
the annual report tell nothing of what the public cannot read.
"""

import io
import re
import zipfile

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.urls import reverse
from pypdf import PdfReader

from events.exports.column_table import COLUMNS
from events.exports.formats import FORMATS
from events.models import ExportAddress, ExportProfile
from sistercities.cities.models import Partnership
from sistercities.people.models import Person
from sistercities.press.building import build
from sistercities.press.links import kit_address
from sistercities.press.models import Dossier
from sistercities.publishing.operations import publish
from tests.factories import PersonFactory, UserFactory
from tests.site import test_leak_tour_of_events
from tests.site.test_leak_tour import HIDDEN
from tests.site.test_permissions import account

pytest.importorskip("sistercities.documents.engine", reason="WeasyPrint needs Pango from the system", exc_type=OSError)

PAGE = "/admin/events/event/export/"
#: Everything that a list can say, in both languages, by all clocks, with what has no day yet.
ALL = {"columns": [*COLUMNS], "language": "en,de", "clock": "both", "fuzzy": "yes"}
LAYOUT = {"columns": [*COLUMNS], "languages": ["en", "de"], "clock": "both", "fuzzy": "yes"}
#: A word of each part of an event, in each kind of file that says it.
WORDS = {
    **dict.fromkeys(("csv", "json", "xlsx"), ("title", "summary", "room", "ticket_note", "Venue", "Organiser",
                                              "Series", "Person")),
    "ics": ("title", "summary", "room", "Venue"),
    **dict.fromkeys(("pdf", "docx"), ("title", "summary", "room", "ticket_note", "Venue", "Person")),
}  # fmt: skip


@pytest.fixture
def hidden(db, settings, tmp_path):
    """Hidden events of the only partnership, and a live one whose manuscript and people have more to say."""
    settings.PRESS_KITS_ROOT = tmp_path / "kits"
    cache.clear()
    events = test_leak_tour_of_events.hidden.__wrapped__(db)
    for event in events.values():
        event.partnership = Partnership.objects.get()
        event.save()
    live = type(event).objects.get(editions__title="Open one", editions__language="en")
    live.working_title, live.stage_note, live.status_note = "Working Secretchange", "Note Secretchange", ""
    live.partnership = Partnership.objects.get()
    live.save()
    live.participants.create(person=PersonFactory(name="Ada Open", note="Note Secretperson"), function="host")
    publish(live, UserFactory())
    live.texts.update(title="Changed Secretchange", summary="Changed Secretchange", room="Changed Secretchange")
    live.participants.create(person=PersonFactory(name="Person Secretchange"), function="speaker")
    Person.objects.update(note="Note Secretperson")
    return events


def words_of(content, kind):
    """All that a reader or a program finds in such a file."""
    if kind == "pdf":
        reader = PdfReader(io.BytesIO(content))
        found = [page.extract_text() for page in reader.pages] + [str(reader.metadata)]
        return re.sub(r"\s+", " ", " ".join(found))
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = [(name, package.read(name)) for name in package.namelist()]
        return "\n".join(f"{name}\n{words_of(part, name.rpartition('.')[2])}" for name, part in parts)
    return re.sub("<[^>]*>", "", content.decode("utf-8", "replace").replace("\r\n ", ""))


def traces(text, events):
    """What of the hidden events stands in it: their words and what tells them from all others."""
    keys = [str(event.uid) for event in events.values()]
    keys += [str(date.uid) for event in events.values() for date in event.dates.all()]
    return re.findall("|".join(["secret", *keys]), text, re.IGNORECASE)


def body(response):
    return b"".join(response.streaming_content) if response.streaming else response.content


def taken(client, kind, state):
    """The words of a list as the export page hands it out."""
    response = client.post(PAGE, {**ALL, "state": state, "format": kind, "_download": "1"})
    assert response.status_code == 200
    return words_of(body(response), kind)


@pytest.fixture
def exporter(client):
    client.exporter = account("exporter", "exporter")
    client.force_login(client.exporter)
    return client


@pytest.fixture
def address(exporter):
    """The secret address of a profile of everything, without its ending. Whoever asks from here on is nobody."""
    selection = {"state": "any"}
    owner = exporter.exporter
    profile = ExportProfile.objects.create(name="x", owner=owner, selection=selection, layout=LAYOUT, format="csv")
    _address, token = ExportAddress.make(profile, "The partner", owner)
    exporter.logout()
    return f"/lists/{token}."


@pytest.mark.parametrize("kind", FORMATS)
def test_no_list_of_what_is_public_tells_of_hidden_events(hidden, exporter, kind):
    text = taken(exporter, kind, "public")
    assert traces(text, hidden) == []
    assert "Open one" in text
    assert any(traces(taken(exporter, kind, "any"), hidden))  # an exporter may ask for them, and would see it here
    page = exporter.get(PAGE, {**ALL, "state": "public"})
    assert traces(page.content.decode(), hidden) == []
    assert page.context["preview"]["count"] == 2


@pytest.mark.parametrize("kind", FORMATS)
def test_no_secret_address_tells_of_hidden_events_whatever_its_profile_lists(hidden, client, address, kind):
    response = client.get(f"{address}{FORMATS[kind].extension}")
    assert response.status_code == 200
    text = words_of(body(response), kind)
    assert traces(text, hidden) == []
    assert "Open one" in text


@pytest.mark.parametrize("kind", FORMATS)
def test_every_list_tells_of_every_event_once_it_is_published(hidden, client, address, kind):
    for event in hidden.values():
        event.texts.update(is_ready=True)
        publish(event, UserFactory())
    text = words_of(body(client.get(f"{address}{FORMATS[kind].extension}")), kind)
    for state in HIDDEN:
        for word in WORDS[kind]:
            assert f"{word} Secret{state}" in text, (state, word)


def test_the_command_tells_of_what_is_public_unless_more_is_asked_for(hidden, capfdbinary):
    call_command("export_events", "--columns", ",".join(COLUMNS), "--languages", "en,de", "--clock", "both")
    text = capfdbinary.readouterr().out.decode("utf-8-sig")
    assert traces(text, hidden) == []
    assert "Open one" in text


def test_whoever_lost_an_address_or_made_one_up_finds_what_anybody_finds(hidden, client, address):
    nothing = client.get("/lists/never-made.csv")
    assert nothing.status_code == 404
    ExportAddress.objects.update(revoked_at="2017-01-01T00:00:00Z")
    for path in (f"{address}csv", f"{address}exe", f"{address[:-2]}.csv", "/press-kits/1_x_9999999999:signature"):
        response = client.get(path)
        assert (response.status_code, response.content) == (404, nothing.content), path
        assert "ETag" not in response, path
    headers = {name: value for name, value in client.get(f"{address}csv").items() if "Vary" not in name}
    assert headers == {name: value for name, value in nothing.items() if "Vary" not in name}


def test_no_robot_finds_its_way_to_what_was_handed_out(hidden, client, address):
    pages = [client.get(path).content.decode() for path in ("/sitemap.xml", "/en/", "/en/events/")]
    assert not any("/lists/" in page or "/press-kits/" in page for page in pages)


@pytest.fixture
def kit(hidden):
    """Makes the kit of everything that is public; its words, as whoever has the link reads them."""

    def kit(client):
        dossier = Dossier.objects.create(title="All", selection={"state": "public"})
        assert build(dossier.pk)
        dossier.refresh_from_db()
        assert dossier.state == "ready", dossier.problem
        response = client.get(kit_address(dossier).removeprefix("http://testserver"))
        return words_of(body(response), "zip")

    return kit


def test_no_press_kit_tells_of_hidden_events_until_they_are_public(hidden, client, kit):
    text = kit(client)
    assert traces(text, hidden) == []
    assert "Open one" in text
    for event in hidden.values():
        event.texts.update(is_ready=True)
        publish(event, UserFactory())
    text = kit(client)
    for state in HIDDEN:
        for word in ("title", "summary", "Venue", "Person", "Picture"):
            assert f"{word} Secret{state}" in text, (state, word)


@pytest.mark.parametrize("state", ["draft", "unready"])
def test_the_annual_report_counts_no_event_before_it_is_public(hidden, client, time_machine, state):
    event, report = hidden[state], reverse("admin:press_report")
    time_machine.move_to(f"{event.starts_on.edtf} 12:00Z", tick=False)
    client.force_login(account("exporter", "exporter"))
    year = event.starts_on.edtf[:4]
    kind = str(event.get_kind_display())

    def told():
        """The kinds of events that the page and both files name."""
        page = client.get(report, {"year": year})
        files = [(form, body(client.post(report, {"year": year, "format": form}))) for form in ("xlsx", "docx")]
        texts = [words_of(content, form) for form, content in files]
        assert traces(" ".join([page.content.decode(), *texts]), hidden) == []
        rows = [row[0] for chapter in page.context["chapters"] for row in chapter["table"][1]]
        return [kind in rows, *(kind in text for text in texts)]

    assert told() == [False] * 3
    event.texts.update(is_ready=True)
    publish(event, UserFactory())
    assert told() == [True] * 3
