"""No text keeps a worker busy: what a page may be made of is read in time that grows with its length (promise 41).

Each of these took between twenty seconds and several minutes before the expression it is aimed at was tamed. Processor
time is measured, not the clock: other processes do not make it fail.
"""

import time

import pytest

from sistercities.office.page_text import sanitise as sanitise_page
from sistercities.typography import polish_html
from stories.body import sanitise as sanitise_body

LONG = 100_000
TEXTS = {
    "spaces": "a" + " " * LONG + "b",
    "no-break spaces": "a" + "&nbsp;" * (LONG // 6) + "b",
    "tabs": "a" + "\t" * LONG + "b",
    "spaces before breaks": "a" + (" " * 1000 + "<br>") * 100 + "b",
    "no address": "@" + "x" * LONG,
    "no addresses": "@" + "`a`" + "x`" * (LONG // 2),
    "no scheme": "://" + "a-" * (LONG // 2),
    "depth": '<span lang="en">' * (LONG // 16),
    "depth of marks": "<em><strong>" * (LONG // 12),
    "lists": "<ul><li>" * (LONG // 8),
    "quotation marks": "\"a '" * (LONG // 4),
    "open tags": "<a href=" * (LONG // 8),
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
@pytest.mark.parametrize("read", [sanitise_body, sanitise_page])
def test_reading_takes_time_that_grows_with_the_text(read, text):
    start = time.process_time()
    clean = read(f"<p>{text}</p>")
    polish_html(clean, "de")
    assert time.process_time() - start < 6
