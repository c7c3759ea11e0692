"""How a picture is printed: the `<picture>` element, its credit, its address for link previews.

Strings made of columns that are already loaded: no storage, cache or database is asked, and no file is opened. Whatever
is not a number or ours is escaped. Sizes per slot are those of the stylesheet's grid.
"""

from functools import lru_cache

from django.conf import settings
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, override

from sistercities.media.renditions import (
    CARD_FALLBACK_WIDTH,
    CARD_RATIO,
    FALLBACK_WIDTH,
    FOLDER,
    fallback,
    proportional_height,
)
from sistercities.media.rights import WITHOUT_COPYRIGHT, Licence, Medium, licence_address
from sistercities.media.words import has_words

# On phones with three and more pixels to a dot nobody sees the third: there the browser is told a narrower picture, so
# that 360 × 3 asks for 960 pixels instead of 1280, and a card for 640. That is a third of a page's weight.
_DENSE = "(max-width: 640px) and (min-resolution: 2.5dppx)"
#: Slot → the `sizes` attribute: how wide the picture is printed at which width of the window.
SIZES = {
    "lead": f"{_DENSE} 88vw, (min-width: 1280px) 1200px, 100vw",
    "hero": f"{_DENSE} 88vw, (min-width: 1280px) 690px, (min-width: 896px) 56vw, 100vw",
    "wide": f"{_DENSE} 88vw, (min-width: 1280px) 1200px, 100vw",
    "text": f"{_DENSE} 88vw, (min-width: 640px) 576px, 100vw",
    "half": f"{_DENSE} 88vw, (min-width: 1280px) 597px, (min-width: 640px) 48vw, 100vw",
    "card": f"{_DENSE} 59vw, (min-width: 1280px) 380px, (min-width: 640px) 46vw, 100vw",
    "card-lead": f"{_DENSE} 88vw, (min-width: 1280px) 690px, (min-width: 896px) 56vw, 100vw",
}
#: Slots that use the 3:2 renditions cropped around the focal point.
CARD_SLOTS = frozenset({"card", "card-lead"})
LANGUAGES = ("en", "de")


def picture_element(picture, slot, language, *, priority=False, alt=None):
    """The `<picture>` for a slot of `SIZES`, or "" where there is nothing to show: no picture, no file, no renditions.

    `language` chooses the alternative text; one in the other language is marked as such. `alt=""` is for places where
    the picture only decorates, such as cards; `alt=None` takes the picture's own. `priority` is for the one picture
    that the visitor sees first: loaded at once, not when scrolled to. Raises KeyError for an unknown slot.
    """
    sizes = SIZES[slot]
    if picture is None or not picture.rendition_widths or not picture.renditions_key:
        return SafeString("")
    is_card = slot in CARD_SLOTS and picture.card_widths
    family, widths = ("c", picture.card_widths) if is_card else ("w", picture.rendition_widths)
    base = f"{settings.MEDIA_URL}{FOLDER}/{picture.renditions_key}/{family}"
    widest = widths[-1]
    if is_card:
        height, position = max(1, round(widest / CARD_RATIO)), ""
        jpeg = fallback(widths, CARD_FALLBACK_WIDTH)
    else:
        height = proportional_height(widest, picture.width or widest, picture.height or widest)
        position = f' class="{focal_classes(picture)}"'
        jpeg = fallback(widths, FALLBACK_WIDTH)
    text, language_mark = _alternative(picture, language, alt)
    loading = 'fetchpriority="high"' if priority else 'loading="lazy" decoding="async"'
    avif = ", ".join([f"{base}{width}.avif {width}w" for width in widths])
    webp = ", ".join([f"{base}{width}.webp {width}w" for width in widths])
    return mark_safe(  # noqa: S308 numbers, our own random key, and an escaped text
        f'<picture><source type="image/avif" srcset="{avif}" sizes="{sizes}">'
        f'<source type="image/webp" srcset="{webp}" sizes="{sizes}">'
        f'<img src="{base}{jpeg}.jpg" width="{widest}" height="{height}" alt="{escape(text)}"'
        f"{language_mark}{position} {loading}></picture>"
    )


