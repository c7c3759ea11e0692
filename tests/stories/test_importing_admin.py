"""The desk's pages that import a text: who may, what is shown first, what is kept, what is stored."""

import re

import pytest
from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from sistercities.media.models import Picture
from sistercities.media.uploads import OversizedUpload
from sistercities.people.models import Person
from sistercities.publishing.models import AuditAction, AuditEntry, Stage
from stories.admin.importing import ImportForm
from stories.importing.parsing import parse
from stories.models import Quote, Story, StoryText
from tests.factories import StoryFactory, StoryTextFactory, UserFactory

TEXT = """Bread & <Roses>

Two bakers, one oven.

They met in 1994 and never left.

“Dough is patient.” (Ada Holm, Baker)

Oven at night © Lea Brandt

Back to all stories
"""

pytestmark = pytest.mark.django_db


def account(role):
    user = UserFactory()
    if role:
        user.groups.add(Group.objects.get(name=role))
    return user


@pytest.fixture
def editor(client):
    user = account("editor")
    client.force_login(user)
    return user


def address(story=None):
    url = reverse("admin:stories_story_import")
    return f"{url}?story={story.pk}" if story else url


def look(client, text=TEXT, story=None, **data):
    return client.post(address(story), {"text": text, "language": "en", "_preview": "1", **data})


def seen(response):
    return re.search(r'name="seen" value="([0-9a-f]{64})"', response.text)[1]


def do(client, text=TEXT, story=None, **data):
    """What an editor does: look, then import."""
    digest = seen(look(client, text, story, **data))
    return client.post(address(story), {"text": text, "language": "en", "seen": digest, "_import": "1", **data})


def nothing_stored():
    return not any(model.objects.exists() for model in (Story, StoryText, Quote, Person, Picture, AuditEntry, LogEntry))


# Who may -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "status"),
    [("author", 200), ("editor", 200), ("administrator", 200), ("media steward", 403), ("exporter", 403), (None, 403)],
)
def test_import_is_for_those_who_may_add_stories(client, role, status):
    client.force_login(account(role))
    assert client.get(address()).status_code == status
    digest = "0" * 64
    for data in ({"_preview": "1"}, {"_import": "1", "seen": digest}):
        assert client.post(address(), {"text": TEXT, "language": "en", **data}).status_code == status
    assert not Story.objects.exists()


def test_import_asks_visitors_to_log_in(client):
    response = client.post(address(), {"text": TEXT, "language": "en", "_import": "1"})
    assert (response.status_code, response["Location"].split("?")[0]) == (302, reverse("admin:login"))
    assert nothing_stored()


def test_import_needs_the_token_of_the_form():
    client = Client(enforce_csrf_checks=True)
    client.force_login(account("editor"))
    assert look(client).status_code == 403
    assert nothing_stored()


@pytest.mark.parametrize(("role", "is_there"), [("author", True), ("editor", True)])
def test_the_list_offers_the_import(client, role, is_there):
    client.force_login(account(role))
    assert (address() in client.get(reverse("admin:stories_story_changelist")).text) is is_there


def test_a_story_of_another_looks_like_a_missing_one(client):
    client.force_login(account("author"))
    other = StoryTextFactory(language="de", title="Secret title").story
    for number in (other.pk, other.pk + 1, "x", "9" * 30, "-1"):
        response = client.get(f"{address()}?story={number}")
        assert response.status_code == 404
        assert "Secret" not in response.text


def test_an_author_cannot_add_to_what_is_in_review(client):
    user = account("author")
    client.force_login(user)
    story = StoryTextFactory(language="de", story=StoryFactory(created_by=user, stage=Stage.IN_REVIEW)).story
    assert client.get(address(story)).status_code == 403
    assert look(client, story=story).status_code == 403
    assert story.texts.count() == 1


# Looking first -------------------------------------------------------------------------------------------------------


def test_a_preview_shows_what_it_becomes_and_stores_nothing(client, editor):
    response = look(client)
    assert nothing_stored()
    text = response.text
    for expected in (
        "Line 7: quote “Dough is patient.”: new",
        "Line 9: picture “Oven at night” © Lea Brandt: new, waits for its file",
        "Line 11: Looks like a link of the web page it came from.",
        "Bread &amp; &lt;Roses&gt;",
    ):
        assert expected in text
    assert "<Roses>" not in text


def test_nothing_is_imported_unseen(client, editor):
    digest = seen(look(client))
    changed = {"text": TEXT.replace("Two", "Three"), "language": "en", "_import": "1"}
    for data in ({**changed, "seen": digest}, {**changed, "seen": ""}, changed):
        response = client.post(address(), data)
        assert response.status_code == 200
        assert "this is what it becomes now" in response.text
        assert "Three bakers" in response.text
    assert nothing_stored()


