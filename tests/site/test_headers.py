"""What every response carries (promises 15, 32 and 33)."""

import re

import pytest
from django.contrib.auth import get_user_model
from django.http import HttpResponse
from django.test import RequestFactory

from sistercities.middleware import SecurityHeaders, csp

PUBLIC = (
    "default-src 'none'; img-src 'self'; style-src 'self'; font-src 'self'; connect-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
STAFF = (
    "default-src 'none'; script-src 'self'; img-src 'self' data: blob:; style-src 'self'; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
}


def answer(path, view):
    return SecurityHeaders(view)(RequestFactory().get(path))


def page(request):
    return HttpResponse("<h1>Hello</h1>")


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        (
            "/en/",
            {
                "Content-Security-Policy": PUBLIC,
                "Cross-Origin-Resource-Policy": "same-origin",
                "Speculation-Rules": '"/static/site/prefetch.speculationrules"',
            },
        ),
        (
            "/admin/",
            {
                "Content-Security-Policy": STAFF,
                "Cross-Origin-Resource-Policy": "same-origin",
                "Cache-Control": "private, no-store",
            },
        ),
        (
            "/media/renditions/640.avif",
            {
                "Content-Security-Policy": "default-src 'none'; sandbox",
                "Cross-Origin-Resource-Policy": "cross-origin",
            },
        ),
    ],
)
def test_headers_fit_who_reads_the_page(path, headers):
    response = answer(path, page)
    assert dict(response.headers) == {"Content-Type": "text/html; charset=utf-8"} | ALWAYS | headers


def test_headers_name_the_nonce_only_where_a_script_used_it():
    def with_script(request):
        return HttpResponse(f'<script nonce="{csp(request)["csp_nonce"]}">1</script>')

    first, second = (answer("/admin/", with_script) for _ in range(2))
    nonces = [re.search(r'nonce="([\w-]{20,})"', response.content.decode())[1] for response in (first, second)]
    assert nonces[0] != nonces[1]
    assert [response["Content-Security-Policy"] for response in (first, second)] == [
        STAFF.replace("script-src 'self'", f"script-src 'self' 'nonce-{nonce}'") for nonce in nonces
    ]


def test_headers_keep_a_stricter_policy_of_the_view():
    def strict(request):
        return HttpResponse("", headers={"Content-Security-Policy": "sandbox", "Referrer-Policy": "no-referrer"})

    response = answer("/en/", strict)
    assert (response["Content-Security-Policy"], response["Referrer-Policy"]) == ("sandbox", "no-referrer")


def test_headers_are_on_error_pages_and_static_files_too(client, db):
    for path in ["/no-such-page/", "/en/?x=%00", "/static/admin/css/base.css", "/healthz"]:
        response = client.get(path)
        assert {name: response.get(name) for name in ALWAYS} == ALWAYS, path
        assert response.get("Content-Security-Policy") == PUBLIC, path
        list(response)  # a file is closed once it was read


def test_desk_is_never_kept_by_a_cache(client, db):
    client.force_login(get_user_model().objects.create_superuser("chief"))
    for path in ["/admin/", "/admin/login/", "/admin/jsi18n/", "/admin/no-such-page/"]:
        assert client.get(path)["Cache-Control"] == "private, no-store", path


def test_no_policy_allows_unsafe_scripts():
    from sistercities import middleware

    for policy in (middleware.PUBLIC_POLICY, middleware.STAFF_POLICY, middleware.MEDIA_POLICY):
        assert "unsafe" not in policy
        assert policy.startswith("default-src 'none'")
