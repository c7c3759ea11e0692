"""The public files of a picture: sizes, crops, credit inside, nothing foreign."""

import io
from xml.etree import ElementTree

import pytest
from django.core.files.storage import storages
from PIL import ExifTags, Image

from sistercities.media.models import Picture
from sistercities.media.renditions import crop_box, encode, ladder, make_renditions, plan, recipe
from sistercities.media.storing import save_picture
from sistercities.media.uploads import read_picture
from tests.media import images


def picture(**values):
    return Picture(**{"title": "Nickel Diner", "creator": "Ann Müller", "licence": "cc-by-4.0"} | values)


def opened(data):
    return Image.open(io.BytesIO(data))


@pytest.mark.parametrize(
    ("width", "expected"),
    [
        (4000, [400, 640, 960, 1280, 1600]),
        (1600, [400, 640, 960, 1280, 1600]),
        (1200, [400, 640, 960, 1200]),
        (1000, [400, 640, 960]),
        (600, [400, 600]),
        (300, [300]),
        (1, [1]),
    ],
)
def test_nothing_is_enlarged_and_a_small_original_keeps_its_width(width, expected):
    assert ladder(width, (400, 640, 960, 1280, 1600)) == expected


@pytest.mark.parametrize(
    ("size", "focal_point", "box"),
    [
        ((300, 100), (0.5, 0.5), (75, 0, 225, 100)),
        ((300, 100), (0, 0), (0, 0, 150, 100)),
        ((300, 100), (1, 1), (150, 0, 300, 100)),
        ((300, 100), (0.4, 0.9), (45, 0, 195, 100)),
        ((300, 600), (0.5, 0.25), (0, 50, 300, 250)),
        ((300, 200), (0.1, 0.9), (0, 0, 300, 200)),
    ],
)
def test_the_crop_is_the_largest_part_around_the_focal_point(size, focal_point, box):
    assert crop_box(*size, 1.5, focal_point) == pytest.approx(box)


def test_the_files_of_a_large_picture():
    sizes = {size.name: (size.width, size.height, size.extensions) for size in plan(2400, 1350, (0.5, 0.5))}
    both, with_jpeg = ("avif", "webp"), ("avif", "webp", "jpg")
    assert sizes == {
        "w400": (400, 225, both),
        "w640": (640, 360, both),
        "w960": (960, 540, with_jpeg),
        "w1280": (1280, 720, both),
        "w1600": (1600, 900, both),
        "c400": (400, 267, both),
        "c640": (640, 427, with_jpeg),
        "c960": (960, 640, both),
        "social": (1200, 630, ("jpg",)),
    }


def test_every_rendition_carries_the_credit_and_nothing_of_the_source():
    read = read_picture(images.upload(images.gps_jpeg()))
    files = dict(encode(read.image, picture()))
    assert len(files) == 11
    for name, data in files.items():
        for secret in (b"Secret", b"GPSLatitude", b"ns.adobe.com/exif", b"Photoshop 3.0"):
            assert secret not in data, name
        image = opened(data)
        image.load()
        exif = dict(image.getexif())
        assert exif == {
            ExifTags.Base.ImageDescription: "Nickel Diner",
            ExifTags.Base.Artist: "Ann Müller".encode().decode("latin-1"),
            ExifTags.Base.Copyright: "© Ann Müller, CC BY 4.0".encode().decode("latin-1"),
        }, name
        assert image.getexif().get_ifd(ExifTags.IFD.GPSInfo) == {}
        assert image.getexif().get_ifd(ExifTags.IFD.Exif) == {}
        assert not {"comment", "icc_profile", "photoshop"} & set(image.info), name
        assert "© Ann Müller, CC BY 4.0".encode() in image.info["xmp"]
        assert xmp_texts(image.info["xmp"]) == {
            "title": "Nickel Diner",
            "creator": "Ann Müller",
            "rights": "© Ann Müller, CC BY 4.0",
            "Credit": "Ann Müller",
            "Marked": "True",
            "UsageTerms": "CC BY 4.0",
            "WebStatement": "https://creativecommons.org/licenses/by/4.0/",
            "Licensor": "Ann Müllerhttps://creativecommons.org/licenses/by/4.0/",
        }


def xmp_texts(packet):
    description = next(ElementTree.fromstring(packet).iter("{http://www.w3.org/1999/02/22-rdf-syntax-ns#}Description"))
    return {element.tag.partition("}")[2]: "".join(element.itertext()) for element in description}


def test_credit_of_any_text_is_well_formed():
    read = read_picture(images.upload(images.jpeg(100, 100)))
    wild = "A<b>&\"'\x0b\ud800\ufffe 東京 🌉"
    for data in dict(encode(read.image, picture(title=wild, creator=wild, usage_terms=wild))).values():
        assert xmp_texts(opened(data).info["xmp"])["creator"] == "A<b>&\"' 東京 🌉"


def test_a_free_work_claims_no_copyright():
    read = read_picture(images.upload(images.jpeg(100, 100)))
    texts = xmp_texts(opened(dict(encode(read.image, picture(licence="cc0")))["w100.avif"]).info["xmp"])
    assert (texts["rights"], texts["Marked"]) == ("Ann Müller, CC0 1.0", "False")


