"""No input to an address can cause a 5xx (promise 34); forwarded headers and hosts count only as documented (35)."""

import time
from http import HTTPStatus

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client, RequestFactory

from sistercities.middleware import TrustedProxies

pytestmark = pytest.mark.django_db

PATHS = [
    "/",
    "/en/",
    "/de/",
    "/en/stories/",
    "/de/geschichten/",
    "/en/stories/feed/",
    "/en/stories/berlin-los-angeles/",
    "/en/cities/berlin/",
    "/en/search/",
    "/de/suche/",
    "/en/feedback/",
    "/en/imprint/",
    "/sitemap.xml",
    "/robots.txt",
    "/.well-known/security.txt",
    "/healthz",
    "/media/renditions/a/640.avif",
    "/admin/login/",
]
VALUES = [
    "",
    "0",
    "-1",
    "1.5",
    "1e9",
    "NaN",
    "٣",
    "²",
    "99999999999999999999999999",
    "-99999999999999999999999999",
    "2017-13-45",
    "0000",
    "last",
    "%00",
    "a%00b",
    "%FF%FE",
    "%ED%A0%80",
    "%F0%9F%8F%99",
    "%E2%80%AE",
    "%0D%0ASet-Cookie:%20a=b",
    "%27%20OR%201=1--",
    "%22twin",
    "%25",
    "%",
    "[]",
    "{}",
    "../../etc/passwd",
    "a" * 1900,
]
ODD_PATHS = [
    "/%00",
    "/en/stories/%00/",
    "/en/stories/a%00b/",
    "/%FF%FE/",
    "/en/stories/%ED%A0%80/",
    "/en/stories/%F0%9F%8F%99/",
    "/en/stories/%0D%0AX:%20y/",
    "/%2e%2e/%2e%2e/etc/passwd",
    "/media/%2e%2e/secret_key",
    "/media/..%2f..%2fsecret_key",
    "/media//etc/passwd",
    "/static/%2e%2e/secret_key",
    "/static/%00",
    "//evil.example/",
    "/en//stories/",
    "/EN/",
    "/xx/",
    "/en/stories/-/",
    "/en/stories/" + "a" * 1900 + "/",
    "/en/stories/?page=1&page=2&page=x",
    "/en/stories/?" + "&".join(f"city=c{number}" for number in range(300)),
    "/admin/login/?next=//evil.example/",
    "/admin/login/?next=%00",
]


@pytest.fixture
def visitor():
    return Client(raise_request_exception=False)


def refusal(response):
    """Nothing if the answer is one that a visitor may get, within a second; otherwise what it was."""
    return None if response.status_code < 500 else response.status_code


@pytest.mark.parametrize("path", PATHS)
def test_absurd_parameters_are_refused_or_ignored(visitor, path):
    answers = {}
    for value in VALUES:
        start = time.process_time()
        query = "&".join(f"{name}={value}" for name in ("page", "city", "theme", "year", "q", value[:20]))
        response = visitor.get(f"{path}?{query}"[: 2 * settings.MAX_ADDRESS_LENGTH])
        answers[value] = refusal(response), time.process_time() - start < 1
    assert answers == dict.fromkeys(VALUES, (None, True))


@pytest.mark.parametrize("path", ODD_PATHS)
def test_absurd_addresses_are_refused_or_ignored(visitor, path):
    response = visitor.get(path)
    assert refusal(response) is None
    assert "evil.example" not in response.get("Location", "")
    assert "Set-Cookie" not in response


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND", "HEAD"])
def test_every_method_gets_an_answer(visitor, path, method):
    body = b"\xff\x00%00=%ff&message=%00" if method in ("POST", "PUT", "PATCH") else b""
    response = visitor.generic(method, path, body, content_type="application/x-www-form-urlencoded")
    assert refusal(response) is None


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/en/?q=%00", HTTPStatus.BAD_REQUEST),
        ("/en/%00/", HTTPStatus.BAD_REQUEST),
        ("/en/?" + "&".join(["a"] * 2001), HTTPStatus.REQUEST_URI_TOO_LONG),
        ("/en/?" + "&" * 3000, HTTPStatus.BAD_REQUEST),
        ("/" + "a" * 2001, HTTPStatus.REQUEST_URI_TOO_LONG),
        ("/en/?q=" + "a" * 4001, HTTPStatus.REQUEST_URI_TOO_LONG),
    ],
)
def test_limits_of_an_address_have_their_own_status(visitor, address, status):
    assert visitor.get(address).status_code == status


def test_too_many_fields_are_refused(visitor):
    body = "&".join(["a=1"] * 2500).encode()
    response = visitor.generic("POST", "/admin/login/", body, content_type="application/x-www-form-urlencoded")
    assert response.status_code == 400


