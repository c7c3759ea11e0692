"""Start-up refuses unsafe or contradictory configuration with one sentence (promise 49)."""

import os
import runpy
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

ROOT = Path(__file__).resolve().parents[2]
KEY = "qZ7-vT2mB9xWc4Lr8KpDn5YgHs3JfUe6AaQo1Ii0Ez7-vT2mB9xWc4"
PRODUCTION = {"SECRET_KEY": KEY, "ALLOWED_HOSTS": "partners.example.org", "SITE_URL": "https://partners.example.org"}
DEBUGGING = {"SECRET_KEY": "x", "DEBUG": "1"}


@pytest.fixture
def read(monkeypatch, tmp_path):
    """Reads the settings as a process with exactly this environment would."""

    def read(environment):
        for name in list(os.environ):
            monkeypatch.delenv(name)
        for name, value in {"VAR_DIR": str(tmp_path), **environment}.items():
            monkeypatch.setenv(name, value)
        return runpy.run_path(str(ROOT / "sistercities" / "settings.py"))

    return read


def without(name):
    return {key: value for key, value in PRODUCTION.items() if key != name}


@pytest.mark.parametrize(
    ("environment", "sentence"),
    [
        ({}, "Set SECRET_KEY"),
        (without("SECRET_KEY"), "Set SECRET_KEY"),
        (PRODUCTION | {"SECRET_KEY": "short"}, "SECRET_KEY and SECRET_KEY_FALLBACKS must be random"),
        (PRODUCTION | {"SECRET_KEY": "a" * 80}, "SECRET_KEY and SECRET_KEY_FALLBACKS must be random"),
        (PRODUCTION | {"SECRET_KEY": "django-insecure-" + KEY}, "SECRET_KEY and SECRET_KEY_FALLBACKS must be random"),
        (PRODUCTION | {"SECRET_KEY_FALLBACKS": "short"}, "SECRET_KEY and SECRET_KEY_FALLBACKS must be random"),
        (without("ALLOWED_HOSTS"), "Set ALLOWED_HOSTS"),
        (PRODUCTION | {"ALLOWED_HOSTS": ""}, "Set ALLOWED_HOSTS"),
        (PRODUCTION | {"ALLOWED_HOSTS": "partners.example.org,*"}, "Set ALLOWED_HOSTS"),
        (PRODUCTION | {"ALLOWED_HOSTS": "other.example.org"}, "ALLOWED_HOSTS must contain the host of SITE_URL"),
        (PRODUCTION | {"ALLOWED_HOSTS": ".ample.org"}, "ALLOWED_HOSTS must contain the host of SITE_URL"),
        (without("SITE_URL"), "Set SITE_URL"),
        (PRODUCTION | {"SITE_URL": "partners.example.org"}, "SITE_URL must be a scheme and a host"),
        (PRODUCTION | {"SITE_URL": "https://partners.example.org/en"}, "SITE_URL must be a scheme and a host"),
        (PRODUCTION | {"SITE_URL": "ftp://partners.example.org"}, "SITE_URL must be a scheme and a host"),
        (PRODUCTION | {"SITE_URL": "https://partners.example.org:99999"}, "SITE_URL is no address"),
        (PRODUCTION | {"SITE_URL": "https://me:secret@partners.example.org"}, "SITE_URL must not carry"),
        (PRODUCTION | {"SITE_URL": "http://partners.example.org"}, "SITE_URL must start with https"),
        (PRODUCTION | {"DEBUG": "1"}, "DEBUG shows internals"),
        (DEBUGGING | {"ALLOWED_HOSTS": "127.0.0.1,192.168.1.4"}, "DEBUG shows internals"),
        (DEBUGGING | {"DATABASE_URL": "postgresql://me@db.example.org/site"}, "DEBUG shows internals"),
        (PRODUCTION | {"DEBUG": "maybe"}, "Set DEBUG to 1 or 0"),
        (PRODUCTION | {"HSTS_SUBDOMAINS": "perhaps"}, "Set HSTS_SUBDOMAINS to 1 or 0"),
        (PRODUCTION | {"TRUSTED_PROXIES": "nginx"}, "TRUSTED_PROXIES must be addresses"),
        (PRODUCTION | {"TRUSTED_PROXIES": "0.0.0.0/0"}, "TRUSTED_PROXIES must not be everybody"),
        (PRODUCTION | {"DATABASE_URL": ""}, "DATABASE_URL must start with"),
        (PRODUCTION | {"DATABASE_URL": "mysql://me@localhost/site"}, "DATABASE_URL must start with"),
        (PRODUCTION | {"DATABASE_URL": "sqlite:///"}, "DATABASE_URL must name the file"),
        (PRODUCTION | {"DATABASE_URL": "postgresql://me@localhost"}, "DATABASE_URL must name the PostgreSQL"),
        (PRODUCTION | {"DATABASE_URL": "postgresql://me:pa[ss@localhost/site"}, "DATABASE_URL is no address"),
        (PRODUCTION | {"CONN_MAX_AGE": "ages", "DATABASE_URL": "postgresql:///site"}, "Set CONN_MAX_AGE to a whole"),
        (PRODUCTION | {"LOG_LEVEL": "LOUD"}, "LOG_LEVEL must be"),
        (PRODUCTION | {"VAR_DIR": "/dev/null/var"}, "VAR_DIR, /dev/null/var, cannot be made"),
        (PRODUCTION | {"MEDIA_MAX_PIXELS": "900000000"}, "MEDIA_MAX_BYTES, _PIXELS"),
        (PRODUCTION | {"PAGE_CACHE": "memcached"}, "PAGE_CACHE must be local, database, off"),
        (PRODUCTION | {"PAGE_CACHE": "database"}, "PAGE_CACHE=database needs PostgreSQL"),
        (PRODUCTION | {"PAGE_CACHE": "redis://"}, "PAGE_CACHE must name its Redis server"),
        (PRODUCTION | {"PAGE_CACHE": "redis://:secret@cache:sixthousand"}, "PAGE_CACHE must name its Redis server"),
        (PRODUCTION | {"PAGE_CACHE": "unix://"}, "PAGE_CACHE must name its Redis server"),
        (PRODUCTION | {"PAGE_CACHE_MEMORY": "0"}, "PAGE_CACHE_MEMORY must be at least"),
        (PRODUCTION | {"PAGE_CACHE_MEMORY": "64M"}, "Set PAGE_CACHE_MEMORY to a whole number"),
        (PRODUCTION | {"PAGE_CACHE_LEASE": "1001"}, "PAGE_CACHE_LEASE must be 0 to 1000"),
        (PRODUCTION | {"PAGE_CACHE_LEASE": "-1"}, "PAGE_CACHE_LEASE must be 0 to 1000"),
    ],
)
def test_settings_refuse_unsafe_configuration_with_one_sentence(read, environment, sentence):
    with pytest.raises(ImproperlyConfigured) as refusal:
        read(environment)
    message = str(refusal.value)
    assert message.startswith(sentence)
    assert "\n" not in message
    assert message.endswith(".")
    for secret in (KEY, "pa[ss", "secret@"):
        assert secret not in message


