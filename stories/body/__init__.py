"""The body of a story: one flow of rich text with cards for pictures, quotes and events.

What is allowed: `docs/body-text.md`.

The stored form is canonical: one block a line, `sanitise()` leaves it as it is, and whatever the editor makes of it
comes back to the same text.
"""

from stories.body.reading import (
    LAYOUTS,
    Embed,
    embed_problems,
    embeds,
    heading_problems,
    plain_text,
    reading_minutes,
)
from stories.body.sanitising import MAX_LENGTH, sanitise

__all__ = [
    "LAYOUTS",
    "MAX_LENGTH",
    "Embed",
    "embed_problems",
    "embeds",
    "heading_problems",
    "plain_text",
    "reading_minutes",
    "sanitise",
]
