"""Our own credit and licence as EXIF and XMP, written into every rendition. Pure functions: texts in, bytes out.

Properties: IPTC Photo Metadata Standard; `xmpRights:WebStatement` and `plus:LicensorURL` are what image search engines
read. Kept short on purpose: it is added to every file, of which some have eight kilobytes.
"""

import re
from xml.sax.saxutils import escape

from PIL import ExifTags, Image

from sistercities.media.rights import WITHOUT_COPYRIGHT, Licence, licence_address

#: What XML 1.0 cannot hold (§2.2), and what Python text can but UTF-8 cannot.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

_NAMESPACES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "photoshop": "http://ns.adobe.com/photoshop/1.0/",
    "xmpRights": "http://ns.adobe.com/xap/1.0/rights/",
    "plus": "http://ns.useplus.org/ldf/xmp/1.0/",
}


def rights_statement(picture):
    """The copyright notice as given, or made of credit and licence: "© Ryan Vaarsi", "Ada Example, CC0 1.0"."""
    if picture.copyright_notice.strip():
        return picture.copyright_notice.strip()
    if not picture.credit:
        return ""
    name = Licence(picture.licence).label if picture.licence in _NAMED_LICENCES else ""
    sign = "" if picture.licence in WITHOUT_COPYRIGHT else "© "
    return f"{sign}{picture.credit}" + (f", {name}" if name else "")


#: Licences whose names are the same in every language.
_NAMED_LICENCES = frozenset({Licence.CC0, Licence.CC_BY, Licence.CC_BY_SA})


def exif(picture):
    """EXIF bytes: artist, copyright, description; UTF-8, as EXIF 3.0 allows and readers of older versions expect."""
    tags = Image.Exif()
    for tag, text in (
        (ExifTags.Base.ImageDescription, picture.title),
        (ExifTags.Base.Artist, picture.credit),
        (ExifTags.Base.Copyright, rights_statement(picture)),
    ):
        if text:
            tags[tag] = _storable(text).replace("\0", "").encode()
    return tags.tobytes()


def xmp(picture):
    """An XMP packet without padding, as nobody edits renditions in place."""
    address = licence_address(picture)
    terms = picture.usage_terms.strip() or (
        Licence(picture.licence).label if picture.licence in _NAMED_LICENCES else ""
    )
    parts = [
        _alternatives("dc:title", picture.title),
        _sequence("dc:creator", picture.creator.strip() or picture.credit),
        _alternatives("dc:rights", rights_statement(picture)),
        _simple("photoshop:Credit", picture.credit),
        _simple("photoshop:Source", picture.source),
        _simple("xmpRights:Marked", "" if not picture.licence else str(picture.licence not in WITHOUT_COPYRIGHT)),
        _alternatives("xmpRights:UsageTerms", terms),
        _simple("xmpRights:WebStatement", address),
        _licensor(picture.credit, address),
    ]
    namespaces = "".join(f' xmlns:{prefix}="{uri}"' for prefix, uri in _NAMESPACES.items())
    return (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        f'<rdf:Description rdf:about=""{namespaces}>{"".join(parts)}</rdf:Description></rdf:RDF></x:xmpmeta>'
    ).encode()


def _storable(text):
    return _NOT_XML.sub("", text)


def _simple(name, text):
    return f"<{name}>{escape(_storable(text))}</{name}>" if text else ""


def _alternatives(name, text):
    item = f'<rdf:li xml:lang="x-default">{escape(_storable(text))}</rdf:li>'
    return f"<{name}><rdf:Alt>{item}</rdf:Alt></{name}>" if text else ""


def _sequence(name, text):
    return f"<{name}><rdf:Seq><rdf:li>{escape(_storable(text))}</rdf:li></rdf:Seq></{name}>" if text else ""


def _licensor(name, address):
    if not name or not address:
        return ""
    entry = _simple("plus:LicensorName", name) + _simple("plus:LicensorURL", address)
    return f'<plus:Licensor><rdf:Seq><rdf:li rdf:parseType="Resource">{entry}</rdf:li></rdf:Seq></plus:Licensor>'
