"""One visitor who reads page after page, and what a server's processes cost meanwhile."""

import http.client
import os
import time
from pathlib import Path
from statistics import median, quantiles

_TICK = os.sysconf("SC_CLK_TCK")


class Visitor:
    """One connection at a time, kept as long as the server keeps it."""

    def __init__(self, port):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)

    def read(self, address):
        """Fetch a page; `(seconds, bytes)`."""
        try:
            return self._read(address)
        except ConnectionError:
            # The server closed the connection while the other one was being read: as a browser does, begin anew.
            self.connection.close()
            return self._read(address)

    def _read(self, address):
        start = time.perf_counter()
        self.connection.request("GET", address)
        response = self.connection.getresponse()
        body = response.read()
        return time.perf_counter() - start, body


class Timing:
    """Seconds of single requests, and seconds of processor time of the server over all of them."""

    def __init__(self):
        self.seconds, self.processor = [], 0.0

    def measure(self, visitor, server, address, requests):
        before = processor_seconds(server)
        for _ in range(requests):
            self.seconds.append(visitor.read(address)[0])
        self.processor += processor_seconds(server) - before

    @property
    def median(self):
        return median(self.seconds)

    @property
    def p95(self):
        return quantiles(self.seconds, n=20)[-1]

    @property
    def per_second(self):
        return len(self.seconds) / sum(self.seconds)

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
