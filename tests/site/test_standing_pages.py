"""Legal notice and the like: shown in the language they are written in."""

from datetime import date

import pytest

from sistercities.office.models import StandingPage
from tests.site.pages import read

pytestmark = pytest.mark.django_db


def write(kind, **fields):
    page, _made = StandingPage.objects.get_or_create(kind=kind)
    for name, value in fields.items():
        setattr(page, name, value)
    page.save()
    return page


@pytest.fixture(autouse=True)
def _no_pages(db):
    StandingPage.objects.all().delete()


def test_standing_page_prints_its_text(client, office):
    write(
        "imprint",
        title_en="Legal notice",
        body_en='<p>"Dr. A" - <a href="https://example.org">x</a></p>',
        title_de="Impressum",
        body_de="<p>Text</p>",
        reviewed_on=date(2026, 5, 3),
    )
    page = read(client.get("/en/imprint/"))
    assert page.h1 == ["Legal notice"]
    assert '<p>“Dr.\u00a0A” – <a href="https://example.org"' in page.html
    assert "Last reviewed on 3\u00a0May\u00a02026." in page.texts["p"]
    assert ("Deutsch", "/de/impressum/") in page.links
    assert page.link("canonical")[0]["href"] == "http://testserver/en/imprint/"


def test_standing_page_in_one_language_says_so_and_marks_it(client, office):
    write("privacy", title_en="Privacy", body_en="<p>Only English.</p>")
    german, english = (read(client.get(path)) for path in ("/de/datenschutz/", "/en/privacy/"))
    assert german.attributes["html"] == [{"lang": "de"}]
    assert german.attributes["article"] == [{"lang": "en"}]
    assert german.h1 == ["Privacy"]
    assert "Only English." in german.text
    assert english.attributes["article"] == [{}]
    # Told to readers of German, in German, on both.
    notices = [[a for a in page.attributes["p"] if a.get("lang") == "de"] for page in (german, english)]
    assert [len(found) for found in notices] == [1, 1]
    for page in (german, english):
        assert page.link("canonical") == [{"rel": "canonical", "href": "http://testserver/en/privacy/"}]
        assert [a for a in page.link("alternate") if "hreflang" in a] == []


def test_standing_page_without_a_text_is_not_found_nor_linked(client, office):
    write("accessibility")
    assert client.get("/en/accessibility/").status_code == 404
    hrefs = [href for _text, href in read(client.get("/en/")).links]
    assert not {"/en/accessibility/", "/en/imprint/", "/en/privacy/", "/en/easy-language/"} & set(hrefs)
    assert "/en/report-a-barrier/" in hrefs


def test_every_page_links_the_standing_pages_that_exist(client, office):
    for kind in ("imprint", "privacy", "accessibility"):
        write(kind, body_en="<p>x</p>")
    write("easy-language", body_de="<p>x</p>")
    for path in ("/en/", "/en/stories/", "/en/cities/berlin/", "/en/nowhere/", "/en/report-a-barrier/"):
        hrefs = [href for _text, href in read(client.get(path)).links]
        assert {"/en/imprint/", "/en/privacy/", "/en/accessibility/"} <= set(hrefs), path
        assert "/de/leichte-sprache/" in hrefs, path  # where it exists
        assert "/en/sign-language/" not in hrefs, path


def test_standing_page_sanitises_what_came_into_the_table_otherwise(client, office):
    write("imprint", body_en="<p>x</p>")
    StandingPage.objects.update(body_en='<p onclick="a()">Fine<script>alert(1)</script></p>')
    html = client.get("/en/imprint/").content.decode()
    assert "alert(1)" not in html
    assert "onclick" not in html
    assert "<p>Fine</p>" in html


def test_standing_page_costs_two_queries(client, office, django_assert_num_queries):
    write("imprint", body_en="<p>x</p>")
    with django_assert_num_queries(2):
        client.get("/en/imprint/")


@pytest.mark.django_db(transaction=True)
def test_standing_page_is_read_once_and_never_stale(client, django_assert_num_queries):
    StandingPage.objects.all().delete()
    page = write("imprint", body_en="<p>Old</p>")
    assert "Old" in client.get("/en/imprint/").content.decode()
    with django_assert_num_queries(1):
        client.get("/en/imprint/")
    page.body_en = "<p>New</p>"
    page.save()
    assert "<p>New</p>" in client.get("/en/imprint/").content.decode()
