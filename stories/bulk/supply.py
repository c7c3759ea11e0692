"""The reference data that stories and events in bulk are made of."""

from dataclasses import dataclass

from django.utils.text import slugify

from events.models import Organiser, Series, Venue
from sistercities.cities.models import Anniversary, City, Ink, Partnership
from sistercities.dates.partial import PartialDate
from sistercities.media.models import Licence, Picture
from sistercities.office.models import Office, StandingPage, StandingPageKind
from sistercities.people.models import Person, Role
from stories.bulk import words
from stories.models import Quote, Theme

PICTURES = 24
QUOTES = 8
VENUES_IN_BERLIN = 24


@dataclass(frozen=True)
class Supply:
    """Lists of instances; `partnerships` and `anniversaries` in the order of the cities, without Berlin."""

    berlin: City
    partners: list
    partnerships: list
    anniversaries: list
    themes: list
    pictures: list
    quotes: list
    venues: list
    organisers: list
    series: list
    people: list


def make_supply():
    """Write it into the database; cities, partnerships and the like that are there already are taken as they are."""
    berlin, *partners = [_city(number, *facts) for number, facts in enumerate(words.CITIES)]
    partnerships = [_partnership(number, berlin, city) for number, city in enumerate(partners, 1)]
    Office.objects.exists() or Office.objects.create(
        home_city=berlin,
        **both("site_name", "Sister Cities", "Partnerstädte"),
        **both("name", "City partnerships office", "Büro für Städtepartnerschaften"),
        address="Platz 1\n10178 Berlin",
        email="office@example.org",
    )
    for kind in StandingPageKind.values:
        words_of_page = {**both("title", kind, kind), **both("body", "<p>A.</p>", "<p>B.</p>")}
        StandingPage.objects.get_or_create(kind=kind, defaults=words_of_page)
    people = [Person.objects.create(name=name) for name in words.PEOPLE]
    return Supply(
        berlin=berlin,
        partners=partners,
        partnerships=partnerships,
        anniversaries=[
            Anniversary.objects.get_or_create(partnership=one, years=years)[0]
            for one in partnerships
            for years in (25, 50)
        ][1::2],
        themes=[Theme.objects.get_or_create(**_slugs(*pair), defaults=both("name", *pair))[0] for pair in words.THEMES],
        pictures=[_picture(number) for number in range(PICTURES)],
        quotes=[_quote(number, people[number], berlin if number % 2 else partners[0]) for number in range(QUOTES)],
        venues=[
            *(_venue(number, berlin) for number in range(VENUES_IN_BERLIN)),
            *(_venue(number, city) for number, city in enumerate(partners)),
        ],
        organisers=[Organiser.objects.create(**both("name", *pair)) for pair in words.ORGANISERS],
        series=[
            Series.objects.get_or_create(slug=f"series-{n}", defaults=both("name", f"Series {n}", f"Reihe {n}"))[0]
            for n in (1, 2, 3)
        ],
        people=list(Person.objects.filter(pk__in=[person.pk for person in people]).prefetch_related("roles")),
    )


def both(field, english, german):
    return {f"{field}_en": english, f"{field}_de": german}


def _slugs(english, german):
    return both("slug", slugify(english), slugify(german.translate(str.maketrans({"ü": "ue", "ö": "oe", "ä": "ae"}))))


def _city(number, english, german, country, region, zone, latitude, longitude, _year):
    columns = dict(
        **both("name", english, german),
        **both("introduction", words.SENTENCES["en"].strip(), words.SENTENCES["de"].strip()),
        **(both("adjective", "Berlin", "Berliner") if number == 0 else {}),
        country=country,
        region=region,
        time_zone=zone,
        latitude=latitude,
        longitude=longitude,
        ink=Ink.values[number % len(Ink.values)],
    )
    return City.objects.get_or_create(slug_en=slugify(english), defaults=columns | _slugs(english, german))[0]


def _partnership(number, berlin, city):
    year = words.CITIES[number][-1]
    # Some are known only to the year or the month, as in many a file.
    signed_on = (PartialDate(year, 6, 27), PartialDate(year, 11), PartialDate(year))[number % 3]
    columns = both("summary", words.SENTENCES["en"].strip(), words.SENTENCES["de"].strip())
    columns |= {"slug": f"berlin-{city.slug_en}", "signed_on": signed_on}
    pair = sorted([berlin, city], key=lambda one: one.pk)  # as `Partnership.save()` puts them
    return Partnership.objects.get_or_create(city_a=pair[0], city_b=pair[1], defaults=columns)[0]


def _picture(number):
    columns = dict(
        file=f"originals/bulk-{number}.jpg",
        title=f"View number {number}",
        creator="Ada Lens",
        licence=Licence.CC_BY,
        **both("alt_text", "A bridge over a river.", "Eine Brücke über einen Fluss."),
        **both("caption", "The bridge in the evening.", "Die Brücke am Abend."),
        width=1600,
        height=1067,
        rendition_widths=[400, 640, 960, 1280, 1600],
    )
    return Picture.objects.get_or_create(renditions_key=f"bulk{number:04d}", defaults=columns)[0]


def _quote(number, person, city):
    mayor = ("Mayor", "Bürgermeisterin")
    return Quote.objects.create(
        **both("words", words.SENTENCES["en"].strip(), words.SENTENCES["de"].strip()),
        **both("role_title", *mayor),
        original_language="en",
        speaker=person,
        role=Role.objects.create(person=person, city=city, **both("title", *mayor)),
        city=city,
    )


def _venue(number, city):
    english, german = words.VENUES[number % len(words.VENUES)]
    return Venue.objects.create(
        **both("name", f"{english} {number + 1}", f"{german} {number + 1}"),
        city=city,
        street_address=f"Street {number + 1}",
        latitude=round(float(city.latitude) + number / 1000, 5),
        longitude=round(float(city.longitude) + number / 1000, 5),
    )
