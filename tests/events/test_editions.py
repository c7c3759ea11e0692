import datetime

import pytest

from events.models import Event, EventEdition, EventEditionDate
from events.moves import moves
from sistercities.publishing.content import refresh_fingerprints
from sistercities.publishing.operations import publish, restore
from tests.factories import (
    EventFactory,
    EventTextFactory,
    PersonFactory,
    RoleFactory,
    UserFactory,
    further_date,
    publish_event,
    span_of,
)

pytestmark = pytest.mark.django_db

NOW = datetime.datetime(2017, 10, 3, 12, tzinfo=datetime.UTC)


def move(event, when, **fields):
    event = Event.objects.get(pk=event.pk)
    event.set_span(span_of(when, event.zone_name))
    for name, value in fields.items():
        setattr(event, name, value)
    event.save()
    return event


def test_edition_freezes_dates_participants_and_opening_hours():
    event = EventFactory(when="2017-10-04T19:30", time_zone="America/Los_Angeles")
    further_date(event, "2017-10-11T19:30", is_cancelled=True)
    mayor = PersonFactory(name="Ada Example")
    RoleFactory(person=mayor, title_en="Mayor", title_de="Bürgermeisterin", held_from="2016", held_until=None)
    event.participants.create(person=mayor, function="speaker")
    event.opening_hours.create(days="23456", opens="10:00", closes="18:00")
    (edition,) = publish_event(event=event)

    mayor.name = "Ada Other"
    mayor.save()
    event.dates.all().delete()
    assert [(d.position, d.span.edtf, d.is_cancelled) for d in edition.dates.all()] == [
        (0, "2017-10-04T19:30:00-07:00", False),
        (1, "2017-10-11T19:30:00-07:00", True),
    ]
    assert [(p.name, p.function, p.role_title_en, p.role_title_de) for p in edition.participants.all()] == [
        ("Ada Example", "speaker", "Mayor", "Bürgermeisterin")
    ]
    assert [str(hours) for hours in edition.opening_hours.all()] == ["23456 10:00–18:00"]


def test_change_of_a_further_date_is_an_unpublished_change():
    event = EventFactory(when="2017-10-04")
    publish_event(event=event)
    assert Event.objects.with_public_state().get().has_changes is False
    further_date(event, "2017-10-11")
    assert len(publish(event, UserFactory())) == 1


def test_what_changed_in_a_language_that_is_not_public_is_no_unpublished_change():
    event = EventFactory(when="2017-10-04")
    EventTextFactory(event=event, language="en")
    publish_event(event=event)
    EventTextFactory(event=event, language="de")
    assert not Event.objects.in_public_state(has_changes=True).exists()
    text = event.texts.get(language="en")
    text.title = "Another one"
    text.save()
    refresh_fingerprints(Event.objects.get())
    assert Event.objects.in_public_state(has_changes=True).get() == event


def test_a_filter_by_public_state_asks_for_that_state_alone():
    wanted = Event.objects.in_public_state(is_live=True).query
    assert str(wanted).count("EXISTS") == 1
    assert str(Event.objects.with_public_state().filter(is_live=True).query).count("EXISTS") > 5


def test_restore_brings_children_back_with_their_identity():
    event = EventFactory(when="2017-10-04")
    date = further_date(event, "2017-10-11")
    (edition,) = publish_event(event=event)
    event.dates.all().delete()
    move(event, "2017-11")
    restore(edition, UserFactory())
    event = Event.objects.get()
    assert event.span.edtf == "2017-10-04"
    assert [(d.uid, d.span.edtf) for d in event.dates.all()] == [(date.uid, "2017-10-11")]
    assert publish(event, UserFactory()) == []


def test_sequence_grows_with_date_place_and_status_and_not_with_words(time_machine):
    time_machine.move_to(NOW, tick=False)
    event = EventFactory(when="2017-10-06")
    publish_event(["en", "de"], event=event)
    time_machine.shift(60)
    event = move(event, "2017-10-07", status="rescheduled")
    publish(event, UserFactory())
    time_machine.shift(60)
    event.texts.filter(language="en").update(summary="Other words.")
    publish(event, UserFactory())
    editions = EventEdition.objects.order_by("live_from", "language")
    assert [(e.language, e.sequence) for e in editions] == [("de", 0), ("en", 0), ("de", 1), ("en", 1), ("en", 1)]
    assert editions.last().last_modified_at == NOW + datetime.timedelta(seconds=120)


