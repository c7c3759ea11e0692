"""For whom pages are kept, and under which addresses: for plain visits, under a page's own."""

import datetime

import pytest
import time_machine
from django.conf import settings as site

from tests.factories import OfficeFactory, publish_story
from tests.site.doors import ask, new_door, plain_django, statements

pytestmark = pytest.mark.django_db(transaction=True)

NOON = datetime.datetime(2017, 6, 27, 12, 3, tzinfo=datetime.UTC)
INDEX = "/en/stories/"


@pytest.fixture
def story():
    with time_machine.travel(NOON, tick=False):
        OfficeFactory()
        yield publish_story(words={"title": "Two of a kind", "slug": "two"})[0]


@pytest.fixture
def door(story):
    return new_door()


def kept(door):
    return sorted(address.replace("\0", "?").removesuffix("?") for address in door.cache.memory.pages)


@pytest.mark.parametrize(
    "environ",
    [
        {"HTTP_COOKIE": f"a=b; {site.SESSION_COOKIE_NAME}=x"},
        {"HTTP_COOKIE": 'a="\\000"'},
        {"HTTP_HOST": "localhost"},
        {"HTTP_HOST": "testserver:8000"},
        {"HTTP_HOST": "evil.example"},
        {"SCRIPT_NAME": "/x"},
        {"wsgi.url_scheme": "https"},
        {"CONTENT_LENGTH": "3"},
        {"CONTENT_LENGTH": "many"},
        {"HTTP_IF_MATCH": '"x"'},
    ],
    ids=str,
)
def test_what_is_no_plain_visit_is_left_to_django(door, environ):
    with statements() as asked:
        answer = ask(door, INDEX, **environ)
    cost = len(asked)
    assert kept(door) == []
    ask(door, INDEX)
    with statements() as asked:
        assert ask(door, INDEX, **environ) == answer == ask(plain_django(), INDEX, **environ)
    assert len(asked) >= cost


@pytest.mark.parametrize(("method", "status"), [("POST", 403), ("DELETE", 403), ("OPTIONS", 405), ("PROPFIND", 403)])
def test_other_methods_are_left_to_django(door, method, status):
    ask(door, INDEX)
    assert ask(door, INDEX, method=method).status == status


ODD = (
    (INDEX, "utm_source=x"),
    (INDEX, "page="),
    (INDEX, "year=2017&city="),
    (INDEX, "year=2017&year=2017"),
    (INDEX, "year=%32017"),
    (INDEX, "&"),
    (INDEX + "?year=2017", ""),
    ("/en/", "a"),
    ("/en/stories/two/", "city=nowhere"),
    ("/en/stories/none/", ""),
    ("/en/stories", ""),
    ("/", ""),
    ("/EN/", ""),
    ("/en//", ""),
    ("//en/", ""),
    ("/en/../en/", ""),
    ("/en/" + "a" * 500, ""),
    ("/en/\0/", ""),
    ("/en/report-a-barrier/", ""),
    ("/admin/", ""),
    ("/admin/login/", ""),
    ("/preview/abc/", ""),
    ("/healthz", ""),
)


def test_an_odd_address_and_what_is_no_public_page_are_never_kept(door):
    for path, query in ODD:
        ask(door, path, query)
    assert kept(door) == []


def test_the_own_address_of_a_list_is_kept_and_told_from_a_path_that_looks_like_it(door):
    ask(door, INDEX, "year=2017")
    assert kept(door) == ["/en/stories/?year=2017"]
    assert ask(door, "/en/stories/?year=2017").status == 404


def test_a_host_that_is_configured_in_capitals_is_the_one_that_browsers_ask_for(settings, story):
    settings.SITE_URL = "http://TestServer"
    door = new_door()
    ask(door, INDEX)
    assert kept(door) == [INDEX]


@pytest.mark.parametrize(
    ("forwarded", "remote", "is_kept"),
    [("https", "127.0.0.1", True), ("http", "127.0.0.1", False), ("https", "198.51.100.7", False)],
)
def test_where_https_is_meant_only_it_is_answered_from_the_cache(settings, story, forwarded, remote, is_kept):
    settings.SITE_URL, settings.SECURE_SSL_REDIRECT, settings.SECURE_HSTS_SECONDS = "https://testserver", True, 3600
    settings.TRUSTED_PROXIES = ["127.0.0.1"]
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    environ = {"HTTP_X_FORWARDED_PROTO": forwarded, "REMOTE_ADDR": remote}
    door = new_door()
    first, again = ask(door, INDEX, **environ), ask(door, INDEX, **environ)
    assert first == again
    assert (first.status, bool(kept(door))) == ((200, True) if is_kept else (301, False))
    assert first.headers.get("Strict-Transport-Security") == ("max-age=3600" if is_kept else None)
