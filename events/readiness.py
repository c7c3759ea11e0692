"""The checklist of an event: what keeps it from being published, and what is worth a second look."""

from django.utils.translation import gettext as _

from sistercities.publishing.readiness import Level, Problem


def check(event, languages=None, at=None):
    """The problems of publishing `event` in `languages` (its ready ones, if none are given) at that moment."""
    texts = list(event.texts.all())
    if languages is None:
        languages = [text.language for text in texts if text.is_ready]
    problems = []
    if not any(text.language in languages for text in texts):
        message = _("No text is ready: mark at least one language as ready to publish.")
        problems.append(
            Problem(Level.BLOCKING, message, language=texts[0].language if texts else "en", field="is_ready")
        )
    if event.starts_on is None and not event.is_date_to_follow:
        problems.append(Problem(Level.BLOCKING, _("The date is missing."), field="starts_on"))
    if not event.time_zone:
        problems.append(Problem(Level.BLOCKING, _("The time zone is missing."), field="time_zone"))
    return problems
