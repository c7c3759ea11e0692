"""What answers at an address: 200, 301 to today's, 410 where it was, 404 where it never was."""

import datetime

import pytest
import time_machine

from sistercities.publishing.operations import publish, withdraw
from tests.factories import StoryTextFactory, UserFactory, publish_story

START = datetime.datetime(2026, 1, 1, 12, tzinfo=datetime.UTC)


def day(number):
    return START + datetime.timedelta(days=number)


@pytest.fixture
def answers(client):
    """`answers(slug, at)`: status and, where it leads on, the place; at the n-th day."""

    def answers(slug, at, section="/en/stories/"):
        with time_machine.travel(day(at), tick=False):
            response = client.get(f"{section}{slug}/")
        return (
            (response.status_code, response.headers["Location"])
            if "Location" in response.headers
            else response.status_code
        )

    return answers


def published(slug, at, until=None, languages=("en",)):
    with time_machine.travel(day(at), tick=False):
        return publish_story(languages=languages, words={"slug": slug}, until=until and day(until))[0].story


def renamed(story, slug, now, at=None):
    """The story gets another address at the n-th day, or is planned to."""
    story.texts.update(slug=slug)
    with time_machine.travel(day(now), tick=False):
        publish(story, UserFactory(), at=at and day(at))


def withdrawn(story, at):
    with time_machine.travel(day(at), tick=False):
        withdraw(story, UserFactory())


def test_address_of_a_live_story_shows_it(db, answers):
    published("one", 1)
    assert [answers("one", at) for at in (0.999, 1, 400)] == [404, 200, 200]


def test_address_of_nothing_answers_404(db, answers):
    assert answers("nothing", 1) == 404


def test_address_of_a_draft_answers_404(db, answers):
    StoryTextFactory(slug="draft")
    assert answers("draft", 1) == 404


def test_planned_story_is_told_from_nothing_only_when_it_is_due(db, answers):
    with time_machine.travel(day(0), tick=False):
        publish_story(words={"slug": "planned"}, at=day(5), until=day(9))
    assert [answers("planned", at) for at in (0, 4.999, 5, 8.999, 9)] == [404, 404, 200, 200, 410]


def test_plan_that_was_cancelled_leaves_nothing(db, answers):
    with time_machine.travel(day(0), tick=False):
        story = publish_story(words={"slug": "cancelled"}, at=day(5))[0].story
    withdrawn(story, 2)
    assert [answers("cancelled", at) for at in (3, 5, 6)] == [404, 404, 404]


def test_old_address_leads_to_the_new_one_from_its_first_second(db, answers):
    story = published("old", 1)
    renamed(story, "new", now=2, at=5)
    assert [answers("old", at) for at in (2, 4.999)] == [200, 200]
    assert [answers("new", at) for at in (2, 4.999)] == [404, 404]
    assert answers("old", 5) == (301, "/en/stories/new/")
    assert answers("new", 5) == 200


def test_chain_of_addresses_leads_straight_to_the_last(db, answers):
    story = published("a", 1)
    renamed(story, "b", now=2)
    renamed(story, "c", now=3)
    assert [answers("a", 2), answers("a", 4), answers("b", 4)] == [
        (301, "/en/stories/b/"),
        (301, "/en/stories/c/"),
        (301, "/en/stories/c/"),
    ]


def test_story_may_return_to_its_first_address(db, answers):
    story = published("a", 1)
    renamed(story, "b", now=2)
    renamed(story, "a", now=3)
    assert [answers("a", 4), answers("b", 4)] == [200, (301, "/en/stories/a/")]


def test_withdrawn_story_is_gone_under_all_its_addresses(db, answers):
    story = published("old", 1)
    renamed(story, "new", now=2)
    withdrawn(story, 3)
    assert [answers("old", 2.5), answers("old", 3), answers("new", 3)] == [(301, "/en/stories/new/"), 410, 410]


def test_published_again_the_story_is_back(db, answers):
    story = published("old", 1)
    withdrawn(story, 2)
    renamed(story, "new", now=4)
    assert [answers("old", at) for at in (3, 5)] == [410, (301, "/en/stories/new/")]


def test_address_of_two_stories_belongs_to_the_live_one(db, answers):
    first = published("same", 1)
    withdrawn(first, 2)
    second = published("same", 3)
    assert answers("same", 4) == 200
    renamed(second, "other", now=5)
    assert answers("same", 6) == (301, "/en/stories/other/")
    withdrawn(second, 7)
    assert answers("same", 8) == 410
    renamed(first, "first", now=9)
    assert answers("same", 10) == (301, "/en/stories/first/")


def test_old_address_of_two_live_stories_leads_to_who_had_it_last(db, answers):
    first = published("same", 1)
    renamed(first, "first", now=2)
    second = published("same", 3)
    renamed(second, "a-second", now=4)
    assert answers("same", 5) == (301, "/en/stories/a-second/")


def test_every_language_has_addresses_of_its_own(db, answers):
    story = published("one", 1, languages=("en", "de"))
    story.texts.filter(language="de").update(slug="eins")
    with time_machine.travel(day(2), tick=False):
        publish(story, UserFactory())
    assert answers("one", 3) == 200
    assert answers("one", 3, "/de/geschichten/") == (301, "/de/geschichten/eins/")
    assert answers("eins", 3) == 404
    with time_machine.travel(day(4), tick=False):
        withdraw(story, UserFactory(), languages=["de"])
    assert [answers("one", 5), answers("eins", 5, "/de/geschichten/")] == [200, 410]


def test_page_of_a_withdrawn_story_names_nothing_of_it(db, client):
    with time_machine.travel(day(1), tick=False):
        words = {"slug": "gone", "title": "Secret title", "standfirst": "Secret standfirst"}
        story = publish_story(words=words)[0].story
    withdrawn(story, 2)
    with time_machine.travel(day(3), tick=False):
        response = client.get("/en/stories/gone/")
    assert response.status_code == 410
    assert b"Secret" not in response.content
    assert response.content.count(b"<h1") == 1


def test_unpublished_story_and_nothing_answer_alike(db, client):
    StoryTextFactory(slug="same-length-1")
    with time_machine.travel(day(0), tick=False):
        publish_story(words={"slug": "same-length-2"}, at=day(5))
        pages = [client.get(f"/en/stories/same-length-{number}/") for number in (1, 2, 3)]
    assert {page.status_code for page in pages} == {404}
    assert len({page.content.replace(b"same-length-%d" % number, b"") for number, page in enumerate(pages, 1)}) == 1
    assert len({str(sorted(page.headers.items())) for page in pages}) == 1


@pytest.mark.parametrize(
    "path",
    [
        *("/en/stories/" + "x" * 500 + "/", "/en/stories/%00/", "/en/stories/ö/", "/en/stories/../../etc/passwd/"),
        *("/en/stories/a/b/", "/en/geschichten/one/", "/en/stories/%F0%9F%98%80/", "/en/stories/-/"),
        "/en/stories/one/?%FF=%FE&&&==",
    ],
)
def test_absurd_addresses_answer_400_or_404(db, client, path):
    assert client.get(path).status_code in (400, 404)


def test_address_costs_three_queries_where_no_story_is(db, client, django_assert_num_queries):
    withdrawn(published("gone", 1), 2)
    for slug in ("gone", "nothing"):
        with django_assert_num_queries(3):
            client.get(f"/en/stories/{slug}/")
