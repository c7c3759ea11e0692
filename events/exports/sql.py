"""Columns that both databases send in the same plain form: text and whole numbers, nothing that Python has to convert.

A hundred thousand rows of aware datetimes and UUIDs take longer to make than the list that is printed of them.
"""

from django.db.models import BigIntegerField, F, Func, IntegerField, OuterRef, Subquery, TextField
from django.db.models.functions import Cast, JSONArray


class _AsSent:
    """A whole number comes as one: Django would ask for each whether it is."""

    def get_db_converters(self, connection):
        return []


class Seconds(_AsSent, Func):
    """A moment as whole seconds since 1970, UTC."""

    template = "FLOOR(EXTRACT(EPOCH FROM %(expressions)s))::bigint"
    output_field = BigIntegerField()

    def as_sqlite(self, compiler, connection, **extra):
        template = "CAST(strftime('%%%%s', %(expressions)s) AS INTEGER)"  # twice doubled: Django formats it twice
        return self.as_sql(compiler, connection, template=template, **extra)


class UidText(Func):
    """A UUID as people write it; SQLite keeps its digits only."""

    template = "%(expressions)s::text"
    output_field = TextField()
    _PARTS = "||'-'||".join(
        f"substr(%(expressions)s, {start}, {length})"
        for start, length in (
            (1, 8),
            (9, 4),
            (13, 4),
            (17, 4),
            (21, 12),
        )
    )

    def as_sqlite(self, compiler, connection, **extra):
        return self.as_sql(compiler, connection, template=f"({self._PARTS})", **extra)


class _Keys(Subquery):
    """The only column of the rows of a query, joined: "3,17"; empty or None where there are none."""

    template = "array_to_string(ARRAY(%(subquery)s), ',')"
    output_field = TextField()

    def as_sqlite(self, compiler, connection, **extra):
        return self.as_sql(
            compiler, connection, template="(SELECT GROUP_CONCAT(listed, ',') FROM (%(subquery)s))", **extra
        )


class _Rows(Subquery):
    """The same of lists, as a list of them in JSON, which is text here."""

    template = "array_to_json(ARRAY(%(subquery)s))::text"
    output_field = TextField()

    def as_sqlite(self, compiler, connection, **extra):
        template = "(SELECT JSON_GROUP_ARRAY(JSON(listed)) FROM (%(subquery)s))"
        return self.as_sql(compiler, connection, template=template, **extra)


class _Listed(JSONArray):
    """Not JSONB, which Django takes: it is sorted and packed only to be printed."""

    def as_postgresql(self, compiler, connection, **extra):
        return self.as_sql(compiler, connection, template="JSON_BUILD_ARRAY(%(expressions)s)", **extra)


def keys_of(through, link, owner, key):
    """The keys at the other side of a many-to-many relation, in any order: `link` is the column that has the key of the
    outer row, which that has as `owner`; `key` is the column with the other side's."""
    rows = through.objects.filter(**{link: OuterRef(owner)}).order_by()
    return _Keys(rows.annotate(listed=F(key)).values("listed"))


def rows_of(model, link, owner, *columns):
    """Rows that hang on the outer one, in any order, as JSON text: a list of lists of those columns."""
    rows = model.objects.filter(**{link: OuterRef(owner)}).order_by()
    return _Rows(rows.annotate(listed=_Listed(*columns)).values("listed"))


def text(column):
    """The column as the text that is stored, such as EDTF."""
    return Cast(F(column), TextField())


def flag(column):
    """Yes and no as 1 and 0."""
    return _Flag(F(column), IntegerField())


class _Flag(_AsSent, Cast):
    pass
