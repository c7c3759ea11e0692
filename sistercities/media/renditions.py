"""The files that the public gets: a fixed ladder of widths in AVIF, WebP and JPEG, never made during a page view.

Names in the folder `r/<key>/`: `w960.avif` keeps the proportions, `c960.avif` is cropped to 3:2 around the focal point,
`social.jpg` to 1.91:1 for link previews. The key is `<picture's part>/<part of this version>`, both random: nobody
finds the renditions of a picture that no public page shows, and a change of file, focal point, credit or licence gives
new addresses, which may therefore be cached for ever. The version before stays until `manage.py make_renditions
--prune`, for pages that readers and caches hold at that moment; deleting a picture deletes every version at once.
"""

import hashlib
import json
import secrets
import threading
from typing import NamedTuple

from django.core.files.base import ContentFile
from imagekit import ImageSpec
from PIL import Image
from pilkit.utils import process_image

from sistercities.media import credit_metadata
from sistercities.media.storages import delete_folder, renditions
from sistercities.media.uploads import read_original

FOLDER = "r"
LADDER = (400, 640, 960, 1280, 1600)
CARD_LADDER = (400, 640, 960)
CARD_RATIO = 3 / 2
SOCIAL_SIZE = (1200, 630)
FALLBACK_WIDTH = 960
CARD_FALLBACK_WIDTH = 640

#: Grows when the ladder, the qualities or the metadata change: `make_renditions --missing` then rebuilds every picture.
RECIPE_VERSION = 2

#: AVIF speed 7 costs 0.4 of speed 6 and gives the same quality at 5 % more bytes; speed 8 needs 15 % more. Quality 46
#: keeps the demonstration within the page budgets of docs/design.md on a phone with a 3x screen.
ENCODERS = {
    "avif": {"quality": 46, "speed": 7},
    "webp": {"quality": 72, "method": 4},
    "jpg": {"quality": 74, "progressive": True, "optimize": True},
}
FORMATS = {"avif": "AVIF", "webp": "WEBP", "jpg": "JPEG"}
#: At most 60 KB for 1280 pixels of AVIF, where the picture allows it: rough ones are coded more coarsely, step by step.
BUDGET_WIDTH, BUDGET = 1280, 60_000
COARSER = (0, 6, 12, 18)

#: pilkit silences the C libraries by swapping the process's stderr, which two threads must not do at once; and one
#: file at a time bounds memory.
_one_at_a_time = threading.Lock()


class Flatten:
    """Processor: transparency onto white, for JPEG."""

    def process(self, image):
        if image.mode != "RGBA":
            return image
        ground = Image.new("RGB", image.size, "white")
        ground.paste(image, mask=image.getchannel("A"))
        return ground


class Rendition(ImageSpec):
    """One file of one picture. `options` carry the credit: Pillow writes no EXIF and XMP but those it is given.

    The source is a decoded picture of the right size: decoding and shrinking twelve megapixels again for each of the
    nineteen files took most of the time.
    """

    autoconvert = False

    def __init__(self, source, extension, metadata, coarser=0):
        super().__init__(source)
        self.format = FORMATS[extension]
        self.processors = [Flatten()] if extension == "jpg" else []
        options = ENCODERS[extension]
        self.options = options | metadata | {"quality": options["quality"] - coarser}

    def generate(self):
        with _one_at_a_time:
            return process_image(
                self.source,
                processors=self.processors,
                format=self.format,
                autoconvert=self.autoconvert,
                options=self.options,
            )


class Size(NamedTuple):
    """The files of one size: `name` without extension, pixels, and the part of the original that is shown."""

    name: str
    width: int
    height: int
    box: tuple
    extensions: tuple


class RenditionSet(NamedTuple):
    """What was made for a picture: its columns, and the names of the files."""

    key: str
    width: int
    height: int
    widths: list
    card_widths: list
    recipe: str
    names: list


#: What a picture without a file has.
NOTHING = RenditionSet("", None, None, [], [], "", [])


def crop_box(width, height, ratio, focal_point):
    """(left, top, right, bottom) of the largest part with that ratio, its middle as near to the focal point as fits."""
    box_width, box_height = min(width, height * ratio), min(height, width / ratio)
    left = min(max(focal_point[0] * width - box_width / 2, 0), width - box_width)
    top = min(max(focal_point[1] * height - box_height / 2, 0), height - box_height)
    return (left, top, left + box_width, top + box_height)


def ladder(width, rungs):
    """The widths to make from an original of that width: nothing is enlarged, a small original keeps its own width.

    Between two rungs its own width is added where the step to it is worth a file (15 %).
    """
    widths = [rung for rung in rungs if rung <= width]
    if width < rungs[-1] and (not widths or width > widths[-1] * 1.15):
        widths.append(width)
    return widths


def proportional_height(width, original_width, original_height):
    return max(1, round(width * original_height / original_width))


def card_width(width, height):
    """The widest 3:2 card that an original gives."""
    return max(1, min(width, round(height * CARD_RATIO)))


