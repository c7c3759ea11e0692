"""The permission table, compared with the database, and every door of the story's desk knocked at by every role."""

import datetime
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone

from sistercities.publishing.models import PreviewLink, Stage
from sistercities.publishing.operations import publish
from sistercities.publishing.roles import PERMISSIONS, ROLES
from stories.models import Story, StoryEdition
from tests.factories import StoryFactory, StoryTextFactory, UserFactory

pytestmark = pytest.mark.django_db

LETTERS = {"a": "add", "c": "change", "d": "delete", "v": "view"}


def documented_permissions():
    """`{role: {"app.action_model", …}}` as `docs/permissions.md` says."""
    text = (Path(settings.BASE_DIR) / "docs" / "permissions.md").read_text()
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in text.splitlines()
        if re.match(r"\| [a-z]+\.[a-z]+ \|", line)
    ]
    found = {role: set() for role in ROLES}
    for model, *cells in rows:
        app, name = model.split(".")
        for role, letters in zip(ROLES, cells, strict=True):
            found[role] |= {f"{app}.{LETTERS[letter]}_{name}" for letter in letters}
    for role, names in re.findall(r"^\| ([a-z, ]+) \| ((?:`[a-z]+\.\w+`(?:, )?)+) \|$", text, re.MULTILINE):
        for each in role.split(", "):
            found[each] |= set(re.findall(r"`([a-z]+\.\w+)`", names))
    return found


def groups_in_database():
    return {
        group.name: {
            f"{permission.content_type.app_label}.{permission.codename}" for permission in group.permissions.all()
        }
        for group in Group.objects.prefetch_related("permissions__content_type")
    }


def test_groups_in_the_database_are_what_the_table_says():
    assert groups_in_database() == documented_permissions()


def test_roles_in_the_code_are_what_the_table_says():
    assert {role: set(names) for role, names in PERMISSIONS.items()} == documented_permissions()


def account(role, username=None):
    user = UserFactory(username=username or role.replace(" ", "-"))
    user.groups.add(Group.objects.get(name=role))
    return user


@pytest.fixture
def author():
    return account("author", "ada")


@pytest.fixture
def story(author):
    """A published story of the author's, with a newer manuscript."""
    story = StoryFactory(created_by=author)
    text = StoryTextFactory(story=story, title="Bridges", slug="bridges")
    publish(story, account("editor", "first-editor"))
    text.title = "Tunnels"
    text.save()
    return story


def knock(client, door, story, data=None, method=None):
    """The status of one door of the desk."""
    edition = StoryEdition.objects.filter(story=story).first()
    link = PreviewLink.objects.filter(object_id=story.pk).first()
    args = {
        "preview": [story.pk, "en"],
        "edition": [story.pk, edition.pk],
        "compare": [story.pk, edition.pk],
        "restore": [story.pk, edition.pk],
        "revoke": [story.pk, link.pk if link else 0],
    }.get(door, [story.pk])
    url = reverse(f"admin:stories_story_{door}", args=args)
    call = client.post if (method == "post" or data is not None) else client.get
    return call(url, data or {}).status_code


READ_DOORS = ("change", "history", "preview", "check", "editions", "edition", "compare")
ALL_READ = dict.fromkeys(READ_DOORS, 200)


def statuses(client, user, story, doors=READ_DOORS, method=None):
    client.force_login(user)
    return {door: knock(client, door, story, method=method) for door in doors}


def test_reading_doors_open_to_who_may_see_the_story(client, author, story):
    assert statuses(client, author, story) == ALL_READ
    for role in ("editor", "administrator"):
        assert statuses(client, account(role), story) == ALL_READ


def test_reading_doors_are_closed_to_everyone_else(client, story):
    for user in (account("author", "other-author"), account("media steward"), account("exporter")):
        found = statuses(client, user, story)
        # The stock admin sends who asks for an object that it cannot find to its index, with a message.
        assert found.pop("change") in (302, 403), user
        assert found.pop("history") in (302, 403), user
        assert set(found.values()) <= {403, 404}, user


def test_an_account_without_a_role_sees_no_story(client, story):
    assert set(statuses(client, UserFactory(), story).values()) <= {302, 403, 404}


def test_visitors_are_sent_to_the_login_page(client, story):
    for door in READ_DOORS:
        assert knock(client, door, story) == 302


def test_an_author_cannot_publish_schedule_or_withdraw(client, author, story):
    client.force_login(author)
    at = timezone.localtime() + datetime.timedelta(days=1)
    schedule = {"languages": ["en"], "at_0": at.strftime("%Y-%m-%d"), "at_1": at.strftime("%H:%M:%S")}
    assert knock(client, "publish", story, {"languages": ["en"]}) == 403
    assert knock(client, "schedule", story, schedule) == 403
    assert knock(client, "withdraw", story, {"languages": ["en"]}) == 403
    assert knock(client, "unschedule", story, method="post") == 403
    assert list(StoryEdition.objects.live().values_list("title", flat=True)) == ["Bridges"]


