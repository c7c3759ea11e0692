"""All settings, from the environment. `docs/operations.md` lists every variable.

A process without DEBUG=1 is a production process: it needs SECRET_KEY, ALLOWED_HOSTS and SITE_URL. What is missing,
unsafe or contradicts itself stops the start with one sentence (promise 49): every refusal is an `ImproperlyConfigured`,
which `manage.py` and `wsgi.py` print without a traceback. There is no default secret and no silent change of database.
"""

import ipaddress
from datetime import timedelta
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _
from environs import Env, EnvError

BASE_DIR = Path(__file__).resolve().parent.parent
env = Env()


def refuse_if(condition, sentence):
    if condition:
        raise ImproperlyConfigured(sentence)


def is_local(host):
    """Can only this computer be meant? A Unix socket counts, too: it has no host or its folder in the host's place."""
    return host in ("", "localhost") or host.startswith(("127.", "/", "%2F", "%2f")) or host.strip("[]") == "::1"


def flag(name):
    try:
        return env.bool(name, False)
    except EnvError as error:
        raise ImproperlyConfigured(f"Set {name} to 1 or 0.") from error


def number(name, default):
    try:
        return env.int(name, default)
    except EnvError as error:
        raise ImproperlyConfigured(f"Set {name} to a whole number.") from error


# Where and for whom ---------------------------------------------------------------------------------------------------

DEBUG = flag("DEBUG")

SECRET_KEY = env.str("SECRET_KEY", "")
#: Keys that were in use before: what they signed stays valid while they are listed here.
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", [])
refuse_if(not SECRET_KEY, "Set SECRET_KEY to a long random text; `make run` makes one of its own.")
for key in [SECRET_KEY, *SECRET_KEY_FALLBACKS]:
    refuse_if(
        not DEBUG and (len(key) < 50 or len(set(key)) < 5 or key.startswith("django-insecure-")),
        "SECRET_KEY and SECRET_KEY_FALLBACKS must be random texts of at least 50 characters.",
    )

ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", ["127.0.0.1", "localhost", "[::1]"] if DEBUG else [])
refuse_if(
    not ALLOWED_HOSTS or any(host.strip(".") in ("", "*") for host in ALLOWED_HOSTS),
    "Set ALLOWED_HOSTS to the host names of the site, separated by commas, without “*”.",
)

SITE_URL = env.str("SITE_URL", "http://127.0.0.1:8000" if DEBUG else "").rstrip("/")
refuse_if(not SITE_URL, "Set SITE_URL to the address of the site, such as https://partners.example.org.")
try:
    _site = urlsplit(SITE_URL)
    _site_host, _site_port = _site.hostname or "", _site.port
except ValueError as error:
    raise ImproperlyConfigured("SITE_URL is no address; it must look like https://partners.example.org.") from error
refuse_if(
    _site.scheme not in ("http", "https") or not _site_host or f"{_site.scheme}://{_site.netloc}" != SITE_URL,
    "SITE_URL must be a scheme and a host only, such as https://partners.example.org.",
)
refuse_if("@" in _site.netloc, "SITE_URL must not carry a user name or password.")
# The `testserver` of the test client and names inside one machine room have no dot and can have no certificate.
refuse_if(
    _site.scheme == "http" and "." in _site_host and not is_local(_site_host),
    "SITE_URL must start with https:// unless the site is on this computer only.",
)
refuse_if(
    not any(
        _site_host == host.strip("[]") or (host.startswith(".") and f".{_site_host}".endswith(host))
        for host in map(str.lower, ALLOWED_HOSTS)
    ),
    "ALLOWED_HOSTS must contain the host of SITE_URL.",
)
refuse_if(
    DEBUG and not all(is_local(host) for host in [_site_host, *ALLOWED_HOSTS]),
    "DEBUG shows internals to everybody: switch it off, or let SITE_URL and ALLOWED_HOSTS name this computer only.",
)
IS_HTTPS = _site.scheme == "https"

