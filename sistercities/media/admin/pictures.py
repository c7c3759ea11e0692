"""The desk for pictures: preview and focal point, rights, words in both languages, state, and where each is used."""

import logging
from contextlib import ExitStack, contextmanager

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.utils.html import format_html, format_html_join
from django.utils.text import capfirst, get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from sistercities.media import markup
from sistercities.media.admin.filters import StateFilter
from sistercities.media.forms import PictureForm
from sistercities.media.models import Picture
from sistercities.media.renditions import recipe
from sistercities.media.storing import WrittenFiles, files_written
from sistercities.media.uploads import PictureRefused
from sistercities.publishing.reference import ReferenceAdmin

logger = logging.getLogger(__name__)

#: Columns that describe files. Versions of the history do not bring files back, so they do not bring these back either.
FILE_COLUMNS = (
    "file",
    "original_name",
    "width",
    "height",
    "renditions_key",
    "rendition_widths",
    "card_widths",
    "renditions_recipe",
)

#: The field a problem is about → how the list names what is missing.
MISSING = {
    "file": gettext_lazy("file"),
    "credit_line": gettext_lazy("credit"),
    "alt_text_en": gettext_lazy("English alternative text"),
    "alt_text_de": gettext_lazy("German alternative text"),
    "licence": gettext_lazy("licence"),
    "licence_url": gettext_lazy("address of the licence"),
    "valid_until": gettext_lazy("rights (they have ended)"),
}


