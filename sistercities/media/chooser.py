"""The form field of the desk that chooses a picture: its thumbnail and credit, and the stock pop-up list."""

from django.contrib.admin.sites import site
from django.contrib.admin.widgets import ForeignKeyRawIdWidget
from django.core.exceptions import PermissionDenied
from django.forms import Media
from django.http import JsonResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sistercities.media.markup import credit_line, thumbnail, thumbnail_url
from sistercities.media.models import Picture


class PictureChoice(ForeignKeyRawIdWidget):
    """For a foreign key to `Picture`; shows what is chosen, also when the choice changes."""

    template_name = "media/picture_choice.html"

    def __init__(self, rel, admin_site=site, attrs=None, using=None):
        super().__init__(rel, admin_site, attrs, using)

    @property
    def media(self):
        return super().media + Media(js=["media/picture_choice.js"])

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        context["card_url"] = reverse("picture-card", args=[0])
        picture = Picture.objects.filter(pk=value).first() if str(value or "").isdecimal() else None
        context["thumbnail"] = thumbnail(picture) if picture else ""
        context["words"] = _words(picture) if picture else ""
        return context

    def label_and_url_for_value(self, value):
        return "", ""  # the template shows more than a label


def _words(picture):
    return format_html(
        "<strong>{}</strong> {}", picture.title, credit_line(picture, get_language()) or _("no credit yet")
    )


@require_safe
def card(request, pk):
    """Thumbnail, title and credit of a picture, for the chooser. A page of the desk, for who may see pictures."""
    if not request.user.has_perm("media.view_picture"):
        raise PermissionDenied
    picture = Picture.objects.filter(pk=pk).first()
    if picture is None:
        return JsonResponse({}, status=404)
    credit = str(credit_line(picture, get_language()) or _("no credit yet"))
    return JsonResponse({"title": picture.title, "credit": credit, "thumbnail": thumbnail_url(picture) or ""})
