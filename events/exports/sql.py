"""Columns that both databases send in the same plain form: text and whole numbers, nothing that Python has to convert.

A hundred thousand rows of aware datetimes and UUIDs take longer to make than the list that is printed of them.
"""

from django.db.models import Aggregate, BigIntegerField, F, Func, OuterRef, Subquery, TextField
from django.db.models.functions import Cast, JSONArray

from sistercities.publishing.aggregates import JSONList


class Seconds(Func):
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


class JoinedKeys(Aggregate):
    """The keys of a group as text, "3,17", in any order."""

    function = "STRING_AGG"
    template = "%(function)s(%(expressions)s::text, ',')"
    output_field = TextField()

    def as_sqlite(self, compiler, connection, **extra):
        return self.as_sql(compiler, connection, template="GROUP_CONCAT(%(expressions)s, ',')", **extra)


def keys_of(through, link, owner, key):
    """The keys at the other side of a many-to-many relation: `owner` names the outer row's key, `key` the column."""
    rows = through.objects.filter(**{link: OuterRef(owner)}).order_by().values(link)
    return Subquery(rows.annotate(listed=JoinedKeys(key)).values("listed"))


def rows_of(model, link, owner, *columns):
    """Rows that hang on the outer one, as JSON text: a list of lists of those columns, in any order."""
    rows = model.objects.filter(**{link: OuterRef(owner)}).order_by().values(link)
    listed = rows.annotate(listed=JSONList(JSONArray(*(F(column) for column in columns)))).values("listed")
    return Cast(Subquery(listed), TextField())


def text(column):
    """The column as the text that is stored, such as EDTF."""
    return Cast(F(column), TextField())


def flag(column):
    """Yes and no as 1 and 0."""
    return Cast(F(column), BigIntegerField())
