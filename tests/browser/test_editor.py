"""The editor of a body in a real browser, by keyboard only, under the desk's policy (which the fixtures watch)."""

import contextlib
import json

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from playwright.sync_api import Error

from stories.body import sanitise
from stories.models import StoryText
from tests.factories import (
    OfficeFactory,
    PersonFactory,
    PictureFactory,
    QuoteFactory,
    StoryFactory,
    StoryTextFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def text():
    OfficeFactory()
    story = StoryFactory()
    StoryTextFactory(story=story, language="de", body="<p>Deutscher Text.</p>")
    return StoryTextFactory(story=story, language="en", title="Bridges", body="")


@pytest.fixture
def bridge():
    # No renditions: the thumbnail would be a request for a file that no test wrote.
    return PictureFactory(title="Bridge", creator="Ada Lens", licence="press", rendition_widths=[])


@pytest.fixture
def quote():
    return QuoteFactory(words_en="Build bridges.", words_de="Baut Brücken.", speaker=PersonFactory(name="Mia Example"))


class Desk:
    """The form of a story, and the editor of its English text."""

    def __init__(self, page, text):
        self.page = page
        self.url = reverse("admin:stories_story_change", args=[text.story_id])
        self.text = text
        self.open()

    def open(self):
        self.page.goto(self.url)
        self.frame = self.page.locator("section[lang=en] .body-editor")
        self.box = self.frame.get_by_role("textbox")
        self.box.wait_for()

    def press(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)
            if "Arrow" in key or key.endswith(("Home", "End")):
                self.settle()

    def settle(self):
        """Until the editor has read where the caret is now: the browser tells it later. By the page's own clock."""
        self.page.evaluate("new Promise(done => setTimeout(() => requestAnimationFrame(done), 30))")

    def select(self, words, *keys):
        """Press the keys that select these words, and wait until the editor has read the selection."""
        self.press(*keys)
        self.page.wait_for_function(
            """words => {
                const { doc, selection } = document.activeElement.editor.state;
                return doc.textBetween(selection.from, selection.to) === words;
            }""",
            arg=words,
        )

    def tool(self, name):
        """Go to a tool as a keyboard does: Alt+F10, then arrows."""
        self.press("Alt+F10", "Home")
        for _ in range(20):
            focused = self.page.evaluate("document.activeElement.dataset.tool")
            if focused == name:
                return self.press("Enter")
            self.press("ArrowRight")
        raise AssertionError(f"no tool {name}")

    def choose(self, kind, title):
        """Insert a card: tool, pop-up, first column of the list, all by keyboard; the focus is back in the text."""
        with self.page.expect_popup() as opened:
            self.tool(kind)
        popup = opened.value
        popup.wait_for_load_state()
        popup.get_by_role("link", name=title, exact=True).last.focus()
        with popup.expect_event("close"), contextlib.suppress(Error):  # it closes while the key is down
            popup.keyboard.press("Enter")
        self.back_in_text()

    def focus(self):
        self.box.focus()
        self.back_in_text()

    def back_in_text(self):
        self.page.get_by_role("dialog").wait_for(state="detached")
        self.page.wait_for_function("() => document.activeElement.classList.contains('ProseMirror')")
        # ProseMirror sets the selection itself once more, 20 ms after a focus, and then looks away for 50 ms.
        self.page.evaluate("new Promise(done => setTimeout(done, 200))")

    def value(self):
        """What would be stored, on one line."""
        return sanitise(self.frame.locator("textarea").input_value()).replace("\n", "")

    def save(self):
        self.page.locator("input[name=_continue]").first.focus()
        with self.page.expect_navigation():
            self.press("Enter")
        self.text = StoryText.objects.get(pk=self.text.pk)
        return self.text.body


@pytest.fixture
def desk(new_context, sign_in, text):
    user = UserFactory()
    user.groups.add(Group.objects.get(name="editor"))
    context = new_context(viewport={"width": 1440, "height": 1000})
    sign_in(context, user)
    return Desk(context.new_page(), text)


def card(target, layout=""):
    layout = f' data-layout="{layout}"' if layout else ""
    return f'<sc-embed data-type="{target._meta.model_name}" data-id="{target.pk}"{layout}></sc-embed>'


def test_editor_saves_what_was_typed_and_shows_it_again(desk):
    assert desk.box.get_attribute("aria-label") == "Text"
    assert (desk.box.get_attribute("lang"), desk.box.get_attribute("aria-multiline")) == ("en", "true")
    desk.focus()
    desk.page.keyboard.type("Two  spaces and 'quotes' <b>")
    desk.press("Enter")
    desk.page.keyboard.type("Head")
    desk.tool("heading")
    desk.back_in_text()
    desk.press("Enter")
    desk.page.keyboard.type("Some ")
    desk.press("Control+b")
    desk.page.keyboard.type("bold")
    desk.press("Control+b")
    desk.page.keyboard.type(" words")
    desk.press("Enter")
    desk.tool("bullets")
    desk.back_in_text()
    desk.page.keyboard.type("one")
    desk.press("Enter")
    desk.page.keyboard.type("two")
    stored = desk.save()
    assert stored == (
        "<p>Two  spaces and 'quotes' &lt;b&gt;</p>\n<h2>Head</h2>\n<p>Some <strong>bold</strong> words</p>\n"
        "<ul><li><p>one</p></li><li><p>two</p></li></ul>"
    )
    desk.open()
    assert desk.save() == stored
    desk.open()
    desk.focus()
    desk.press("Control+End")
    desk.page.keyboard.type("!")
    assert desk.save() == stored.replace("two", "two!")


def test_picture_and_quote_are_inserted_moved_and_removed_by_keyboard(desk, bridge, quote):
    desk.focus()
    desk.page.keyboard.type("Before.")
    desk.press("Enter")
    desk.page.keyboard.type("After.")
    desk.press("ArrowUp")
    desk.choose("picture", "Bridge")
    picture_card = desk.frame.get_by_role("group", name="Picture: Bridge")
    assert "© Ada Lens" in picture_card.inner_text()
    desk.press("ArrowDown")
    desk.choose("quote", "Build bridges.")
    quote_card = desk.frame.get_by_role("group", name="Quote: Build bridges.")
    assert "Mia Example, Mayor" in quote_card.inner_text()
    wide, said = card(bridge, "wide"), card(quote)
    assert desk.value() == f"<p>Before.</p>{wide}<p>After.</p>{said}"

    # The quote is selected: Alt+↑ moves it over the paragraph and over the picture, Alt+↓ back over the picture.
    desk.press("Alt+ArrowUp", "Alt+ArrowUp")
    assert desk.value().startswith(f"<p>Before.</p>{said}{wide}<p>After.</p>")
    desk.press("Alt+ArrowDown")
    assert desk.value().startswith(f"<p>Before.</p>{wide}{said}<p>After.</p>")

    # Enter goes into the card, arrows change the width, Escape comes back with the card selected, Delete removes it.
    # Between two cards there is a place to write: the first ArrowUp stops there.
    desk.press("ArrowUp", "ArrowUp", "Enter")
    assert desk.page.evaluate("document.activeElement.getAttribute('aria-label')") == "Width"
    desk.press("ArrowDown")
    assert card(bridge, "text") in desk.value()
    desk.press("Tab", "Tab", "Enter")
    assert desk.value().startswith(f"<p>Before.</p>{said}{card(bridge, 'text')}<p>After.</p>")
    assert desk.page.evaluate("document.activeElement.dataset.tool") == "down"
    desk.press("Escape")
    desk.press("ArrowUp", "ArrowUp", "Delete")
    stored = desk.save()
    assert stored == f"<p>Before.</p>\n{card(bridge, 'text')}\n<p>After.</p>"
    assert [row.picture for row in desk.text.embeds.all()] == [bridge]
    desk.open()
    assert desk.save() == stored


def test_new_quote_is_added_in_the_pop_up(desk):
    desk.focus()
    desk.page.keyboard.type("Text.")
    with desk.page.expect_popup() as opened:
        desk.tool("quote")
    popup = opened.value
    popup.get_by_role("link", name="Add quote").click()
    popup.get_by_label("Words (English)").fill("Fresh words.")
    with popup.expect_event("close"):
        popup.get_by_role("button", name="Save", exact=True).click()
    desk.frame.get_by_role("group", name="Quote: Fresh words.").wait_for()
    assert "Nobody is named as the speaker." in desk.frame.inner_text()
    [row] = StoryText.objects.get(pk=desk.text.pk).embeds.all() or [None]
    assert row is None
    desk.save()
    assert [str(row.quote) for row in desk.text.embeds.all()] == ["Fresh words."]


def test_link_and_language_are_marked_by_keyboard(desk):
    desk.focus()
    desk.page.keyboard.type("Guten Tag, says the page")
    desk.select("page", "Shift+Control+ArrowLeft")
    desk.tool("link")
    dialog = desk.page.get_by_role("dialog", name="Link")
    desk.page.keyboard.type("javascript:alert(1)")
    desk.press("Enter")
    assert "This address cannot be a link." in dialog.get_by_role("alert").first.inner_text()
    desk.press("Control+a")
    desk.page.keyboard.type("www.example.org")
    desk.press("Enter")
    desk.back_in_text()
    desk.select("Guten Tag", "Home", *["Shift+ArrowRight"] * 9)
    desk.tool("language")
    desk.page.get_by_role("dialog").get_by_label("Language of the words").select_option("de")
    desk.press("Tab", "Enter")
    desk.back_in_text()
    assert desk.save() == (
        '<p><span lang="de">Guten Tag</span>, says the <a href="https://www.example.org">page</a></p>'
    )
    desk.open()
    desk.focus()
    desk.press("Control+Home", "ArrowRight")
    desk.tool("language")
    dialog = desk.page.get_by_role("dialog")
    dialog.get_by_role("button", name="Remove the mark").focus()
    desk.press("Enter")
    desk.back_in_text()
    assert desk.save() == '<p>Guten Tag, says the <a href="https://www.example.org">page</a></p>'


def test_escape_leaves_a_dialog_and_returns_to_the_text(desk):
    desk.focus()
    desk.page.keyboard.type("word")
    desk.tool("link")
    desk.page.get_by_role("dialog").wait_for()
    desk.press("Escape")
    desk.back_in_text()
    desk.page.keyboard.type("s")
    assert desk.value() == "<p>words</p>"


def test_tab_leaves_the_editor(desk):
    desk.focus()
    desk.press("Tab")
    assert not desk.page.evaluate("document.activeElement.closest('.body-editor')")
    desk.press("Shift+Tab", "Shift+Tab")
    assert desk.page.evaluate("document.activeElement.closest('[role=toolbar]') !== null")


PASTED = """<meta charset="utf-8"><h1 style="color: red">Title</h1>
<style>p { color: red }</style><p class="MsoNormal" style="margin: 0">Source
lines <b>bold</b> <b style="font-weight:normal">not <span style="font-weight:700;font-style:italic">both</span></b>
<script>alert(1)</script> <a href="javascript:alert(1)">bad</a> <a href="https://example.org/">good</a></p>
<table><tr><td>cell</td></tr></table><blockquote>Said</blockquote><img src="https://elsewhere.example/x.png">"""


def test_pasted_markup_becomes_what_a_text_may_hold(desk):
    desk.focus()
    desk.page.evaluate(
        """html => {
            const data = new DataTransfer();
            data.setData("text/html", html);
            document.activeElement.dispatchEvent(
                new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
        }""",
        PASTED,
    )
    assert desk.save() == (
        '<h2>Title</h2>\n<p>Source lines <strong>bold</strong> not <strong><em>both</em></strong> bad <a href="https://example.org/">good</a></p>\n'
        "<p>cell</p>\n<p>Said</p>"
    )


def test_broken_card_and_refused_save_keep_everything_typed(desk, quote):
    desk.text.body = f'<p>a</p>{card(quote)}<sc-embed data-type="quote" data-id="4711"></sc-embed>'
    desk.text.save()
    desk.open()
    desk.frame.get_by_text("This card is broken").wait_for()
    desk.focus()
    desk.press("Control+Home")
    desk.page.keyboard.type("New and ")
    desk.page.locator("input[name=_continue]").first.focus()
    with desk.page.expect_navigation():
        desk.press("Enter")
    assert (
        "what it points to does not exist: quote 4711" in desk.page.locator("section[lang=en] .errorlist").inner_text()
    )
    assert desk.value().startswith("<p>New and a</p>")


def test_text_area_saves_without_scripts(new_context, sign_in, text, quote):
    user = UserFactory()
    user.groups.add(Group.objects.get(name="editor"))
    context = new_context(java_script_enabled=False)
    sign_in(context, user)
    page = context.new_page()
    page.goto(reverse("admin:stories_story_change", args=[text.story_id]))
    box = page.locator("section[lang=en] textarea[data-body-editor]")
    box.fill(f"<p>By <i>hand</i></p>{card(quote)}")
    page.locator("input[name=_continue]").first.click()
    assert StoryText.objects.get(pk=text.pk).body == f"<p>By <em>hand</em></p>\n{card(quote)}"


BODIES = [
    "<p>Two  spaces,   three; 10&nbsp;000 &amp; &lt;b&gt; “’”</p>",
    '<p><a href="https://a.test/?a&amp;b" hreflang="de"><span lang="de"><strong><em>all</em></strong></span></a></p>',
    '<p><strong>a <em>b</em></strong><em> c</em> <a href="/en/">d <strong>e</strong></a></p>',
    "<h2>One<br>two</h2>\n<h3><em>Three</em></h3>\n<p>a<br>b<br><strong>c</strong></p>",
    "<ul><li><p>a</p><ol><li><p>b</p><p>c</p></li></ol></li><li><p>d</p></li></ul>\n<ol><li><p>e</p></li></ol>",
    '<p><span lang="ar" dir="rtl">سلام</span> <span dir="ltr">x</span> <span lang="sr-latn">y</span></p>',
]


def test_editor_and_sanitiser_agree_on_every_form(desk, quote):
    """What the editor makes of a stored text is, sanitised, the stored text: loading and saving changes nothing."""
    for body in [*BODIES, "\n".join([card(quote), *BODIES, card(quote)])]:
        assert sanitise(body) == body
        html = desk.page.evaluate(
            """async body => {
                const { Editor } = await import("django-prose-editor/editor");
                const { extensions } = await import("body-editor/schema");
                const desk = { labels: {}, say() {}, hint() {}, choosers: {}, store: { get: async () => ({}) } };
                const element = document.createElement("div");
                const options = { element, injectCSS: false, content: body };
                const editor = new Editor({ ...options, extensions: extensions({ desk }) });
                editor.commands.insertContentAt(editor.state.doc.content.size, "<p></p>");
                const html = editor.getHTML();
                editor.destroy();
                return html;
            }""",
            body,
        )
        assert sanitise(html) == body, json.dumps(html)
