"""German says all that English says: complete, nothing fuzzy, nothing forgotten."""

import ast
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
#: What marks a text for translation, without `_lazy`.
FUNCTIONS = {"_", "gettext", "ngettext", "pgettext", "npgettext"}
CATALOGUES = sorted((ROOT / "sistercities" / "locale" / "de" / "LC_MESSAGES").glob("*.po"))


def messages(path):
    with path.open("rb") as file:
        return [message for message in read_po(file, locale="de") if message.id]


def texts(value):
    return list(value) if isinstance(value, (list, tuple)) else [value]


def test_german_catalogue_exists():
    assert [path.name for path in CATALOGUES][:1] == ["django.po"]


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.name)
def test_german_is_complete(path):
    assert [message.id for message in messages(path) if not all(texts(message.string))] == []


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.name)
def test_german_has_nothing_fuzzy(path):
    assert [message.id for message in messages(path) if message.fuzzy] == []


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.name)
def test_german_keeps_placeholders(path):
    placeholder = re.compile(r"%\(\w+\)[sd]|\{\w*\}")
    wrong = [
        message.id
        for message in messages(path)
        for string in texts(message.string)
        # One of the plural forms may say “one” in words.
        if not set(placeholder.findall(string)) <= set(placeholder.findall(" ".join(texts(message.id))))
        or (
            isinstance(message.id, str)
            and sorted(placeholder.findall(string)) != sorted(placeholder.findall(message.id))
        )
    ]
    assert wrong == []


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.name)
def test_german_uses_german_quotation_marks(path):
    wrong = [
        message.id
        for message in messages(path)
        for string in texts(message.string)
        if re.search(r"”|(?<!\w)'\w|\"(?![^<]*>)", string) or string.count("„") != string.count("“")
    ]
    assert wrong == []


def test_no_text_hides_in_an_f_string():
    """There `makemessages` does not see it, so it would stay English for ever."""
    sources = [path for room in ("sistercities", "events", "stories") for path in (ROOT / room).rglob("*.py")]
    hidden = [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for path in sources
        for string in ast.walk(ast.parse(path.read_text()))
        if isinstance(string, ast.JoinedStr)
        for call in ast.walk(string)
        if isinstance(call, ast.Call) and getattr(call.func, "id", "").removesuffix("_lazy") in FUNCTIONS
    ]
    assert len(sources) > 100
    assert hidden == []


def test_german_holds_every_text_of_the_code(tmp_path):
    if not shutil.which("xgettext"):
        pytest.skip("collecting the texts needs GNU gettext, which .ci/run installs and a computer may lack")
    copy = tmp_path / "copy"
    ignored = shutil.ignore_patterns(".*", "var", "node_modules", "__pycache__", "*.mo", "tests", "bench", "fonts")
    shutil.copytree(ROOT, copy, ignore=ignored)
    subprocess.run(
        [sys.executable, "manage.py", "makemessages", "--locale=de", "--no-wrap", "--no-obsolete", "--verbosity=0"],
        cwd=copy,
        check=True,
    )

    def known(root):
        path = root / "sistercities" / "locale" / "de" / "LC_MESSAGES" / "django.po"
        return {(message.context, str(message.id)) for message in messages(path)} if path.exists() else set()

    missing, unused = known(copy) - known(ROOT), known(ROOT) - known(copy)
    assert (missing, unused) == (set(), set())
