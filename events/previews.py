"""The public page of an event that is not public. Unlike the public views, this module reads manuscripts."""

from django.utils.translation import override

from events import freezing
from events.reading import preview_event
from events.views import render_event
from sistercities.office.frame import current_frame
from sistercities.publishing.http import never_kept


def render_edition(request, edition, manuscript, text=None, **context):
    """The public page of an edition; of an unsaved one, with the dates, people and hours its manuscript has now."""
    dates, participants, opening_hours = children_of(edition, manuscript)
    with override(edition.language):
        page = preview_event(
            current_frame(request), edition, dates=dates, participants=participants, opening_hours=opening_hours
        )
        return never_kept(render_event(request, page, preview=True, **context))


def children_of(edition, manuscript):
    """Dates, participants and opening hours of an edition; of an unsaved one those that its manuscript would freeze."""
    if edition.pk is None:
        return (
            freezing.edition_dates(manuscript),
            freezing.edition_participants(manuscript),
            freezing.edition_opening_hours(manuscript),
        )
    return list(edition.dates.all()), list(edition.participants.all()), list(edition.opening_hours.all())
