"""The pages that publish, schedule, withdraw, and hand a manuscript over for review."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from sistercities.publishing import access, operations
from sistercities.publishing.desk.forms import ChangesForm, LanguagesForm, PublishForm, ScheduleForm
from sistercities.publishing.readiness import NotReady
from sistercities.publishing.states import language_state


class ActionViews:
    """Mixed into a `ModelAdmin` of manuscripts. Every page asks `sistercities.publishing.access`, at GET and POST."""

    def get_urls(self):
        wrap = self.admin_site.admin_view
        pages = [
            path("<int:object_id>/check/", wrap(self.check_view), name=self._url_name("check")),
            path("<int:object_id>/publish/", wrap(self.publish_view), name=self._url_name("publish")),
            path("<int:object_id>/schedule/", wrap(self.schedule_view), name=self._url_name("schedule")),
            path(
                "<int:object_id>/unschedule/",
                wrap(require_POST(self.unschedule_view)),
                name=self._url_name("unschedule"),
            ),
            path("<int:object_id>/withdraw/", wrap(self.withdraw_view), name=self._url_name("withdraw")),
            path("<int:object_id>/submit/", wrap(require_POST(self.submit_view)), name=self._url_name("submit")),
            path("<int:object_id>/changes/", wrap(self.changes_view), name=self._url_name("changes")),
        ]
        return pages + super().get_urls()

    def visible_or_404(self, request, object_id, allowed=None):
        """The manuscript, if this user may see it; 404 looks the same for hidden and missing ones (promise 4)."""
        manuscript = self.get_queryset(request).filter(pk=object_id).first()
        if manuscript is None:
            raise Http404
        if allowed is not None and not allowed(request.user, manuscript):
            raise PermissionDenied
        return manuscript

    def page(self, request, template, manuscript, title, **context):
        return TemplateResponse(
            request,
            f"admin/publishing/{template}.html",
            {
                **self.admin_site.each_context(request),
                "opts": self.opts,
                "original": manuscript,
                "manuscript": manuscript,
                "title": title,
                "subtitle": str(manuscript),
                "change_url": self.change_url(manuscript),
                "media": self.media,
                **context,
            },
        )

    def check_view(self, request, object_id):
        manuscript = self.visible_or_404(request, object_id)
        return self.page(
            request,
            "check",
            manuscript,
            _("Check"),
            problems=self.with_anchors(manuscript, manuscript.readiness()),
            may_publish=access.may_publish(request.user, manuscript),
            desk=self.desk_context(request, manuscript),
        )

    def publish_view(self, request, object_id):
        return self._publish_page(request, object_id, PublishForm, "publish", _("Publish now"))

    def schedule_view(self, request, object_id):
        return self._publish_page(request, object_id, ScheduleForm, "schedule", _("Schedule"))

    def _publish_page(self, request, object_id, form_class, template, title):
        manuscript = self.visible_or_404(request, object_id, access.may_publish)
        ready = [text.language for text in manuscript.texts.all() if text.is_ready]
        form = form_class(request.POST or None, languages=ready)
        problems = manuscript.readiness()
        if request.method == "POST" and form.is_valid():
            data = form.cleaned_data
            try:
                editions = operations.publish(
                    manuscript, request.user, at=data.get("at"), until=data["until"], languages=data["languages"]
                )
            except NotReady as refusal:
                problems = refusal.problems
                form.add_error(None, _("Not published: the points below must be mended first."))
            except ValidationError as refusal:
                form.add_error(None, refusal.messages)
            else:
                self.say_published(request, manuscript, editions)
                self._log(request, manuscript, _("Published."))
                return HttpResponseRedirect(self.change_url(manuscript))
        editions = list(manuscript.editions.defer(*self.heavy_fields))
        return self.page(
            request,
            template,
            manuscript,
            title,
            form=form,
            problems=self.with_anchors(manuscript, problems),
            is_blocked=any(problem.is_blocking for problem in problems),
            planned=[edition for code in ready if (edition := language_state(code, editions).planned)],
        )

    def unschedule_view(self, request, object_id):
        manuscript = self.visible_or_404(request, object_id, access.may_publish)
        if operations.unschedule(manuscript, request.user):
            messages.success(request, _("The schedule is cancelled. What is live stays live."))
            self._log(request, manuscript, _("Schedule cancelled."))
        else:
            messages.info(request, _("Nothing was scheduled."))
        return HttpResponseRedirect(self.change_url(manuscript))

    def withdraw_view(self, request, object_id):
        manuscript = self.visible_or_404(request, object_id, access.may_publish)
        editions = list(manuscript.editions.defer(*self.heavy_fields))
        states = [language_state(code, editions) for code in dict.fromkeys(e.language for e in editions)]
        public = [state.language for state in states if state.live or state.planned]
        form = LanguagesForm(request.POST or None, languages=public)
        if request.method == "POST" and form.is_valid():
            count = operations.withdraw(manuscript, request.user, languages=form.cleaned_data["languages"])
            self._log(request, manuscript, _("Withdrawn."))
            messages.success(
                request,
                ngettext("%(count)d edition withdrawn.", "%(count)d editions withdrawn.", count) % {"count": count},
            )
            return HttpResponseRedirect(self.change_url(manuscript))
        return self.page(request, "withdraw", manuscript, _("Withdraw"), form=form, public=public)

    def submit_view(self, request, object_id):
        manuscript = self.visible_or_404(request, object_id, access.may_submit)
        operations.submit(manuscript, request.user)
        messages.success(request, _("Handed over for review."))
        return HttpResponseRedirect(self.list_url())

    def changes_view(self, request, object_id):
        manuscript = self.visible_or_404(request, object_id, access.may_review)
        form = ChangesForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            operations.request_changes(manuscript, request.user, form.cleaned_data["note"])
            messages.success(request, _("Given back to the author with your note."))
            return HttpResponseRedirect(self.list_url())
        return self.page(request, "changes", manuscript, _("Request changes"), form=form)

    def _log(self, request, manuscript, message):
        # A note in the object's history; the audit trail has its own entry, written by the operation.
        self.log_change(request, manuscript, str(message))
