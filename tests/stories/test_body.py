"""What becomes of the HTML of a body: `docs/body-text.md`."""

import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sistercities.richtext.links import allowed_href, refused_links
from stories.body import (
    Embed,
    embed_problems,
    embeds,
    heading_problems,
    plain_text,
    reading_minutes,
    sanitise,
)

PICTURE = '<sc-embed data-type="picture" data-id="12" data-layout="wide"></sc-embed>'
QUOTE = '<sc-embed data-type="quote" data-id="3"></sc-embed>'
EVENT = '<sc-embed data-type="event" data-id="3"></sc-embed>'


def test_sanitise_keeps_everything_on_the_list():
    body = "\n".join(
        [
            "<h2>One</h2>",
            '<p>Two <strong>three <em>four</em></strong> <a href="https://a.test/" hreflang="de">five</a><br>six</p>',
            PICTURE,
            "<h3>Seven</h3>",
            "<ul><li><p>eight</p><ol><li><p>nine</p></li></ol></li><li><p>ten</p></li></ul>",
            QUOTE,
            '<p><span lang="ar" dir="rtl">أحد عشر</span> 10&nbsp;000 &lt;b&gt; &amp;amp; “"’</p>',
        ]
    )
    assert sanitise(body) == body


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("", ""),
        ("<p></p>", ""),
        ("<p> &nbsp; </p><h2><br></h2><p>&#8203;&#173;</p><ul><li></li></ul>", ""),
        ("Loose <b>text</b> and <i>more</i>", "<p>Loose <strong>text</strong> and <em>more</em></p>"),
        ("<h1>Top</h1><h5>Deep</h5>", "<h2>Top</h2>\n<h3>Deep</h3>"),
        ("<div>One<p>two</p>three</div>", "<p>One</p>\n<p>two</p>\n<p>three</p>"),
        ("<blockquote><p>Said</p></blockquote>", "<p>Said</p>"),
        ("<table><tr><td>1</td><td>2</td></tr></table>", "<p>1</p>\n<p>2</p>"),
        ("<ul><li>one<li>two</ul>", "<ul><li><p>one</p></li><li><p>two</p></li></ul>"),
        ("<ul><li><ul><li>only</li></ul></li></ul>", "<ul><li><p>only</p></li></ul>"),
        ("<ul><li><h2>Head</h2></li></ul>", "<ul><li><p>Head</p></li></ul>"),
        ("<li>stray</li>", "<p>stray</p>"),
        ("<p>a<br><br>b<br>c<br></p>", "<p>a</p>\n<p>b<br>c</p>"),
        ("<h2>a<br><br>b</h2>", "<h2>a<br>b</h2>"),
        ("<p class=x style='color:red' onclick=x id=y>a</p>", "<p>a</p>"),
        ("<script>alert(1)</script><style>p{}</style><!-- no -->a", "<p>a</p>"),
        ("<svg><text>a</text></svg><math>b</math>c<iframe src=x>d</iframe>", "<p>c</p>"),
        ("<img src=x onerror=alert(1)>a<video src=x></video>", "<p>a</p>"),
        (
            "<p>a<span>b</span><span lang='DE-at'>c</span><span lang='<'>d</span></p>",
            '<p>ab<span lang="de-AT">c</span>d</p>',
        ),
        ('<span lang="de">a<span dir="RTL">b</span></span>', '<p><span lang="de">a</span><span dir="rtl">b</span></p>'),
        ("<strong>a</strong><em> </em><strong>b</strong>", "<p><strong>a b</strong></p>"),
        ('a<a href="/x"> </a>b', "<p>a b</p>"),
        ('<a href="/x">a</a><a href="/x">b</a>', '<p><a href="/x">ab</a></p>'),
        ('<strong><a href="/x">a</a></strong>', '<p><a href="/x"><strong>a</strong></a></p>'),
        ("<strong><p>a</p><p>b</p></strong>", "<p><strong>a</strong></p>\n<p><strong>b</strong></p>"),
    ],
)
def test_sanitise_brings_markup_into_its_form(html, expected):
    assert sanitise(html) == expected
    assert sanitise(expected) == expected


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>two  spaces   three</p>", "<p>two  spaces   three</p>"),
        ("<p>typed&nbsp; twice &nbsp;thrice</p>", "<p>typed  twice  thrice</p>"),
        ("<p>10&nbsp;000</p>", "<p>10&nbsp;000</p>"),
        ("<p>&nbsp;ends&nbsp;</p>", "<p>ends</p>"),
        ("<p>source\n   lines\r\n\tmeet</p>", "<p>source lines meet</p>"),
        ("<p>a\u2028b\u0085c</p>", "<p>a b c</p>"),
    ],
)
def test_sanitise_keeps_spaces_that_were_typed(html, expected):
    assert sanitise(html) == expected


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>a\0b\x07c\x9bd&#1;e</p>", "<p>abcde</p>"),
        ("<p>a\u202eb\u202c\u2066c\u2069d</p>", "<p>abcd</p>"),
        ("<p>&#8238;a</p>", "<p>a</p>"),
        ("<p>\ud800a\udfff\ufffe\ufeff</p>", "<p>a</p>"),
        (
            "<p>שלום\u200f! e\u0301 👩\u200d🚀 🏴\U000e0067\U000e007f</p>",
            "<p>שלום\u200f! e\u0301 👩\u200d🚀 🏴\U000e0067\U000e007f</p>",
        ),
    ],
)
def test_sanitise_takes_out_controls_and_direction_overrides_only(html, expected):
    assert sanitise(html) == expected


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (f"<p>a{PICTURE}b</p>", f"<p>a</p>\n{PICTURE}\n<p>b</p>"),
        (f"<p><strong>a{QUOTE}b</strong></p>", f"<p><strong>a</strong></p>\n{QUOTE}\n<p><strong>b</strong></p>"),
        (f"<ul><li>a{QUOTE}b</li></ul><p>c</p>", f"<ul><li><p>a</p><p>b</p></li></ul>\n{QUOTE}\n<p>c</p>"),
        ("<sc-embed data-type=picture data-id=0012>", PICTURE),
        ("<sc-embed data-type=picture data-id=12 data-layout=huge class=x>", PICTURE),
        ("<sc-embed data-type=quote data-id=3 data-layout=wide>after", f"{QUOTE}\n<p>after</p>"),
        ("<sc-embed data-type=event data-id=3 data-layout=wide>", EVENT),
        ("<sc-embed data-type=video data-id=3></sc-embed>", ""),
        ("<sc-embed data-type=picture data-id=-1></sc-embed><sc-embed data-type=picture></sc-embed>", ""),
        ("<sc-embed data-type=picture data-id=99999999999999999999></sc-embed>", ""),
        ("<sc-embed data-type=picture data-id=٣></sc-embed>", ""),
        ("&lt;sc-embed data-type=&quot;quote&quot;", '<p>&lt;sc-embed data-type="quote"</p>'),
    ],
)
def test_sanitise_keeps_cards_between_the_blocks(html, expected):
    assert sanitise(html) == expected
    assert sanitise(expected) == expected


