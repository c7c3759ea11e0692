from django.template import Context, Template
from django.utils.safestring import mark_safe
from django.utils.translation import override


def printed(value, source="{% load typography %}{{ value|polish }}"):
    return Template(source).render(Context({"value": value}))


def test_polish_filter_uses_active_language_and_escapes_plain_text():
    with override("de"):
        assert printed('"A" <b> 5%') == "„A“ &lt;b&gt; 5\u202f%"
    with override("en"):
        assert printed('"A" <b> 5%') == "“A” &lt;b&gt; 5%"


def test_polish_filter_takes_a_language():
    assert printed('"A"', '{% load typography %}{{ value|polish:"de" }}') == "„A“"


def test_polish_filter_keeps_safe_html():
    with override("en"):
        assert printed(mark_safe('<b title="5 - 6">"A"</b>')) == '<b title="5 - 6">“A”</b>'
