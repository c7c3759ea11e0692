"""A list as JSON. `docs/exports.schema.json` is its schema, `docs/exports.md` says what each value means."""

import json
from decimal import Decimal

from django.utils.translation import gettext, override

from events.exports.selection_words import selection_line

#: Rows that are sent together.
_ROWS = 100


def write_json_file(export):
    """The file in pieces of bytes, an event to a line. What breaks off halfway is no JSON: nobody takes it for all."""
    language = export.layout.language
    with override(language):
        head = {
            "title": gettext("Events"),
            "made_at": export.made_at.isoformat(timespec="seconds"),
            "languages": list(export.layout.languages),
            "clock": export.layout.clock,
            "selection": export.selection.as_json(),
            "selection_in_words": selection_line(export.selection, export.frame, language),
            "columns": [{"key": c.key, "title": c.title, "kind": c.kind} for c in export.columns],
        }
    keys = [column.key for column in export.columns]
    count, waiting = 0, [f'{_json(head)[:-1]}, "events": [']
    for values in export.table([column.exact for column in export.columns]):
        waiting.append(f"{',' if count else ''}\n{_json(dict(zip(keys, values, strict=True)))}")
        count += 1
        if len(waiting) >= _ROWS:
            yield "".join(waiting).encode()
            waiting = []
    waiting.append(f'\n], "count": {count}}}\n')
    yield "".join(waiting).encode()


def _json(value):
    return json.dumps(value, ensure_ascii=False, default=_plain)


def _plain(value):
    """Prices are texts, so that no program rounds them."""
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError(f"nothing for JSON: {value!r}")
