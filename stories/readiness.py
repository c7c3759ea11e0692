"""The checklist of a story: what keeps it from being published, and what is worth a second look."""

from django.utils import timezone
from django.utils.translation import gettext as _

from sistercities.publishing.readiness import Level, Problem

#: Longer titles are cut by search engines and break badly on a phone.
LONG_TITLE = 80


def check(story, languages=None, at=None):
    """The problems of publishing `story` in `languages` (its ready ones, if none are given) at that moment, blocking ones first."""
    at = at or timezone.now()
    texts = list(story.texts.all())
    if languages is None:
        languages = [text.language for text in texts if text.is_ready]
    chosen = [text for text in texts if text.language in languages]
    problems = []
    if not chosen:
        problems.append(
            Problem(
                Level.BLOCKING, _("No text is ready: mark at least one language as ready to publish."), field="is_ready"
            )
        )
    return sorted(problems, key=lambda problem: not problem.is_blocking)
