"""Where is this used? What keeps a piece of reference data from being deleted, for any model.

A foreign key with PROTECT refuses by itself. A many-to-many link does not: Django deletes its row silently, and a
printed edition would lose a city or a theme. So links count as uses, too.
"""

from django.contrib.admin.utils import NestedObjects
from django.db import models, router
from django.db.models.deletion import ProtectedError
from django.utils.translation import gettext as _


def linked(obj):
    """The objects that point at this one through a many-to-many field, one query per such field."""
    found = []
    for relation in obj._meta.get_fields(include_hidden=True):
        if (
            relation.many_to_many
            and relation.auto_created
            and relation.remote_field.remote_field.through._meta.auto_created
        ):
            found += relation.related_model._base_manager.filter(**{relation.remote_field.name: obj}).distinct()
    return found


def protecting(objects, using=None):
    """Everything that forbids the deletion of these objects, in a stable order."""
    objects = list(objects)
    if not objects:
        return []
    collector = NestedObjects(using=using or router.db_for_write(type(objects[0])))
    collector.collect(objects)
    found = {(type(user), user.pk): user for user in collector.protected}
    for obj in objects:
        found |= {(type(user), user.pk): user for user in linked(obj)}
    return sorted(found.values(), key=lambda user: (user._meta.label, user.pk))


def refuse_while_linked(obj):
    """Raise ProtectedError while a many-to-many field points at the object. For a model's `delete()`."""
    users = linked(obj)
    if users:
        raise ProtectedError(_("“%(object)s” is used and cannot be deleted.") % {"object": obj}, set(users))


def owner(obj, registered):
    """The nearest object that the admin can show: a row belongs to its text or edition, and these to their story."""
    seen = set()
    while type(obj) not in registered and (type(obj), obj.pk) not in seen:
        seen.add((type(obj), obj.pk))
        parents = [
            field
            for field in obj._meta.concrete_fields
            if field.many_to_one
            and (field.remote_field.on_delete is models.CASCADE or field.name == getattr(obj, "manuscript_link", None))
        ]
        if len(parents) != 1 or (parent := getattr(obj, parents[0].name)) is None:
            break
        obj = parent
    return obj
