"""Loading the demonstration into a database that holds something already: once, and each test looks at another side."""

import datetime
from types import SimpleNamespace

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.test import override_settings

from events.models import EventEdition, EventText
from sistercities.cities.models import Partnership
from sistercities.media import rights
from sistercities.media.models import Picture
from sistercities.office.models import Office
from stories.demo.loader import CREATOR
from stories.models import Story, StoryEdition
from tests.factories import CityFactory, EventTextFactory, StoryTextFactory
from tests.stories.demo import load_demo, make_pictures, undone

#: In Berlin it is tomorrow already.
NOW = datetime.datetime(2026, 11, 24, 23, 30, tzinfo=datetime.UTC)


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    """Beside rows of the same names, on a public site, without a password for accounts, and with a picture to draw."""
    with undone(django_db_blocker):
        make_pictures(but=["two-of-a-kind"])
        there = SimpleNamespace(
            prague=CityFactory(name_en="Prague", slug_en="prague", slug_de="prag", introduction_en="Ours."),
            text=StoryTextFactory(slug="seventeen-beginnings"),
            event_text=EventTextFactory(slug="la-x"),
        )
        with pytest.MonkeyPatch.context() as environment:
            environment.delenv("DEMO_PASSWORD", raising=False)
            with time_machine.travel(NOW, tick=False), override_settings(SITE_URL="https://partners.example.org"):
                there.said, _ = load_demo(yes=True)
        yield there


@pytest.fixture
def there(loaded, db):
    """What was there before. Each test undoes its own changes."""
    return loaded


def test_demo_picture_comes_with_credit_and_renditions(there):
    picture = Picture.objects.get(title="Two of a kind")
    assert "Picture 1 of 8: Two of a kind" in there.said
    assert rights.problems(picture, ["en", "de"]) == []
    assert (picture.credit, picture.licence, picture.medium) == (CREATOR, "cc0", "illustration")
    assert picture.has_current_renditions
    assert picture.rendition_widths == [400, 640, 960, 1280, 1600]


def test_load_demo_uses_what_is_there_already(there):
    there.prague.refresh_from_db()
    assert there.prague.introduction_en == "Ours."
    assert Partnership.objects.get(slug="berlin-prague").signed_on.edtf == "1995-06-10"
    assert [story.pk for story in Story.objects.filter(texts__slug="seventeen-beginnings")] == [there.text.story_id]
    assert StoryEdition.objects.live().count() == 10


def test_load_demo_counts_events_from_the_day_in_the_home_city(there):
    talk = EventEdition.objects.get(title="Two skylines and what they leave out")
    assert talk.first_on == datetime.date(2026, 11, 25)


def test_load_demo_leaves_taken_addresses(there):
    assert EventText.objects.get(slug="la-x") == there.event_text
    assert not EventEdition.objects.filter(title="la > x").exists()


def test_load_demo_is_done_on_a_public_site_that_says_yes(there):
    assert Office.objects.exists()


def test_load_demo_without_a_password_makes_no_accounts(there):
    assert not get_user_model().objects.exists()
