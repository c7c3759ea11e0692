"""The editors' form of a picture: reads the upload, prefills what is empty, and keeps public pictures credited."""

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils.functional import lazy
from django.utils.safestring import SafeString
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sistercities.media.markup import LANGUAGES, preview_url
from sistercities.media.models import Picture
from sistercities.media.uploads import PictureFileField, limits_text
from sistercities.media.words import has_words

#: Fields in which a dash or a full stop would pass for a text.
_NEEDS_WORDS = ("title", "creator", "credit_line", "alt_text_en", "alt_text_de")


class PictureFileInput(forms.ClearableFileInput):
    """The file with its preview, on which the focal point is set; the original itself has no address."""

    template_name = "admin/media/picture_file.html"
    clear_checkbox_label = gettext_lazy("Remove the file")

    def is_initial(self, value):
        return bool(value)

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        context["picture"] = picture = getattr(value, "instance", None)
        context["preview"] = preview_url(picture)
        return context

    def _render(self, template_name, context, renderer=None):
        return SafeString(render_to_string(template_name, context))


class PictureForm(forms.ModelForm):
    """Set `request` and `storage_problem` (a sentence) on the class before use.

    `taken_over` lists the labels of the fields that the file filled, `left_out` of those whose text did not fit.
    """

    request = None
    storage_problem = None
    file = PictureFileField(
        label=gettext_lazy("File"), required=False, widget=PictureFileInput, help_text=lazy(limits_text, str)()
    )

    class Meta:
        model = Picture
        fields = "__all__"  # noqa: DJ007 the admin lists them in its fieldsets
        widgets = {
            name: forms.Textarea(attrs={"rows": 3, "cols": 40})
            for name in ("alt_text_en", "alt_text_de", "caption_en", "caption_de", "usage_terms")
        } | {name: forms.NumberInput(attrs={"min": 0, "max": 1, "step": "0.01"}) for name in ("focal_x", "focal_y")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.taken_over, self.left_out = [], []
        self.was_problems, self.live_uses = set(), []
        if "title" in self.fields:
            self.fields["title"].required = False
            self.fields["title"].help_text = _(
                "Printed in the credits of both languages: best a name and a place, such as “Nickel Diner in L. A.”"
            )

    @property
    def new_picture(self):
        """The `ReadPicture` of a new file, or None."""
        return getattr(self.cleaned_data.get("file"), "picture", None)

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file is False and (uses := self.instance.usage()):
            raise ValidationError(
                _("The file cannot be removed while the picture is used: %(uses)s. Put another file in its place."),
                params={"uses": get_text_list(self._labels(uses), _("and"))},
            )
        return file

    def clean(self):
        cleaned = super().clean()
        if self.new_picture:
            self._prefill(self.new_picture.carried)
        for name in _NEEDS_WORDS:
            if name in self.fields and cleaned.get(name) and not has_words(cleaned[name]):
                self.add_error(name, _("This says nothing. Leave the field empty until it is known."))
        if "title" in self.fields and "title" not in self.errors and not cleaned.get("title"):
            self.add_error("title", self.fields["title"].error_messages["required"])
        if self.storage_problem:
            self.add_error("file", self.storage_problem)
        elif self.new_picture and self.errors:
            self.add_error("file", _("Nothing was saved yet. Choose the file again before you save."))
        if self.instance.pk:
            self.live_uses = [use for use in self.instance.usage() if use.is_live]
            self.was_problems = self._problem_fields()
        return cleaned

    def _post_clean(self):
        former = self.instance.file.name
        super()._post_clean()
        if self.cleaned_data.get("file"):
            # Never the bytes that were uploaded: `storing` puts the re-encoded original here.
            self.instance.file = former
        if not self.live_uses:
            return
        places = get_text_list(self._labels(self.live_uses), _("and"))
        for name in sorted(self._problem_fields() - self.was_problems):
            if name in self.fields:
                message = _("Public pages use this picture (%(uses)s): what they need may be changed, not taken away.")
                self.add_error(name, message % {"uses": places})

    def _problem_fields(self):
        """What is missing for the public pages that use the picture. Rights may end while a story is public."""
        languages = set()
        for use in self.live_uses:
            languages |= use.languages or set(LANGUAGES)
        return {problem.field for problem in self.instance.problems(languages)} - {"valid_until", "file"}

    def _prefill(self, carried):
        for name, text in carried.values.items():
            field = self.fields.get(name)
            if field is None or name in self.errors or self.cleaned_data.get(name):
                continue
            if name == "licence_url" and self.cleaned_data.get("licence"):
                continue
            try:
                self.cleaned_data[name] = field.clean(text)
                self.taken_over.append(str(field.label))
            except ValidationError:
                self.left_out.append(str(field.label))

    def _labels(self, uses):
        """The uses in words; those that this person may not see only as a number, unless they are public anyway."""
        shown = [use.label for use in uses if use.is_live or (self.request and use.may_be_seen_by(self.request))]
        if hidden := len(uses) - len(shown):
            shown.append(_("places that your account does not show: %(count)d") % {"count": hidden})
        return shown
