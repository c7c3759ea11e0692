"""Every mode ends as eight bits of sRGB that look the same (promise 19)."""

import pytest
from PIL import Image

from sistercities.media.uploads import read_picture
from tests.media import images


def pixels(data, *points):
    image = read_picture(images.upload(data)).image
    return image.mode, [image.getpixel(point) for point in points]


def near(colour, other, distance=12):
    return all(abs(a - b) <= distance for a, b in zip(colour, other, strict=True))


def test_sixteen_bits_of_grey_keep_their_steps():
    mode, (black, middle, white) = pixels(images.grey16(), (0, 0), (300, 0), (599, 0))
    assert mode == "RGB"
    assert near(black, (0, 0, 0), 1)
    assert near(middle, (128, 128, 128), 2)
    assert near(white, (255, 255, 255), 1)


def test_cmyk_becomes_the_same_red():
    mode, (colour,) = pixels(images.cmyk_jpeg(), (300, 200))
    assert mode == "RGB"
    assert near(colour, (255, 0, 0))


def test_an_embedded_profile_is_applied():
    data = images.encoded(Image.new("RGB", (64, 64), (255, 0, 0)), "PNG", icc_profile=images.swapped_profile())
    _, (colour,) = pixels(data, (10, 10))
    assert near(colour, (0, 0, 255))


def test_a_profile_that_cannot_be_read_is_ignored():
    data = images.encoded(Image.new("RGB", (64, 64), (255, 0, 0)), "PNG", icc_profile=b"\0" * 200)
    assert pixels(data, (10, 10)) == ("RGB", [(255, 0, 0)])


def test_a_profile_for_another_kind_of_picture_is_ignored():
    data = images.encoded(Image.new("L", (64, 64), 200), "PNG", icc_profile=images.swapped_profile())
    assert pixels(data, (10, 10)) == ("RGB", [(200, 200, 200)])


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
def test_transparency_is_kept(mode):
    image = Image.new("RGBA", (64, 64), (90, 90, 90, 0))
    image.paste((90, 90, 90, 255), (32, 0, 64, 64))
    image = image.quantize() if mode == "P" else image.convert(mode)
    mode, (clear, solid) = pixels(images.encoded(image, "PNG"), (5, 5), (50, 5))
    assert (mode, clear[3], solid) == ("RGBA", 0, (90, 90, 90, 255))


def test_a_transparency_that_hides_nothing_is_dropped():
    assert pixels(images.encoded(Image.new("RGBA", (8, 8), (1, 2, 3, 255)), "PNG"), (1, 1)) == ("RGB", [(1, 2, 3)])


def test_black_and_white_of_one_bit():
    assert pixels(images.encoded(Image.new("1", (8, 8), 1), "PNG"), (1, 1)) == ("RGB", [(255, 255, 255)])
