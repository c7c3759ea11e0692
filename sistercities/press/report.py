"""The annual report: per partnership and year, what was public, counted. Editions say what that was.

* An **event** counts in each year that one of its dates can be in, as its last public edition up to the end of that
  year has it: an event that was moved into the next year counts there. One that was withdrawn is counted as that. What
  has no date at all is in no year.
* A **story** counts in the year in which its first text was published; each of its texts in the year of its own.
* A **picture** counts once, if a story or an event that was public in that year shows it.
* Years are those of the home city's clock; of a year that is not over, it is what was public up to now.
"""

import datetime
from collections import Counter
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from django.db.models import Q

from events.models.editions import EventEdition, EventEditionDate
from sistercities.publishing.models import EndReason
from stories.models.editions import StoryEdition, StoryEditionEmbed

#: In the place of a status, for events that the public could not see any more at the end of the year.
WITHDRAWN = "withdrawn"


@dataclass
class Chapter:
    """A partnership in a year. `events` counts by (kind, status), `texts` by language; `dates` are all dates in the
    year that were not cancelled; `pictures` are keys; `anniversaries` those celebrated."""

    partnership: object
    events: Counter = field(default_factory=Counter)
    dates: int = 0
    stories: int = 0
    texts: Counter = field(default_factory=Counter)
    pictures: set = field(default_factory=set)
    anniversaries: list = field(default_factory=list)

    def by_status(self, status):
        return sum(count for (_kind, found), count in self.events.items() if found == status)


@dataclass(frozen=True)
class Report:
    year: int
    until: datetime.datetime
    chapters: list
    pictures: set
    #: Events and stories that belong to no partnership, and so to no chapter.
    loose: Counter

    @property
    def is_running(self):
        """Is the year not over yet?"""
        return self.until < _ends(self.year, self.until.tzinfo)


def annual_report(frame, year, at, partnership=None):
    """The `Report` of a year: of all partnerships in the order of signing, or of the one with that key. Six queries."""
    zone = ZoneInfo(frame.home_city.time_zone if frame.home_city else "UTC")
    start, until = datetime.datetime(year, 1, 1, tzinfo=zone), min(_ends(year, zone), at.astimezone(zone))
    chosen = [one for one in frame.partnerships if partnership in (None, one.pk)]
    chapters = {one.pk: Chapter(one) for one in chosen}
    owner, loose = _owner(frame), Counter()
    _count_events(chapters, loose, owner, year, until)
    _count_stories(chapters, loose, owner, start, until)
    _count_pictures(chapters, owner, start, until)
    for anniversary in frame.anniversaries:
        if anniversary.year == year and anniversary.partnership_id in chapters:
            chapters[anniversary.partnership_id].anniversaries.append(anniversary)
    found = list(chapters.values())
    return Report(
        year,
        until,
        found,
        set().union(*(chapter.pictures for chapter in found)),
        loose if partnership is None else Counter(),
    )


def years(frame, at):
    """The years there can be a report of, the latest first: from the first that something was public in or about."""
    zone = ZoneInfo(frame.home_city.time_zone if frame.home_city else "UTC")
    this = at.astimezone(zone).year
    story = StoryEdition.objects.ever_public(at).order_by("first_live_from").values_list("first_live_from", flat=True)
    dates = EventEditionDate.objects.filter(first_on__isnull=False).order_by("first_on")
    dates = dates.filter(edition__in=EventEdition.objects.ever_public(at).order_by().values("pk"))
    first = [moment.astimezone(zone).year for moment in story[:1]]
    first += [day.year for day in dates.values_list("first_on", flat=True)[:1]]
    return list(range(this, min([this, *first]) - 1, -1))


def _ends(year, zone):
    """The last moment of a year."""
    return datetime.datetime(year, 12, 31, 23, 59, 59, 999999, tzinfo=zone)


def _owner(frame):
    """A function from the keys of partnership and anniversary to the key of the partnership."""
    of_anniversary = {one.pk: one.partnership_id for one in frame.anniversaries}
    return lambda partnership, anniversary: partnership or of_anniversary.get(anniversary)


def _count_events(chapters, loose, owner, year, until):
    in_year = EventEditionDate.objects.filter(
        first_on__lte=datetime.date(year, 12, 31), last_on__gte=datetime.date(year, 1, 1)
    )
    in_year = in_year.filter(edition__in=EventEdition.objects.ever_public(until).order_by().values("pk"))
    dates = {}
    for edition, is_cancelled in in_year.order_by().values_list("edition", "is_cancelled"):
        dates.setdefault(edition, []).append(is_cancelled)
    events = EventEdition.objects.filter(dates__in=in_year.order_by().values("pk")).order_by().values("event")
    last = {}
    for edition in EventEdition.objects.ever_public(until).filter(event__in=events).only(
        *("event_id", "partnership_id", "anniversary_id", "kind", "status", "live_from", "live_until", "ended_as")
    ).order_by():  # fmt: skip
        rank = (edition.live_until is None or edition.live_until > until, edition.live_from, edition.pk)
        if edition.event_id not in last or rank > last[edition.event_id][0]:
            last[edition.event_id] = rank, edition
    for (is_live, *_rank), edition in last.values():
        belongs_to = owner(edition.partnership_id, edition.anniversary_id)
        chapter = chapters.get(belongs_to)
        if edition.pk in dates:
            loose["events"] += belongs_to is None
        if chapter is None or edition.pk not in dates:
            continue
        is_withdrawn = not is_live and edition.ended_as == EndReason.WITHDRAWN
        chapter.events[edition.kind, WITHDRAWN if is_withdrawn else edition.status] += 1
        if not is_withdrawn and edition.status != "cancelled":
            chapter.dates += dates[edition.pk].count(False)


def _count_stories(chapters, loose, owner, start, until):
    editions = StoryEdition.objects.ever_public(until).order_by("live_from", "pk")
    columns = ("story", "language", "first_live_from", "partnership", "anniversary")
    of_year = editions.filter(first_live_from__gte=start, first_live_from__lte=until).order_by().values("story")
    firsts, owners = {}, {}
    for story, language, first, partnership, anniversary in editions.filter(story__in=of_year).values_list(*columns):
        firsts.setdefault(story, {})[language] = first
        owners[story] = owner(partnership, anniversary)
    for story, moments in firsts.items():
        is_new = min(moments.values()) >= start
        loose["stories"] += is_new and owners[story] is None
        if (chapter := chapters.get(owners[story])) is None:
            continue
        chapter.stories += is_new
        chapter.texts.update(language for language, first in moments.items() if first >= start)


def _count_pictures(chapters, owner, start, until):
    shown = Q(live_until=None) | Q(live_until__gt=start)
    columns = ("partnership", "anniversary")
    stories = StoryEdition.objects.ever_public(until).filter(shown).order_by()
    events = EventEdition.objects.ever_public(until).filter(shown).order_by()
    embeds = StoryEditionEmbed.objects.filter(edition__in=stories.values("pk"), picture__isnull=False).order_by()
    found = [
        *events.filter(picture__isnull=False).values_list(*columns, "picture").distinct(),
        *stories.filter(lead_picture__isnull=False).values_list(*columns, "lead_picture").distinct(),
        *embeds.values_list(*(f"edition__{column}" for column in columns), "picture").distinct(),
    ]
    for partnership, anniversary, picture in found:
        if (chapter := chapters.get(owner(partnership, anniversary))) is not None:
            chapter.pictures.add(picture)
