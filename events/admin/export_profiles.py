"""Profiles on the desk: run again in one click, see what has changed, give somebody an address, delete."""

from itertools import islice

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from events.admin.delivery import delivered, told
from events.admin.export_form import ExportForm, query_of
from events.admin.profile_form import AddressForm
from events.exports.change_words import summary
from events.exports.foreign import ValuesRefused
from events.exports.layout import read_layout
from events.exports.profiles import export_of, remember
from events.exports.rows import snapshot
from events.exports.selection import read_selection
from events.exports.selection_words import selection_line
from events.exports.sources import source_of
from events.handed_lists import addresses_of, public_part
from events.models import ExportAddress, ExportProfile
from sistercities.documents.errors import DocumentError
from sistercities.office.frame import current_frame
from sistercities.publishing.models import AuditAction, AuditEntry
from sistercities.publishing.roles import LABELS

#: Of a longer list, what has changed is said when it is handed out: finding out reads all of it.
MOST_COMPARED = 5000
#: Changes that the page lists; all of them are in the file.
MOST_CHANGES = 100
MOST_RUNS = 10


class ProfileViews:
    """Mixed into the admin of events, before `ExportViews`."""

    def get_urls(self):
        pages = (
            ("export/profiles/", self.profiles_view, "profiles", ("GET", "HEAD")),
            ("export/profiles/<int:profile_id>/", self.profile_view, "profile", ("GET", "HEAD")),
            ("export/profiles/<int:profile_id>/run/", self.run_view, "run", ("POST",)),
            ("export/profiles/<int:profile_id>/edit/", self.edit_view, "edit", ("GET", "HEAD")),
            ("export/profiles/<int:profile_id>/delete/", self.delete_profile_view, "delete", ("GET", "HEAD", "POST")),
            ("export/profiles/<int:profile_id>/address/", self.address_view, "address", ("POST",)),
            (
                "export/profiles/<int:profile_id>/address/<int:address_id>/",
                self.revoke_address_view,
                "revoke",
                ("POST",),
            ),
        )
        return [
            *(
                path(route, self.exporters_only(view, methods), name=self._url_name(f"export_{name}"))
                for route, view, name, methods in pages
            ),
            *super().get_urls(),
        ]

    def _profile_or_404(self, request, profile_id):
        visible = ExportProfile.objects.visible_to(request.user).select_related("team", "owner")
        return get_object_or_404(visible, pk=profile_id)

    def profiles_view(self, request):
        visible = ExportProfile.objects.visible_to(request.user).select_related("team", "owner")
        open_ones = Count("addresses", filter=Q(addresses__revoked_at=None))
        profiles = visible.with_last_run().annotate(open_addresses=open_ones)
        frame = current_frame(request)
        rows = [self._described(request, profile, frame) for profile in profiles]
        return self.exports_page(
            request, "export_profiles", _("Lists to hand out"), rows=rows, export_page_url=self.export_url("export")
        )

    def _described(self, request, profile, frame):
        try:
            words = selection_line(read_selection(profile.selection, frame), frame, get_language())
        except ValuesRefused as refused:
            words = str(refused)
        return {
            "profile": profile,
            "url": self.export_url("export_profile", profile.pk),
            "run_url": self.export_url("export_run", profile.pk),
            "words": words,
            "team": str(LABELS.get(profile.team.name, profile.team.name)) if profile.team else "",
        }

    def profile_view(self, request, profile_id):
        profile = self._profile_or_404(request, profile_id)
        frame = current_frame(request)
        runs = list(profile.runs.with_is_first().defer("memory").select_related("by")[:MOST_RUNS])
        context = {
            **self._described(request, profile, frame),
            "runs": [(run, "–" if run.is_first else summary(run.changes, get_language())) for run in runs],
            "addresses": list(profile.addresses.select_related("created_by")),
            "address_form": AddressForm(profile=profile),
            "edit_url": self.export_url("export_edit", profile.pk),
            "delete_url": self.export_url("export_delete", profile.pk),
            "new_address_url": self.export_url("export_address", profile.pk),
            "problem": "",
            "may_have_address": False,
            "changes": None,
        }
        try:
            export = self._export_of(request, profile, frame)
        except ValuesRefused as refused:
            context["problem"] = str(refused)
        else:
            context |= self._what_has_changed(export)
            context["may_have_address"] = public_part(export.selection) is not None
        return self.exports_page(request, "export_profile", profile.name, **context)

    def _export_of(self, request, profile, frame):
        return export_of(profile, frame, lambda selection: source_of(selection, request.user))

    def _what_has_changed(self, export):
        count = export.count()
        if export.changes.is_first or count > MOST_COMPARED:
            return {"count": count, "is_first": export.changes.is_first}
        with snapshot():
            for _row in export.rows():
                pass
        changes = export.changes
        return {
            "count": count,
            "is_first": False,
            "changes": list(islice(changes, MOST_CHANGES)),
            "change_summary": summary(changes.counts, get_language()),
            "more": max(0, changes.total - MOST_CHANGES),
        }

    # --- what changes something: POST ---------------------------------------------------------------------------------

    def run_view(self, request, profile_id):
        """The file; remembered once its last byte is out."""
        profile = self._profile_or_404(request, profile_id)
        try:
            export = self._export_of(request, profile, current_frame(request))
        except ValuesRefused:
            return HttpResponseRedirect(self.export_url("export_profile", profile.pk))  # which says what is wrong
        total = export.count()
        try:
            export.check(total)
            pieces = export.made()
        except DocumentError as error:
            if response := told(request, error):
                return response
            messages.error(request, str(error))
            return HttpResponseRedirect(self.export_url("export_profile", profile.pk))
        self.record_export(request, export, total, profile)
        return delivered(request, export, pieces, total, after=lambda: remember(export, request.user))

    def edit_view(self, request, profile_id):
        """To the export page, with what the profile holds."""
        profile = self._profile_or_404(request, profile_id)
        frame, query = current_frame(request), ""
        try:
            selection = read_selection(profile.selection, frame)
            query = query_of(selection, read_layout(profile.layout), profile.format)
        except ValuesRefused as refused:
            messages.warning(request, str(refused))
        return self._to_form(request, ExportForm(QueryDict(query), frame), profile)

    def delete_profile_view(self, request, profile_id):
        profile = self._profile_or_404(request, profile_id)
        if request.method != "POST":
            return self.exports_page(
                request,
                "export_delete",
                _("Delete this profile?"),
                profile=profile,
                url=self.export_url("export_profile", profile.pk),
                open_addresses=profile.addresses.filter(revoked_at=None).count(),
            )
        AuditEntry.record(request.user, AuditAction.DELETED, profile)
        profile.delete()
        messages.success(request, _("The profile is deleted; its addresses give nothing any more."))
        return HttpResponseRedirect(self.export_url("export_profiles"))

    def address_view(self, request, profile_id):
        """A new address, shown this once."""
        profile = self._profile_or_404(request, profile_id)
        form = AddressForm(request.POST, profile=profile)
        if not form.is_valid():
            messages.error(request, " ".join(message for found in form.errors.values() for message in found))
            return HttpResponseRedirect(self.export_url("export_profile", profile.pk))
        address, token = ExportAddress.make(profile, form.cleaned_data["recipient"], request.user)
        AuditEntry.record(
            request.user,
            AuditAction.EXPORTED,
            profile,
            gettext("Address made for %(recipient)s.") % {"recipient": address},
        )
        return self.exports_page(
            request,
            "export_address",
            _("The address"),
            profile=profile,
            address=address,
            addresses=addresses_of(token, profile.format),
            url=self.export_url("export_profile", profile.pk),
        )

    def revoke_address_view(self, request, profile_id, address_id):
        profile = self._profile_or_404(request, profile_id)
        address = get_object_or_404(profile.addresses, pk=address_id)
        if profile.addresses.filter(pk=address.pk, revoked_at=None).update(revoked_at=timezone.now()):
            AuditEntry.record(
                request.user,
                AuditAction.EXPORTED,
                profile,
                gettext("Address for %(recipient)s revoked.") % {"recipient": address},
            )
        messages.success(request, _("The address gives nothing any more."))
        return HttpResponseRedirect(self.export_url("export_profile", profile.pk))
