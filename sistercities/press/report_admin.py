"""The annual report on the desk: a year and perhaps a partnership are chosen, the numbers seen, then taken along."""

from django.http import HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from sistercities.cities.words import pair_name
from sistercities.office.frame import current_frame
from sistercities.press.names import file_name
from sistercities.press.report import annual_report, years
from sistercities.press.report_files import (
    celebrated,
    events_table,
    overview,
    pair_of,
    report_docx,
    report_notes,
    report_title,
    report_xlsx,
)
from sistercities.publishing.models import AuditAction, AuditEntry

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: What a file is called, its type, and the function that writes it as pieces of bytes.
FORMATS = {
    "xlsx": (WORKBOOK, report_xlsx),
    "docx": (WORD, lambda report, frame: [report_docx(report, frame)]),
}


class ReportViews:
    """Mixed into the admin of press kits, whose `exporters_only` guards it."""

    def get_urls(self):
        view = require_http_methods(["GET", "HEAD", "POST"])(self.exporters_only(self.report_view))
        return [path("report/", self.admin_site.admin_view(view), name="press_report"), *super().get_urls()]

    def report_view(self, request):
        """GET shows, POST hands out: what leaves the house stands in the audit trail."""
        at, frame = timezone.now(), current_frame(request)
        known = years(frame, at)
        values = request.POST if request.method == "POST" else request.GET
        year = _chosen(values.get("year"), known, known[0])
        partnership = _chosen(values.get("partnership"), [one.pk for one in frame.partnerships], None)
        report = annual_report(frame, year, at, partnership)
        if request.method == "POST":
            return self._handed_out(request, report, frame, values.get("format"))
        titles, rows = overview(report, frame)
        language = get_language()
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Annual report"),
            "report_title": report_title(report),
            "years": known,
            "year": year,
            "partnerships": [(one.pk, pair_name(frame.pair(one), language)) for one in frame.partnerships],
            "partnership": partnership,
            "titles": titles,
            "rows": rows,
            "chapters": [
                {"title": pair_of(one, frame), "celebrated": celebrated(one, frame), "table": events_table(one)}
                for one in report.chapters
                if one.events or one.anniversaries
            ],
            "notes": list(report_notes(report)),
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "admin/press/report.html", context)

    def _handed_out(self, request, report, frame, chosen):
        if chosen not in FORMATS:
            return HttpResponseRedirect(reverse("admin:press_report"))
        kind, write = FORMATS[chosen]
        title = report_title(report)
        said = {"title": title, "format": chosen.upper(), "count": len(report.chapters)}
        detail = gettext("%(title)s as %(format)s, partnerships: %(count)d") % said
        AuditEntry.record(request.user, AuditAction.EXPORTED, None, detail)
        response = HttpResponse(b"".join(write(report, frame)), content_type=kind)
        name = f"{file_name(title, 'report')}.{chosen}"
        response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
        response["Cache-Control"] = "no-store"
        return response


def _chosen(text, choices, default):
    """Of those numbers the one that the text names, else the default."""
    is_number = text and text.isascii() and text.isdecimal() and len(text) < 19
    return int(text) if is_number and int(text) in choices else default
