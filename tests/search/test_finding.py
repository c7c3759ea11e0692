"""What is found, and in which order: the same lists on SQLite and on PostgreSQL."""

import datetime

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sistercities.search import matching
from sistercities.search.matching import find
from sistercities.search.models import SearchDocument
from sistercities.search.queries import LONGEST_QUERY, TooLong, read_query

pytestmark = pytest.mark.django_db

UTC = datetime.UTC
NOW = datetime.datetime(2026, 11, 23, 12, tzinfo=UTC)


def day(year):
    return datetime.date(year, 10, 3)


@pytest.fixture
def library(put):
    """A shelf of each kind, in both languages."""
    put(title="Bridges", text="Two cities build bridges. Not two of a kind.", day=day(2017))
    put(title="The bridge builders", text="Michael Müller met Mr Mueller in the Königstraße.", day=day(2018))
    put(
        title="Film night",
        kind="event",
        text="A film about a bridge in two cities.",
        names=["Haus der Kulturen"],
        day=day(2019),
    )
    put(title="Filmmakers", kind="event", text="They are two of a kind.", day=day(2016))
    put(title="Łódź and L. A.", kind="event", text="The cities two of them love.", day=day(2015))
    put(title="Los Angeles", kind="city", names=["L.A."], text="A city of bridges.")
    put(title="Michael Müller", kind="person", text="Mayor of Berlin", day=day(2014))
    put(title="Brücken", language="de", text="Zwei Städte bauen Brücken über den Fluss.", day=day(2017))
    put(title="Die Brückenbauer", language="de", text="In der Koenigstrasse steht ein Haus.", day=day(2018))
    put(title="Filmabend", language="de", kind="event", text="Häuser, Brücke und Fluß.", day=day(2019))
    put(title="Nur auf Deutsch", language="de", page_language="en", kind="event", text="Alte Häuser.", day=day(2020))


EXPECTED = [
    # Title as asked, title, text; the latest first; stems of English.
    ("en", "bridges", ["Bridges", "The bridge builders", "Film night", "Los Angeles"]),
    ("en", "bridge", ["The bridge builders", "Bridges", "Film night", "Los Angeles"]),
    ("en", "the BRIDGE builders!", ["The bridge builders"]),
    ("en", "building", ["Bridges"]),
    ("en", "city", ["Film night", "Bridges", "Łódź and L. A.", "Los Angeles"]),
    # Stems of German, on pages of either language.
    ("de", "Brücke", ["Brücken", "Filmabend", "Die Brückenbauer"]),
    ("de", "Haus", ["Filmabend", "Die Brückenbauer"]),
    ("de", "Städten", ["Brücken"]),
    ("en", "Haus", ["Nur auf Deutsch", "Film night"]),
    # Umlauts in every spelling, in titles and in texts.
    *(("en", word, ["Michael Müller", "The bridge builders"]) for word in
      ("müller", "MÜLLER", "Mueller", "muller", "Mu\u0308ller")),
    *(("en", word, ["The bridge builders"]) for word in
      ("königstraße", "Koenigstrasse", "KÖNIGSTRASSE", "konigstrasse", "Königstrasse")),
    ("de", "Königstraße", ["Die Brückenbauer"]),
    ("de", "fluss", ["Filmabend", "Brücken"]),
    ("en", "lodz", ["Łódź and L. A."]),
    *(("en", word, ["Łódź and L. A.", "Los Angeles"]) for word in ("LA", "L.A.", "l. a.")),
    # The last word as the beginning of another, after all that has the word itself; others only with a star.
    ("en", "film", ["Film night", "Filmmakers"]),
    ("en", "filmm", ["Filmmakers"]),
    ("en", "bri", ["The bridge builders", "Bridges", "Film night", "Los Angeles"]),
    ("en", "br", []),
    ("en", "br*", ["The bridge builders", "Bridges", "Film night", "Los Angeles"]),
    ("en", "cit bridge", []),
    ("en", "cit* bridge", ["Film night", "Bridges", "Los Angeles"]),
    ("en", "Müll", ["Michael Müller", "The bridge builders"]),
    ("en", "Muel", ["Michael Müller", "The bridge builders"]),
    ("de", "brück", ["Brücken", "Filmabend", "Die Brückenbauer"]),
    # Phrases stand as they are written, within one field.
    ("en", '"two cities"', ["Film night", "Bridges"]),
    ("en", '"cities two"', ["Łódź and L. A."]),
    ("en", "two cities", ["Film night", "Bridges", "Łódź and L. A."]),
    ("en", '"two of a kind"', ["Bridges", "Filmmakers"]),
    ("en", '"bridges two"', []),
    ("en", '"bridge"', ["The bridge builders", "Film night"]),
    ("en", '„Michael Mueller“', ["Michael Müller", "The bridge builders"]),
    ("en", '"haus der kulturen" film', ["Film night"]),
    # All words, wherever they stand; what is no word is no word.
    ("en", "müller berlin", ["Michael Müller"]),
    ("en", "bridge OR film", ["Film night"]),
    ("en", "-film", ["Film night", "Filmmakers"]),
    ("en", 'bridges "film', ["Film night"]),
    ("en", "film:night*", ["Film night"]),
    ("en", "toe", []),
    ("en", "the", ["The bridge builders", "Łódź and L. A.", "Filmmakers"]),
    ("en", "xyz", []),
    ("en", "w b", []),
    ("en", "len", []),
    ("en", "kstory", []),
]  # fmt: skip


