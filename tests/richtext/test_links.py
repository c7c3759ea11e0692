"""Where links may lead; `tests/stories/test_body.py` tries the same rule through the sanitiser of stories."""

from sistercities.richtext.links import refused_links


def test_refused_links_names_each_once_and_no_text():
    html = (
        """<a class=x href='javascript:x'>a</a> href="no" <a href=//b>b</a><a href="/c">c</a><A HREF='javascript:x'>"""
    )
    assert refused_links(html) == ["javascript:x", "//b"]
