"""The door of the desk in a real browser: it works under its content-security policy."""

from django.contrib.auth import get_user_model


def test_login_page_lets_a_person_in_and_out(page, db):
    get_user_model().objects.create_superuser("chief", password="a long enough password")
    page.goto("/admin/")
    page.get_by_label("Username").fill("chief")
    page.get_by_label("Password").fill("a long enough password")
    page.get_by_role("button", name="Log in").click()
    page.get_by_role("button", name="Log out").click()
    assert page.get_by_role("heading", name="Logged out").is_visible()
