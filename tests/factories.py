"""Objects for tests, with the least that makes them valid."""

import datetime
from zoneinfo import ZoneInfo

import factory
from django.contrib.auth import get_user_model

from events.models import Event, EventDate, EventEdition, EventText, Organiser, Series, Venue
from sistercities.cities.models import Anniversary, City, Partnership
from sistercities.dates.partial import PartialDate
from sistercities.dates.spans import Span
from sistercities.media.models import Licence, Picture
from sistercities.office.models import Office
from sistercities.people.models import Person, Role
from sistercities.publishing.operations import publish
from stories.models import Quote, Story, StoryEdition, StoryText, Theme


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = get_user_model()
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"user{n}")
    is_staff = True


class CityFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = City

    name_en = factory.Sequence(lambda n: f"City {n}")
    name_de = factory.Sequence(lambda n: f"Stadt {n}")
    slug_en = factory.Sequence(lambda n: f"city-{n}")
    slug_de = factory.Sequence(lambda n: f"stadt-{n}")
    country = "DE"
    region = "europe"
    time_zone = "Europe/Berlin"
    latitude = "52.52000"
    longitude = "13.40500"


class BerlinFactory(CityFactory):
    name_en = name_de = "Berlin"
    slug_en = slug_de = "berlin"
    adjective_en = "Berlin"
    adjective_de = "Berliner"


class LosAngelesFactory(CityFactory):
    name_en = name_de = "Los Angeles"
    slug_en = slug_de = "los-angeles"
    country = "US"
    region = "americas"
    time_zone = "America/Los_Angeles"
    latitude = "34.05223"
    longitude = "-118.24368"


class PartnershipFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Partnership

    city_a = factory.SubFactory(BerlinFactory)
    city_b = factory.SubFactory(LosAngelesFactory)
    slug = "berlin-los-angeles"
    signed_on = PartialDate(1967, 6, 27)


class AnniversaryFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Anniversary

    partnership = factory.SubFactory(PartnershipFactory)
    years = 50


class OfficeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Office

    site_name_en = "Sister Cities"
    site_name_de = "Partnerstädte"
    name_en = "City partnerships office"
    name_de = "Büro für Städtepartnerschaften"
    home_city = factory.SubFactory(BerlinFactory)


class PictureFactory(factory.django.DjangoModelFactory):
    """A picture whose rights are in order and whose renditions are said to exist; no file is written."""

    class Meta:
        model = Picture

    file = factory.Sequence(lambda n: f"originals/picture-{n}.jpg")
    title = factory.Sequence(lambda n: f"Picture {n}")
    creator = "Ada Lens"
    licence = Licence.CC_BY
    alt_text_en = "A bridge over a river."
    alt_text_de = "Eine Brücke über einen Fluss."
    caption_en = "The bridge."
    caption_de = "Die Brücke."
    width = 1600
    height = 1067
    renditions_key = factory.Sequence(lambda n: f"key-{n}")
    rendition_widths = factory.LazyFunction(lambda: [400, 640, 960, 1280, 1600])


class PersonFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Person

    name = factory.Sequence(lambda n: f"Person {n}")


class RoleFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Role

    person = factory.SubFactory(PersonFactory)
    title_en = "Mayor"
    title_de = "Bürgermeisterin"


class QuoteFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Quote

    words_en = factory.Sequence(lambda n: f"Words number {n}.")
    words_de = factory.Sequence(lambda n: f"Worte Nummer {n}.")
    original_language = "en"
    speaker = factory.SubFactory(PersonFactory)
    role_title_en = "Mayor"
    role_title_de = "Bürgermeisterin"


class ThemeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Theme

    name_en = factory.Sequence(lambda n: f"Theme {n}")
    name_de = factory.Sequence(lambda n: f"Thema {n}")
    slug_en = factory.Sequence(lambda n: f"theme-{n}")
    slug_de = factory.Sequence(lambda n: f"thema-{n}")


class StoryFactory(factory.django.DjangoModelFactory):
    """A manuscript without texts; `StoryTextFactory(story=…)` adds one."""

    class Meta:
        model = Story
        skip_postgeneration_save = True

    @factory.post_generation
    def cities(self, create, extracted, **kwargs):
        if create and extracted:
            self.cities.set(extracted)

    @factory.post_generation
    def themes(self, create, extracted, **kwargs):
        if create and extracted:
            self.themes.set(extracted)


class StoryTextFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = StoryText

    story = factory.SubFactory(StoryFactory)
    language = "en"
    title = factory.Sequence(lambda n: f"Story {n}")
    slug = factory.Sequence(lambda n: f"story-{n}")
    standfirst = "What the story is about."
    body = "<p>One paragraph of text.</p>"
    is_ready = True


def publish_story(languages=("en",), at=None, until=None, by=None, story=None, words=None, **frame):
    """Publish a story and return its editions, one per language.

    `words` are fields of the texts, `frame` fields of the story (`cities`, `themes`, `lead_picture`, …).
    """
    story = story or StoryFactory(**frame)
    for language in languages:
        if not story.texts.filter(language=language).exists():
            StoryTextFactory(story=story, language=language, **(words or {}))
    publish(story, by or UserFactory(), at=at, until=until, languages=languages)
    editions = StoryEdition.objects.filter(story=story, language__in=languages)
    return [editions.filter(language=language).order_by("-published_at", "-pk").first() for language in languages]


class VenueFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Venue

    name_en = factory.Sequence(lambda n: f"Venue {n}")
    name_de = factory.Sequence(lambda n: f"Ort {n}")
    city = factory.SubFactory(CityFactory)


class OrganiserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Organiser

    name_en = factory.Sequence(lambda n: f"Organiser {n}")
    name_de = factory.Sequence(lambda n: f"Veranstalter {n}")


class SeriesFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Series

    name_en = factory.Sequence(lambda n: f"Series {n}")
    name_de = factory.Sequence(lambda n: f"Reihe {n}")


class EventFactory(factory.django.DjangoModelFactory):
    """`when` is a date as EDTF ("2017-10", "2017-10-04/2017-10-05", "2017-10-06T19:30", the time by the event's clock,
    "2017-10-06T19:30/2017-10-06T22:00") or "" for a date to follow."""

    class Meta:
        model = Event
        skip_postgeneration_save = True

    class Params:
        when = "2017-10-06"

    kind = "film"
    time_zone = "Europe/Berlin"
    is_date_to_follow = factory.LazyAttribute(lambda event: not event.when)
    starts_on = factory.LazyAttribute(lambda event: span_of(event.when, event.time_zone).starts_on)
    starts_at = factory.LazyAttribute(lambda event: span_of(event.when, event.time_zone).starts_at)
    ends_on = factory.LazyAttribute(lambda event: span_of(event.when, event.time_zone).ends_on)
    ends_at = factory.LazyAttribute(lambda event: span_of(event.when, event.time_zone).ends_at)

    @factory.post_generation
    def cities(self, create, extracted, **kwargs):
        if create and extracted:
            self.cities.set(extracted)

    @factory.post_generation
    def organisers(self, create, extracted, **kwargs):
        if create and extracted:
            self.organisers.set(extracted)


def span_of(when, zone="Europe/Berlin"):
    """A `Span` from EDTF, times without an offset by the clock of `zone`."""
    parts = {}
    for side, text in zip(("starts", "ends"), when.split("/") if when else (), strict=False):
        if "T" in text:
            moment = datetime.datetime.fromisoformat(text)
            moment = moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(zone))
            parts[f"{side}_at"] = moment
            parts[f"{side}_on"] = PartialDate.from_date(moment.astimezone(ZoneInfo(zone)).date())
        else:
            parts[f"{side}_on"] = PartialDate.from_edtf(text)
    return Span(zone, **parts)


class EventTextFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = EventText

    event = factory.SubFactory(EventFactory)
    language = "en"
    title = factory.Sequence(lambda n: f"Event {n}")
    slug = factory.Sequence(lambda n: f"event-{n}")
    summary = "What the event is about."
    body = "<p>One paragraph of text.</p>"
    is_ready = True


def further_date(event, when, **fields):
    """A further date of the event; `when` as for `EventFactory`."""
    date = EventDate(event=event, **fields)
    date.set_span(span_of(when, event.zone_name))
    date.save()
    return date


def publish_event(languages=("en",), at=None, until=None, by=None, event=None, words=None, **facts):
    """Publish an event and return its editions, one per language.

    `words` are fields of the texts, `facts` those of the event (`when`, `cities`, `venue`, …).
    """
    event = event or EventFactory(**facts)
    for language in languages:
        if not event.texts.filter(language=language).exists():
            EventTextFactory(event=event, language=language, **(words or {}))
    publish(event, by or UserFactory(), at=at, until=until, languages=languages)
    editions = EventEdition.objects.filter(event=event, language__in=languages)
    return [editions.filter(language=language).order_by("-published_at", "-pk").first() for language in languages]
