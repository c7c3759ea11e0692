"""What the desk asks of an event beside its form: copy, moves, previews, comparison, and dates as they are typed."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect, JsonResponse
from django.urls import path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from events import previews
from events.copying import copy_event
from events.forms.when import WhenForm, clocks
from events.languages import language_name
from events.models import Venue
from events.models.frames import WEEKDAYS
from events.moves import moves
from events.previews import children_of
from sistercities.cities.models import Partnership
from sistercities.cities.zones import zone_names
from sistercities.office.page_text import plain_text
from sistercities.publishing import access


class EventDeskMixin:
    """Mixed into the `ManuscriptAdmin` of events."""

    PAGES = (
        *("check", "publish", "schedule", "unschedule", "withdraw", "editions", "links", "submit", "changes"),
        "copy",
    )

    def get_urls(self):
        wrap = self.admin_site.admin_view
        return [
            path("understand-dates/", wrap(self.understand_view), name=self._url_name("understand")),
            path("<int:object_id>/copy/", wrap(require_POST(self.copy_view)), name=self._url_name("copy")),
            *super().get_urls(),
        ]

    # --- dates as they are typed -------------------------------------------------------------------------------------

    def understand_view(self, request):
        """`?starts_on=…&starts_at=…` and the others → what `WhenForm.answer()` says, in the reader's language."""
        return never_cache(require_safe(self._understand))(request)

    def _understand(self, request):
        if not (self.has_add_permission(request) or self.has_change_permission(request)):
            raise PermissionDenied
        venue = _chosen(Venue.objects.select_related("city"), request, "venue")
        partnership = _chosen(Partnership.objects.select_related("city_a", "city_b"), request, "partnership")
        zone = request.GET.get("time_zone", "").strip() or (venue.zone_name if venue else "UTC")
        if zone not in (*zone_names(), "UTC"):
            return JsonResponse({"words": "", "problems": {}, "doubled": {}})  # the field itself says so on saving
        return JsonResponse(WhenForm(request.GET, zone).answer(clocks(zone, venue, partnership)))

    # --- copy --------------------------------------------------------------------------------------------------------

    def copy_view(self, request, object_id):
        event = self.visible_or_404(request, object_id)
        if not self.has_add_permission(request):
            raise PermissionDenied
        with self.create_revision(request):
            copy = copy_event(event, request.user)
            self.log_addition(request, copy, str(_("Copied from “%(event)s”.") % {"event": event}))
        messages.success(
            request, _("This is the copy: a draft. Change what is different, then mark its texts as ready.")
        )
        return HttpResponseRedirect(self.change_url(copy))

    # --- the panel above the form ------------------------------------------------------------------------------------

    def desk_context(self, request, manuscript):
        context = super().desk_context(request, manuscript)
        return context | {
            "moves": _moves(manuscript) if context["has_editions"] else [],
            "may_copy": self.has_add_permission(request),
        }

    def _next_step(self, request, obj):
        if "_repeat" in request.POST:
            return HttpResponseRedirect(f"{self.change_url(obj)}#dates-group")
        return super()._next_step(request, obj)

    # --- previews and comparison -------------------------------------------------------------------------------------

    def render_edition(self, request, edition, manuscript, text=None):
        if not access.may_see(request.user, manuscript):
            raise PermissionDenied
        return previews.render_edition(request, edition, manuscript, text)

    def preview_link_url(self, link):
        return settings.SITE_URL + reverse("preview", args=[link.token])

    def compared_fields(self, edition, manuscript=None):
        source = edition if edition.pk else manuscript
        dates, participants, hours = children_of(edition, manuscript)
        return [
            *((_label(edition, name), getattr(edition, name)) for name in ("title", "summary")),
            (_("Text"), plain_text(edition.body)),
            *((_label(edition, name), str(_shown(edition, name))) for name in _COMPARED),
            (_("Dates"), "\n".join(map(_date_words, dates))),
            (_("Participants"), "\n".join(map(_participant_words, participants))),
            (_("Opening hours"), "\n".join(map(_hours_words, hours))),
            (_("Languages"), ", ".join(map(language_name, edition.languages))),
            (_("Cities"), ", ".join(sorted(city.name for city in source.cities.all()))),
            (_("Organisers"), ", ".join(sorted(str(organiser) for organiser in source.organisers.all()))),
        ]


_COMPARED = (
    *("date_note", "kind", "status", "status_note", "time_zone", "is_run", "opening_note"),
    *("venue", "room", "attendance", "online_url", "partnership", "anniversary", "series", "picture"),
    *("is_free", "needs_booking", "price", "price_to", "currency", "ticket_url", "ticket_note", "slug"),
)


def _moves(event):
    """What the panel says of each move, the last one first."""
    found = moves(event.pk)[::-1]
    names = {user.pk: user.get_full_name() or user.get_username() for user in _users(move.by for move in found)}
    return [
        {
            "before": clocks(move.before.zone).words(move.before),
            "after": clocks(move.after.zone).words(move.after),
            "at": move.at,
            "who": names.get(move.by, ""),
            "reasons": list(move.reasons.items()),
        }
        for move in found
    ]


def _users(keys):
    return get_user_model().objects.filter(pk__in={*keys} - {None})


def _label(edition, name):
    return capfirst(edition._meta.get_field(name).verbose_name)


def _shown(edition, name):
    """The value of a field as people read it."""
    if hasattr(edition, f"get_{name}_display"):
        return getattr(edition, f"get_{name}_display")()
    value = getattr(edition, name)
    if isinstance(value, bool):
        return gettext("yes") if value else ""
    return "" if value is None else value


def _date_words(date):
    zone = date.zone_name
    words = clocks(zone).words(date.span)
    return gettext("%(date)s (cancelled)") % {"date": words} if date.is_cancelled else words


def _participant_words(row):
    title = row.role_title or ""
    return ", ".join(filter(None, [row.name, row.get_function_display(), title]))


def _hours_words(row):
    names = dict(WEEKDAYS)
    days = ", ".join(str(names[day]) for day in row.days if day in names)
    return f"{days} {row.opens:%H:%M}–{row.closes:%H:%M}"


def _chosen(queryset, request, name):
    """The object whose key was sent under that name, if there is one that this person may know of."""
    key = request.GET.get(name, "")
    model = queryset.model
    if not (key.isdecimal() and key.isascii() and len(key) < 19):
        return None
    if not request.user.has_perm(access.permission(model, "view")):
        return None
    return queryset.filter(pk=key).first()