@admin.register(Picture)
class PictureAdmin(ReferenceAdmin):
    form = PictureForm
    list_display = ["thumbnail", "title", "printed_credit", "licence", "state", "changed_at"]
    list_display_links = ["thumbnail", "title"]
    list_filter = [StateFilter, "licence", "medium"]
    list_per_page = 25
    search_fields = [
        "title",
        "creator",
        "credit_line",
        "alt_text_en",
        "alt_text_de",
        "caption_en",
        "caption_de",
        "source",
        "original_name",
    ]
    search_help_text = gettext_lazy("Searches titles, names, captions, alternative texts, sources and file names.")
    date_hierarchy = "created_at"
    readonly_fields = ["preview", "state", "used_in", "original_name"]
    fieldsets = [
        (gettext_lazy("Picture"), {"fields": ["file", ("focal_x", "focal_y"), "title", "medium"]}),
        (
            gettext_lazy("Rights"),
            {
                "fields": [
                    ("creator", "credit_line"),
                    ("licence", "licence_url"),
                    ("valid_until", "taken_on"),
                    "copyright_notice",
                    "source",
                    "usage_terms",
                ],
                "description": gettext_lazy(
                    "Without a credit and a licence the picture cannot be published. Both are also written into every "
                    "public file."
                ),
            },
        ),
        (
            gettext_lazy("Words"),
            {"fields": ["is_decorative", ("alt_text_en", "alt_text_de"), ("caption_en", "caption_de")]},
        ),
        (gettext_lazy("State"), {"fields": ["state", "used_in", "original_name"]}),
    ]

    class Media:
        css = {"all": ["media/desk.css"]}
        js = ["media/focal_point.js"]

    # The list ---------------------------------------------------------------------------------------------------------

    @admin.display(description=gettext_lazy("picture"))
    def thumbnail(self, picture):
        return markup.thumbnail(picture, picture.title) or _("no file yet")

    @admin.display(description=gettext_lazy("credit"), ordering="credit_line")
    def printed_credit(self, picture):
        return picture.credit or "–"

    @admin.display(description=gettext_lazy("state"))
    def state(self, picture):
        if not picture.pk:
            return "–"
        missing = [str(MISSING[problem.field]) for problem in picture.problems()]
        if not missing:
            return format_html('<span class="picture-state is-complete">{}</span>', _("Complete"))
        text = _("Missing: %(what)s") % {"what": ", ".join(missing)}
        return format_html('<span class="picture-state">{}</span>', text)

    # The form ---------------------------------------------------------------------------------------------------------

    @admin.display(description=gettext_lazy("picture"))
    def preview(self, picture):
        address = markup.preview_url(picture)
        return format_html('<img src="{}" alt="" class="picture-preview">', address) if address else _("no file yet")

    @admin.display(description=gettext_lazy("used in"))
    def used_in(self, picture):
        return self.described_uses(picture.shown_to, picture) or _("Nowhere yet.")

    def get_fieldsets(self, request, obj=None):
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None:
            return fieldsets[:-1]
        if not self.has_change_permission(request, obj):
            # The stock admin would print a link to the original, which has no address.
            for _name, options in fieldsets:
                options["fields"] = ["preview" if field == "file" else field for field in options["fields"]]
        return fieldsets

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        form.request = request
        form.storage_problem = getattr(request, "storage_problem", None)
        return form

    def described_uses(self, request, picture):
        """A list of links, "" if there is no use; what this person may not see is only counted."""
        uses = picture.usage() if picture.pk else []
        entries = [(use.admin_url, use.label) for use in uses if use.admin_url and use.may_be_seen_by(request)]
        links = format_html_join("", '<li><a href="{}">{}</a></li>', entries)
        hidden = len(uses) - len(entries)
        if hidden:
            links += format_html(
                "<li>{}</li>",
                ngettext(
                    "%(count)d place that your account does not show",
                    "%(count)d places that your account does not show",
                    hidden,
                )
                % {"count": hidden},
            )
        return format_html("<ul>{}</ul>", links) if uses else ""

    def get_deleted_objects(self, objs, request):
        """Editions, cards and relations are no words for an editor: what uses the picture is named as in its form."""
        protected = []
        for picture in objs:
            if described := self.described_uses(request, picture):
                protected.append(format_html("{}: {}", picture, described))
        if protected:
            names = [str(picture) for picture in objs]
            return names, {self.opts.verbose_name_plural: len(names)}, set(), protected
        return super().get_deleted_objects(objs, request)

    # Saving: files are written before the transaction begins, and go again if nothing was saved -----------------------

    def add_view(self, request, form_url="", extra_context=None):
        with self._files(request, None):
            return super().add_view(request, form_url, extra_context)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        with self._files(request, object_id):
            return super().change_view(request, object_id, form_url, extra_context)

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        with self._files(request, object_id):  # Restoring a version comes here directly.
            return super().changeform_view(request, object_id, form_url, extra_context)

    def revision_view(self, request, object_id, version_id, extra_context=None):
        row = Picture.objects.filter(pk=unquote(object_id)).values(*FILE_COLUMNS).first()
        request.file_columns = row or {}
        return super().revision_view(request, object_id, version_id, extra_context)

    def recover_view(self, request, version_id, extra_context=None):
        request.file_columns = {name: Picture._meta.get_field(name).get_default() for name in FILE_COLUMNS}
        return super().recover_view(request, version_id, extra_context)

    def get_object(self, request, object_id, from_field=None):
        picture = super().get_object(request, object_id, from_field)
        for name, value in getattr(request, "file_columns", {}).items() if picture else ():
            setattr(picture, name, value)
        return picture

    @contextmanager
    def _files(self, request, object_id):
        if request.method != "POST" or hasattr(request, "picture_files"):
            yield
            return
        request.picture_files = request.storage_problem = None
        form = self._valid_form(request, object_id)
        with ExitStack() as stack:
            if form is not None:
                try:
                    request.picture_files = stack.enter_context(files_written(form.instance, form.new_picture))
                except (OSError, PictureRefused):
                    logger.exception("The files of a picture could not be written.")
                    request.storage_problem = _(
                        "The files could not be written: the storage is full, read-only or out of reach. Nothing was "
                        "saved. Try again later, or tell the people who run the site."
                    )
            yield

    def _valid_form(self, request, object_id):
        picture = None
        if object_id is not None:
            picture = self.get_object(request, unquote(object_id))
            if picture is None or not self.has_change_permission(request, picture):
                return None
        elif not self.has_add_permission(request):
            return None
        form = self.get_form(request, picture, change=picture is not None)(
            request.POST, request.FILES, instance=picture
        )
        return form if form.is_valid() else None

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if getattr(request, "picture_files", None):
            request.picture_files.is_kept = False  # The form comes back: nothing was saved.
        if obj is not None:
            obj.shown_to = request  # Where it is used depends on who looks.
        return super().render_change_form(request, context, add, change, form_url, obj)

    def save_model(self, request, obj, form, change):
        files = request.picture_files or WrittenFiles()
        files.put_on(obj)
        super().save_model(request, obj, form, change)
        self._tell(request, obj, form, files)

    def _tell(self, request, picture, form, files):
        if form.taken_over:
            labels = get_text_list([capfirst(label) for label in form.taken_over], _("and"))
            messages.info(request, _("Taken over from the file, please check: %(fields)s.") % {"fields": labels})
        if form.left_out:
            labels = get_text_list([capfirst(label) for label in form.left_out], _("and"))
            messages.warning(
                request, _("The file says more than fits or is allowed in: %(fields)s.") % {"fields": labels}
            )
        if form.new_picture and not form.new_picture.carried.is_empty:
            messages.info(
                request,
                _("The file held a location. It was thrown away with everything else the file said.")
                if form.new_picture.carried.has_location
                else _("Camera data and everything else the file said about itself were thrown away."),
            )
        if files.made:
            messages.info(
                request,
                _("%(count)d public files were made, %(widths)s pixels wide, each with credit and licence inside.")
                % {"count": len(files.made.names), "widths": ", ".join(map(str, files.made.widths))},
            )
        elif picture.file and recipe(picture) != picture.renditions_recipe:
            messages.warning(request, _("The original file is missing, so the public files are not up to date."))
