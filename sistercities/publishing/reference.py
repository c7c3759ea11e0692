"""The admin that all reference data share: history, undelete, no stale saves, no errors from races, honest refusals."""

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets, quote, unquote
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.forms.models import _get_foreign_key
from django.http import Http404
from django.urls import reverse
from django.utils.functional import lazy
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import get_language_info, ngettext
from django.utils.translation import gettext as _
from reversion.admin import VersionAdmin
from reversion.models import Revision, Version

from sistercities.publishing.doors import NarrowDoorsMixin
from sistercities.publishing.stale import StaleSaveMixin
from sistercities.publishing.usage import owner, protecting


def translated_labels(model):
    """`{field name: "Name (English)"}` for the columns of translated fields."""
    labels = {}
    for field in model._meta.fields:
        language = getattr(field, "_translated_field_language_code", None)
        if language:
            labels[field.name] = _("%(field)s (%(language)s)") % {
                "field": capfirst(field.verbose_name),
                "language": get_language_info(language)["name_translated"],
            }
    return labels


def translated_column(model, name):
    """A column for `list_display` whose heading says which language it is in, such as "Name (German)"."""

    @admin.display(description=lazy(lambda: translated_labels(model)[name], str)(), ordering=name)
    def column(obj):
        return getattr(obj, name)

    column.__name__ = name
    return column


class TranslatedLabelsMixin:
    """For a ModelAdmin or an inline: says in each label, and in `lang`, which language a field is in.

    And offers no deletion of related objects beside their chooser: what is chosen wrongly is another choice away.
    """

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        formfield = super().formfield_for_dbfield(db_field, request, **kwargs)
        language = getattr(db_field, "_translated_field_language_code", None)
        if formfield and language:
            formfield.widget.attrs.setdefault("lang", language)
        if formfield and isinstance(formfield.widget, RelatedFieldWidgetWrapper):
            formfield.widget.can_delete_related = False
        return formfield

    def get_form(self, request, obj=None, change=False, **kwargs):
        kwargs.setdefault("labels", translated_labels(self.model))
        return super().get_form(request, obj, change, **kwargs)

    def get_formset(self, request, obj=None, **kwargs):
        kwargs.setdefault("labels", translated_labels(self.model))
        return super().get_formset(request, obj, **kwargs)


class RaceMixin:
    """For a ModelAdmin: two people who save the same unique value at once get the words of the form, not an error page.

    The database refuses the second; its attempt is rolled back and its form is validated once more, now against what
    the first has stored (promise 44).
    """

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except IntegrityError:
            for file in request.FILES.values():
                file.seek(0)
            return super().changeform_view(request, object_id, form_url, extra_context)


class ProtectedDeletionMixin:
    """For a ModelAdmin: what is used is not deleted, and the refusal lists where, as far as this person may see it."""

    uses_listed = 20

    def get_deleted_objects(self, objs, request):
        users = protecting(objs)
        if not users:
            return super().get_deleted_objects(objs, request)
        by_model = {}
        for user in users:
            user = owner(user, self.admin_site._registry)
            by_model.setdefault(type(user), set()).add(user.pk)
        listed = []
        for model, keys in by_model.items():
            listed += self._uses(request, model, keys, self.uses_listed - len(listed))
        more = sum(map(len, by_model.values())) - len(listed)
        if more:
            listed.append(
                ngettext(
                    "%(count)d more use that is not listed here or that your account does not show",
                    "%(count)d more uses that are not listed here or that your account does not show",
                    more,
                )
                % {"count": more}
            )
        names = [str(obj) for obj in objs]
        return names, {self.opts.verbose_name_plural: len(names)}, set(), listed

    def _uses(self, request, model, keys, limit):
        """Links to the objects of that model with those keys that this person may see, at most `limit`."""
        model_admin = self.admin_site._registry.get(model)
        if model_admin is None or limit <= 0:
            return []
        address = f"{self.admin_site.name}:{model._meta.app_label}_{model._meta.model_name}_change"
        return [
            format_html(
                '{}: <a href="{}">{}</a>',
                capfirst(model._meta.verbose_name),
                reverse(address, args=[quote(obj.pk)]),
                obj,
            )
            for obj in model_admin.get_queryset(request).filter(pk__in=keys).order_by("pk")[:limit]
            if model_admin.has_view_permission(request, obj)
        ]


