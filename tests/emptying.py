"""The database as migrations leave it, again: for tests that are not rolled back, because threads or a browser look on.

Django's own way is its command `flush`. It costs a quarter of a second on SQLite and more on PostgreSQL, most of it for
truncating a hundred tables of which ten were used, and for writing content types and permissions anew; and it takes the
roles that migrations wrote with it.
"""

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction

#: Of each table: its rows, as migrations left them; of most of them, none.
_written = {}


def _rows(cursor, table):
    cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)} ORDER BY 1")
    return cursor.fetchall()


def _tables():
    return connection.introspection.django_table_names(only_existing=True, include_views=False)


def remember():
    """To be called when the migrations have run, and before the first test."""
    with connection.cursor() as cursor:
        _written.update({table: _rows(cursor, table) for table in _tables()})


def empty():
    """Take every row away that the migrations did not write, and bring back what they did. Numbers of rows count on."""
    # Foreign keys are checked at the end of the transaction, on both databases, so any order will do.
    with transaction.atomic(), connection.cursor() as cursor:
        for table, written in _written.items():
            name = connection.ops.quote_name(table)
            if not written:
                cursor.execute(f"DELETE FROM {name}")
            elif _rows(cursor, table) != written:
                cursor.execute(f"DELETE FROM {name}")
                values = ", ".join(["%s"] * len(written[0]))
                cursor.executemany(f"INSERT INTO {name} VALUES ({values})", written)
    ContentType.objects.clear_cache()
