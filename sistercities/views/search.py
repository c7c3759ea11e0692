"""The search page: one field, how many results, of which kinds, and the passages that show why."""

import re
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from events.addresses import event_address
from sistercities.office.addresses import address, alternates
from sistercities.office.frame import current_frame
from sistercities.publishing.http import conditional
from sistercities.search.matching import MOST, find, narrower
from sistercities.search.models import SearchDocument
from sistercities.search.passages import marked, matched_names, passage
from sistercities.search.queries import LONGEST_QUERY, MOST_WORDS, Query, TooLong, read_query
from stories.addresses import story_address

RESULTS = 10
#: Other questions that are offered where nothing was found.
OTHERS = 3

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
    title: SafeString
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
    note: str
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

    Six queries at most: the frame, the hits (two, once more for one kind of very many), and their documents or, where
    nothing was found, other questions.
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
    found = find(query, language, at)
    # Where the hits are not all counted, those of one kind are looked for by themselves.
    shown = (
        find(query, language, at, kind)
        if kind and len(found) > MOST
        else [hit for hit in found if not kind or hit[0] == kind]
    )
    hits = shown[:MOST][(number - 1) * RESULTS : number * RESULTS]
    if number > 1 and not hits:
        raise Http404("no such page of results")
    context = {
        "alternates": alternates("search"),
        "section": "search",
        "typed": typed if not problem else typed[:LONGEST_QUERY],
        "query": query,
        "kind": kind,
        "problem": problem,
        "results": _results(hits, query, language),
        "count": len(shown),
        "is_capped": len(shown) > MOST,
        "most": MOST,
        "choices": _choices(found, query, kind, language),
        "others": _others(query, found, language, at) if query and not shown else [],
        "previous": _address(query, kind, number - 1, language=language) if number > 1 else "",
        "next": _address(query, kind, number + 1, language=language) if len(shown[:MOST]) > number * RESULTS else "",
        "number": number,
        "first": (number - 1) * RESULTS + 1,
        "stories_title": frame.stories_title,
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
    pairs = [("q", query.text)]
    pairs += [("kind", kind)] if kind else []
    pairs += [("page", page)] if page > 1 else []
    return f"{address('search', language)}?{urlencode(pairs)}"


def _choices(found, query, chosen, language):
    """All results, and those of each kind that there are; none where there is but one kind."""
    is_capped = len(found) > MOST
    counts = {}
    for hit_kind, _object, _keys in found:
        counts[hit_kind] = counts.get(hit_kind, 0) + 1
    kinds = [kind for kind in KINDS if kind in counts or kind == chosen]
    if len(kinds) < 2 and not chosen and not is_capped:
        return []
    everything = Choice(
        gettext("All"), _address(query, language=language), not chosen, None if is_capped else len(found)
    )
    return [everything] + [
        Choice(
            KINDS[kind][1],
            _address(query, kind, language=language),
            kind == chosen,
            None if is_capped else counts.get(kind, 0),
        )
        for kind in (KINDS if is_capped else kinds)
    ]


def _others(query, found, language, at):
    """Pairs of words and address that do lead to results: without the kind, or each word by itself."""
    if found:
        return [(gettext("All results for “%(query)s”") % {"query": query.text}, _address(query, language=language))]
    singles = narrower(query, language, at)[:OTHERS]
    return [
        (gettext("Only “%(query)s”") % {"query": single.text}, _address(single, language=language))
        for single in singles
    ]


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
    first = rows[0]
    is_person = first.kind == "person"
    return Result(
        kind=KINDS[first.kind][0],
        title=marked(first.title, query, first.language),
        address="" if is_person else document_address(first, language),
        language=first.language,
        note="" if is_person else first.note,
        passage=passage(first.text, query, first.language),
        names=matched_names(first, query),
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
