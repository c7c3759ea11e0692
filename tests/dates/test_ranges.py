"""Spans in words: in full, in sentences, in the date block of a row, as HTML."""

import datetime
import re
from zoneinfo import ZoneInfo

import pytest
from django.template import Context, Template
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from sistercities.dates.ranges import (
    DayBlock,
    datetime_attribute,
    running_block,
    short_span,
    span_element,
    span_in_sentence,
    span_words,
)
from sistercities.dates.spans import Span
from tests.dates.test_spans import BERLIN, DATED_SPANS, LOS_ANGELES, SPANS, at, days

NBSP = "\u00a0"
WORDS = """
1967-06-27            | 27 June 1967                      | 27. Juni 1967
2017-10-04/2017-10-04 | 4 October 2017                    | 4. Oktober 2017
2017-10-04/2017-10-05 | 4–5 October 2017                  | 4.–5. Oktober 2017
2017-09-30/2017-10-02 | 30 September – 2 October 2017     | 30. September – 2. Oktober 2017
2017-12-30/2018-01-02 | 30 December 2017 – 2 January 2018 | 30. Dezember 2017 – 2. Januar 2018
2017-10               | October 2017                      | Oktober 2017
2017-10/2017-11       | October–November 2017             | Oktober–November 2017
2017-12/2018-01       | December 2017 – January 2018      | Dezember 2017 – Januar 2018
2017-23               | autumn 2017                       | Herbst 2017
2017-24               | winter 2017/18                    | Winter 2017/18
1999-24               | winter 1999/2000                  | Winter 1999/2000
2017-22/2017-23       | summer–autumn 2017                | Sommer–Herbst 2017
2017-23/2017-24       | autumn 2017 – winter 2017/18      | Herbst 2017 – Winter 2017/18
2017-23/2018-21       | autumn 2017 – spring 2018         | Herbst 2017 – Frühling 2018
2017                  | 2017                              | 2017
2017/2018             | 2017–2018                         | 2017–2018
2017-10-04/2017-11    | 4 October – November 2017         | 4. Oktober – November 2017
2017-10/2017-11-05    | October – 5 November 2017         | Oktober – 5. November 2017
2017-10-04/2018       | 4 October 2017 – 2018             | 4. Oktober 2017 – 2018
2017-10/2018-21       | October 2017 – spring 2018        | Oktober 2017 – Frühling 2018
2017-03/2017-23       | March – autumn 2017               | März – Herbst 2017
2017/2018-03          | 2017 – March 2018                 | 2017 – März 2018
2017-10-04/2017-10    | from 4 October 2017               | ab 4. Oktober 2017
2017-10/2017          | from October 2017                 | ab Oktober 2017
2017-10/2017-10-31    | until 31 October 2017             | bis 31. Oktober 2017
2017/2017-22          | until summer 2017                 | bis Sommer 2017
"""


def table(text):
    return [tuple(cell.strip() for cell in line.split("|")) for line in text.strip().splitlines()]


def plain(words):
    return words.replace(NBSP, " ")


@pytest.mark.parametrize(("edtf", "english", "german"), table(WORDS))
def test_words_in_both_languages(edtf, english, german):
    assert (plain(span_words(days(edtf), "en")), plain(span_words(days(edtf), "de"))) == (english, german)


def test_words_without_any_date():
    assert [span_words(Span(BERLIN), language) for language in ("en", "de")] == ["Date to follow", "Datum folgt"]


def test_a_line_breaks_after_a_dash_and_nowhere_else():
    assert span_words(days("2017-09-30/2017-10-02"), "en") == f"30{NBSP}September{NBSP}– 2{NBSP}October{NBSP}2017"
    assert span_words(days("2017-10-04/2017-10-05"), "de") == f"4.–5.{NBSP}Oktober{NBSP}2017"


WEEKDAYS = """
2017-10-06            | Friday, 6 October 2017                  | Freitag, 6. Oktober 2017
2017-10-04/2017-10-05 | Wednesday, 4 – Thursday, 5 October 2017 | Mittwoch, 4. – Donnerstag, 5. Oktober 2017
2017-04-30/2017-05-01 | Sunday, 30 April – Monday, 1 May 2017   | Sonntag, 30. April – Montag, 1. Mai 2017
2017-10-04/2017-11    | Wednesday, 4 October – November 2017    | Mittwoch, 4. Oktober – November 2017
2017-10-04/2017-10    | from Wednesday, 4 October 2017          | ab Mittwoch, 4. Oktober 2017
2017-10/2017-11       | October–November 2017                   | Oktober–November 2017
2017-23               | autumn 2017                             | Herbst 2017
"""


@pytest.mark.parametrize(("edtf", "english", "german"), table(WEEKDAYS))
def test_words_with_the_day_of_the_week(edtf, english, german):
    span = days(edtf)
    assert (plain(span_words(span, "en", True)), plain(span_words(span, "de", True))) == (english, german)


