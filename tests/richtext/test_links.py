"""Where links may lead; `tests/stories/test_body.py` tries the same rule through the sanitiser of stories."""

import pytest

from sistercities.richtext.links import refused_links, web_href


def test_refused_links_names_each_once_and_no_text():
    html = (
        """<a class=x href='javascript:x'>a</a> href="no" <a href=//b>b</a><a href="/c">c</a><A HREF='javascript:x'>"""
    )
    assert refused_links(html) == ["javascript:x", "//b"]


@pytest.mark.parametrize(
    ("value", "href"),
    [
        (" HTTPS://example.org/a b ", "https://example.org/a%20b"),
        ("http://example.org/", "http://example.org/"),
        *(
            (value, None)
            for value in ("mailto:a@example.org", "tel:+4930123", "/en/", "//example.org", "javascript:1", "")
        ),
    ],
)
def test_address_on_the_web_is_neither_mail_nor_telephone_nor_a_page_without_its_host(value, href):
    assert web_href(value) == href
