"""The walk through every public address once more, for events: hidden ones show nowhere, published ones everywhere."""

import datetime
import re

import pytest
from django.utils import timezone

from sistercities.publishing.operations import publish, withdraw
from tests.factories import (
    AnniversaryFactory,
    BerlinFactory,
    CityFactory,
    EventFactory,
    EventTextFactory,
    OfficeFactory,
    OrganiserFactory,
    PartnershipFactory,
    PersonFactory,
    PictureFactory,
    SeriesFactory,
    UserFactory,
    VenueFactory,
    further_date,
    publish_event,
)
from tests.site.test_leak_tour import HIDDEN, PAST, tour

#: A kind for each hidden event that no other one has, and a month.
KINDS = dict(zip(HIDDEN, ("dance", "sport", "market", "tour", "reading"), strict=True))


def hidden_event(kind, day):
    """An event in both languages with all that hangs on one, each with a word that stands nowhere else."""
    city = CityFactory(slug_en=f"place-{kind}", slug_de=f"ort-{kind}")
    event = EventFactory(
        when=day.isoformat(),
        kind=KINDS[kind],
        venue=VenueFactory(name_en=f"Venue Secret{kind}", name_de=f"Ort Secret{kind}", city=city),
        cities=[city],
        organisers=[OrganiserFactory(name_en=f"Organiser Secret{kind}", name_de=f"Veranstalter Secret{kind}")],
        series=SeriesFactory(name_en=f"Series Secret{kind}", name_de=f"Reihe Secret{kind}"),
        picture=PictureFactory(title=f"Picture Secret{kind}", caption_en=f"Caption Secret{kind}"),
        working_title=f"Working Secret{kind}",
    )
    further_date(event, (day + datetime.timedelta(days=1)).isoformat())
    event.participants.create(person=PersonFactory(name=f"Person Secret{kind}"), function="speaker")
    for language in ("en", "de"):
        words = {name: f"{name} Secret{kind}{language}" for name in ("title", "summary", "room", "ticket_note")}
        body = f"<p>Body Secret{kind}{language}</p>"
        EventTextFactory(event=event, language=language, slug=f"secret-{kind}-{language}", body=body, **words)
    return event


@pytest.fixture
def hidden(db):
    """A site with a live event that is to come and one that is past, and beside them one of each hidden kind."""
    berlin = BerlinFactory()
    partnership = PartnershipFactory(city_a=berlin, city_b=CityFactory(slug_en="partner", slug_de="partner"))
    AnniversaryFactory(partnership=partnership, years=50)
    OfficeFactory(home_city=berlin, email="office@example.org")
    today, chief = timezone.now().date(), UserFactory()
    for title, day in (("Open one", today + datetime.timedelta(days=40)), ("Open two", datetime.date(2004, 5, 1))):
        publish_event(("en", "de"), at=PAST, when=day.isoformat(), cities=[berlin], words={"title": title})
    months = (today.replace(day=1) + datetime.timedelta(days=150 + 31 * number) for number in range(len(HIDDEN)))
    events = {kind: hidden_event(kind, day) for kind, day in zip(HIDDEN, months, strict=True)}
    publish(events["planned"], chief, at=timezone.now() + datetime.timedelta(days=1))
    publish(events["withdrawn"], chief, at=PAST - datetime.timedelta(days=1000))
    withdraw(events["withdrawn"], chief)
    publish(
        events["expired"], chief, at=PAST - datetime.timedelta(days=2000), until=PAST - datetime.timedelta(days=1999)
    )
    events["unready"].texts.update(is_ready=False)
    return events


def test_no_hidden_event_shows_on_any_page(client, hidden):
    pages = tour(client)
    assert {"/en/events/", "/de/veranstaltungen/", "/en/events/past/"} <= set(pages)
    assert {status for status, _text in pages.values()} == {200, 302}
    assert [address for address, (_status, text) in pages.items() if re.search("secret", text, re.IGNORECASE)] == []
    # Neither a kind, nor a city, nor a month is offered that only hidden events have.
    for address in ("/en/events/", "/de/veranstaltungen/", "/en/events/past/"):
        options = re.findall(r'<option value="([^"]+)"', pages[address][1])
        assert options
        assert not {*KINDS.values(), *(f"place-{kind}" for kind in HIDDEN)} & set(options)
    months = re.findall(r'<option value="(\d{4}-\d\d)"', pages["/en/events/"][1])
    assert len(months) == 1
    assert "1 event<" in pages["/en/events/"][1]


def test_no_hidden_event_can_be_guessed(client, hidden):
    nothing = client.get("/en/events/never-written/").status_code
    assert nothing == 404
    for kind, event in hidden.items():
        expected = 410 if kind in ("withdrawn", "expired") else nothing
        for language, section in (("en", "events"), ("de", "veranstaltungen")):
            path = f"/{language}/{section}/secret-{kind}-{language}/"
            assert client.get(path).status_code == expected, path
        empty = client.get(f"/en/events/?kind={KINDS[kind]}")
        assert empty.status_code == 200
        assert "secret" not in empty.content.decode().lower()
        if kind not in ("withdrawn", "expired"):
            for key in event.editions.values_list("dates", flat=True):
                assert key is None or client.get(f"/en/events/?after={key}").status_code == 404
        month = event.starts_on.edtf[:7]
        assert client.get(f"/en/events/?month={month}").status_code == 404


