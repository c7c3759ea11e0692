"""The health address is truthful and mute (promise 55)."""

from django.db import OperationalError, connection


def test_health_is_good_with_one_query(client, db, django_assert_num_queries):
    with django_assert_num_queries(1):
        response = client.get("/healthz")
    assert (response.status_code, response.content, response["Content-Type"]) == (200, b"ok\n", "text/plain")
    assert "no-store" in response["Cache-Control"]
    assert "Set-Cookie" not in response


def test_health_says_so_when_the_database_does_not_answer(client, db):
    def refuse(execute, sql, parameters, many, context):
        raise OperationalError("connection to 10.0.0.5 refused for user site")

    with connection.execute_wrapper(refuse):
        response = client.get("/healthz")
    assert (response.status_code, response.content) == (503, b"unavailable\n")


def test_health_is_for_reading_only(client, db):
    assert client.post("/healthz").status_code == 405


def test_health_answers_without_encryption_inside_the_machine_room(client, db, settings):
    settings.SECURE_SSL_REDIRECT = True
    assert (client.get("/healthz").status_code, client.get("/en/").status_code) == (200, 301)
