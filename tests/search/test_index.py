"""The index is kept with editions, in their transaction: what is public is found, to the second, and nothing else."""

import datetime

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils.translation import override

from sistercities.publishing.models import ContentNumber
from sistercities.publishing.operations import publish, restore, unschedule, withdraw
from sistercities.search import index
from sistercities.search.index import Document, spans_without
from sistercities.search.models import SearchDocument
from stories.models import Story
from tests.factories import (
    AnniversaryFactory,
    EventFactory,
    EventTextFactory,
    OfficeFactory,
    PersonFactory,
    QuoteFactory,
    StoryFactory,
    StoryTextFactory,
    UserFactory,
    publish_event,
    publish_story,
)

pytestmark = pytest.mark.django_db

NOW = datetime.datetime(2026, 11, 23, 12, tzinfo=datetime.UTC)
HOUR = datetime.timedelta(hours=1)


@pytest.fixture(autouse=True)
def _noon(time_machine):
    time_machine.move_to(NOW, tick=False)


def stored():
    """Everything that the index holds, by key."""
    return {row["id"]: row for row in SearchDocument.objects.values()}


def story(**words):
    story = StoryFactory()
    for language in ("en", "de"):
        StoryTextFactory(story=story, language=language, **{"title": f"Bridge {language}", **words})
    return story


def test_a_story_is_found_in_its_own_languages(found):
    publish_story(["en"], words={"title": "A bridge", "body": "<p>Of steel &amp; stone.</p>", "byline": "Ada Writer"})
    for asked in ("bridge", "steel", "stone", "writer", "what the story is about"):
        assert found(asked) == ["A bridge"], asked
    assert found("bridge", "de") == []


def test_withdrawal_takes_it_out_at_once(found):
    manuscript = story()
    publish(manuscript, UserFactory())
    assert (found("bridge"), found("bridge", "de")) == (["Bridge en"], ["Bridge de"])
    withdraw(manuscript, UserFactory(), languages=["de"])
    assert (found("bridge"), found("bridge", "de")) == (["Bridge en"], [])
    withdraw(manuscript, UserFactory())
    assert stored() == {}


def test_a_schedule_and_an_expiry_are_exact_to_the_second(found):
    manuscript, second = story(), datetime.timedelta(seconds=1)
    publish(manuscript, UserFactory(), at=NOW + HOUR, until=NOW + 2 * HOUR)
    moments = [NOW, NOW + HOUR - second, NOW + HOUR, NOW + 2 * HOUR - second, NOW + 2 * HOUR]
    assert [len(found("bridge", at=moment)) for moment in moments] == [0, 0, 1, 1, 0]
    unschedule(manuscript, UserFactory())
    assert stored() == {}


def test_a_planned_change_takes_the_place_of_what_is_live_on_time(found):
    manuscript = story()
    publish(manuscript, UserFactory())
    manuscript.texts.filter(language="en").update(title="Tunnel en")
    publish(manuscript, UserFactory(), at=NOW + HOUR)
    assert (found("bridge"), found("tunnel")) == (["Bridge en"], [])
    later = NOW + HOUR
    assert (found("bridge", at=later), found("tunnel", at=later)) == ([], ["Tunnel en"])
    unschedule(manuscript, UserFactory())
    assert (found("bridge", at=later), found("tunnel", at=later)) == (["Bridge en"], [])


def test_saving_a_manuscript_and_restoring_into_it_change_nothing_until_it_is_published(found, time_machine):
    manuscript = story()
    first = publish(manuscript, UserFactory(), languages=["en"])[0]
    before = stored()
    manuscript.texts.filter(language="en").update(title="Tunnel")
    Story.objects.get(pk=manuscript.pk).save()
    assert stored() == before
    time_machine.shift(60)
    publish(manuscript, UserFactory())
    assert found("tunnel") == ["Tunnel"]
    before = stored()
    restore(first, UserFactory())
    assert stored() == before
    time_machine.shift(60)
    publish(manuscript, UserFactory())
    assert (found("bridge"), found("tunnel")) == (["Bridge en"], [])