def _alternative(picture, language, alt):
    """(text, ` lang="…"` or "")"""
    if alt is not None:
        return alt, ""
    text, code = alternative_text(picture, language)
    return text, f' lang="{code}"' if code not in ("", language) else ""


def alternative_text(picture, language):
    """The text, in that language if it has one, and its language; two empty texts where the picture only decorates."""
    if not picture.is_decorative:
        for code in (language, *LANGUAGES):
            text = getattr(picture, f"alt_text_{code}", "")
            if text and has_words(text):
                return text, code
    return "", ""


def focal_classes(picture):
    """ "fx-3 fy-5": the focal point in tenths, which the stylesheet turns into `object-position` (no inline styles)."""
    return f"fx-{round(picture.focal_x * 10)} fy-{round(picture.focal_y * 10)}"


#: Licences that ask for their name and a link to it beside the credit, and how they are named there.
_LINKED = {Licence.CC_BY: "CC BY 4.0", Licence.CC_BY_SA: "CC BY-SA 4.0"}


def credit_line(picture, language):
    """The credit as it is printed under a picture, safe HTML; "" where nobody is credited.

    "© Name" for photographs, "Illustration: Name" for drawings; under free licences their name follows, linked where
    the licence asks for that (CC BY 4.0, section 3(a)(1)(C)). Nobody's copyright is claimed where there is none.
    """
    if picture is None or not (credit := picture.credit):
        return SafeString("")
    return _credit_line(credit, picture.medium, picture.licence, licence_address(picture), language)


@lru_cache(maxsize=2048)
def _credit_line(credit, medium, licence, address, language):
    """Remembered by what it is made of, so that a corrected credit is another line; a page prints eight."""
    with override(language):
        name = credit.lstrip("©").strip()
        if medium == Medium.ILLUSTRATION:
            line = gettext("Illustration: %(name)s") % {"name": name}
        elif licence in WITHOUT_COPYRIGHT:
            line = gettext("Photo: %(name)s") % {"name": name}
        else:
            line = f"© {name}"
        if licence in _LINKED or (licence == Licence.OTHER and address):
            link = format_html('<a href="{}" rel="license">{}</a>', address, _LINKED.get(licence) or gettext("licence"))
            return format_html("{}, {}", line, link)
        if licence == Licence.CC0:
            line = f"{line}, CC0"
        elif licence == Licence.PUBLIC_DOMAIN:
            public_domain = gettext("public domain")
            line = f"{line}, {public_domain}"
        return escape(line)


def credit_entry(picture, language):
    """For the collected list of a page: "Nickel Diner in L. A. © Ryan Vaarsi"; safe HTML, "" without a picture."""
    if picture is None:
        return SafeString("")
    line = credit_line(picture, language)
    if not line:
        return escape(picture.title)
    return format_html("{} {}" if line.startswith("©") else "{} ({})", picture.title, line)


def social_image_url(picture):
    """The site-relative address of the JPEG for link previews, 1200 × 630 or less, or None."""
    if picture is None or not picture.rendition_widths:
        return None
    return f"{settings.MEDIA_URL}{FOLDER}/{picture.renditions_key}/social.jpg"


def thumbnail_url(picture):
    """The address of a small 3:2 WebP for lists of the desk, or None."""
    if picture is None or not picture.card_widths:
        return None
    return f"{settings.MEDIA_URL}{FOLDER}/{picture.renditions_key}/c{picture.card_widths[0]}.webp"


def preview_url(picture):
    """The address of a rendition in proportion, up to 960 pixels wide, for forms of the desk, or None."""
    if picture is None or not picture.rendition_widths:
        return None
    width = fallback(picture.rendition_widths, FALLBACK_WIDTH)
    return f"{settings.MEDIA_URL}{FOLDER}/{picture.renditions_key}/w{width}.webp"


def thumbnail(picture, words=""):
    """A small `<img>` for lists of the desk; "" where there is nothing to show. The text beside it names it, or `words`
    do: where it is a link of its own.
    """
    if not (address := thumbnail_url(picture)):
        return SafeString("")
    html = '<img src="{}" width="96" height="64" alt="{}" loading="lazy" class="thumbnail">'
    return format_html(html, address, words)
