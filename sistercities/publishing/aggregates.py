"""Aggregates that Django has for PostgreSQL alone."""

from django.db.models import Aggregate, JSONField


class JSONList(Aggregate):
    """The group's values as a list in one column: what a page shows of many-to-many rows costs no query of its own."""

    function = "JSON_GROUP_ARRAY"
    output_field = JSONField()

    def as_postgresql(self, compiler, connection, **extra):
        return self.as_sql(compiler, connection, function="JSONB_AGG", **extra)
