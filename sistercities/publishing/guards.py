"""Migration operations: what the database itself refuses about editions.

PostgreSQL gets an exclusion constraint and a trigger, SQLite triggers. SQLite's are lost when Django rebuilds the table
(any `AlterField`), so a migration that alters an edition must run these operations again; `tests/publishing` notices.
"""

from django.db.migrations.operations.base import Operation

#: Columns of an edition that may change after it was written; the account that published may be deleted.
MUTABLE_COLUMNS = ("live_until", "ended_as", "published_by_id")


class EditionGuards(Operation):
    """At most one live edition per manuscript and language at any moment, and no edition is ever changed.

    `model_name` is the edition's, `link` the column of its manuscript, `languages` all that it may have.
    """

    reversible = True
    reduces_to_sql = True

    def __init__(self, model_name, link, languages=("en", "de")):
        self.model_name, self.link, self.languages = model_name, link, languages

    def state_forwards(self, app_label, state):
        pass

    def deconstruct(self):
        return "EditionGuards", [self.model_name, self.link, self.languages], {}

    def describe(self):
        return f"Guard the editions of {self.model_name}"

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        model = to_state.apps.get_model(app_label, self.model_name)
        for statement in self._statements(model._meta, schema_editor.connection.vendor):
            schema_editor.execute(statement, params=None)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        table = to_state.apps.get_model(app_label, self.model_name)._meta.db_table
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP TRIGGER {table}_immutable ON {table}")
            schema_editor.execute(f"DROP FUNCTION {table}_immutable()")
            for language in self.languages:
                schema_editor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {table}_one_live_{language}")
        else:
            for name in ("immutable", "one_live_insert", "one_live_update"):
                schema_editor.execute(f"DROP TRIGGER {table}_{name}")

    def _statements(self, meta, vendor):
        return self._postgresql(meta.db_table) if vendor == "postgresql" else self._sqlite(meta)

    def _postgresql(self, table):
        # Ranges of whole numbers stand in for equality of keys, which GiST has only with the extension btree_gist.
        for language in self.languages:
            yield (
                f"ALTER TABLE {table} ADD CONSTRAINT {table}_one_live_{language} EXCLUDE USING gist "
                f"(int8range({self.link}, {self.link}, '[]') WITH &&, tstzrange(live_from, live_until) WITH &&) "
                f"WHERE (language = '{language}')"
            )
        without = " ".join(f"- '{column}'" for column in MUTABLE_COLUMNS)
        yield (
            f"CREATE FUNCTION {table}_immutable() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF (to_jsonb(NEW) {without}) <> (to_jsonb(OLD) {without}) THEN "
            f"RAISE EXCEPTION 'An edition is never changed' USING ERRCODE = 'integrity_constraint_violation'; END IF; "
            f"RETURN NEW; END $$"
        )
        yield (
            f"CREATE TRIGGER {table}_immutable BEFORE UPDATE ON {table} FOR EACH ROW "
            f"EXECUTE FUNCTION {table}_immutable()"
        )

    def _sqlite(self, meta):
        table = meta.db_table
        overlap = (
            f"SELECT RAISE(ABORT, 'Two editions would be live at once') WHERE EXISTS (SELECT 1 FROM {table} o "  # noqa: S608
            f"WHERE o.{self.link} = NEW.{self.link} AND o.language = NEW.language AND o.id <> NEW.id "
            f"AND (o.live_until IS NULL OR o.live_until > o.live_from) "
            f"AND (NEW.live_until IS NULL OR NEW.live_until > NEW.live_from) "
            f"AND (o.live_until IS NULL OR o.live_until > NEW.live_from) "
            f"AND (NEW.live_until IS NULL OR NEW.live_until > o.live_from));"
        )
        yield f"CREATE TRIGGER {table}_one_live_insert AFTER INSERT ON {table} BEGIN {overlap} END"
        yield (
            f"CREATE TRIGGER {table}_one_live_update AFTER UPDATE OF live_from, live_until ON {table} "
            f"BEGIN {overlap} END"
        )
        fixed = [field.column for field in meta.local_concrete_fields if field.column not in MUTABLE_COLUMNS]
        yield (
            f"CREATE TRIGGER {table}_immutable BEFORE UPDATE OF {', '.join(fixed)} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, 'An edition is never changed'); END"
        )