def test_every_event_shows_everywhere_once_it_is_published(client, hidden):
    for event in hidden.values():
        event.texts.update(is_ready=True)
        publish(event, UserFactory())
    pages = tour(client)
    for language, section in (("en", "events"), ("de", "veranstaltungen")):
        index = f"/{language}/{section}/"
        for kind in HIDDEN:
            page, title = f"{index}secret-{kind}-{language}/", f"title Secret{kind}{language}"
            for address in (index, page):
                assert title in pages[address][1], address
            assert f"http://testserver{page}" in pages["/sitemap.xml"][1]
            assert f'value="{KINDS[kind]}"' in pages[index][1]
            for word in ("summary", "room", "ticket_note", "Body"):
                assert f"{word} Secret{kind}{language}" in pages[page][1], word
            for word in ("Venue", "Organiser", "Series", "Person") if language == "en" else ("Ort", "Reihe"):
                assert f"{word} Secret{kind}" in pages[page][1], word


# For machines, to some of which no link leads

SECTIONS = (("en", "events", "partnerships"), ("de", "veranstaltungen", "partnerschaften"))


def machine_addresses():
    for language, section, partnerships in SECTIONS:
        index = f"/{language}/{section}"
        yield from (f"{index}/calendar.ics", f"{index}/calendar.ics?tentative=1", f"{index}/feed/")
        yield from (f"{index}.json", f"{index}.json?past=1")
        yield f"/{language}/{partnerships}/calendar.ics?tentative=1"


def told(client, address):
    """The text of an answer for machines; lines of calendars unfolded."""
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode().replace("\r\n ", "")


def test_no_hidden_event_shows_in_calendars_feeds_and_json(client, hidden):
    traces = "|".join(["secret", *(str(event.uid) for event in hidden.values())])
    traces += "|" + "|".join(str(date.uid) for event in hidden.values() for date in event.dates.all())
    for address in machine_addresses():
        text = told(client, address)
        assert re.findall(traces, text, re.IGNORECASE) == [], address
        if "tentative" not in address and "partner" not in address:
            assert ("Open two" if "past" in address else "Open one") in text, address


def test_no_hidden_event_can_be_guessed_from_calendars_feeds_and_json(client, hidden):
    for kind, event in hidden.items():
        for language, section, _partnerships in SECTIONS:
            gone = 410 if kind in ("withdrawn", "expired") else 404
            assert client.get(f"/{language}/{section}/secret-{kind}-{language}/calendar.ics").status_code == gone
            place = f"{'place' if language == 'en' else 'ort'}-{kind}"
            month = event.starts_on.edtf[:7]
            for address in (f"/{language}/{section}/calendar.ics", f"/{language}/{section}/feed/",
                            f"/{language}/{section}.json"):  # fmt: skip
                # Cities and kinds are public by themselves; that a hidden event has them is not.
                found = [told(client, f"{address}?{query}") for query in (f"city={place}", f"kind={KINDS[kind]}")]
                for text in found:
                    assert "secret" not in text.lower(), address
                    assert not re.search(r"BEGIN:VEVENT|<entry|\"id\":", text), address
                assert client.get(f"{address}?month={month}").status_code == 404
            if gone == 404:
                for key in event.editions.values_list("dates", flat=True):
                    assert key is None or client.get(f"/{language}/{section}.json?after={key}").status_code == 404


def test_every_event_shows_in_calendars_feeds_and_json_once_it_is_published(client, hidden):
    for event in hidden.values():
        event.texts.update(is_ready=True)
        publish(event, UserFactory())
    words = {
        "calendar.ics": ("title", "summary", "room"),
        "feed/": ("title", "summary"),
        ".json": ("title", "summary", "room", "ticket_note"),
    }
    names = {
        "calendar.ics": (("Venue",), ("Ort",)),
        "feed/": (("Venue",), ("Ort",)),
        ".json": (("Venue", "Organiser", "Series", "Person", "Caption"), ("Ort", "Veranstalter", "Reihe", "Person")),
    }
    for place, (language, section, _partnerships) in enumerate(SECTIONS):
        for ending, fields in words.items():
            text = told(client, f"/{language}/{section}{ending if ending == '.json' else f'/{ending}'}")
            for kind, event in hidden.items():
                for field in fields:
                    assert f"{field} Secret{kind}{language}" in text, (ending, field)
                for name in names[ending][place]:
                    assert f"{name} Secret{kind}" in text, (ending, name)
                if ending != "feed/":
                    assert all(str(uid) in text for uid in (event.uid, event.dates.get().uid))
        for kind in HIDDEN:
            assert f"title Secret{kind}{language}" in told(
                client, f"/{language}/{section}/secret-{kind}-{language}/calendar.ics"
            )
