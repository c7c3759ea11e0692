"""Report a barrier: without cookies, kept once, with everything typed still there when it is refused."""

from datetime import UTC, datetime

import pytest
from django.core.cache import cache

from sistercities.office import feedback
from sistercities.office.models import Feedback
from tests.site.pages import read

pytestmark = pytest.mark.django_db

URL = "/en/report-a-barrier/"
WORDS = {"message": "The map has no <text>.", "email": "ada@example.org", "page": "/en/"}


@pytest.fixture(autouse=True)
def _empty_cache():
    cache.clear()


def kept():
    return list(Feedback.objects.values("message", "email", "page", "language").order_by("pk"))


def test_report_is_kept_and_thanked_for(client, office):
    response = client.post(URL, WORDS)
    assert (response.status_code, response["Location"]) == (303, "/en/report-a-barrier/thanks/")
    assert kept() == [{**WORDS, "language": "en"}]
    page = read(client.get(response["Location"]))
    assert page.h1 == ["Thank you for your report"]
    assert page.meta(name="robots") == ["noindex"]
    assert not response.cookies


def test_report_needs_a_message_only(client, office):
    assert client.post("/de/barriere-melden/", {"message": "Kaputt"})["Location"] == "/de/barriere-melden/danke/"
    assert kept() == [{"message": "Kaputt", "email": "", "page": "", "language": "de"}]


def test_refused_report_keeps_what_was_typed_and_says_why(client, office):
    response = client.post(URL, {"message": "", "email": "ada@", "page": '"><b>'})
    page = read(response)
    assert response.status_code == 422
    assert kept() == []
    assert [href for _text, href in page.links if href.startswith("#id")] == ["#id_message", "#id_email"]
    assert [text for text, href in page.links if href.startswith("#id")] == [
        "Describe what does not work.",
        "Enter an address like name@example.org.",
    ]
    fields = {a["name"]: a for a in [*page.attributes["input"], *page.attributes["textarea"]]}
    assert fields["email"]["value"] == "ada@"
    assert fields["email"]["aria-invalid"] == "true"
    assert fields["email"]["aria-describedby"] == "id_email-hint id_email-error"
    assert fields["page"]["value"] == '"><b>'
    assert "aria-invalid" not in fields["page"]
    assert response["Cache-Control"] == "no-store"


def test_too_long_report_names_the_limit_and_is_not_cut(client, office):
    page = read(client.post(URL, {"message": "x" * 4001}))
    assert "Use at most 4000 characters; these are 4001." in page.text
    assert "x" * 4001 in page.text
    assert kept() == []


def test_report_with_nul_is_refused(client, office):
    assert client.post(URL, {"message": "a\x00b"}).status_code == 422
    assert kept() == []


def test_double_click_is_one_report(client, office, time_machine):
    time_machine.move_to(datetime(2026, 11, 23, 12, tzinfo=UTC))
    for _ in range(2):
        assert client.post(URL, WORDS).status_code == 303
    assert len(kept()) == 1
    time_machine.move_to(datetime(2026, 11, 23, 13, tzinfo=UTC))
    client.post(URL, WORDS)
    assert len(kept()) == 2


def test_report_of_a_program_is_thanked_for_and_thrown_away(client, office):
    assert client.post(URL, {**WORDS, "website": "https://spam.example"}).status_code == 303
    assert kept() == []


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "http://testserver.evil.example"},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site", "origin": "http://testserver"},
    ],
)
def test_form_of_another_site_is_refused(client, office, headers):
    response = client.post(URL, WORDS, headers=headers)
    assert response.status_code == 403
    assert "The map has no &lt;text&gt;." in response.content.decode()
    assert kept() == []


@pytest.mark.parametrize(
    "headers",
    [{}, {"origin": "http://testserver"}, {"origin": "http://testserver", "sec-fetch-site": "same-origin"}],
)
def test_own_form_is_taken(client, office, headers):
    assert client.post(URL, WORDS, headers=headers).status_code == 303


def test_sender_is_limited_by_address_and_recovers(client, office, time_machine):
    time_machine.move_to(datetime(2026, 11, 23, 12, tzinfo=UTC))
    for number in range(feedback.PER_SENDER):
        assert client.post(URL, {"message": f"Number {number}"}).status_code == 303
    refused = client.post(URL, {"message": "One more"})
    assert refused.status_code == 429
    assert "One more" in refused.content.decode()
    assert client.post(URL, {"message": "Somebody else"}, REMOTE_ADDR="192.0.2.7").status_code == 303
    time_machine.move_to(datetime(2026, 11, 23, 13, 1, tzinfo=UTC))
    assert client.post(URL, {"message": "One more"}).status_code == 303


def test_limit_keeps_no_address():
    feedback.is_too_many("192.0.2.7")
    assert "192.0.2.7" not in repr(vars(cache._caches if hasattr(cache, "_caches") else cache))
    assert not [key for key in cache._cache if "192.0.2.7" in key]


def test_flood_is_stopped_altogether(client, office, monkeypatch):
    monkeypatch.setattr(feedback, "ALTOGETHER", 1)
    assert client.post(URL, {"message": "a"}, REMOTE_ADDR="192.0.2.1").status_code == 303
    assert client.post(URL, {"message": "b"}, REMOTE_ADDR="192.0.2.2").status_code == 429


def test_report_goes_on_without_a_cache(client, office, settings):
    settings.CACHES = {"default": {"BACKEND": "tests.site.broken_cache.BrokenCache"}}
    assert client.post(URL, WORDS).status_code == 303
    assert kept() == [{**WORDS, "language": "en"}]


def test_form_names_the_page_it_was_opened_from(client, office):
    page = read(client.get(URL, headers={"referer": "http://testserver/en/stories/?city=berlin"}))
    assert [a.get("value") for a in page.attributes["input"] if a["name"] == "page"] == ["/en/stories/"]
    for foreign in ("http://evil.example/x", "http://[broken", "http://testserver" + URL):
        page = read(client.get(URL, headers={"referer": foreign}))
        assert [a.get("value") for a in page.attributes["input"] if a["name"] == "page"] == [None]


@pytest.mark.parametrize("method", ["put", "delete", "patch", "options"])
def test_form_takes_no_other_methods(client, office, method):
    response = client.generic(method.upper(), URL)
    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD, POST")
