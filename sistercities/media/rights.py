"""The rights a picture may be used under, and what keeps it from being published. Names as in IPTC's photo standard."""

from typing import NamedTuple

from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sistercities.media.words import has_words


class Licence(models.TextChoices):
    ALL_RIGHTS_RESERVED = "all-rights-reserved", _("All rights reserved, used with permission")
    PRESS = "press", _("Press use, free of charge with credit")
    CC0 = "cc0", "CC0 1.0"
    CC_BY = "cc-by-4.0", "CC BY 4.0"
    CC_BY_SA = "cc-by-sa-4.0", "CC BY-SA 4.0"
    PUBLIC_DOMAIN = "public-domain", _("Public domain")
    OTHER = "other", _("Other licence (give its address)")


class Medium(models.TextChoices):
    """How the credit reads: "© Name" for photographs, "Illustration: Name" for drawings."""

    PHOTOGRAPH = "photograph", _("Photograph")
    ILLUSTRATION = "illustration", _("Illustration")


#: The addresses of the licences that have one of their own, as creativecommons.org gives them.
LICENCE_ADDRESSES = {
    Licence.CC0: "https://creativecommons.org/publicdomain/zero/1.0/",
    Licence.CC_BY: "https://creativecommons.org/licenses/by/4.0/",
    Licence.CC_BY_SA: "https://creativecommons.org/licenses/by-sa/4.0/",
    Licence.PUBLIC_DOMAIN: "https://creativecommons.org/publicdomain/mark/1.0/",
}

#: Licences under which nobody claims a copyright: no "©" before the name.
WITHOUT_COPYRIGHT = frozenset({Licence.CC0, Licence.PUBLIC_DOMAIN})


def licence_address(picture):
    """Where the licence can be read: its own address, or the one given for another licence; "" if there is none."""
    return LICENCE_ADDRESSES.get(picture.licence) or picture.licence_url


class Problem(NamedTuple):
    """Why a picture cannot be published: the field of the form that mends it, and a sentence for the editor."""

    field: str
    message: str


def problems(picture, languages, on=None):
    """What blocks a publication in these languages (codes such as "de") on that day (a date; today, if none is given).

    Returns a list of `Problem`, empty when the picture may be published. Never reads files.
    """
    found = []
    if not picture.file:
        found.append(Problem("file", _("The picture waits for its file.")))
    elif not picture.rendition_widths:
        found.append(Problem("file", _("The picture has no renditions yet: save it again.")))
    if not has_words(picture.credit):
        found.append(Problem("credit_line", _("Nobody is credited: give a credit line or a creator.")))
    if not picture.is_decorative:
        found.extend(
            Problem(f"alt_text_{language}", message)
            for language, message in _MISSING_ALTERNATIVE.items()
            if language in set(languages) and not has_words(getattr(picture, f"alt_text_{language}"))
        )
    if not picture.licence:
        found.append(Problem("licence", _("No licence is chosen.")))
    elif picture.licence == Licence.OTHER and not picture.licence_url:
        found.append(Problem("licence_url", _("The other licence needs its address.")))
    if not is_usable(picture, on):
        found.append(
            Problem(
                "valid_until",
                gettext("The right to use the picture ended on %(date)s.") % {"date": date_format(picture.valid_until)},
            )
        )
    return found


_MISSING_ALTERNATIVE = {
    "en": _("The English alternative text is missing, and the picture is not marked as decorative."),
    "de": _("The German alternative text is missing, and the picture is not marked as decorative."),
}


def is_usable(picture, on=None):
    """Do its rights allow a publication on that day?"""
    return picture.valid_until is None or (on or timezone.localdate()) <= picture.valid_until
