"""The environment that the test run gives to the settings, loaded by pytest before Django is (see `addopts`).

Of the shell's own variables only DATABASE_URL counts, so that a test means the same on every computer.
"""

import atexit
import os
import shutil
import sys
import tempfile

for name in (
    "DEBUG",
    "SECRET_KEY_FALLBACKS",
    "TRUSTED_PROXIES",
    "HSTS_SUBDOMAINS",
    "MEDIA_ROOT",
    "ORIGINALS_ROOT",
    "PRESS_KITS_ROOT",
    # Tests start dozens of processes; compiling everything anew takes each a second.
    "PYTHONDONTWRITEBYTECODE",
):
    os.environ.pop(name, None)
sys.dont_write_bytecode = False
os.environ.update(
    SECRET_KEY="only-for-tests-" + "x" * 40,
    ALLOWED_HOSTS="testserver,127.0.0.1,localhost",
    SITE_URL="http://testserver",
    # Thousands of changes would each wait for it; `tests/site/test_page_cache_lease.py` has it as on a site.
    PAGE_CACHE_LEASE="0",
    # Every process of a parallel run writes into a folder of its own, and leaves nothing behind.
    VAR_DIR=tempfile.mkdtemp(prefix="sistercities-tests-"),
)
atexit.register(shutil.rmtree, os.environ["VAR_DIR"], ignore_errors=True)
