"""The desk's pages that import a list of events: what it would do first, then all of it, and back."""

import datetime

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.template.defaultfilters import filesizeformat
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from events.admin.import_tables import plan_tables
from events.forms.importing import FileForm, OptionsForm
from events.importing.applying import PlanChanged, apply, forget, summary_of
from events.importing.options import Options
from events.importing.planning import plan
from events.importing.sources import MOST, Source, open_file
from events.importing.undoing import UndoChanged, plan_undo, undo
from events.models import Event, EventImport
from sistercities.cities.models import City
from sistercities.office.frame import current_frame
from sistercities.publishing import access

#: For how long a file waits that nobody imported or gave up.
PATIENCE = datetime.timedelta(days=1)
#: Imports in the list of those that were done.
LISTED = 50


class ImportViews:
    """For the admin of events: the pages, and their address in the context of the list.

    Importing is for whoever may add or change events; what they may do to each one is asked while it is planned and
    once more while it is written. Of what was imported, authors see their own imports, editors all.
    """

    def get_urls(self):
        wrap = self.admin_site.admin_view
        return [
            path("import/", wrap(self.import_list_view), name=self._url_name("import")),
            path("import/<int:run_id>/", wrap(self.import_view), name=self._url_name("import_run")),
            path("import/<int:run_id>/undo/", wrap(self.import_undo_view), name=self._url_name("import_undo")),
            path(
                "import/<int:run_id>/discard/",
                wrap(require_POST(self.import_discard_view)),
                name=self._url_name("import_discard"),
            ),
            *super().get_urls(),
        ]

    def _import_url(self, name, *args):
        return reverse(f"{self.admin_site.name}:{self._url_name(name)}", args=args)

    def _may_import(self, request):
        return self.has_add_permission(request) or self.has_change_permission(request)

    def changelist_view(self, request, extra_context=None):
        url = self._import_url("import") if self._may_import(request) else ""
        return super().changelist_view(request, {"import_events_url": url, **(extra_context or {})})

    # --- choose a file, and what was imported before ------------------------------------------------------------------

    def import_list_view(self, request):
        self._refuse_strangers(request)
        form = FileForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            run = self._new_run(request, form)
            return HttpResponseRedirect(self._import_url("import_run", run.pk))
        return self._import_page(
            request,
            "import_list",
            _("Import events"),
            form=form,
            limits={"size": filesizeformat(settings.EVENT_IMPORT_MAX_BYTES), "rows": MOST},
            waiting=EventImport.objects.filter(created_by=request.user, applied_at=None),
            runs=self._visible_runs(request)[:LISTED],
        )

    def _new_run(self, request, form):
        forget(EventImport.objects.filter(created_at__lt=timezone.now() - PATIENCE))
        home = City.objects.home()
        opened = form.opened
        default = Options(language=request.LANGUAGE_CODE[:2], zone=home.time_zone if home else "")
        return EventImport.objects.create(
            file_name=form.file_name,
            kind=opened.kind,
            content=form.content,
            options=opened.guessed(default).as_json(),
            created_by=request.user,
        )

    # --- look at what it would do, and do it --------------------------------------------------------------------------

    def import_view(self, request, run_id):
        self._refuse_strangers(request)
        run = self._run_or_404(request, run_id)
        if run.applied_at is not None:
            return self._report(request, run)
        options = Options.from_json(run.options)
        opened = open_file(bytes(run.content), options)
        form = OptionsForm(request.POST or None, opened=opened, options=options)
        context = {}
        if request.method == "POST" and form.is_valid():
            if form.options.sheet != options.sheet:
                return self._other_sheet(request, run, form.options)
            options = form.options
            self._keep_options(run, options)
            if "_import" in request.POST:
                if self._import(request, run, opened, options) or self._is_imported(request, run):
                    return HttpResponseRedirect(self._import_url("import_run", run.pk))
                context["has_changed"] = True
        if not form.errors:
            made = plan(Source(opened, options, current_frame(), timezone.now()), request.user)
            context |= {"plan": made, "tables": plan_tables(made), "summary": summary_of(made.counts)}
        title = _("Import “%(file)s”") % {"file": run.file_name}
        return self._import_page(request, "import_run", title, run=run, form=form, opened=opened, **context)

    def _other_sheet(self, request, run, options):
        """Another sheet has other columns: they are guessed anew."""
        opened = open_file(bytes(run.content), options)
        self._keep_options(run, opened.guessed(options))
        return HttpResponseRedirect(self._import_url("import_run", run.pk))

    def _keep_options(self, run, options):
        """404 for a file that was given up meanwhile, in another window."""
        if not EventImport.objects.filter(pk=run.pk).update(options=options.as_json()):
            raise Http404

    def _is_imported(self, request, run):
        """Did somebody else do it, or the first of two clicks? Then there is no more to do than to look at it."""
        now = EventImport.objects.filter(pk=run.pk).values_list("applied_at", flat=True)
        if not now:
            raise Http404
        if now[0] is None:
            return False
        messages.info(request, _("“%(file)s” has just been imported.") % {"file": run.file_name})
        return True

    def _import(self, request, run, opened, options):
        """True when it was written; false when it is no longer what was looked at."""
        source = Source(opened, options, current_frame(), timezone.now())
        try:
            made = apply(run, source, request.user, request.POST.get("seen", ""))
        except PlanChanged:
            return False
        messages.success(request, _("Imported: %(summary)s.") % {"summary": summary_of(made.counts)})
        return True

    def import_discard_view(self, request, run_id):
        self._refuse_strangers(request)
        run = self._run_or_404(request, run_id)
        if not forget(EventImport.objects.filter(pk=run.pk)):
            return HttpResponseRedirect(self._import_url("import_run", run.pk))
        messages.info(request, _("“%(file)s” was not imported and is not kept.") % {"file": run.file_name})
        return HttpResponseRedirect(self._import_url("import"))

    # --- what was done, and back --------------------------------------------------------------------------------------

    def _report(self, request, run):
        rows = list(run.events.select_related("event"))
        keys = [row.event_id for row in rows if row.event_id]
        visible = set(access.visible(Event.objects.filter(pk__in=keys), request.user).values_list("pk", flat=True))
        return self._import_page(
            request,
            "import_report",
            _("Imported “%(file)s”") % {"file": run.file_name},
            run=run,
            summary=summary_of(run.report["counts"]),
            created=[row for row in rows if row.before is None],
            changed=[row for row in rows if row.before is not None],
            visible=visible,
            may_undo=any(row.undone_at is None and row.event_id in visible for row in rows),
        )

    def import_undo_view(self, request, run_id):
        self._refuse_strangers(request)
        run = self._run_or_404(request, run_id)
        if run.applied_at is None:
            raise Http404
        context = {}
        if request.method == "POST":
            try:
                undone = undo(run, request.user, request.POST.get("seen", ""))
            except UndoChanged:
                context["has_changed"] = True
            else:
                messages.success(request, _("Undone: %(count)d events.") % {"count": len(undone.possible)})
                return HttpResponseRedirect(self._import_url("import_run", run.pk))
        undoing = plan_undo(run, request.user)
        title = _("Undo the import of “%(file)s”") % {"file": run.file_name}
        return self._import_page(request, "import_undo", title, run=run, undoing=undoing, **context)

    # --- who sees what ------------------------------------------------------------------------------------------------

    def _refuse_strangers(self, request):
        if not self._may_import(request):
            raise PermissionDenied

    def _visible_runs(self, request):
        """What was imported, as far as this account may know of it."""
        runs = EventImport.objects.exclude(applied_at=None).select_related("created_by").defer("content")
        return runs if self._sees_everything(request) else runs.filter(created_by=request.user)

    def _run_or_404(self, request, run_id):
        """A file that waits belongs to who chose it alone; what may not be seen looks like what is not there."""
        run = self._visible_runs(request).filter(pk=run_id).first()
        run = run or EventImport.objects.filter(pk=run_id, applied_at=None, created_by=request.user).first()
        if run is None:
            raise Http404
        return run

    def _import_page(self, request, template, title, **context):
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": title,
            "media": self.media,
            "list_url": self._import_url("import"),
            **context,
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, f"admin/events/{template}.html", context)
