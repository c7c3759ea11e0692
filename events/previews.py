"""The public page of an event that is not public. Unlike the public views, this module reads manuscripts."""

from events import freezing


def children_of(edition, manuscript):
    """Dates, participants and opening hours of an edition; of an unsaved one those that its manuscript would freeze."""
    if edition.pk is None:
        return (
            freezing.edition_dates(manuscript),
            freezing.edition_participants(manuscript),
            freezing.edition_opening_hours(manuscript),
        )
    return list(edition.dates.all()), list(edition.participants.all()), list(edition.opening_hours.all())