def test_an_editor_publishes_and_withdraws(client, story):
    client.force_login(account("editor"))
    assert knock(client, "publish", story, {"languages": ["en"]}) == 302
    assert list(StoryEdition.objects.live().values_list("title", flat=True)) == ["Tunnels"]
    assert knock(client, "withdraw", story, {"languages": ["en"]}) == 302
    assert not StoryEdition.objects.live().exists()


def test_publishing_needs_a_post(client, story):
    client.force_login(account("editor"))
    assert knock(client, "publish", story) == 200
    assert knock(client, "unschedule", story) == 405
    assert knock(client, "restore", story) == 405
    assert list(StoryEdition.objects.live().values_list("title", flat=True)) == ["Bridges"]


def test_a_story_in_review_can_be_read_but_not_changed_by_its_author(client, author, story):
    Story.objects.filter(pk=story.pk).update(stage=Stage.IN_REVIEW)
    assert statuses(client, author, story) == ALL_READ
    assert knock(client, "change", story, {"_continue": "1"}) == 403
    assert knock(client, "restore", story, method="post") == 403
    assert knock(client, "links", story, {"recipient": "Eve", "days": 3}) == 403
    assert not PreviewLink.objects.exists()


def test_only_reviewers_request_changes(client, author, story):
    Story.objects.filter(pk=story.pk).update(stage=Stage.IN_REVIEW)
    client.force_login(author)
    assert knock(client, "changes", story, {"note": "Mine is fine."}) == 403
    client.force_login(account("editor"))
    assert knock(client, "changes", story, {"note": "Name the bridge."}) == 302
    story.refresh_from_db()
    assert (story.stage, story.stage_note) == (Stage.CHANGES_REQUESTED, "Name the bridge.")


def test_nobody_reaches_an_edition_through_another_story(client, author, story):
    mine = StoryFactory(created_by=author)
    stranger = account("author", "other-author")
    theirs = StoryFactory(created_by=stranger)
    edition = StoryEdition.objects.get(story=story)
    client.force_login(stranger)
    for door in ("edition", "compare"):
        assert client.get(reverse(f"admin:stories_story_{door}", args=[theirs.pk, edition.pk])).status_code == 404
    assert client.post(reverse("admin:stories_story_restore", args=[theirs.pk, edition.pk])).status_code == 404
    assert not theirs.texts.exists()
    assert mine.pk != theirs.pk


def test_the_list_shows_authors_their_own_stories_only(client, author, story):
    StoryTextFactory(story=StoryFactory(created_by=account("author", "other-author")), title="Secret plans")
    client.force_login(author)
    page = client.get(reverse("admin:stories_story_changelist")).content.decode()
    assert "Tunnels" in page
    assert "Secret plans" not in page


def test_an_author_cannot_feature_a_story_whatever_is_sent(client, author, story):
    client.force_login(author)
    url = reverse("admin:stories_story_change", args=[story.pk])
    form = client.get(url).context["adminform"].form
    text = story.texts.get()
    data = {
        "seen_state": form["seen_state"].value(),
        "is_featured": "on",
        "stage": "draft",
        "created_by": "",
        "working_title": "Ours",
        "texts-TOTAL_FORMS": 1,
        "texts-INITIAL_FORMS": 1,
        "texts-0-id": text.pk,
        "texts-0-story": story.pk,
        "texts-0-language": "en",
        "texts-0-title": "Tunnels",
        "texts-0-body": text.body,
        "texts-0-slug": "bridges",
        "_continue": "1",
    }
    response = client.post(url, data)
    assert response.status_code == 302, response.context["errors"]
    story.refresh_from_db()
    assert (story.working_title, story.is_featured, story.created_by) == ("Ours", False, author)


def test_deleted_stories_come_back_only_through_editors(client, author, story):
    client.force_login(author)
    assert client.get(reverse("admin:stories_story_recoverlist")).status_code == 403
    client.force_login(account("editor"))
    assert client.get(reverse("admin:stories_story_recoverlist")).status_code == 200


def test_administrators_cannot_make_or_see_superusers(client):
    root = UserFactory(username="root", is_superuser=True)
    administrator = account("administrator")
    client.force_login(administrator)
    assert client.get(reverse("admin:auth_user_change", args=[root.pk])).status_code == 302
    url = reverse("admin:auth_user_change", args=[administrator.pk])
    client.post(url, {"username": "administrator", "is_superuser": "on", "user_permissions": ["1"], "is_active": "on"})
    administrator.refresh_from_db()
    assert (administrator.is_superuser, administrator.user_permissions.count()) == (False, 0)


def test_losing_a_role_ends_all_sessions_and_is_in_the_audit_trail(client):
    from sistercities.publishing.models import AuditEntry

    editor = account("editor")
    client.force_login(editor)
    assert client.get(reverse("admin:index")).status_code == 200
    other = type(client)()
    other.force_login(account("administrator"))
    url = reverse("admin:auth_user_change", args=[editor.pk])
    author_group = Group.objects.get(name="author")
    response = other.post(url, {"username": "editor", "is_active": "on", "groups": [author_group.pk]})
    assert response.status_code == 302, response.context["errors"]
    assert client.get(reverse("admin:index")).status_code == 302
    assert list(AuditEntry.objects.filter(action="role_changed").values_list("username", "object_repr", "detail")) == [
        ("administrator", "editor", "+author; -editor")
    ]
