import pytest

from sistercities.search import index, matching
from sistercities.search.index import Document
from sistercities.search.models import SearchDocument
from sistercities.search.queries import read_query


@pytest.fixture
def put(db):
    """`put(title="Bridges", …)`: one document in the index, of an owner of its own; an English story by default."""

    def put(**values):
        put.number += 1
        values = {"kind": "story", "object_id": put.number, "language": "en", "title": f"Title {put.number}", **values}
        index.replace("owner", {put.number: [Document(**values)]})

    put.number = 0
    return put


@pytest.fixture
def found(db):
    """`found("bridges")`: the titles of what is found, in order; `language` is that of the page."""

    def found(text, language="en", kind="", at=None):
        hits, _is_capped = matching.find(read_query(text, language), language, at, [kind])[kind]
        titles = dict(SearchDocument.objects.values_list("pk", "title"))
        return [titles[keys[0]].replace("\u00a0", " ") for _kind, _object, keys in hits]

    return found
