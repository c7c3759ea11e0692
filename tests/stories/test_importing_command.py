"""`manage.py import_story`: what it prints, what it stores, how it ends."""

import io
import sys
from pathlib import Path

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command

from sistercities.publishing.models import Stage
from stories.models import Quote, Story
from tests.factories import StoryFactory, StoryTextFactory, UserFactory

TEXTS = Path(__file__).parent / "texts"
SAMPLE = TEXTS / "one_line_paragraphs.txt"

pytestmark = pytest.mark.django_db


def run(*args, **options):
    out, err = io.StringIO(), io.StringIO()
    call_command("import_story", *map(str, args), stdout=out, stderr=err, **{"language": "en", **options})
    return out.getvalue(), err.getvalue()


def refusal(*args, **options):
    before = Story.objects.count()
    with pytest.raises(CommandError) as caught:
        run(*args, **options)
    assert Story.objects.count() == before
    return caught.value.returncode, str(caught.value)


def test_import_story_makes_a_draft_and_prints_the_report():
    out, err = run(SAMPLE)
    story = Story.objects.get()
    assert (str(story), story.stage, story.created_by) == ("Lyon & Turin: Across the Alps", Stage.DRAFT, None)
    assert [block.split("\n")[0] for block in out.strip().split("\n\n")] == [
        "Understood",
        "Not understood, left in the text",
        "Please check",
        f"Story {story.pk} is on the desk as a draft.",
    ]
    assert "- Line 7: person “Carla Rossetti”: new" in out.split("\n")
    assert err == ""


def test_dry_run_stores_nothing():
    out, _err = run(SAMPLE, dry_run=True)
    assert out.endswith("\n\nNothing was stored.\n")
    assert (Story.objects.count(), Quote.objects.count()) == (0, 0)


def test_standard_input_is_read(monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("A title\n\nÜber alles.".encode())))
    run("-")
    assert str(Story.objects.get()) == "A title"


def test_a_guessed_encoding_is_said_on_standard_error(tmp_path):
    path = tmp_path / "alt.txt"
    path.write_bytes("Grüße\n\nSchöne Grüße.".encode("cp1252"))
    _out, err = run(path, language="de")
    assert err.startswith("The file is not in UTF-8; it was read as Windows-1252.")


def test_again_imports_beside_the_first():
    run(SAMPLE)
    first = Story.objects.get()
    assert refusal(SAMPLE) == (5, f"There is a story with this title ({first.pk}); --again imports another.")
    run(SAMPLE, again=True)
    assert sorted(text.slug for story in Story.objects.all() for text in story.texts.all()) == [
        "lyon-turin-across-the-alps",
        "lyon-turin-across-the-alps-2",
    ]


def test_story_gets_its_other_language():
    story = StoryTextFactory(language="de").story
    run(SAMPLE, story=story.pk)
    assert sorted(story.texts.values_list("language", flat=True)) == ["de", "en"]
    assert refusal(SAMPLE, story=story.pk) == (5, "The story has a text in this language already.")


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "There is no text in it."),
        (b"%PDF-1.4", "This is a PDF. Open it, select and copy its text, and paste that here."),
        (b"a\x00b", "This is not a text file. Save the text as plain text (.txt, UTF-8) and import that."),
        (
            b"a" * 161,
            "The text does not begin with a title. Put one of at most 160 characters in the first line.",
        ),
    ],
)
def test_bad_files_end_with_one_sentence(tmp_path, data, sentence):
    path = tmp_path / "file.txt"
    path.write_bytes(data)
    assert refusal(path) == (3, sentence)


def test_fifty_megabytes_are_refused_without_being_read(tmp_path):
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(50 * 1024**2)
    assert refusal(path) == (3, "This is too large for a text: at most 1.0\xa0MB are read. Is it the right file?")


def test_an_endless_standard_input_is_refused_after_the_limit(monkeypatch):
    class Endless(io.RawIOBase):
        given = 0

        def readable(self):
            return True

        def readinto(self, buffer):
            buffer[:] = b"a" * len(buffer)
            self.given += len(buffer)
            return len(buffer)

    endless = Endless()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(endless)))
    assert refusal("-")[0] == 3
    assert endless.given < 2 * 1024**2


def test_a_missing_file_and_a_folder_are_refused(tmp_path):
    assert refusal(tmp_path / "no.txt") == (
        3,
        f"The file {tmp_path / 'no.txt'} cannot be read: No such file or directory.",
    )
    assert refusal(tmp_path) == (3, f"The file {tmp_path} cannot be read: Is a directory.")


def test_a_user_imports_in_their_name_and_only_what_they_may():
    author = UserFactory()
    author.groups.add(Group.objects.get(name="author"))
    run(SAMPLE, user=author.username)
    assert Story.objects.get().created_by == author
    assert Quote.objects.count() == 1


@pytest.mark.parametrize("role", ["media steward", "exporter", None])
def test_a_user_who_may_not_add_stories_imports_nothing(role):
    user = UserFactory()
    user.groups.set(Group.objects.filter(name=role))
    assert refusal(SAMPLE, user=user.username) == (4, "This account may not add stories.")


def test_unknown_and_inactive_users_and_stories_of_others_are_refused():
    author = UserFactory()
    author.groups.add(Group.objects.get(name="author"))
    UserFactory(username="gone", is_active=False)
    other = StoryFactory()
    assert refusal(SAMPLE, user="nobody") == (4, "There is no active account “nobody”.")
    assert refusal(SAMPLE, user="gone") == (4, "There is no active account “gone”.")
    sentence = "There is no story %s that this account may edit."
    assert refusal(SAMPLE, user=author.username, story=other.pk) == (4, sentence % other.pk)
    assert refusal(SAMPLE, story=other.pk + 1) == (4, sentence % (other.pk + 1))
    assert refusal(SAMPLE, story=10**30) == (4, sentence % 10**30)


def test_the_help_tells_the_exit_codes(capsys):
    with pytest.raises(SystemExit):
        call_command("import_story", "--help")
    text = capsys.readouterr().out
    assert all(f"\n  {code}  " in text for code in (0, 2, 3, 4, 5))
