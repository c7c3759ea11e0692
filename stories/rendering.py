"""The body of an edition as it prints: polished text, figures with credits, quotes with speaker and role, events.

Of an edition, which never changes, the text is polished and parted at its cards once; a process remembers that for the
bodies it printed last. Pictures and quotes are reference data: their words and credits are read anew for every page,
and so is what the public may read of an event at that moment.
"""

import re
from functools import lru_cache
from itertools import groupby

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import conditional_escape, escape, format_html
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from events.excerpts import read_excerpt
from sistercities.media.markup import credit_entry, credit_line, picture_element
from sistercities.office.frame import current_frame
from sistercities.richtext.links import allowed_href
from sistercities.typography import as_sentence, polish, polish_html
from stories.body import Embed, plain_text, sanitise
from stories.body.reading import EMBED

#: What `embeds` should have been joined with: `edition.embeds.select_related(*EMBED_RELATED)` is one query.
EMBED_RELATED = ("picture", "quote__speaker")

#: In the place of the row of an event that the public cannot read.
NOT_PUBLIC = object()

#: Bodies that a process remembers: 512 of 10 KB each are 10 MB.
REMEMBERED_BODIES = 512

_ONE_PARAGRAPH_ITEM = re.compile(r"<li><p>((?:(?!</p>).)*)</p>(?=</li>|<[uo]l>)")
_NOT_WORDS = re.compile(r"\W+")


def render_body(edition, *, embeds=None, language=None, frame=None, events=None, preview=False):
    """The body of an edition, or of the unsaved edition of a preview, as safe HTML.

    `embeds` are its `StoryEditionEmbed`s, joined with `EMBED_RELATED`; None reads them (one query). `language` is that
    of the page, the edition's if none is given. `frame` is the `SiteFrame` that says which city is home; None asks for
    it. `events` are the `EventRow`s of `events.excerpts` by the keys of their events; None reads them (one query, if
    there are any). A card whose picture, quote or event does not exist or cannot be read by the public, or that has
    nothing to show, prints as nothing; only a `preview` says that an event is not public.
    """
    language = language or edition.language
    if embeds is None:
        embeds = _embeds_of(edition)
    targets = {embed.target: embed.picture or embed.quote for embed in embeds if not embed.event_id}
    if keys := [embed.event_id for embed in embeds if embed.event_id]:
        if events is None:
            frame = frame or current_frame()
            events = read_excerpt(frame, language, timezone.now(), cards=keys).cards
        targets |= {("event", key): events.get(key) or (NOT_PUBLIC if preview else None) for key in keys}
    blocks, words = _printed(edition.body, language)
    if language == get_language():
        return _join(blocks, words, targets, language, frame)
    with override(language):
        return _join(blocks, words, targets, language, frame)


def render_quote(quote, language, frame=None):
    """One quote as it prints on a page in that language, where the text does not say the same; for the desk."""
    with override(language):
        return _quote(quote, "", language, frame or current_frame())


def collected_credits(edition, embeds, language=None):
    """The credit of every picture on the page, once each, in the order of appearance; the lead picture is first."""
    language = language or edition.language
    pictures = [edition.lead_picture, *(embed.picture for embed in embeds)]
    entries = [credit_entry(picture, language) for picture in dict.fromkeys(pictures) if picture]
    return [entry for entry in dict.fromkeys(entries) if entry]


def _embeds_of(edition):
    if edition.pk is None:
        return getattr(edition, "embeds_list", [])
    return edition.embeds.select_related(*EMBED_RELATED)


@lru_cache(maxsize=REMEMBERED_BODIES)
def _printed(body, language):
    """The body as a list of HTML (`str`) and of cards (tuples of one `Embed`, or of two pictures side by side), and its
    words for `_repeats`. Remembered by the text itself, so that nothing stale can ever be printed.
    """
    body = sanitise(body)
    blocks = []
    for is_card, lines in groupby(body.split("\n") if body else (), key=lambda line: line.startswith("<sc-embed ")):
        if is_card:
            blocks += _paired([_read_card(line) for line in lines])
        else:
            blocks.append(_ONE_PARAGRAPH_ITEM.sub(r"<li>\1", polish_html("\n".join(lines), language)))
    return blocks, f" {_words(plain_text(body))} "


def _read_card(line):
    match = EMBED.fullmatch(line)
    return Embed(match["type"], int(match["id"]), match["layout"] or "")


def _paired(cards):
    waiting = None
    for card in cards:
        if card.layout == "half" and waiting:
            yield (waiting, card)
            waiting = None
            continue
        if waiting:
            yield (waiting,)
        waiting = card if card.layout == "half" else None
        if not waiting:
            yield (card,)
    if waiting:
        yield (waiting,)


def _words(text):
    return _NOT_WORDS.sub(" ", text).casefold().strip()


@lru_cache(maxsize=4096)
def _polished(text, language):
    return mark_safe(escape(polish(text, language)))  # noqa: S308  escaped right here