def test_what_is_found_and_in_which_order(library, found):
    assert [(language, asked, found(asked, language)) for language, asked, _titles in EXPECTED] == EXPECTED


def test_a_kind_is_found_by_itself(library, found):
    assert found("bridges", kind="story") == ["Bridges", "The bridge builders"]
    assert found("bridges", kind="city") == ["Los Angeles"]
    assert found("bridges", kind="person") == []
    both = find(read_query("film", "en"), "en", kinds=["", "event"])
    assert {kind: len(found.hits) for kind, found in both.items()} == {"": 2, "event": 2}


def test_on_the_same_day_the_order_is_that_of_kind_and_number(put, found):
    for number in (3, 1, 2):
        put(title=f"Bridge {number}", object_id=number, day=day(2017))
    put(title="A bridge", kind="event", object_id=9, day=day(2017))
    assert found("bridge") == ["A bridge", "Bridge 1", "Bridge 2", "Bridge 3"]


def test_what_is_found_is_live_at_that_moment(put, found):
    hour = datetime.timedelta(hours=1)
    put(title="Bridge of the past", live_from=NOW - 2 * hour, live_until=NOW)
    put(title="Bridge of today", live_from=NOW, live_until=NOW + hour)
    put(title="Bridge of tomorrow", live_from=NOW + hour)
    assert found("bridge", at=NOW - hour) == ["Bridge of the past"]
    assert found("bridge", at=NOW) == ["Bridge of today"]
    assert found("bridge", at=NOW + hour) == ["Bridge of tomorrow"]
    assert found("bridge of today", at=NOW + hour) == []


def test_an_object_is_found_once_with_its_best_documents(put):
    for year in (2015, 2018, 2016, 2017):
        put(title="Ada Example", kind="person", object_id=7, note=f"{year}", day=day(year))
    hits, is_capped = find(read_query("ada", "en"), "en")[""]
    notes = dict(SearchDocument.objects.values_list("pk", "note"))
    assert [(kind, key, [notes[pk] for pk in keys]) for kind, key, keys in hits] == [
        ("person", 7, ["2018", "2017", "2016"])
    ]
    assert not is_capped


# Of very many only the newest are read -------------------------------------------------------------------------------

#: Days back from today: in the same block of 32 days, of 256, of 2,048, and long ago; None has no day.
AGES = [0, 0, 1, 5, 31, 40, 90, 200, 255, 257, 300, 1000, 2047, 2050, 3000, 9000, 30_000, 700_000, None, None]


@pytest.fixture
def ages(put):
    for number, age in enumerate(AGES):
        put(title=f"Bridge {number}", day=None if age is None else NOW.date() - datetime.timedelta(days=age))


def test_the_newest_are_found_however_far_they_lie_apart(ages, found, monkeypatch):
    for most in range(1, len(AGES) + 2):
        monkeypatch.setattr(matching, "MOST", most)
        assert found("bridge") == [f"Bridge {number}" for number in range(len(AGES))][:most]
        assert find(read_query("bridge", "en"), "en")[""].is_capped is (most < len(AGES))


def test_what_the_database_knows_of_words_changes_nothing(ages, put, found, monkeypatch):
    # PostgreSQL now expects 20 of 80 and, the more are wanted, reads them at once.
    for number in range(60):
        put(title=f"Something else {number}", day=NOW.date() - datetime.timedelta(days=number * 50))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    test_the_newest_are_found_however_far_they_lie_apart(ages, found, monkeypatch)


