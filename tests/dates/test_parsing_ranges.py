"""What people type for two dates, in either language, and what is refused with which words."""

import datetime

import pytest
from django.utils import translation
from hypothesis import assume, given
from hypothesis import strategies as st

from sistercities.dates.parsing import DateNotUnderstood, parse_range
from sistercities.dates.ranges import span_in_sentence, span_words
from sistercities.dates.spans import Span
from tests.dates.test_partial import PARTIAL_DATES

UNDERSTOOD = {
    "2017-10-04/2017-10-05": "4–5 October 2017|4-5 October 2017|4 - 5 Oct 2017|4.-5.10.2017|4.–5. Oktober 2017|"
    "from 4 to 5 October 2017|vom 4. bis 5. Oktober 2017|4. bis zum 5. Oktober 2017|October 4–5, 2017|"
    "October 4-5 2017|the 4th to the 5th of October 2017|2017-10-04/2017-10-05|2017-10-04 - 2017-10-05|"
    "4\u00a0October –\u00a05 October 2017|4.10.–5.10.2017|4.10.2017-5.10.2017|OCTOBER 4 TO OCTOBER 5, 2017",
    "2017-09-30/2017-10-02": "30 Sept – 2 Oct 2017|30.9.–2.10.2017|30. September – 2. Oktober 2017|"
    "Sept 30 – Oct 2, 2017|30 September until 2 October 2017|30 Sep 2017 — 2 Oct 2017",
    "2017-09-20/2017-10-22": "20/9 – 22/10/2017|20/9/2017 - 22/10/2017|20/9-22/10/2017",
    "2017-12-30/2018-01-02": "30 December 2017 – 2 January 2018|30.12.2017 – 2.1.2018|30.12.2017–2.1.2018",
    "2017-10/2017-11": "October to November 2017|October–November 2017|Okt.-Nov. 2017|von Oktober bis November 2017|"
    "2017-10/2017-11|10/2017 – 11/2017",
    "2017-22/2017-23": "summer–autumn 2017|Sommer bis Herbst 2017|2017-22/2017-23",
    "2017-24/2018-22": "winter 2017/18 – summer 2018|Winter 2017/18 bis Sommer 2018",
    "1967/1970": "1967–1970|1967-1970|1967 to 1970|1967 bis 1970|von 1967 bis 1970|1967/1970",
    "2017-10-04/2017-11": "4 October – November 2017|4. Oktober bis November 2017",
    "2017-10/2017-11-05": "October – 5 November 2017",
    "1967/2017-10-05": "1967 – 5 October 2017",
    "1967-06-27": "27 June 1967|27.6.1967|27.–27.6.1967",
    "2017-10": "2017-10|October 2017",
}


def edtf(start, end):
    return "/".join(date.edtf for date in (start, end) if date)


@pytest.mark.parametrize(
    ("text", "understood"), [(text, edtf_text) for edtf_text, texts in UNDERSTOOD.items() for text in texts.split("|")]
)
def test_understands_what_people_type_in_either_language(text, understood):
    assert edtf(*parse_range(text)) == understood


@given(PARTIAL_DATES, PARTIAL_DATES, st.sampled_from(["en", "de"]), st.sampled_from([span_words, span_in_sentence]))
def test_understands_every_range_in_its_own_words(one, other, language, words):
    start, end = sorted([one, other])
    assume(not (end.latest <= start.latest or end.earliest <= start.earliest))  # these are "until" and "from"
    assert parse_range(words(Span("Europe/Berlin", start, None, end), language)) == (start, end)


@given(PARTIAL_DATES, PARTIAL_DATES)
def test_understands_every_range_in_edtf(one, other):
    start, end = sorted([one, other])
    assert parse_range(f"{start}/{end}") == (start, None if start == end else end)


EXAMPLES = "Write it as 1967, June 1967, 27 June 1967 or autumn 2017."


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "5/6 – 7/6/1967",
            "“7/6/1967” can be read in two ways, as 7 June 1967 or as 6 July 1967. "
            "Write the month as a word, or the date as 1967-06-07.",
        ),
        (
            "5/6 – 27/6/1967",
            "“5/6/1967” can be read in two ways, as 5 June 1967 or as 6 May 1967. "
            "Write the month as a word, or the date as 1967-06-05.",
        ),
        (
            "4-5-2017",
            "“4-5-2017” can be read in two ways, as 4 May 2017 or as 5 April 2017. "
            "Write the month as a word, or the date as 2017-05-04.",
        ),
        (
            "30 December – 2 January 2018",
            "In “30 December – 2 January 2018”, the end comes before the start. Write the year of both dates.",
        ),
        ("1970–1967", "In “1970–1967”, the end comes before the start. Write the year of both dates."),
        ("9–10/2017", "“9–10/2017” names a day without its month."),
        ("4 – autumn 2017", "“4 – autumn 2017” names a day without its month."),
        ("2017-18", "There is no such date in the calendar: “2017-18”."),
        ("31–32 October 2017", "There is no such date in the calendar: “32 October 2017”."),
        ("0–5 October 2017", "There is no such date in the calendar: “0–5 October 2017”."),
        ("30–31.2.2017", "There is no such date in the calendar: “31.2.2017”."),
        ("4–5 Oct 17", "Write the year with four digits, such as 1967."),
        ("4–5 October", "Which year? “5 October” has none; write “5 October 2026”, for example."),
        ("Juno – July 2017", f"“Juno” is not a date that can be understood. {EXAMPLES}"),
        ("2017/18", f"“2017/18” is not a date that can be understood. {EXAMPLES}"),
        ("–2017", f"“–2017” is not a date that can be understood. {EXAMPLES}"),
        ("2017–", f"“2017–” is not a date that can be understood. {EXAMPLES}"),
        ("bis 2017", f"“bis 2017” is not a date that can be understood. {EXAMPLES}"),
        ("2017/..", f"“2017/..” is not a date that can be understood. {EXAMPLES}"),
        ("1–2–3 October 2017", f"“1–2–3 October 2017” is not a date that can be understood. {EXAMPLES}"),
        ("<b>–2017", f"“<b>” is not a date that can be understood. {EXAMPLES}"),
        ("9" * 121, "A range of dates has at most 120 characters."),
    ],
)
def test_refuses_with_a_sentence_that_says_why(time_machine, text, words):
    time_machine.move_to(datetime.datetime(2026, 11, 24, tzinfo=datetime.UTC))
    with translation.override("en"), pytest.raises(DateNotUnderstood) as refused:
        parse_range(text)
    assert str(refused.value).replace("\u00a0", " ") == words


@given(st.text(max_size=200) | st.text("0123456789.-–/ Octmaibs", max_size=20))
def test_any_text_is_either_understood_or_refused_in_words(text):
    try:
        start, end = parse_range(text)
    except DateNotUnderstood as refused:
        understood = str(refused)
    else:
        understood = end is None or start.earliest <= end.latest
    assert understood
