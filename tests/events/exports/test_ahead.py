"""Rows that are fetched while the ones before them are worked on."""

import threading
from types import SimpleNamespace

import pytest

from events.exports import rows
from events.exports.rows import ahead


@pytest.fixture(autouse=True)
def _ten_at_once(monkeypatch):
    monkeypatch.setattr(rows, "AT_ONCE", 10)
    monkeypatch.setattr(rows, "connection", SimpleNamespace(vendor="postgresql"))


@pytest.mark.parametrize("number", [0, 1, 9, 10, 11, 20, 35])
def test_all_rows_come_in_order(number):
    assert list(ahead(iter(range(number)))) == list(range(number))


def test_the_next_rows_are_fetched_while_these_are_worked_on():
    fetched = [threading.Event() for _ in range(50)]

    def source():
        for number, event in enumerate(fetched):
            event.set()
            yield number

    found = ahead(source())
    assert next(found) == 0
    assert not fetched[10].is_set()  # the question is asked by the thread that has the connection
    for _ in range(10):
        number = next(found)
    assert number == 10
    assert fetched[29].wait(10)
    assert not fetched[30].is_set()


def test_whoever_stops_reading_leaves_no_thread_and_no_open_query():
    closed, before = [], threading.active_count()

    def source():
        try:
            yield from range(1000)
        finally:
            closed.append(threading.current_thread())

    found = ahead(query := source())
    assert [next(found) for _ in range(15)] == list(range(15))
    found.close()
    query.close()
    assert closed == [threading.main_thread()]
    assert threading.active_count() == before


def test_what_fails_in_the_database_fails_where_the_rows_are_read():
    def source():
        yield from range(25)
        raise ConnectionError("gone")

    found = ahead(source())
    with pytest.raises(ConnectionError, match="gone"):
        list(found)
