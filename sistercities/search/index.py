"""Writing the index: the documents of an owner, all at once, in the transaction of whatever changes them.

Whoever writes holds the row of the content number, as publishing and reference data do by bumping it: so of two who
write at the same time the later one reads what the former has committed.
"""

import datetime
import re
from dataclasses import dataclass
from hashlib import blake2b

from django.db import transaction

from sistercities.search.models import SearchDocument
from sistercities.search.words import title_key, tokens_of
from sistercities.typography import polish

#: The beginning of what is public without a publication, such as cities.
ALWAYS = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)

#: Keys have the day in front of so many bits.
DAY_BITS = 41

_BATCH = 200
_WHITE_SPACE = re.compile(r"\s+")
#: After a heading; after a sentence a space is enough.
_PARAGRAPH_END = re.compile(r"(?<=[^\s.!?…:,;·])\s*\n\s*\n\s*(?=\S)")
#: Directions that begin in a text end with it, but not with a passage of it.
_DIRECTIONS = re.compile("[\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True)
class Document:
    """One page in one language, as `SearchDocument` stores it; texts are plain, `names` a list of texts.

    It is found by title, names and text. `day` decides between equally good hits, the latest first; what has none comes
    last. `page_language` is the language of the pages on which it is found, where that is not its own.
    """

    kind: str
    object_id: int
    language: str
    title: str
    text: str = ""
    names: tuple = ()
    slug: str = ""
    note: str = ""
    day: datetime.date | None = None
    live_from: datetime.datetime = ALWAYS
    live_until: datetime.datetime | None = None
    page_language: str = ""

    @property
    def found_in(self):
        return self.page_language or self.language


def replace(owner_kind, documents):
    """`{owner_id: [Document, …]}`: put them in the place of all that these owners wrote before."""
    with transaction.atomic():
        SearchDocument.objects.filter(owner_kind=owner_kind, owner_id__in=list(documents)).delete()
        rows = {}
        for owner_id, found in documents.items():
            for document in found:
                key = key_of(owner_kind, owner_id, document)
                while key in rows:
                    key += 1
                rows[key] = _row(key, owner_kind, owner_id, document)
        taken = set(SearchDocument.objects.filter(pk__in=list(rows)).values_list("pk", flat=True)) if rows else ()
        for key in taken:  # another document of that day has the same hash: one in a million days
            row = rows.pop(key)
            while row.pk in rows or SearchDocument.objects.filter(pk=row.pk).exists():
                row.pk += 1
            rows[row.pk] = row
        SearchDocument.objects.bulk_create(rows.values(), batch_size=_BATCH)


def key_of(owner_kind, owner_id, document):
    """A primary key that sorts by day: both databases then find the newest without sorting. 22 bits of the day, 40 of a
    hash of whose and what it is, so that the same content has the same keys however it was written.
    """
    identity = (owner_kind, owner_id, document.kind, document.object_id, document.language, document.found_in)
    digest = blake2b(repr((*identity, document.live_from.timestamp())).encode(), digest_size=5).digest()
    return (document.day.toordinal() if document.day else 0) << DAY_BITS | int.from_bytes(digest)


def facets(page_language, kind=""):
    """Tokens of what is no word, so that the databases look it up with the words: language of the page, and kind."""
    return [f"l{page_language}", *([f"k{kind}"] if kind else [])]


def blocks(key):
    """Tokens of the 32 days and of the 256 days that the day of a key is one of."""
    day = key >> DAY_BITS
    return [f"b{day >> 5}", f"c{day >> 8}"]


def _row(key, owner_kind, owner_id, document):
    language = document.language
    beside = " ".join(["", *facets(document.found_in, document.kind), *blocks(key)])
    names = [line for name in dict.fromkeys(document.names) if (line := _clean(name, language))]
    title, text = _clean(document.title, language), _clean(document.text, language)
    return SearchDocument(
        pk=key,
        owner_kind=owner_kind,
        owner_id=owner_id,
        kind=document.kind,
        object_id=document.object_id,
        page_language=document.found_in,
        language=language,
        title=title,
        title_key=title_key(title),
        slug=document.slug,
        note=_clean(document.note, language),
        names="\n".join(names),
        text=text,
        title_tokens=tokens_of([title], language) + beside,
        tokens=tokens_of([title, *names, text], language) + beside,
        live_from=document.live_from,
        live_until=document.live_until,
    )


def _clean(text, language):
    """As it will be printed, on one line."""
    text = _PARAGRAPH_END.sub(" · ", _DIRECTIONS.sub("", text.strip()))
    return polish(_WHITE_SPACE.sub(" ", text).strip(), language)


def spans_without(span, others):
    """What of a span, a pair of `live_from` and `live_until` (None: no end), is in none of the others, as a list."""
    rest = [span]
    for other_from, other_until in others:
        cut = []
        for start, end in rest:
            if (other_until is not None and other_until <= start) or (end is not None and other_from >= end):
                cut.append((start, end))
                continue
            if start < other_from:
                cut.append((start, other_from))
            if other_until is not None and (end is None or other_until < end):
                cut.append((other_until, end))
        rest = cut
    return rest
