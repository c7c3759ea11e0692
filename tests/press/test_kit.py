"""A press kit: what is in it, whose it is, and what never is."""

import datetime
import io
import re
import zipfile

import pytest
from django.utils import timezone
from docx import Document
from PIL import ExifTags, Image

from events.exports.selection import Selection
from sistercities.documents.errors import CannotPrint
from sistercities.media.rights import Licence
from sistercities.office.frame import current_frame
from sistercities.press import archive
from sistercities.press.archive import count_steps, write_kit
from sistercities.press.gathering import gather
from sistercities.press.names import file_name
from sistercities.press.story_blocks import Run, story_blocks
from tests.factories import PictureFactory, QuoteFactory, publish_event, publish_story
from tests.press.conftest import HIDDEN, embed, picture

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    """Printing is tested in `tests/documents`."""
    monkeypatch.setattr(archive, "agenda_pdf", lambda agenda: b"%PDF " + agenda.title.encode())


def gathered(**chosen):
    return gather(current_frame(), Selection(**chosen), timezone.now())


def kit_of(**chosen):
    """The files of a kit by name."""
    written = io.BytesIO()
    write_kit(gathered(**chosen), written)
    with zipfile.ZipFile(written) as found:
        assert found.testzip() is None
        return {name: found.read(name) for name in found.namelist()}


def text_of(files, name):
    return files[name].decode("utf-8-sig").replace("\r\n", "\n")


def all_words(files):
    """Every word in every file, documents and pictures too."""
    words = []
    for name, data in files.items():
        words.append(name)
        if name.endswith(".docx"):
            words += [paragraph.text for paragraph in Document(io.BytesIO(data)).paragraphs]
        words.append(data.decode("utf-8", "replace"))
    return "\n".join(words)


def test_kit_holds_programme_stories_pictures_and_quotes_in_both_languages(site, kit_content):
    assert sorted(kit_of(anniversary=site.anniversary.pk)) == [
        "Deutsch/Geschichten/01-der-erste-brief-aeoeue.docx",
        "Deutsch/Geschichten/01-der-erste-brief-aeoeue.txt",
        *("Deutsch/Programm.docx", "Deutsch/Programm.pdf", "Deutsch/Zitate.docx", "Deutsch/Zitate.txt"),
        *("English/Programme.docx", "English/Programme.pdf", "English/Quotes.docx", "English/Quotes.txt"),
        "English/Stories/01-the-first-letter.docx",
        "English/Stories/01-the-first-letter.txt",
        "Lies-mich.txt",
        *("Pictures-Bilder/01-jubilee.jpg", "Pictures-Bilder/02-lead.jpg", "Pictures-Bilder/03-inside.jpg"),
        *("Pictures-Bilder/04-of-the-event.jpg", "Pictures-Bilder/Bildnachweise.txt"),
        "Pictures-Bilder/Picture-credits.txt",
        "Read-me.txt",
    ]


def test_story_as_text_says_what_its_cards_show(site, kit_content):
    files = kit_of(anniversary=site.anniversary.pk)
    assert files["English/Stories/01-the-first-letter.txt"][:3] == b"\xef\xbb\xbf"
    assert text_of(files, "English/Stories/01-the-first-letter.txt") == (
        "The first letter\n\nWhat the story is about.\n\nBen Writer\n\nHow it began\n\nWith a letter, see here.\n\n"
        "Picture: The bridge. Inside © Creator of Inside, CC BY 4.0\n\n– One\n\n– Two\n\n"
        "“Two cities, one sun.”\nAda Mayor, Mayor of Berlin · Translated from German\n\n"
        "http://testserver/en/stories/first-letter/\nFrom Sister Cities Berlin\n"
    )


def test_story_as_document_has_headings_lists_links_and_its_language(site, kit_content):
    document = Document(io.BytesIO(kit_of(anniversary=site.anniversary.pk)["English/Stories/01-the-first-letter.docx"]))
    assert [(paragraph.style.name, paragraph.text) for paragraph in document.paragraphs] == [
        ("Title", "The first letter"),
        ("Subtitle", "What the story is about."),
        ("Note", "Ben Writer"),
        ("Heading 1", "How it began"),
        ("Normal", "With a letter, see here."),
        ("Note", "Picture: The bridge. Inside © Creator of Inside, CC BY 4.0"),
        ("List Bullet", "One"),
        ("List Bullet", "Two"),
        ("Quote", "“Two cities, one sun.”"),
        ("Speaker", "Ada Mayor, Mayor of Berlin · Translated from German"),
        ("Note", "http://testserver/en/stories/first-letter/"),
    ]
    assert document.core_properties.language == "en-GB"
    links = [relation.target_ref for relation in document.part.rels.values() if relation.is_external]
    assert links == ["http://testserver/en/imprint/", "http://testserver/en/stories/first-letter/"]


