"""Fixtures that every test may use, and what makes silence loud: see `UnknownVariable`."""

import gc
import inspect
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.template import Node, engines
from django.test import TransactionTestCase
from django.utils import translation
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from tests import emptying

# How long an example takes says more about what else the computer is doing. The same examples come each time, so that
# what fails is what was changed; `--hypothesis-profile=wander` tries others.
hypothesis_settings.register_profile("wander", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.register_profile("suite", hypothesis_settings.get_profile("wander"), derandomize=True)
hypothesis_settings.load_profile("suite")

TEMPLATES = Path(settings.BASE_DIR) / "templates"
SITE = Path(__file__).parent / "site"


class UnknownVariable(str):
    """In the place of `string_if_invalid`: a variable that nobody gave fails the test if our own template prints it.

    Django's admin templates rely on unknown variables being empty, so for templates of others this is an empty text:
    the engine asks for its truth first, and the template of the nearest node on the stack decides.
    """

    __slots__ = ()

    def __bool__(self):
        frame = inspect.currentframe()
        while frame is not None:
            node = frame.f_locals.get("self")
            if isinstance(node, Node) and getattr(node, "origin", None):
                return Path(node.origin.name).is_relative_to(TEMPLATES)
            frame = frame.f_back
        return False

    def __contains__(self, text):
        return True

    def __mod__(self, variable):
        pytest.fail(f"A template prints “{variable}”, which nobody gave it.")


def pytest_addoption(parser):
    parser.addoption(
        "--database-only",
        action="store_true",
        help="leave out the tests that cannot meet the database: for the second database",
    )


def pytest_collection_modifyitems(config, items):
    """pytest-django keeps the database closed to whatever does not ask for it, so that these are known for certain.

    `tests/site` stays whole: it starts programs, which read DATABASE_URL for themselves.
    """
    if config.getoption("database_only"):
        chosen, left_out = [], []
        for item in items:
            (chosen if meets_database(item) or item.path.is_relative_to(SITE) else left_out).append(item)
        config.hook.pytest_deselected(items=left_out)
        items[:] = chosen


def meets_database(item):
    return item.get_closest_marker("django_db") or {"db", "transactional_db", "live_server"} & set(item.fixturenames)


def pytest_configure(config):
    # Static files come from where they are written; `tests/site/test_static.py` collects for itself.
    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    settings.WHITENOISE_USE_FINDERS = settings.WHITENOISE_AUTOREFRESH = True
    settings.PASSWORD_HASHERS = [
        "django.contrib.auth.hashers.MD5PasswordHasher"
    ]  # 5,000 times faster, and no secret here
    if settings.DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
        # A file, as on a real site: threads that write at once meet the same locks.
        database = settings.DATABASES["default"]
        database.setdefault("TEST", {})["NAME"] = str(settings.VAR_DIR / "tests.sqlite3")
        # Nobody waits for the disk to keep it: the computer's power may fail during a test.
        database["OPTIONS"]["init_command"] = database["OPTIONS"]["init_command"].replace("=FULL", "=OFF")
    call_command("compilemessages", verbosity=0)


def pytest_collection_finish():
    """Modules and tests stay until the end: the collector of garbage need not walk them again and again (a tenth)."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


@pytest.fixture(scope="session", autouse=True)
def _unknown_variables_fail(request):
    engines["django"].engine.string_if_invalid = UnknownVariable()


@pytest.fixture(autouse=True)
def _nothing_remembered():
    """What a process remembers of reference data goes by the content number, and every test's database begins again."""
    from events import shelf as events_shelf
    from sistercities.office import frame
    from stories import shelf

    frame.forget()
    shelf.forget()
    events_shelf.forget()


@pytest.fixture(autouse=True)
def _language_of_nobody():
    """A request leaves its language active in the thread; every test begins in the default one."""
    translation.deactivate()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Django asks SQLite once per process whether it knows JSON; no test should find that among its queries."""
    with django_db_blocker.unblock():
        assert connection.features.supports_json_field
        emptying.remember()
    TransactionTestCase._fixture_teardown = lambda self: emptying.empty()
