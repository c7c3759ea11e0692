"""A press kit as a ZIP file, written entry by entry: at any time one picture at most is in memory."""

import logging
import zipfile

from django.utils.translation import gettext, override

from events.exports.programme import agenda_of
from sistercities.documents.errors import CannotPrint
from sistercities.documents.programme_docx import agenda_docx
from sistercities.documents.programme_pdf import agenda_pdf
from sistercities.media.uploads import PictureRefused
from sistercities.press.gathering import LANGUAGES
from sistercities.press.names import file_name
from sistercities.press.picture_files import picture_file
from sistercities.press.sheets import contact_lines, credits_lines, quotes_document, quotes_text, sheet
from sistercities.press.story_files import StoryFile

logger = logging.getLogger(__name__)

#: Names of folders and files by language; what they are called in the kit never changes.
FOLDERS = {"en": "English", "de": "Deutsch"}
PROGRAMME = {"en": "Programme", "de": "Programm"}
STORIES = {"en": "Stories", "de": "Geschichten"}
QUOTES = {"en": "Quotes", "de": "Zitate"}
CREDITS = {"en": "Picture-credits", "de": "Bildnachweise"}
READ_ME = {"en": "Read-me", "de": "Lies-mich"}
PICTURES = "Pictures-Bilder"


def count_steps(kit):
    """How often `write_kit` calls `progress`."""
    texts = sum(len(editions) for editions in kit.stories.values())
    return len(LANGUAGES) * 2 + texts + len(kit.pictures)


def write_kit(kit, file, progress=lambda: None):
    """Write the ZIP file to a binary file that can seek. `progress()` follows each document, story and picture.

    A picture whose file is missing or damaged, and a PDF that this server cannot make, are left out; the first sheet
    says so. Raises `TooLong` where the events are more than a programme holds.
    """
    notes = []
    with zipfile.ZipFile(file, "w") as archive:
        entry = _Entries(archive, kit.at)
        names = _write_pictures(kit, entry, notes, progress)
        for language in LANGUAGES:
            with override(language):
                _write_language(kit, entry, language, names, notes, progress)


class _Entries:
    def __init__(self, archive, at):
        self.archive, self.at = archive, at

    def __call__(self, name, data, *, is_packed=False):
        info = zipfile.ZipInfo(name, self.at.timetuple()[:6])
        info.compress_type = zipfile.ZIP_STORED if is_packed else zipfile.ZIP_DEFLATED
        info.external_attr = 0o644 << 16
        self.archive.writestr(info, data)


def _write_pictures(kit, entry, notes, progress):
    """The names of the files by the key of their picture."""
    names = {}
    for number, picture in enumerate(list(kit.pictures), 1):
        try:
            extension, data = picture_file(picture)
        except (OSError, PictureRefused) as error:
            logger.warning("Picture %s cannot go into a press kit: %s", picture.pk, error)
            kit.pictures.remove(picture)
            notes.append(picture.title)
        else:
            names[picture.pk] = f"{file_name(picture.title, 'picture', number)}.{extension}"
            entry(f"{PICTURES}/{names[picture.pk]}", data, is_packed=True)
        progress()
    return names


def _write_language(kit, entry, language, names, missing, progress):
    folder = FOLDERS[language]
    agenda = agenda_of(kit.export(language), kit_title(kit))
    notes = [
        gettext("The picture “%(title)s” is missing: its file cannot be read.") % {"title": title} for title in missing
    ]
    try:
        entry(f"{folder}/{PROGRAMME[language]}.pdf", agenda_pdf(agenda))
    except CannotPrint as error:
        notes.append(str(error))
    progress()
    entry(f"{folder}/{PROGRAMME[language]}.docx", agenda_docx(agenda))
    progress()
    for number, edition in enumerate(kit.stories[language], 1):
        story, name = StoryFile(kit, edition), file_name(edition.title, "story", number)
        entry(f"{folder}/{STORIES[language]}/{name}.txt", story.text())
        entry(f"{folder}/{STORIES[language]}/{name}.docx", story.document())
        progress()
    if kit.quotes:
        entry(f"{folder}/{QUOTES[language]}.txt", quotes_text(kit, language))
        entry(f"{folder}/{QUOTES[language]}.docx", quotes_document(kit, language))
    if kit.pictures or kit.withheld:
        entry(f"{PICTURES}/{CREDITS[language]}.txt", sheet(credits_lines(kit, names, language)))
    entry(f"{READ_ME[language]}.txt", sheet(contact_lines(kit, agenda.title, language, notes)))


def kit_title(kit):
    """Empty, where the programme finds a title by itself."""
    return "" if kit.anniversary or kit.selection.partnership else gettext("Events and stories")
