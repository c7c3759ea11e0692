"""The site map. Addresses are translated here, not in the catalogues: they are promises, and words change."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path
from django.utils.functional import lazy
from django.utils.translation import get_language

from events import api as event_api
from events import handed_lists
from events import views as event_views
from sistercities import previews
from sistercities.dates.views import understand
from sistercities.health import healthz
from sistercities.media.chooser import card as picture_card
from sistercities.office.models import StandingPageKind
from sistercities.press.views import press_kit
from sistercities.sitemaps import sitemap, sitemap_part
from sistercities.views import errors
from sistercities.views.anniversary import anniversary
from sistercities.views.cities import city
from sistercities.views.feedback import feedback, thanks
from sistercities.views.home import choose_language, home
from sistercities.views.machines import robots_txt, security_txt
from sistercities.views.partnership import partnership
from sistercities.views.partnerships_calendar import partnerships_calendar
from sistercities.views.register import register
from sistercities.views.search import search
from sistercities.views.standing import standing_page

SECTIONS = {
    "stories": {"en": "stories", "de": "geschichten"},
    "events": {"en": "events", "de": "veranstaltungen"},
    "past": {"en": "past", "de": "vergangen"},
    "cities": {"en": "cities", "de": "staedte"},
    "partnerships": {"en": "partnerships", "de": "partnerschaften"},
    "search": {"en": "search", "de": "suche"},
    "imprint": {"en": "imprint", "de": "impressum"},
    "privacy": {"en": "privacy", "de": "datenschutz"},
    "accessibility": {"en": "accessibility", "de": "barrierefreiheit"},
    "easy-language": {"en": "easy-language", "de": "leichte-sprache"},
    "sign-language": {"en": "sign-language", "de": "gebaerdensprache"},
    "feedback": {"en": "report-a-barrier", "de": "barriere-melden"},
    "thanks": {"en": "thanks", "de": "danke"},
}


def _route(keys, rest):
    language = get_language() or "en"
    return "".join(f"{SECTIONS[key].get(language, SECTIONS[key]['en'])}/" for key in keys) + rest


def section(*keys, rest=""):
    """A route read anew in every language: `section("feedback", "thanks")` is "report-a-barrier/thanks/" in English."""
    return lazy(_route, str)(keys, rest)


def section_file(key, ending):
    """A file named like a section: `section_file("events", ".json")` is "events.json" in English."""
    return lazy(lambda: _route([key], "").removesuffix("/") + ending, str)()


def standing(kind):
    return path(section(kind.value), standing_page, {"kind": kind.value}, name=kind.value)


#: All under the namespace "events", also what does not lie below their section.
EVENTS = [
    path(section("events", "past"), event_views.past, name="past"),
    path(section("events"), include("events.urls")),
    path(section_file("events", ".json"), event_api.events_json, name="json"),
]

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("admin/understand-date/", admin.site.admin_view(understand), name="understand-date"),
    path("admin/picture-card/<int:pk>/", admin.site.admin_view(picture_card), name="picture-card"),
    path("admin/", admin.site.urls),
    path("media/", include("sistercities.media.urls")),
    path("robots.txt", robots_txt, name="robots-txt"),
    path(".well-known/security.txt", security_txt, name="security-txt"),
    path("sitemap.xml", sitemap, name="sitemap"),
    path("sitemap-<slug:name>.xml", sitemap_part, name="sitemap-part"),
    path("preview/<str:token>/", previews.preview, name="preview"),
    path("preview/<str:token>/answer/", previews.answer, name="preview-answer"),
    path("lists/<str:token>.<slug:ending>", handed_lists.handed_list, name="handed-list"),
    path("press-kits/<str:token>", press_kit, name="press-kit"),
    path("", choose_language, name="choose-language"),
    *i18n_patterns(
        path("", home, name="home"),
        path(section("stories"), include("stories.urls")),
        path("", include((EVENTS, "events"))),
        path(section("cities", rest="<slug:slug>/"), city, name="city"),
        path(section("partnerships"), register, name="register"),
        path(section("partnerships", rest="calendar.ics"), partnerships_calendar, name="partnerships-calendar"),
        path(section("partnerships", rest="<slug:slug>/"), partnership, name="partnership"),
        path(section("partnerships", rest="<slug:slug>/<int:years>/"), anniversary, name="anniversary"),
        path(section("search"), search, name="search"),
        path(section("feedback"), feedback, name="feedback"),
        path(section("feedback", "thanks"), thanks, name="feedback-thanks"),
        *(standing(kind) for kind in StandingPageKind),
    ),
]

handler400 = errors.bad_request
handler403 = errors.permission_denied
handler404 = errors.not_found
