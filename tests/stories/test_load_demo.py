"""Loading the demonstration: its pictures, its accounts, and when it leaves everything alone."""

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError

from sistercities.cities.models import City
from tests.factories import OfficeFactory, UserFactory
from tests.stories.demo import everything, load_demo, make_pictures

# Pictures -------------------------------------------------------------------------------------------------------------


def test_demo_pictures_that_cannot_be_stored_leave_nothing_behind(db, settings, tmp_path):
    (tmp_path / "file").write_text("in the way")
    settings.MEDIA_ROOT = tmp_path / "file" / "media"
    make_pictures(but=["two-of-a-kind"])
    before = everything()
    with pytest.raises(OSError, match="file"):
        load_demo()
    assert everything() == before


# What is left alone ---------------------------------------------------------------------------------------------------


def test_load_demo_leaves_an_office_of_ones_own_alone(db):
    OfficeFactory()
    before = everything()
    load_demo()
    assert everything() == before


# Accounts -------------------------------------------------------------------------------------------------------------


def groups():
    users = get_user_model().objects.filter(is_staff=True, is_superuser=False)
    return {user.username: [group.name for group in user.groups.all()] for user in users}


def test_accounts_are_created_with_the_given_password(db, monkeypatch):
    OfficeFactory()
    monkeypatch.setenv("DEMO_PASSWORD", "a long walk by the Spree")
    load_demo()
    assert groups() == {
        "author": ["author"],
        "editor": ["editor"],
        "media": ["media steward"],
        "exporter": ["exporter"],
        "admin": ["administrator"],
    }
    assert all(user.check_password("a long walk by the Spree") for user in get_user_model().objects.all())


def test_accounts_that_exist_are_not_touched(db, monkeypatch):
    OfficeFactory()
    chosen = UserFactory(username="editor", is_active=False)
    chosen.set_password("chosen by somebody")
    chosen.save()
    monkeypatch.setenv("DEMO_PASSWORD", "another one")
    load_demo()
    editor = get_user_model().objects.get(username="editor")
    assert (editor.check_password("chosen by somebody"), editor.is_active, groups()["editor"]) == (True, False, [])


def test_accounts_need_a_password(db, monkeypatch):
    monkeypatch.delenv("DEMO_PASSWORD", raising=False)
    with pytest.raises(CommandError, match="DEMO_PASSWORD"):
        load_demo(accounts=True)
    assert not City.objects.exists()


def test_load_demo_is_refused_on_a_public_site(db, settings, monkeypatch):
    settings.SITE_URL = "https://partners.example.org"
    monkeypatch.setenv("DEMO_PASSWORD", "shared with everybody")
    before = everything()
    with pytest.raises(CommandError, match="--yes"):
        load_demo()
    assert everything() == before
