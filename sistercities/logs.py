"""What must not stand in a log: tokens that open something, and secrets sent in an address."""

import logging
import re

#: The token of a preview link is the path segment after `preview`, those of lists and press kits come after `lists`
#: and `press-kits`, that of a reset link is the last one. Four characters stay, to tell two links apart.
_TOKEN_IN_PATH = re.compile(
    r"(/(?:preview|vorschau|reset|lists|press-kits)/(?:[^\s/?]+/)?[A-Za-z0-9_-]{4})[A-Za-z0-9_:-]{8,}"
)
_SECRET_IN_QUERY = re.compile(r"((?:token|password|sessionid|csrfmiddlewaretoken|secret)=)[^&\s\"']+", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")


def redact(text):
    text = _TOKEN_IN_PATH.sub(r"\1…", text)
    text = _SECRET_IN_QUERY.sub(r"\1…", text)
    return _CONTROL.sub("�", text)


class RedactingFormatter(logging.Formatter):
    """Redacts the finished entry, traceback included."""

    def format(self, record):
        return redact(super().format(record))
