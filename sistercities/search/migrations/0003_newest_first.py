"""Documents get tokens of their language, kind and time, and PostgreSQL stops looking when it has found enough."""

from importlib import import_module

from django.db import migrations, models

# `index.facets` and `index.blocks`: language of the page, kind, and the blocks of 32 and of 256 days (keys begin with
# the day).
BESIDE = "' l' || page_language || ' k' || kind || ' b' || (id >> 46) || ' c' || (id >> 49)"
ADD = f"UPDATE search_searchdocument SET title_tokens = title_tokens || {BESIDE}, tokens = tokens || {BESIDE}"  # noqa: S608
TAKE = (
    f"UPDATE search_searchdocument SET title_tokens = replace(title_tokens, {BESIDE}, ''), "  # noqa: S608
    f"tokens = replace(tokens, {BESIDE}, '')"
)

BEFORE = import_module("sistercities.search.migrations.0002_tokens")

# A GIN index knows no order: for a word on every page it hands over every page. So it is asked for the newest days
# first, up to 256 of them, then for up to 2,048, then for all that is older, until there are as many as are wanted. What
# is rare is found in the last step, where nothing but its own few entries is read.
# PostgreSQL takes `@@` for cheap and forgets that it must fetch a vector for it, 0.005 ms each. So no other way is left
# open to it: neither a scan of the table, nor one of the primary key (hence `id + 0`).
NEWEST = """
CREATE FUNCTION search_newest_by_{column}(question tsquery, moment timestamptz, wanted integer) RETURNS SETOF bigint
LANGUAGE plpgsql STABLE ROWS 100 SET enable_seqscan = off AS $$
DECLARE
    newest bigint := coalesce((SELECT max(id) FROM search_searchdocument), 0) >> 46;
    oldest bigint;
    letter text;
    days tsquery;
    found bigint := 0;
    more bigint;
BEGIN
    FOREACH letter IN ARRAY ARRAY['b', 'c'] LOOP
        oldest := (newest >> 3) << 3;
        days := (SELECT string_agg(letter || block, ' | ')::tsquery FROM generate_series(oldest, newest) block);
        RETURN QUERY SELECT id FROM search_searchdocument
            WHERE {vector} @@ (question && days) AND live_from <= moment AND (live_until IS NULL OR live_until > moment)
            ORDER BY id + 0 DESC LIMIT wanted - found;
        GET DIAGNOSTICS more = ROW_COUNT;
        found := found + more;
        IF found >= wanted THEN
            RETURN;
        END IF;
        newest := (oldest >> 3) - 1;
    END LOOP;
    RETURN QUERY SELECT id FROM search_searchdocument
        WHERE {vector} @@ question AND id + 0 < (newest + 1) << 52
        AND live_from <= moment AND (live_until IS NULL OR live_until > moment)
        ORDER BY id + 0 DESC LIMIT wanted - found;
END $$
"""
COLUMNS = (("title_tokens", "title_vector"), ("tokens", "vector"))


def _execute(schema_editor, vendor, statements):
    if schema_editor.connection.vendor == vendor:
        for statement in statements:
            schema_editor.execute(statement, params=None)


def make_triggers(apps, schema_editor):
    _execute(schema_editor, "sqlite", [line for line in BEFORE.SQLITE if line.startswith("CREATE TRIGGER")])


def drop_triggers(apps, schema_editor):
    names = ("insert", "delete", "update")
    _execute(schema_editor, "sqlite", [f"DROP TRIGGER IF EXISTS search_tokens_{name}" for name in names])


def make_functions(apps, schema_editor):
    for column, vector in COLUMNS:
        drop = f"DROP FUNCTION search_keys_by_{column}(tsquery)"
        _execute(schema_editor, "postgresql", [drop, NEWEST.format(column=column, vector=vector)])


def drop_functions(apps, schema_editor):
    drop = [f"DROP FUNCTION search_newest_by_{column}(tsquery, timestamptz, integer)" for column, _vector in COLUMNS]
    make = [statement for statement in BEFORE.POSTGRESQL if statement.startswith("CREATE FUNCTION")]
    _execute(schema_editor, "postgresql", [*drop, *make])


class Migration(migrations.Migration):
    dependencies = [("search", "0002_tokens")]

    operations = [
        # SQLite's triggers fall when Django rebuilds the table.
        migrations.RunPython(drop_triggers, make_triggers),
        migrations.AlterField("searchdocument", "slug", models.CharField(blank=True, max_length=210)),
        migrations.RunPython(make_triggers, drop_triggers),
        migrations.RunSQL(ADD, TAKE),
        migrations.RunPython(make_functions, drop_functions),
    ]