def test_a_publication_that_is_rolled_back_leaves_nothing(found):
    manuscript = story()
    publish(manuscript, UserFactory())
    before = stored()
    manuscript.texts.update(title="Tunnel")

    def in_vain(call):
        with transaction.atomic():
            call(manuscript, UserFactory())
            assert stored() != before
            raise ZeroDivisionError

    for call in (publish, withdraw):
        with pytest.raises(ZeroDivisionError):
            in_vain(call)
        assert stored() == before
    assert (found("bridge"), found("tunnel")) == (["Bridge en"], [])


def test_what_was_never_published_is_not_found_and_leaves_nothing_when_it_is_deleted():
    manuscript = story()
    publish(manuscript, UserFactory(), at=NOW + HOUR)
    unschedule(manuscript, UserFactory())
    draft = story(title="A draft")
    draft.delete()
    assert stored() == {}


# Events ---------------------------------------------------------------------------------------------------------------


def bilingual(**facts):
    event = EventFactory(**facts)
    for language, title in (("en", "Film night"), ("de", "Filmabend")):
        EventTextFactory(event=event, language=language, title=title)
    return event


def test_an_event_is_found_by_its_only_text_as_long_as_there_is_no_other(found):
    event = bilingual()
    publish(event, UserFactory(), languages=["en"])
    assert (found("night"), found("night", "de"), found("filmabend", "de")) == (["Film night"], ["Film night"], [])
    publish(event, UserFactory(), at=NOW + HOUR, until=NOW + 2 * HOUR, languages=["de"])
    for moment, titles in ((NOW, "Film night"), (NOW + HOUR, "Filmabend"), (NOW + 2 * HOUR, "Film night")):
        assert [found("film", "de", at=moment), found("film", at=moment)] == [[titles], ["Film night"]], moment
    withdraw(event, UserFactory(), languages=["en"])
    assert [found("film", "de"), found("film")] == [[], []]
    assert [found("film", "de", at=NOW + HOUR), found("film", at=NOW + HOUR)] == [["Filmabend"], ["Filmabend"]]


@pytest.mark.parametrize(
    ("others", "rest"),
    [
        ([], [(1, None)]),
        ([(0, 1)], [(1, None)]),
        ([(0, None)], []),
        ([(1, 5)], [(5, None)]),
        ([(3, 5), (7, None)], [(1, 3), (5, 7)]),
        ([(7, 9), (2, 8)], [(1, 2), (9, None)]),
    ],
)
def test_a_span_without_others(others, rest):
    assert spans_without((1, None), others) == rest


def test_an_event_is_found_by_place_people_series_kind_and_notes(found):
    person = PersonFactory(name="Ada Example")
    event = EventFactory(kind="concert")
    event.participants.create(person=person, function="artist")
    words = {"title": "An evening", "room": "Red hall", "ticket_note": "Free for pupils", "date_note": "After the fair"}
    publish_event(event=event, words=words)
    for asked in ("concert", "red hall", "pupils", "after the fair"):
        assert found(asked) == ["An evening"], asked
    assert found("ada example") == ["Ada Example", "An evening"]
    assert found("artist") == ["Ada Example"]
    assert SearchDocument.objects.get(kind="event", page_language="en").note == "After the fair · 2017"
    assert found("fair 2017") == ["An evening"]


@pytest.mark.parametrize(
    ("when", "status", "note"),
    [
        ("2017-10", "scheduled", "October 2017"),
        ("2017-23", "scheduled", "autumn 2017"),
        ("", "scheduled", "Date to follow"),
        ("2017-10-06T19:30", "scheduled", "6 October 2017"),
        ("2017-10-04/2017-10-05", "cancelled", "4–5 October 2017 · Cancelled"),
        ("2017-10", "rescheduled", "October 2017 · New date"),
    ],
)
def test_the_date_of_an_event_is_said_and_found_as_far_as_it_is_known(found, when, status, note):
    publish_event(when=when, status=status, words={"title": "A talk"})
    document = SearchDocument.objects.get(kind="event", page_language="en")
    assert document.note.replace("\u00a0", " ") == note
    assert found(f'"{note.split(" · ")[0]}"') == ["A talk"]
    assert [found(day) for day in ('"1 October 2017"', '"31 October 2017"', "2017-10-01")] == [[], [], []]


