"""For how long a process may answer under a content number without asking again, and why nobody notices.

A lease, as in Gray and Cheriton, "Leases" (1989): readers trust an answer for PAGE_CACHE_LEASE milliseconds from the
moment at which they asked; whoever changed something waits for as long after the commit before anybody is told that it
is done. By then every lease from before the commit is over, in every process on every computer, so the next request
sees the change, and busy processes need not ask the database at each page. Clocks need not agree, only be as fast.
"""

import time

from django.conf import settings
from django.db import connection, transaction


def seconds():
    return settings.PAGE_CACHE_LEASE / 1000


def outlast():
    """Let the transaction that is open wait, once, after its commit until no reader trusts a number from before."""
    if settings.PAGE_CACHE_LEASE and all(
        function is not _wait for _savepoints, function, *_ in connection.run_on_commit
    ):
        transaction.on_commit(_wait)


def _wait():
    time.sleep(seconds())
