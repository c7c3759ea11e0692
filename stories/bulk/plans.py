"""How manuscripts, texts and editions are written in bulk, for stories and events alike."""

import uuid
from dataclasses import dataclass

from sistercities.publishing.content import column_values, fingerprint, frame_fields, words_fields


@dataclass(frozen=True)
class Printed:
    """An edition to be written: in which language, live from when until when, ended how.

    `words` are the columns in which it differs from the text as it stands now, `facts` those of the frame.
    """

    language: str
    live_from: object
    live_until: object = None
    ended_as: str = ""
    words: dict | None = None
    facts: dict | None = None


def edition_of(manuscript, text, printed, first_live_from, **more):
    """The unsaved edition. `more` are columns of this kind of edition."""
    columns = column_values(manuscript, frame_fields(manuscript)) | column_values(text, words_fields(manuscript))
    columns |= {f"{manuscript.edition_link}_id": manuscript.pk, "fingerprint": text.fingerprint}
    if printed.words or printed.facts:
        columns |= {**(printed.words or {}), **(printed.facts or {}), "fingerprint": "0" * 64}
    return manuscript.edition_model(
        **columns,
        live_from=printed.live_from,
        live_until=printed.live_until,
        expires_at=printed.live_until if printed.ended_as == "expired" else None,
        ended_as=printed.ended_as,
        first_live_from=first_live_from,
        published_at=printed.live_from,
        **more,
    )


def set_fingerprint(manuscript, text, keys, children):
    """As publishing would: `keys` are those behind the frame's relations, by name, in any order."""
    keys = {name: sorted(found) for name, found in keys.items()}
    text.fingerprint = fingerprint(manuscript, text, keys, children)


def link(model, name, pairs):
    """Write the rows of a many-to-many field: pairs of an instance and the targets' keys."""
    field = model._meta.get_field(name)
    through = field.remote_field.through
    here, there = f"{field.m2m_field_name()}_id", f"{field.m2m_reverse_field_name()}_id"
    through.objects.bulk_create(through(**{here: instance.pk, there: key}) for instance, keys in pairs for key in keys)


def random_uid(random):
    return uuid.UUID(int=random.getrandbits(128), version=4)
