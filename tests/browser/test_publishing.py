"""An editor writes, embeds a picture uploaded on the way, previews, is held back, publishes, sees it, withdraws."""

import io

import pytest
from django.contrib.auth.models import Group
from PIL import Image

from sistercities.media.models import Picture
from stories.models import StoryEdition
from tests.factories import OfficeFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)


def photograph():
    """A JPEG that says where it was taken, and is stored sideways."""
    image = Image.effect_noise((900, 600), 40).convert("RGB")
    exif = image.getexif()
    exif[0x0112] = 6
    exif.get_ifd(0x8825).update({1: "N", 2: (34.0, 3.0, 8.0), 3: "W", 4: (118.0, 14.0, 37.0)})
    file = io.BytesIO()
    image.save(file, "JPEG", exif=exif)
    return {"name": "DSC_0001.JPG", "mimeType": "image/jpeg", "buffer": file.getvalue()}


@pytest.fixture
def editor_page(new_context, sign_in):
    OfficeFactory()
    editor = UserFactory(username="editor")
    editor.groups.add(Group.objects.get(name="editor"))
    context = new_context(viewport={"width": 1440, "height": 1000})
    sign_in(context, editor)
    return context.new_page()


def test_an_editor_writes_embeds_previews_publishes_sees_and_withdraws(editor_page, new_context):
    page = editor_page
    page.goto("/admin/stories/story/add/")
    english = page.locator("section.desk-text[lang=en]")
    english.get_by_label("Title").fill("Bridges")
    english.get_by_label("Standfirst").fill("Two cities and what joins them.")
    text = english.get_by_role("textbox", name="Text", exact=True)
    text.click()
    page.keyboard.type("Over the river.")
    page.keyboard.press("Enter")

    # Embed a picture that does not exist yet: upload it in the pop-up, without a credit.
    with page.expect_popup() as opened:
        english.locator("[data-tool=picture]").click()
    popup = opened.value
    popup.get_by_role("link", name="Add picture").click()
    popup.locator("input[type=file]").set_input_files(photograph())
    popup.get_by_label("Title").fill("River at noon")
    popup.locator("#id_alt_text_en").fill("A river between two banks.")
    with popup.expect_event("close", timeout=60_000):
        popup.locator("input[name=_save]").click()
    english.locator(".ProseMirror").get_by_text("River at noon").wait_for()

    english.get_by_label("Ready to publish").check()
    page.get_by_role("button", name="Preview").click()
    assert page.locator("h1").inner_text() == "Bridges"
    assert "Preview – not public" in page.locator("main").inner_text()
    assert StoryEdition.objects.count() == 0
    page.go_back()
    page.goto(page.url.replace("/add/", "/"))
    page.get_by_role("link", name="Bridges", exact=True).click()

    # Held back until the picture is credited and licensed.
    page.get_by_role("button", name="Publish now").click()
    page.locator(".problem-blocking").first.wait_for()
    problems = page.locator(".problem-blocking").all_inner_texts()
    assert any("Nobody is credited" in problem for problem in problems), problems
    assert page.get_by_role("button", name="Publish", exact=False).count() == 0
    picture = Picture.objects.get()
    page.goto(f"/admin/media/picture/{picture.pk}/change/")
    page.locator("#id_creator").fill("Ada Lens")
    page.locator("#id_licence").select_option("cc-by-4.0")
    page.locator("input[name=_save]").click()
    page.goto("/admin/stories/story/")
    page.get_by_role("link", name="Bridges", exact=True).click()
    page.get_by_role("button", name="Publish now").click()
    page.get_by_role("button", name="Publish all the same").click()
    page.get_by_role("link", name="View on site").first.wait_for()

    visitor = new_context().new_page()
    assert visitor.goto("/en/stories/bridges/").status == 200
    assert visitor.locator("figure").last.inner_text().replace("\u00a0", " ").endswith("© Ada Lens, CC BY 4.0")
    image = visitor.locator("figure img").last
    image.scroll_into_view_if_needed()
    visitor.wait_for_function("image => image.complete && image.naturalWidth > 0", arg=image.element_handle())
    # The camera was held sideways: the picture stands upright.
    assert image.evaluate("image => image.naturalHeight > image.naturalWidth")

    page.get_by_role("button", name="Withdraw…").click()
    page.get_by_role("button", name="Withdraw").click()
    page.get_by_text("Withdrawn").first.wait_for()
    assert visitor.goto("/en/stories/bridges/").status == 410
    assert visitor.goto("/en/stories/").status == 200
    assert visitor.get_by_text("Bridges").count() == 0
