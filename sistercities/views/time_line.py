"""The time line of a partnership: what its two cities agreed, and what came of it. Objects in, stations out."""

from dataclasses import dataclass, field

from django.utils.translation import gettext, ngettext, pgettext

from sistercities.cities.models import PartnershipKind
from sistercities.dates.partial import PartialDate
from sistercities.office.addresses import address
from sistercities.typography.quoting import quoted
from sistercities.views.cities import opening


@dataclass(frozen=True)
class Station:
    """What happened at a `PartialDate`. `address` leads to the page of it; `is_here` marks the page it stands on.

    `links` are pairs of an address and a title, of what happened in that year.
    """

    date: PartialDate
    heading: str = ""
    text: str = ""
    address: str = ""
    is_here: bool = False
    links: list = field(default_factory=list)


def stations(frame, partnership, language, here=None):
    """The stations of a partnership in order; `here` is the `Anniversary` whose page they stand on, where they end."""
    found = _agreements(partnership)
    for anniversary in frame.anniversaries_of(partnership):
        date = anniversary.falls_on
        if date is not None:
            is_here = here is not None and anniversary.pk == here.pk
            path = address("anniversary", language, slug=partnership.slug, years=anniversary.years)
            text = "" if is_here else opening(anniversary.introduction, 200)
            found.append(Station(date, _heading(anniversary), text, path, is_here))
    if here is not None and here.falls_on is not None:
        found = [station for station in found if station.date.sort_key <= here.falls_on.sort_key]
    return sorted(found, key=lambda station: station.date.sort_key)


def years_label(years):
    """ "50 years" """
    return ngettext("%(count)s year", "%(count)s years", years) % {"count": years}


def _heading(anniversary):
    if not anniversary.motto:
        return years_label(anniversary.years)
    values = {"years": years_label(anniversary.years), "motto": quoted(anniversary.motto)}
    return pgettext("heading of an anniversary", "%(years)s: %(motto)s") % values


def _agreements(partnership):
    signed = {
        PartnershipKind.PARTNERSHIP: gettext("The partnership is signed"),
        PartnershipKind.FRIENDSHIP: gettext("The friendship is agreed"),
        PartnershipKind.CONTACT: gettext("The contact begins"),
    }[PartnershipKind(partnership.kind)]
    signatories = partnership.signatories
    steps = [
        (partnership.signed_on, signed, signatories and gettext("Signed by %(names)s.") % {"names": signatories}),
        (partnership.renewed_on, gettext("Renewed"), ""),
        (partnership.suspended_on, gettext("Suspended"), ""),
        (partnership.ended_on, gettext("Ended"), ""),
    ]
    return [Station(date, heading, text) for date, heading, text in steps if date is not None]