def test_documents_do_not_depend_on_the_language_of_who_publishes():
    event = bilingual(kind="concert", status="cancelled")
    event.participants.create(person=PersonFactory(), function="curator")
    event.participants.create(person=PersonFactory(), function="speaker", role_title_de="Bürgermeisterin")
    with override("en"):
        publish(event, UserFactory())
    in_english = stored()
    with override("de"):
        event.after_public_change()
    assert stored() == in_english
    assert set(SearchDocument.objects.filter(kind="person").values_list("page_language", "text")) == {
        ("en", "Curator"),
        ("de", "Kuratiert"),
        ("en", "Bürgermeisterin"),
        ("de", "Bürgermeisterin"),
    }


# The index anew -------------------------------------------------------------------------------------------------------


@pytest.fixture
def site():
    """Something of every kind, live, planned, expired and withdrawn."""
    anniversary = AnniversaryFactory(motto_en="Two of a kind", introduction_de="Fünfzig Jahre.")
    berlin, partner = anniversary.partnership.city_a, anniversary.partnership.city_b
    OfficeFactory(home_city=partner)
    quote = QuoteFactory(words_en="Said the mayor.")
    body = f'<p>Text.</p>\n<sc-embed data-type="quote" data-id="{quote.pk}"></sc-embed>'
    publish_story(["en", "de"], cities=[berlin], words={"body": body})
    publish_story(["en"], at=NOW + HOUR, until=NOW + 2 * HOUR)
    publish_story(["de"], at=NOW - 2 * HOUR, until=NOW - HOUR)
    (gone,) = publish_story(["en"])
    withdraw(gone.story, UserFactory())
    for facts in ({"when": "2017-10"}, {"when": ""}, {"when": "2099-01-01T19:30", "status": "cancelled"}):
        event = bilingual(cities=[partner], **facts)
        event.participants.create(person=PersonFactory(), function="artist")
        publish(event, UserFactory(), languages=["en"])
        publish(event, UserFactory(), at=NOW + HOUR, languages=["de"])


@pytest.mark.parametrize("batch", [1, 2, 100])
def test_rebuilding_makes_the_identical_index(site, batch, capsys):
    kept = stored()
    kinds = {"story", "event", "city", "partnership", "anniversary", "person"}
    assert {row["kind"] for row in kept.values()} == kinds
    call_command("rebuild_search", batch=batch)
    assert stored() == kept
    assert capsys.readouterr().out == (
        "Search index: 2 × city, 1 × partnership, 1 × anniversary, 3 × event, 2 × story\n"
    )


def test_rebuilding_mends_what_is_missing_wrong_or_nobodys(site):
    kept, number = stored(), ContentNumber.current()
    SearchDocument.objects.filter(kind__in=["story", "city"]).delete()
    SearchDocument.objects.filter(kind="event").update(title="Wrong", tokens="wwrong len", live_until=None)
    for owner_kind, owner_id in (("event", 1), ("story", 10**9), ("city", 10**9), ("unknown", 1)):
        document = Document(kind="story", object_id=1, language="en", title="Nobody's", day=NOW.date())
        index.replace(owner_kind, {owner_id: [document]})
    assert stored() != kept
    call_command("rebuild_search", batch=2, verbosity=0)
    assert stored() == kept
    assert ContentNumber.current() == number


def test_documents_with_the_same_hash_stand_beside_each_other(monkeypatch, put, found):
    class SameHash:
        def __init__(self, *args, **kwargs):
            pass

        def digest(self):
            return bytes(5)

    monkeypatch.setattr(index, "blake2b", SameHash)
    put(title="Bridge one")
    put(title="Bridge two")
    documents = [Document(kind="story", object_id=9, language="en", title=f"Bridge {number}") for number in (3, 4)]
    index.replace("owner", {9: documents, 10: []})
    assert sorted(found("bridge")) == ["Bridge 3", "Bridge one", "Bridge two"]
    assert sorted(SearchDocument.objects.values_list("pk", "title")) == [
        (0, "Bridge one"), (1, "Bridge two"), (2, "Bridge 3"), (3, "Bridge 4"),
    ]  # fmt: skip