SENTENCES = """
2017-10-06            | on 6 October 2017                  | am 6. Oktober 2017
2017-10               | in October 2017                    | im Oktober 2017
2017-23               | in autumn 2017                     | im Herbst 2017
2017-24               | in winter 2017/18                  | im Winter 2017/18
2017                  | in 2017                            | 2017
2017-10-04/2017-10-05 | from 4 to 5 October 2017           | vom 4. bis 5. Oktober 2017
2017-09-30/2017-10-02 | from 30 September to 2 October 2017 | vom 30. September bis 2. Oktober 2017
2017-10/2017-11       | from October to November 2017      | von Oktober bis November 2017
2017-22/2017-23       | from summer to autumn 2017         | vom Sommer bis zum Herbst 2017
2017/2018             | from 2017 to 2018                  | von 2017 bis 2018
2017-10-04/2017-10    | from 4 October 2017                | ab 4. Oktober 2017
2017-10/2017-10-31    | until 31 October 2017              | bis 31. Oktober 2017
"""


@pytest.mark.parametrize(("edtf", "english", "german"), table(SENTENCES))
def test_words_inside_a_sentence(edtf, english, german):
    assert (plain(span_in_sentence(days(edtf), "en")), plain(span_in_sentence(days(edtf), "de"))) == (english, german)


def test_words_inside_a_sentence_with_the_day_of_the_week_and_without_any_date():
    span = days("2017-10-04/2017-10-05")
    assert plain(span_in_sentence(days("2017-10-06"), "de", True)) == "am Freitag, 6. Oktober 2017"
    assert plain(span_in_sentence(span, "de", True)) == "von Mittwoch, 4. bis Donnerstag, 5. Oktober 2017"
    assert span_in_sentence(Span(BERLIN), "en") == "on a date to follow"
    assert span_in_sentence(Span(BERLIN), "de") == "zu einem Termin, der noch folgt"


def test_an_evening_that_ends_after_midnight_is_one_date():
    night = Span.of_times(BERLIN, at("2017-10-06T22:00"), at("2017-10-07T04:00"))
    stay = Span.of_times(BERLIN, at("2017-10-06T22:00"), at("2017-10-07T10:00"))
    assert plain(span_words(night, "en")) == "6 October 2017"
    assert short_span(night, "en").big == "6"
    assert plain(span_words(stay, "en")) == "6–7 October 2017"


BLOCKS = """
2017-10-06            | 6       | Fri, Oct              | Fr, Okt.
2017-10-04/2017-10-05 | 4–5     | Wed–Thu, Oct          | Mi–Do, Okt.
2017-10-02/2017-10-08 | 2–8     | Mon–Sun, Oct          | Mo–So, Okt.
2017-10-02/2017-10-09 | 2–9     | Oct                   | Okt.
2017-09-30/2017-10-02 | 30      | Sept to 2 Oct         | Sept. bis 2. Okt.
2017-10-04/2017-11    | 4       | Oct to Nov            | Okt. bis Nov.
2017-10-04/2018       | 4       | Wed, Oct              | Mi, Okt.
2017-10-04/2017-10    | 4       | Wed, Oct              | Mi, Okt.
"""


@pytest.mark.parametrize(("edtf", "big", "english", "german"), table(BLOCKS))
def test_the_block_of_a_row_has_the_day_large_and_what_belongs_to_it_small(edtf, big, english, german):
    blocks = [short_span(days(edtf), language) for language in ("en", "de")]
    assert [(block.big, plain(block.small)) for block in blocks] == [(big, english), (big, german)]
    assert {(block.datetime, block.is_soft) for block in blocks} == {(edtf[:10], False)}


SOFT_BLOCKS = """
2017-10         | Oct     | date to follow                   | Okt     | Datum folgt
2017-09/2017-10 | Sept    | to Oct, date to follow           | Sept    | bis Okt., Datum folgt
2017-03         | Mar     | date to follow                   | März    | Datum folgt
2017-10/2017-11-05 | Oct  | to 5 Nov, date to follow         | Okt     | bis 5. Nov., Datum folgt
2017-23         | 2017    | autumn, date to follow           | 2017    | Herbst, Datum folgt
2017-24         | 2017/18 | winter, date to follow           | 2017/18 | Winter, Datum folgt
2017-22/2017-23 | 2017    | summer to autumn, date to follow | 2017    | Sommer bis Herbst, Datum folgt
2017            | 2017    | date to follow                   | 2017    | Datum folgt
2017/2018       | 2017    | to 2018, date to follow          | 2017    | bis 2018, Datum folgt
"""


@pytest.mark.parametrize(("edtf", "big_en", "small_en", "big_de", "small_de"), table(SOFT_BLOCKS))
def test_the_block_of_what_has_no_day_invents_none(edtf, big_en, small_en, big_de, small_de):
    blocks = [short_span(days(edtf), language) for language in ("en", "de")]
    assert [(block.big, plain(block.small)) for block in blocks] == [(big_en, small_en), (big_de, small_de)]
    assert {(block.datetime, block.is_soft) for block in blocks} == {(edtf[:7] if edtf[5:7] < "13" else edtf[:4], True)}


def test_the_block_of_what_has_no_date_is_no_time():
    assert short_span(Span(BERLIN), "en") == DayBlock("Date", "to follow", "", True)
    assert short_span(Span(BERLIN), "de") == DayBlock("Datum", "folgt", "", True)


