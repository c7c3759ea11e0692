"""The environment that the test run gives to `sistercities.settings`, loaded by pytest before Django is (see `addopts`)."""

import os
import tempfile

os.environ.setdefault("SECRET_KEY", "only-for-tests-" + "x" * 40)
os.environ.setdefault("ALLOWED_HOSTS", "testserver,127.0.0.1,localhost")
os.environ.setdefault("SITE_URL", "http://testserver")
os.environ.setdefault("VAR_DIR", tempfile.mkdtemp(prefix="sistercities-tests-"))
