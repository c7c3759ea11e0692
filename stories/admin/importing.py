"""The desk's pages that import a text: understand it first, show that, then write it."""

import hashlib
import json

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.template.defaultfilters import filesizeformat
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sistercities.media.models import Picture
from sistercities.media.uploads import refuse_oversized
from sistercities.publishing import access
from sistercities.publishing.models import AuditAction, AuditEntry
from stories.importing.decoding import NotImportable, check_size, decode
from stories.importing.imported import Kind
from stories.importing.manuscript import SameTitle, import_text, same_title
from stories.importing.parsing import parse
from stories.importing.report import sections_of


class AnyChoices(forms.MultipleChoiceField):
    """The values of boxes that the page made from the text: unknown ones are ignored later, and no reason to refuse."""

    def valid_value(self, value):
        return True


class ImportForm(forms.Form):
    """Valid once there is a text that can be read: `imported` holds what it says, `warning` what to check about it."""

    text = forms.CharField(
        label=_("Text"),
        required=False,
        strip=False,  # line numbers count from the first line
        widget=forms.Textarea(attrs={"rows": 24, "class": "vLargeTextField import-text", "dir": "auto"}),
        help_text=_(
            "The title stands in the first line. Quotes look like this: “Words.” (Name, role). "
            "Picture credits look like this: Title © Name; Title © Name."
        ),
    )
    file = forms.FileField(label=_("or a file"), required=False, allow_empty_file=True)
    language = forms.ChoiceField(label=_("Language of the text"), choices=settings.LANGUAGES, widget=forms.RadioSelect)
    leave = AnyChoices(required=False)
    beside = AnyChoices(required=False)
    seen = forms.CharField(required=False)

    def __init__(self, *args, languages=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.warning = ""
        self.imported = None
        if languages is not None:
            self.fields["language"].choices = [choice for choice in settings.LANGUAGES if choice[0] in languages]
        self.fields["file"].help_text = _("Plain text, best in UTF-8, at most %(limit)s. Not Word, not PDF.") % {
            "limit": filesizeformat(settings.IMPORT_MAX_BYTES)
        }

    def clean_file(self):
        upload = self.cleaned_data["file"]
        if not upload:
            return None
        try:
            check_size(upload.size)
            refuse_oversized(upload)  # its size is not all: a full disk leaves half a file
            return decode(upload.read())
        except NotImportable as error:
            raise forms.ValidationError(str(error), code=error.code) from error

    def clean(self):
        cleaned = super().clean()
        decoded = cleaned.get("file")
        if self.errors:
            return cleaned
        if decoded and cleaned["text"].strip():
            self.add_error("file", _("There is a text in the field already. Empty it first to read a file."))
            return cleaned
        if decoded:
            self.warning = decoded.warning
            cleaned["text"] = decoded.text
        # As a browser sends it back, else the text would have changed between two looks at it.
        cleaned["text"] = cleaned["text"].replace("\r\n", "\n").replace("\r", "\n")
        self.data = self.data.copy()
        self.data["text"] = cleaned["text"]
        try:
            check_size(len(cleaned["text"].encode()))
            self.imported = parse(cleaned["text"], cleaned["language"], leave=set(cleaned["leave"]))
        except NotImportable as error:
            self.add_error("file" if decoded else "text", str(error))
        return cleaned

    @property
    def digest(self):
        """Names what a preview has shown: an import of anything else shows it first."""
        seen = [self.cleaned_data["text"], self.cleaned_data["language"], sorted(self.cleaned_data["leave"])]
        return hashlib.sha256(json.dumps(seen).encode()).hexdigest()


class ImportTextMixin:
    """For the admin of stories: two pages, and `import_url` in the context of the list.

    Importing needs the permission to add stories, or to edit the one that `?story=` names. People, roles, quotes and
    pictures are found and added as far as the user may view and add them, else their words stay text (see
    `stories.importing.references`).
    """

    def get_urls(self):
        wrap = self.admin_site.admin_view
        pages = [
            path("import/", wrap(self.import_view), name=self._import_name("import")),
            path("<int:object_id>/imported/", wrap(self.imported_view), name=self._import_name("imported")),
        ]
        return pages + super().get_urls()

    def _import_name(self, page):
        return f"{self.opts.app_label}_{self.opts.model_name}_{page}"

    def _import_url(self, page, *args):
        return reverse(f"{self.admin_site.name}:{self._import_name(page)}", args=args)

    def changelist_view(self, request, extra_context=None):
        url = self._import_url("import") if self.has_add_permission(request) else ""
        return super().changelist_view(request, {"import_url": url, **(extra_context or {})})

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        context = {"import_url": self._import_url("import"), **(extra_context or {})}
        return super().changeform_view(request, object_id, form_url, context)

    def import_view(self, request):
        story = self._story_to_extend(request)
        if story is None and not self.has_add_permission(request):
            raise PermissionDenied
        languages = [code for code, name in settings.LANGUAGES]
        if story is not None:
            taken = {text.language for text in story.texts.all() if text.title or text.standfirst or text.body}
            languages = [language for language in languages if language not in taken]
            if not languages:
                messages.info(request, _("The story has a text in every language already."))
                return HttpResponseRedirect(self._import_url("change", story.pk))
        initial = {"language": languages[0]}
        form = ImportForm(request.POST or None, request.FILES or None, languages=languages, initial=initial)
        context = {"form": form, "story": story}
        if request.method == "POST" and form.is_valid():
            if "_import" in request.POST and form.cleaned_data["seen"] == form.digest:
                report = self._import(request, form, story, context)
                if report is not None:
                    return HttpResponseRedirect(self._import_url("imported", report.story.pk))
            elif "_import" in request.POST:
                context["has_changed"] = True
            if not form.errors:
                context.update(self._preview(request, form, story))
        return self._import_page(request, "import", _("Import a text"), **context)

    def _story_to_extend(self, request):
        """The story of `?story=`; 404 looks the same for hidden and missing ones."""
        number = request.GET.get("story", "")
        if not number:
            return None
        story = (
            self.get_queryset(request).filter(pk=number).first() if number.isdecimal() and len(number) < 19 else None
        )
        if story is None:
            raise Http404
        if not access.may_edit(request.user, story):
            raise PermissionDenied
        return story

    def _import(self, request, form, story, context):
        """The report; None when the user has to decide something first, which the context and the form then say."""
        beside = {int(number) for number in form.cleaned_data["beside"] if number.isdecimal()}
        try:
            report = import_text(
                form.imported, by=request.user, story=story, beside=beside, among=self.get_queryset(request)
            )
        except SameTitle:
            context["must_decide"] = True
            return None
        except NotImportable as error:
            form.add_error("text", str(error))
            return None
        log = self.log_change if story else self.log_addition
        log(request, report.story, gettext("Imported a text."))
        return report

    def _preview(self, request, form, story):
        """What an import would do, tried and undone; the quotes and credits that could be left as text."""
        same = list(same_title(form.imported, self.get_queryset(request))) if story is None else []
        try:
            report = import_text(
                form.imported,
                by=request.user,
                story=story,
                beside=[story.pk for story in same],
                among=self.get_queryset(request),
                is_trial=True,
            )
        except (NotImportable, SameTitle) as error:
            form.add_error("text", str(error))
            return {}
        cleaned = form.cleaned_data
        return {
            "report": report,
            "found": parse(cleaned["text"], cleaned["language"]).of_kind(Kind.QUOTE, Kind.CREDITS),
            "leave": set(cleaned["leave"]),
            "same": same,
            "beside": {int(number) for number in cleaned["beside"] if number.isdecimal()},
        }

    def imported_view(self, request, object_id):
        """The report of the last import into a story, and what it waits for."""
        story = self.get_queryset(request).filter(pk=object_id).first()
        entry = (
            story
            and AuditEntry.objects.filter(
                content_type=ContentType.objects.get_for_model(story),
                object_id=str(story.pk),
                action=AuditAction.IMPORTED,
            ).first()
        )
        if entry is None:
            raise Http404
        waiting = Picture.objects.filter(storytextembeds__text__story=story, file="").distinct().order_by("pk")
        return self._import_page(
            request,
            "import_report",
            _("Imported"),
            story=story,
            sections=sections_of(entry.detail),
            waiting=waiting if request.user.has_perm(access.permission(Picture, "view")) else [],
            change_url=self._import_url("change", story.pk),
        )

    def _import_page(self, request, template, title, **context):
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": title,
            "media": self.media,
            **context,
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, f"admin/stories/{template}.html", context)
