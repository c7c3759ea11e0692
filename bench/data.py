"""Content in bulk for measuring: the same rows for the same size, in seconds.

One office, Berlin and seventeen partner cities, and stories in both languages as long as the demonstration's own: a
lead picture, a pair and a wide picture, two quotes, a fact box, an anniversary. A fifth were published twice, a tenth
withdrawn.
"""

import datetime
from dataclasses import dataclass

from django.utils.text import slugify

from sistercities.cities.models import Anniversary, City, Ink, Partnership
from sistercities.dates.partial import PartialDate
from sistercities.media.models import Licence, Picture
from sistercities.office.models import Office, StandingPage, StandingPageKind
from sistercities.people.models import Person, Role
from stories.models import Quote, Story, StoryEdition, StoryEditionEmbed, Theme

LANGUAGES = ("en", "de")
PARTNERS = (
    *("Los Angeles", "Paris", "Madrid", "Istanbul", "Warsaw", "Moscow", "Brussels", "Budapest", "Tashkent"),
    *("Mexico City", "Beijing", "Tokyo", "Jakarta", "Buenos Aires", "Prague", "Windhoek", "London"),
)
THEMES = ("Film", "Art", "Freedom", "Music", "Sport", "Science", "Schools", "Housing")
SENTENCES = {
    "en": "Two cities can know each other for half a century and still be surprised. ",
    "de": "Zwei Städte können sich ein halbes Jahrhundert lang kennen und doch überrascht werden. ",
}
BATCH = 500
START = datetime.datetime(2000, 1, 1, 8, tzinfo=datetime.UTC)
SPAN = datetime.timedelta(days=26 * 365)
DAY = datetime.timedelta(days=1)


@dataclass
class Supply:
    """What stories are made of."""

    berlin: City
    partnerships: list
    anniversaries: list
    themes: list
    pictures: list
    quotes: list


def load(stories):
    """Fill an empty, migrated database with that many stories."""
    supply = _supply()
    for first in range(0, stories, BATCH):
        _batch(range(first, min(first + BATCH, stories)), stories, supply)


def _supply():
    berlin = City.objects.create(**_city("Berlin", 0), adjective_en="Berlin", adjective_de="Berliner")
    partners = [City.objects.create(**_city(name, number)) for number, name in enumerate(PARTNERS, 1)]
    partnerships = [
        Partnership.objects.create(
            city_a=berlin, city_b=city, slug=f"berlin-{city.slug_en}", signed_on=PartialDate(1967 + number, 6, 27)
        )
        for number, city in enumerate(partners)
    ]
    Office.objects.create(
        home_city=berlin,
        **_both("site_name", "Sister Cities", "Partnerstädte"),
        **_both("name", "City partnerships office", "Büro für Städtepartnerschaften"),
        address="Platz 1\n10178 Berlin",
        email="office@example.org",
    )
    for kind in StandingPageKind.values:
        StandingPage.objects.create(kind=kind, **_both("title", kind, kind), **_both("body", "<p>A.</p>", "<p>B.</p>"))
    return Supply(
        berlin=berlin,
        partnerships=partnerships,
        anniversaries=[Anniversary.objects.create(partnership=one, years=50) for one in partnerships],
        themes=[Theme.objects.create(**_both("name", name, name), **_slugs(name)) for name in THEMES],
        pictures=[_picture(number) for number in range(24)],
        quotes=[_quote(number, berlin if number % 2 else partners[0]) for number in range(8)],
    )


def _both(field, english, german):
    return {f"{field}_en": english, f"{field}_de": german}


def _slugs(name):
    return _both("slug", slugify(name), slugify(name))


def _sentence(field):
    return _both(field, SENTENCES["en"].strip(), SENTENCES["de"].strip())


def _city(name, number):
    place = {"country": "DE", "region": "europe", "time_zone": "Europe/Berlin", "latitude": 50 - number}
    place |= {"longitude": number * 7, "ink": Ink.values[number % len(Ink.values)]}
    return place | _both("name", name, name) | _slugs(name) | _sentence("introduction")


def _picture(number):
    return Picture.objects.create(
        file=f"originals/bench-{number}.jpg",
        title=f"View number {number}",
        creator="Ada Lens",
        licence=Licence.CC_BY,
        **_both("alt_text", "A bridge over a river.", "Eine Brücke über einen Fluss."),
        **_both("caption", "The bridge in the evening.", "Die Brücke am Abend."),
        width=1600,
        height=1067,
        renditions_key=f"bench{number:04d}",
        rendition_widths=[400, 640, 960, 1280, 1600],
    )