def test_a_picture_without_credit_says_nothing_false():
    read = read_picture(images.upload(images.jpeg(100, 100)))
    bare = picture(creator="", licence="")
    image = opened(dict(encode(read.image, bare))["w100.webp"])
    assert xmp_texts(image.info["xmp"]) == {"title": "Nickel Diner"}
    assert dict(image.getexif()) == {ExifTags.Base.ImageDescription: "Nickel Diner"}


@pytest.mark.parametrize("extension", ["avif", "webp", "jpg"])
def test_colours_and_orientation_survive(extension):
    read = read_picture(images.upload(images.gps_jpeg()))
    image = opened(dict(encode(read.image, picture()))[f"w600.{extension}"]).convert("RGB")
    assert image.size == (600, 800)
    assert images.is_red(image.getpixel((450, 150)))


def test_transparency_survives_and_is_white_in_jpeg():
    source = Image.new("RGBA", (400, 400), (10, 20, 30, 0))
    files = dict(encode(source, picture()))
    for extension in ("avif", "webp"):
        assert opened(files[f"w400.{extension}"]).convert("RGBA").getpixel((9, 9))[3] == 0
    assert opened(files["w400.jpg"]).getpixel((9, 9)) == (255, 255, 255)


def test_cards_show_what_the_focal_point_is_on():
    wide = images.quarters(1200, 300)
    left = opened(dict(encode(wide, picture(focal_x=0, focal_y=0)))["c400.webp"]).convert("RGB")
    right = opened(dict(encode(wide, picture(focal_x=1, focal_y=0)))["c400.webp"]).convert("RGB")
    assert left.size == right.size == (400, 267)
    assert images.is_red(left.getpixel((200, 60)))
    assert not images.is_red(right.getpixel((200, 60)))


def test_a_rough_photograph_keeps_to_the_budget():
    rough = Image.effect_noise((853, 568), 15).convert("RGB").resize((2560, 1706), Image.Resampling.BICUBIC)
    small = rough.resize((1280, 853), Image.Resampling.LANCZOS)
    assert len(images.encoded(small, "AVIF", quality=50, speed=7)) > 100_000
    assert len(dict(encode(rough, picture()))["w1280.avif"]) < 60_000


@pytest.mark.django_db
def test_a_picture_is_stored_with_its_files(folders):
    saved = save_picture(picture(), images.upload(images.jpeg(1000, 500), "../../etc/Straße.JPG"))
    saved.refresh_from_db()
    assert (saved.width, saved.height, saved.original_name) == (1000, 500, "Straße.JPG")
    assert (saved.rendition_widths, saved.card_widths) == ([400, 640, 960], [400, 640, 750])
    assert saved.has_current_renditions
    folder = f"media/r/{saved.renditions_key}"
    names = [
        f"{family}{width}" for family, widths in (("c", (400, 640, 750)), ("w", (400, 640, 960))) for width in widths
    ]
    expected = [f"{folder}/{name}.{extension}" for name in names for extension in ("avif", "webp")]
    expected += [f"{folder}/c640.jpg", f"{folder}/w960.jpg", f"{folder}/social.jpg", f"originals/{saved.file.name}"]
    assert folders() == sorted(expected)


@pytest.mark.django_db
def test_the_original_has_no_address():
    saved = save_picture(picture(), images.upload(images.jpeg(100, 100)))
    with pytest.raises(ValueError, match="no public address"):
        saved.file.url  # noqa: B018


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change",
    [{"focal_x": 0.2}, {"creator": "Somebody Else"}, {"credit_line": "Agency"}, {"licence": "cc0"}, {"title": "Other"}],
)
def test_new_credit_licence_or_focal_point_make_new_addresses(change, folders):
    saved = save_picture(picture(), images.upload(images.jpeg(100, 100)))
    before = saved.renditions_key
    for name, value in change.items():
        setattr(saved, name, value)
    assert not saved.has_current_renditions
    save_picture(saved)
    saved.refresh_from_db()
    assert saved.has_current_renditions
    own, version = saved.renditions_key.split("/")
    assert before.split("/")[0] == own
    assert before.split("/")[1] != version
    assert {path.split("/")[3] for path in folders() if path.startswith("media/")} == {before.split("/")[1], version}


@pytest.mark.django_db
def test_a_new_caption_makes_no_new_files(folders):
    saved = save_picture(picture(), images.upload(images.jpeg(100, 100)))
    before, files = saved.renditions_key, folders()
    saved.caption_en = "New words"
    save_picture(saved)
    assert (saved.renditions_key, folders()) == (before, files)


@pytest.mark.django_db
def test_renditions_are_made_of_a_file_that_was_put_there_by_hand():
    saved = picture()
    saved.file.save("Anything.JPG", images.upload(images.gps_jpeg()))
    make_renditions(saved)
    saved.refresh_from_db()
    assert (saved.width, saved.height, saved.rendition_widths, recipe(saved)) == (
        600,
        800,
        [400, 600],
        saved.renditions_recipe,
    )
    with storages["default"].open(f"r/{saved.renditions_key}/w600.avif") as file:
        assert b"Secret" not in file.read()
