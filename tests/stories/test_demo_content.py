"""The demonstration: what `manage.py load_demo` puts into a database, and that it does so once."""

import re

import pytest

from events.models import EventEdition
from sistercities.cities.models import Anniversary, City, Partnership
from sistercities.media.models import Picture
from sistercities.office.models import Office, StandingPage
from sistercities.people.models import Role
from stories.models import Quote, Story, StoryEdition, Theme
from tests.stories.demo import everything, load_demo, loaded_once, missing_words

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


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    with loaded_once(django_db_blocker):
        yield


@pytest.fixture
def demo(loaded, db):
    """The demonstration; each test undoes its own changes."""


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


def test_demo_links_lead_to_pages(demo, client):
    bodies = [edition.body for edition in StoryEdition.objects.live()]
    bodies += [edition.body for edition in EventEdition.objects.live()]
    bodies += [body for page in StandingPage.objects.all() for body in (page.body_en, page.body_de)]
    targets = {href for body in bodies for href in re.findall(r'href="(/[^"]*)"', body)}
    assert {href: client.get(href).status_code for href in targets} == dict.fromkeys(targets, 200)
    assert len(targets) > 40


# The second time ------------------------------------------------------------------------------------------------------


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