@pytest.mark.parametrize(
    ("path", "size", "status"),
    [
        ("/en/feedback/", 64 * 1024 + 1, HTTPStatus.REQUEST_ENTITY_TOO_LARGE),
        ("/admin/login/", 1024**3 + 1, HTTPStatus.REQUEST_ENTITY_TOO_LARGE),
        ("/en/feedback/", "9" * 40, HTTPStatus.REQUEST_ENTITY_TOO_LARGE),
        ("/en/feedback/", "many", HTTPStatus.BAD_REQUEST),
        ("/en/feedback/", "-1", HTTPStatus.BAD_REQUEST),
    ],
)
def test_too_large_a_body_is_refused_before_it_is_read(visitor, path, size, status):
    assert visitor.post(path, {}, CONTENT_LENGTH=str(size)).status_code == status


@pytest.mark.parametrize(
    "headers",
    [
        {"cookie": 'sessionid="\\000abc"; csrftoken="\\000"'},
        {"cookie": "sessionid=" + "x" * 5000},
        {"cookie": "sessionid=\xff\xfe; =; ;;; a"},
        {"cookie": "django_language=../../x; messages=%00"},
        {"accept-language": "x" * 9000},
        {"accept-language": "de;q=99999999999999999999,*;q=-1,\xff"},
        {"if-modified-since": "Mon, 99 Foo 99999 99:99:99 GMT"},
        {"if-modified-since": "Sun, 06 Nov 0000 00:00:00 GMT"},
        {"if-none-match": '"' + "x" * 5000},
        {"range": "bytes=99999999999999999999-1"},
        {"accept-encoding": "br;q=nonsense, *;q=0"},
        {"x-forwarded-for": "\x00, ::::, 999.1.1.1"},
        {"x-forwarded-host": "evil.example"},
        {"x-http-method-override": "DELETE"},
    ],
    ids=lambda headers: " ".join(f"{name} {value[:20]!r}" for name, value in headers.items()),
)
@pytest.mark.parametrize("path", ["/", "/en/", "/en/stories/", "/admin/", "/admin/login/"])
def test_absurd_headers_are_refused_or_ignored(visitor, path, headers):
    response = visitor.get(path, headers=headers)
    assert refusal(response) is None
    assert "evil.example" not in response.get("Location", "") + response.content.decode(errors="replace")


@pytest.mark.parametrize(
    "host", ["evil.example", "testserver.evil.example", "", "a b", "testserver:port", "@testserver"]
)
@pytest.mark.parametrize("path", ["/", "/en/", "/healthz", "/static/admin/css/base.css", "/media/a"])
def test_unknown_hosts_are_refused_everywhere(visitor, path, host):
    response = visitor.get(path, headers={"host": host})
    assert (response.status_code, "evil.example" in response.content.decode()) == (400, False)


# Proxies


def seen_by_the_site(settings, proxies, remote, **headers):
    """The address, and whether the connection counts as encrypted."""
    settings.TRUSTED_PROXIES = proxies
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if proxies else None
    seen = []

    def view(request):
        seen.append((request.META["REMOTE_ADDR"], request.is_secure()))
        return HttpResponse()

    TrustedProxies(view)(RequestFactory().get("/", REMOTE_ADDR=remote, headers=headers))
    return seen[0]


@pytest.mark.parametrize(
    ("proxies", "remote", "forwarded", "expected"),
    [
        ([], "198.51.100.7", "203.0.113.9", ("198.51.100.7", False)),
        (["127.0.0.1"], "198.51.100.7", "203.0.113.9", ("198.51.100.7", False)),
        (["127.0.0.1"], "127.0.0.1", "203.0.113.9", ("203.0.113.9", True)),
        (["127.0.0.1"], "127.0.0.1", "1.2.3.4, 203.0.113.9", ("203.0.113.9", True)),
        (["127.0.0.1", "10.0.0.0/8"], "127.0.0.1", "1.2.3.4, 203.0.113.9, 10.1.2.3", ("203.0.113.9", True)),
        (["127.0.0.1"], "127.0.0.1", "", ("127.0.0.1", True)),
        (["127.0.0.1"], "127.0.0.1", "203.0.113.9, nonsense", ("127.0.0.1", True)),
        (["127.0.0.1"], "::ffff:127.0.0.1", "2001:db8::1", ("2001:db8::1", True)),
        (["unix"], "", "203.0.113.9", ("203.0.113.9", True)),
        ([], "", "203.0.113.9", ("::", False)),
    ],
)
def test_forwarded_headers_count_only_from_trusted_proxies(settings, proxies, remote, forwarded, expected):
    headers = {"x-forwarded-for": forwarded, "x-forwarded-proto": "https"}
    assert seen_by_the_site(settings, proxies, remote, **headers) == expected
