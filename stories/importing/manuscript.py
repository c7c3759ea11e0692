"""`ImportedText` to a manuscript: all of it in one transaction, or nothing."""

from dataclasses import replace

import reversion
from django.db import IntegrityError, transaction
from django.utils.html import escape
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sistercities.publishing.content import refresh_fingerprints
from sistercities.publishing.models import AuditAction, AuditEntry, ContentNumber
from sistercities.publishing.operations import lock
from stories.body import MAX_LENGTH, sanitise
from stories.importing.decoding import NotImportable
from stories.importing.imported import Kind
from stories.importing.notes import Note, excerpt
from stories.importing.parsing import LONGEST_TITLE, TOO_LONG
from stories.importing.references import References
from stories.importing.report import Report, Use
from stories.models import Story, StoryText


class SameTitle(Exception):
    """There are stories with this title in this language that nobody has said to be another one: `stories`."""

    def __init__(self, stories):
        super().__init__([story.pk for story in stories])
        self.stories = stories

    def __str__(self):
        return gettext("There is a story with this title already.")


def import_text(imported, *, by, story=None, beside=(), among=None, is_trial=False):
    """Write an `ImportedText` as a draft and return the `Report`.

    `by` is the user (None: the shell of the machine), and limits what is found and added. `story` is an existing story
    that gets the text as another language, else a new one is made; then `beside` holds the primary keys of the stories
    of the same title that the user knows of and `among` the stories that the user may see (all, if None). `is_trial`
    undoes everything in the end: the report is that of an import, the rows in it are not stored.

    Raises `SameTitle`, and `NotImportable`: no_title, too_long, language_taken.
    """
    if not imported.title:
        raise NotImportable("no_title", _NO_TITLE % {"limit": LONGEST_TITLE})
    with transaction.atomic():
        story = lock(story) if story else None
        # Queues parallel imports up, as publishing does: the second of a double click finds what the first has written.
        ContentNumber.bump()
        if story is None:
            _refuse_same_title(imported, beside, Story.objects.all() if among is None else among)
        text = _free_text(imported, story)
        if is_trial:
            report = _write(imported, by, story, text)
            transaction.set_rollback(True)
        else:
            with reversion.create_revision():
                reversion.set_user(by)
                report = _write(imported, by, story, text)
                reversion.set_comment(gettext("Imported a text."))
            AuditEntry.record(by, AuditAction.IMPORTED, report.story, report.as_text())
    return report


_NO_TITLE = _("The text does not begin with a title. Put one of at most %(limit)s characters in the first line.")
_TAKEN = _("The story has a text in this language already.")


def same_title(imported, stories):
    """Those of `stories` (a queryset) whose text in that language has the title."""
    return stories.filter(texts__language=imported.language, texts__title__iexact=imported.title).order_by("pk")


def _refuse_same_title(imported, beside, among):
    found = list(same_title(imported, among))
    if {story.pk for story in found} - set(beside):
        raise SameTitle(found)


def _free_text(imported, story):
    """The row to write into: a new one, or the empty one that an editor has opened for this language."""
    text = story.texts.filter(language=imported.language).first() if story else None
    if text and (text.title or text.standfirst or text.body):
        raise NotImportable("language_taken", _TAKEN)
    return text or StoryText(language=imported.language)


def _write(imported, by, story, text):
    references = References(by, imported.language, imported.title)
    html, uses, refused, embedded = [], [], [], []
    for block in imported.blocks:
        markup, used, note = _block(block, references)
        html.append(markup)
        uses += used
        if note:
            refused.append(note)
        embedded.append(block if not note else replace(block, kind=Kind.PARAGRAPH))
    body = sanitise("\n".join(html))
    if len(body) > MAX_LENGTH:
        raise NotImportable("too_long", TOO_LONG % {"limit": MAX_LENGTH})

    is_addition = story is not None
    story = story or Story(created_by=by)
    story.changed_by = by
    story.revision += 1
    story.save()
    text.story, text.title, text.standfirst, text.body = story, imported.title, imported.standfirst, body
    text.is_ready = False
    try:
        with transaction.atomic():
            text.save()
    except IntegrityError:
        raise NotImportable("language_taken", _TAKEN) from None
    refresh_fingerprints(story)
    imported = replace(imported, blocks=tuple(embedded), left=tuple(sorted((*imported.left, *refused), key=_line)))
    return Report(imported, story, text, tuple(uses), is_addition)


def _line(note):
    return note.line


def _block(block, references):
    """HTML, the `Use`s of rows in it, and a note where the block stays text because the user may not add its rows."""
    if block.kind == Kind.QUOTE:
        found = references.quote(block.quotation)
        if found is None:
            return _paragraph(block.source), [], Note(block.first_line, "may_not_add", excerpt(block.text))
        return _embed("quote", found[0].row), [Use(block.first_line, one) for one in found], None
    if block.kind == Kind.CREDITS:
        found = references.pictures(block.credits)
        if found is None:
            return _paragraph(block.source), [], Note(block.first_line, "may_not_add", excerpt(block.text))
        return (
            "\n".join(_embed("picture", one.row) for one in found),
            [Use(block.first_line, one) for one in found],
            None,
        )
    if block.kind == Kind.HEADING:
        return f"<h{block.level}>{escape(block.text)}</h{block.level}>", [], None
    if block.kind in (Kind.BULLETS, Kind.NUMBERS):
        tag = "ul" if block.kind == Kind.BULLETS else "ol"
        return f"<{tag}>{''.join(f'<li>{escape(item)}</li>' for item in block.lines)}</{tag}>", [], None
    return _paragraph(block.lines), [], None


def _paragraph(lines):
    return f"<p>{'<br>'.join(map(escape, lines))}</p>"


def _embed(kind, row):
    return f'<sc-embed data-type="{kind}" data-id="{row.pk}"></sc-embed>'
