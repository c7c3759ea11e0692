"""Who has documents: apps register at start-up how theirs are made, and the room asks them by name of kind."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Q

from sistercities.publishing.models import ContentNumber
from sistercities.search import index
from sistercities.search.models import SearchDocument

log = logging.getLogger(__name__)

#: More owners of a kind than this are not written anew while somebody waits for a saved name: a story takes 0.01 s.
#: That is `rebuild_search`'s to do.
MOST_REWRITTEN = 500


@dataclass(frozen=True)
class Source:
    """`documents(keys)` makes `{owner's key: [Document, …]}` for those owners.

    `rows()` is a queryset of what can be found now or later; in its column `key` are the owners' keys. `mentions` says
    which of these rows name an object of another model: `{"cities.city": ("cities", "venue__city")}` are lookups.
    """

    kind: str
    documents: Callable
    rows: Callable
    key: str = "pk"
    mentions: dict = field(default_factory=dict)

    def keys(self, after=0, limit=None, condition=None):
        rows = self.rows().filter(**{f"{self.key}__gt": after})
        if condition is not None:
            rows = rows.filter(condition)
        return list(rows.order_by(self.key).values_list(self.key, flat=True).distinct()[:limit])


_sources = {}


def register(source):
    _sources[source.kind] = source


def write(kind, keys):
    """Write the documents of these owners anew, inside the transaction that changed them."""
    keys = list(keys)
    found = _sources[kind].documents(keys)
    index.replace(kind, {key: found.get(key, []) for key in keys})


def rewrite(kind):
    """Write all documents of a kind of which there are few."""
    write(kind, _sources[kind].keys())


def write_mentioning(model_label, keys):
    """Write anew what names these objects, such as a venue that got another name."""
    write_all(mentioning(model_label, keys))


def write_all(owners):
    """The same of `{kind: keys}`."""
    for kind, keys in owners.items():
        write(kind, keys)


def mentioning(model_label, keys):
    """`{kind: owners' keys}` of what names these objects. What too many name is left to `rebuild_search`."""
    found, keys = {}, list(keys)
    for source in _sources.values():
        condition = Q()
        for lookup in source.mentions.get(model_label, ()):
            condition |= Q(**{f"{lookup}__in": keys})
        if not condition:
            continue
        owners = source.keys(condition=condition, limit=MOST_REWRITTEN + 1)
        if len(owners) > MOST_REWRITTEN:
            log.warning(
                "More than %s of kind %s name what was changed: run rebuild_search", MOST_REWRITTEN, source.kind
            )
        elif owners:
            found[source.kind] = owners
    return found


def rebuild(batch=100):
    """Write everything anew and remove what has no owner; yields `(kind, owners written so far)` after each batch.

    Each batch is a transaction of its own, behind the lock that publishing takes: readers see every document all the
    time, and who publishes meanwhile waits for one batch at most.
    """
    for kind, source in _sources.items():
        after, written = 0, 0
        while True:
            with transaction.atomic():
                _lock()
                keys = source.keys(after, limit=batch)
                gone = SearchDocument.objects.filter(owner_kind=kind, owner_id__gt=after).exclude(owner_id__in=keys)
                if len(keys) == batch:
                    gone = gone.filter(owner_id__lte=keys[-1])
                gone.delete()
                write(kind, keys)
            written += len(keys)
            yield kind, written
            if len(keys) < batch:
                break
            after = keys[-1]
    with transaction.atomic():
        _lock()
        SearchDocument.objects.exclude(owner_kind__in=_sources).delete()


def _lock():
    if not ContentNumber.objects.select_for_update().filter(pk=1).first():
        ContentNumber.bump()
