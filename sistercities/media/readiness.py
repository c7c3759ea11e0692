"""What of a picture keeps a manuscript that shows it from being published."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from sistercities.media import rights
from sistercities.publishing.readiness import Level, Problem


def picture_problems(picture, languages, at, language, field):
    """Blocking problems of a picture whose rights or words are not in order in those languages, with links to mend
    them. `language` and `field` say where on the form of the manuscript the picture stands.
    """
    for problem in rights.problems(picture, languages, on=timezone.localdate(at)):
        message = _("Picture “%(title)s”: %(problem)s") % {"title": picture.title, "problem": problem.message}
        url = f"{reverse('admin:media_picture_change', args=[picture.pk])}#id_{problem.field}"
        yield Problem(Level.BLOCKING, message, language, field, url)
