"""The desk's page that hands out lists: what is in them is seen first, then downloaded or kept as a profile."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from events.admin.delivery import delivered, told
from events.admin.export_form import ExportForm
from events.admin.profile_form import ProfileForm
from events.exports.profiles import FollowedExport
from events.exports.rows import snapshot
from events.exports.selection import MOST_EVENTS, Selection, State
from events.exports.selection_words import export_line
from events.exports.sources import source_of
from events.exports.texts import text_cell
from events.models import ExportProfile
from events.models.exports import may_export
from sistercities.documents.errors import DocumentError
from sistercities.office.frame import current_frame
from sistercities.publishing.models import AuditAction, AuditEntry

#: Rows that the page shows of a list.
SHOWN = 10


class ExportViews:
    """Mixed into the admin of events. Every door asks `may_export()`, and rows of manuscripts come from what the user
    may see (`events.exports.desk.Desk`)."""

    actions = ["export_selected"]

    def get_urls(self):
        page = path("export/", self.exporters_only(self.export_view), name=self._url_name("export"))
        return [page, *super().get_urls()]

    def has_export_permission(self, request):
        return may_export(request.user)

    def exporters_only(self, view, methods=("GET", "HEAD", "POST")):
        """The view behind the desk's door and the permission."""

        def asked(request, *args, **kwargs):
            if not may_export(request.user):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return self.admin_site.admin_view(require_http_methods(methods)(asked))

    def changelist_view(self, request, extra_context=None):
        url = self.export_url("export") if may_export(request.user) else ""
        return super().changelist_view(request, {"export_url": url, **(extra_context or {})})

    def export_url(self, name, *args):
        return reverse(f"{self.admin_site.name}:{self._url_name(name)}", args=args)

    @admin.action(description=_("Export selected events"), permissions=["export"])
    def export_selected(self, request, queryset):
        """Opens the page with those events, as an address where they are few. None is left out: of more than can be
        chosen one by one, the page's own filter makes a list."""
        uids = [str(uid) for uid in queryset.order_by().values_list("uid", flat=True)[: MOST_EVENTS + 1]]
        if len(uids) > MOST_EVENTS:
            message = _("At most %(count)d events can be chosen one by one. Use the filter of the export page instead.")
            messages.error(request, message % {"count": MOST_EVENTS})
            return None
        chosen = Selection(state=State.ANY.value, events=tuple(uids))
        return self._to_form(request, ExportForm(QueryDict(chosen.query), current_frame(request)))

    # --- the page ----------------------------------------------------------------------------------------------------

    def export_view(self, request):
        frame = current_frame(request)
        profile = self._profile_of(request)
        if request.method != "POST":
            form = ExportForm(request.GET, frame)
            return self._export_page(request, form, profile=profile)
        form = ExportForm(request.POST, frame, is_sent=True)
        if not form.is_valid():
            return self._export_page(request, form, profile=profile)
        if "_download" in request.POST:
            return self._download(request, form)
        if "_save" in request.POST or "_save_new" in request.POST:
            return self._save_profile(request, form, profile if "_save" in request.POST else None)
        return self._to_form(request, form, profile)

    def _profile_of(self, request):
        """The profile that is being changed, named by `profile`; 404 looks the same for hidden and missing ones."""
        key = (request.POST if request.method == "POST" else request.GET).get("profile", "")
        if not key:
            return None
        visible = ExportProfile.objects.visible_to(request.user).select_related("team")
        profile = visible.filter(pk=key).first() if key.isdecimal() and key.isascii() and len(key) < 19 else None
        if profile is None:
            raise Http404
        return profile

    def _to_form(self, request, form, profile=None):
        """The same list at an address of its own; one that is too long for that is shown at once."""
        if not form.is_valid() or form.is_too_long:
            return self._export_page(request, form, profile=profile)
        query = form.query + (f"&profile={profile.pk}" if profile else "")
        return HttpResponseRedirect(f"{self.export_url('export')}?{query}")

    def _export_page(self, request, form, profile=None, profile_form=None):
        context = {"form": form, "preview": self._preview(request, form) if form.is_valid() else None}
        if request.GET.get("part") == "preview":
            return TemplateResponse(request, "admin/events/_export_preview.html", context)
        context |= {
            "profile": profile,
            "profile_form": profile_form or ProfileForm(user=request.user, instance=profile),
            "profiles_url": self.export_url("export_profiles"),
            "export_page_url": self.export_url("export"),
        }
        return self.exports_page(request, "export", _("Hand out a list of events"), **context)

    def exports_page(self, request, template, title, **context):
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": title,
            "profiles_url": self.export_url("export_profiles"),
            **context,
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, f"admin/events/{template}.html", context)

    def _export(self, request, form, **other):
        return FollowedExport(
            selection=form.selection,
            layout=form.layout,
            format=form.format,
            frame=form.frame,
            source=source_of(form.selection, request.user),
            **other,
        )

    def _preview(self, request, form):
        """The first rows as text, whatever the format, and how many there are."""
        export = self._export(request, form)
        cells = [text_cell(column, export.layout.language) for column in export.columns]
        with snapshot():
            rows = export.first_rows(cells, SHOWN)
            count = export.count() if len(rows) == SHOWN else len(rows)
        return {
            "titles": [column.title for column in export.columns],
            "rows": rows,
            "count": count,
            "shown": len(rows),
            "language": export.layout.language,
            "address": "" if form.is_too_long else f"{self.export_url('export')}?{form.query}",
            "is_too_long": form.is_too_long,
        }

    def _download(self, request, form):
        export = self._export(request, form)
        total = export.count()
        try:
            export.check(total)
            pieces = export.made()
        except DocumentError as error:
            form.add_error("format", str(error))
            return told(request, error) or self._export_page(request, form)
        self.record_export(request, export, total)
        return delivered(request, export, pieces, total)

    def record_export(self, request, export, count, profile=None):
        """Into the audit trail, before the first byte is out: what is read halfway is read, too (promise 54)."""
        AuditEntry.record(request.user, AuditAction.EXPORTED, profile, export_line(export, count, get_language()))

    # --- keeping it --------------------------------------------------------------------------------------------------

    def _save_profile(self, request, form, profile):
        profile_form = ProfileForm(request.POST, user=request.user, instance=profile)
        saved = profile_form.save_with(form) if profile_form.is_valid() else None
        if saved is None:
            return self._export_page(request, form, profile=profile, profile_form=profile_form)
        messages.success(request, _("The profile is kept."))
        return HttpResponseRedirect(self.export_url("export_profile", saved.pk))
