"""What a typesetter corrects. `·` stands for a no-break space here, `¦` for a narrow one."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sistercities.typography import as_sentence, polish, polish_html


def shown(text):
    return text.replace("\u00a0", "·").replace("\u202f", "¦")


@pytest.mark.parametrize(
    ("language", "typed", "printed"),
    [
        ("en", "Berlin and Los Angeles", "Berlin and Los·Angeles"),
        ("en", "Buenos Aires, New York, Tel Aviv", "Buenos·Aires, New·York, Tel·Aviv"),
        ("en", "New ideas, Los amigos", "New ideas, Los amigos"),
        ("en", "Nickel Diner in L. A. in May", "Nickel Diner in L.·A. in May"),
        ("de", "z. B. Kunst u. a. und z.B. Film", "z.·B. Kunst u.·a. und z.·B. Film"),
        ("de", "in d. R. ohne", "in d.·R. ohne"),
        ("de", "am 27. Juni 1967", "am 27.·Juni 1967"),
        ("de", "27. 6. 1967", "27.·6. 1967"),
        ("de", "im 20. Jahrhundert", "im 20.·Jahrhundert"),
        ("en", "on 27 June 1967", "on 27·June 1967"),
        ("en", "from 1967 June was warm", "from 1967 June was warm"),
        ("de", "50 Jahre, 17 Partnerstädte", "50·Jahre, 17 Partnerstädte"),
        ("en", "50 years and 9,300 km", "50·years and 9,300·km"),
        ("de", "19:30 Uhr, 3,5 Mio. Euro", "19:30·Uhr, 3,5·Mio. Euro"),
        ("en", "Dr. Seuss, Mr. Garcetti, No. 5", "Dr.·Seuss, Mr.·Garcetti, No.·5"),
        ("de", "§ 5, Abs. 2, S. 12", "§·5, Abs.·2, S.·12"),
        ("en", "No. That is all. S. Berlin", "No. That is all. S. Berlin"),
        ("de", "50% und 50 % und 50·%", "50¦% und 50¦% und 50¦%"),
        ("en", "50% and 50 %", "50% and 50·%"),
        ("de", "/suche?q=a%20b", "/suche?q=a%20b"),
        ("en", "two cities - one dream -- really", "two cities – one dream – really"),
        ("en", "- first\n- second", "- first\n- second"),
        ("en", "twenty-one, 1967-2017", "twenty-one, 1967-2017"),
    ],
)
def test_polish_ties_what_belongs_together(language, typed, printed):
    assert shown(polish(typed.replace("·", "\u00a0"), language)) == printed


@pytest.mark.parametrize(
    ("language", "typed", "printed"),
    [
        ("en", "D'Amico's city, isn't it?", "D’Amico’s city, isn’t it?"),
        ("de", "Andreas' Stadt, wie geht's?", "Andreas’ Stadt, wie geht’s?"),
        ("en", "the '90s, rock 'n' roll", "the ’90s, rock ’n’ roll"),
        ("en", 'He said "hello".', "He said “hello”."),
        ("de", 'Er sagte "hallo".', "Er sagte „hallo“."),
        ("en", "She wrote \"it is called 'la > x' here\".", "She wrote “it is called ‘la > x’ here”."),
        ("de", "\"Der Film 'Babylon' läuft\"", "„Der Film ‚Babylon‘ läuft“"),
        ("en", '("Babylon Berlin")', "(“Babylon Berlin”)"),
        ("en", 'since "1967" and "the 12" record"', 'since “1967” and “the 12” record"'),
        ("en", '6\' 2" tall, a 12" record', '6\' 2" tall, a 12" record'),
        ("de", "„gesetzt“ und ‚gut‘ und ’n Tag", "„gesetzt“ und ‚gut‘ und ’n Tag"),
        ("en", "“set” and ‘good’, it’s", "“set” and ‘good’, it’s"),
        ("en", 'Run `x = "a" - \'b\'` and "go"', "Run `x = \"a\" - 'b'` and “go”"),
        ("en", "https://example.org/it's/L. A.", "https://example.org/it's/L. A."),
        ("fr", '"oui"', "“oui”"),
    ],
)
def test_polish_sets_marks_of_the_language(language, typed, printed):
    assert shown(polish(typed, language)) == shown(printed)


@pytest.mark.parametrize(
    ("language", "typed", "printed"),
    [
        ("en", "<p title=\"L. A. - 'x'\">Los Angeles</p>", "<p title=\"L. A. - 'x'\">Los·Angeles</p>"),
        ("en", '<p>"<b>Babylon</b> Berlin" starts</p>', "<p>“<b>Babylon</b> Berlin” starts</p>"),
        ("en", '<p>"<b>Babylon" Berlin</b></p>', "<p>“<b>Babylon” Berlin</b></p>"),
        ("en", '<p>"no end</p><p>"new"</p>', "<p>“no end</p><p>“new”</p>"),
        ("en", '<p>A <span lang="de">"Wort" zu 5%</span> "x"</p>', '<p>A <span lang="de">„Wort“ zu 5¦%</span> “x”</p>'),
        ("de", "<p>A <span lang='en-GB'>\"w\" 5%</span> 5%</p>", "<p>A <span lang='en-GB'>“w” 5%</span> 5¦%</p>"),
        ("en", '<p>Type <code>"a" - \'b\'</code> and "go"</p>', "<p>Type <code>\"a\" - 'b'</code> and “go”</p>"),
        ("en", "<p>it&#x27;s &quot;here&quot; &amp; &lt;b&gt;</p>", "<p>it’s “here” &amp; &lt;b&gt;</p>"),
        ("en", '<a title="a > b">"x"</a>', '<a title="a > b">“x”</a>'),
        ("en", "<!-- \"a\" - 'b' --><p>a - b<br>'c'</p>", "<!-- \"a\" - 'b' --><p>a – b<br>‘c’</p>"),
        (
            "en",
            '<sc-embed data-id="1" data-layout="wide"></sc-embed>',
            '<sc-embed data-id="1" data-layout="wide"></sc-embed>',
        ),
        ("en", "</b></i> a < b", "</b></i> a < b"),
        ("en", "<p><b>One</b> - <i>two</i></p>", "<p><b>One</b> – <i>two</i></p>"),
    ],
)
def test_polish_html_changes_text_only(language, typed, printed):
    assert shown(polish_html(typed, language)) == printed


pieces = st.sampled_from(
    ["Los Angeles", '"', "'", " ", " - ", "z. B.", "27. Juni", "5", "%", "„", "“", "”", "‚", "‘", "’", "(", ")", ".",
     "a", "s", "`", "https://x", "\n", "\u00a0", "Dr. A", "—", "90s", "@"]
)  # fmt: skip
texts = st.lists(pieces, max_size=14).map("".join) | st.text(max_size=60)


@pytest.mark.parametrize("language", ["en", "de"])
@settings(max_examples=600, deadline=None)
@given(text=texts)
def test_polish_twice_changes_nothing(language, text):
    once = polish(text, language)
    assert polish(once, language) == once


@pytest.mark.parametrize("language", ["en", "de"])
@settings(max_examples=400, deadline=None)
@given(parts=st.lists(pieces | st.sampled_from(
    ["<b>", "</b>", "<p>", "</p>", '<i lang="de">', "</i>", "<code>", "</code>", "<br>", "&quot;", "&amp;"]
), max_size=16))  # fmt: skip
def test_polish_html_twice_changes_nothing(language, parts):
    once = polish_html("".join(parts), language)
    assert polish_html(once, language) == once


def test_polish_html_takes_linear_time():
    html = '<p>Berlin - "Los Angeles" since 27 June 1967, it\'s 50%</p>' * 2000
    start = time.process_time()
    polish_html(html, "de")
    polish_html("<a " * 20000 + '"' * 20000, "en")
    assert time.process_time() - start < 3


@pytest.mark.parametrize(
    ("caption", "printed"),
    [
        ("The bridge", "The bridge."),
        ("A bridge. ”", "A bridge. ”."),
        ("Is it?", "Is it?"),
        ("„Ja!“", "„Ja!“"),
        ("", ""),
    ],
)
def test_caption_ends_as_a_sentence_does(caption, printed):
    assert as_sentence(caption) == printed
