"""Reference data that can be found, or whose names stand in what can be found."""

from django.db import transaction

from sistercities.publishing.models import Reference, ReferenceQuerySet
from sistercities.search import index, sources


class SearchedQuerySet(ReferenceQuerySet):
    """Changes in bulk reach the index, too, as far as they are documents of their own."""

    def update(self, **values):
        kind = self.model.search_kind
        with transaction.atomic():
            keys = list(self.order_by().values_list("pk", flat=True)) if kind else []
            rows = super().update(**values)
            if keys:
                sources.write(kind, keys)
        return rows

    update.alters_data = True

    def delete(self):
        kind = self.model.search_kind
        with transaction.atomic():
            keys = list(self.order_by().values_list("pk", flat=True)) if kind else []
            result = super().delete()
            if keys:
                index.replace_many(kind, {key: [] for key in keys})
        return result

    delete.alters_data = True

    def bulk_create(self, *args, **kwargs):
        with transaction.atomic():
            rows = super().bulk_create(*args, **kwargs)
            if self.model.search_kind:
                sources.write(self.model.search_kind, [row.pk for row in rows])
        return rows

    bulk_create.alters_data = True


class SearchedReference(Reference):
    """`search_kind` is the kind of its documents, empty where it has none; `search_names` are the columns that stand in
    the documents of others: when one of them changes, these are written anew (`sources.write_mentioning`).
    """

    search_kind = ""
    search_names = ()

    objects = SearchedQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        with transaction.atomic():
            before = None
            if self.pk and self.search_names:
                before = type(self)._base_manager.filter(pk=self.pk).values_list(*self.search_names).first()
            super().save(*args, **kwargs)  # takes the lock that writing needs
            if self.search_kind:
                sources.write(self.search_kind, [self.pk])
            if before and before != tuple(getattr(self, name) for name in self.search_names):
                sources.write_mentioning(self._meta.label_lower, [self.pk])

    def delete(self, *args, **kwargs):
        key = self.pk
        with transaction.atomic():
            result = super().delete(*args, **kwargs)
            if self.search_kind:
                index.remove(self.search_kind, key)
        return result
