"""What a manuscript and its editions have in common, copied field by field for any pair of models.

A concrete manuscript class names its bases: `frame_base` (the columns that are the same in every language),
`words_base` (the columns of one language) and `edition_model`. Nothing here knows any app.
"""

import hashlib
import json

from django.core.serializers.json import DjangoJSONEncoder


class _Encoder(DjangoJSONEncoder):
    """Values of our own fields, such as partial dates, take part as their text."""

    def default(self, value):
        try:
            return super().default(value)
        except TypeError:
            return str(value)


def frame_fields(manuscript):
    """The concrete fields that manuscript and edition inherit from the frame."""
    return manuscript.frame_base._meta.local_fields


def frame_relations(manuscript):
    """The many-to-many fields that manuscript and edition inherit from the frame."""
    return manuscript.frame_base._meta.local_many_to_many


def words_fields(manuscript):
    """The concrete fields that text and edition inherit from the words."""
    return manuscript.words_base._meta.local_fields


def related_keys(manuscript):
    """The keys behind each many-to-many field of the frame, `{field name: sorted keys}`; none while unsaved."""
    if not manuscript.pk:
        return {field.name: [] for field in frame_relations(manuscript)}
    return {
        field.name: sorted(getattr(manuscript, field.name).order_by().values_list("pk", flat=True))
        for field in frame_relations(manuscript)
    }


def column_values(instance, fields):
    return {field.attname: getattr(instance, field.attname) for field in fields}


def fingerprint(manuscript, text, keys=None, children=None):
    """64 hexadecimal digits that change with anything an edition would copy, and with nothing else."""
    content = {
        "frame": column_values(manuscript, frame_fields(manuscript)),
        "relations": related_keys(manuscript) if keys is None else keys,
        "words": column_values(text, words_fields(manuscript)),
    }
    if children is None:
        children = manuscript.children_content()
    if children:
        content["children"] = children
    canonical = json.dumps(content, cls=_Encoder, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()


def refresh_fingerprints(manuscript):
    """Store what each text would print now, so that the desk's list finds unpublished changes with one comparison."""
    keys, children = related_keys(manuscript), manuscript.children_content()
    for text in manuscript.texts.all():
        current = fingerprint(manuscript, text, keys, children)
        if current != text.fingerprint:
            type(text).objects.filter(pk=text.pk).update(fingerprint=current)
            text.fingerprint = current


def build_edition(manuscript, text, known_fingerprint=None):
    """The edition that publishing would write now, unsaved and without its times.

    `known_fingerprint` is what `fingerprint()` would say; who does not know it gives none.
    """
    return manuscript.edition_model(
        **column_values(manuscript, frame_fields(manuscript)),
        **column_values(text, words_fields(manuscript)),
        **{manuscript.edition_link: manuscript},
        fingerprint=known_fingerprint or fingerprint(manuscript, text),
    )


def copy_relations(source, target, *, is_new=False):
    """Freeze the many-to-many rows of the frame (manuscript into edition, or back). A new target has none yet."""
    base = source.frame_base if hasattr(source, "frame_base") else target.frame_base
    for field in base._meta.local_many_to_many:
        keys = getattr(source, field.name).order_by().values_list("pk", flat=True)
        if is_new:
            getattr(target, field.name).add(*keys)
        else:
            getattr(target, field.name).set(keys)
