"""The demonstration: what `manage.py load_demo` puts into a database, and what it leaves alone."""

import datetime
import io
import re

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.core import serializers
from django.core.management import CommandError, call_command

from events.models import Event, EventEdition, EventText
from sistercities.cities.models import Anniversary, City, Partnership
from sistercities.media import rights
from sistercities.media.models import Picture
from sistercities.office.models import Office, StandingPage
from sistercities.people.models import Role
from stories.demo import reading
from stories.demo.loader import CREATOR
from stories.models import Quote, Story, StoryEdition, Theme
from tests.factories import CityFactory, EventTextFactory, OfficeFactory, PictureFactory, StoryTextFactory, UserFactory

SIGNED = {
    "berlin-los-angeles": "1967-06-27",
    "berlin-paris": "1987-07-02",
    "berlin-madrid": "1988-11-04",
    "berlin-istanbul": "1989-11-17",
    "berlin-moscow": "1990-11-12",
    "berlin-warsaw": "1991-08-12",
    "berlin-budapest": "1991-12-14",
    "berlin-brussels": "1992-06-01",
    "berlin-jakarta": "1993-04-22",
    "berlin-tashkent": "1993-04-30",
    "berlin-mexico-city": "1993-09-01",
    "berlin-beijing": "1994-04-05",
    "berlin-tokyo": "1994-05-14",
    "berlin-buenos-aires": "1994-05-19",
    "berlin-prague": "1995-06-10",
    "berlin-windhoek": "2000-06-06",
    "berlin-london": "2000-10-10",
}
TWO_OF_A_KIND = {"en": "berlin-los-angeles-two-of-a-kind", "de": "berlin-und-los-angeles-aus-demselben-stoff"}


def load_demo(**options):
    """Runs the command and returns what it said on both channels."""
    said, complained = io.StringIO(), io.StringIO()
    call_command("load_demo", stdout=said, stderr=complained, **options)
    return said.getvalue(), complained.getvalue()


def make_pictures(*, but=()):
    """The rows of the pictures without their files: encoding eight pictures takes a quarter of a minute."""
    for key, facts in reading.table("pictures").items():
        if key not in but:
            PictureFactory(title=facts["title"], creator=CREATOR)


@pytest.fixture
def demo(db):
    make_pictures()
    load_demo()


def everything():
    """Every row of what the demonstration fills, as it is in the database."""
    models = (
        City,
        Partnership,
        Picture,
        Office,
        StandingPage,
        Quote,
        Story,
        StoryEdition,
        Theme,
        Event,
        EventEdition,
        get_user_model(),
    )
    return {model.__name__: serializers.serialize("json", model.objects.order_by("pk")) for model in models}


def missing_words(model):
    """`(row, column)` of the columns that exist in two languages and are filled in only one of them."""
    found = []
    for row in model.objects.all():
        for field in model._meta.fields:
            if field.name.endswith("_en"):
                german = field.name.removesuffix("_en") + "_de"
                if bool(getattr(row, field.name)) != bool(getattr(row, german)):
                    found.append((str(row), field.name))
    return found


# What is there --------------------------------------------------------------------------------------------------------


def test_demo_has_berlin_and_its_seventeen_partners(demo):
    assert {p.slug: p.signed_on.edtf for p in Partnership.objects.all()} == SIGNED
    assert Office.objects.get().home_city.slug_de == "berlin"
    assert {p.other(Office.objects.get().home_city).slug_en for p in Partnership.objects.all()} == {
        slug.removeprefix("berlin-") for slug in SIGNED
    }


def test_demo_says_everything_in_both_languages(demo):
    for model in (Anniversary, City, Office, Partnership, Picture, Quote, Role, StandingPage, Theme):
        assert model.objects.exists()
        assert [found for found in missing_words(model) if found[1] != "adjective_en"] == []


def test_demo_publishes_six_stories_in_both_languages_over_the_years(demo):
    live = StoryEdition.objects.live()
    assert live.count() == 12
    assert sorted({edition.first_live_from.year for edition in live}) == [2017, 2019, 2020, 2021, 2026]
    assert {edition.language: edition.slug for edition in live.filter(is_featured=True)} == TWO_OF_A_KIND


def test_demo_stories_have_nothing_left_to_mend(demo):
    problems = {str(story): [problem.message for problem in story.readiness()] for story in Story.objects.all()}
    assert problems == {str(story): [] for story in Story.objects.all()}


def test_demo_quotes_are_word_for_word(demo):
    assert sorted(Quote.objects.values_list("speaker__name", "original_language", "words_en", "words_de")) == [
        (
            "Eric Garcetti",
            "en",
            "Los Angeles is a city of dreams, a place of boundless creativity and ideas that change the world.",
            "Los Angeles ist eine Stadt der Träume, "
            "ein Ort grenzenloser Kreativität und Ideen, die die Welt verändern.",
        ),
        ("Kimberly Emerson", "en", "Anything goes in freedom.", "In Freiheit geht alles."),
        (
            "Michael Müller",
            "de",
            "The cities that dreams are made of: that is what Los Angeles and Berlin are, and what they will remain.",
            "Die Städte, aus denen die Träume sind, das sind und bleiben Los Angeles und Berlin.",
        ),
    ]


def test_demo_quotes_of_the_anniversary_story_keep_the_roles_of_that_year(demo):
    edition = StoryEdition.objects.live().get(slug=TWO_OF_A_KIND["de"])
    cards = edition.embeds.exclude(quote=None)
    assert [(card.quote.speaker.name, card.quote.role_title_de, card.quote.city.name_de) for card in cards] == [
        ("Michael Müller", "Regierender Bürgermeister von Berlin", "Berlin"),
        ("Eric Garcetti", "Bürgermeister von Los Angeles", "Los Angeles"),
        ("Kimberly Emerson", "Juristin mit Wurzeln in beiden Städten", "Berlin"),
    ]


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


def test_demo_links_lead_to_pages(demo, client):
    bodies = [edition.body for edition in StoryEdition.objects.live()]
    bodies += [edition.body for edition in EventEdition.objects.live()]
    bodies += [body for page in StandingPage.objects.all() for body in (page.body_en, page.body_de)]
    targets = {href for body in bodies for href in re.findall(r'href="(/[^"]*)"', body)}
    assert {href: client.get(href).status_code for href in targets} == dict.fromkeys(targets, 200)
    assert len(targets) > 40


# What is left alone ---------------------------------------------------------------------------------------------------


def test_load_demo_changes_nothing_the_second_time(demo):
    before = everything()
    load_demo()
    assert everything() == before


def test_load_demo_keeps_what_was_changed_and_deleted(demo):
    City.objects.filter(slug_en="prague").update(introduction_en="Ours.")
    Quote.objects.filter(words_en="Anything goes in freedom.").update(source="Checked.")
    Theme.objects.create(name_en="Sport", name_de="Sport", slug_en="sport", slug_de="sport")
    StandingPage.objects.get(kind="sign-language").delete()
    before = everything()
    load_demo()
    assert everything() == before


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
