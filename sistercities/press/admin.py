"""Press kits on the desk: asked for with one click, watched, fetched, thrown away."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from events.exports.foreign import ValuesRefused
from events.exports.selection import State as PublicState
from events.exports.selection import read_selection
from events.models.exports import may_export
from sistercities.cities.words import anniversary_title, city_name, pair_name
from sistercities.office.frame import current_frame
from sistercities.press import starting
from sistercities.press.cleaning import clean
from sistercities.press.links import kit_address
from sistercities.press.models import Dossier
from sistercities.press.report_admin import ReportViews
from sistercities.publishing.doors import NarrowDoorsMixin
from sistercities.publishing.models import AuditAction, AuditEntry


@admin.register(Dossier)
class DossierAdmin(ReportViews, NarrowDoorsMixin, admin.ModelAdmin):
    """Everybody who may export sees every kit: there is nothing in one that is not public."""

    list_display = ["title", "state", "created_at", "created_by", "expires_at", "visits"]
    list_select_related = ["created_by"]
    list_filter = ["state"]
    search_fields = ["title"]
    actions = None

    def has_module_permission(self, request):
        return may_export(request.user)

    def has_view_permission(self, request, obj=None):
        return may_export(request.user)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_urls(self):
        def door(view):
            return self.admin_site.admin_view(require_POST(self.exporters_only(view)))

        return [
            path("new/", door(self.new_view), name="press_dossier_new"),
            path("<int:key>/again/", door(self.again_view), name="press_dossier_again"),
            path("<int:key>/delete-kit/", door(self.delete_kit_view), name="press_dossier_delete_kit"),
            *super().get_urls(),
        ]

    def exporters_only(self, view):
        def asked(request, *args, **kwargs):
            if not may_export(request.user):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return asked

    def change_view(self, request, object_id, form_url="", extra_context=None):
        if not may_export(request.user):
            raise PermissionDenied
        is_key = object_id.isdecimal() and object_id.isascii() and len(object_id) < 19
        dossier = Dossier.objects.filter(pk=object_id).first() if is_key else None
        if dossier is None:
            raise Http404
        now = timezone.now()
        context = {
            "dossier": dossier,
            "is_at_work": dossier.is_at_work(now),
            "is_open": dossier.is_open(now),
            "may_be_retried": dossier.may_be_retried(now),
            "address": kit_address(dossier) if dossier.is_open(now) else "",
            "again_url": reverse("admin:press_dossier_again", args=[dossier.pk]),
            "delete_url": reverse("admin:press_dossier_delete_kit", args=[dossier.pk]),
        }
        if request.GET.get("part") == "state":
            return TemplateResponse(request, "admin/press/_state.html", context)
        context |= {**self.admin_site.each_context(request), "opts": self.opts, "title": dossier.title}
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "admin/press/dossier.html", context)

    def new_view(self, request):
        """Of an anniversary (`anniversary=3`), or of what the export page chose."""
        frame = current_frame(request)
        values = request.POST.copy()
        values.setlist("state", [PublicState.PUBLIC.value])
        try:
            selection = read_selection(values, frame)
        except ValuesRefused as refused:
            messages.error(request, str(refused))
            return HttpResponseRedirect(reverse("admin:press_dossier_changelist"))
        title = _title(selection, frame, get_language())
        dossier = starting.ask_for(selection, frame, request.user, title, get_language())
        return HttpResponseRedirect(reverse("admin:press_dossier_change", args=[dossier.pk]))

    def again_view(self, request, key):
        dossier = get_object_or_404(Dossier, pk=key)
        starting.ask_again(dossier.pk)
        return HttpResponseRedirect(reverse("admin:press_dossier_change", args=[dossier.pk]))

    def delete_kit_view(self, request, key):
        """The link ends at once. The audit trail keeps that there was a kit."""
        dossier = get_object_or_404(Dossier, pk=key)
        AuditEntry.record(request.user, AuditAction.DELETED, dossier)
        if dossier.file:
            Dossier.objects.filter(pk=key).update(expires_at=timezone.now())
            clean()
        dossier.delete()
        messages.success(request, _("The press kit is deleted; its link gives nothing any more."))
        return HttpResponseRedirect(reverse("admin:press_dossier_changelist"))


def _title(selection, frame, language):
    for one in frame.anniversaries:
        if one.pk == selection.anniversary:
            return anniversary_title(one.years, frame.pair(one.partnership), language)
    for one in frame.partnerships:
        if one.pk == selection.partnership:
            return pair_name(frame.pair(one), language)
    if selection.city:
        return city_name(frame.cities[selection.city], language)
    return gettext("Events and stories")
