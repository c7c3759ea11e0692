"""The focal point, set by mouse and by keyboard, and a picture shown before it is sent."""

import pytest
from django.contrib.auth.models import Permission

from sistercities.media.models import Picture
from tests.factories import UserFactory
from tests.media import images

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def desk(new_context, live_server, client, settings, tmp_path):
    """A page at the form for a new picture, signed in as a media steward."""
    settings.MEDIA_ROOT, settings.ORIGINALS_ROOT = tmp_path / "media", tmp_path / "originals"
    user = UserFactory()
    user.user_permissions.set(Permission.objects.filter(content_type__model="picture"))
    client.force_login(user)
    context = new_context()
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
    page = context.new_page()
    page.goto(f"{live_server.url}/admin/media/picture/add/")
    return page


def test_the_focal_point_follows_mouse_and_keys(desk, tmp_path):
    file = tmp_path / "bridge.jpg"
    file.write_bytes(images.jpeg(900, 600))
    desk.set_input_files("#id_file", file)
    image = desk.locator("[data-focal-image]")
    desk.wait_for_function("document.querySelector('[data-focal-image]').naturalWidth === 900")
    box = image.bounding_box()
    image.click(position={"x": box["width"] * 0.25, "y": box["height"] * 0.75})
    assert (desk.input_value("#id_focal_x"), desk.input_value("#id_focal_y")) == ("0.25", "0.75")
    for key in ("ArrowRight", "ArrowRight", "ArrowUp", "Shift+ArrowDown"):
        desk.keyboard.press(key)
    assert (desk.input_value("#id_focal_x"), desk.input_value("#id_focal_y")) == ("0.27", "0.84")
    desk.fill("#id_title", "Bridge")
    desk.click("[name=_continue]")
    desk.wait_for_selector(".messagelist")
    picture = Picture.objects.get()
    assert (picture.focal_x, picture.focal_y, picture.rendition_widths) == (0.27, 0.84, [400, 640, 900])
    marker = desk.locator("[data-focal-marker]")
    assert marker.is_visible()
    assert marker.evaluate("element => [element.style.left, element.style.top]") == ["27%", "84%"]