def test_the_block_names_the_year_on_request_and_for_what_is_past():
    def small(edtf, **options):
        return plain(short_span(days(edtf), "en", **options).small)

    assert small("2017-10-06", year=True) == "Fri, Oct 2017"
    assert small("2017-12-30/2018-01-02", year=True) == "Dec to 2 Jan 2018"
    assert small("2017-10", year=True) == "2017, date to follow"
    assert [small(edtf, past=True) for edtf in ("2017-10-06", "2017-10", "2017-23", "2017")] == [
        "Fri, Oct",
        "2017",
        "autumn",
        "",
    ]


def test_the_block_of_what_goes_on_says_until_when():
    run = days("2017-10-04/2018-01-05")
    blocks = [running_block(run, language, year) for language in ("en", "de") for year in (False, True)]
    assert [(block.big, plain(block.small)) for block in blocks] == [
        ("Now", "until 5 Jan"),
        ("Now", "until 5 Jan 2018"),
        ("Jetzt", "bis 5. Jan."),
        ("Jetzt", "bis 5. Jan. 2018"),
    ]
    assert {(block.datetime, block.is_soft) for block in blocks} == {("", True)}
    assert running_block(days("2017-10-04/2017-12"), "en").small == "until Dec"


def test_the_block_says_when_its_number_is_too_long_for_the_largest_type():
    wide = {edtf: short_span(days(edtf), "de").is_wide for edtf in ("2017-10-04/2017-10-05", "2017-10-09/2017-10-10")}
    assert wide == {"2017-10-04/2017-10-05": False, "2017-10-09/2017-10-10": True}
    assert [short_span(days(edtf), "de").is_wide for edtf in ("2017-09", "2017-24")] == [False, True]


def test_the_block_of_a_time_has_its_offset():
    span = Span.of_times(LOS_ANGELES, at("2017-10-06T19:30", LOS_ANGELES))
    assert short_span(span, "en") == DayBlock("6", "Fri, Oct", "2017-10-06T19:30-07:00", False)


def test_local_mean_time_is_written_in_utc_since_html_has_no_seconds_of_offset():
    noon = datetime.datetime(1850, 1, 1, 12, tzinfo=datetime.UTC)
    assert datetime_attribute(noon, ZoneInfo(BERLIN)) == "1850-01-01T12:00+00:00"


HTML_TIME = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2}(T[0-9]{2}:[0-9]{2}[+-][0-9]{2}:[0-9]{2})?)?)?")


@given(DATED_SPANS, st.sampled_from(["en", "de"]))
def test_whatever_machines_read_is_valid_html_and_no_finer_than_what_is_known(span, language):
    block = short_span(span, language)
    assert HTML_TIME.fullmatch(block.datetime)
    assert len(block.datetime) <= {"time": 22, "day": 10, "month": 7, "season": 4, "year": 4}[span.precision]
    assert block.is_soft == (span.starts_on.day is None)
    values = re.findall('datetime="(.*?)"', span_element(span, language))
    assert values
    assert set(values) <= {date.datetime_attribute for date in (span.starts_on, span.ends_on) if date}


@given(SPANS, st.sampled_from(["en", "de"]), st.booleans())
def test_the_element_reads_like_the_words(span, language, weekday):
    html = span_element(span, language, weekday)
    assert re.sub("<.*?>", "", html) == span_words(span, language, weekday)


@pytest.mark.parametrize(
    ("edtf", "note", "html"),
    [
        ("2017-10-06", "", '<time datetime="2017-10-06">6 October 2017</time>'),
        (
            "2017-10-04/2017-10-05",
            "",
            '<time datetime="2017-10-04">4</time>–<time datetime="2017-10-05">5 October 2017</time>',
        ),
        ("2017-10-04/2017-10", "", 'from <time datetime="2017-10-04">4 October 2017</time>'),
        ("2017-23", "", '<time datetime="2017">autumn 2017</time>'),
        ("2017-09", "After the <Art> Week", '<time datetime="2017-09">After the &lt;Art&gt; Week</time>'),
        ("2017-10-04/2017-10-05", "On {two} days & more", "On {two} days &amp; more"),
    ],
)
def test_the_element(edtf, note, html):
    assert plain(span_element(days(edtf), "en", note=note)) == html


def test_the_element_of_what_has_no_date_is_text():
    assert span_element(Span(BERLIN), "de") == "Datum folgt"
    assert span_element(Span(BERLIN), "de", note="Nach der <Art> Week") == "Nach der &lt;Art&gt; Week"


def test_the_tag_prints_the_element_in_the_active_language():
    template = Template(
        "{% load partial_dates %}{% span_element span weekday=True %}, {% span_element span note=note %}"
    )
    with translation.override("de"):
        html = template.render(Context({"span": days("2017-10-06"), "note": "Im Oktober"}))
    assert plain(html) == (
        '<time datetime="2017-10-06">Freitag, 6. Oktober 2017</time>, <time datetime="2017-10-06">Im Oktober</time>'
    )
