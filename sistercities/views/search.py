"""The search page: one field, how many results, of which kinds, and the passages that show why."""

import re
from collections import Counter
from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from events.addresses import event_address, list_address
from sistercities.office.addresses import address
from sistercities.office.frame import current_frame
from sistercities.publishing.http import conditional
from sistercities.search.matching import answered, find
from sistercities.search.models import SearchDocument
from sistercities.search.passages import excerpt
from sistercities.search.queries import LONGEST_QUERY, MOST_WORDS, Query, TooLong, Width, read_query, wider_queries
from stories.addresses import index_address, story_address

LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)
RESULTS = 10
#: Links that are offered where nothing was found.
OTHERS = 2

#: What a result is, and what the choice of all of them is called, in the order of the choices.
KINDS = {
    "story": (_("Story"), _("Stories")),
    "event": (_("Event"), _("Events")),
    "city": (_("City"), _("Cities")),
    "partnership": (_("Partnership"), _("Partnerships")),
    "anniversary": (_("Anniversary"), _("Anniversaries")),
    "person": (_("Person"), _("People")),
}

_PAGE = re.compile(r"[1-9][0-9]{0,3}")


@dataclass(frozen=True)
class Link:
    title: str
    address: str
    language: str


@dataclass(frozen=True)
class Result:
    """`note` is what stands beside the kind, `passage` and `names` show where the words are. A person has no page:
    `address` is empty, and `links` lead to what they take part in, the newest first."""

    kind: str
    title: SafeString
    address: str
    language: str
    note: SafeString
    passage: SafeString
    names: SafeString
    links: tuple = ()


@dataclass(frozen=True)
class Choice:
    """A kind as a link; the chosen one is marked. `count` is None where there are too many to count."""

    label: str
    address: str
    is_chosen: bool
    count: int | None


@conditional
def search(request, at=None):
    """The results of `?q=` for a page in the language of the address; without it, the field.

    Five queries at most: the frame (two after a change), the hits (two), and their documents or, where nothing was
    found, which other questions lead to something.
    """
    at = at or timezone.now()
    frame, language = current_frame(request), get_language()
    kind, number = request.GET.get("kind", ""), _page_number(request.GET.get("page", "1"))
    if kind and kind not in KINDS:
        raise Http404("no such kind of result")
    typed, problem = request.GET.get("q", ""), ""
    try:
        query = read_query(typed, language)
    except TooLong:
        query, problem = Query(""), _too_long()
    found = find(query, language, at, dict.fromkeys(["", kind]))
    shown = found[kind]
    hits = shown.hits[(number - 1) * RESULTS : number * RESULTS]
    if number > 1 and not hits:
        raise Http404("no such page of results")
    is_asked = bool(query.text or kind or problem)
    context = {
        # Results are for nobody who did not ask, and change with every publication.
        "canonical": "" if is_asked else address("search", language),
        "alternates": {code: _address(query, kind, language=code) for code in LANGUAGES},
        "section": "search",
        "typed": typed if not problem else typed[:LONGEST_QUERY],
        "query": query,
        "kind": kind,
        "problem": problem,
        "results": _results(hits, query, language),
        "count": len(shown.hits),
        "is_capped": shown.is_capped,
        "choices": _choices(found[""], query, kind, language),
        "others": _others(frame, query, kind, found[""], language, at) if query and not shown.hits else [],
        "previous": _address(query, kind, number - 1, language=language) if number > 1 else "",
        "next": _address(query, kind, number + 1, language=language) if len(shown.hits) > number * RESULTS else "",
        "first": (number - 1) * RESULTS + 1,
    }
    return render(request, "site/search.html", context, status=400 if problem else 200)


def _page_number(text):
    if not _PAGE.fullmatch(text):
        raise Http404("no such page of results")
    return int(text)


def _too_long():
    return gettext("Please ask with at most %(words)d words and %(characters)d characters.") % {
        "words": MOST_WORDS,
        "characters": LONGEST_QUERY,
    }


def _address(query, kind="", page=1, *, language):
    pairs = [("q", query.text)] if query.text else []
    pairs += [("kind", kind)] if kind else []
    pairs += [("page", page)] if page > 1 else []
    return address("search", language) + (f"?{urlencode(pairs)}" if pairs else "")


def _choices(everything, query, chosen, language):
    """All results, and those of each kind that there are; none where there is but one kind. Where the hits are not all
    counted, every kind is a choice, without a number."""
    counts = Counter(kind for kind, _object, _keys in everything.hits)
    kinds = [kind for kind in KINDS if everything.is_capped or kind in counts or kind == chosen]
    if len(kinds) < 2 and not chosen:
        return []
    numbers = {kind: None if everything.is_capped else counts[kind] for kind in kinds}
    total = None if everything.is_capped else len(everything.hits)
    return [Choice(gettext("All"), _address(query, language=language), not chosen, total)] + [
        Choice(KINDS[kind][1], _address(query, kind, language=language), kind == chosen, numbers[kind])
        for kind in kinds
    ]


def _others(frame, query, kind, everything, language, at):
    """Two pairs of words and address, for where nothing was found: wider questions that do lead to results; else the
    lists of everything."""
    links = []
    if everything.hits:
        links.append((_width_words("all", query), _address(query, language=language)))
    widths = {wider: width for width, wider in wider_queries(query, language)}
    for wider in answered(list(widths), language, at, kind) if widths else []:
        links.append((_width_words(widths[wider], wider), _address(wider, kind, language=language)))
    links += [(frame.stories_title, index_address(language)), (gettext("All events"), list_address(language))]
    return links[:OTHERS]


def _width_words(width, query):
    return {
        "all": gettext("All results for “%(query)s”"),
        Width.UNQUOTED: gettext("Without quotation marks: %(query)s"),
        Width.ONE_TERM: gettext("Only “%(query)s”"),
        Width.BEGINNING: gettext("Words that begin with “%(query)s”"),
    }[width] % {"query": query.bare_text}


def _results(hits, query, language):
    keys = [key for _kind, _object, found in hits for key in found]
    columns = ("kind", "object_id", "owner_kind", "language", "title", "slug", "note", "names", "text")
    documents = {row.pk: row for row in SearchDocument.objects.only(*columns).filter(pk__in=keys)} if keys else {}
    # What was withdrawn since the hits were found is no longer there.
    return [
        _result(rows, query, language)
        for _kind, _object, found in hits
        if (rows := [documents[key] for key in found if key in documents])
    ]


def _result(rows, query, language):
    """A person is found by what they take part in: the rows are so much of it."""
    first, shown = rows[0], excerpt(rows[0], query)
    is_person = first.kind == "person"
    return Result(
        kind=KINDS[first.kind][0],
        title=shown.title,
        address="" if is_person else document_address(first, language),
        language=first.language,
        note="" if is_person else shown.note,
        passage=shown.passage,
        names=shown.names,
        links=tuple(Link(row.note, document_address(row, language), row.language) for row in rows) if is_person else (),
    )


def document_address(document, language):
    """Where a document is read, on pages in that language; of a person, what its owner is."""
    kind = document.owner_kind if document.kind == "person" else document.kind
    if kind == "story":
        return story_address(document.language, document.slug)
    if kind == "event":
        return event_address(language, document.slug)
    if kind == "anniversary":
        slug, _slash, years = document.slug.partition("/")
        return address("anniversary", language, slug=slug, years=years)
    return address(kind, language, slug=document.slug)