#: Addresses of the proxies whose X-Forwarded-For and X-Forwarded-Proto count (see `middleware.TrustedProxies`).
TRUSTED_PROXIES = env.list("TRUSTED_PROXIES", [])
for proxy in TRUSTED_PROXIES:
    try:
        refuse_if(
            proxy != "unix" and ipaddress.ip_network(proxy).prefixlen == 0, "TRUSTED_PROXIES must not be everybody."
        )
    except ValueError as error:
        raise ImproperlyConfigured(f"TRUSTED_PROXIES must be addresses, networks or “unix”, not “{proxy}”.") from error

#: What the installation writes, in one folder: the SQLite database, pictures, collected static files.
VAR_DIR = Path(env.str("VAR_DIR", "") or BASE_DIR / "var").resolve()
try:
    VAR_DIR.mkdir(parents=True, exist_ok=True)
except OSError as error:
    raise ImproperlyConfigured(f"VAR_DIR, {VAR_DIR}, cannot be made: {error.strerror}.") from error

# The code -------------------------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "sistercities.publishing",
    "sistercities.dates",
    "sistercities.search",
    "sistercities.media",
    "sistercities.cities",
    "sistercities.people",
    "sistercities.office",
    "sistercities.typography",
    "events",
    "stories",
    "sistercities.press",
    "imagekit",
    "django_prose_editor",
    "translated_fields",
    "reversion",
    "axes",
    "django_countries",
    "django.forms",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "sistercities.middleware.SecurityHeaders",
    "sistercities.middleware.TrustedProxies",
    "sistercities.middleware.RefuseMalformedRequests",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "sistercities.middleware.Language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "sistercities.office.middleware.DeskClock",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "sistercities.urls"
WSGI_APPLICATION = "sistercities.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "sistercities.middleware.csp",
                "sistercities.office.frame.site_frame",
            ],
        },
    },
]

#: Form widgets, too, have their templates in our one folder.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# Data -----------------------------------------------------------------------------------------------------------------

# Not set: SQLite. Set to nothing: a mistake, which must not silently open another database.
DATABASE_URL = env.str("DATABASE_URL", None)
if DATABASE_URL is None:
    DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": VAR_DIR / "sistercities.sqlite3"}}
else:
    refuse_if(
        not DATABASE_URL.startswith(("sqlite:///", "postgresql://", "postgres://")),
        "DATABASE_URL must start with postgresql:// or sqlite:///, or not be set at all.",
    )
    try:
        DATABASES = {"default": env.dj_db_url("DATABASE_URL")}
    except (EnvError, ValueError) as error:
        raise ImproperlyConfigured("DATABASE_URL is no address; docs/operations.md has examples.") from error
_database = DATABASES["default"]
if _database["ENGINE"] == "django.db.backends.sqlite3":
    refuse_if(
        _database["NAME"] in ("", ":memory:"), "DATABASE_URL must name the file of the SQLite database at its end."
    )
    # Writers wait in line at BEGIN instead of failing half-way; FULL: "saved" means on disk (promise 45).
    _database["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
    }
else:
    refuse_if(not _database["NAME"], "DATABASE_URL must name the PostgreSQL database at its end.")
    refuse_if(find_spec("psycopg") is not None, "Remove psycopg 3: beside psycopg2 Django silently uses it.")
    refuse_if(
        DEBUG and not is_local(_database["HOST"]),
        "DEBUG shows internals to everybody: switch it off, or use a database on this computer.",
    )
    _database["CONN_HEALTH_CHECKS"] = True
    _database.setdefault("OPTIONS", {}).setdefault("connect_timeout", 5)