@pytest.mark.parametrize("newline", ["\r\n", "\n", "\r"])
def test_line_ends_of_the_browser_are_no_change(client, editor, newline):
    digest = seen(look(client))
    text = TEXT.replace("\n", newline)
    response = client.post(address(), {"text": text, "language": "en", "seen": digest, "_import": "1"})
    assert response.status_code == 302


def test_a_file_is_read_into_the_field(client, editor):
    upload = SimpleUploadedFile("story.txt", "Grüße & Küsse\n\nVorspann.\n\nText.".encode("cp1252"))
    response = look(client, "", file=upload, language="de")
    assert "Grüße &amp; Küsse\n\nVorspann.\n\nText.</textarea>" in response.text
    assert "it was read as Windows-1252" in response.text
    assert nothing_stored()


# Importing -----------------------------------------------------------------------------------------------------------


def test_an_import_leads_to_its_report(client, editor):
    response = do(client)
    story = Story.objects.get()
    report = reverse("admin:stories_story_imported", args=[story.pk])
    assert (response.status_code, response["Location"]) == (302, report)
    text = client.get(report).text
    picture = Picture.objects.get()
    assert reverse("admin:media_picture_change", args=[picture.pk]) in text
    assert "Line 11: Looks like a link of the web page it came from." in text
    assert reverse("admin:stories_story_change", args=[story.pk]) in text

    assert (story.created_by, story.stage) == (editor, Stage.DRAFT)
    entry, log = AuditEntry.objects.get(), LogEntry.objects.get()
    assert (entry.action, entry.user, entry.object_id) == (AuditAction.IMPORTED, editor, str(story.pk))
    assert (log.action_flag, log.user, log.object_id) == (ADDITION, editor, str(story.pk))
    assert client.get(reverse("admin:stories_story_change", args=[story.pk])).status_code == 200


def test_a_quote_and_credits_can_be_left_as_text(client, editor):
    keys = [block.key for block in parse(TEXT, "en").blocks if block.quotation or block.credits]
    do(client, leave=[*keys, "unknown"])
    assert not Quote.objects.exists()
    assert not Picture.objects.exists()
    body = StoryText.objects.get().body
    assert "<p>“Dough is patient.” (Ada Holm, Baker)</p>\n<p>Oven at night © Lea Brandt</p>" in body


def test_the_other_language_is_added_to_a_story(client, editor):
    story = StoryTextFactory(language="de").story
    response = client.get(address(story))
    assert ('value="de"' in response.text, 'value="en"' in response.text) == (False, True)
    assert do(client, story=story).status_code == 302
    assert sorted(story.texts.values_list("language", flat=True)) == ["de", "en"]
    assert LogEntry.objects.get().action_flag == CHANGE
    # Both are there now.
    assert client.get(address(story))["Location"] == reverse("admin:stories_story_change", args=[story.pk])


def test_a_language_that_is_taken_cannot_be_sent(client, editor):
    story = StoryTextFactory(language="de", title="Alt").story
    response = look(client, story=story, language="de")
    assert response.status_code == 200
    assert "Nothing was imported." in response.text
    assert story.texts.get().title == "Alt"


def test_a_double_click_makes_one_manuscript_and_then_asks(client, editor):
    digest = seen(look(client))
    data = {"text": TEXT, "language": "en", "seen": digest, "_import": "1"}
    assert client.post(address(), data).status_code == 302
    second = client.post(address(), data)
    story = Story.objects.get()
    assert second.status_code == 200
    assert "there is a story with this title" in second.text
    assert reverse("admin:stories_story_change", args=[story.pk]) in second.text


def test_the_same_title_is_imported_when_the_editor_says_so_once(client, editor):
    do(client)
    first = Story.objects.get()
    assert do(client).status_code == 200
    assert Story.objects.count() == 1
    data = {"beside": [first.pk]}
    assert do(client, **data).status_code == 302
    # The same click again: now there are two of that title, and the editor knows of one.
    assert do(client, **data).status_code == 200
    assert Story.objects.count() == 2


def test_stories_that_an_author_may_not_see_are_not_given_away(client):
    other = StoryTextFactory(title="Bread & <Roses>").story
    client.force_login(account("author"))
    response = look(client)
    assert "story with this title" not in response.text
    assert f"/{other.pk}/" not in response.text
    assert do(client).status_code == 302


def test_names_the_user_may_not_add_stay_text_and_are_listed(client):
    user = account("author")
    group = user.groups.get()
    group.permissions.remove(group.permissions.get(codename="add_person"))
    client.force_login(user)
    assert "Line 7: You may not add the quote, person or picture it names." in look(client).text
    do(client)
    assert "<p>“Dough is patient.” (Ada Holm, Baker)</p>" in StoryText.objects.get().body
    assert not Person.objects.exists()


