"""The manuscript's form and list in the stock admin."""

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from reversion.admin import VersionAdmin

from sistercities.publishing import access
from sistercities.publishing.content import refresh_fingerprints
from sistercities.publishing.desk.actions import ActionViews
from sistercities.publishing.desk.editions import EditionViews
from sistercities.publishing.desk.filters import PublicStateFilter
from sistercities.publishing.desk.links import LinkViews
from sistercities.publishing.desk.texts import LANGUAGES
from sistercities.publishing.doors import NarrowDoorsMixin
from sistercities.publishing.models import AuditAction, AuditEntry, Stage
from sistercities.publishing.operations import publish, submit
from sistercities.publishing.readiness import NotReady
from sistercities.publishing.reference import OwnVersionsMixin, ProtectedDeletionMixin
from sistercities.publishing.stale import StaleSaveMixin
from sistercities.publishing.states import language_state


class ManuscriptAdmin(
    ActionViews,
    EditionViews,
    LinkViews,
    NarrowDoorsMixin,
    StaleSaveMixin,
    ProtectedDeletionMixin,
    OwnVersionsMixin,
    VersionAdmin,
):
    """Any manuscript: what its concrete admin adds is its fields, its inline of texts and `render_edition()`."""

    change_form_template = "admin/publishing/manuscript_form.html"
    change_list_template = "admin/publishing/manuscript_list.html"
    delete_confirmation_template = "admin/publishing/manuscript_delete.html"
    list_per_page = 50
    history_latest_first = True

    # --- who may do what ---------------------------------------------------------------------------------------------

    def get_queryset(self, request):
        return access.visible(super().get_queryset(request), request.user)

    def has_change_permission(self, request, obj=None):
        if obj is None:
            return super().has_change_permission(request)
        return access.may_edit(request.user, obj)

    def has_view_permission(self, request, obj=None):
        if obj is None:
            return super().has_view_permission(request)
        return access.may_see(request.user, obj)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and (obj is None or access.may_edit(request.user, obj))

    def _sees_everything(self, request):
        return request.user.has_perm(access.permission(self.model, "edit_any"))

    def recoverlist_view(self, request, extra_context=None):
        # What was deleted belongs to nobody any more: only who may edit everyone's manuscripts brings it back.
        if not self._sees_everything(request):
            raise PermissionDenied
        return super().recoverlist_view(request, extra_context)

    def recover_view(self, request, version_id, extra_context=None):
        if not self._sees_everything(request):
            raise PermissionDenied
        return super().recover_view(request, version_id, extra_context)

    # --- saving ------------------------------------------------------------------------------------------------------

    def save_model(self, request, obj, form, change):
        if not change:
            obj.created_by = request.user
        obj.changed_by = request.user
        obj.revision += 1
        super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        if hasattr(request, "is_bringing_back"):
            # A version writes old rows past `save()`; what hangs on a text, such as its cards, is written there.
            for text in form.instance.texts.all():
                text.save()
        refresh_fingerprints(form.instance)

    def delete_model(self, request, obj):
        AuditEntry.record(request.user, AuditAction.DELETED, obj)
        super().delete_model(request, obj)

    def delete_queryset(self, request, queryset):
        for obj in queryset:
            self.delete_model(request, obj)

    def get_deleted_objects(self, objs, request):
        printed = [obj for obj in objs if obj.editions.exists()]
        if not printed:
            return super().get_deleted_objects(objs, request)
        kept = [
            format_html(
                '<a href="{}">{}</a>: {}',
                self.desk_url("editions", obj),
                obj,
                _("was published, so its editions are kept. Withdraw it instead."),
            )
            for obj in printed
        ]
        return [str(obj) for obj in objs], {self.opts.verbose_name_plural: len(objs)}, set(), kept

    # --- the form ----------------------------------------------------------------------------------------------------

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        context = dict(extra_context or {})
        if object_id is not None:
            manuscript = (
                self.get_queryset(request).filter(pk=unquote(object_id)).first() if object_id.isdecimal() else None
            )
            if manuscript is not None:
                context["desk"] = self.desk_context(request, manuscript)
        else:
            context["desk"] = {"is_new": True, "may_submit": True, **self._new_context(request)}
        return super().changeform_view(request, object_id, form_url, context)

    def _new_context(self, request):
        return {"may_publish": request.user.has_perm(access.permission(self.model, "publish"))}

    def desk_context(self, request, manuscript):
        """What the panel above the form and the row of buttons need."""
        user = request.user
        texts = {text.language: text for text in manuscript.texts.all()}
        editions = list(manuscript.editions.select_related("published_by").defer(*self.heavy_fields))
        languages = [language_state(code, editions, texts.get(code)) for code in LANGUAGES]
        may_publish = access.may_publish(user, manuscript)
        return {
            "manuscript": manuscript,
            "languages": [(state, self.public_url(state.live)) for state in languages],
            "preview_languages": sorted(texts, key=LANGUAGES.index),
            "lacks_a_text": 0 < len(texts) < len(LANGUAGES),
            "has_editions": bool(editions),
            "is_public_or_planned": any(state.live or state.planned for state in languages),
            "may_edit": access.may_edit(user, manuscript),
            "may_publish": may_publish,
            "may_review": access.may_review(user, manuscript) and manuscript.stage == "in_review",
            "may_submit": not may_publish and access.may_submit(user, manuscript),
            "answers": self.recent_answers(manuscript),
            "urls": {name: self.desk_url(name, manuscript) for name in self.PAGES},
        }

    #: Columns that lists and panels never show.
    heavy_fields = ("body",)
    PAGES = ("check", "publish", "schedule", "unschedule", "withdraw", "editions", "links", "submit", "changes")

    def desk_url(self, name, manuscript, *args):
        return reverse(f"{self.admin_site.name}:{self._url_name(name)}", args=[manuscript.pk, *args])

    def _url_name(self, name):
        return f"{self.opts.app_label}_{self.opts.model_name}_{name}"

    def with_anchors(self, manuscript, problems):
        """Pairs of (problem, id of the form's element that mends it)."""
        order = sorted((text.language for text in manuscript.texts.all()), key=LANGUAGES.index)
        order += [language for language in LANGUAGES if language not in order]
        return [
            (
                problem,
                f"id_texts-{order.index(problem.language)}-{problem.field}"
                if problem.language
                else f"id_{problem.field}",
            )
            for problem in problems
        ]

    def public_url(self, edition):
        """The address of a live edition, or an empty text."""
        raise NotImplementedError

    def render_edition(self, request, edition, manuscript, text=None):
        """The response that shows an edition, or what would be one (unsaved, of `text`), as the public would see it."""
        raise NotImplementedError

    # --- after saving ------------------------------------------------------------------------------------------------

    def response_add(self, request, obj, post_url_continue=None):
        return self._next_step(request, obj) or super().response_add(request, obj, post_url_continue)

    def response_change(self, request, obj):
        return self._next_step(request, obj) or super().response_change(request, obj)

    def _next_step(self, request, obj):
        """Each button saves first; then it leads on."""
        post = request.POST
        preview = next((name.removeprefix("_preview_") for name in post if name.startswith("_preview_")), None)
        if preview in LANGUAGES and obj.texts.filter(language=preview).exists():
            return HttpResponseRedirect(self.desk_url("preview", obj, preview))
        if "_check" in post:
            return HttpResponseRedirect(self.desk_url("check", obj))
        if "_submit" in post and access.may_submit(request.user, obj):
            submit(obj, request.user)
            messages.success(request, _("Saved and handed over for review."))
            return HttpResponseRedirect(self.list_url())
        if access.may_publish(request.user, obj):
            if "_publish" in post:
                return self._publish_or_ask(request, obj)
            for name in ("schedule", "withdraw"):
                if f"_{name}" in post:
                    return HttpResponseRedirect(self.desk_url(name, obj))
        return None

    def _publish_or_ask(self, request, obj):
        """With nothing on the checklist it is one click; else the checklist comes first."""
        if obj.readiness() or not obj.texts.filter(is_ready=True).exists():
            return HttpResponseRedirect(self.desk_url("publish", obj))
        try:
            editions = publish(obj, request.user)
        except (NotReady, ValidationError):
            # Somebody took its address meanwhile, say: what was saved stays saved, and the page says what is wrong.
            return HttpResponseRedirect(self.desk_url("publish", obj))
        self.say_published(request, obj, editions)
        return HttpResponseRedirect(self.change_url(obj))

    def change_url(self, obj):
        return self.desk_url("change", obj)

    def list_url(self):
        return reverse(f"{self.admin_site.name}:{self._url_name('changelist')}")

    def say_published(self, request, manuscript, editions):
        if not editions:
            messages.info(request, _("Nothing to publish: the public already reads exactly this."))
            return
        links = format_html_join(
            ", ",
            '<a href="{}">{}</a>',
            ((self.public_url(edition), dict(settings.LANGUAGES)[edition.language]) for edition in editions),
        )
        if editions[0].live_from > timezone.now():
            when = timezone.localtime(editions[0].live_from)
            message = gettext("Scheduled for %(when)s.") % {"when": formats.date_format(when, "DATETIME_FORMAT")}
            messages.success(request, message)
        else:
            messages.success(request, format_html("{} {}", gettext("Published:"), links))

    # --- the list ----------------------------------------------------------------------------------------------------

    def state_column(self, manuscript, language):
        state = language_state(language, manuscript.editions.all(), self._text_of(manuscript, language))
        if state.state == "nothing" and state.text is None:
            return format_html('<span class="state state-missing">{}</span>', _("no text"))
        return format_html('<span class="state state-{}">{}</span>', state.state.value, state.state.label)

    def _text_of(self, manuscript, language):
        return next((text for text in manuscript.texts.all() if text.language == language), None)

    @admin.display(description=_("English"))
    def english(self, manuscript):
        return self.state_column(manuscript, "en")

    @admin.display(description=_("German"))
    def german(self, manuscript):
        return self.state_column(manuscript, "de")

    @admin.display(description=_("Stage"), ordering="stage")
    def stage_words(self, manuscript):
        # Beside "Live" the word "Draft" would only puzzle: what was published is on nobody's table until it is handed
        # over.
        if manuscript.stage == Stage.DRAFT and manuscript.editions.all():
            return "–"
        return format_html(
            '<span class="state state-{}">{}</span>', manuscript.stage.replace("_", "-"), manuscript.get_stage_display()
        )

    list_filter = [PublicStateFilter, "stage"]