def test_settings_of_an_https_site_are_for_https_only(read):
    settings = read(PRODUCTION)
    chosen = {
        name: settings[name]
        for name in [
            "DEBUG",
            "SECURE_SSL_REDIRECT",
            "SECURE_HSTS_SECONDS",
            "SECURE_HSTS_INCLUDE_SUBDOMAINS",
            "SECURE_PROXY_SSL_HEADER",
            "SESSION_COOKIE_SECURE",
            "CSRF_COOKIE_SECURE",
            "SESSION_COOKIE_NAME",
        ]
    }
    assert chosen == {
        "DEBUG": False,
        "SECURE_SSL_REDIRECT": True,
        "SECURE_HSTS_SECONDS": 31_536_000,
        "SECURE_HSTS_INCLUDE_SUBDOMAINS": False,
        "SECURE_PROXY_SSL_HEADER": None,
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
        "SESSION_COOKIE_NAME": "__Host-session",
    }


def test_settings_trust_the_scheme_of_a_documented_proxy_only(read):
    settings = read(PRODUCTION | {"TRUSTED_PROXIES": "127.0.0.1,10.0.0.0/8,unix"})
    assert settings["SECURE_PROXY_SSL_HEADER"] == ("HTTP_X_FORWARDED_PROTO", "https")
    assert settings["TRUSTED_PROXIES"] == ["127.0.0.1", "10.0.0.0/8", "unix"]


