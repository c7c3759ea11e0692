"""Loading the demonstration: its pictures, its accounts, and what it leaves alone."""

import datetime

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.core.management import CommandError

from events.models import EventEdition, EventText
from sistercities.cities.models import City, Partnership
from sistercities.media import rights
from sistercities.media.models import Picture
from sistercities.office.models import Office
from stories.demo.loader import CREATOR
from stories.models import Story, StoryEdition
from tests.factories import CityFactory, EventTextFactory, OfficeFactory, StoryTextFactory, UserFactory
from tests.stories.demo import everything, load_demo, make_pictures

# Pictures -------------------------------------------------------------------------------------------------------------


def test_demo_picture_comes_with_credit_and_renditions(db):
    make_pictures(but=["two-of-a-kind"])
    said, _ = load_demo()
    picture = Picture.objects.get(title="Two of a kind")
    assert "Picture 1 of 8: Two of a kind" in said
    assert rights.problems(picture, ["en", "de"]) == []
    assert (picture.credit, picture.licence, picture.medium) == (CREATOR, "cc0", "illustration")
    assert picture.has_current_renditions
    assert picture.rendition_widths == [400, 640, 960, 1280, 1600]


def test_demo_pictures_that_cannot_be_stored_leave_nothing_behind(db, settings, tmp_path):
    (tmp_path / "file").write_text("in the way")
    settings.MEDIA_ROOT = tmp_path / "file" / "media"
    make_pictures(but=["two-of-a-kind"])
    before = everything()
    with pytest.raises(OSError, match="file"):
        load_demo()
    assert everything() == before


# What is left alone ---------------------------------------------------------------------------------------------------


def test_load_demo_leaves_an_office_of_ones_own_alone(db):
    OfficeFactory()
    before = everything()
    load_demo()
    assert everything() == before


def test_load_demo_uses_what_is_there_already(db):
    make_pictures()
    prague = CityFactory(name_en="Prague", slug_en="prague", slug_de="prag", introduction_en="Ours.")
    text = StoryTextFactory(slug="seventeen-beginnings")
    load_demo()
    prague.refresh_from_db()
    assert prague.introduction_en == "Ours."
    assert Partnership.objects.get(slug="berlin-prague").signed_on.edtf == "1995-06-10"
    assert [story.pk for story in Story.objects.filter(texts__slug="seventeen-beginnings")] == [text.story_id]
    assert StoryEdition.objects.live().count() == 10


def test_load_demo_counts_events_from_the_day_in_the_home_city_and_leaves_taken_addresses(db):
    make_pictures()
    other = EventTextFactory(slug="la-x")
    with time_machine.travel(datetime.datetime(2026, 11, 24, 23, 30, tzinfo=datetime.UTC), tick=False):
        load_demo()
    talk = EventEdition.objects.get(title="Two skylines and what they leave out")
    assert talk.first_on == datetime.date(2026, 11, 25)  # in Berlin it is tomorrow already
    assert EventText.objects.get(slug="la-x") == other
    assert not EventEdition.objects.filter(title="la > x").exists()


# Accounts -------------------------------------------------------------------------------------------------------------


def groups():
    users = get_user_model().objects.filter(is_staff=True, is_superuser=False)
    return {user.username: [group.name for group in user.groups.all()] for user in users}


def test_accounts_are_created_with_the_given_password(db, monkeypatch):
    OfficeFactory()
    monkeypatch.setenv("DEMO_PASSWORD", "a long walk by the Spree")
    load_demo()
    assert groups() == {
        "author": ["author"],
        "editor": ["editor"],
        "media": ["media steward"],
        "exporter": ["exporter"],
        "admin": ["administrator"],
    }
    assert all(user.check_password("a long walk by the Spree") for user in get_user_model().objects.all())


def test_accounts_that_exist_are_not_touched(db, monkeypatch):
    OfficeFactory()
    chosen = UserFactory(username="editor", is_active=False)
    chosen.set_password("chosen by somebody")
    chosen.save()
    monkeypatch.setenv("DEMO_PASSWORD", "another one")
    load_demo()
    editor = get_user_model().objects.get(username="editor")
    assert (editor.check_password("chosen by somebody"), editor.is_active, groups()["editor"]) == (True, False, [])


def test_accounts_need_a_password(db, monkeypatch):
    monkeypatch.delenv("DEMO_PASSWORD", raising=False)
    with pytest.raises(CommandError, match="DEMO_PASSWORD"):
        load_demo(accounts=True)
    assert not City.objects.exists()
    make_pictures()
    load_demo()
    assert not get_user_model().objects.exists()


def test_load_demo_is_refused_on_a_public_site(db, settings, monkeypatch):
    settings.SITE_URL = "https://partners.example.org"
    monkeypatch.setenv("DEMO_PASSWORD", "shared with everybody")
    before = everything()
    with pytest.raises(CommandError, match="--yes"):
        load_demo()
    assert everything() == before
    make_pictures()
    load_demo(yes=True)
    assert Office.objects.exists()
