"""The databases' own indexes over the tokens of documents, which keep themselves."""

from django.db import migrations

SQLITE = (
    "CREATE VIRTUAL TABLE search_tokens USING fts5(title_tokens, tokens, content='search_searchdocument', "
    "content_rowid='id', tokenize='ascii', prefix='4 5')",
    "CREATE TRIGGER search_tokens_insert AFTER INSERT ON search_searchdocument BEGIN "
    "INSERT INTO search_tokens (rowid, title_tokens, tokens) VALUES (new.id, new.title_tokens, new.tokens); END",
    "CREATE TRIGGER search_tokens_delete AFTER DELETE ON search_searchdocument BEGIN "
    "INSERT INTO search_tokens (search_tokens, rowid, title_tokens, tokens) "
    "VALUES ('delete', old.id, old.title_tokens, old.tokens); END",
    "CREATE TRIGGER search_tokens_update AFTER UPDATE ON search_searchdocument BEGIN "
    "INSERT INTO search_tokens (search_tokens, rowid, title_tokens, tokens) "
    "VALUES ('delete', old.id, old.title_tokens, old.tokens); "
    "INSERT INTO search_tokens (rowid, title_tokens, tokens) VALUES (new.id, new.title_tokens, new.tokens); END",
    "INSERT INTO search_tokens (search_tokens) VALUES ('rebuild')",
)
# Wide columns go where they are only read from when they are asked for: hits are then counted in a narrow table.
# PostgreSQL takes `@@` for cheap and forgets that it must fetch each vector for it: for a frequent word it would read them
# all (0.3 s for 20,000 documents) instead of asking the index (0.01 s). The functions leave it no choice.
POSTGRESQL = (
    "ALTER TABLE search_searchdocument SET (toast_tuple_target = 128)",
    "ALTER TABLE search_searchdocument "
    "ADD COLUMN title_vector tsvector GENERATED ALWAYS AS (to_tsvector('simple'::regconfig, title_tokens)) STORED, "
    "ADD COLUMN vector tsvector GENERATED ALWAYS AS (to_tsvector('simple'::regconfig, tokens)) STORED",
    "CREATE INDEX search_document_title_vector ON search_searchdocument USING gin (title_vector)",
    "CREATE INDEX search_document_vector ON search_searchdocument USING gin (vector)",
    *(
        f"CREATE FUNCTION search_keys_by_{column}(question tsquery) RETURNS SETOF bigint "  # noqa: S608
        "LANGUAGE plpgsql STABLE ROWS 20000 SET enable_seqscan = off SET enable_indexscan = off AS $$ BEGIN "
        f"RETURN QUERY SELECT id FROM search_searchdocument WHERE {vector} @@ question; END $$"
        for column, vector in (("title_tokens", "title_vector"), ("tokens", "vector"))
    ),
)


def make(apps, schema_editor):
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL:
        schema_editor.execute(statement, params=None)


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for name in ("insert", "delete", "update"):
            schema_editor.execute(f"DROP TRIGGER search_tokens_{name}", params=None)
        schema_editor.execute("DROP TABLE search_tokens", params=None)
    else:
        for column in ("title_tokens", "tokens"):
            schema_editor.execute(f"DROP FUNCTION search_keys_by_{column}(tsquery)", params=None)
        schema_editor.execute(
            "ALTER TABLE search_searchdocument DROP COLUMN vector, DROP COLUMN title_vector", params=None
        )


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]

    operations = [migrations.RunPython(make, drop)]
