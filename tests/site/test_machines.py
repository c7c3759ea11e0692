"""robots.txt and security.txt."""

from datetime import UTC, datetime

import pytest

pytestmark = pytest.mark.django_db


def test_robots_txt_names_the_sitemap_and_keeps_off_the_desk(client):
    response = client.get("/robots.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response.content.decode() == (
        "User-agent: *\nDisallow: /admin/\nDisallow: /preview/\nDisallow: /lists/\n\nSitemap: http://testserver/sitemap.xml\n"
    )


@pytest.mark.parametrize(
    ("contact", "line"),
    [
        ("", "Contact: mailto:office@example.org"),
        ("security@example.org", "Contact: mailto:security@example.org"),
        ("https://example.org/report", "Contact: https://example.org/report"),
        ("https://example.org/\nExpires: never", "Contact: https://example.org/Expires:never"),
    ],
)
def test_security_txt_follows_rfc_9116(client, office, time_machine, contact, line):
    time_machine.move_to(datetime(2026, 11, 23, 12, tzinfo=UTC))
    type(office).objects.update(security_contact=contact)
    response = client.get("/.well-known/security.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response.content.decode() == (
        f"{line}\nExpires: 2027-04-30T00:00:00Z\nPreferred-Languages: en, de\n"
        "Canonical: http://testserver/.well-known/security.txt\n"
    )


def test_security_txt_without_a_contact_is_not_found(client):
    assert client.get("/.well-known/security.txt").status_code == 404
