"""A picture for the press: every pixel of the original, and nothing of its file but our own credit and licence."""

import io

from sistercities.media import credit_metadata
from sistercities.media.uploads import read_original


def picture_file(picture):
    """(extension, bytes): JPEG, or PNG where it has transparency. Raises OSError and `PictureRefused`."""
    with picture.file.open("rb") as file:
        image = read_original(file).image
    metadata, data = {"exif": credit_metadata.exif(picture), "xmp": credit_metadata.xmp(picture)}, io.BytesIO()
    if image.mode == "RGBA":
        image.save(data, "PNG", exif=metadata["exif"], pnginfo=_png_xmp(metadata["xmp"]))
        return "png", data.getvalue()
    image.convert("RGB").save(data, "JPEG", quality=92, subsampling=0, optimize=True, **metadata)
    return "jpg", data.getvalue()


def _png_xmp(xmp):
    """XMP as PNG carries it (XMP Specification, part 3, 1.1.5): an uncompressed iTXt chunk of that name."""
    from PIL.PngImagePlugin import PngInfo

    chunks = PngInfo()
    chunks.add_itxt("XML:com.adobe.xmp", xmp.decode())
    return chunks