@pytest.mark.parametrize(
    ("href", "stored"),
    [
        ("https://example.org/ä?a=1&b=2#c", "https://example.org/ä?a=1&b=2#c"),
        (" HTTP://example.org ", "http://example.org"),
        ("https://example.org/a b.pdf", "https://example.org/a%20b.pdf"),
        ("https://[2001:db8::1]:8443/", "https://[2001:db8::1]:8443/"),
        ("https://münchen.example", "https://münchen.example"),
        ("mailto:office@example.org?subject=Hello", "mailto:office@example.org?subject=Hello"),
        ("tel:+49-30-9026", "tel:+49-30-9026"),
        ("/en/stories/", "/en/stories/"),
        ("//example.org", None),
        ("/\\example.org", None),
        ("\\\\example.org", None),
        ("/\t/example.org", None),
        ("javascript:alert(1)", None),
        ("java\nscript:alert(1)", None),
        ("JAVASCRIPT&colon;alert(1)", None),
        ("\x01javascript:alert(1)", None),
        ("data:text/html,x", None),
        ("vbscript:x", None),
        ("file:///etc/passwd", None),
        ("ftp://example.org", None),
        ("https:example.org", None),
        ("https://", None),
        ("https://user@example.org", None),
        ("https://example.org:99999", None),
        ("https://[bad", None),
        ("https://example.org/\u202egnp", None),
        ("mailto:", None),
        ("mailto:a b@example.org,", "mailto:a%20b@example.org,"),
        ("tel:call-me", None),
        ("relative/page", None),
        ("#part", None),
        ("?x", None),
        ("", None),
        ("https://example.org/" + "a" * 2000, None),
    ],
)
def test_links_lead_to_the_web_mail_telephone_or_this_site_only(href, stored):
    assert allowed_href(href) == stored
    if stored:
        assert allowed_href(stored) == stored
    linked = sanitise(f'<p><a href="{href.replace("&", "&amp;")}">a</a></p>')
    assert linked == (f'<p><a href="{stored.replace("&", "&amp;")}">a</a></p>' if stored else "<p>a</p>")