def test_what_is_only_planned_hides_nothing(ages, put, found, monkeypatch):
    monkeypatch.setattr(matching, "MOST", 3)
    for _ in range(20):
        put(title="Bridge to come", day=NOW.date(), live_from=NOW + datetime.timedelta(days=1))
        put(title="Bridge that was", day=NOW.date(), live_until=NOW - datetime.timedelta(days=1))
        put(title="Deutsche Bridge", day=NOW.date(), page_language="de")
        put(title="Bridge event", kind="event", day=NOW.date())
    assert found("bridge", kind="story", at=NOW) == ["Bridge 0", "Bridge 1", "Bridge 2"]


def test_documents_without_a_day_are_found_where_there_are_no_others(put, found):
    put(title="Berlin", kind="city")
    assert found("berlin") == ["Berlin"]


def test_an_empty_index_finds_nothing(found):
    assert found("berlin") == []


def test_more_hits_than_are_shown_are_not_counted(put, monkeypatch):
    monkeypatch.setattr(matching, "MOST", 3)
    for number in range(3):
        put(title="Bridges", day=day(2000 + number))
    three = find(read_query("bridges", "en"), "en")[""]
    assert (len(three.hits), three.is_capped) == (3, False)
    put(title="Bridges again")
    four = find(read_query("bridges", "en"), "en")[""]
    assert (len(four.hits), four.is_capped) == (3, True)
    # A person may fill a page's worth of rows and be one hit.
    for number in range(5):
        put(title="Ada Example", kind="person", object_id=7, day=day(1990 + number))
    ada = find(read_query("ada", "en"), "en")[""]
    assert (len(ada.hits), ada.is_capped) == (1, True)


def test_texts_are_not_read_where_titles_alone_are_more_than_is_shown(put, monkeypatch):
    monkeypatch.setattr(matching, "MOST", 3)
    read, hits = [], matching._hits
    monkeypatch.setattr(matching, "_hits", lambda rows: read.append({row[0] for row in rows}) or hits(rows))
    put(title="A walk", text="Bridges.", day=day(2020))
    for number in range(4):
        find(read_query("bridges", "en"), "en")
        put(title=f"Bridges {number}", day=day(2010 + number))
    find(read_query("bridges", "en"), "en")
    texts, titles_and_texts, titles = {3, 5}, {2, 3, 4, 5}, {2}
    assert read == [texts, titles_and_texts, titles_and_texts, {2, 3}, titles]


def test_what_names_somebody_is_found_behind_them_however_much_they_take_part_in(put, found, monkeypatch):
    monkeypatch.setattr(matching, "MOST", 3)
    for year in range(2010, 2019):
        put(title=f"Walk of {year}", names=["Ada Example"], day=day(year))
        put(title="Ada Example", kind="person", object_id=7, day=day(year))
    assert found("ada") == ["Ada Example", "Walk of 2018", "Walk of 2017"]


# Queries --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "number"), [("", 0), ("!", 0), ('"bridges"', 1), ("bridges", 2), ("bridges of", 1), ("xyz", 2)]
)
@pytest.mark.parametrize("kinds", [[""], ["", "story"]])
def test_a_question_costs_two_queries_at_most(library, django_assert_num_queries, asked, number, kinds):
    query = read_query(asked, "en")
    with django_assert_num_queries(number):
        assert set(find(query, "en", kinds=kinds)) == set(kinds)


def test_which_questions_lead_to_something_is_one_query(library, django_assert_num_queries):
    queries = [read_query(text, "en") for text in ("xyz", "film", "of night", "brück", "bri")]
    with django_assert_num_queries(1):
        assert [query.text for query in matching.answered(queries, "en")] == ["film", "of night", "bri"]
    assert [query.text for query in matching.answered(queries, "en", kind="story")] == ["bri"]
    with django_assert_num_queries(0):
        assert matching.answered([], "en") == []


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=LONGEST_QUERY) | st.text(alphabet="\"„“*:()-^+&|!<> abANDORNEAR\0\\'", max_size=60))
def test_any_text_can_be_asked_for(library, text):
    try:
        query = read_query(text, "en")
    except TooLong:
        return
    for found in find(query, "en", kinds=["", "event"]).values():
        assert not found.is_capped
