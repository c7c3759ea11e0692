"""Names of files that every system can store: ASCII letters, digits and hyphens, none that Windows keeps to itself."""

import re

from sistercities.publishing.slugs import slug_of

#: Windows opens a device under these names, whatever the ending.
_DEVICES = re.compile("(con|prn|aux|nul|com[0-9]|lpt[0-9])", re.IGNORECASE)
LONGEST = 60


def file_name(title, fallback, number=0):
    """ "03-nickel-diner-in-l-a": from a title in any language. With a number no two of a folder are the same."""
    name = slug_of(title.replace("/", " "), fallback, LONGEST)
    if number:
        return f"{number:02d}-{name}"
    return f"{fallback}-{name}" if _DEVICES.fullmatch(name) else name
