"""Safe reading of a picture file: kind by content, limits before decoding, decoded once as a whole, reduced to pixels.

What comes out has no byte of what came in: a decoded image in sRGB, and a few words for the form. Decoders are called
by name, four of them; everything else that Pillow could open stays shut (promises 16 to 19).
"""

import io
from dataclasses import dataclass, field

from django import forms
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.core.exceptions import RequestDataTooBig, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import SkipFile, TemporaryFileUploadHandler
from django.template.defaultfilters import filesizeformat
from django.utils.functional import lazy
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps
from PIL.GifImagePlugin import GifImageFile
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile
from PIL.WebPImagePlugin import WebPImageFile

from sistercities.media.carried import Carried, read_carried
from sistercities.media.colours import to_srgb
from sistercities.media.sniffing import Damaged, is_polyglot, sniff

_DECODERS = {"JPEG": JpegImageFile, "PNG": PngImageFile, "WEBP": WebPImageFile, "GIF": GifImageFile}


class PictureRefused(ValidationError):
    """The file cannot be used as a picture; the message says why, for the editor."""


@dataclass
class ReadPicture:
    """A picture reduced to pixels: `image` is upright, sRGB, RGB or RGBA; `kind` was JPEG, PNG, WEBP or GIF."""

    image: Image.Image
    kind: str
    carried: Carried = field(default_factory=Carried)
    original_name: str = ""

    def master(self):
        """(extension, bytes) of what is kept as the original: the pixels alone.

        Why not the bytes that came in: they may hold the place where a photograph was taken, the serial number of a
        camera, a second picture or a program, and originals end in backups and on other people's desks. Nothing that
        was thrown away can leak later. The price is one more JPEG generation at quality 95 without colour subsampling;
        lossless kinds stay lossless.
        """
        data = io.BytesIO()
        if self.kind == "JPEG" and self.image.mode == "RGB":
            self.image.save(data, "JPEG", quality=95, subsampling=0)
            return "jpg", data.getvalue()
        self.image.save(data, "PNG", compress_level=2)
        return "png", data.getvalue()


def limits_text():
    """The configured limits in a sentence, to show beside the field."""
    return gettext(
        "JPEG, PNG, WebP or GIF (its first frame), at most %(size)s, %(megapixels)s megapixels, %(side)s pixels a side "
        "and %(frames)s frames."
    ) % {
        "size": filesizeformat(settings.MEDIA_MAX_BYTES),
        "megapixels": f"{settings.MEDIA_MAX_PIXELS / 1e6:g}",
        "side": settings.MEDIA_MAX_SIDE,
        "frames": settings.MEDIA_MAX_FRAMES,
    }


def read_picture(file, language=None):
    """Read a file (Django `File`, or anything with `read()`) into a `ReadPicture`. Raises PictureRefused.

    `language`: whose fields get the texts of unknown language, such as a caption; the active one if none is given.
    """
    _refuse_size(getattr(file, "size", 0) or 0)
    if hasattr(file, "seek"):
        file.seek(0)
    data = file.read(settings.MEDIA_MAX_BYTES + 1)
    _refuse_size(len(data))
    kind = _checked_kind(data)
    return _decoded(data, kind, language, getattr(file, "name", ""))


def read_original(file):
    """The same for an original of our own, which was checked when it came in.

    No limit counts here: a re-encoding may be larger than what was uploaded, and limits may be lowered later.
    """
    data = file.read()
    try:
        kind = sniff(data)
    except Damaged as error:
        raise _damaged() from error
    if kind is None:
        raise _damaged()
    return _decoded(data, kind.format)


def _decoded(data, kind, language=None, name=""):
    try:
        image = _DECODERS[kind](io.BytesIO(data))
        image.load()
    except Exception as error:  # Decoders of damaged files raise nearly everything there is.
        raise _damaged() from error
    carried = read_carried(image, language or (get_language() or "en")[:2])
    return ReadPicture(to_srgb(_upright(image)), kind, carried, (name or "")[-255:])


def _checked_kind(data):
    try:
        kind = sniff(data)
    except Damaged as error:
        raise _damaged() from error
    if kind is None:
        raise PictureRefused(
            _("This is no picture that can be used here. Allowed are JPEG, PNG, WebP and GIF."), "kind"
        )
    _refuse_sides(kind.width, kind.height)
    if kind.frames > settings.MEDIA_MAX_FRAMES:
        raise PictureRefused(
            _("The picture has %(frames)s frames; at most %(limit)s are allowed."),
            "frames",
            {"frames": kind.frames, "limit": settings.MEDIA_MAX_FRAMES},
        )
    if is_polyglot(data):
        raise PictureRefused(
            _("Something else than a picture is hidden in this file, such as a script or an archive."), "polyglot"
        )
    return kind.format


