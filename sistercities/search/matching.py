"""Finding: a query in, the keys of documents out, the best first.

Five steps, from the best hit to the least; in each the newest come first:

1. the title is what was asked for
2. all words are in the title
3. all words are somewhere
4. all words are in the title, the last one as the beginning of another
5. all words are somewhere, the last one as the beginning of another

Nothing here is counted or weighed, so both databases have the same order. (BM25 and `ts_rank` differ, and both read
every hit.) Of each step only the newest `MOST` are read; FTS5 has them ready in the order of keys.
"""

from django.db import connection
from django.db.models import BooleanField
from django.db.models.expressions import RawSQL

from sistercities.search.index import DAY_BITS
from sistercities.search.models import SearchDocument
from sistercities.search.queries import Query

#: Of more hits the page says "more than 1,000".
MOST = 1000


def live_documents(page_language, at=None, kind=""):
    """What can be found on a page in that language at that moment."""
    documents = SearchDocument.objects.live(at).filter(page_language=page_language)
    return documents.filter(kind=kind) if kind else documents


def find(query, page_language, at=None, kind=""):
    """`[(kind, object_id, keys), …]` in order, at most `MOST + 1`; `keys` are those of the object's best documents, at
    most three: of a person there is one for everything they take part in. At most two queries, none for an empty one.
    """
    if not query:
        return []
    documents = live_documents(page_language, at, kind)
    rows = _steps(documents, query, [documents.filter(title_key=query.title_key)], beginnings=False)
    if query.has_beginning and len({row[2:] for row in rows}) <= MOST:
        rows += _steps(documents, query, [], beginnings=True)
    found = {}
    for _step, key, row_kind, object_id in rows:
        keys = found.setdefault((row_kind, object_id), {})
        if len(keys) < 3:
            keys[key] = None
    return [(*name, tuple(keys)) for name, keys in found.items()][: MOST + 1]


def _steps(documents, query, steps, beginnings):
    steps = [*steps, *(documents.filter(matching(query, column, beginnings)) for column in ("title_tokens", "tokens"))]
    rows = _in_one_statement([step.order_by("-pk")[: MOST + 1] for step in steps])
    # The same day: by kind and key, as on every database.
    return sorted(rows, key=lambda row: (row[0], -(row[1] >> DAY_BITS), row[2], row[3], row[1]))


def narrower(query, page_language, at=None):
    """Of a query of several words those that lead to something by themselves, as `Query`s of one. One query at most."""
    singles = [Query(term.text, (term,)) for term in query.terms]
    if len(singles) < 2:
        return []
    documents = live_documents(page_language, at).order_by()
    rows = _in_one_statement([documents.filter(matching(single, "tokens"))[:1] for single in singles])
    return [singles[number] for number in sorted(row[0] for row in rows)]


def _in_one_statement(querysets):
    """Rows of the querysets' number, key, kind and object, in no order."""
    statements, parameters = [], []
    for number, documents in enumerate(querysets):
        sql, values = documents.values_list("pk", "kind", "object_id").query.sql_with_params()
        statements.append(f"SELECT {number} AS step, hit.* FROM ({sql}) AS hit")  # noqa: S608  Django's own
        parameters += values
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(statements), parameters)
        return cursor.fetchall()


def matching(query, column, beginnings=True):
    """A condition on documents: the column (`title_tokens` or `tokens`) has all that is asked for."""
    if connection.vendor == "sqlite":
        sql = "search_searchdocument.id IN (SELECT rowid FROM search_tokens WHERE search_tokens MATCH %s)"
        return RawSQL(sql, [query.fts5(column, beginnings)], output_field=BooleanField())  # noqa: S611
    sql = f"search_searchdocument.id IN (SELECT search_keys_by_{column}(%s::tsquery))"
    return RawSQL(sql, [query.tsquery(beginnings)], output_field=BooleanField())  # noqa: S611
