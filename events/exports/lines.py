"""A list of small records that is kept compressed: a hundred thousand of them are a few megabytes."""

import json
import zlib


class Lines:
    """JSON values, one to a line. Append, then `data()`; `read()` gives them back one by one, never all at once."""

    def __init__(self):
        # The fastest level: the rest of an export would wait for any other.
        self._packer = zlib.compressobj(1)
        self._pieces = []
        self._waiting = []
        self.count = 0

    def append(self, value):
        self._waiting.append(json.dumps(value, ensure_ascii=False, separators=(",", ":")))
        self.count += 1
        if len(self._waiting) >= 500:
            self._pack()

    def _pack(self):
        text = "".join(f"{line}\n" for line in self._waiting)
        self._pieces.append(self._packer.compress(text.encode()))
        self._waiting.clear()

    def data(self):
        """The bytes. Nothing can be appended afterwards."""
        self._pack()
        self._pieces.append(self._packer.flush())
        self._pieces = [b"".join(self._pieces)]
        return self._pieces[0]


def read(data):
    """The values of `Lines.data()`, lazily; nothing for no bytes."""
    for line in read_raw(data):
        yield json.loads(line)


def read_raw(data):
    """The same as the bytes of their JSON."""
    unpacker, rest, data = zlib.decompressobj(), b"", memoryview(data)
    for start in range(0, len(data), 65536):
        *lines, rest = (rest + unpacker.decompress(data[start : start + 65536])).split(b"\n")
        yield from lines
