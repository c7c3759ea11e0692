"""The editor runs under a policy without inline scripts: its import map has the nonce of the response."""

import re

import pytest
from django.urls import reverse

from tests.factories import UserFactory


@pytest.mark.django_db
def test_the_import_map_has_the_nonce_of_the_policy_and_comes_before_the_modules(client):
    client.force_login(UserFactory(is_superuser=True))
    response = client.get(reverse("admin:office_standingpage_add"))
    nonce = re.search(r"'nonce-([^']+)'", response["Content-Security-Policy"])[1]
    import_map = response.text.index('<script type="importmap"')
    assert f'nonce="{nonce}"' in response.text[import_map : response.text.index(">", import_map)]
    assert import_map < response.text.index('type="module"')
    assert "/static/admin/richtext.js" in response.text
    assert "/static/admin/richtext.css" in response.text


@pytest.mark.django_db
def test_every_form_has_a_nonce_of_its_own(client):
    client.force_login(UserFactory(is_superuser=True))
    policies = {client.get(reverse("admin:office_standingpage_add"))["Content-Security-Policy"] for _ in range(2)}
    assert len(policies) == 2
