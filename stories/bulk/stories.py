"""Stories in bulk, in both languages, as long as the demonstration's own: a lead picture, a pair and a wide picture,
two quotes, a fact box, an anniversary. A fifth were published twice, a tenth withdrawn, one in two hundred is planned.
"""

import datetime

from stories.bulk import words
from stories.bulk.plans import Printed, edition_of, link, set_fingerprint
from stories.models import Story, StoryEdition, StoryEditionEmbed, StoryText, StoryTextEmbed

#: Years before the given day over which first publications are spread.
YEARS = 20
DAY = datetime.timedelta(days=1)
LANGUAGES = ("en", "de")


class StoryPlan:
    """One story: which of the supply it uses, when it was published. `noon` is that of the given day, in UTC.

    `taken` numbers of addresses are others'."""

    def __init__(self, number, total, supply, noon, taken=0):
        self.number, self.supply, self.taken = number, supply, taken
        self.which = number % len(supply.partnerships)
        self.quotes = [supply.quotes[(number + step) % len(supply.quotes)] for step in (0, 3)]
        self.pictures = [supply.pictures[(number + step) % len(supply.pictures)] for step in (1, 2, 3)]
        self.first = noon - DAY - datetime.timedelta(days=YEARS * 365) * (total - number) / total
        if number % 200 == 199:
            self.first = noon + DAY * (1 + number % 90)
        partner = supply.partners[self.which]
        self.keys = {
            "cities": [supply.berlin.pk, partner.pk],
            "themes": [supply.themes[(number + step) % len(supply.themes)].pk for step in range(1 + number % 2)],
        }

    def manuscript(self):
        return Story(
            lead_picture=self.supply.pictures[self.number % len(self.supply.pictures)],
            partnership=self.supply.partnerships[self.which],
            anniversary=self.supply.anniversaries[self.which],
            is_featured=self.number % 500 == 0,
        )

    def text(self, story, language):
        side = LANGUAGES.index(language)
        subject = words.SUBJECTS[self.number % len(words.SUBJECTS)][side]
        turn = words.TURNS[self.number // 3 % len(words.TURNS)][side]
        city = words.CITIES[self.which + 1][side]
        text = StoryText(
            story=story,
            language=language,
            title=f"{subject} {turn}: Berlin & {city}, {('part', 'Teil')[side]} {self.number}",
            slug=f"{('story', 'geschichte')[side]}-{self.taken + self.number:05d}",
            standfirst=(words.SENTENCES[language] * 2).strip(),
            byline=("The office", "Das Büro")[side],
            body=self._body(language),
            is_ready=True,
        )
        set_fingerprint(story, text, self.keys, {})
        return text

    def _body(self, language):
        paragraph = f"<p>{(words.SENTENCES[language] * 7).strip()}</p>"
        card = '<sc-embed data-type="{}" data-id="{}"{}></sc-embed>'.format
        cards = [card("quote", quote.pk, "") for quote in self.quotes]
        layouts = ("half", "half", "wide")
        figures = [
            card("picture", picture.pk, f' data-layout="{layout}"')
            for picture, layout in zip(self.pictures, layouts, strict=True)
        ]
        blocks = [*[paragraph] * 4, cards[0], paragraph, *figures[:2], paragraph, cards[1], *[paragraph] * 2]
        return "\n".join([*blocks, figures[2], paragraph])

    def embeds(self):
        """Keyword arguments of the embeds, in the order of the body."""
        quotes, pictures = self.quotes, self.pictures
        targets = [("quote", quotes[0]), ("picture", pictures[0]), ("picture", pictures[1])]
        targets += [("quote", quotes[1]), ("picture", pictures[2])]
        return [{"position": position, kind: target} for position, (kind, target) in enumerate(targets)]

    def printed(self, language):
        if self.number % 10 == 9:
            return [Printed(language, self.first, self.first + DAY, "withdrawn")]
        if self.number % 5 == 1:
            before = {"title": f"Before {self.number}"}
            return [
                Printed(language, self.first, self.first + DAY, "superseded", words=before),
                Printed(language, self.first + DAY),
            ]
        return [Printed(language, self.first)]


def write_stories(plans):
    """Write them, and return the keys of the stories."""
    stories = Story.objects.bulk_create(plan.manuscript() for plan in plans)
    pairs = list(zip(plans, stories, strict=True))
    for name in ("cities", "themes"):
        link(Story, name, [(story, plan.keys[name]) for plan, story in pairs])
    texts = StoryText.objects.bulk_create(plan.text(story, code) for plan, story in pairs for code in LANGUAGES)
    owners = [plan for plan in plans for _ in LANGUAGES]
    StoryTextEmbed.objects.bulk_create(
        StoryTextEmbed(text=text, **embed) for plan, text in zip(owners, texts, strict=True) for embed in plan.embeds()
    )
    editions = [
        (plan, edition_of(text.story, text, printed, plan.first))
        for plan, text in zip(owners, texts, strict=True)
        for printed in plan.printed(text.language)
    ]
    StoryEdition.objects.bulk_create(edition for _plan, edition in editions)
    for name in ("cities", "themes"):
        link(StoryEdition, name, [(edition, plan.keys[name]) for plan, edition in editions])
    StoryEditionEmbed.objects.bulk_create(
        StoryEditionEmbed(edition=edition, **embed) for plan, edition in editions for embed in plan.embeds()
    )
    return [story.pk for story in stories]
