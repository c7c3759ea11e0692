"""The form by itself, and what arrives at it."""

import pytest
from django.core.exceptions import RequestDataTooBig, ValidationError
from django.http import QueryDict
from django.test import RequestFactory
from django.test.client import encode_multipart

from sistercities.media.forms import PictureForm
from sistercities.media.models import Picture
from sistercities.media.uploads import CappedUploadHandler, refuse_oversized
from tests.media import images


@pytest.mark.django_db
def test_a_form_alone_never_stores_what_was_uploaded(folders):
    data = QueryDict("title=Bridge&medium=photograph&focal_x=0.5&focal_y=0.5")
    form = PictureForm(data, {"file": images.upload(images.jpeg())})
    assert form.is_valid(), form.errors
    form.save()
    assert (Picture.objects.get().file.name, folders()) == ("", [])
    assert form.new_picture.image.size == (800, 600)


def received(size, limit, settings, tmp_path):
    """The file that a request with so many bytes hands to its view, and the largest that was written meanwhile."""
    settings.MEDIA_MAX_BYTES, settings.FILE_UPLOAD_TEMP_DIR = limit, str(tmp_path)
    data = encode_multipart("edge", {"file": images.upload(b"x" * size), "title": "typed"})
    request = RequestFactory().post("/", data, content_type="multipart/form-data; boundary=edge")
    written = []

    class Watched(CappedUploadHandler):
        def receive_data_chunk(self, raw_data, start):
            super().receive_data_chunk(raw_data, start)
            written.append(0 if self.file.closed else self.file.file.tell())

    request.upload_handlers = [Watched(request)]
    assert request.POST["title"] == "typed"
    return request.FILES["file"], max(written)


def test_an_upload_within_the_limit_arrives_whole(settings, tmp_path):
    file, _ = received(300_000, 300_000, settings, tmp_path)
    assert (file.size, file.read(2)) == (300_000, b"xx")
    refuse_oversized(file)
    file.close()


def test_an_upload_beyond_the_limit_is_not_kept_but_the_form_is(settings, tmp_path):
    file, most = received(3_000_000, 300_000, settings, tmp_path)
    assert (file.size, most <= 300_000, list(tmp_path.iterdir())) == (3_000_000, True, [])
    with pytest.raises(ValidationError, match=r"The file has 2\.9"):
        refuse_oversized(file)
    with pytest.raises(RequestDataTooBig):
        file.chunks()


def test_a_full_temporary_folder_is_said_at_the_field(settings, tmp_path, monkeypatch):
    def full(self, raw_data, start):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("django.core.files.uploadhandler.TemporaryFileUploadHandler.receive_data_chunk", full)
    file, _ = received(1000, 300_000, settings, tmp_path)
    with pytest.raises(ValidationError, match="storage is full"):
        refuse_oversized(file)
