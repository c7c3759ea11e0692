"""One visitor who reads page after page, and what a server's processes cost meanwhile."""

import os
import socket
import time
from pathlib import Path
from statistics import median, quantiles

_TICK = os.sysconf("SC_CLK_TCK")


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
            self.socket = socket.create_connection(("127.0.0.1", self.port), timeout=30)
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


class Timing:
    """Seconds of single requests, and seconds of processor time of the server over all of them."""

    def __init__(self):
        self.seconds, self.processor = [], 0.0

    def begin(self, server):
        self.before = processor_seconds(server)

    def end(self, server):
        self.processor = processor_seconds(server) - self.before

    @property
    def median(self):
        return median(self.seconds)

    @property
    def p95(self):
        return quantiles(self.seconds, n=20)[-1]

    def share_of(self, other):
        """Pages per second as a share of the other's. Of the median: means are made by what else the computer does."""
        return other.median / self.median

    @property
    def processor_each(self):
        return self.processor / len(self.seconds)


def processor_seconds(parent):
    """User and system time of the children of that process, from /proc; those that still run are counted, too."""
    total = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue  # it ended meanwhile
        if int(fields[1]) == parent:
            total += int(fields[11]) + int(fields[12])
    return total / _TICK
