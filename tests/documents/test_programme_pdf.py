"""The programme as PDF: tagged, in its language, with what it says in the order in which it is read."""

import dataclasses
import io
import re
import subprocess
import sys
from functools import cache

import pytest
from django.utils.translation import override
from PIL import ImageFile
from pypdf import PdfReader

from sistercities.documents import printing
from sistercities.documents.agenda import MOST_ITEMS, Agenda, AgendaGroup, AgendaItem, AgendaSection, Fact
from sistercities.documents.errors import CannotPrint, TooLong
from sistercities.documents.inks import ALERT, HOME_INK, INK, LINE, MUTED, PARTNER_INKS
from sistercities.documents.programme_pdf import agenda_pdf, stylesheet
from tests.documents.agendas import CONCERT, ENGLISH, EXHIBITION, GERMAN, MADE_AT, long_agenda
from tests.documents.pdf_rules import breaches, elements, fonts, headings

engine = pytest.importorskip(
    "sistercities.documents.engine", reason="WeasyPrint needs Pango from the system", exc_type=OSError
)


@cache
def read(agenda):
    """The file of an agenda; of each only one is made, since printing takes a second."""
    return PdfReader(io.BytesIO(agenda_pdf(agenda)))


def words(reader):
    """All text, each run of blanks as one space."""
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in reader.pages))


def one(item, heading="Berlin", ink="home"):
    return Agenda("Programme", "en", (AgendaSection("Today", (AgendaGroup(heading, (item,), ink),)),), MADE_AT)


@pytest.mark.parametrize("agenda", [ENGLISH, GERMAN, long_agenda(40), Agenda("Nothing", "en", (), MADE_AT)])
def test_pdf_keeps_the_rules_of_pdf_ua(agenda):
    assert breaches(agenda_pdf(agenda)) == []


def test_rules_see_a_file_without_them():
    """The checker itself: the same document printed as WeasyPrint does by default has what it complains about."""
    plain = engine.HTML(string="<title>x</title><h1>A</h1><h3>B</h3>", url_fetcher=engine.OnlyFonts()).write_pdf(
        pdf_tags=True, pdf_variant="pdf/ua-1"
    )
    assert breaches(plain) == ["language ''", "a heading of level 3 below one of level 1"]


def test_pdf_says_what_it_is():
    reader = read(GERMAN)
    assert reader.root_object["/Lang"] == "de"
    assert reader.metadata.title == "50\u00a0Jahre Berlin – Los\u00a0Angeles"
    assert reader.metadata.author == "Berlin und seine Partnerstädte"
    assert reader.metadata.subject == "Termine vom 1. September bis zum 31. Dezember 2017"
    assert reader.metadata.creation_date == MADE_AT


def test_headings_are_title_day_city_and_event():
    assert headings(read(ENGLISH)) == [1, *(2, 3, 4), *(2, 3, 4), *(2, 3, 4, 3, 4), *(2, 3, 4, 3, 4), 2]


def test_outline_leads_to_days_cities_and_events():
    def titles(outline):
        return [titles(entry) if isinstance(entry, list) else entry.title for entry in outline]

    assert titles(read(GERMAN).outline) == [
        "50\u00a0Jahre Berlin – Los\u00a0Angeles",
        [
            "Freitag, 6.\u00a0Oktober\u00a02017",
            ["Los\u00a0Angeles", ["„Babylon Berlin“: internationale Premiere"]],
            "Kontakt",
        ],
    ]


def test_dates_are_a_list_and_so_are_participants():
    roles = [role for role, *_ in elements(read(GERMAN))]
    assert (roles.count("L"), roles.count("LI"), roles.count("LBody")) == (2, 2, 2)


def test_text_is_read_in_the_order_in_which_it_stands():
    assert words(read(GERMAN)) == (
        "Berlin und seine Partnerstädte 50 Jahre Berlin – Los Angeles "
        "Termine vom 1. September bis zum 31. Dezember 2017 Stand: 12. September 2017 "
        "Alle Zeiten gelten am Ort der Veranstaltung. "
        "Freitag, 6. Oktober 2017 Los Angeles "
        "19:30–22:00 Uhr in Los Angeles 04:30–07:00 Uhr am nächsten Tag in Berlin "
        "„Babylon Berlin“: internationale Premiere United Artists Theatre, Downtown · Film "
        "Mit: Tom Tykwer, Regie Eintritt: 12–18,50 € "
        "Kontakt Büro für Städtepartnerschaften office@example.org "
        "Stand: 12. September 2017 1 / 1"
    )


def test_pages_after_the_first_name_the_programme_and_the_day_that_goes_on():
    second = read(ENGLISH).pages[1].extract_text()
    assert re.sub(r"\s+", " ", second).endswith(
        "50 years Berlin – Los Angeles Friday, 6 October 2017 As of 12 September 2017 2 / 2"
    )


def test_what_is_off_is_struck_and_says_so_in_words():
    on = read(one(dataclasses.replace(CONCERT, is_off=False))).pages[0].get_contents().get_data()
    off = read(one(CONCERT)).pages[0].get_contents().get_data()
    assert "Cancelled · The hall is closed for repairs." in words(read(one(CONCERT)))
    # One line through the title and one through the time.
    assert off.count(b"\nS\n") - on.count(b"\nS\n") == 2


def test_words_in_the_other_language_say_which():
    assert "only available in German" in words(read(one(EXHIBITION)))
    assert "nur auf Englisch" in words(
        read(dataclasses.replace(one(AgendaItem("Licht und Schatten", language="en")), language="de"))
    )