def _join(blocks, words, targets, language, frame):
    parts = []
    for block in blocks:
        if isinstance(block, str):
            parts.append(block)
            continue
        found = [(card, target) for card in block if (target := targets.get((card.type, card.id)))]
        if not found:
            continue
        card, target = found[0]
        if card.type == "quote":
            frame = frame or current_frame()
            parts.append(_quote(target, words, language, frame))
        elif card.type == "event":
            parts.append(_event(target))
        elif len(found) == 2:
            parts.append(_pair(target, found[1][1], language))
        else:
            parts.append(_figure(target, card.layout, language))
    # Sanitised text and escaped cards.
    return mark_safe("\n".join(part for part in parts if part))  # noqa: S308


def _joined(separator, parts):
    return mark_safe(separator.join(parts))  # noqa: S308  every part was escaped or formatted by its caller


def _filled(sentence, **values):
    """A translated sentence with HTML in its places."""
    return mark_safe(  # noqa: S308  both sides are escaped
        escape(sentence) % {name: conditional_escape(value) for name, value in values.items()}
    )


# Pictures -------------------------------------------------------------------------------------------------------------


def _caption(picture, language):
    return _polished(as_sentence(getattr(picture, f"caption_{language}").strip()), language)


def _figure(picture, layout, language):
    is_wide = layout == "wide"
    element = picture_element(picture, "wide" if is_wide else "text", language)
    if not element:
        return ""
    return format_html(
        "<figure{}>{}{}</figure>",
        format_html(' class="{}"', "wide") if is_wide else "",
        element,
        _figcaption(_caption(picture, language), credit_line(picture, language)),
    )


def _pair(left, right, language):
    elements = [picture_element(picture, "half", language) for picture in (left, right)]
    if not all(elements):
        return "".join(_figure(picture, "half", language) for picture in (left, right))
    left_caption, right_caption = (_caption(picture, language) for picture in (left, right))
    captions = [
        _filled(side, caption=caption)
        for side, caption in ((_("Left: %(caption)s"), left_caption), (_("Right: %(caption)s"), right_caption))
        if caption
    ]
    credits = dict.fromkeys(conditional_escape(credit_line(picture, language)) for picture in (left, right))
    return format_html(
        '<figure class="wide"><div class="pair">{}{}</div>{}</figure>',
        *elements,
        _figcaption(_joined(" ", captions), _joined("; ", [credit for credit in credits if credit])),
    )


def _figcaption(caption, credit):
    credit = format_html('<span class="credit">{}</span>', credit) if credit else ""
    inside = _joined(" ", [part for part in (caption, credit) if part])
    return format_html("<figcaption>{}</figcaption>", inside) if inside else ""


# Events ---------------------------------------------------------------------------------------------------------------


def _event(row):
    if row is NOT_PUBLIC:
        note = _("The card of an event stands here. The event is not public, so the page leaves it out until it is.")
        return format_html('<p class="note">{}</p>', note)
    return render_to_string("events/card.html", {"row": row}).strip()


# Quotes ---------------------------------------------------------------------------------------------------------------


def _quote(quote, text_words, language, frame):
    """A pull quote. Quotation marks come from the style sheet, by language. What the text says already is an aside."""
    words, words_language = quote.in_language("words", language)
    if not words:
        return ""
    tag = "aside" if f" {_words(words)} " in text_words else "blockquote"
    return format_html(
        '<{tag} class="{ink}"><p class="q"{lang}>{words}</p>{by}</{tag}>',
        tag=tag,
        ink=_ink(quote, frame),
        lang=_lang(words_language, language),
        words=_polished(words, words_language),
        by=_by(quote, words_language, language),
    )


def _ink(quote, frame):
    city = frame.cities.get(quote.city_id)
    if city is None or frame.is_home(city):
        return "pull a"
    return "pull b" if city.ink == "poppy" else f"pull b ink-{city.ink}"


def _lang(words_language, language):
    return "" if words_language == language else format_html(' lang="{}"', words_language)


def _by(quote, words_language, language):
    lines = []
    role, role_language = quote.in_language("role_title", language)
    if role:
        lines.append(format_html("<span{}>{}</span>", _lang(role_language, language), _polished(role, role_language)))
    if quote.is_translation(words_language):
        lines.append(format_html("<span>{}</span>", quote.translation_note()))
    if quote.source or quote.source_url:
        lines.append(_source(quote, language))
    speaker = format_html("<strong>{}</strong>", _polished(quote.speaker.name, language)) if quote.speaker else ""
    if not speaker and not lines:
        return ""
    return format_html('<footer class="by">{}{}</footer>', speaker, _joined("<br>", lines))


def _source(quote, language):
    href = allowed_href(quote.source_url)
    if not href or not href.startswith("http"):
        source = _polished(quote.source, language)
    else:
        source = format_html('<a href="{}">{}</a>', href, _polished(quote.source or _host(href), language))
    return format_html("<span>{}</span>", _filled(_("Source: %(source)s"), source=source))


def _host(href):
    return href.partition("://")[2].partition("/")[0]
