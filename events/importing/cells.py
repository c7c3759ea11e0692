"""Cells to values, of one kind each. Every function raises `CellRefused` with a sentence."""

import datetime
import decimal
import re
from functools import lru_cache

from django.core.exceptions import ValidationError
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import override

from events.exports.context import plain
from events.importing.refusals import CellRefused
from sistercities.office.page_text import MAX_LENGTH, sanitise
from sistercities.richtext.links import allowed_href

LANGUAGES = ("en", "de")
_YES = {"yes", "y", "true", "1", "x", "ja", "j", "wahr", "✓"}
_NO = {"no", "n", "false", "0", "", "nein", "falsch", "–", "-"}
_NUMBER = re.compile(r"[0-9]{1,3}(?:[.,' ]?[0-9]{3})*(?:[.,][0-9]{1,2})?|[0-9]+(?:[.,][0-9]{1,2})?")


def text_of(cell):
    """What the cell says, as text; "" for nothing. Days are ISO 8601, as in our own lists."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, datetime.datetime):
        return cell.isoformat(" ", "seconds" if cell.second else "minutes")
    if isinstance(cell, datetime.date):
        return cell.isoformat()
    if isinstance(cell, datetime.time):
        return f"{cell:%H:%M}"
    if isinstance(cell, float):
        return format(decimal.Decimal(repr(cell)), "f")
    return str(cell).strip()


def words(cell, field):
    """Text for a model field, held to its limit. Line breaks are spaces where the field has one line."""
    text = text_of(cell)
    if field.get_internal_type() == "CharField":
        text = " ".join(text.split("\n")) if "\n" in text else text
    if field.max_length and len(text) > field.max_length:
        raise CellRefused(
            _("has %(count)d characters; at most %(limit)d are stored.")
            % {"count": len(text), "limit": field.max_length}
        )
    return text


def choice(cell, choices):
    """The value of a `TextChoices`: by its label in any language, or by the value itself."""
    text = text_of(cell)
    found = _choices(choices).get(text.casefold())
    if found is None:
        raise CellRefused(
            _("“%(text)s” is none of: %(choices)s.")
            % {"text": text[:60], "choices": ", ".join(str(one.label) for one in choices)}
        )
    return found


def yes_no(cell):
    if isinstance(cell, bool):
        return cell
    text = text_of(cell).casefold()
    if text not in _YES | _NO:
        raise CellRefused(_("“%(text)s” is neither yes nor no.") % {"text": text[:60]})
    return text in _YES


def paragraphs(text):
    """Plain text, a paragraph a line, as the sanitised HTML of a body."""
    html = sanitise("".join(f"<p>{escape(line)}</p>" for line in text.split("\n") if line.strip()))
    if len(html) > MAX_LENGTH:
        counted = {"count": len(html), "limit": MAX_LENGTH}
        raise CellRefused(_("has %(count)d characters; at most %(limit)d are stored.") % counted)
    return html


def number(cell, field):
    """An amount of money with a decimal comma or point, as text with two places; None for nothing."""
    if isinstance(cell, bool):
        raise CellRefused(_("is no number."))
    text = text_of(cell)
    if not text:
        return None
    if not isinstance(cell, int | float):
        if not _NUMBER.fullmatch(text):
            raise CellRefused(_("“%(text)s” is no number such as 12 or 12.50.") % {"text": text[:60]})
        whole, mark, cents = re.fullmatch(r"(.*?)(?:([.,])([0-9]{1,2}))?", text).groups()
        text = re.sub(r"[.,' ]", "", whole) + (f".{cents}" if mark else "")
    try:
        value = field.clean(decimal.Decimal(text), None)
    except ValidationError as refusal:
        raise CellRefused(" ".join(refusal.messages)) from None
    return str(value.quantize(decimal.Decimal("0.01")))


def web_address(cell, field):
    """An http or https address; https is put before one that has no scheme."""
    text = text_of(cell)
    if not text:
        return ""
    if "://" not in text:
        text = f"https://{text}"
    try:
        text = field.clean(text, None)
    except ValidationError as refusal:
        raise CellRefused(" ".join(refusal.messages)) from None
    if allowed_href(text) is None:
        raise CellRefused(_("“%(text)s” is no address that a page may link to.") % {"text": text[:60]})
    return text


@lru_cache
def _choices(choices):
    found = {one.value.casefold(): one.value for one in choices if one.value}
    for language in LANGUAGES:
        with override(language):
            found |= {plain(str(one.label)).casefold(): one.value for one in choices}
    return found
