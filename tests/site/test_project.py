"""The project keeps its own rules: rooms, migrations, lock files, static files."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles.finders import get_finder
from django.core.management import call_command
from django.templatetags.static import static
from django.test import override_settings

ROOT = Path(settings.BASE_DIR)


def test_rooms_import_downwards_only():
    result = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"], cwd=ROOT, capture_output=True, text=True
    )
    assert result.returncode == 0, result.stdout


def exists(module):
    """Whether there is a module of that name; `*` stands for the rest of it."""
    path = module.replace(".", "/").replace("**", "*")
    return any(ROOT.glob(f"{path}.py")) or any(ROOT.glob(f"{path}/__init__.py"))


def test_import_contracts_name_modules_that_exist():
    """A contract on a module that was renamed would keep nothing."""
    import tomllib

    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    named = [name for contract in contracts for name in contract.get("source_modules", [])]
    named += [name for contract in contracts for name in contract.get("forbidden_modules", [])]
    unknown = {name for name in named if not exists(name)}
    for contract in contracts:
        layers = {name.strip(" ()") for line in contract.get("layers", []) for name in re.split("[|:]", line)}
        # An app may lack a layer; a layer that no app has is a mistake.
        apps = [f"{container}." for container in contract.get("containers", [])] or [""]
        unknown |= {layer for layer in layers if not any(exists(app + layer) for app in apps)}
        unknown |= {app for app in apps if app and not any(exists(app + layer) for layer in layers)}
    assert unknown == set()


def test_models_have_their_migrations(db):
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.parametrize("name", ["base", "dev"])
def test_lock_file_is_hashed_and_names_no_host(name):
    text = (ROOT / "requirements" / f"{name}.txt").read_text()
    packages = re.findall(r"^[a-zA-Z].*$", text, re.MULTILINE)
    assert [line for line in packages if not re.match(r"^[\w.\[\]-]+==[\w.]+( ; .*)? \\$", line)] == []
    assert text.count("==") >= len(packages) > 15
    blocks = re.split(r"\n(?=[a-zA-Z])", text)[1:]
    assert [block.splitlines()[0] for block in blocks if "--hash=sha256:" not in block] == []
    assert re.findall(r"https?://|--(?:extra-)?index-url|--find-links|@ ", text) == []


def test_lock_files_agree():
    def versions(name):
        return dict(
            re.findall(r"^([\w.-]+)(?:\[.*\])?==([\w.]+)", (ROOT / f"requirements/{name}.txt").read_text(), re.M)
        )

    base, dev = versions("base"), versions("dev")
    assert base.items() <= dev.items()


def test_lock_file_holds_everything_that_is_asked_for():
    wanted = {
        re.split(r"[\[<>=; ]", line)[0].lower().replace("_", "-")
        for name in ("base", "dev")
        for line in (ROOT / f"requirements/{name}.in").read_text().splitlines()
        if line.strip() and not line.startswith(("#", "-"))
    }
    locked = set(re.findall(r"^([\w.-]+?)(?:\[.*\])?==", (ROOT / "requirements/dev.txt").read_text(), re.M))
    assert wanted - locked == set()
    assert "psycopg" not in locked  # beside psycopg2, Django would silently use it


def test_tests_run_on_the_versions_that_the_site_runs_on():
    base, dev = (
        set(re.findall(r"^([\w.-]+(?:\[.*\])?==\S+)", (ROOT / f"requirements/{name}.txt").read_text(), re.M))
        for name in ("base", "dev")
    )
    assert base - dev == set()


def collected(folder, storage, **changes):
    storages = {**settings.STORAGES, "staticfiles": {"BACKEND": storage}}
    with override_settings(STATIC_ROOT=folder, STORAGES=storages, **changes):
        get_finder.cache_clear()
        call_command("collectstatic", interactive=False, verbosity=0)
        get_finder.cache_clear()
        return static("site/prefetch.speculationrules")


def test_static_files_name_only_what_is_there(tmp_path):
    """The storage refuses a stylesheet or a script that names a file which does not exist."""
    address = collected(tmp_path, "django.contrib.staticfiles.storage.ManifestStaticFilesStorage")
    assert re.fullmatch(r"/static/site/prefetch\.[0-9a-f]{12}\.speculationrules", address)


def test_static_files_are_compressed(tmp_path):
    collected(
        tmp_path,
        "whitenoise.storage.CompressedManifestStaticFilesStorage",
        STATICFILES_FINDERS=["django.contrib.staticfiles.finders.FileSystemFinder"],
    )
    assert [len(list(tmp_path.glob(f"site/site.*.css{ending}"))) for ending in ("", ".br", ".gz")] == [1, 1, 1]


def test_prefetch_rules_are_served_as_what_they_are(client, db):
    response = client.get("/static/site/prefetch.speculationrules")
    assert response["Content-Type"] == "application/speculationrules+json"
    assert b'"eagerness": "moderate"' in b"".join(response)


def test_templates_hold_no_inline_script_style_or_handler():
    """The policies would block them, silently."""
    inline = re.compile(
        r"""<style|\sstyle=|<script(?![^>]*(?:\ssrc=|type="application/ld\+json"|nonce))|\son[a-z]+=["']"""
    )
    found = {
        str(path.relative_to(ROOT)): inline.findall(text)
        for path in (ROOT / "templates").rglob("*.html")
        if (text := path.read_text()) and inline.search(text)
    }
    assert found == {}


def test_make_lists_every_target():
    if not shutil.which("make"):
        pytest.skip("make is not installed on this computer")
    listed = subprocess.run(["make", "-s"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    targets = re.findall(r"^  ([a-z-]+) ", listed, re.MULTILINE)
    phony = re.findall(r"^\.PHONY: (.*)$", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert sorted(targets) == sorted({name for line in phony for name in line.split()} - {"help", "suite"})


def test_production_settings_pass_the_deployment_checks():
    import os

    environment = {
        "PATH": os.environ["PATH"],
        "VAR_DIR": os.environ["VAR_DIR"],
        "SECRET_KEY": "qZ7-vT2mB9xWc4Lr8KpDn5YgHs3JfUe6AaQo1Ii0Ez7-vT2mB9xWc4",
        "ALLOWED_HOSTS": "partners.example.org",
        "SITE_URL": "https://partners.example.org",
    }
    result = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert result.returncode == 0, result.stderr


def test_operations_document_every_variable():
    code = (ROOT / "sistercities" / "settings.py").read_text() + (ROOT / "gunicorn.conf.py").read_text()
    read = set(re.findall(r"""(?:env\.\w+|flag|number|environ\.get)\(\s*"([A-Z_]+)\"""", code))
    documented = set(re.findall(r"^\| `([A-Z_]+)` \|", (ROOT / "docs" / "operations.md").read_text(), re.MULTILINE))
    assert documented == read
