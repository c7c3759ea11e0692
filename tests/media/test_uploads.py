"""What may come in as a picture, and what is made of it (promises 16 to 19)."""

import struct
import time

import pytest
from PIL import Image

from sistercities.media.uploads import PictureFileField, PictureRefused, limits_text, read_picture
from tests.media import images


def refusal(data, name="picture.jpg"):
    """The code of the refusal; fails if the file is taken."""
    with pytest.raises(PictureRefused) as caught:
        read_picture(images.upload(data, name))
    return caught.value.code


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "GIF"])
def test_the_four_kinds_are_read_whatever_the_file_is_called(format):
    read = read_picture(images.upload(images.encoded(images.quarters(), format), "report.exe"))
    assert (read.kind, read.image.mode, read.image.size, read.image.info) == (format, "RGB", (800, 600), {})


@pytest.mark.parametrize("format", ["BMP", "TIFF", "ICO", "PPM", "TGA", "JPEG2000", "AVIF"])
def test_other_picture_formats_are_refused(format):
    assert refusal(images.encoded(Image.new("RGB", (32, 32)), format)) == "kind"


@pytest.mark.parametrize(
    "data",
    [
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        b"<!doctype html><script>alert(1)</script>",
        b"%PDF-1.7",
        b"%!PS-Adobe-3.0 EPSF-3.0",
        b"MZ\x90\x00",
        b"x",
    ],
)
def test_what_is_no_picture_is_refused(data):
    assert refusal(data) == "kind"


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "GIF"])
@pytest.mark.parametrize("part", [0.02, 0.5, 0.9])
def test_a_file_that_breaks_off_is_refused(format, part):
    data = images.encoded(images.quarters(), format)
    assert refusal(data[: int(len(data) * part)]) == "damaged"


def test_a_damaged_checksum_is_refused():
    data = bytearray(images.encoded(images.quarters(), "PNG"))
    data[len(data) // 2] ^= 0xFF
    assert refusal(bytes(data)) == "damaged"


@pytest.mark.parametrize(
    "data",
    [
        images.jpeg() + b"<script>alert(1)</script>",
        images.jpeg(comment=b"<?php system($_GET[0]) ?>"),
        images.jpeg() + b"PK\x05\x06" + b"\0" * 18,
        b"GIF89a" + images.gif(1)[6:] + b"<html>",
        images.png(images.chunk(b"tEXt", b"Comment\0<svg onload=alert(1)>")),
        images.jpeg(comment=b"%PDF-1.7"),
    ],
)
def test_polyglots_are_refused(data):
    assert refusal(data) == "polyglot"


def test_javascript_behind_a_gif_signature_is_refused():
    assert refusal(b"GIF89a=1;alert(1)//" + b"\0" * 40) == "damaged"


@pytest.mark.parametrize("sides", [(16000, 11000), (60000, 1), (0, 8)])
def test_impossible_sides_are_refused_before_decoding(sides):
    started = time.process_time()
    assert refusal(images.png(width=sides[0], height=sides[1])) == ("pixels" if all(sides) else "damaged")
    assert time.process_time() - started < 0.5


def test_a_canvas_of_webp_is_measured_before_it_is_allocated():
    small = images.encoded(Image.new("RGB", (8, 8)), "WEBP", lossless=True)[12:]
    canvas = b"VP8X" + struct.pack("<I", 10) + b"\0\0\0\0" + (16382).to_bytes(3, "little") * 2
    assert refusal(b"RIFF" + struct.pack("<I", 4 + len(canvas + small)) + b"WEBP" + canvas + small) == "pixels"


def test_a_gif_whose_first_frame_sticks_out_of_its_canvas_is_measured_by_the_frame():
    data = bytearray(images.gif(1))
    at = data.index(b"\x2c")
    data[at + 5 : at + 9] = b"\xff\xff\xff\xff"
    assert refusal(bytes(data)) == "pixels"


@pytest.mark.parametrize("bomb", [images.text_bomb, images.profile_bomb])
def test_bombs_in_metadata_are_refused_before_they_unfold(bomb):
    data = bomb()
    started = time.process_time()
    assert refusal(data) == "damaged"
    assert time.process_time() - started < 2


def test_a_progressive_picture_with_thousands_of_scans_is_refused():
    data = images.jpeg(progressive=True)
    scan = data[data.rindex(b"\xff\xda") : -2]
    assert refusal(data[:-2] + scan * 1000 + data[-2:]) == "damaged"


@pytest.mark.parametrize("extra", [images.chunk(b"tEXt", b"") * 250_000])
def test_a_million_empty_parts_are_refused_quickly(extra):
    started = time.process_time()
    assert refusal(images.png(extra)) == "damaged"
    assert time.process_time() - started < 2


def test_too_many_frames_are_refused_with_both_numbers():
    with pytest.raises(PictureRefused) as caught:
        read_picture(images.upload(images.gif(1000)))
    assert caught.value.messages == ["The picture has 1000 frames; at most 200 are allowed."]


def test_the_first_frame_of_an_animation_is_taken():
    read = read_picture(images.upload(images.gif(3)))
    assert read.image.getpixel((5, 5)) == (0, 0, 0)


def test_too_many_bytes_are_refused_with_both_sizes(settings):
    settings.MEDIA_MAX_BYTES = 2048
    with pytest.raises(PictureRefused) as caught:
        read_picture(images.upload(b"\xff" * 4096))
    assert caught.value.messages == ["The file has 4.0\xa0KB; at most 2.0\xa0KB are allowed."]


def test_the_limits_stand_beside_the_field(settings):
    settings.MEDIA_MAX_PIXELS, settings.MEDIA_MAX_SIDE, settings.MEDIA_MAX_FRAMES = 12_000_000, 5000, 7
    settings.MEDIA_MAX_BYTES = 3 * 1024**2
    expected = (
        "JPEG, PNG, WebP or GIF (its first frame), at most 3.0\xa0MB, 12 megapixels, 5000 pixels a side and 7 frames."
    )
    assert (str(PictureFileField().help_text), limits_text()) == (expected, expected)


def test_orientation_is_applied_and_nothing_is_kept():
    read = read_picture(images.upload(images.gps_jpeg()))
    assert (read.image.size, read.image.info) == ((600, 800), {})
    assert images.is_red(read.image.getpixel((450, 150)))  # the red quarter is now at the top right
    extension, data = read.master()
    assert extension == "jpg"
    assert not [secret for secret in (b"Secret", b"GPS", b"Exif", b"http://ns.adobe.com") if secret in data]


@pytest.mark.filterwarnings("ignore:Corrupt EXIF data", "ignore:Possibly corrupt EXIF")  # Pillow says so, and goes on
@pytest.mark.parametrize(
    "exif", [b"Exif\0\0II*\0\xff\xff\xff\xff", b"Exif\0\0", b"Exif\0\0MM\0*\0\0\0\x08\xff\xff" + b"\xff" * 99]
)
def test_broken_metadata_do_not_make_a_picture_unusable(exif):
    assert read_picture(images.upload(images.jpeg(exif=exif))).carried.values == {}


def test_an_upload_is_read_once_however_often_it_is_validated():
    field, file = PictureFileField(), images.upload(images.jpeg())
    assert field.clean(file).picture is field.clean(file).picture
