"""The scanned agreement of a partnership: read safely, kept privately, given out to those who may edit the partnership.

It is never public: it lies in the private storage, which has no addresses, and leaves only through `download`.
"""

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.http import FileResponse, Http404
from django.template.defaultfilters import filesizeformat
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import lazy
from django.utils.translation import gettext

from sistercities.media.uploads import read_picture, refuse_oversized

CONTENT_TYPES = {"pdf": "application/pdf", "jpg": "image/jpeg", "png": "image/png"}


def read_agreement(upload):
    """The scan as a `ContentFile`, its kind told by its content. Raises ValidationError.

    A picture is decoded as a whole and written anew. A PDF is kept as it came, so it is only ever sent as a download.
    """
    refuse_oversized(upload)
    upload.seek(0)
    data = upload.read(settings.MEDIA_MAX_BYTES + 1)
    if data.startswith(b"%PDF-"):
        # ISO 32000-1, 7.5.5: the last line is %%EOF; Adobe's readers look for it in the last 1,024 bytes.
        if b"%%EOF" not in data[-1024:]:
            raise ValidationError(gettext("The PDF file is damaged or incomplete: its end is missing."), "damaged")
        return ContentFile(data, "agreement.pdf")
    if not data.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")):
        raise ValidationError(gettext("The scan must be a PDF, JPEG or PNG file; this is none."), "kind")
    upload.seek(0)
    extension, pixels = read_picture(upload).master()
    return ContentFile(pixels, f"agreement.{extension}")


def download(partnership):
    """The scan as a response: a file to save, never a page of this site. Raises Http404 where there is none."""
    scan = partnership.agreement
    if not scan or not scan.storage.exists(scan.name):
        raise Http404
    extension = scan.name.rpartition(".")[2]
    return FileResponse(
        scan.storage.open(scan.name),
        as_attachment=True,
        filename=f"{partnership.slug}.{extension}",
        content_type=CONTENT_TYPES.get(extension, "application/octet-stream"),
        headers={
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, no-store",
        },
    )


class AgreementInput(forms.ClearableFileInput):
    """Names the scan that is on file, offers it for download, and says the limits."""

    template_name = "cities/agreement_input.html"

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        widget = context["widget"]
        widget["attrs"]["accept"] = ".pdf,.jpg,.jpeg,.png"
        widget["address"] = ""
        if widget["is_initial"]:
            widget["address"] = reverse("admin:cities_partnership_agreement", args=[value.instance.pk])
        return context

    def is_initial(self, value):
        return bool(value and getattr(value, "name", "") and getattr(value, "instance", None))

    def _render(self, template_name, context, renderer=None):
        # The project's own templates, which the form renderer does not know.
        return render_to_string(template_name, context)


def _limits():
    return gettext("PDF, JPEG or PNG, at most %(size)s. Never public: only for those who may edit partnerships.") % {
        "size": filesizeformat(settings.MEDIA_MAX_BYTES)
    }


class AgreementField(forms.FileField):
    """A file field that cleans to what `read_agreement` made of the upload."""

    widget = AgreementInput

    def __init__(self, **kwargs):
        super().__init__(**{"required": False, "help_text": lazy(_limits, str)(), **kwargs})

    def to_python(self, data):
        upload = super().to_python(data)
        return upload and read_agreement(upload)
