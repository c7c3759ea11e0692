"""Reference data that can be found, or whose names stand in what can be found."""

from django.db import transaction

from sistercities.publishing.models import Reference, ReferenceQuerySet
from sistercities.search import index, sources


class SearchedQuerySet(ReferenceQuerySet):
    """Changes in bulk reach the index, too."""

    def update(self, **values):
        columns = {self.model._meta.get_field(name).attname for name in values}
        is_renamed = not columns.isdisjoint(self.model.search_names)
        with transaction.atomic():
            keys = self._keys() if self.model.search_kind or is_renamed else []
            rows = super().update(**values)
            if self.model.search_kind:
                sources.write(self.model.search_kind, keys)
            if is_renamed:
                sources.write_mentioning(self.model._meta.label_lower, keys)
        return rows

    update.alters_data = True

    def delete(self):
        with transaction.atomic():
            keys = self._keys()
            mentioning = sources.mentioning(self.model._meta.label_lower, keys)
            result = super().delete()
            if self.model.search_kind:
                index.replace(self.model.search_kind, {key: [] for key in keys})
            sources.write_all(mentioning)
        return result

    delete.alters_data = True

    def bulk_create(self, *args, **kwargs):
        with transaction.atomic():
            rows = super().bulk_create(*args, **kwargs)
            if self.model.search_kind:
                sources.write(self.model.search_kind, [row.pk for row in rows])
        return rows

    bulk_create.alters_data = True

    def _keys(self):
        return list(self.order_by().values_list("pk", flat=True))


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
            before = self._stored_names()
            super().save(*args, **kwargs)  # takes the lock that writing needs
            if self.search_kind:
                sources.write(self.search_kind, [self.pk])
            names = tuple(getattr(self, name) for name in self.search_names)
            if before and (self.is_brought_back or before != names):
                sources.write_mentioning(self._meta.label_lower, [self.pk])

    def delete(self, *args, **kwargs):
        key = self.pk
        with transaction.atomic():
            mentioning = sources.mentioning(self._meta.label_lower, [key])
            result = super().delete(*args, **kwargs)
            if self.search_kind:
                index.replace(self.search_kind, {key: []})
            sources.write_all(mentioning)
        return result

    def _stored_names(self):
        """As they are in the database, or None. Locks the row: who waited compares with what is there then. Not its
        key: whoever publishes what names it would wait, and have the content number that this one waits for next.
        """
        if not self.pk or not self.search_names:
            return None
        rows = type(self)._base_manager.filter(pk=self.pk).select_for_update(no_key=True)
        return rows.values_list(*self.search_names).first()
