"""What a file says about itself prefills fields, and hostile metadata say nothing."""

import time

import pytest
from PIL import ExifTags, Image

from sistercities.media.carried import read_carried
from sistercities.media.uploads import read_picture
from tests.media import images


def carried(data, language="en"):
    return read_picture(images.upload(data), language).carried


FULL = """
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">Nickel Diner</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>Ryan Vaarsi</rdf:li><rdf:li>Jürgen Groß</rdf:li></rdf:Seq></dc:creator>
<dc:rights><rdf:Alt><rdf:li xml:lang="x-default">© 2016 Ryan Vaarsi</rdf:li></rdf:Alt></dc:rights>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">A diner</rdf:li>
<rdf:li xml:lang="de-DE">Ein Lokal</rdf:li></rdf:Alt></dc:description>
<xmpRights:UsageTerms><rdf:Alt><rdf:li xml:lang="x-default">Press only</rdf:li></rdf:Alt></xmpRights:UsageTerms>
<core:AltTextAccessibility><rdf:Alt>
<rdf:li xml:lang="en">Neon sign over a door</rdf:li></rdf:Alt></core:AltTextAccessibility>
"""


def test_xmp_in_every_form_is_read():
    packet = images.xmp(
        FULL,
        photoshop_Credit="Vaarsi & Co",
        photoshop_Source="Archive",
        photoshop_DateCreated="2016-05-04T12:00:00",
        xmpRights_WebStatement="https://example.org/terms",
    )
    expected = {
        "title": "Nickel Diner",
        "creator": "Ryan Vaarsi, Jürgen Groß",
        "credit_line": "Vaarsi & Co",
        "copyright_notice": "© 2016 Ryan Vaarsi",
        "usage_terms": "Press only",
        "licence_url": "https://example.org/terms",
        "source": "Archive",
        "caption_en": "A diner",
        "caption_de": "Ein Lokal",
        "alt_text_en": "Neon sign over a door",
        "taken_on": "2016-05-04",
    }
    for data in (images.jpeg(xmp=packet), images.encoded(images.quarters(), "WEBP", xmp=packet)):
        found = carried(data)
        assert (found.values, found.has_location) == (expected, False)
    assert carried(images.png_text(**{"XML:com.adobe.xmp": packet.decode()})).values == expected


def test_iptc_is_read_in_both_encodings():
    data = images.iim(
        d5="Brücke".encode("cp1252"), d80="Ann Müller".encode(), d116=b"(c) Ann", d120=b"A bridge", d55=b"20171004"
    )
    assert carried(data, "de").values == {
        "title": "Brücke",
        "creator": "Ann Müller",
        "copyright_notice": "(c) Ann",
        "caption_de": "A bridge",
        "taken_on": "2017-10-04",
    }


def test_exif_is_read_and_a_location_noticed():
    found = carried(images.gps_jpeg())
    assert (found.values, found.has_location) == ({"caption_en": "SecretDescription"}, True)


def test_what_cameras_write_of_themselves_is_no_caption():
    exif = Image.Exif()
    exif[ExifTags.Base.ImageDescription] = "OLYMPUS DIGITAL CAMERA         "
    exif[ExifTags.Base.Artist] = " - "
    assert carried(images.jpeg(exif=exif)).values == {}


@pytest.mark.parametrize(
    ("address", "licence"),
    [
        ("https://creativecommons.org/licenses/by/4.0/", "cc-by-4.0"),
        ("http://creativecommons.org/licenses/by-sa/4.0", "cc-by-sa-4.0"),
        ("https://creativecommons.org/publicdomain/zero/1.0/", "cc0"),
    ],
)
def test_the_address_of_a_free_licence_names_it(address, licence):
    assert carried(images.jpeg(xmp=images.xmp("", xmpRights_WebStatement=address))).values == {"licence": licence}


@pytest.mark.parametrize("address", ["javascript:alert(1)", "ftp://example.org", "//example.org", "nonsense"])
def test_an_address_that_is_none_is_dropped(address):
    assert carried(images.jpeg(xmp=images.xmp("", xmpRights_WebStatement=address))).values == {}


def test_controls_and_direction_marks_are_taken_out():
    packet = images.xmp("", photoshop_Credit="A\u202enn\u200b \u0085 Example", photoshop_Source="\u200b\u3164")
    assert carried(images.jpeg(xmp=packet)).values == {"credit_line": "Ann Example"}


@pytest.mark.parametrize("date", ["0000:00:00 00:00:00", "2017-13-40", "99999", "1066", "soon"])
def test_a_date_that_is_none_is_dropped(date):
    assert carried(images.jpeg(xmp=images.xmp("", photoshop_DateCreated=date))).values == {}


@pytest.mark.parametrize(
    "packet",
    [
        b"",
        b"<",
        b"\0" * 500,
        b"<a>" * 20_000,
        b'<!DOCTYPE x [<!ENTITY a "' + b"a" * 1000 + b'"><!ENTITY b "' + b"&a;" * 1000 + b'">]><x>&b;</x>',
        b'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><x>&f;</x>',
        images.xmp("<dc:creator>" + "<rdf:Seq>" * 5000 + "</rdf:Seq>" * 5000 + "</dc:creator>"),
    ],
)
def test_hostile_xmp_says_nothing(packet):
    image = images.quarters(8, 8)
    image.info["xmp"] = packet
    started = time.process_time()
    assert read_carried(image, "en").values == {}
    assert time.process_time() - started < 1


def test_a_broken_iptc_block_says_nothing():
    data = images.iim(d80=b"Ann")
    assert carried(data.replace(b"\x1c\x02\x50\x00\x03", b"\x1c\x02\x50\xff\xff")).values == {}