def plan(width, height, focal_point):
    """The `Size`s to make from an original of that size (pixels; focal point 0…1 from left and top)."""
    widths, cards = ladder(width, LADDER), ladder(card_width(width, height), CARD_LADDER)
    scale = min(1, width / SOCIAL_SIZE[0], height / SOCIAL_SIZE[1])
    wanted = [(f"w{w}", w, proportional_height(w, width, height)) for w in widths]
    wanted += [(f"c{w}", w, max(1, round(w / CARD_RATIO))) for w in cards]
    wanted += [("social", *(max(1, round(side * scale)) for side in SOCIAL_SIZE))]
    ratios = {"c": CARD_RATIO, "s": SOCIAL_SIZE[0] / SOCIAL_SIZE[1]}
    jpegs = {f"w{fallback(widths, FALLBACK_WIDTH)}", f"c{fallback(cards, CARD_FALLBACK_WIDTH)}"}
    return [
        Size(
            name,
            w,
            h,
            (0, 0, width, height) if name[0] == "w" else crop_box(width, height, ratios[name[0]], focal_point),
            ("jpg",) if name == "social" else ("avif", "webp", "jpg") if name in jpegs else ("avif", "webp"),
        )
        for name, w, h in wanted
    ]


def fallback(widths, wanted):
    """Of the widths that exist, the one that is made as JPEG, too."""
    return max((w for w in widths if w <= wanted), default=widths[0])


def recipe(picture):
    """A fingerprint of all that goes into the renditions: while it equals `renditions_recipe`, they are up to date."""
    parts = [
        RECIPE_VERSION,
        picture.file.name or "",
        [round(picture.focal_x, 3), round(picture.focal_y, 3)],
        hashlib.sha256(credit_metadata.exif(picture) + credit_metadata.xmp(picture)).hexdigest(),
    ]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def encode(image, picture):
    """Yield (name, bytes) of every rendition of a decoded picture (sRGB, upright), the credit of `picture` in each."""
    metadata = {"exif": credit_metadata.exif(picture), "xmp": credit_metadata.xmp(picture)}
    sizes = plan(*image.size, (picture.focal_x, picture.focal_y))
    # A 3:2 original gives the same files with and without cropping: what was made is not made again.
    coarser, made = _coarser(image, sizes, metadata)
    for size in sizes:
        shrunk = None
        for extension in size.extensions:
            content = _content(size, extension)
            if content not in made:
                shrunk = shrunk or _shrink(image, size.width, size.height, size.box)
                made[content] = Rendition(shrunk, extension, metadata, coarser).generate().read()
            yield f"{size.name}.{extension}", made[content]


def _shrink(image, width, height, box=None):
    return image.resize((width, height), Image.Resampling.LANCZOS, box=box, reducing_gap=3.0)


def _coarser(image, sizes, metadata):
    """How much quality a rough picture must give up so that its AVIF of 1280 pixels keeps to the budget, and that file.

    Most pictures do at the first try, so this costs nothing.
    """
    size = max((s for s in sizes if s.name[0] == "w" and s.width <= BUDGET_WIDTH), key=lambda s: s.width)
    shrunk = _shrink(image, size.width, size.height)
    for coarser in COARSER:
        data = Rendition(shrunk, "avif", metadata, coarser).generate().read()
        if len(data) <= BUDGET:
            break
    return coarser, {_content(size, "avif"): data}


def _content(size, extension):
    return (size.width, size.height, tuple(map(round, size.box)), extension)


def new_key(picture):
    """A fresh folder; the first part stays with the picture."""
    own = picture.renditions_key.partition("/")[0] or secrets.token_urlsafe(16)
    return f"{own}/{secrets.token_urlsafe(12)}"


def write_renditions(picture, image, progress=None):
    """Write every rendition into a fresh folder and return the `RenditionSet`; the picture itself is not changed.

    Leaves no file behind when the storage fails in the middle (OSError). `progress(done, total)` follows each file.
    """
    storage, key = renditions(), new_key(picture)
    folder = f"{FOLDER}/{key}"
    total = sum(len(size.extensions) for size in plan(*image.size, (picture.focal_x, picture.focal_y)))
    names = []
    try:
        for name, data in encode(image, picture):
            names.append(name)
            storage.save(f"{folder}/{name}", ContentFile(data))
            if progress:
                progress(len(names), total)
    except BaseException:
        discard_folder(folder)
        raise
    widths = sorted(int(name[1:-5]) for name in names if name.startswith("w") and name.endswith(".avif"))
    cards = sorted(int(name[1:-5]) for name in names if name.startswith("c") and name.endswith(".avif"))
    return RenditionSet(key, *image.size, widths, cards, recipe(picture), names)


def discard_folder(folder):
    """Best effort while another error is on its way; `--prune` finds what is left."""
    try:
        delete_folder(renditions(), folder)
    except OSError:
        return


def put_on(picture, made):
    """Enter a `RenditionSet` in the columns of the picture; returns the names of these columns."""
    values = {
        "renditions_key": made.key,
        "width": made.width,
        "height": made.height,
        "rendition_widths": made.widths,
        "card_widths": made.card_widths,
        "renditions_recipe": made.recipe,
    }
    for name, value in values.items():
        setattr(picture, name, value)
    return values


def make_renditions(picture, progress=None):
    """Make the renditions of a picture anew from its stored file and enter them in its row (if it has one).

    Raises PictureRefused when the file cannot be read as a picture, OSError when it is missing or the storage fails;
    the row and its former renditions then stay as they were. A crash in the middle leaves them, too, and a folder to
    prune.
    """
    with picture.file.open("rb") as file:
        image = read_original(file).image
    made = write_renditions(picture, image, progress)
    values = put_on(picture, made)
    if picture.pk:
        type(picture).objects.filter(pk=picture.pk).update(**values)
    return made
