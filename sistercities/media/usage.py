"""Where a picture is used, found through the relations that point at it: `media` knows no story and no city."""

from dataclasses import dataclass, field

from django.contrib import admin
from django.db import models
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext

from sistercities.publishing.models import Reference


@dataclass
class Use:
    """One object that uses a picture. `languages`: of its public editions; empty for what is public in all of them."""

    object: models.Model
    is_live: bool = False
    languages: set = field(default_factory=set)

    @property
    def label(self):
        kind = capfirst(self.object._meta.verbose_name)
        state = gettext("public") if self.is_live else gettext("not public")
        return gettext("%(kind)s “%(name)s” (%(state)s)") % {"kind": kind, "name": self.object, "state": state}

    @property
    def admin_url(self):
        """The address of its form in the admin, or None where there is no such form."""
        meta = self.object._meta
        try:
            return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[self.object.pk])
        except NoReverseMatch:
            return None

    def may_be_seen_by(self, request):
        model_admin = admin.site._registry.get(type(self.object))
        return bool(model_admin and model_admin.has_view_permission(request, self.object))


def usage(picture, at=None):
    """The `Use`s of a picture, public ones first: one per object an editor knows, however often it uses the picture.

    Public means: in an edition that is live or will be, or in reference data, which is edited live. A handful of
    queries; for forms, not for pages.
    """
    at, uses = at or timezone.now(), {}
    for row in _rows(picture):
        owner, is_live, language = _climb(row, at)
        use = uses.setdefault((type(owner), owner.pk), Use(owner))
        use.is_live = use.is_live or is_live
        if is_live and language:
            use.languages.add(language)
    return sorted(uses.values(), key=lambda use: (not use.is_live, use.object._meta.label, -use.object.pk))


def _rows(picture):
    if picture.pk is None:
        return
    for relation in picture._meta.get_fields(include_hidden=True):
        if not (relation.auto_created and not relation.concrete) or relation.related_model._meta.auto_created:
            continue
        model, name = relation.related_model, relation.field.name
        rows = model._base_manager.filter(**{name: picture.pk}).order_by("pk")
        yield from rows.select_related(*_owners(model, relation.field))


def _owners(model, seen_field, prefix=""):
    """The path of obligatory foreign keys from a row up to an object that has a form of its own in the admin."""
    if model in admin.site._registry:
        return []
    for parent in model._meta.fields:
        if parent.many_to_one and not parent.null and parent is not seen_field:
            path = f"{prefix}{parent.name}"
            return [path, *_owners(parent.related_model, seen_field, f"{path}__")]
    return []


def _climb(row, at):
    """(the object an editor knows, is it public through this row?, language)"""
    is_live = language = None
    names = [path.rpartition("__")[2] for path in _owners(type(row), None)]
    for name in [None, *names]:
        row = getattr(row, name) if name else row
        if is_live is None and hasattr(row, "live_until"):
            is_live, language = row.live_until is None or row.live_until > at, getattr(row, "language", None)
    if is_live is None:
        is_live = isinstance(row, Reference) and not names
    return row, is_live, language
