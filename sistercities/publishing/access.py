"""Who may see and change which manuscript: one question, asked by every door of the desk.

Django's permissions say what a role may do at all; these functions say to which rows it applies. The table that people
read is `docs/permissions.md`.
"""

from django.db.models import Q

from sistercities.publishing.models import Stage


def permission(model, action):
    """The name of a permission as `user.has_perm` takes it, such as "stories.publish_story"."""
    return f"{model._meta.app_label}.{action}_{model._meta.model_name}"


def _sees_everything(user, model):
    return any(user.has_perm(permission(model, action)) for action in ("review", "publish", "edit_any", "read_any"))


def visible(queryset, user):
    """The manuscripts that this user may open on the desk."""
    model = queryset.model
    if not (user.is_active and user.is_staff):
        return queryset.none()
    if _sees_everything(user, model):
        return queryset
    if user.has_perm(permission(model, "view")) or user.has_perm(permission(model, "change")):
        return queryset.filter(created_by=user)
    return queryset.none()


def editable(queryset, user):
    """The manuscripts whose text this user may change: all for editors; one's own, unless in review, for authors."""
    model = queryset.model
    if not user.has_perm(permission(model, "change")):
        return queryset.none()
    if user.has_perm(permission(model, "edit_any")):
        return visible(queryset, user)
    return visible(queryset, user).filter(~Q(stage=Stage.IN_REVIEW), created_by=user)


def may_see(user, manuscript):
    return visible(type(manuscript).objects.all(), user).filter(pk=manuscript.pk).exists()


def may_edit(user, manuscript):
    return editable(type(manuscript).objects.all(), user).filter(pk=manuscript.pk).exists()


def may_publish(user, manuscript):
    return user.has_perm(permission(type(manuscript), "publish")) and may_see(user, manuscript)


def may_review(user, manuscript):
    return user.has_perm(permission(type(manuscript), "review")) and may_see(user, manuscript)


def may_submit(user, manuscript):
    return manuscript.stage != Stage.IN_REVIEW and may_edit(user, manuscript)
