"""HTML to tagged PDF. The door to `engine`, which needs libraries of the system that a site runs well without."""

import contextlib
import io
import json
import logging
import subprocess
import sys
from pathlib import Path

from sistercities.documents.errors import CannotPrint, PrintingFailed

logger = logging.getLogger(__name__)

#: Texts of more characters are printed by a process of their own: whoever else asks this one for a page meanwhile is
#: not kept waiting, and the memory, half a megabyte for each date of a programme, is given back.
LONG = 200_000
#: Seconds after which that process is ended; `agenda.MOST_ITEMS` dates take a fraction of it.
PATIENCE = 300
CODE = Path(__file__).resolve().parent.parent.parent


def print_pdf(html, stylesheet):
    """The bytes of a PDF/UA-1 file. `html` and `stylesheet` are texts; `<html lang>` and `<title>` become its metadata.

    The same texts make the same bytes with the same versions of WeasyPrint and of the system's libraries. Raises
    `CannotPrint` where Pango or HarfBuzz is missing (docs/operations.md): they are looked for with the first document,
    not at the start. Raises `PrintingFailed` where the process of a long document ends without it.
    """
    engine = _engine()
    if len(html) <= LONG:
        return engine.print_pdf(html, stylesheet)
    work = json.dumps([html, stylesheet]).encode()
    command = [sys.executable, "-m", "sistercities.documents.engine"]
    try:
        # Our own program, and nobody's words among its arguments.
        ended = subprocess.run(command, input=work, stdout=subprocess.PIPE, cwd=CODE, timeout=PATIENCE, check=True)  # noqa: S603
    except (subprocess.SubprocessError, OSError) as error:  # no memory, no patience: nothing that the reader has done
        logger.error("A document of %d characters was not printed: %s", len(html), error)
        raise PrintingFailed from error
    return ended.stdout


def check_printing():
    """Raises `CannotPrint` where `print_pdf` would."""
    _engine()


def _engine():
    try:
        # What WeasyPrint has to say when it finds no library goes to standard output, where a command writes its file.
        with contextlib.redirect_stdout(io.StringIO()):
            from sistercities.documents import engine
    except (ImportError, OSError) as error:  # cffi's words: "cannot load library 'libpango-1.0-0': …"
        reason = str(error).partition("\n")[0]
        logger.error("Documents cannot be printed: %s", reason)
        raise CannotPrint(reason) from error
    return engine