_database["CONN_MAX_AGE"] = number("CONN_MAX_AGE", 600)  # seconds; opening one takes longer than most pages
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Whole public pages (`sistercities/publishing/page_cache.py`): in the memory of each process, and besides in a store
# that processes share, if one is named. Not with DEBUG: who changes a template wants to see it.
PAGE_CACHE = env.str("PAGE_CACHE", "off" if DEBUG else "local")
PAGE_CACHE_MEMORY = number("PAGE_CACHE_MEMORY", 64 * 1024**2)  # bytes, in each process
refuse_if(
    PAGE_CACHE_MEMORY < 1024**2, "PAGE_CACHE_MEMORY must be at least 1048576 bytes; PAGE_CACHE=off switches it off."
)
PAGE_CACHE_LEASE = number("PAGE_CACHE_LEASE", 50)  # milliseconds; `sistercities.publishing.lease`
refuse_if(not 0 <= PAGE_CACHE_LEASE <= 1000, "PAGE_CACHE_LEASE must be 0 to 1000 milliseconds: who saves waits for it.")
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
if PAGE_CACHE.startswith(("redis://", "rediss://", "unix://")):
    try:
        _store = urlsplit(PAGE_CACHE)
        _is_named = _store.path if _store.scheme == "unix" else _store.hostname
        _store.port  # noqa: B018  raises ValueError where it is none
    except ValueError:
        _is_named = False
    refuse_if(not _is_named, "PAGE_CACHE must name its Redis server, such as redis://10.0.0.5:6379/0.")
    CACHES["pages"] = {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": PAGE_CACHE,
        # Printing a page takes less than waiting any longer. No pickles: what comes back need not be believed.
        "OPTIONS": {
            "socket_connect_timeout": 0.25,
            "socket_timeout": 0.25,
            "serializer": "sistercities.publishing.page_cache.PlainBytes",
        },
    }
elif PAGE_CACHE == "database":
    # SQLite has one writer: visitors would stand in line behind whoever saves.
    refuse_if(DATABASE_URL is None or DATABASE_URL.startswith("sqlite"), "PAGE_CACHE=database needs PostgreSQL.")
    CACHES["pages"] = {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "publishing_kept_page",  # made by a migration
        "OPTIONS": {"MAX_ENTRIES": 5000},
    }
else:
    refuse_if(PAGE_CACHE not in ("local", "off"), "PAGE_CACHE must be local, database, off, or a redis:// address.")

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "sistercities" / "static"]
WHITENOISE_MIMETYPES = {".speculationrules": "application/speculationrules+json"}
# What is compressed already; and maps for debuggers, two megabytes that took ten seconds of every collectstatic.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ["avif", "webp", "jpg", "png", "gif", "woff2", "br", "gz", "map"]
MEDIA_URL = "/media/"
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", "") or VAR_DIR / "media").resolve()
ORIGINALS_ROOT = Path(env.str("ORIGINALS_ROOT", "") or VAR_DIR / "originals").resolve()
refuse_if(
    ORIGINALS_ROOT == MEDIA_ROOT or MEDIA_ROOT in ORIGINALS_ROOT.parents,
    "ORIGINALS_ROOT must lie outside of MEDIA_ROOT, which is served.",
)
#: Press kits until they expire. Several servers share the folder, or visitors find a kit on one of them only.
PRESS_KITS_ROOT = Path(env.str("PRESS_KITS_ROOT", "") or VAR_DIR / "press-kits").resolve()
refuse_if(
    PRESS_KITS_ROOT == MEDIA_ROOT or MEDIA_ROOT in PRESS_KITS_ROOT.parents,
    "PRESS_KITS_ROOT must lie outside of MEDIA_ROOT, which is served.",
)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},  # renditions, which are served
    "originals": {  # what renditions are made of, which is never served
        "BACKEND": "sistercities.media.storages.PrivateStorage"
    },
    "press_kits": {"BACKEND": "sistercities.press.storage.KitStorage"},  # until they expire; handed out by links
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
FILE_UPLOAD_PERMISSIONS = 0o644
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "sistercities.media.uploads.CappedUploadHandler",
]

