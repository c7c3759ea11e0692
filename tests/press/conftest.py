"""An anniversary with all that a kit holds, and beside it everything that must never be in one."""

import datetime
from types import SimpleNamespace

import pytest
from django.core.files.base import ContentFile

from sistercities.media.models import Picture
from sistercities.publishing.operations import withdraw
from tests.factories import (
    AnniversaryFactory,
    EventFactory,
    EventTextFactory,
    LosAngelesFactory,
    OfficeFactory,
    PersonFactory,
    PictureFactory,
    QuoteFactory,
    StoryFactory,
    StoryTextFactory,
    UserFactory,
    publish_event,
    publish_story,
)
from tests.media.images import jpeg

PAST = datetime.datetime(2003, 5, 1, 12, tzinfo=datetime.UTC)


@pytest.fixture(autouse=True)
def folders(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.ORIGINALS_ROOT = tmp_path / "originals"


def picture(title, data=None, **fields):
    """A picture whose original is there: JPEG of 300 × 200 pixels, with the place and camera of somebody else in it."""
    made = PictureFactory(title=title, file="", creator=f"Creator of {title}", **fields)
    made.file.save("x.jpg", ContentFile(data or jpeg(300, 200, comment=b"foreign words")), save=False)
    Picture.objects.filter(pk=made.pk).update(file=made.file.name)
    return made


def embed(kind, target):
    layout = ' data-layout="text"' if kind == "picture" else ""
    return f'<sc-embed data-type="{kind}" data-id="{target.pk}"{layout}></sc-embed>'


@pytest.fixture
def site(db):
    office = OfficeFactory(email="office@example.org", address="Rathausstraße 15\n10178 Berlin")
    los_angeles = LosAngelesFactory()
    anniversary = AnniversaryFactory(
        partnership__city_a=office.home_city, partnership__city_b=los_angeles, picture=picture("Jubilee")
    )
    return SimpleNamespace(
        office=office,
        berlin=office.home_city,
        los_angeles=los_angeles,
        anniversary=anniversary,
        partnership=anniversary.partnership,
    )


@pytest.fixture
def kit_content(site):
    """What is public of the anniversary."""
    mayor = PersonFactory(name="Ada Mayor")
    quote = QuoteFactory(
        words_en="Two cities, one sun.",
        words_de="Zwei Städte, eine Sonne.",
        original_language="de",
        speaker=mayor,
        role_title_en="Mayor of Berlin",
        role_title_de="Bürgermeisterin von Berlin",
        anniversary=site.anniversary,
    )
    lead, inside = picture("Lead"), picture("Inside")
    body = "\n".join(
        [
            "<h2>How it began</h2>",
            '<p>With <strong>a letter</strong>, see <a href="/en/imprint/">here</a>.</p>',
            embed("picture", inside),
            "<ul><li><p>One</p></li><li><p>Two</p></li></ul>",
            embed("quote", quote),
        ]
    )
    story = StoryFactory(anniversary=site.anniversary, lead_picture=lead)
    StoryTextFactory(story=story, title="The first letter", slug="first-letter", body=body, byline="Ben Writer")
    StoryTextFactory(
        story=story, language="de", title="Der erste Brief: äöü?", slug="erster-brief", body="<p>Ein Absatz.</p>"
    )
    publish_story(("en", "de"), story=story)
    publish_event(
        words={"title": "Opening"},
        when="2099-10-06T19:30",
        cities=[site.berlin],
        anniversary=site.anniversary,
        picture=picture("Of the event"),
    )
    return SimpleNamespace(quote=quote, story=story, lead=lead, inside=inside)


def hide(kind, story, event):
    """Put a story and an event of the anniversary into a state that nobody sees."""
    if kind == "planned":
        publish_story(story=story, at=datetime.datetime(2098, 1, 1, tzinfo=datetime.UTC))
        publish_event(event=event, at=datetime.datetime(2098, 1, 1, tzinfo=datetime.UTC))
    elif kind == "withdrawn":
        publish_story(story=story)
        publish_event(event=event)
        withdraw(story, UserFactory())
        withdraw(event, UserFactory())
    elif kind == "expired":
        until = PAST + datetime.timedelta(days=1)
        publish_story(story=story, at=PAST, until=until)
        publish_event(event=event, at=PAST, until=until)


HIDDEN = ("draft", "planned", "withdrawn", "expired")


@pytest.fixture
def secrets(site):
    """A story, an event, a picture and a quote of each kind that the public cannot see, of the same anniversary."""
    made = {}
    for kind in HIDDEN:
        word = f"Secret{kind}"
        hidden, quote = (
            picture(f"Picture {word}"),
            QuoteFactory(
                words_en=f"Words {word}", words_de=f"Worte {word}", speaker=PersonFactory(name=f"Speaker {word}")
            ),
        )
        story = StoryFactory(anniversary=site.anniversary, lead_picture=hidden)
        StoryTextFactory(story=story, title=f"Story {word}", body=f"<p>Body {word}</p>\n{embed('quote', quote)}")
        event = EventFactory(anniversary=site.anniversary, when="2099-10-07", picture=hidden, cities=[site.berlin])
        EventTextFactory(event=event, title=f"Event {word}")
        hide(kind, story, event)
        made[kind] = SimpleNamespace(story=story, event=event)
    return made