def test_settings_keep_sqlite_safe_in_a_folder_of_any_name(read, tmp_path):
    folder = tmp_path / "a #1 folder?"
    database = read(PRODUCTION | {"VAR_DIR": str(folder)})["DATABASES"]["default"]
    assert database == {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": folder / "sistercities.sqlite3",
        "CONN_MAX_AGE": 600,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
        },
    }


def test_settings_keep_connections_to_postgresql(read):
    database = read(PRODUCTION | {"DATABASE_URL": "postgresql://me:p%40ss@db.example.org:5433/site?sslmode=require"})
    database = database["DATABASES"]["default"]
    assert (database["ENGINE"], database["HOST"], database["PORT"], database["USER"], database["PASSWORD"]) == (
        "django.db.backends.postgresql",
        "db.example.org",
        5433,
        "me",
        "p@ss",
    )
    assert (database["CONN_MAX_AGE"], database["CONN_HEALTH_CHECKS"], database["OPTIONS"]) == (
        600,
        True,
        {"sslmode": "require", "connect_timeout": 5},
    )


POSTGRESQL = {"DATABASE_URL": "postgresql://me@db.example.org/site"}


@pytest.mark.parametrize(
    ("environment", "kept", "backend", "location"),
    [
        ({}, "local", None, None),
        ({"DEBUG": "1", "ALLOWED_HOSTS": "localhost", "SITE_URL": "http://localhost"}, "off", None, None),
        ({"PAGE_CACHE": "off"}, "off", None, None),
        (POSTGRESQL | {"PAGE_CACHE": "database"}, "database", "db.DatabaseCache", "publishing_kept_page"),
        *(
            ({"PAGE_CACHE": url}, url, "redis.RedisCache", url)
            for url in ("redis://:secret@10.0.0.5:6379/0", "rediss://cache.example.org", "unix:///run/redis.sock?db=1")
        ),
    ],
)
def test_settings_keep_pages_where_they_are_told_to(read, environment, kept, backend, location):
    settings = read(PRODUCTION | environment)
    pages = settings["CACHES"].get("pages", {"BACKEND": None, "LOCATION": None})
    backend = backend and f"django.core.cache.backends.{backend}"
    assert (settings["PAGE_CACHE"], pages["BACKEND"], pages["LOCATION"]) == (kept, backend, location)


@pytest.mark.parametrize(
    "command",
    [
        ["manage.py", "check"],
        ["manage.py", "runserver"],
        ["manage.py", "load_demo"],
        ["-c", "import sistercities.wsgi"],
        ["-m", "gunicorn", "--bind", "127.0.0.1:0"],
    ],
)
def test_refusal_is_one_line_without_traceback_on_every_way_in(command, tmp_path):
    environment = {"PATH": os.environ["PATH"], "VAR_DIR": str(tmp_path)} | PRODUCTION | {"DEBUG": "1"}
    result = subprocess.run(
        [sys.executable, *command], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60
    )
    refusals = [line for line in result.stderr.splitlines() if line.startswith("Refusing to start: DEBUG shows")]
    assert (result.returncode != 0, len(refusals)) == (True, 1)
    assert "Traceback" not in result.stderr + result.stdout
