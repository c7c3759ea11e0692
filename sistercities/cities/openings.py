"""Opening the page of an anniversary: what the desk offers ahead of time, and the one click that does it."""

from dataclasses import dataclass

import reversion
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone

from sistercities.cities import words
from sistercities.cities.anniversaries import UpcomingAnniversary, round_ahead, upcoming
from sistercities.cities.models import Anniversary, City, Partnership


@dataclass(frozen=True)
class Opening:
    """An anniversary ahead. One with a page has `change_address` and `page_address`, one without has `open_address`."""

    anniversary: UpcomingAnniversary
    title: str
    change_address: str = ""
    page_address: str = ""
    open_address: str = ""


def openings(on=None):
    """Two lists of `Opening`s: the round anniversaries of the next 24 months, and the next one of every other
    partnership, each in order. Two queries.
    """
    on = on or timezone.localdate()
    home = City.objects.filter(pk=OuterRef("city_b"), home_of__isnull=False)
    partnerships = list(
        Partnership.objects.select_related("city_a", "city_b").annotate(is_home_second=Exists(home)).order_by("pk")
    )
    pages = {(page.partnership_id, page.years): page for page in Anniversary.objects.order_by()}
    rounds = round_ahead(partnerships, on)
    flagged = {found.partnership.pk for found in rounds}
    others = [found for found in upcoming(partnerships, on) if found.partnership.pk not in flagged]
    return [_opening(found, pages) for found in rounds], [_opening(found, pages) for found in others]


def _opening(found, pages):
    partnership = found.partnership
    cities = partnership.cities[::-1] if partnership.is_home_second else partnership.cities
    title = words.anniversary_title(found.years, cities)
    page = pages.get((partnership.pk, found.years))
    if page is None:
        address = reverse("admin:cities_anniversary_open", args=[partnership.pk, found.years])
        return Opening(found, title, open_address=address)
    return Opening(
        found,
        title,
        change_address=reverse("admin:cities_anniversary_change", args=[page.pk]),
        page_address=reverse("anniversary", args=[partnership.slug, found.years]),
    )


def open_page(partnership, years, user):
    """The `Anniversary` of so many years, and whether it is new. Two calls, at once too, have the effect of one.

    Raises ValidationError for years that no anniversary may count.
    """
    wanted = Anniversary(partnership=partnership, years=years)
    wanted.clean_fields()
    with reversion.create_revision(atomic=True):
        reversion.set_user(user)
        return Anniversary.objects.get_or_create(partnership=partnership, years=years)