def _quote(number, city):
    person = Person.objects.create(name=f"Speaker {number}")
    mayor = ("Mayor", "Bürgermeisterin")
    role = Role.objects.create(person=person, city=city, **_both("title", *mayor))
    return Quote.objects.create(
        **_sentence("words"),
        **_both("role_title", *mayor),
        original_language="en",
        speaker=person,
        role=role,
        city=city,
    )


class StoryPlan:
    """One story: which of the supply it uses, when it was published."""

    def __init__(self, number, total, supply):
        self.number, self.supply = number, supply
        self.which = number % len(supply.partnerships)
        self.quotes = [supply.quotes[(number + step) % 8] for step in (0, 3)]
        self.pictures = [supply.pictures[(number + step) % 24] for step in (1, 2, 3)]
        self.first = START + SPAN * number / total

    def editions(self, story):
        spans = [(self.first, None, "")]
        if self.number % 10 == 9:
            spans = [(self.first, self.first + DAY, "withdrawn")]
        elif self.number % 5 == 1:
            spans = [(self.first, self.first + DAY, "superseded"), (self.first + DAY, None, "")]
        return [self._edition(story, language, *span) for language in LANGUAGES for span in spans]

    def _edition(self, story, language, live_from, live_until, ended_as):
        return StoryEdition(
            story=story,
            language=language,
            title=f"Berlin & Los Angeles, part {self.number}: two of a kind",
            slug=f"story-{self.number:05d}",
            standfirst=(SENTENCES[language] * 2).strip(),
            byline="The office",
            body=self._body(language),
            lead_picture=self.supply.pictures[self.number % 24],
            partnership=self.supply.partnerships[self.which],
            anniversary=self.supply.anniversaries[self.which],
            is_featured=self.number % 500 == 0,
            live_from=live_from,
            live_until=live_until,
            ended_as=ended_as,
            first_live_from=self.first,
            published_at=live_from,
            fingerprint=f"{self.number:064d}",
        )

    def _body(self, language):
        paragraph = f"<p>{(SENTENCES[language] * 7).strip()}</p>"
        card = '<sc-embed data-type="{}" data-id="{}"{}></sc-embed>'.format
        cards = [card("quote", quote.pk, "") for quote in self.quotes]
        layouts = ("half", "half", "wide")
        figures = [
            card("picture", picture.pk, f' data-layout="{layout}"')
            for picture, layout in zip(self.pictures, layouts, strict=True)
        ]
        blocks = [*[paragraph] * 4, cards[0], paragraph, *figures[:2], paragraph, cards[1], *[paragraph] * 2]
        return "\n".join([*blocks, figures[2], paragraph])

    def cities(self):
        return self.supply.berlin, self.supply.partnerships[self.which].other(self.supply.berlin)

    def themes(self):
        return [self.supply.themes[(self.number + step) % 8] for step in range(1 + self.number % 2)]

    def embeds(self):
        """Keyword arguments of the embeds, in the order of the body."""
        quotes, pictures = self.quotes, self.pictures
        targets = [("quote", quotes[0]), ("picture", pictures[0]), ("picture", pictures[1])]
        targets += [("quote", quotes[1]), ("picture", pictures[2])]
        return [{"position": position, kind: target} for position, (kind, target) in enumerate(targets)]


def _batch(numbers, total, supply):
    plans = [StoryPlan(number, total, supply) for number in numbers]
    stories = Story.objects.bulk_create([Story() for _ in plans])
    pairs = [(plan, edition) for plan, story in zip(plans, stories, strict=True) for edition in plan.editions(story)]
    StoryEdition.objects.bulk_create([edition for _plan, edition in pairs])
    about, tagged = StoryEdition.cities.through, StoryEdition.themes.through
    about.objects.bulk_create(
        [about(storyedition=edition, city=city) for plan, edition in pairs for city in plan.cities()]
    )
    tagged.objects.bulk_create(
        [tagged(storyedition=edition, theme=theme) for plan, edition in pairs for theme in plan.themes()]
    )
    StoryEditionEmbed.objects.bulk_create(
        [StoryEditionEmbed(edition=edition, **embed) for plan, edition in pairs for embed in plan.embeds()]
    )
