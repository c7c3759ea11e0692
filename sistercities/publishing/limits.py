"""How often one sender may do something: counted by a keyed hash of the address, which itself is not kept.

The hash is another one every day, and leaves the cache with its count. Where the cache fails nothing is limited by
sender; whatever must never be flooded needs a limit of its own beside this one.
"""

from django.conf import settings
from django.core.cache import cache
from django.utils import timezone
from django.utils.crypto import salted_hmac

HOUR = 3600


def is_above(purpose, sender, most, at=None):
    """Has the sender done it more often than that in an hour, this time included? `sender` is an address that nobody
    can forge (`sistercities.middleware.client_address`)."""
    day = f"{at or timezone.now():%Y-%m-%d}"
    digest = salted_hmac(purpose, f"{day} {sender}", secret=settings.SECRET_KEY, algorithm="sha256").hexdigest()
    key = f"{purpose}-sender-{digest[:32]}"
    try:
        cache.add(key, 0, HOUR)
        return cache.incr(key) > most
    except Exception:
        return False  # a broken cache, whatever it is made of, must not keep anybody out
