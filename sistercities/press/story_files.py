"""A story of a press kit as plain text and as a document, with what its cards show said in words."""

from html import unescape

from django.utils.html import strip_tags
from django.utils.translation import gettext

from sistercities.documents.text import cleaned
from sistercities.documents.word import document_bytes, new_document
from sistercities.documents.word_text import add_line, add_link, add_words
from sistercities.media.markup import credit_entry
from sistercities.office.addresses import absolute
from sistercities.press.story_blocks import story_blocks
from sistercities.typography import polish
from stories.addresses import story_address

_STYLES = {"p": "Normal", "h2": "Heading1", "h3": "Heading2", "bullet": "ListBullet", "number": "ListNumber"}


class StoryFile:
    """A live edition and what its cards show, in the active language, which is that of the edition."""

    def __init__(self, kit, edition):
        self.kit, self.edition, self.language = kit, edition, edition.language
        self.address = absolute(story_address(edition.language, edition.slug))
        embeds = kit.embeds.get(edition.pk, ())
        self.targets = {embed.target: embed.picture or embed.quote for embed in embeds if not embed.event_id}
        self.blocks = story_blocks(edition.body, edition.language, absolute("").rstrip("/"))

    @property
    def title(self):
        return polish(self.edition.title, self.language)

    @property
    def standfirst(self):
        return polish(self.edition.standfirst, self.language)

    def text(self):
        """UTF-8 with a byte order mark and Windows' line ends, which the plainest editor there opens rightly."""
        parts = [self.title, self.standfirst, self.edition.byline]
        number = 0
        for block in self.blocks:
            number = number + 1 if block.kind == "number" else 0
            parts.append(self._plain(block, number))
        parts.append(f"{self.address}\n{self._as_of()}")
        body = "\n\n".join(part for part in map(str.strip, parts) if part)
        return ("\ufeff" + body + "\n").replace("\n", "\r\n").encode(errors="replace")

    def document(self):
        document = new_document(
            self.title,
            self.language,
            self.kit.at,
            author=self.edition.byline or self.kit.frame.site_title,
            head=self.title,
            foot=self._as_of(),
        )
        add_line(document, "Title", cleaned(self.title))
        if self.standfirst:
            add_line(document, "Subtitle", cleaned(self.standfirst))
        if self.edition.byline:
            add_line(document, "Note", cleaned(self.edition.byline))
        for block in self.blocks:
            self._add(document, block)
        add_link(add_line(document, "Note"), self.address, self.address)
        return document_bytes(document)

    def _as_of(self):
        return gettext("From %(site)s") % {"site": self.kit.frame.site_title}

    def _plain(self, block, number):
        if block.key:
            return "\n".join(line for _style, line in self._card(block))
        if block.kind == "bullet":
            return f"– {block.words}"
        return f"{number}. {block.words}" if number else block.words

    def _add(self, document, block):
        if block.key:
            for style, line in self._card(block):
                add_line(document, style, cleaned(line))
            return
        paragraph = add_line(document, _STYLES[block.kind])
        for run in block.runs:
            words = cleaned_run(run.words)
            style = "Strong" if run.is_bold else ""
            if run.href:
                add_link(paragraph, words, run.href)
            else:
                add_words(paragraph, words, style=style, language=run.language if run.language in ("en", "de") else "")

    def _card(self, block):
        """Pairs of style and line. Events are in the programme, and a card of one says nothing here."""
        target = self.targets.get((block.kind, block.key))
        if target is None:
            return
        if block.kind == "picture":
            caption = polish(getattr(target, f"caption_{self.language}"), self.language)
            credit = unescape(strip_tags(credit_entry(target, self.language)))
            yield (
                "Note",
                gettext("Picture: %(words)s")
                % {"words": ". ".join(part.rstrip(".") for part in (caption, credit) if part)},
            )
        elif block.kind == "quote":
            yield from quote_lines(target, self.language)


def quote_lines(quote, language):
    """Pairs of style and line: the words in the quotation marks of their language, the speaker with the role of that
    day, that it is a translation, the source."""
    words, own = quote.in_language("words", language)
    role, role_language = quote.in_language("role_title", language)
    marks = "„%s“" if own == "de" else "“%s”"
    yield "Quote", marks % polish(words, own)
    speaker = quote.speaker.name if quote.speaker else ""
    by = ", ".join(part for part in (speaker, polish(role, role_language)) if part)
    notes = [by, quote.translation_note() if quote.is_translation(own) else "", _source(quote)]
    yield "Speaker", " · ".join(part for part in notes if part)


def _source(quote):
    words = " ".join(part for part in (quote.source, quote.source_url) if part)
    return gettext("Source: %(source)s") % {"source": words} if words else ""


def cleaned_run(words):
    """Printable, with the spaces at both ends, which part it from its neighbours."""
    inside = cleaned(words)
    if not inside:
        return " " if words else ""
    return (" " if words[0] in " \n\t" else "") + inside + (" " if words[-1] in " \n\t" else "")
