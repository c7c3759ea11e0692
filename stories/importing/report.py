"""What an import made of a text, in sentences: shown by the desk, printed by the command, kept in the audit trail."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sistercities.media.models import Picture
from sistercities.typography.quoting import quoted
from stories.importing.imported import ImportedText, Kind
from stories.importing.notes import excerpt
from stories.importing.references import Found
from stories.models import Quote


@dataclass(frozen=True)
class Use:
    """A row that a line of the text uses."""

    line: int
    found: Found


@dataclass(frozen=True)
class Report:
    """`imported` as it was written: what had to stay text is a paragraph there. `uses` are in the order of the text."""

    imported: ImportedText
    story: object
    text: object
    uses: tuple[Use, ...]
    is_addition: bool

    @property
    def pictures(self):
        return [use.found.row for use in self.uses if isinstance(use.found.row, Picture)]

    @property
    def quotes(self):
        return [use.found.row for use in self.uses if isinstance(use.found.row, Quote)]

    def sections(self):
        """Pairs of a heading and its sentences, in the active language; empty ones left out."""
        sections = [
            (_("Understood"), [*self._parts(), *map(self._use, self.uses)]),
            (_("Not understood, left in the text"), list(map(_note, self.imported.left))),
            (_("Please check"), list(map(_note, self.imported.hints))),
        ]
        return [(heading, sentences) for heading, sentences in sections if sentences]

    def as_text(self):
        return "\n\n".join(
            "\n".join([heading, *(f"- {sentence}" for sentence in sentences)]) for heading, sentences in self.sections()
        )

    def _parts(self):
        imported = self.imported
        yield _at(imported.title_line, _("title: “%(words)s”") % {"words": imported.title})
        if imported.standfirst:
            yield _at(imported.standfirst_line, _("standfirst: “%(words)s”") % {"words": excerpt(imported.standfirst)})
        paragraphs = len(imported.of_kind(Kind.PARAGRAPH, Kind.CITATION))
        headings = len(imported.of_kind(Kind.HEADING))
        lists = len(imported.of_kind(Kind.BULLETS, Kind.NUMBERS))
        yield ngettext("%(count)s paragraph", "%(count)s paragraphs", paragraphs) % {"count": paragraphs}
        if headings:
            yield ngettext("%(count)s heading", "%(count)s headings", headings) % {"count": headings}
        if lists:
            yield ngettext("%(count)s list", "%(count)s lists", lists) % {"count": lists}

    def _use(self, use):
        row, name = use.found.row, self._name(use.found.row)
        sentence = _("%(kind)s %(name)s: new") if use.found.is_new else _("%(kind)s %(name)s: exists already")
        if isinstance(row, Picture) and not row.file:
            sentence = (
                _("%(kind)s %(name)s: new, waits for its file")
                if use.found.is_new
                else _("%(kind)s %(name)s: exists already, waits for its file")
            )
        sentence = sentence % {"kind": row._meta.verbose_name, "name": name}
        return _at(use.line, f"{sentence}. {use.found.warning}" if use.found.warning else sentence)

    def _name(self, row):
        language = self.imported.language
        if isinstance(row, Quote):
            return quoted(excerpt(getattr(row, f"words_{language}")))
        if isinstance(row, Picture):
            return f"{quoted(row.title)} © {row.credit}"
        return quoted(getattr(row, f"title_{language}", "") or row)


def sections_of(text):
    """The sections of a report again, from `Report.as_text()`."""
    blocks = [block.split("\n") for block in text.split("\n\n") if block]
    return [(heading, [line.removeprefix("- ") for line in lines]) for heading, *lines in blocks]


def _at(line, sentence):
    return _("Line %(line)s: %(sentence)s") % {"line": line, "sentence": sentence}


def _note(note):
    return _at(note.line, f"{note} {quoted(note.excerpt)}" if note.excerpt else str(note))