def test_quotes_have_speaker_and_role_in_the_language_of_the_sheet(site, kit_content):
    files = kit_of(anniversary=site.anniversary.pk)
    assert text_of(files, "English/Quotes.txt") == (
        "Quotes\n\n“Two cities, one sun.”\nAda Mayor, Mayor of Berlin · Translated from German\n"
    )
    assert text_of(files, "Deutsch/Zitate.txt") == (
        "Zitate\n\n„Zwei Städte, eine Sonne.“\nAda Mayor, Bürgermeisterin von Berlin\n"
    )


def test_pictures_have_every_pixel_and_our_credit_and_nothing_of_the_file(site, kit_content):
    data = kit_of(anniversary=site.anniversary.pk)["Pictures-Bilder/02-lead.jpg"]
    image = Image.open(io.BytesIO(data))
    assert (image.format, image.size) == ("JPEG", (300, 200))
    assert image.getexif()[ExifTags.Base.Artist] == "Creator of Lead"
    assert b"https://creativecommons.org/licenses/by/4.0/" in data
    assert b"foreign words" not in data


def test_credits_sheet_names_file_credit_and_licence(site, kit_content):
    sheet = text_of(kit_of(anniversary=site.anniversary.pk), "Pictures-Bilder/Picture-credits.txt")
    assert (
        "02-lead.jpg\nTitle: Lead\nCredit: © Creator of Lead, CC BY 4.0\n"
        "Licence: CC BY 4.0 https://creativecommons.org/licenses/by/4.0/\nCaption: The bridge.\n"
        "Alternative text: A bridge over a river.\n"
    ) in sheet
    assert "Not in this kit" not in sheet


@pytest.mark.parametrize(
    "rights", [{"licence": Licence.ALL_RIGHTS_RESERVED}, {"valid_until": datetime.date(2003, 5, 1)}, {"creator": " "}]
)
def test_pictures_that_others_may_not_print_are_named_and_not_given(site, kit_content, rights):
    type(kit_content.lead).objects.filter(pk=kit_content.lead.pk).update(**rights)
    files = kit_of(anniversary=site.anniversary.pk)
    assert "Pictures-Bilder/02-lead.jpg" not in files
    assert "Pictures-Bilder/02-inside.jpg" in files
    sheet = text_of(files, "Pictures-Bilder/Picture-credits.txt")
    assert (
        "Not in this kit: the rights were given to the office alone, or have ended. Ask the rights holder.\n– Lead: "
        in sheet
    )


def test_first_sheet_says_whom_to_ask(site, kit_content, time_machine):
    text = text_of(kit_of(anniversary=site.anniversary.pk), "Read-me.txt")
    assert re.sub(r"\d{4}-\d\d-\d\d \d\d:\d\d", "…", text).replace("\u00a0", " ") == (
        "50 years Berlin – Los Angeles\nPress kit of Sister Cities Berlin, … UTC\n\nContact\nCity partnerships office\n"
        "Rathausstraße 15\n10178 Berlin\noffice@example.org\nhttp://testserver/en/\n"
    )


def test_a_server_that_cannot_print_says_so_in_the_kit(site, kit_content, monkeypatch):
    def cannot(agenda):
        raise CannotPrint("no pango")

    monkeypatch.setattr(archive, "agenda_pdf", cannot)
    files = kit_of(anniversary=site.anniversary.pk)
    assert "English/Programme.pdf" not in files
    assert "English/Programme.docx" in files
    assert "This server cannot make PDF files" in text_of(files, "Read-me.txt")


def test_a_picture_without_its_file_is_left_out_and_named(site, kit_content):
    kit_content.lead.file.storage.delete(kit_content.lead.file.name)
    files = kit_of(anniversary=site.anniversary.pk)
    assert [name for name in files if name.endswith(".jpg")] == [
        f"Pictures-Bilder/{name}" for name in ("01-jubilee.jpg", "03-inside.jpg", "04-of-the-event.jpg")
    ]
    assert "The picture “Lead” is missing: its file cannot be read." in text_of(files, "Read-me.txt")
    assert "Lead" not in text_of(files, "Pictures-Bilder/Picture-credits.txt")


def test_progress_reaches_the_number_of_steps(site, kit_content):
    steps, kit = [], gathered(anniversary=site.anniversary.pk)
    total = count_steps(kit)
    write_kit(kit, io.BytesIO(), lambda: steps.append(1))
    assert len(steps) == total == 10


