"""The checklist of an event."""

import datetime

import pytest

from events.models import Event
from sistercities.dates.partial import PartialDate
from sistercities.publishing.operations import publish, withdraw
from sistercities.publishing.readiness import NotReady
from tests.factories import (
    AnniversaryFactory,
    EventFactory,
    EventTextFactory,
    PartnershipFactory,
    PictureFactory,
    UserFactory,
    VenueFactory,
    further_date,
    publish_event,
    span_of,
)

pytestmark = pytest.mark.django_db

NOW = datetime.datetime(2017, 10, 3, 12, tzinfo=datetime.UTC)


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def event():
    """Nothing is missing."""
    event = EventFactory(when="2017-10-06T19:30", venue=VenueFactory())
    for language in ("en", "de"):
        EventTextFactory(event=event, language=language, title=f"Films {language}", slug=f"films-{language}")
    return event


def problems(event, **fields):
    """`(is it blocking?, language, field)` of each problem, with some fields changed."""
    for name, value in fields.items():
        setattr(event, name, value)
    if fields:
        event.save()
    event = Event.objects.get(pk=event.pk)
    return [(problem.is_blocking, problem.language, problem.field) for problem in event.readiness()]


def test_nothing_is_wrong_with_a_complete_event(event):
    assert problems(event) == []


def test_some_text_must_be_ready_and_have_a_title_and_an_address(event):
    event.texts.filter(language="en").update(title=" ", slug="")
    assert problems(event) == [(True, "en", "title"), (True, "en", "slug")]
    event.texts.update(is_ready=False)
    assert problems(event) == [(True, "en", "is_ready")]


def test_a_date_must_be_known_or_said_to_follow(event):
    event.set_span(span_of("", "Europe/Berlin"))
    assert problems(event, is_date_to_follow=False) == [(True, "", "starts_on")]
    assert problems(event, is_date_to_follow=True) == []


def test_a_zone_must_be_known(event):
    event.set_span(span_of("2017-10", "Europe/Berlin"))
    event.venue = None
    event.save()
    Event.objects.update(time_zone="")
    assert problems(event) == [(True, "", "time_zone"), (False, "", "venue"), (False, "", "cities")]


def test_an_end_before_the_start_blocks_whoever_stored_it(event):
    event.set_span(span_of("2017-10-06/2017-10-08", "Europe/Berlin"))
    event.save()
    Event.objects.update(ends_on=PartialDate(2017, 9, 1))
    assert problems(event) == [(True, "", "ends_on")]
    with pytest.raises(NotReady):
        publish(event, UserFactory())


@pytest.mark.parametrize("language", ["en", "de"])
def test_an_address_leads_to_one_event_in_whatever_language(event, language, time_machine):
    other = publish_event([language], words={"title": "Other", "slug": "films-en"})[0].event
    (problem,) = event.readiness()
    assert (problem.is_blocking, problem.language, problem.field) == (True, "en", "slug")
    assert "“films-en” belongs to “Other”" in problem.message
    time_machine.shift(60)
    withdraw(other, UserFactory())
    (problem,) = event.readiness()
    assert (problem.is_blocking, problem.language, problem.field) == (False, "en", "slug")
    assert "“films-en” was that of “Other”" in problem.message


def test_an_address_that_is_planned_is_taken_too(event):
    publish_event(at=NOW + datetime.timedelta(days=1), words={"title": "Other", "slug": "films-de"})
    assert problems(event) == [(True, "de", "slug")]


def test_a_picture_needs_credit_words_and_rights(event):
    picture = PictureFactory(creator="", alt_text_de="", valid_until=datetime.date(2017, 10, 1))
    found = problems(event, picture=picture)
    assert set(found) == {(True, "", "picture")}
    assert len(found) == 3
    assert all(problem.url.startswith("/admin/media/picture/") for problem in event.readiness())


def test_advice_blocks_nothing(event):
    event.texts.filter(language="en").update(summary="", title="A title that goes on " * 5)
    event.texts.filter(language="de").update(is_ready=False)
    assert problems(event, attendance="mixed", venue=None) == [
        (False, "en", "summary"),
        (False, "en", "title"),
        (False, "", "venue"),
        (False, "", "online_url"),
        (False, "", "cities"),
        (False, "de", "is_ready"),
    ]
    assert len(publish(event, UserFactory())) == 1


def test_a_missing_language_is_mentioned(event):
    event.texts.filter(language="de").delete()
    assert problems(event) == [(False, "de", "title")]


def test_a_page_that_would_go_on_naming_the_former_date_is_mentioned(event):
    publish(event, UserFactory())
    event.set_span(span_of("2017-11-07T19:30"))
    event.status = "rescheduled"
    event.save()
    assert problems(event) == []
    event.texts.filter(language="de").update(is_ready=False)
    (problem,) = Event.objects.get(pk=event.pk).readiness()
    assert (problem.is_blocking, problem.language, problem.field) == (False, "de", "is_ready")
    assert "goes on saying 6\u00a0October\u00a02017" in str(problem.message)
    # Nor does a chosen language say of the other one that it stands in for it.
    (problem,) = Event.objects.get(pk=event.pk).readiness(languages=["de"])
    assert problem.language == "en"
    withdraw(event, UserFactory(), languages=["de"])
    (problem,) = Event.objects.get(pk=event.pk).readiness()
    assert "the other language stands in for it" in str(problem.message)


def test_a_past_event_is_mentioned_unless_a_further_date_is_to_come(event):
    event.set_span(span_of("2017-10-02", "Europe/Berlin"))
    assert problems(event, kind="film") == [(False, "", "starts_on")]
    further_date(event, "2017-11")
    assert problems(event) == []


def test_a_date_far_from_the_anniversary_is_mentioned(event):
    anniversary = AnniversaryFactory(partnership=PartnershipFactory(), years=50)  # 1967 + 50 = 2017
    assert problems(event, anniversary=anniversary) == []
    event.set_span(span_of("2019-01-01", "Europe/Berlin"))
    assert problems(event, kind="film") == [(False, "", "anniversary")]
    event.set_span(span_of("2018-06", "Europe/Berlin"))
    assert problems(event, kind="film") == []


@pytest.mark.parametrize(
    ("told", "now", "is_advised"),
    [
        ("2017-10-06T19:30", "2017-10-07T19:30", True),
        ("2017-10-06T19:30", "2017-10-06T20:30", True),
        ("2017-10-06", "2017-10-05", True),
        ("2017-10-06T19:30", "2017-11", True),
        # What becomes more precise has not moved.
        ("2017-10", "2017-10-06T19:30", False),
        ("2017-10-06", "2017-10-06T19:30", False),
        ("", "2017-10-06", False),
        ("2017-10-06T19:30", "2017-10-06T19:30/2017-10-06T22:00", False),
    ],
)
def test_a_moved_date_wants_another_status(event, told, now, is_advised):
    event.set_span(span_of(told, "Europe/Berlin"))
    event.is_date_to_follow = True
    event.save()
    publish(event, UserFactory())
    event.set_span(span_of(now, "Europe/Berlin"))
    advice = [(False, "", "status")] if is_advised else []
    assert problems(event, kind="film") == advice
    assert problems(event, status="rescheduled") == []
