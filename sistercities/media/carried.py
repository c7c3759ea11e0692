"""What a picture file says about itself: IPTC-IIM, XMP and EXIF, read to prefill empty fields and then thrown away.

Nothing in a file is trusted: metadata that cannot be read are no metadata, and no text is taken over that holds control
or direction characters or is too long for its field. Location and camera data are only noticed, never read out.
Precedence as the Metadata Working Group's guidelines order writers of today: XMP, then IPTC-IIM, then EXIF.
"""

import contextlib
import datetime
import re
import unicodedata
from dataclasses import dataclass, field

from defusedxml.ElementTree import fromstring
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from PIL import ExifTags

from sistercities.media.rights import LICENCE_ADDRESSES, Licence
from sistercities.media.words import has_words

#: An XMP packet in a JPEG has at most 64 KB; extended ones hold edit histories and depth maps.
MAX_XMP = 256 * 1024

_NS = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "photoshop": "http://ns.adobe.com/photoshop/1.0/",
    "xmpRights": "http://ns.adobe.com/xap/1.0/rights/",
    "core": "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/",
    "cc": "http://creativecommons.org/ns#",
}
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_RESOURCE = f"{{{_NS['rdf']}}}resource"

#: Field of the form → property of XMP (IPTC Photo Metadata Standard, "XMP implementation").
_XMP = {
    "title": "dc:title",
    "creator": "dc:creator",
    "credit_line": "photoshop:Credit",
    "copyright_notice": "dc:rights",
    "usage_terms": "xmpRights:UsageTerms",
    "licence_url": "xmpRights:WebStatement",
    "source": "photoshop:Source",
    "taken_on": "photoshop:DateCreated",
}
#: The same in IPTC-IIM: record 2, dataset number.
_IIM = {
    "title": 5,
    "creator": 80,
    "credit_line": 110,
    "copyright_notice": 116,
    "source": 115,
    "caption": 120,
    "taken_on": 55,
}
_EXIF = {
    "caption": ExifTags.Base.ImageDescription,
    "creator": ExifTags.Base.Artist,
    "copyright_notice": ExifTags.Base.Copyright,
    "taken_on": ExifTags.Base.DateTime,
}
#: What cameras and programs write into the description of every picture.
_MEANINGLESS = frozenset(
    {"olympus digital camera", "dcim", "digital camera", "untitled", "default", "samsung", "sony dsc"}
)


@dataclass
class Carried:
    """`values` by form field such as `title` or `caption_de`: plain text. `is_empty`: there was no metadata at all."""

    values: dict[str, str] = field(default_factory=dict)
    has_location: bool = False
    is_empty: bool = True


def read_carried(image, language):
    """The `Carried` of an opened Pillow image. Texts of unknown language go to those of `language`. Never raises."""
    found = {}
    for read in (_from_xmp, _from_iim, _from_exif):
        with contextlib.suppress(Exception):  # Whatever hostile metadata make a parser raise: there are none then.
            for name, value in read(image, language).items():
                if (text := _clean(value)) and name not in found:
                    found[name] = text
    _settle_licence(found)
    _settle_date(found)
    is_empty = not {"exif", "xmp", "photoshop", "comment"} & set(image.info)
    return Carried(found, not is_empty and _has_location(image), is_empty)


def _from_xmp(image, language):
    packet = image.info.get("xmp") or b""
    if isinstance(packet, str):
        packet = packet.encode()
    if not packet or len(packet) > MAX_XMP:
        return {}
    packet = packet[packet.index(b"<") : packet.rindex(b">") + 1]
    root = fromstring(packet, forbid_dtd=True)
    values = {}
    for name, tag in _XMP.items():
        texts = _texts(root, tag)
        chosen = ", ".join(text for _, text in texts) if name == "creator" else _in_language(texts, language)
        values[name] = chosen
    if not values["licence_url"]:
        values["licence_url"] = _in_language(_texts(root, "cc:license"), language)
    for name, tag in (("caption", "dc:description"), ("alt_text", "core:AltTextAccessibility")):
        for code, text in _texts(root, tag):
            values.setdefault(f"{name}_{code if code in ('en', 'de') else language}", text)
    return values


