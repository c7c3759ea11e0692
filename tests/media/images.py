"""Pictures and things that pretend to be some, made on the fly."""

import io
import struct
import zlib
from xml.sax.saxutils import quoteattr

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import ExifTags, Image, ImageCms, ImageDraw
from PIL.PngImagePlugin import PngInfo


def encoded(image, format="JPEG", **options):
    data = io.BytesIO()
    image.save(data, format, **options)
    return data.getvalue()


def upload(data, name="picture.jpg", content_type="image/jpeg"):
    return SimpleUploadedFile(name, data, content_type)


def quarters(width=800, height=600, mode="RGB"):
    """Red, green, blue and white quarters: turning and cropping show."""
    image = Image.new("RGB", (width, height), "white")
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, width // 2 - 1, height // 2 - 1), fill=(220, 20, 20))
    draw.rectangle((width // 2, 0, width, height // 2 - 1), fill=(20, 180, 20))
    draw.rectangle((0, height // 2, width // 2 - 1, height), fill=(20, 20, 220))
    return image.convert(mode)


def is_red(colour):
    red, green, blue = colour[:3]
    return red > 180 and max(green, blue) < 70


def jpeg(width=800, height=600, **options):
    return encoded(quarters(width, height), "JPEG", quality=90, **options)


def gps_jpeg():
    """A telephone's picture: lying on its side, with place, camera, description, comment and thumbnail-like secrets."""
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    exif[ExifTags.Base.Make] = "SecretCamera"
    exif[ExifTags.Base.ImageDescription] = "SecretDescription"
    exif[ExifTags.IFD.GPSInfo] = {1: "N", 2: (52.0, 31.0, 12.0), 3: "E", 4: (13.0, 24.0, 18.0)}
    exif[ExifTags.IFD.Exif] = {ExifTags.Base.BodySerialNumber: "SecretSerial"}
    packet = xmp('<exif:GPSLatitude xmlns:exif="http://ns.adobe.com/exif/1.0/">52,31.2N</exif:GPSLatitude>')
    return jpeg(exif=exif, comment=b"SecretComment", xmp=packet)


def xmp(properties, **attributes):
    written = "".join(f" {name.replace('_', ':')}={quoteattr(value)}" for name, value in attributes.items())
    return (
        '<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" '
        'xmlns:xmpRights="http://ns.adobe.com/xap/1.0/rights/" '
        f'xmlns:core="http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/"{written}>{properties}</rdf:Description></rdf:RDF>'
        '</x:xmpmeta><?xpacket end="w"?>'
    ).encode()


def iim(**datasets):
    """A JPEG with an IPTC block; keys such as `d80` are dataset numbers, values bytes."""
    block = b"".join(
        struct.pack(">BBBH", 0x1C, 2, int(name[1:]), len(value)) + value for name, value in datasets.items()
    )
    resource = b"8BIM\x04\x04\x00\x00" + struct.pack(">I", len(block)) + block + b"\0" * (len(block) % 2)
    segment = b"Photoshop 3.0\x00" + resource
    data = jpeg()
    return data[:2] + b"\xff\xed" + struct.pack(">H", len(segment) + 2) + segment + data[2:]


def chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(*chunks, width=8, height=8):
    """A PNG whose header says what it likes; `chunks` come before the picture data."""
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    rows = zlib.compress(b"".join(b"\0" + b"\x80\x40\x20" * 8 for _ in range(8)))
    return b"\x89PNG\r\n\x1a\n" + header + b"".join(chunks) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def text_bomb():
    """200 MB of zeros in a compressed text of 200 KB."""
    packed = zlib.compress(b"\0" * 200_000_000, 9)
    return png(chunk(b"iTXt", b"XML:com.adobe.xmp\0\1\0\0\0" + packed))


def profile_bomb():
    return png(chunk(b"iCCP", b"icc\0\0" + zlib.compress(b"\0" * 200_000_000, 9)))


def gif(frames, width=40, height=40):
    images = [Image.new("P", (width, height), number % 250) for number in range(frames)]
    for number, image in enumerate(images):
        image.putpalette([number % 256, 0, 0] * 256)
    return encoded(images[0], "GIF", save_all=True, append_images=images[1:], optimize=False)


def grey16():
    image = Image.new("I;16", (600, 400))
    image.putdata([int(x / 599 * 65535) for _ in range(400) for x in range(600)])
    return encoded(image, "PNG")


def cmyk_jpeg():
    return encoded(Image.new("CMYK", (600, 400), (0, 255, 255, 0)), "JPEG", quality=95)


def swapped_profile():
    """A valid RGB profile in which red and blue are exchanged: whoever ignores it shows the wrong colour."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    red, blue = profile.index(b"rXYZ"), profile.index(b"bXYZ")
    profile[red : red + 4], profile[blue : blue + 4] = b"bXYZ", b"rXYZ"
    at = profile.find(b"sRGB built-in".decode().encode("utf-16-be"))
    if at > 0:
        profile[at : at + 8] = "swap".encode("utf-16-be")
    return bytes(profile)


def png_text(**texts):
    info = PngInfo()
    for name, text in texts.items():
        info.add_itxt(name, text)
    return encoded(quarters(), "PNG", pnginfo=info)
