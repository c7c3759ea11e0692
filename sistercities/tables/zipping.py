"""ZIP archives as pieces of bytes, for a stream that nobody can seek in.

Sizes stand behind each file (data descriptors, APPNOTE §4.3.9), since nobody knows them before. The bytes depend on
what is written, never on the clock.
"""

import zipfile

#: What is sent at once, in bytes; compressed bytes, so the memory in use is a small multiple of it.
CHUNK = 32_768
#: Text is gathered to pieces of so many characters before it is compressed: calls cost more than bytes.
_GATHERED = 65_536
_LONGEST_MEMBER = 2**31 - 1
# The first moment that a ZIP archive can hold (MS-DOS).
_MOMENT = (1980, 1, 1, 0, 0, 0)


class _Sink:
    """A stream that is written to and cannot be sought in; what came is taken out piece by piece."""

    def __init__(self):
        self.pieces = []
        self.size = 0

    def write(self, piece):
        self.pieces.append(bytes(piece))
        self.size += len(piece)
        return len(piece)

    def flush(self):
        pass

    def take(self):
        taken = b"".join(self.pieces)
        self.pieces.clear()
        self.size = 0
        return taken


def write_zip(members, level=6):
    """The archive in pieces. `members` are pairs of a name and an iterable of text, read once and lazily, in order.

    Raises ValueError for a member of 2 GiB or more: that would need ZIP64 from its first byte, which Excel takes for
    damage.
    """
    sink = _Sink()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, texts in members:
            entry = zipfile.ZipInfo(name, _MOMENT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            entry._compresslevel = level
            with archive.open(entry, "w") as file:
                size = 0
                for piece in _gathered(texts):
                    size += file.write(piece.encode())
                    if size > _LONGEST_MEMBER:
                        raise ValueError(f"Longer than 2 GiB: {name}")
                    if sink.size >= CHUNK:
                        yield sink.take()
    yield sink.take()


def _gathered(texts):
    pieces, size = [], 0
    for text in texts:
        pieces.append(text)
        size += len(text)
        if size >= _GATHERED:
            yield "".join(pieces)
            pieces, size = [], 0
    yield "".join(pieces)