# What a picture may have (promise 17): checked before it is decoded, shown beside the field. Fifty megapixels need
# about half a gigabyte of memory while they are read.
MEDIA_MAX_BYTES = number("MEDIA_MAX_BYTES", 25 * 1024**2)  # also of any other uploaded file
MEDIA_MAX_PIXELS = number("MEDIA_MAX_PIXELS", 50_000_000)
MEDIA_MAX_SIDE = number("MEDIA_MAX_SIDE", 12_000)
MEDIA_MAX_FRAMES = number("MEDIA_MAX_FRAMES", 200)
refuse_if(
    min(MEDIA_MAX_BYTES, MEDIA_MAX_PIXELS, MEDIA_MAX_SIDE, MEDIA_MAX_FRAMES) < 1 or MEDIA_MAX_PIXELS > 80_000_000,
    "MEDIA_MAX_BYTES, _PIXELS (80,000,000 at most), _SIDE and _FRAMES must be positive numbers.",
)

# Languages and time ---------------------------------------------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("de", _("German"))]
LOCALE_PATHS = [BASE_DIR / "sistercities" / "locale"]
FORMAT_MODULE_PATH = "sistercities.formats"
TIME_ZONE = "UTC"
USE_TZ = True

# Limits of a request (promises 17 and 34); `middleware.RefuseMalformedRequests` enforces the last three ---------------

DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024**2  # text only: files are not counted
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
DATA_UPLOAD_MAX_NUMBER_FILES = 50
MAX_ADDRESS_LENGTH = 2000  # characters of the path; the query string may have twice as many
MAX_PUBLIC_BODY = 64 * 1024  # bytes that a visitor may send
MAX_STAFF_BODY = 1024**3  # bytes that the desk may send at once; each upload field has its own, smaller limit

IMPORT_MAX_BYTES = number("IMPORT_MAX_BYTES", 1024**2)  # of a text that becomes a story; a long book chapter has 100 kB
EVENT_IMPORT_MAX_BYTES = number(
    "EVENT_IMPORT_MAX_BYTES", 5 * 1024**2
)  # of a list of events; 2,000 dates have about 2 MB

# Accounts -------------------------------------------------------------------------------------------------------------

AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "admin:login"

# Five wrong passwords lock one account from one address for a quarter of an hour: nobody else is locked out, and trying
# on meanwhile does not prolong it (promise 6). The address is REMOTE_ADDR, which only `TrustedProxies` may set.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_CLIENT_IP_CALLABLE = "sistercities.middleware.client_address"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "admin/locked_out.html"
AXES_DISABLE_ACCESS_LOG = True  # addresses are kept for the quarter of an hour that needs them, not longer
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

CSRF_FAILURE_VIEW = "sistercities.views.errors.csrf_failure"
SESSION_COOKIE_AGE = 7 * 24 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
if IS_HTTPS:
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"

# Transport and headers; the content-security policies are in `sistercities/middleware.py` -----------------------------

SECURE_SSL_REDIRECT = IS_HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]  # asked by the machine room, behind the proxy
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if IS_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = flag("HSTS_SUBDOMAINS")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# Subdomains of a city's domain are not this site's to decide over: HSTS_SUBDOMAINS=1 says that they all speak https.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]

# Logs: to standard error, without secrets and without visitors' addresses (promise 54) --------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "redacted": {
            "()": "sistercities.logs.RedactingFormatter",
            "format": "{asctime} {levelname} {name}: {message}",
            "style": "{",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "redacted"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", "INFO").upper()},
    "loggers": {
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        "django.server": {"handlers": [], "level": "INFO", "propagate": True},
        # Scanners ask under made-up host names all day; the 400 they get is enough.
        "django.security.DisallowedHost": {"handlers": [], "level": "CRITICAL", "propagate": False},
        "axes": {"level": "WARNING"},
        # Each step of printing a document, and each table of a font.
        "weasyprint": {"level": "ERROR"},
        "fontTools": {"level": "ERROR"},
    },
}
refuse_if(
    LOGGING["root"]["level"] not in ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"),
    "LOG_LEVEL must be DEBUG, INFO, WARNING, ERROR or CRITICAL.",
)
