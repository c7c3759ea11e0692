"""Errors say what happened and where to go on, in the language of the address."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.template.loader import get_template
from django.test import override_settings
from django.urls import path

from sistercities.office import frame
from sistercities.urls import handler400, handler403, handler404  # noqa: F401 - this module is a URLconf below
from sistercities.urls import urlpatterns as site
from tests.site.pages import read

pytestmark = pytest.mark.django_db


def forbidden(request):
    raise PermissionDenied("secret reason")


def broken(request):
    raise RuntimeError("secret detail")


urlpatterns = [path("en/forbidden/", forbidden), path("de/broken/", broken), *site]


@pytest.mark.parametrize(
    ("address", "language", "home"),
    [("/en/no/", "en", "/en/"), ("/de/geschichten/no/", "de", "/de/"), ("/fr/", "en", "/en/"), ("/no", "en", "/en/")],
)
def test_not_found_page_speaks_the_language_of_the_address(client, office, address, language, home):
    response = client.get(address, follow=True)
    page = read(response)
    assert response.status_code == 404
    assert page.attributes["html"] == [{"lang": language}]
    assert len(page.h1) == 1
    assert home in [href for _text, href in page.links]
    assert page.meta(name="robots") == ["noindex"]
    assert page.link("canonical") == []


def test_not_found_page_asks_the_browser_where_the_address_has_no_language(client, office):
    assert read(client.get("/no/", headers={"accept-language": "de"})).attributes["html"] == [{"lang": "de"}]


@override_settings(ROOT_URLCONF="tests.site.test_errors")
def test_forbidden_page_tells_no_reason(client, office):
    response = client.get("/en/forbidden/")
    assert response.status_code == 403
    assert read(response).h1 == ["This is not for everybody"]
    assert b"secret" not in response.content


@override_settings(ROOT_URLCONF="tests.site.test_errors")
def test_broken_page_is_the_static_file(client, office):
    client.raise_request_exception = False
    response = client.get("/de/broken/")
    assert response.status_code == 500
    assert response.content.decode() == (Path(settings.BASE_DIR) / "templates" / "500.html").read_text()
    page = read(response)
    assert page.h1 == ["Something went wrong on our side."]
    assert "Bei uns ist etwas schiefgegangen." in page.texts["h2"]


def test_broken_page_needs_neither_database_nor_context(django_assert_num_queries):
    source = (Path(settings.BASE_DIR) / "templates" / "500.html").read_text()
    assert "{" not in source
    with django_assert_num_queries(0):
        assert get_template("500.html").render() == source


def test_links_of_the_broken_page_lead_somewhere(client, office):
    page = read(client.get("/"))
    source = get_template("500.html").render()
    page = type(page)(source)
    assert {client.get(href).status_code for _text, href in page.links} == {200}


def test_not_found_page_of_a_site_without_a_database_is_the_broken_one(client, office, monkeypatch):
    monkeypatch.setattr(frame, "_current", lambda: 1 / 0)
    client.raise_request_exception = False
    assert client.get("/en/no/").status_code == 500


def test_malformed_request_gets_a_page(client, office):
    response = client.get("/de/", {"q": "\x00"})
    assert response.status_code == 400
    assert read(response).attributes["html"] == [{"lang": "de"}]


@pytest.mark.parametrize(
    "address",
    [
        "/en/stories/?city=" + "x" * 1500,
        "/en/cities/" + "x" * 1500 + "/",
        "/en/cities/%F0%9F%8C%9E/",
        "/en/cities/%FF%FE/",
        "/en/?page=99999999999999999999",
        "/en/cities/..%2f..%2fetc/",
        "/EN/",
        "/en//",
        "/de/../en/",
        "/en/imprint/?x=%00",
        "/en/%e2%80%ae/",
    ],
)
def test_no_address_breaks_the_site(client, office, address):
    client.raise_request_exception = False
    assert client.get(address).status_code in (200, 400, 404)
