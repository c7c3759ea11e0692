"""The story's desk: one form with both languages, and buttons that save first and then lead on."""

import datetime
import re

import pytest
import time_machine
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone

from sistercities.publishing.models import PreviewLink, Stage
from sistercities.publishing.operations import publish
from stories.models import Story, StoryEdition
from tests.factories import (
    CityFactory,
    OfficeFactory,
    PictureFactory,
    QuoteFactory,
    StoryFactory,
    StoryTextFactory,
    UserFactory,
    publish_story,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    editor = UserFactory(username="editor")
    editor.groups.add(Group.objects.get(name="editor"))
    return editor


@pytest.fixture
def desk(client, editor):
    OfficeFactory()
    client.force_login(editor)
    return client


def url(name, *args):
    return reverse(f"admin:stories_story_{name}", args=args)


def filled(client, address, **changes):
    """What a browser would send of the form at that address, with some fields filled in differently."""
    response = client.get(address)
    form = response.context["adminform"].form
    formset = response.context["inline_admin_formsets"][0].formset
    data = {}
    for bound in [*form, *formset.management_form, *(field for text in formset for field in text)]:
        value = bound.value()
        if value is not None and value is not False:
            data[bound.html_name] = "on" if value is True else value
    return {**data, **changes}


@pytest.fixture
def story(editor):
    story = StoryFactory(cities=[CityFactory()], lead_picture=PictureFactory(), created_by=editor)
    for language, title in [("en", "Bridges"), ("de", "Brücken")]:
        StoryTextFactory(story=story, language=language, title=title, slug=f"bridges-{language}")
    return story


def test_a_new_story_is_written_in_both_languages_at_once(desk, editor):
    data = filled(desk, url("add"), **{
        "texts-0-title": "Bridges", "texts-0-body": "<p>Over the river.</p>",
        "texts-1-title": "Brücken über Flüsse", "texts-1-body": "<p>Über den Fluss.</p>", "_continue": "1",
    })  # fmt: skip
    response = desk.post(url("add"), data)
    assert response.status_code == 302, response.context["errors"]
    story = Story.objects.get()
    assert (story.created_by, story.changed_by) == (editor, editor)
    assert sorted(story.texts.values_list("language", "title", "slug", "body")) == [
        ("de", "Brücken über Flüsse", "bruecken-ueber-fluesse", "<p>Über den Fluss.</p>"),
        ("en", "Bridges", "bridges", "<p>Over the river.</p>"),
    ]


def test_one_language_may_stay_empty(desk):
    data = filled(desk, url("add"), **{"texts-1-title": "Brücken", "texts-1-body": "<p>Fluss.</p>", "_continue": "1"})
    desk.post(url("add"), data)
    assert list(Story.objects.get().texts.values_list("language", "title")) == [("de", "Brücken")]


def test_saving_makes_nothing_public(desk, story):
    desk.post(url("change", story.pk), filled(desk, url("change", story.pk), _continue="1"))
    assert not StoryEdition.objects.exists()


def test_publish_now_is_one_click_when_nothing_is_to_be_mended(desk, story):
    response = desk.post(url("change", story.pk), filled(desk, url("change", story.pk), _publish="1"), follow=True)
    assert sorted(StoryEdition.objects.live().values_list("title", flat=True)) == ["Bridges", "Brücken"]
    assert "/en/stories/bridges-en/" in response.content.decode()


def test_publish_now_saves_what_was_typed_first(desk, story):
    data = filled(desk, url("change", story.pk), **{"texts-0-title": "Tunnels", "_publish": "1"})
    desk.post(url("change", story.pk), data)
    assert StoryEdition.objects.live().in_language("en").get().title == "Tunnels"


def test_publish_now_shows_the_checklist_when_something_blocks(desk, story):
    picture = PictureFactory(creator="", credit_line="\u200b ")
    story.lead_picture = picture
    story.save()
    response = desk.post(url("change", story.pk), filled(desk, url("change", story.pk), _publish="1"), follow=True)
    assert response.redirect_chain == [(url("publish", story.pk), 302)]
    page = response.content.decode()
    assert "Nobody is credited" in page
    assert reverse("admin:media_picture_change", args=[picture.pk]) in page
    assert 'value="Publish' not in page
    assert not StoryEdition.objects.exists()
    # Whoever posts all the same is refused too.
    response = desk.post(url("publish", story.pk), {"languages": ["en"]})
    assert response.status_code == 200
    assert not StoryEdition.objects.exists()


def test_a_quote_without_a_speaker_blocks_publishing(desk, story):
    quote = QuoteFactory(speaker=None, words_en="Nobody said this.")
    text = story.texts.get(language="en")
    text.body = f'<p>Before.</p><sc-embed data-type="quote" data-id="{quote.pk}"></sc-embed>'
    text.save()
    problems = [str(problem.message) for problem in story.readiness() if problem.is_blocking]
    assert problems == ["Quote “Nobody said this.”: nobody is named as its speaker."]


def test_a_picture_without_rights_blocks_publishing_in_both_languages(story):
    story.lead_picture = PictureFactory(title="Diner", valid_until=datetime.date(2020, 1, 1), alt_text_de="")
    problems = [str(problem.message) for problem in story.readiness() if problem.is_blocking]
    assert len(problems) == 2
    assert "ended on 1 January 2020" in problems[1]
    assert "German alternative text" in problems[0]


def test_an_address_of_another_live_story_blocks_publishing(story):
    publish_story(words={"slug": "bridges-en", "title": "First"})
    problems = [problem for problem in story.readiness() if problem.is_blocking]
    assert [(problem.language, problem.field) for problem in problems] == [("en", "slug")]
    assert "First" in problems[0].message


def test_scheduling_asks_for_a_moment_in_the_home_citys_time(desk, story):
    response = desk.post(url("change", story.pk), filled(desk, url("change", story.pk), _schedule="1"))
    assert response.url == url("schedule", story.pk)
    assert "Europe/Berlin" in desk.get(response.url).content.decode()
    data = {"languages": ["en"], "at_0": "2031-07-01", "at_1": "12:00:00", "until_0": "", "until_1": ""}
    desk.post(response.url, data)
    edition = StoryEdition.objects.get()
    assert edition.live_from == datetime.datetime(2031, 7, 1, 10, tzinfo=datetime.UTC)
    assert edition.language == "en"


@pytest.mark.parametrize(
    ("day", "hour", "message"),
    [
        ("2001-01-01", "12:00:00", "This moment has passed already"),
        ("2031-03-30", "02:30:00", "couldn’t be interpreted"),
        ("2031-02-30", "12:00:00", "Enter a valid date"),
    ],
)
def test_impossible_moments_are_refused_with_everything_kept(desk, story, day, hour, message):
    data = {"languages": ["en"], "at_0": day, "at_1": hour, "until_0": "2033-01-01", "until_1": "00:00:00"}
    response = desk.post(url("schedule", story.pk), data)
    page = response.content.decode()
    assert message in page
    assert f'value="{day}"' in page
    assert 'value="2033-01-01"' in page
    assert not StoryEdition.objects.exists()


def test_withdrawing_asks_which_languages(desk, story, editor):
    publish(story, editor)
    page = desk.get(url("withdraw", story.pk)).content.decode()
    assert page.count('name="languages"') == 2
    desk.post(url("withdraw", story.pk), {"languages": ["de"]})
    assert list(StoryEdition.objects.live().values_list("language", flat=True)) == ["en"]


def test_a_stale_save_is_refused_and_keeps_the_text(desk, story):
    mine = filled(desk, url("change", story.pk), **{"texts-0-title": "My title", "_continue": "1"})
    colleague = UserFactory(username="colleague", first_name="Cora", last_name="Colleague")
    colleague.groups.add(Group.objects.get(name="editor"))
    other = type(desk)()
    other.force_login(colleague)
    theirs = filled(other, url("change", story.pk), **{"texts-0-standfirst": "Another beginning.", "_continue": "1"})
    assert other.post(url("change", story.pk), theirs).status_code == 302
    response = desk.post(url("change", story.pk), mine)
    page = response.content.decode()
    assert response.status_code == 200
    assert "Cora Colleague" in page
    assert "My title" in page
    assert story.texts.get(language="en").standfirst == "Another beginning."
    assert story.texts.get(language="en").title == "Bridges"


def test_the_history_names_the_fields_that_changed(desk, story):
    data = filled(desk, url("change", story.pk), **{"texts-0-title": "Tunnels", "_continue": "1"})
    desk.post(url("change", story.pk), data)
    assert "Title" in LogEntry.objects.get().get_change_message()


def test_an_author_hands_over_and_an_editor_asks_for_changes(desk, client, story):
    author = UserFactory(username="author")
    author.groups.add(Group.objects.get(name="author"))
    Story.objects.update(created_by=author)
    own = type(desk)()
    own.force_login(author)
    page = own.get(url("change", story.pk)).content.decode()
    assert 'name="_submit"' in page
    assert 'name="_publish"' not in page
    own.post(url("change", story.pk), filled(own, url("change", story.pk), _submit="1"))
    assert Story.objects.get().stage == Stage.IN_REVIEW
    desk.post(url("changes", story.pk), {"note": "Name the bridge."})
    assert "Name the bridge." in own.get(url("change", story.pk)).content.decode()


def test_restoring_an_edition_changes_the_manuscript_only(desk, story, editor):
    publish(story, editor)
    edition = StoryEdition.objects.get(language="en")
    text = story.texts.get(language="en")
    text.title = "Tunnels"
    text.save()
    desk.post(url("restore", story.pk, edition.pk))
    assert story.texts.get(language="en").title == "Bridges"
    assert StoryEdition.objects.count() == 2


def test_comparing_marks_words_added_and_removed(desk, story, editor):
    publish(story, editor)
    text = story.texts.get(language="en")
    text.body = "<p>One paragraph of prose.</p>"
    text.save()
    edition = StoryEdition.objects.get(language="en")
    page = desk.get(url("compare", story.pk, edition.pk)).content.decode()
    assert re.sub(r"<span[^>]*>[^<]*</span>", "", page).count("<del>text.</del><ins>prose.</ins>") == 1


def test_published_stories_are_never_deleted(desk, story, editor):
    publish(story, editor)
    response = desk.post(url("delete", story.pk), {"post": "yes"})
    assert "editions are kept" in response.content.decode()
    assert Story.objects.filter(pk=story.pk).exists()


def test_the_list_says_in_words_what_is_public(desk, story, editor):
    publish(story, editor, languages=["en"])
    text = story.texts.get(language="en")
    text.title = "Tunnels"
    text.save()
    from sistercities.publishing.content import refresh_fingerprints

    refresh_fingerprints(Story.objects.get())
    page = desk.get(url("changelist")).content.decode()
    assert "Live, with unpublished changes" in page
    assert "Not published" in page
    for state, found in [("changed", 1), ("live", 1), ("never", 0), ("withdrawn", 0)]:
        assert desk.get(url("changelist"), {"public": state}).context["cl"].result_count == found, state


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_and_for_many(desk, django_assert_num_queries, count, editor):
    for n in range(count):
        publish_story(by=editor, words={"slug": f"s{n}"}, cities=[CityFactory()], lead_picture=PictureFactory())
    desk.get(url("changelist"))
    with django_assert_num_queries(16):
        desk.get(url("changelist"))


def test_preview_shows_what_would_be_published(desk, story, editor):
    publish(story, editor)
    text = story.texts.get(language="en")
    text.title = "Tunnels"
    text.save()
    page = desk.get(url("preview", story.pk, "en"))
    assert "Tunnels" in page.content.decode()
    assert page["Cache-Control"].startswith("max-age=0") or "no-store" in page["Cache-Control"]
    assert StoryEdition.objects.live().in_language("en").get().title == "Bridges"


def make_link(desk, story):
    desk.post(url("links", story.pk), {"recipient": "The mayor's office", "days": 14})
    return PreviewLink.objects.get()


def test_a_preview_link_opens_the_manuscript_without_an_account(desk, client, story):
    link = make_link(desk, story)
    client.logout()
    response = client.get(reverse("preview", args=[link.token]))
    assert "Bridges" in response.content.decode()
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert response["Cache-Control"] == "no-store"
    assert response["Referrer-Policy"] == "no-referrer"
    assert not response.cookies
    link.refresh_from_db()
    assert link.visits == 1


def test_a_revoked_expired_or_forged_preview_link_opens_nothing(desk, client, story, time_machine):
    link = make_link(desk, story)
    address = reverse("preview", args=[link.token])
    client.logout()
    assert client.get(reverse("preview", args=["x" * 43])).status_code == 404
    time_machine.move_to(timezone.now() + datetime.timedelta(days=14, minutes=1), tick=False)
    assert client.get(address).status_code == 404
    time_machine.move_to(timezone.now() - datetime.timedelta(days=14), tick=False)
    link.revoked_at = timezone.now()
    link.save()
    assert client.get(address).status_code == 404


def test_the_reader_of_a_preview_leaves_an_approval_that_the_desk_shows(desk, client, story):
    link = make_link(desk, story)
    reader = type(desk)(enforce_csrf_checks=True)
    address = reverse("preview-answer", args=[link.token])
    response = reader.post(address, {"name": "", "note": "Fine."})
    assert "This field is required" in response.content.decode()
    assert "Fine." in response.content.decode()
    assert reader.post(address, {"name": "Mia Mayor", "is_approval": "on", "note": ""}).status_code == 302
    assert "Approved by Mia Mayor" in desk.get(url("change", story.pk)).content.decode()


def test_list_names_few_of_many_cities(desk, story):
    for letter in "bcde":
        story.cities.add(CityFactory(name_en=f"City {letter}"))
    row = desk.get(url("changelist")).context["cl"].result_list[0]
    assert row.cities.count() == 5
    assert re.search(r'<td class="field-about">[^<]*,[^<]*,[^<]* and 2 more</td>', desk.get(url("changelist")).text)


def test_times_on_the_desk_are_on_the_clock_of_24_hours(desk, story):
    with time_machine.travel(datetime.datetime(2026, 11, 23, 21, 15, tzinfo=datetime.UTC), tick=False):
        publish(story, story.created_by)
        assert "23 November 2026, 22:15" in desk.get(url("editions", story.pk)).text