@pytest.mark.parametrize("chosen", ["anniversary", "partnership", "city", "nothing"])
def test_what_is_not_public_is_never_in_a_kit(site, kit_content, secrets, chosen):
    """And once it is published, it is: the walk had something to find."""
    keys = {"anniversary": site.anniversary.pk, "partnership": site.partnership.pk, "city": site.berlin.pk}
    choice = {chosen: keys[chosen]} if chosen in keys else {}
    words = all_words(kit_of(**choice))
    assert "Opening" in words
    assert re.findall("Secret[a-z]+", words) == []
    if chosen != "anniversary":
        return
    publish_story(story=secrets["draft"].story)
    publish_event(event=secrets["draft"].event)
    words = all_words(kit_of(**choice))
    found = set(re.findall("(Story|Event|Picture|Body|Words|Speaker) Secretdraft", words))
    assert found == {"Story", "Event", "Picture", "Body", "Words", "Speaker"}
    assert {kind for kind in HIDDEN if f"Secret{kind}" in words} == {"draft"}


HOSTILE = "<script>alert(1)</script> \u202e=1+1 ../../x \u2028 & “q” 🎉"


def test_hostile_text_is_text_in_every_file(site):
    shown = picture(HOSTILE, caption_en=HOSTILE, usage_terms=HOSTILE)
    quote = QuoteFactory(words_en=HOSTILE, words_de=HOSTILE, source=HOSTILE, anniversary=site.anniversary)
    publish_story(
        words={
            "title": HOSTILE,
            "standfirst": HOSTILE,
            "byline": HOSTILE,
            "body": f"<p>Text.</p>\n{embed('quote', quote)}",
        },
        anniversary=site.anniversary,
        lead_picture=shown,
    )
    publish_event(words={"title": HOSTILE}, when="2099-10-06", anniversary=site.anniversary, cities=[site.berlin])
    files = kit_of(anniversary=site.anniversary.pk)
    assert all(re.fullmatch(r"[A-Za-z0-9/.-]+", name) for name in files)
    assert not any(".." in name or name.startswith("/") for name in files)
    text = next(text_of(files, name) for name in files if name.startswith("English/Stories/") and name.endswith(".txt"))
    assert text.startswith("<script>alert(1)</script> ")
    for name, data in files.items():
        if name.endswith(".docx"):
            Document(io.BytesIO(data))
            assert "\u202e" not in "".join(paragraph.text for paragraph in Document(io.BytesIO(data)).paragraphs)
    assert "<script>alert(1)</script>" in text_of(files, "English/Quotes.txt")


def test_a_card_of_something_gone_says_nothing(site):
    hidden = PictureFactory()
    publish_story(
        words={"title": "A", "body": f"<p>Text.</p>\n{embed('picture', hidden)}"}, anniversary=site.anniversary
    )
    hidden.__class__.objects.filter(pk=hidden.pk).update(renditions_key="", rendition_widths=[])
    kit = gathered(anniversary=site.anniversary.pk)
    assert hidden not in kit.pictures


def test_a_kit_of_manuscripts_is_refused(site):
    with pytest.raises(ValueError, match="public"):
        gathered(state="any")


@pytest.mark.parametrize("count", [1, 3])
def test_number_of_queries_does_not_grow(site, count, django_assert_num_queries):
    for number in range(count):
        publish_story(
            words={"title": f"Story {number}", "body": f"<p>Text.</p>\n{embed('picture', PictureFactory())}"},
            anniversary=site.anniversary,
            lead_picture=PictureFactory(),
        )
        publish_event(words={"title": f"Event {number}"}, when="2099-10-06", anniversary=site.anniversary)
    frame = current_frame()
    with django_assert_num_queries(7):
        gather(frame, Selection(anniversary=site.anniversary.pk), timezone.now())


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Der Anfang: „Luft/Brücke“ <1>", "der-anfang-luft-bruecke-1"),
        ("CON", "story-con"),
        ("com1", "story-com1"),
        ("../../etc/passwd", "etc-passwd"),
        ("日本", "story"),
        ("...", "story"),
        ("x" * 300, "x" * 60),
    ],
)
def test_file_names_are_safe_everywhere(title, name):
    assert file_name(title, "story") == name


def test_blocks_of_a_body():
    html = (
        "<h2>One</h2>\n<p>Plain <em>soft <strong>loud</strong></em><br>next</p>\n"
        '<ol><li><p>First</p></li><li><p><span lang="de">Zweitens</span></p></li></ol>\n'
        '<p><a href="javascript:alert(1)">bad</a> <a href="mailto:a@example.org">good</a></p>'
    )
    assert [(block.kind, block.words) for block in story_blocks(html, "en", "http://testserver")] == [
        ("h2", "One"),
        ("p", "Plain soft loud next"),
        ("number", "First"),
        ("number", "Zweitens"),
        ("p", "bad good"),
    ]
    blocks = story_blocks(html, "en", "http://testserver")
    assert Run("loud", True, True) in blocks[1].runs
    assert Run("Zweitens", language="de") in blocks[3].runs
    assert [run.href for run in blocks[4].runs if run.href] == ["mailto:a@example.org"]
