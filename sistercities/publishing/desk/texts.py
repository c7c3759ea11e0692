"""The texts of a manuscript in its form, one per language, whichever exist."""

from django.conf import settings
from django.contrib import admin
from django.forms.models import BaseInlineFormSet

from sistercities.publishing.desk.parts import ManuscriptPartMixin

LANGUAGES = [code for code, name in settings.LANGUAGES]


class TextFormSet(BaseInlineFormSet):
    """One form per language, always in the order of `LANGUAGES`, whichever texts exist."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        present = {text.language for text in self.get_queryset()}
        missing = [language for language in LANGUAGES if language not in present]
        self.initial_extra = [{"language": language} for language in missing]
        self.extra = len(missing)

    def get_queryset(self):
        if not hasattr(self, "_ordered"):
            self._ordered = sorted(super().get_queryset(), key=lambda text: LANGUAGES.index(text.language))
        return self._ordered

    def add_fields(self, form, index):
        super().add_fields(form, index)
        if form.instance.pk:
            form.fields["language"].disabled = True  # a text never turns into that of another language

    @property
    def by_language(self):
        """The forms in the order of the languages, for the template."""
        return sorted(self.forms, key=lambda form: LANGUAGES.index(form["language"].value()))


class TextInline(ManuscriptPartMixin, admin.StackedInline):
    """Both languages side by side."""

    formset = TextFormSet
    min_num = 0
    max_num = len(LANGUAGES)
    can_delete = True
    template = "admin/publishing/texts.html"

    def get_extra(self, request, obj=None, **kwargs):
        return len(LANGUAGES)
