"""What kind of picture some bytes are, and how large, told from the container alone: nothing is decoded.

So every limit is checked before a decoder sees the file. Four formats are known; each reader walks the structure once,
with a bound on the number of parts, and raises `Damaged` where the structure breaks off. Sources: ITU T.81 annex B
(JPEG), the PNG specification §5 and §11, the GIF89a specification, the WebP container specification (RFC 9649).
"""

import re
import struct
import zlib
from typing import NamedTuple

#: More parts than any camera or program writes, few enough to walk in a fraction of a second.
MAX_PARTS = 200_000
#: Every scan of a progressive JPEG is decoded over the whole picture; libjpeg's own scripts make ten.
MAX_SCANS = 64


class Damaged(ValueError):
    """The structure of the file is broken, cut off or absurd."""


class Kind(NamedTuple):
    """`format` as Pillow names it; sides in pixels as stored, before any orientation is applied."""

    format: str
    width: int
    height: int
    frames: int


def sniff(data):
    """The `Kind` of picture, or None for anything else. Raises Damaged."""
    for signature, reader in _READERS:
        if re.match(signature, data, re.DOTALL):
            try:
                return reader(data)
            except (struct.error, IndexError) as error:
                raise Damaged("breaks off") from error
    return None


def _jpeg(data):
    scans = data.count(b"\xff\xda")
    if scans > MAX_SCANS:
        raise Damaged("too many scans")
    at = 2
    for _ in range(MAX_PARTS):
        if data[at] != 0xFF:
            raise Damaged("no marker where one must be")
        while data[at + 1] == 0xFF:
            at += 1
        marker = data[at + 1]
        (length,) = struct.unpack_from(">H", data, at + 2)
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack_from(">HH", data, at + 5)
            return Kind("JPEG", width, height, 1)
        if marker in (0xD9, 0xDA):
            raise Damaged("a scan before the frame header")
        at += 2 + length
    raise Damaged("too many segments")


def _png(data):
    at, kind, frames = 8, None, 1
    for _ in range(MAX_PARTS):
        length, name = struct.unpack_from(">I4s", data, at)
        end = at + 12 + length
        if end > len(data):
            raise Damaged("a chunk breaks off")
        if zlib.crc32(memoryview(data)[at + 4 : end - 4]) != struct.unpack_from(">I", data, end - 4)[0]:
            raise Damaged("a checksum is wrong")
        if name == b"IHDR":
            kind = struct.unpack_from(">II", data, at + 8)
        elif kind is None:
            raise Damaged("the header does not come first")
        elif name == b"acTL":
            (frames,) = struct.unpack_from(">I", data, at + 8)
        elif name == b"IEND":
            return Kind("PNG", *kind, max(1, frames))
        at = end
    raise Damaged("too many chunks")


def _gif(data):
    width, height, flags = struct.unpack_from("<HHB", data, 6)
    at, frames, parts = 13 + _colours(flags), 0, 0
    while at < len(data) and data[at] != 0x3B and parts < MAX_PARTS:
        if data[at] == 0x2C:
            frames += 1
            left, top, frame_width, frame_height, flags = struct.unpack_from("<HHHHB", data, at + 1)
            if frames == 1:  # Pillow widens the canvas for a first frame that sticks out.
                width, height = max(width, left + frame_width), max(height, top + frame_height)
            at += 11 + _colours(flags)
        elif data[at] == 0x21:
            at += 2
        else:
            raise Damaged("no block where one must be")
        while data[at] and parts < MAX_PARTS:
            at += 1 + data[at]
            parts += 1
        at += 1
        parts += 1
    if not frames:
        raise Damaged("no picture in it")
    if parts >= MAX_PARTS:
        raise Damaged("too many blocks")
    return Kind("GIF", width, height, frames)


def _colours(flags):
    return 3 << (flags & 7) + 1 if flags & 0x80 else 0


def _webp(data):
    if struct.unpack_from("<I", data, 4)[0] + 8 > len(data):
        raise Damaged("breaks off")
    at, size, frames = 12, None, 0
    for _ in range(MAX_PARTS):
        if at + 8 > len(data):
            break
        name, length = struct.unpack_from("<4sI", data, at)
        if size is None:
            size = _webp_size(name, data, at + 8)
        frames += name == b"ANMF"
        at += 8 + length + length % 2
    else:
        raise Damaged("too many chunks")
    if size is None:
        raise Damaged("no picture in it")
    return Kind("WEBP", *size, max(1, frames))


def _webp_size(name, data, at):
    if name == b"VP8X":
        return (
            1 + int.from_bytes(data[at + 4 : at + 7], "little"),
            1 + int.from_bytes(data[at + 7 : at + 10], "little"),
        )
    if name == b"VP8L":
        (bits,) = struct.unpack_from("<I", data, at + 1)
        return ((bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1)
    if name == b"VP8 ":
        width, height = struct.unpack_from("<HH", data, at + 6)
        return (width & 0x3FFF, height & 0x3FFF)
    return None


_READERS = (
    (rb"\xff\xd8\xff", _jpeg),
    (rb"\x89PNG\r\n\x1a\n", _png),
    (rb"GIF8[79]a", _gif),
    (rb"RIFF....WEBP", _webp),
)

#: Marks of a document or program that hides in a picture. `<?xpacket` and `<x:xmpmeta` of honest metadata are none.
#: Six more characters of text must follow: in 25 MB of pixels `<svg>` alone comes up by chance once in 700 files.
_MARKUP = re.compile(
    rb"(?:<(?:script|iframe|html|svg|body|!doctype)[\s>/]|<\?php)(?:[\t\n\r -~]{6}|[\t\n\r -~]{0,5}\Z)", re.IGNORECASE
)


def is_polyglot(data):
    """Can another program read the same bytes as a web page, a script, a PDF or a ZIP archive?

    ZIP readers look for the end record in the last 65,557 bytes, PDF readers for the header in the first 1,024.
    """
    return bool(b"%PDF-" in data[:1024] or b"PK\x05\x06" in data[-65_557:] or _MARKUP.search(data))
