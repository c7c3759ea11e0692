"""WeasyPrint, which imports Pango and HarfBuzz as it is imported: only `printing` imports this module, and late.

Nothing is fetched. The only files that it may open are the fonts of the site; a document that asks for anything else is
not printed.
"""

import hashlib
import json
import os
import sys
import threading
from pathlib import Path

from PIL import ImageFile
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

# WeasyPrint tells Pillow to take pictures that break off and texts that unfold, for the whole process (`images.py`
# there). Uploads must go on refusing them (promises 17 and 18), and documents hold no pictures.
ImageFile.LOAD_TRUNCATED_IMAGES = False

FONTS = Path(__file__).resolve().parent.parent / "static" / "site" / "fonts"
FONT_FILES = (
    *("atkinson-hyperlegible-next-latin.woff2", "atkinson-hyperlegible-next-latin-ext.woff2"),
    *("vollkorn-latin.woff2", "vollkorn-latin-ext.woff2"),
)
# fontTools writes the time into every font that it makes; this is its way to write another one, so that the same
# document has the same bytes tomorrow.
os.environ.setdefault("SOURCE_DATE_EPOCH", "0")
#: One document at a time in each process: Pango's font maps are not made for threads, and the memory would add up.
_lock = threading.Lock()


class OnlyFonts(URLFetcher):
    """Gives the four fonts under `font:` and their names, and stops the printing at any other address."""

    def __init__(self):
        super().__init__(fail_on_errors=True)

    def fetch(self, url, headers=None):
        scheme, _, name = url.partition(":")
        if scheme != "font" or name not in FONT_FILES:
            raise ValueError("documents fetch nothing")
        return URLFetcherResponse(url, (FONTS / name).read_bytes(), {"Content-Type": "font/woff2"})


def print_pdf(html, stylesheet):
    """See `printing.print_pdf`. Raises `RuntimeError` where a document asks for more than the fonts."""
    fonts, fetcher = FontConfiguration(), OnlyFonts()
    with _lock:
        try:
            sheet = CSS(string=stylesheet, font_config=fonts, url_fetcher=fetcher)
            return HTML(string=html, url_fetcher=fetcher).write_pdf(
                stylesheets=[sheet],
                font_config=fonts,
                pdf_variant="pdf/ua-1",
                pdf_identifier=hashlib.sha256((html + stylesheet).encode()).digest()[:16],
            )
        except FatalURLFetchingError as error:  # a BaseException, which would end a worker
            raise RuntimeError(str(error)) from error


if __name__ == "__main__":
    # A long document, by a process of its own (`printing.LONG`): JSON in, PDF out.
    sys.stdout.buffer.write(print_pdf(*json.load(sys.stdin.buffer)))
