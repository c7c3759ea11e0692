"""Logs hold no secrets and no full tokens (promises 13 and 54)."""

import logging

import pytest
from django.conf import settings

from sistercities.logs import RedactingFormatter

TOKEN = "kq3V_hX-9dU2mZr7TtYw0aBcD4eFgH5iJkLmN6oPqRs"


@pytest.mark.parametrize(
    ("entry", "printed"),
    [
        (f"Not Found: /en/preview/{TOKEN}/", "Not Found: /en/preview/kq3V…/"),
        (f"Gone: /preview/{TOKEN}", "Gone: /preview/kq3V…"),
        (f'"GET /lists/{TOKEN}.csv HTTP/1.1" 200', '"GET /lists/kq3V….csv HTTP/1.1" 200'),
        (f'"GET /en/preview/{TOKEN}/?x=1 HTTP/1.1" 200', '"GET /en/preview/kq3V…/?x=1 HTTP/1.1" 200'),
        ("Bad Request: /en/?token=abcdef&page=2", "Bad Request: /en/?token=…&page=2"),
        ("Not Found: /admin/?Password=abc", "Not Found: /admin/?Password=…"),
        ("Not Found: /en/stories/berlin-and-los-angeles/", "Not Found: /en/stories/berlin-and-los-angeles/"),
        ("Not Found: /admin/stories/story/12/preview/en/", "Not Found: /admin/stories/story/12/preview/en/"),
        ("Not Found: /a\r\x1b[31mb\u2028c", "Not Found: /a��[31mb�c"),
    ],
)
def test_log_entry_is_printed_without_tokens_and_control_characters(entry, printed):
    record = logging.LogRecord("django.request", logging.WARNING, "", 0, "%s", (entry,), None)
    assert RedactingFormatter().format(record) == printed


def test_log_of_a_traceback_is_redacted_too():
    try:
        raise ValueError(f"/en/preview/{TOKEN}/")
    except ValueError as error:
        record = logging.LogRecord("x", logging.ERROR, "", 0, "failed", (), (ValueError, error, error.__traceback__))
    assert TOKEN not in RedactingFormatter().format(record)


def test_every_handler_redacts():
    formatters = {handler["formatter"] for handler in settings.LOGGING["handlers"].values()}
    assert formatters == {"redacted"}
    assert settings.LOGGING["formatters"]["redacted"]["()"] == "sistercities.logs.RedactingFormatter"


def test_gunicorn_keeps_no_access_log():
    import runpy

    configuration = runpy.run_path(str(settings.BASE_DIR / "gunicorn.conf.py"))
    assert (configuration["accesslog"], configuration["forwarded_allow_ips"]) == (None, "")