def test_room_grows_the_sequence_once_for_every_language(time_machine):
    time_machine.move_to(NOW, tick=False)
    event = EventFactory(when="2017-10-06")
    publish_event(["en", "de"], event=event, words={"room": "1"})
    found = []
    for rooms in ({"en": "2", "de": "2"}, {"de": "3"}, {}, {"en": "4"}):
        time_machine.shift(60)
        for language, room in rooms.items():
            event.texts.filter(language=language).update(room=room)
        event.texts.update(summary=f"Words of {len(found)}")
        publish(event, UserFactory())
        found.append(dict(EventEdition.objects.live().values_list("language", "sequence")))
    # The texts are printed one after the other; that of a later one counts for the next publication of all.
    assert found == [{"en": 1, "de": 1}, {"en": 1, "de": 2}, {"en": 2, "de": 2}, {"en": 3, "de": 3}]


def test_moves_tell_the_dates_before_who_moved_them_and_why(time_machine):
    time_machine.move_to(NOW, tick=False)
    event = EventFactory(when="2017-10")
    publish_event(event=event)
    time_machine.shift(60)
    by = UserFactory()
    event = move(event, "2017-10-06", status="rescheduled")
    event.texts.update(status_note="The theatre is free then.")
    publish(event, by)
    time_machine.shift(60)
    move(event, "2018")
    publish(event, by, at=NOW + datetime.timedelta(days=1))
    (moved,) = moves(event.pk)
    assert (moved.before.edtf, moved.after.edtf, moved.by) == ("2017-10", "2017-10-06", by.pk)
    assert moved.reasons == {"en": "The theatre is free then."}
    assert len(moves(event.pk, at=NOW + datetime.timedelta(days=2))) == 2


def test_order_is_by_earliest_day_of_the_wall_clock_and_finer_precision_first():
    days = ["2017-10-01T10:00", "2017-10-01", "2017-10", "2017-23", "2017", "2017-09-30T23:30", "2017-10-31", ""]
    for when in days:
        publish_event(when=when, words={"title": when or "tba"})
    publish_event(when="2017-09-30T23:59", time_zone="America/Los_Angeles", words={"title": "Los Angeles"})
    titles = EventEditionDate.objects.in_order().values_list("edition__title", flat=True)
    assert list(titles) == [
        "2017",
        "2017-23",
        "2017-09-30T23:30",
        "Los Angeles",
        "2017-10-01",
        "2017-10",
        "2017-10-01T10:00",
        "2017-10-31",
        "tba",
    ]


@pytest.mark.parametrize(
    ("moment", "upcoming"),
    [("2017-10-31T22:59:59+00:00", True), ("2017-10-31T23:00:00+00:00", False)],
)
def test_october_is_past_from_1_november_by_the_events_clock(moment, upcoming):
    publish_event(when="2017-10")
    at = datetime.datetime.fromisoformat(moment)
    assert EventEditionDate.objects.upcoming(at).exists() is upcoming
    assert EventEditionDate.objects.past(at).exists() is not upcoming


def test_begun_and_not_begun_are_together_what_is_upcoming():
    for when in ["2017", "2017-10", "2017-23", "2017-10-03", "2017-09-01/2017-10-20", "2016/2018", "2017-10-03T14:01"]:
        publish_event(when=when)
    for when in ["2017-10-03T13:59", "2017-10-03T13:00/2017-10-03T13:30", "2017-10-04", "2018", "2017-09", ""]:
        publish_event(when=when)
    dates = EventEditionDate.objects
    begun = {d.span.edtf for d in dates.begun(NOW)}
    later = {d.span.edtf for d in dates.not_begun(NOW)}
    assert begun == {
        *("2017", "2017-10", "2017-23", "2017-10-03", "2017-09-01/2017-10-20", "2016/2018", "2017-10-03T13:59:00+02:00")
    }
    assert later == {"2017-10-03T14:01:00+02:00", "2017-10-04", "2018", ""}
    assert {d.span.edtf for d in dates.upcoming(NOW)} == begun | later


def test_month_matches_by_overlap():
    matching = ["2017", "2017-10", "2017-23", "2017-09-01/2017-10-01", "2017-10-31"]
    for when in [*matching, "2017-09-30", "2017-11-01", "2016"]:
        publish_event(when=when)
    found = EventEditionDate.objects.overlapping(datetime.date(2017, 10, 1), datetime.date(2017, 10, 31))
    assert {d.span.edtf for d in found} == set(matching)


def test_other_language_stands_in_only_where_there_is_no_text():
    publish_event(["en", "de"], words={})
    english = EventFactory()
    EventTextFactory(event=english, language="en", title="Only English")
    publish_event(event=english)
    readable = {e.language: e.title for e in EventEdition.objects.readable_in("de")}
    assert set(readable) == {"de", "en"}
    assert readable["en"] == "Only English"
    dates = EventEditionDate.objects.readable_in("de")
    assert sorted(d.edition.language for d in dates) == ["de", "en"]