def _texts(root, tag):
    """[(language code or "", text)] of a property, written as attribute, element, list or language alternatives."""
    prefix, name = tag.split(":")
    qualified = f"{{{_NS[prefix]}}}{name}"
    for description in root.iter(f"{{{_NS['rdf']}}}Description"):
        if qualified in description.attrib:
            return [("", description.attrib[qualified])]
        element = description.find(qualified)
        if element is not None:
            items = list(element.iter(f"{{{_NS['rdf']}}}li")) or [element]
            return [
                (item.get(_LANGUAGE, "")[:2].lower(), text)
                for item in items
                if (text := (item.text or item.get(_RESOURCE) or "").strip())
            ]
    return []


def _in_language(texts, language):
    by_language = dict(reversed(texts))
    return by_language.get(language) or (texts[0][1] if texts else "")


def _from_iim(image, language):
    block = (image.info.get("photoshop") or {}).get(0x0404, b"")
    datasets, at = {}, 0
    while at + 5 <= len(block) and block[at] == 0x1C:
        key = (block[at + 1], block[at + 2])
        length = int.from_bytes(block[at + 3 : at + 5], "big")
        if length & 0x8000:  # Extended lengths are for thumbnails and audio, not for words.
            break
        datasets.setdefault(key, []).append(block[at + 5 : at + 5 + length])
        at += 5 + length
    values = {name: ", ".join(map(_decode, datasets.get((2, number), ()))) for name, number in _IIM.items()}
    values[f"caption_{language}"] = values.pop("caption")
    return values


def _from_exif(image, language):
    exif = image.getexif()
    values = {name: exif.get(tag) for name, tag in _EXIF.items()}
    original = exif.get_ifd(ExifTags.IFD.Exif).get(ExifTags.Base.DateTimeOriginal)
    values["taken_on"] = original or values["taken_on"]
    values = {
        name: _decode(value.encode("latin-1", "replace")) for name, value in values.items() if isinstance(value, str)
    }
    if (caption := values.pop("caption", "")).strip().lower() not in _MEANINGLESS:
        values[f"caption_{language}"] = caption
    return values


def _has_location(image):
    try:
        if image.getexif().get_ifd(ExifTags.IFD.GPSInfo):
            return True
    except Exception:
        return True  # Unreadable: rather say once too often that it was thrown away.
    packet = image.info.get("xmp") or b""
    return b"GPSLatitude" in (packet.encode() if isinstance(packet, str) else packet)


def _decode(raw):
    """Text of bytes whose encoding nobody states: UTF-8 where they are that, else Windows' Western one."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


def _clean(value):
    """One line of printable text, or "": controls, direction marks, blanks and what cameras write of themselves go."""
    text = "".join(" " if unicodedata.category(c) in ("Cc", "Zl", "Zp") else c for c in str(value or ""))
    text = "".join(c for c in text if unicodedata.category(c) not in ("Cf", "Cs", "Co", "Cn") and c != "\ufffd")
    text = re.sub(r"\s+", " ", text).strip()
    return text if has_words(text) else ""


def _settle_licence(found):
    """A Creative Commons address names the licence; any other address must be one of the web."""
    address = found.get("licence_url", "")
    terms = f"{address} {found.get('usage_terms', '')} {found.get('copyright_notice', '')}".lower()
    for licence in (Licence.CC_BY, Licence.CC_BY_SA, Licence.CC0):
        if LICENCE_ADDRESSES[licence].removeprefix("https://").rstrip("/") in terms:
            found["licence"] = licence.value
            found.pop("licence_url", None)
            return
    if address:
        try:
            URLValidator(schemes=["http", "https"])(address)
        except ValidationError:
            del found["licence_url"]


def _settle_date(found):
    """EDTF of "2017:10:04 12:00:00", "20171004", "2017-10-04T12:00", "2017-10" or "2017"; nothing else is a date."""
    match = re.match(r"(\d{4})(?:[:-]?(\d{2})(?:[:-]?(\d{2}))?)?(?![\d:-])", found.pop("taken_on", ""), re.ASCII)
    if not match:
        return
    year, month, day = (part for part in match.groups())
    with contextlib.suppress(ValueError):
        date = datetime.date(int(year), int(month or 1), int(day or 1))
        if 1800 <= date.year <= datetime.date.today().year + 1:
            found["taken_on"] = "-".join(part for part in (year, month, day) if part)
