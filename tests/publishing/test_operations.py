"""Publishing, scheduling, withdrawing, restoring: what the public sees at which moment."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from sistercities.publishing.models import AuditEntry, ContentNumber, Stage
from sistercities.publishing.operations import publish, request_changes, restore, submit, unschedule, withdraw
from sistercities.publishing.readiness import NotReady
from stories.models import StoryEdition, StoryText
from tests.factories import StoryFactory, StoryTextFactory, ThemeFactory, UserFactory, publish_story

pytestmark = pytest.mark.django_db

NOW = datetime.datetime(2026, 3, 1, 12, tzinfo=datetime.UTC)
HOUR = datetime.timedelta(hours=1)


def live_titles(at=None):
    return sorted(StoryEdition.objects.live(at).values_list("language", "title"))


def retitle(story, title, language="en"):
    text = story.texts.get(language=language)
    text.title = title
    text.save()


@pytest.fixture
def editor():
    return UserFactory(username="editor")


@pytest.fixture
def story():
    story = StoryFactory()
    StoryTextFactory(story=story, language="en", title="Bridges", slug="bridges")
    StoryTextFactory(story=story, language="de", title="Brücken", slug="bruecken", is_ready=False)
    return story


def test_publish_writes_an_edition_per_ready_language(story, editor):
    [edition] = publish(story, editor)
    assert live_titles() == [("en", "Bridges")]
    assert (edition.published_by, edition.live_until, edition.first_live_from) == (editor, None, edition.live_from)


def test_editing_the_manuscript_changes_nothing_public(story, editor):
    publish(story, editor)
    retitle(story, "Tunnels")
    assert live_titles() == [("en", "Bridges")]


def test_publishing_again_replaces_the_running_edition(story, editor, time_machine):
    time_machine.move_to(NOW, tick=False)
    [first] = publish(story, editor)
    time_machine.move_to(NOW + HOUR, tick=False)
    retitle(story, "Tunnels")
    [second] = publish(story, editor)
    first.refresh_from_db()
    assert (first.live_until, first.ended_as) == (NOW + HOUR, "superseded")
    assert (second.live_from, second.first_live_from) == (NOW + HOUR, NOW)
    assert live_titles(NOW) == [("en", "Bridges")]
    assert live_titles(NOW + HOUR) == [("en", "Tunnels")]


def test_publishing_unchanged_content_writes_nothing(story, editor):
    publish(story, editor)
    assert publish(story, editor) == []
    assert StoryEdition.objects.count() == 1


def test_a_changed_frame_is_a_change_in_every_language(story, editor):
    story.texts.update(is_ready=True)
    publish(story, editor)
    story.themes.add(ThemeFactory(name_en="Film"))
    assert {edition.language for edition in publish(story, editor)} == {"en", "de"}
    assert [t.name_en for t in StoryEdition.objects.live().in_language("de").get().themes.all()] == ["Film"]


def test_a_scheduled_edition_goes_live_to_the_second(story, editor, time_machine):
    time_machine.move_to(NOW, tick=False)
    publish(story, editor)
    retitle(story, "Tunnels")
    publish(story, editor, at=NOW + HOUR)
    instant = datetime.timedelta(microseconds=1)
    assert live_titles() == [("en", "Bridges")]
    assert live_titles(NOW + HOUR - instant) == [("en", "Bridges")]
    assert live_titles(NOW + HOUR) == [("en", "Tunnels")]


def test_cancelling_the_schedule_keeps_the_running_edition_open(story, editor, time_machine):
    time_machine.move_to(NOW, tick=False)
    publish(story, editor, until=NOW + 5 * HOUR)
    retitle(story, "Tunnels")
    publish(story, editor, at=NOW + HOUR)
    assert unschedule(story, editor) == 1
    assert live_titles(NOW + 2 * HOUR) == [("en", "Bridges")]
    assert live_titles(NOW + 5 * HOUR) == []


def test_publishing_now_replaces_what_was_scheduled(story, editor, time_machine):
    time_machine.move_to(NOW, tick=False)
    retitle(story, "Later")
    publish(story, editor, at=NOW + HOUR)
    retitle(story, "Now")
    publish(story, editor)
    assert live_titles() == [("en", "Now")]
    assert live_titles(NOW + 2 * HOUR) == [("en", "Now")]


def test_publishing_now_what_is_scheduled_brings_it_forward(story, editor, time_machine):
    time_machine.move_to(NOW, tick=False)
    publish(story, editor, at=NOW + HOUR)
    publish(story, editor)
    assert live_titles() == [("en", "Bridges")]


def test_an_expiry_ends_the_edition_without_a_job(story, editor, time_machine):
    time_machine.move_to(NOW, tick=False)
    [edition] = publish(story, editor, until=NOW + HOUR)
    assert edition.ended_as == "expired"
    assert live_titles() == [("en", "Bridges")]
    assert live_titles(NOW + HOUR) == []


def test_withdrawing_ends_what_is_live_and_cancels_what_is_planned(story, editor, time_machine):
    time_machine.move_to(NOW, tick=False)
    publish(story, editor)
    retitle(story, "Tunnels")
    publish(story, editor, at=NOW + HOUR)
    assert withdraw(story, editor) == 2
    assert live_titles() == live_titles(NOW + 2 * HOUR) == []
    assert sorted(StoryEdition.objects.values_list("title", "ended_as")) == [
        ("Bridges", "withdrawn"),
        ("Tunnels", "withdrawn"),
    ]


def test_withdrawing_one_language_leaves_the_other(story, editor):
    story.texts.update(is_ready=True)
    publish(story, editor)
    withdraw(story, editor, languages=["de"])
    assert live_titles() == [("en", "Bridges")]


def test_a_manuscript_without_a_ready_text_is_not_published(story, editor):
    story.texts.update(is_ready=False)
    with pytest.raises(NotReady) as refusal:
        publish(story, editor)
    assert [problem.field for problem in refusal.value.problems] == ["is_ready"]
    assert live_titles() == []


def test_an_end_before_the_start_is_refused(story, editor):
    with pytest.raises(ValidationError) as refusal:
        publish(story, editor, at=NOW, until=NOW)
    assert list(refusal.value.message_dict) == ["until"]


def test_restoring_brings_words_and_frame_back_into_the_manuscript_only(story, editor):
    film = ThemeFactory()
    story.themes.add(film)
    [first] = publish(story, editor)
    retitle(story, "Tunnels")
    story.themes.clear()
    publish(story, editor)
    restored = restore(first, editor)
    assert restored.texts.get(language="en").title == "Bridges"
    assert list(restored.themes.all()) == [film]
    assert restored.revision == story.revision + 1
    assert live_titles() == [("en", "Tunnels")]


def test_restoring_recreates_a_deleted_text(story, editor):
    [edition] = publish(story, editor)
    story.texts.filter(language="en").delete()
    restore(edition, editor)
    assert StoryText.objects.get(story=story, language="en").body == edition.body


def test_publishing_in_the_past_is_only_for_what_was_never_published(editor):
    [edition] = publish_story(at=NOW)
    assert edition.first_live_from == NOW
    retitle(edition.story, "Tunnels")
    with pytest.raises(ValidationError):
        publish(edition.story, editor, at=NOW + HOUR)


def test_history_is_told_in_the_order_in_which_it_happened(editor):
    [first] = publish_story(at=NOW)
    retitle(first.story, "Tunnels")
    [second] = publish(first.story, editor, at=NOW + HOUR, as_history=True)
    retitle(first.story, "Ferries")
    with pytest.raises(ValidationError):
        publish(first.story, editor, at=NOW + HOUR, as_history=True)
    first.refresh_from_db()
    assert (first.live_until, first.ended_as) == (NOW + HOUR, "superseded")
    assert (second.first_live_from, second.live_until) == (NOW, None)
    assert live_titles() == [("en", "Tunnels")]


def test_review_hands_the_manuscript_over_and_back(story, editor):
    submit(story, editor)
    story.refresh_from_db()
    assert story.stage == Stage.IN_REVIEW
    request_changes(story, editor, "Name the bridge.")
    story.refresh_from_db()
    assert (story.stage, story.stage_note) == (Stage.CHANGES_REQUESTED, "Name the bridge.")
    publish(story, editor)
    story.refresh_from_db()
    assert (story.stage, story.stage_note) == (Stage.DRAFT, "")


def test_every_public_change_is_in_the_audit_trail_and_bumps_the_content_number(story, editor):
    before = ContentNumber.current()
    publish(story, editor)
    withdraw(story, editor)
    assert ContentNumber.current() == before + 2
    assert sorted(AuditEntry.objects.values_list("username", "action", "object_repr")) == [
        ("editor", "published", "Bridges"),
        ("editor", "withdrawn", "Bridges"),
    ]


def test_an_edition_cannot_be_changed_by_saving_it(story, editor):
    [edition] = publish(story, editor)
    edition.title = "Forged"
    with pytest.raises(TypeError):
        edition.save()


def test_the_database_refuses_to_change_an_edition(story, editor):
    [edition] = publish(story, editor)
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        StoryEdition.objects.filter(pk=edition.pk).update(title="Forged")


def test_the_database_refuses_a_second_live_edition(story, editor):
    [edition] = publish(story, editor, until=timezone.now() + HOUR)
    edition.pk = None
    edition._state.adding = True
    edition.live_from += datetime.timedelta(minutes=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        edition.save()
    assert connection.is_usable()