def _refuse_size(size):
    if size > settings.MEDIA_MAX_BYTES:
        raise PictureRefused(
            _("The file has %(size)s; at most %(limit)s are allowed."),
            "bytes",
            {"size": filesizeformat(size), "limit": filesizeformat(settings.MEDIA_MAX_BYTES)},
        )


def _refuse_sides(width, height):
    if not width or not height:
        raise _damaged()
    if max(width, height) > settings.MEDIA_MAX_SIDE or width * height > settings.MEDIA_MAX_PIXELS:
        raise PictureRefused(
            _(
                "The picture has %(width)s × %(height)s pixels; at most %(side)s a side and %(megapixels)s megapixels "
                "are allowed."
            ),
            "pixels",
            {
                "width": width,
                "height": height,
                "side": settings.MEDIA_MAX_SIDE,
                "megapixels": f"{settings.MEDIA_MAX_PIXELS / 1e6:g}",
            },
        )


def _damaged():
    return PictureRefused(_("The file is damaged or incomplete: the picture cannot be read as a whole."), "damaged")


def _upright(image):
    try:
        return ImageOps.exif_transpose(image)
    except Exception:  # An orientation that cannot be read is none.
        return image


class OversizedUpload(UploadedFile):
    """Stands in for an uploaded file that was not kept because it is too large, or because the disk is full.

    Forms see its size and refuse it at the field; a form that does not look fails here instead of storing half a file.
    """

    def __init__(self, name, content_type, size, is_storage_full=False):
        super().__init__(None, name, content_type, size)
        self.is_storage_full = is_storage_full

    def read(self, *args):
        raise RequestDataTooBig("The uploaded file is too large.")

    open = chunks = multiple_chunks = seek = read

    def close(self):
        pass


def refuse_oversized(upload):
    """Validator for any file field: at most MEDIA_MAX_BYTES, as `CappedUploadHandler` enforces them."""
    if getattr(upload, "is_storage_full", False):
        raise ValidationError(
            _("The file could not be stored: the storage is full or cannot be written. Nothing was saved."), "storage"
        )
    _refuse_size(getattr(upload, "size", 0) or 0)


class CappedUploadHandler(TemporaryFileUploadHandler):
    """Streams a large upload to a temporary file and stops keeping it at MEDIA_MAX_BYTES; the rest of the form arrives.

    Without it a request of 50 GB fills the disk before any form sees it. The temporary file is gone with the request.
    """

    overflow = None

    def new_file(self, *args, **kwargs):
        # The form is read before any view asks who sent it: without an account, a gigabyte would be written to disk.
        session = getattr(self.request, "session", None)
        if session is not None and SESSION_KEY not in session:
            raise SkipFile
        self.overflow = None
        super().new_file(*args, **kwargs)

    def receive_data_chunk(self, raw_data, start):
        if self.overflow is None:
            if start + len(raw_data) > settings.MEDIA_MAX_BYTES:
                self._give_up("size")
            else:
                try:
                    super().receive_data_chunk(raw_data, start)
                except OSError:
                    self._give_up("storage")

    def file_complete(self, file_size):
        if self.overflow:
            return OversizedUpload(self.file_name, self.content_type, file_size, self.overflow == "storage")
        return super().file_complete(file_size)

    def _give_up(self, reason):
        self.overflow = reason
        self.file.close()


class PictureFileField(forms.FileField):
    """A file field whose upload is read as a whole by `read_picture`; the result hangs on it as `upload.picture`.

    Validating the same upload twice reads it once.
    """

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("help_text", lazy(limits_text, str)())
        super().__init__(*args, **kwargs)

    def to_python(self, data):
        if not data:
            return None
        refuse_oversized(data)
        upload = super().to_python(data)
        if not hasattr(upload, "outcome"):
            try:
                upload.outcome = read_picture(upload)
            except PictureRefused as error:
                upload.outcome = error
        if isinstance(upload.outcome, PictureRefused):
            raise upload.outcome
        upload.picture = upload.outcome
        return upload

    def widget_attrs(self, widget):
        return {**super().widget_attrs(widget), "accept": "image/jpeg,image/png,image/webp,image/gif"}
