"""The login door (promises 6 to 8): attempts are limited per account and address, and recover by themselves."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone

from sistercities.publishing import apps as publishing_apps
from sistercities.publishing.models import AuditEntry

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery staple"


@pytest.fixture(autouse=True)
def accounts():
    for name in ("chief", "deputy"):
        get_user_model().objects.create_superuser(name, password=PASSWORD)


def attempt(username, password, address="198.51.100.7", language="en", **headers):
    headers = {"accept-language": language, **headers}
    return Client().post(
        "/admin/login/", {"username": username, "password": password}, REMOTE_ADDR=address, headers=headers
    )


def fail(times, username="chief", **options):
    return [attempt(username, f"wrong {number}", **options).status_code for number in range(times)]


def test_login_is_closed_after_five_wrong_passwords():
    assert fail(5) == [200, 200, 200, 200, 429]
    assert attempt("chief", PASSWORD).status_code == 429


def test_lockout_leaves_other_people_alone():
    fail(5)
    assert attempt("deputy", PASSWORD).status_code == 302  # another account from the same office
    assert attempt("chief", PASSWORD, address="203.0.113.9").status_code == 302  # the same account from elsewhere


def test_lockout_cannot_be_evaded_by_forged_addresses_or_browsers():
    statuses = [
        attempt(
            "chief", "wrong", **{"x-forwarded-for": f"203.0.113.{number}", "user-agent": f"browser {number}"}
        ).status_code
        for number in range(5)
    ]
    assert statuses == [200, 200, 200, 200, 429]


def test_lockout_counts_a_network_of_ipv6_as_one_address():
    """Who has one address of such a network has all 2⁶⁴ of them."""
    statuses = [attempt("chief", "wrong", address=f"2001:db8:1:2::{number:x}").status_code for number in range(5)]
    assert statuses == [200, 200, 200, 200, 429]
    assert attempt("chief", PASSWORD, address="2001:db8:1:2:ffff::1").status_code == 429
    assert attempt("chief", PASSWORD, address="2001:db8:1:3::1").status_code == 302


def test_lockout_counts_the_visitor_behind_a_trusted_proxy(settings):
    settings.TRUSTED_PROXIES = ["127.0.0.1"]
    for number in range(5):
        last = attempt("chief", f"wrong {number}", address="127.0.0.1", **{"x-forwarded-for": "198.51.100.7"})
    other = attempt("chief", PASSWORD, address="127.0.0.1", **{"x-forwarded-for": "203.0.113.9"})
    assert (last.status_code, other.status_code) == (429, 302)


def test_lockout_ends_after_a_quarter_of_an_hour_although_somebody_tries_on():
    start = timezone.now()
    with time_machine.travel(start, tick=False):
        fail(5)
    for minutes in (5, 10, 14):
        with time_machine.travel(start + timedelta(minutes=minutes), tick=False):
            assert attempt("chief", PASSWORD).status_code == 429
    with time_machine.travel(start + timedelta(minutes=15, seconds=1), tick=False):
        assert attempt("chief", PASSWORD).status_code == 302


def test_success_forgets_earlier_mistakes():
    fail(4)
    attempt("chief", PASSWORD)
    assert fail(4) == [200, 200, 200, 200]


def test_lockout_page_says_what_happened_in_the_visitors_language():
    fail(5)
    page = attempt("chief", PASSWORD).content.decode()
    assert "<h1>Too many attempts</h1>" in page
    assert "chief" not in page
    assert 'href="/admin/login/"' in page
    assert '<html lang="de"' in attempt("chief", PASSWORD, language="de").content.decode()


def words(response, username):
    page = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.content.decode())
    return response.status_code, page.replace(username, "NAME")


def test_login_answers_the_same_for_known_and_unknown_accounts():
    get_user_model().objects.create_user("former", password=PASSWORD, is_staff=True, is_active=False)
    get_user_model().objects.create_user("reader", password=PASSWORD)
    answers = [
        words(attempt(username, password), username)
        for username, password in [
            ("chief", "wrong"),
            ("nobody", "wrong"),
            ("former", PASSWORD),
            ("reader", PASSWORD),
        ]
    ]
    assert answers == [answers[0]] * 4
    assert answers[0][0] == 200


def test_login_computes_a_password_for_unknown_accounts_too(settings, monkeypatch):
    from django.contrib.auth.hashers import MD5PasswordHasher

    computed = []
    encode = MD5PasswordHasher.encode
    monkeypatch.setattr(MD5PasswordHasher, "encode", lambda *args: computed.append(1) or encode(*args))
    counts = []
    for username in ("chief", "nobody"):
        computed.clear()
        attempt(username, "wrong")
        counts.append(len(computed))
    assert counts == [1, 1]


def test_attempts_are_kept_without_passwords():
    from axes.models import AccessAttempt

    attempt("chief", "Secret-1967!")
    kept = AccessAttempt.objects.values().get()
    assert "Secret-1967!" not in str(kept)


def test_session_is_new_at_login_and_gone_after_logout(client):
    client.post("/admin/login/", {"username": "chief", "password": PASSWORD})
    first = client.cookies["sessionid"].value
    client.post("/admin/login/", {"username": "deputy", "password": PASSWORD})
    second = client.cookies["sessionid"].value
    assert first != second
    client.post("/admin/logout/")
    stolen = Client()
    stolen.cookies["sessionid"] = second
    assert stolen.get("/admin/").status_code == 302


def test_session_ends_with_a_new_password(client):
    client.post("/admin/login/", {"username": "chief", "password": PASSWORD})
    chief = get_user_model().objects.get(username="chief")
    chief.set_password("another long password")
    chief.save()
    assert client.get("/admin/").status_code == 302


def test_session_ends_with_deactivation(client):
    client.post("/admin/login/", {"username": "chief", "password": PASSWORD})
    get_user_model().objects.filter(username="chief").update(is_active=False)
    assert client.get("/admin/").status_code == 302


def test_a_flood_of_attempts_does_not_fill_the_audit_trail(monkeypatch):
    monkeypatch.setattr(publishing_apps, "MOST_FAILED_LOGINS", 3)
    start = timezone.now()
    with time_machine.travel(start, tick=False):
        for number in range(5):
            attempt(f"nobody{number}", "wrong")
    assert AuditEntry.objects.filter(action="login_failed").count() == 3
    with time_machine.travel(start + timedelta(minutes=61), tick=False):
        attempt("chief", "wrong")
    assert AuditEntry.objects.filter(action="login_failed").count() == 4
