"""Renditions over HTTP (promise 21)."""

import pytest

from sistercities.media.models import Picture
from sistercities.media.storing import save_picture
from tests.media import images

pytestmark = pytest.mark.django_db


SHOWN = {
    "Content-Type",
    "Cache-Control",
    "X-Content-Type-Options",
    "Content-Security-Policy",
    "Content-Length",
    "Content-Disposition",
}


def get(client, address, **options):
    """(status, headers) of a response that was read to its end, which closes the file."""
    response = client.get(address, **options)
    b"".join(response)
    return response.status_code, response.headers


@pytest.fixture
def base():
    picture = save_picture(Picture(title="One"), images.upload(images.jpeg(100, 100)))
    return f"/media/r/{picture.renditions_key}/"


@pytest.mark.parametrize(("name", "type"), [("w100.avif", "avif"), ("c100.webp", "webp"), ("social.jpg", "jpeg")])
def test_a_rendition_has_its_true_type_and_a_policy(client, base, name, type):
    response = client.get(base + name)
    assert response.status_code == 200
    assert {key: response.headers[key] for key in response.headers if key in SHOWN} == {
        "Content-Type": f"image/{type}",
        "Cache-Control": "public, max-age=31536000, immutable",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Content-Disposition": f'inline; filename="{name}"',
        "Content-Length": str(len(b"".join(response.streaming_content))),
    }
    assert not response.cookies


def test_an_unchanged_rendition_is_not_sent_again(client, base):
    _, headers = get(client, base + "w100.avif")
    etag = headers["ETag"]
    response = client.get(base + "w100.avif", headers={"If-None-Match": etag})
    assert (response.status_code, response.content, response.headers["ETag"]) == (304, b"", etag)
    assert get(client, base + "w100.webp", headers={"If-None-Match": etag})[0] == 200


def test_head_sends_no_body(client, base):
    response = client.head(base + "w100.avif")
    assert (response.status_code, b"".join(response)) == (200, b"")


def test_nothing_but_reading(client, base):
    assert [client.post(base + "w100.avif").status_code, client.delete(base + "w100.avif").status_code] == [405, 405]


@pytest.mark.parametrize(
    "tail",
    [
        "",
        "w100.png",
        "w100.avif/",
        "w100.avif%0A",
        "w١٠٠.avif",
        "w99999.avif",
        "w999999.avif",
        "../w100.avif",
        "..%2f..%2f..%2fsistercities.sqlite3",
        "%2e%2e/%2e%2e/originals",
        ".htaccess",
        "w100.avif.html",
    ],
)
def test_no_other_path_leads_anywhere(client, base, tail):
    assert client.get(base + tail).status_code == 404


def test_nothing_is_listed(client, base):
    folders = ["/media/", "/media/r/", base.rpartition("/")[0].rpartition("/")[0] + "/", base, "/media/originals/"]
    assert {client.get(folder).status_code for folder in folders} == {404}


def test_the_original_is_not_served(client, base):
    name = Picture.objects.get().file.name
    assert {client.get(f"/media/{folder}{name}").status_code for folder in ("", "originals/", "r/")} == {404}


def test_a_deleted_picture_is_gone_even_for_those_who_knew_its_address(
    client, base, django_capture_on_commit_callbacks
):
    etag = get(client, base + "w100.avif")[1]["ETag"]
    with django_capture_on_commit_callbacks(execute=True):
        Picture.objects.get().delete()
    assert client.get(base + "w100.avif", headers={"If-None-Match": etag}).status_code == 404
