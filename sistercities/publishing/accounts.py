"""Accounts on the desk: administrators give people roles, and nobody gives more than a role.

A superuser, made by `manage.py createsuperuser` only, is outside of this: administrators neither see nor make one.
"""

from django.contrib import admin
from django.contrib.auth import get_user_model
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group
from django.contrib.sessions.models import Session
from django.forms import CheckboxSelectMultiple
from django.utils.translation import gettext_lazy as _

from sistercities.publishing.models import AuditAction, AuditEntry
from sistercities.publishing.roles import LABELS

User = get_user_model()
admin.site.unregister([User, Group])


def end_sessions(user):
    """Log an account out everywhere. Sessions are kept in the database, where only their content names the account."""
    mine = [
        session.pk
        for session in Session.objects.iterator()
        if session.get_decoded().get("_auth_user_id") == str(user.pk)
    ]
    Session.objects.filter(pk__in=mine).delete()


def _label(group):
    return LABELS.get(group.name, group.name)


@admin.register(User)
class AccountAdmin(UserAdmin):
    list_display = ["username", "first_name", "last_name", "roles", "is_active", "last_login"]
    list_filter = ["is_active", "groups"]
    filter_horizontal = ()
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        (_("Person"), {"fields": ["first_name", "last_name", "email"]}),
        (_("What this account may do"), {"fields": ["is_active", "groups"]}),
        (_("Dates"), {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [
        (None, {"classes": ["wide"], "fields": ["username", "usable_password", "password1", "password2", "groups"]})
    ]
    readonly_fields = ["last_login", "date_joined"]

    def get_queryset(self, request):
        accounts = super().get_queryset(request).prefetch_related("groups")
        return accounts if request.user.is_superuser else accounts.filter(is_superuser=False)

    def get_readonly_fields(self, request, obj=None):
        own = obj is not None and obj.pk == request.user.pk
        # Nobody locks themselves out by mistake: another administrator does it.
        return [*super().get_readonly_fields(request, obj), *(["is_active", "groups"] if own else [])]

    def formfield_for_manytomany(self, db_field, request=None, **kwargs):
        field = super().formfield_for_manytomany(db_field, request, **kwargs)
        if db_field.name == "groups":
            field.label = _("Roles")
            field.label_from_instance = _label
            field.help_text = _(
                "What each role may do is listed in docs/permissions.md. Losing a role ends all sessions."
            )
            field.widget = CheckboxSelectMultiple(choices=field.choices)
        return field

    @admin.display(description=_("Roles"))
    def roles(self, user):
        return ", ".join(str(_label(group)) for group in user.groups.all())

    def save_model(self, request, obj, form, change):
        # Everyone who has an account here works on the desk; what they may do there is up to their roles.
        obj.is_staff = True
        super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        before = set(form.instance.groups.values_list("name", flat=True)) if change else set()
        super().save_related(request, form, formsets, change)
        after = set(form.instance.groups.values_list("name", flat=True))
        changes = [*(f"+{role}" for role in sorted(after - before)), *(f"-{role}" for role in sorted(before - after))]
        if change and "is_active" in form.changed_data:
            changes.append("+active" if form.instance.is_active else "-active")
        if changes:
            AuditEntry.record(request.user, AuditAction.ROLE_CHANGED, form.instance, "; ".join(changes))
        if before - after or not form.instance.is_active:
            end_sessions(form.instance)

    # The account's name stands in the history of everything it did: accounts are switched off, not deleted.
    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Group)
class RoleAdmin(GroupAdmin):
    """The roles are the code's (`roles.py`); here they can be read."""

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