# Errors --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("a.txt", b"", "There is no text in it."),
        ("a.txt", b"%PDF-1.7 ...", "This is a PDF."),
        ("a.docx", b"PK\x03\x04...", "This is a Word or OpenDocument file, or a ZIP archive."),
        ("a.txt", b"a\x00b", "This is not a text file."),
        ("a.txt", "Привет из Москвы".encode("cp1251"), "its encoding could not be recognised"),
        ("a.txt", b"\xff" + b"x" * 2048, "at most 1.0\xa0KB are read"),
    ],
)
def test_a_bad_file_is_refused_at_its_field_and_keeps_the_rest(client, editor, settings, name, data, sentence):
    settings.IMPORT_MAX_BYTES = 1024
    response = look(client, "Typed <so> far", file=SimpleUploadedFile(name, data), language="de")
    assert response.status_code == 200
    assert list(response.context["form"].errors) == ["file"]
    assert sentence in str(response.context["form"].errors["file"])
    assert "Typed &lt;so&gt; far</textarea>" in response.text
    assert re.search(r'value="de"[^>]* checked', response.text)
    assert nothing_stored()


def test_fifty_megabytes_are_refused_without_being_held_in_memory(client, editor, tmp_path):
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(50 * 1024**2)
    with path.open("rb") as file:
        response = look(client, "", file=file)
    upload = response.wsgi_request.FILES["file"]
    assert isinstance(upload, OversizedUpload)
    assert "at most 1.0\xa0MB are read" in response.text
    assert nothing_stored()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "There is no text in it."),
        (" \r\n\u200b", "There is no text in it."),
        ("a\x00b", "Null characters are not allowed."),
        ("a" * 161, "The text does not begin with a title."),
        ("Title\n\n" + "a " * 100_000, "its text may have 200000 characters"),
        ("Title\n\n" + "&" * 45_000, "its text may have 200000 characters"),
    ],
)
def test_a_bad_text_is_refused_and_kept(client, editor, text, sentence):
    response = look(client, text)
    assert response.status_code == 200
    assert sentence in str(response.context["form"].errors["text"])
    assert response.context["form"]["text"].value() == text.replace("\r\n", "\n")
    assert nothing_stored()


def test_half_a_file_is_refused_when_the_disk_is_full(editor):
    upload = OversizedUpload("a.txt", "text/plain", 100, is_storage_full=True)
    form = ImportForm({"text": "", "language": "en"}, {"file": upload})
    assert form.errors == {
        "file": ["The file could not be stored: the storage is full or cannot be written. Nothing was saved."]
    }


def test_a_file_never_replaces_what_was_typed(client, editor):
    response = look(client, "Typed text", file=SimpleUploadedFile("a.txt", b"Title\n\nText."))
    assert list(response.context["form"].errors) == ["file"]
    assert "Typed text</textarea>" in response.text


@pytest.mark.parametrize(
    "data", [{"language": "fr"}, {"language": ""}, {"seen": "x" * 10_000}, {"beside": ["x", "-1"]}]
)
def test_made_up_values_change_nothing(client, editor, data):
    response = client.post(address(), {"text": TEXT, "language": "en", "_import": "1", **data})
    assert response.status_code == 200
    assert nothing_stored()


# The report ----------------------------------------------------------------------------------------------------------


def test_the_report_is_for_those_who_may_see_the_story(client, editor):
    do(client)
    story = Story.objects.get()
    report = reverse("admin:stories_story_imported", args=[story.pk])
    client.force_login(account("author"))
    assert client.get(report).status_code == 404
    assert client.get(reverse("admin:stories_story_imported", args=[story.pk + 1])).status_code == 404


def test_a_story_that_was_not_imported_has_no_report(client, editor):
    story = StoryTextFactory().story
    assert client.get(reverse("admin:stories_story_imported", args=[story.pk])).status_code == 404


def test_the_report_names_pictures_only_while_they_wait(client, editor):
    do(client)
    report = reverse("admin:stories_story_imported", args=[Story.objects.get().pk])
    assert "Pictures that wait for their files" in client.get(report).text
    Picture.objects.update(file="originals/oven.jpg")
    assert "Pictures that wait for their files" not in client.get(report).text


# The way there --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("languages", "is_offered"), [([], False), (["de"], True), (["en", "de"], False)])
def test_form_of_a_story_offers_to_import_the_language_that_is_missing(client, editor, languages, is_offered):
    story = StoryFactory()
    for language in languages:
        StoryTextFactory(story=story, language=language)
    page = client.get(reverse("admin:stories_story_change", args=[story.pk])).text
    assert (f'href="{address(story)}"' in page) == is_offered


def test_form_offers_no_import_to_who_may_only_read(client):
    author = account("author")
    client.force_login(author)
    story = StoryTextFactory(language="de", story=StoryFactory(created_by=author, stage=Stage.IN_REVIEW)).story
    assert address(story) not in client.get(reverse("admin:stories_story_change", args=[story.pk])).text
