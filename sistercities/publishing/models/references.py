"""Reference data, and the number that grows with every change that the public can see."""

from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sistercities.publishing import lease
from sistercities.publishing.prepared import Prepared


class ContentNumber(models.Model):
    """One row, one number: grows in the same transaction as every change that the public can see.

    What a process remembers of reference data, it remembers under this number. Growing inside the transaction, not
    after it: who reads number n + 1 can only see data that are at least as new.
    """

    number = models.PositiveBigIntegerField(default=1)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="publishing_one_content_number")]

    def __str__(self):
        return str(self.number)

    @classmethod
    def current(cls):
        found = _current_number()
        return found[0].number if found else 0

    @classmethod
    def bump(cls):
        """Call inside the transaction of the change, as its last step: the row stays locked until commit."""
        with transaction.atomic():
            if not cls.objects.filter(pk=1).update(number=F("number") + 1):
                cls.objects.get_or_create(pk=1)
            lease.outlast()


#: Every public page begins with this query.
_current_number = Prepared(lambda: ContentNumber.objects.filter(pk=1))


class ReferenceQuerySet(models.QuerySet):
    """Changes in bulk are changes the public sees, too."""

    def update(self, **values):
        with transaction.atomic():
            rows = super().update(**values)
            ContentNumber.bump()
        return rows

    update.alters_data = True

    def delete(self):
        with transaction.atomic():
            result = super().delete()
            ContentNumber.bump()
        return result

    delete.alters_data = True

    def bulk_create(self, *args, **kwargs):
        with transaction.atomic():
            result = super().bulk_create(*args, **kwargs)
            ContentNumber.bump()
        return result

    bulk_create.alters_data = True


class Reference(models.Model):
    """Reference data: edited live, joined and not copied; protected while an edition uses it."""

    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    #: A version from the history has written the old columns past `save()`: what is stored is no longer what was.
    is_brought_back = False

    objects = ReferenceQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        with transaction.atomic():
            super().save(*args, **kwargs)
            ContentNumber.bump()

    def delete(self, *args, **kwargs):
        with transaction.atomic():
            result = super().delete(*args, **kwargs)
            ContentNumber.bump()
        return result