class OwnVersionsMixin:
    """For a VersionAdmin: a version brings back what its form could have changed, and nothing else.

    reversion 6.4 looks a version up by its number alone, in every model's history; it writes the old rows before it
    asks whether this person may; and it writes all that was saved together, such as the people and quotes of an import.
    So only versions of this model are found, permission is asked first, of the object as it stands, only the rows of
    the object and of its inlines are written, and columns that this person's form does not have keep their values.
    """

    def _require_own(self, request, version_id, **conditions):
        if not self.has_view_or_change_permission(request):
            raise Http404
        if not Version.objects.get_for_model(self.model).filter(pk=version_id, **conditions).exists():
            raise Http404

    def recover_view(self, request, version_id, extra_context=None):
        self._require_own(request, version_id)
        if not self.has_change_permission(request):  # as the list of what was deleted asks
            raise PermissionDenied
        object_id = Version.objects.values_list("object_id", flat=True).get(pk=version_id)
        if self.model._base_manager.filter(pk=object_id).exists():  # not deleted: that is `revision_view`'s to ask
            raise Http404
        return super().recover_view(request, version_id, extra_context)

    def revision_view(self, request, object_id, version_id, extra_context=None):
        self._require_own(request, version_id, object_id=unquote(object_id))
        obj = self.get_queryset(request).filter(pk=unquote(object_id)).first()
        if obj is None:
            raise Http404
        if request.method == "POST" and not self.has_change_permission(request, obj):
            raise PermissionDenied
        offered = {*flatten_fieldsets(self.get_fieldsets(request, obj))} - {*self.get_readonly_fields(request, obj)}
        request.kept_columns = {
            field.attname: getattr(obj, field.attname)
            for field in self.model._meta.concrete_fields
            if field.name not in offered and not field.primary_key and not self.comes_with(field.name, offered)
        }
        return super().revision_view(request, object_id, version_id, extra_context)

    def comes_with(self, column, offered):
        """Whether a column that no form has is computed from some that this person's form does have (`offered`)."""
        return False

    def _reversion_revisionform_view(self, request, version, *args, **kwargs):
        Version._meta.get_field("revision").set_cached_value(version, OwnPart(version.revision, self._own(version)))
        request.is_bringing_back = True
        return super()._reversion_revisionform_view(request, version, *args, **kwargs)

    def _own(self, version):
        """The versions of the object and of the rows of its inlines."""
        links = {
            ContentType.objects.get_for_model(inline.model).pk: _get_foreign_key(
                self.model, inline.model, inline.fk_name
            ).attname
            for inline in self.inlines
        }
        others = version.revision.version_set.filter(content_type__in=links).select_related("content_type")
        return [
            version,
            *(row for row in others if str(row.field_dict[links[row.content_type_id]]) == version.object_id),
        ]

    def changeform_view(self, request, object_id=None, *args, **kwargs):
        kept = getattr(request, "kept_columns", None)
        if kept and object_id is not None:
            # After the old rows were written, in their transaction, and before anybody reads them.
            self.model._base_manager.filter(pk=unquote(object_id)).update(**kept)
        return super().changeform_view(request, object_id, *args, **kwargs)

    def save_model(self, request, obj, form, change):
        obj.is_brought_back = hasattr(request, "is_bringing_back")
        super().save_model(request, obj, form, change)


class OwnPart:
    """In the place of a `Revision`: of what was saved together only those versions."""

    revert = Revision.revert

    def __init__(self, revision, versions):
        self.date_created = revision.date_created
        self.version_set = self
        self.versions = versions

    def iterator(self):
        return iter(self.versions)


class ReferenceAdmin(
    TranslatedLabelsMixin,
    RaceMixin,
    NarrowDoorsMixin,
    StaleSaveMixin,
    ProtectedDeletionMixin,
    OwnVersionsMixin,
    VersionAdmin,
):
    """The base of every admin of reference data. Put the two languages of a field into one row of a fieldset."""

    history_latest_first = True
    list_per_page = 50
    delete_confirmation_template = "admin/publishing/reference_delete.html"

    @property
    def media(self):
        return super().media + forms.Media(css={"all": ["admin/reference.css"]})
