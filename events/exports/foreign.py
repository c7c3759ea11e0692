"""Values from outside: of a request, a stored profile, a command line."""

from django.utils.translation import gettext


class ValuesRefused(ValueError):
    """Foreign values that are none of ours. `errors` maps their names to sentences in the active language."""

    def __init__(self, errors):
        self.errors = errors
        super().__init__(" ".join(errors.values()))


def given(values, name):
    """The texts under that name in a `QueryDict`, or a dictionary of texts, numbers and lists of them; no empty ones.

    A text may be several, with commas. Raises ValueError for what is neither text nor number.
    """
    value = values.getlist(name) if hasattr(values, "getlist") else values.get(name)
    items = value if isinstance(value, list | tuple) else [value]
    texts = []
    for item in items:
        if item is None:
            continue
        if isinstance(item, bool) or not isinstance(item, str | int):
            raise unknown(item)
        texts += [part.strip() for part in str(item).split(",")]
    return [text for text in texts if text]


def one(texts):
    """The only one of the texts, "" where there is none. Raises ValueError for several."""
    if len(texts) > 1:
        raise ValueError(gettext("Choose one."))
    return texts[0] if texts else ""


def one_of(texts, choices):
    """The same, of those choices alone."""
    text = one(texts)
    if text and text not in choices:
        raise unknown(text)
    return text


def some_of(texts, choices):
    """Every text once, in the order given. Raises ValueError for one that is none of the choices."""
    for text in texts:
        if text not in choices:
            raise unknown(text)
    return tuple(dict.fromkeys(texts))


def unknown(value):
    """The ValueError that says so."""
    return ValueError(gettext("“%(value)s” is none of the choices.") % {"value": str(value)[:60]})
