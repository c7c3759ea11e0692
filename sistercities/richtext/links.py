"""Where a link may lead (promise 26): http and https, mail, telephone, and pages of this site."""

import html
import re
from urllib.parse import urlsplit

SCHEMES = frozenset({"http", "https", "mailto", "tel"})
MAX_HREF_LENGTH = 2000

#: No address needs these; browsers read past most of them, so `java\tscript:` and `/\host` would be addresses to them.
_NEVER = re.compile(
    r"""[\x00-\x20\x7f-\xa0\u00ad\u061c\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff\ufff0-\uffff\\<>"`]"""
)
_MAIL = re.compile(r"[^@\s?&]+@[^@\s?&]+(\?[^\s]*)?")
_TELEPHONE = re.compile(r"\+?[\d().-]{3,30}")
_LINK = re.compile(r"""<a\s[^<>]*?(?<![-\w])href\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)


def allowed_href(value):
    """The address as it is stored, or None where it must not be a link.

    >>> allowed_href(" HTTPS://example.org/a b ")
    'https://example.org/a%20b'
    >>> allowed_href("//example.org") is None
    True
    """
    value = value.strip(" \t\n\r\f").replace(" ", "%20")
    if not value or len(value) > MAX_HREF_LENGTH or _NEVER.search(value):
        return None
    if value.startswith("/"):
        return None if value.startswith("//") else value
    scheme, colon, rest = value.partition(":")
    scheme = scheme.lower()
    if not colon or scheme not in SCHEMES or not _leads_somewhere(scheme, rest):
        return None
    return f"{scheme}:{rest}"


def web_href(value):
    """The same of an address on the web alone: neither mail nor telephone, nor a page of this site without its host.

    >>> web_href("mailto:a@example.org") is None
    True
    """
    href = allowed_href(value)
    return href if href is not None and href.startswith(("https:", "http:")) else None


def _leads_somewhere(scheme, rest):
    if scheme == "mailto":
        return bool(_MAIL.fullmatch(rest))
    if scheme == "tel":
        return bool(_TELEPHONE.fullmatch(rest))
    if not rest.startswith("//"):
        return False
    try:
        parts = urlsplit(f"{scheme}:{rest}")
        # Reading the port is what checks it. A name before the host is only ever there to deceive.
        return bool(parts.hostname) and "@" not in parts.netloc and (parts.port is None or parts.port > 0)
    except ValueError:
        return False


def refused_links(markup):
    """The addresses in the links of some HTML that `sanitise()` would take out, in order, each once."""
    found = (
        html.unescape(next(group for group in match.groups() if group is not None)) for match in _LINK.finditer(markup)
    )
    return list(dict.fromkeys(href for href in found if allowed_href(href) is None))
