"""PostgreSQL reads rare words at once, frequent ones in narrow windows, and keeps no list of what it has yet to index."""

from importlib import import_module

from django.db import migrations

BEFORE = import_module("sistercities.search.migrations.0003_newest_first")

# What the planner expects to be found. EXPLAIN counts as a command that writes, hence VOLATILE, and a function of its own.
EXPECTED = """
CREATE FUNCTION search_expected_by_{column}(question tsquery) RETURNS double precision
LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    plan json;
BEGIN
    EXECUTE format('EXPLAIN (FORMAT JSON) SELECT 1 FROM search_searchdocument WHERE {vector} @@ %L', question) INTO plan;
    RETURN plan -> 0 -> 'Plan' ->> 'Plan Rows';
END $$
"""
# What is rare is read as a whole: 0.002 ms for each hit. Of what is frequent, as in 0003, only a window of days at a time,
# the newest first; there each document of those days takes 0.0004 ms, a hit or not, and there are `wanted / hits` of all
# documents to look at. The one is cheaper than the other below the square root of 0.3 × wanted × documents.
#
# Windows are blocks of 32 days, whole blocks of 256 where they are wide. Each is twice as wide as the one before it, or
# eight times where less than an eighth was found of what is wanted: if hits are spread evenly, it holds no more than
# that. What was read is not read again (`id + 0`: no other way than the GIN index may be open to the planner). The last
# window is everything older than some 20 years.
NEWEST = """
CREATE OR REPLACE FUNCTION search_newest_by_{column}(question tsquery, moment timestamptz, wanted integer)
RETURNS SETOF bigint LANGUAGE plpgsql STABLE ROWS 100 SET enable_seqscan = off AS $$
DECLARE
    newest bigint := coalesce((SELECT max(id) FROM search_searchdocument), 0) >> 46;
    documents real := (SELECT greatest(reltuples, 0) FROM pg_class WHERE oid = 'search_searchdocument'::regclass);
    is_frequent boolean := search_expected_by_{column}(question) > sqrt(0.3 * wanted * documents);
    width bigint := 1;
    oldest bigint;
    days tsquery;
    found bigint := 0;
    more bigint;
BEGIN
    FOR step IN 1..10 LOOP
        EXIT WHEN NOT is_frequent;
        IF width < 8 THEN
            oldest := newest - width + 1;
            days := (SELECT string_agg('b' || block, ' | ')::tsquery FROM generate_series(oldest, newest) block);
        ELSE
            oldest := ((newest >> 3) - (width >> 3) + 1) << 3;
            days := (SELECT string_agg('c' || block, ' | ')::tsquery
                FROM generate_series(oldest >> 3, newest >> 3) block);
        END IF;
        RETURN QUERY SELECT id FROM search_searchdocument
            WHERE {vector} @@ (question && days) AND id + 0 < (newest + 1) << 46
            AND live_from <= moment AND (live_until IS NULL OR live_until > moment)
            ORDER BY id + 0 DESC LIMIT wanted - found;
        GET DIAGNOSTICS more = ROW_COUNT;
        found := found + more;
        newest := oldest - 1;
        IF found >= wanted OR newest < 0 THEN
            RETURN;
        END IF;
        width := least(32, width * CASE WHEN found * 8 < wanted THEN 8 ELSE 2 END);
    END LOOP;
    RETURN QUERY SELECT id FROM search_searchdocument
        WHERE {vector} @@ question AND id + 0 < (newest + 1) << 46
        AND live_from <= moment AND (live_until IS NULL OR live_until > moment)
        ORDER BY id + 0 DESC LIMIT wanted - found;
END $$
"""

# With fastupdate, what is written waits in a list that every search reads from its beginning to its end, up to 4 MB of
# it, until the table is tidied up: 60 ms. An office publishes seldom and is searched all day.
INDEXES = ("search_document_title_vector", "search_document_vector")


def _execute(schema_editor, statements):
    if schema_editor.connection.vendor == "postgresql":
        for statement in statements:
            schema_editor.execute(statement, params=None)


def narrow(apps, schema_editor):
    for template in (EXPECTED, NEWEST):
        _execute(schema_editor, [template.format(column=column, vector=vector) for column, vector in BEFORE.COLUMNS])
    _execute(schema_editor, [f"ALTER INDEX {name} SET (fastupdate = off)" for name in INDEXES])
    _execute(schema_editor, [f"SELECT gin_clean_pending_list('{name}')" for name in INDEXES])


def widen(apps, schema_editor):
    for column, vector in BEFORE.COLUMNS:
        before = BEFORE.NEWEST.format(column=column, vector=vector)
        _execute(schema_editor, [before.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")])
        _execute(schema_editor, [f"DROP FUNCTION search_expected_by_{column}(tsquery)"])
    _execute(schema_editor, [f"ALTER INDEX {name} RESET (fastupdate)" for name in INDEXES])


class Migration(migrations.Migration):
    dependencies = [("search", "0003_newest_first")]

    operations = [migrations.RunPython(narrow, widen)]
