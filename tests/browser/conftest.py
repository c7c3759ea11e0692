"""A real Chromium for the tests of this folder, which notices what a person would not.

A test gets `page` (Playwright's) and pytest-django's `live_server`. Every page it opens fails the test afterwards if it
asked another host for anything, broke its content-security policy, or wrote an error to the console.
"""

import mimetypes
import os
import shutil
from urllib.parse import urlsplit

import pytest

# Playwright's synchronous interface runs an event loop in this thread, and Django would refuse the database beside it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

# pytest-django's live server answers for static files itself, without WhiteNoise's list of types.
mimetypes.add_type("application/speculationrules+json", ".speculationrules")

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items):
    for item in items:
        if item.path.is_relative_to(os.path.dirname(__file__)):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser():
    """Playwright's browser. CHROMIUM names the program; DEMAND_BROWSER=1 makes a missing one a failure."""
    from playwright.sync_api import sync_playwright

    program = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if not program:
        message = "There is no Chromium on this computer: install it, or name it with CHROMIUM=…"
        if os.environ.get("DEMAND_BROWSER") == "1":
            pytest.fail(message)
        pytest.skip(message)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=QUIET)
        yield browser
        browser.close()


class Complaints:
    """What a context's pages did that they must not do. A test may take out of `found` what it provoked on purpose."""

    def __init__(self, context, host):
        self.found = []
        self.host = host
        context.on("request", self.request)
        context.on("console", self.console)
        context.on("weberror", self.weberror)

    def request(self, request):
        address = urlsplit(request.url)
        if address.scheme in ("http", "https", "ws", "wss") and address.netloc != self.host:
            self.found.append(f"asked another host: {request.url}")

    def weberror(self, error):
        # Chromium says so when a cross-page fade (`@view-transition` in the stylesheet) is cut short, script or not.
        if not str(error.error).startswith("Transition was "):
            self.found.append(f"script error: {error.error}")

    def console(self, message):
        # A 404 or 422 is logged as an error, too; whether a status is right is for the test to say.
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.found.append(f"console: {message.text}")


@pytest.fixture
def new_context(browser, live_server):
    """Makes browser contexts with Playwright's options, each watched: `new_context(color_scheme="dark")`."""
    contexts = []

    def make(**options):
        options.setdefault("base_url", live_server.url)
        options.setdefault("locale", "en-GB")
        context = browser.new_context(**options)
        context.set_default_timeout(10_000)
        context.complaints = Complaints(context, urlsplit(live_server.url).netloc)
        contexts.append(context)
        return context

    yield make
    found = [complaint for context in contexts for complaint in context.complaints.found]
    for context in contexts:
        context.close()
    assert found == []


@pytest.fixture
def page(new_context):
    return new_context().new_page()


@pytest.fixture
def sign_in(live_server):
    """`sign_in(context, user)`: the context's pages are that account's, without typing a password."""
    from django.conf import settings
    from django.test import Client

    def sign_in(context, user):
        client = Client()
        client.force_login(user)
        context.add_cookies(
            [
                {
                    "name": settings.SESSION_COOKIE_NAME,
                    "value": client.cookies[settings.SESSION_COOKIE_NAME].value,
                    "url": live_server.url,
                    "httpOnly": True,
                }
            ]
        )

    return sign_in


@pytest.fixture
def desk_of(new_context, sign_in):
    """`desk_of("editor")` is a function that opens a page for somebody with that role, with Playwright's options."""
    from django.contrib.auth.models import Group

    from tests.factories import UserFactory

    def of(role):
        user = UserFactory(username=role)
        user.groups.add(Group.objects.get(name=role))

        def desk(**options):
            context = new_context(**{"viewport": {"width": 1440, "height": 1000}, **options})
            sign_in(context, user)
            return context.new_page()

        return desk

    return of
