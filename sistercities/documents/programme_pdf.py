"""A programme as PDF for printing and for screen readers (PDF/UA-1), on A4."""

from functools import cache
from pathlib import Path
from string import Template

from django.template.loader import render_to_string
from django.utils.translation import override

from sistercities.documents.inks import ALERT, HOME_INK, INK, LINE, MUTED, PARTNER_INKS, partner_ink
from sistercities.documents.printing import print_pdf
from sistercities.documents.text import cleaned

SERIF = '"Vollkorn", serif'
SANS = '"Atkinson Hyperlegible Next", sans-serif'


def agenda_pdf(agenda):
    """The bytes of an `Agenda`. Raises `TooLong`, `CannotPrint` and `PrintingFailed`."""
    agenda.refuse_if_too_long()
    with override(agenda.language):
        context = {"agenda": cleaned(agenda), "made_at": agenda.made_at.isoformat(timespec="seconds")}
        html = render_to_string("documents/programme.html", context)
    return print_pdf(html, stylesheet(agenda.ink))


def stylesheet(ink):
    """The style sheet with the colours of home and of the partner whose programme it is."""
    colours = {"a": HOME_INK.fill, "b": partner_ink(ink).fill, "ink": INK, "muted": MUTED, "line": LINE, "alert": ALERT}
    return _sheet().substitute(colours, serif=SERIF, sans=SANS, city_inks=_city_inks())


@cache
def _sheet():
    return Template((Path(__file__).parent / "programme.css").read_text())


def _city_inks():
    """The dots of partner cities: filled on their right, so that not the colour alone tells them from home."""
    rule = "h3.ink-{}::before {{ background: linear-gradient(90deg, transparent 50%, {} 50%); border-color: {}; }}"
    return "\n".join(rule.format(name, ink.fill, ink.text) for name, ink in PARTNER_INKS.items())
