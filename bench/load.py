"""One visitor who reads page after page, and what the servers' processes work meanwhile."""

import socket
import time
from contextlib import suppress
from pathlib import Path
from statistics import median, quantiles


class Visitor:
    """One connection at a time, kept as long as the server keeps it.

    Reads no more of the headers than it must: Python's own client takes as long for each of them as a server does for
    the whole of a small page, and the site sends a dozen more than the bare view.
    """

    def __init__(self, port):
        self.port, self.socket = port, None

    def read(self, address):
        """Fetch a page; `(seconds, bytes)`."""
        request = f"GET {address} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n\r\n".encode()
        try:
            return self._read(request)
        except ConnectionError:
            # The server closed the connection while the other one was being read: as a browser does, begin anew.
            self.close()
            return self._read(request)

    def _read(self, request):
        start = time.perf_counter()
        if self.socket is None:
            self.socket = socket.create_connection(("127.0.0.1", self.port), timeout=60)
            self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket.sendall(request)
        head, body = self._receive(b""), b""
        while b"\r\n\r\n" not in head:
            head = self._receive(head)
        head, _blank, body = head.partition(b"\r\n\r\n")
        headers = head.lower()
        length = int(headers.partition(b"\r\ncontent-length:")[2].partition(b"\r\n")[0])
        while len(body) < length:
            body = self._receive(body)
        if b"\r\nconnection: close" in headers:
            self.close()
        return time.perf_counter() - start, body

    def _receive(self, so_far):
        received = self.socket.recv(1 << 18)
        if not received:
            raise ConnectionError("closed")
        return so_far + received

    def close(self):
        if self.socket is not None:
            self.socket.close()
            self.socket = None


class Servers:
    """The processes that answer for a site: the children of gunicorn's master, and of PostgreSQL's those that talk to a
    client. Linux counts the nanoseconds of each thread.
    """

    def __init__(self, master, postmaster=None):
        self.master, self.postmaster = master, postmaster
        self.processes = []

    def look(self):
        """Find the processes; call it when all of them have had something to do."""
        self.processes = _children(self.master)
        if self.postmaster:
            self.processes += [child for child in _children(self.postmaster) if b"[local]" in _read(child / "cmdline")]

    def seconds(self):
        """Of processor time so far."""
        total = 0
        for process in self.processes:
            with suppress(OSError):
                for thread in (process / "task").iterdir():
                    total += int(_read(thread / "schedstat").partition(b" ")[0] or 0)
        return total / 1e9


def _children(parent):
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        fields = _read(stat).rpartition(b")")[2].split()
        if fields and int(fields[1]) == parent:
            found.append(stat.parent)
    return found


def _read(path):
    try:
        return path.read_bytes()
    except OSError:
        return b""  # it ended meanwhile


class Timing:
    """What single requests took: seconds until the page was read, and seconds of the servers' processors."""

    def __init__(self):
        self.seconds, self.processor = [], []

    def add(self, seconds, processor):
        self.seconds.append(seconds)
        self.processor.append(processor)

    @property
    def median(self):
        return median(self.seconds)

    @property
    def p95(self):
        return quantiles(self.seconds, n=20)[-1]

    @property
    def processor_median(self):
        return median(self.processor)

    @property
    def processor_p95(self):
        return quantiles(self.processor, n=20)[-1]

    def share_of(self, other):
        """Pages per second as a share of the other's. Of the median: means are made by what else the computer does."""
        return other.median / self.median

    def processor_share_of(self, other):
        return other.processor_median / self.processor_median
