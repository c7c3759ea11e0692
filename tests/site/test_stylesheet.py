"""The style sheet: small, without foreign addresses, with every class that data can ask for."""

import gzip
import re
from pathlib import Path

import brotli
from django.conf import settings

from sistercities.cities.models import Ink

FOLDER = Path(settings.BASE_DIR) / "sistercities" / "static" / "site"
CSS = (FOLDER / "site.css").read_text()
TEMPLATES = [p for p in (Path(settings.BASE_DIR) / "templates").rglob("*.html") if "admin" not in p.parts]


def test_stylesheet_keeps_its_budget():
    assert len(brotli.compress(CSS.encode())) < 7400
    assert len(gzip.compress(CSS.encode(), 9)) < 8192


def test_stylesheet_asks_no_other_host_and_finds_its_files():
    addresses = re.findall(r"url\(([^)]*)\)", CSS)
    assert len(addresses) == 4
    assert all((FOLDER / address).is_file() for address in addresses)
    assert "@import" not in CSS
    assert "http" not in CSS.replace('a[href^="http"]', "")


def test_fonts_carry_their_licences():
    assert {path.name for path in (FOLDER / "fonts").glob("*OFL.txt")} == {
        "atkinson-hyperlegible-next-OFL.txt",
        "vollkorn-OFL.txt",
    }


def test_every_ink_has_its_light_and_dark_values():
    for ink in Ink.values:
        assert len(re.findall(rf"^\s*\.ink-{ink} {{ --b: #\w{{6}}; --b-text: #\w{{6}}; }}$", CSS, re.MULTILINE)) == 2, (
            ink
        )


def test_every_focal_point_has_its_class():
    for axis in "xy":
        assert re.findall(rf"\.f{axis}-(\d+) {{ --f{axis}: (\d+)%; }}", CSS) == [
            (str(n), str(n * 10)) for n in range(11)
        ]


def test_braces_are_balanced():
    assert CSS.count("{") == CSS.count("}")


def test_templates_carry_no_inline_style_or_script():
    for path in TEMPLATES:
        source = path.read_text()
        assert not re.search(r"\sstyle=|<style|\son\w+=|javascript:", source), path
        assert not re.search(r"<script(?! type=\"application/ld\+json\")", source), path
