"""A save from a stale form is refused, in words, and keeps everything typed (promise 42).

The form carries a signed fingerprint of the values it was opened with: one short digest per field, and one per inline.
On saving, with the row locked, the digests are compared with what is stored now. What differs is named, with who
changed it according to the admin's log; the fields concerned say what is stored now. The refused form comes back with a
fresh fingerprint: saving it again is a decision to keep one's own version, no longer an accident.

Digests rather than a time stamp: they do not depend on clocks, know which fields differ, see changes by scripts too,
and a save that changed nothing is in nobody's way.
"""

import datetime
import hashlib

from django import forms
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.admin import GenericInlineModelAdmin
from django.contrib.contenttypes.models import ContentType
from django.core import signing
from django.db import connections, router
from django.forms.models import _get_foreign_key
from django.utils import formats, timezone
from django.utils.text import Truncator, get_text_list
from django.utils.translation import gettext as _

FIELD = "seen_state"


def _digest(value):
    return hashlib.sha256(repr(value).encode()).hexdigest()[:12]


def field_digests(obj, names):
    """`{field name: digest}` of those fields of a stored object; many-to-many fields cost a query each."""
    digests = {}
    for field in (*obj._meta.concrete_fields, *obj._meta.many_to_many):
        if field.name in names:
            if field.many_to_many:
                value = sorted(getattr(obj, field.name).values_list("pk", flat=True))
            else:
                value = field.value_to_string(obj)
            digests[field.name] = _digest(value)
    return digests


def rows_digest(obj, model, foreign_key):
    """The digest of all rows of `model` that belong to the object, without what is only computed; one query."""
    columns = [field.attname for field in model._meta.concrete_fields if field.editable or field.primary_key]
    rows = model._base_manager.filter(**{foreign_key: obj}).order_by("pk").values_list(*columns)
    return _digest([[str(value) for value in row] for row in rows])


def changes_since(obj, since):
    """Who changed the object in the admin since then, in words: ["Ada Example (23 November 2026, 20:15)", …]."""
    entries = LogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(obj, for_concrete_model=False),
        object_id=str(obj.pk),
        action_flag=CHANGE,
        action_time__gte=since,
    )
    # One name per person, with the last time: a person who saved five times is one reason, not five.
    last = {entry.user: entry.action_time for entry in entries.select_related("user").order_by("action_time")}
    return [
        _("%(person)s (%(when)s)")
        % {
            "person": user.get_full_name() or user.get_username(),
            "when": formats.date_format(timezone.localtime(at), "DATETIME_FORMAT"),
        }
        for user, at in last.items()
    ]


class SeenField(forms.CharField):
    widget = forms.HiddenInput

    def has_changed(self, initial, data):
        return False


class StaleCheckForm(forms.ModelForm):
    """Mixed into every form of a `StaleSaveMixin` admin. `watched_rows` is `[(label, model, foreign key), …]`."""

    seen_state = SeenField(required=False)
    watched_rows = ()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.stored = None
        if not self.instance._state.adding:
            self.stored = field_digests(self.instance, set(self.fields))
            for label, model, foreign_key in self.watched_rows:
                self.stored[f"+{label}"] = rows_digest(self.instance, model, foreign_key)
            self.initial[FIELD] = self._token()

    @property
    def _salt(self):
        return f"{self.instance._meta.label_lower}:{self.instance.pk}"

    def _token(self):
        return signing.dumps([timezone.now().isoformat(), self.stored], salt=self._salt, compress=True)

    def _shown(self, name):
        """What is stored in that field, for people. In `clean()`, the instance does not have the posted values yet."""
        field = self.instance._meta.get_field(name)
        if field.many_to_many:
            value = ", ".join(str(other) for other in getattr(self.instance, name).all())
        elif hasattr(self.fields[name], "in_words"):  # a field whose stored value is nothing to read
            value = self.fields[name].in_words(self.initial.get(name))
        elif field.choices:
            value = getattr(self.instance, f"get_{name}_display")()
        else:
            value = getattr(self.instance, name)
        return Truncator("" if value is None else str(value)).chars(200)

    def clean(self):
        cleaned = super().clean()
        if self.stored is not None:
            self._refuse_if_stale(self.data.get(self.add_prefix(FIELD), ""))
        return cleaned

    def _refuse_if_stale(self, token):
        try:
            opened_at, seen = signing.loads(token, salt=self._salt)
        except signing.BadSignature:
            opened_at, seen = None, {}
        changed = [name for name, digest in self.stored.items() if seen.get(name) != digest]
        if not changed:
            return
        self.data = self.data.copy()
        self.data[self.add_prefix(FIELD)] = self._token()
        if opened_at is None:
            self.add_error(
                None,
                forms.ValidationError(
                    _(
                        "This form does not say which state of the data it started from, so nothing was saved. "
                        "Everything you typed is still here: compare it with what is stored, then save again."
                    ),
                    code="stale",
                ),
            )
            return
        who = changes_since(self.instance, datetime.datetime.fromisoformat(opened_at))
        labels = [name[1:] if name.startswith("+") else str(self.fields[name].label) for name in changed]
        self.add_error(
            None,
            forms.ValidationError(
                _(
                    "While this form was open, %(who)s changed: %(fields)s. Nothing was saved, and everything you "
                    "typed is still here. The fields concerned say what is stored now. To keep your version, save "
                    "again."
                ),
                code="stale",
                params={
                    "who": get_text_list(who, _("and")) if who else _("somebody outside these pages"),
                    "fields": get_text_list(labels, _("and")),
                },
            ),
        )
        for name in changed:
            if name in self.fields:
                shown = self._shown(name)
                self.add_error(
                    name,
                    forms.ValidationError(
                        _("Stored meanwhile: “%(value)s”") if shown else _("Stored meanwhile: nothing"),
                        code="stale",
                        params={"value": shown},
                    ),
                )


class StaleSaveMixin:
    """For a ModelAdmin: refuses saves from stale forms. Stands left of ModelAdmin (and of VersionAdmin)."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.form = type(self.form)(self.form.__name__, (StaleCheckForm, self.form), {})

    def get_object(self, request, object_id, from_field=None):
        obj = super().get_object(request, object_id, from_field)
        connection = connections[router.db_for_write(self.model)]
        if obj is not None and request.method == "POST" and connection.in_atomic_block:
            # Two saves at once: the second waits here, then reads what the first has stored, and is refused. The key is
            # not locked: publishing what refers to it need not wait, and would hold what this one waits for later.
            locked = self.model._base_manager.using(connection.alias).select_for_update(no_key=True)
            if not locked.filter(pk=obj.pk).values_list("pk").first():
                return None
            obj.refresh_from_db(using=connection.alias)
        return obj

    def get_fieldsets(self, request, obj=None):
        fieldsets = [(name, dict(options)) for name, options in super().get_fieldsets(request, obj)]
        for _name, options in fieldsets:
            options["fields"] = [field for field in options["fields"] if field != FIELD]
        if obj is not None and fieldsets and self.has_change_permission(request, obj):
            options = fieldsets[0][1]
            options["fields"] = [*options["fields"], FIELD]
        return fieldsets

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        form.watched_rows = [
            (
                str(inline.model._meta.verbose_name_plural),
                inline.model,
                _get_foreign_key(self.model, inline.model, inline.fk_name).name,
            )
            for inline in self.get_inline_instances(request, obj)
            if not isinstance(inline, GenericInlineModelAdmin)
        ]
        return form
