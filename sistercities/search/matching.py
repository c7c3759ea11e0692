"""Finding: a query in, the keys of documents out, the best first.

Five steps, from the best hit to the least; in each the newest come first:

1. the title is what was asked for
2. all words are in the title
3. all words are somewhere
4. all words are in the title, the last one as the beginning of another
5. all words are somewhere, the last one as the beginning of another

Nothing here is counted or weighed, so both databases have the same order. (BM25 and `ts_rank` differ, and both read
every hit.) Of each step only the newest `MOST` are read, and no further step where one has led to more than that, so
that a word on every page costs no more than others.
"""

from collections import Counter
from typing import NamedTuple

from django.db import connection
from django.db.models import BooleanField
from django.db.models.expressions import RawSQL
from django.utils import timezone

from sistercities.search.index import DAY_BITS, facets
from sistercities.search.models import SearchDocument

#: Of more hits the page says "more than 200".
MOST = 200
#: A person has a document for everything they take part in: the best of them show why they were found.
MOST_KEYS = 3

# The keys of the newest documents that answer a question and are public at a moment: so many, or somewhat more. What is
# public is for `live()` to say, which is asked once more of what comes out; here it says when there are enough.
# FTS5 reads in the order of keys and stops. For PostgreSQL see the migration 0004.
_NEWEST_ON_SQLITE = (
    "SELECT search_tokens.rowid FROM search_tokens JOIN search_searchdocument ON id = search_tokens.rowid "
    "WHERE search_tokens MATCH %s AND live_from <= %s AND (live_until IS NULL OR live_until > %s) "
    "ORDER BY search_tokens.rowid DESC LIMIT %s"
)


class Found(NamedTuple):
    """`hits` are `(kind, object_id, keys)` in order, at most `MOST`; `keys` are those of the object's best documents.

    `is_capped`: there are more.
    """

    hits: list
    is_capped: bool


def find(query, page_language, at=None, kinds=("",)):
    """`{kind: Found}` for each of those kinds, on pages in that language at that moment; "" is all kinds together.

    Two queries at most, none for an empty query.
    """
    at = at or timezone.now()
    rows = {kind: [] for kind in kinds}
    if query:
        steps = []
        for kind in kinds:
            exact = live_documents(page_language, at, kind).filter(title_key=query.title_key)
            steps += [(kind, 1, exact), *_steps(query, page_language, at, kind, first=2)]
        _read(steps, rows)
    if query.has_beginning:
        steps = []
        for kind in kinds:
            if not _is_capped(rows[kind]):
                steps += _steps(query, page_language, at, kind, first=4, beginnings=True)
        _read(steps, rows)
    return {kind: Found(_hits(found), _is_capped(found)) for kind, found in rows.items()}


def live_documents(page_language, at=None, kind=""):
    """What can be found on a page in that language at that moment."""
    documents = SearchDocument.objects.live(at).filter(page_language=page_language)
    return documents.filter(kind=kind) if kind else documents


def _steps(query, page_language, at, kind, first, beginnings=False):
    documents, beside = live_documents(page_language, at, kind), facets(page_language, kind)
    for step, column in enumerate(("title_tokens", "tokens"), start=first):
        yield kind, step, documents.filter(_among_newest(query, column, beside, at, MOST + 1, beginnings))


def _read(steps, rows):
    """Add to `{kind: rows}` those of each `(kind, step, documents)`: `(step, key, kind of document, object_id)`."""
    newest = [documents.order_by("-pk")[: MOST + 1] for _kind, _step, documents in steps]
    kinds = [kind for kind, _step, _documents in steps]
    follows = [number and kinds[number] == kinds[number - 1] for number in range(len(kinds))]
    for number, *row in _in_one_statement(newest, follows):
        kind, step, _documents = steps[number]
        rows[kind].append((step, *row))


def _is_capped(rows):
    """Were rows left unread, or are there more hits than are shown?"""
    steps = Counter(step for step, *_row in rows)
    return max(steps.values(), default=0) > MOST or len({row[2:] for row in rows}) > MOST


def _hits(rows):
    found = {}
    # Of the same day: by kind and object, as on every database.
    for _step, key, kind, object_id in sorted(rows, key=lambda row: (row[0], -(row[1] >> DAY_BITS), row[2:], row[1])):
        keys = found.setdefault((kind, object_id), {})
        if len(keys) < MOST_KEYS:
            keys[key] = None
    return [(*name, tuple(keys)) for name, keys in found.items()][:MOST]


def answered(queries, page_language, at=None, kind=""):
    """Those of the queries that lead to something, in order. One query, none for none."""
    at, beside = at or timezone.now(), facets(page_language, kind)
    documents = live_documents(page_language, at, kind).order_by()
    rows = _in_one_statement([documents.filter(_among_newest(query, "tokens", beside, at, 1))[:1] for query in queries])
    return [queries[number] for number in sorted(row[0] for row in rows)]


def _in_one_statement(querysets, follows=()):
    """Rows of the querysets' number, key, kind and object, in no order. Where `follows` is true a queryset is asked
    only if the one before it has not led to more than `MOST` objects: a condition that both databases look at first.
    """
    named, statements, parameters = [], [], []
    for number, documents in enumerate(querysets):
        sql, values = documents.values_list("pk", "kind", "object_id").query.sql_with_params()
        named.append(f"hit_{number} AS MATERIALIZED ({sql})")
        statement = f"SELECT {number} AS step, hit_{number}.* FROM hit_{number}"  # noqa: S608  Django's own, and numbers
        if any(follows[number : number + 1]):
            objects = f"(SELECT DISTINCT kind, object_id FROM hit_{number - 1}) AS objects"  # noqa: S608
            statement += f" WHERE (SELECT count(*) FROM {objects}) <= {MOST}"  # noqa: S608
        statements.append(statement)
        parameters += values
    if not statements:
        return []
    with connection.cursor() as cursor:
        cursor.execute(f"WITH {', '.join(named)} {' UNION ALL '.join(statements)}", parameters)
        return cursor.fetchall()


def _among_newest(query, column, beside, at, wanted, beginnings=True):
    """A condition on documents: the column (`title_tokens` or `tokens`) has all that is asked for, and the tokens
    `beside` it; of those that are public at that moment at least the `wanted` newest.
    """
    if connection.vendor == "sqlite":
        moment = connection.ops.adapt_datetimefield_value(at)
        newest, values = _NEWEST_ON_SQLITE, [query.fts5(column, beside, beginnings), moment, moment, wanted]
    else:
        newest = f"SELECT search_newest_by_{column}(%s::tsquery, %s, %s)"
        values = [query.tsquery(beside, beginnings), at, wanted]
    return RawSQL(f"search_searchdocument.id IN ({newest})", values, output_field=BooleanField())  # noqa: S611