_pieces = st.sampled_from(
    ["<p>", "</p>", "<h1>", "</h1>", "<h3>", "<ul>", "<ol>", "</ul>", "</ol>", "<li>", "</li>", "<strong>", "</strong>",
     "<b>", "<em>", "</em>", "<br>", "<div>", "</div>", "<table>", "<td>", "<span lang=de>", "<span dir=rtl>",
     "</span>", '<a href="/a">', "<a href=https://example.org/ö>", "<a href=javascript:x>", "</a>", PICTURE, QUOTE,
     "<sc-embed>", "<script>", "</script>", "<!--", "-->", "<svg>", "<template>", "<p", "<", '"', "&", "&nbsp;",
     "&amp;", "&lt;", " ", "  ",
     "\n", "\t", "\xa0", "\r", "\0", "\u202e", "\u200b", "&#13;", "&#0;", "&#xd800;", "a", "ß"]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(st.one_of(_pieces, st.text(max_size=4)), max_size=30).map("".join))
@example("<ol><li>a</ol><b><ul><li>")
@example("<p>a\xa0\n\xa0<br> \xa0b")
def test_sanitise_is_a_fixed_point_and_prints_nothing_else(html):
    once = sanitise(html)
    assert sanitise(once) == once
    tags = {token.split(">")[0].split(" ")[0] for token in once.split("<")[1:]}
    closed = {"p", "h2", "h3", "strong", "em", "a", "span", "ul", "ol", "li", "sc-embed"}
    assert tags <= {"br"} | closed | {f"/{tag}" for tag in closed}
    assert embeds(once) == embeds(sanitise(once))


@settings(max_examples=200, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\u2028\u2029\ufeff"), min_size=1))
def test_sanitise_keeps_any_text(text):
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    kept = plain_text(sanitise(f"<p>x{escaped}x</p>"))
    dropped = {*map(chr, range(0x202A, 0x202F)), *map(chr, range(0x2066, 0x2070)), "\ufeff"}
    expected = "".join(
        char
        for char in text
        if char not in dropped and not 0xFDD0 <= ord(char) <= 0xFDEF and ord(char) not in (0xFFFE, 0xFFFF)
    )
    plane_ends = "\U0001fffe\U0001ffff\U0002fffe\U0002ffff\U0010fffe\U0010ffff"
    expected = "".join(char for char in expected if char not in plane_ends)
    assert kept.replace("\xa0", " ") == f"x{expected}x".replace("\xa0", " ")


@pytest.mark.parametrize(
    "hostile",
    ["<ul><li>" * 22_000, "<div>" * 40_000, "".join(f"<b x{i}>" for i in range(10_000)) + "<p>a" * 20_000,
     "<p>a" * 50_000, "<a " * 60_000, "<a href='" * 20_000, "a<br>" * 40_000, "a&nbsp;" * 28_000, "<!--" * 50_000],
    ids=lambda html: html[:8],
)  # fmt: skip
def test_sanitise_takes_time_in_proportion(hostile):
    start = time.process_time()
    once = sanitise(hostile)
    refused_links(hostile)
    assert time.process_time() - start < 4
    assert sanitise(once) == once


def test_embeds_lists_cards_in_order():
    body = sanitise(f'{QUOTE}<p>a</p><sc-embed data-type="picture" data-id="7" data-layout="half"></sc-embed>{QUOTE}')
    assert embeds(body) == [Embed("quote", 3, ""), Embed("picture", 7, "half"), Embed("quote", 3, "")]


def test_plain_text_keeps_paragraphs_apart():
    items = "<ul><li>a<ul><li>b</li></ul></li></ul>"
    body = sanitise(f"<h2>Head</h2><p>One<br>line &amp; <strong>two</strong></p>{PICTURE}{items}<p>end</p>")
    assert plain_text(body) == "Head\n\nOne\nline & two\n\na\n\nb\n\nend"


@pytest.mark.parametrize(("words", "minutes"), [(0, 1), (1, 1), (200, 1), (201, 2), (1200, 6)])
def test_reading_minutes_round_up(words, minutes):
    assert reading_minutes(sanitise("<p>" + "don’t " * words + "</p>")) == minutes


def test_heading_problems_name_what_skips_a_level():
    assert heading_problems("<h2>A</h2>\n<h3>B</h3>\n<h2>C</h2>") == []
    assert heading_problems("<h3>A &amp; <em>B</em></h3>\n<h2>C</h2>\n<h3>D</h3>") == [
        "The small heading “A & B” stands before the first large one: levels must not be skipped."
    ]


def test_embed_problems_name_cards_that_do_not_go_together():
    half = PICTURE.replace("wide", "half")
    assert embed_problems(f"{PICTURE}\n<p>a</p>\n{QUOTE}\n<p>b</p>\n{half}\n{half}") == []
    assert embed_problems(f"{PICTURE}\n{QUOTE}\n<p>b</p>\n{half}\n{half}\n{half}") == [
        "A quote stands right next to a picture. Put a paragraph between them.",
        "A picture of half width stands alone. Put a second one next to it, or choose another width.",
    ]