def test_fonts_of_the_site_are_in_the_file():
    assert set(fonts(read(ENGLISH))) == {
        "Vollkorn-Bold",
        "Atkinson-Hyperlegible-Next",
        "Atkinson-Hyperlegible-Next-Bold",
    }


def test_paper_is_a4_without_bleed():
    for page in read(ENGLISH).pages:
        assert [round(float(side)) for side in page.mediabox] == [0, 0, 595, 842]
        assert page.bleedbox == page.trimbox == page.mediabox


def test_no_page_ends_with_a_heading():
    reader = read(long_agenda(60))
    last = {}
    for role, _, node, _ in elements(reader):
        if role in ("H2", "H3", "H4", "P"):
            last[node.raw_get("/Pg").idnum] = role
    assert len(last) == len(reader.pages) > 10
    assert set(last.values()) == {"P"}


def test_an_address_that_can_be_typed_is_printed():
    near, far = "https://tickets.example.org/babylon/", "https://tickets.example.org/" + "x" * 60
    assert "Admission: free (tickets.example.org/babylon)" in words(
        read(one(AgendaItem("A", facts=(Fact("Admission", "free", near),))))
    )
    assert "Admission: free As of" not in words(read(one(AgendaItem("A", facts=(Fact("Admission", "free", far),)))))
    assert "(" not in words(read(one(AgendaItem("A", facts=(Fact("Admission", "free", far),)))))


def test_same_programme_makes_the_same_bytes():
    assert agenda_pdf(ENGLISH) == agenda_pdf(ENGLISH)


def test_language_of_the_document_is_not_that_of_the_request():
    with override("en"):
        assert "Mit: Tom Tykwer" in words(read(GERMAN))


def test_markup_in_texts_is_text_and_nothing_is_fetched():
    hostile = '<img src="http://127.0.0.1:9/x.png"><link rel=attachment href="file:///etc/passwd">\x00\ud800 & </h4>'
    item = AgendaItem(hostile, place=hostile, summary=hostile, status=hostile, facts=(Fact(hostile, hostile),))
    body = agenda_pdf(one(item, heading=hostile))
    text = words(PdfReader(io.BytesIO(body)))
    shown = '<img src="http://127.0.0.1:9/x.png"><link rel=attachment href="file:///etc/passwd"> & </h4>'
    assert breaches(body) == []
    assert text.replace(" ", "").count(shown.replace(" ", "")) == 7


@pytest.mark.parametrize(
    "address", ["file:///etc/passwd", "http://127.0.0.1:9/", "font:../../../manage.py", "font:", "data:,x"]
)
def test_a_document_that_asks_for_more_than_fonts_is_not_printed(address):
    with pytest.raises(RuntimeError, match="Error fetching"):
        engine.print_pdf("<title>x</title>", f"body {{ background: url({address}) }}")


def test_direction_marks_turn_nothing_else_around():
    reader = read(one(AgendaItem("\u202eabc", place="Konzerthaus")))
    assert "abc Konzerthaus" in words(reader)


def test_a_programme_that_is_too_long_is_refused_before_any_work():
    with pytest.raises(TooLong) as refused:
        agenda_pdf(long_agenda(MOST_ITEMS + 1))
    with override("en"):
        assert str(refused.value) == (
            "A programme holds at most 500 dates, and these are 501. Choose a shorter period, or another format."
        )
    with override("de"):
        assert str(refused.value) == (
            "Ein Programm fasst höchstens 500 Termine, und das sind 501. Wählen Sie einen kürzeren Zeitraum oder ein "
            "anderes Format."
        )


def test_a_long_programme_is_printed_by_a_process_of_its_own(monkeypatch):
    agenda = long_agenda(9)
    here = agenda_pdf(agenda)
    monkeypatch.setattr(printing, "LONG", 1000)
    monkeypatch.setattr(engine, "print_pdf", lambda *_: pytest.fail("printed in this process"))
    assert agenda_pdf(agenda) == here


def test_a_server_without_pango_says_so_and_runs_on():
    """A program in which the library is not found, as on a computer without it."""
    program = """
import cffi
from django.conf import settings
settings.configure(USE_I18N=False)
def dlopen(self, name, flags=0):
    raise OSError(f"cannot load library '{name}': no such file\\nand a second line")
cffi.FFI.dlopen = dlopen
from sistercities.documents.errors import CannotPrint
from sistercities.documents.printing import print_pdf
try:
    print_pdf("", "")
except CannotPrint as error:
    print(error)
    print(error.reason)
"""
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    first, second = ended.stdout.splitlines()
    assert first == "This server cannot make PDF files: the library Pango is missing. Its administrator can install it."
    assert second.startswith("cannot load library '")
    assert issubclass(CannotPrint, Exception)


def test_colours_are_those_of_the_site(settings):
    sheet = (settings.BASE_DIR / "sistercities" / "static" / "site" / "site.css").read_text()
    light = sheet.partition("(prefers-color-scheme: dark)")[0]
    tokens = dict(re.findall(r"--(ink|muted|line|alert|a|a-text): (#\w{6})", light))
    assert tokens == {
        "ink": INK,
        "muted": MUTED,
        "line": LINE,
        "alert": ALERT,
        "a": HOME_INK.fill,
        "a-text": HOME_INK.text,
    }
    inks = re.findall(r"\.ink-(\w+) { --b: (#\w{6}); --b-text: (#\w{6}); }", light)
    assert {name: (fill, text) for name, fill, text in inks} == PARTNER_INKS
    assert all(ink.fill in stylesheet(name) for name, ink in PARTNER_INKS.items())


def test_printing_leaves_uploads_as_strict_as_they_were():
    assert engine.OnlyFonts  # it was imported: WeasyPrint has had its say
    assert ImageFile.LOAD_TRUNCATED_IMAGES is False
