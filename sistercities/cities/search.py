"""What can be found of cities, partnerships and anniversaries: one document for each language."""

from django.conf import settings
from django.utils.translation import override

from sistercities.cities.models import Anniversary, City, Partnership
from sistercities.search.index import Document
from sistercities.search.sources import Source

LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)


def city_documents(keys):
    """Found by its names in every language and by its country's."""
    return {city.pk: [_city(city, language) for language in LANGUAGES] for city in City.objects.filter(pk__in=keys)}


def _city(city, language):
    with override(language):
        country = str(city.country.name)
    return Document(
        kind="city",
        object_id=city.pk,
        language=language,
        title=getattr(city, f"name_{language}"),
        slug=getattr(city, f"slug_{language}"),
        names=(*(getattr(city, f"name_{code}") for code in LANGUAGES if code != language), country),
        text=getattr(city, f"introduction_{language}"),
    )


def partnership_documents(keys):
    found = Partnership.objects.select_related("city_a", "city_b").filter(pk__in=keys)
    home = City.objects.home()
    return {
        partnership.pk: [_partnership(partnership, _in_order(partnership, home), language) for language in LANGUAGES]
        for partnership in found
    }


def _partnership(partnership, cities, language):
    names = {code: [getattr(city, f"name_{code}") for city in cities] for code in LANGUAGES}
    return Document(
        kind="partnership",
        object_id=partnership.pk,
        language=language,
        title=" – ".join(names[language]),
        slug=partnership.slug,
        names=(
            *(name for code in LANGUAGES if code != language for name in names[code]),
            getattr(partnership, f"signatories_{language}"),
        ),
        text=getattr(partnership, f"summary_{language}"),
    )


def anniversary_documents(keys):
    found = Anniversary.objects.select_related("partnership__city_a", "partnership__city_b").filter(pk__in=keys)
    home = City.objects.home()
    return {
        anniversary.pk: [_anniversary(anniversary, home, language) for language in LANGUAGES] for anniversary in found
    }


def _anniversary(anniversary, home, language):
    motto, introduction = (getattr(anniversary, f"{name}_{language}").strip() for name in ("motto", "introduction"))
    return Document(
        kind="anniversary",
        object_id=anniversary.pk,
        language=language,
        title=anniversary.title(language, home),
        slug=f"{anniversary.partnership.slug}/{anniversary.years}",
        names=(motto, str(anniversary.year or "")),
        text=introduction,
    )


def _in_order(partnership, home):
    """Both cities, the home city first."""
    cities = [partnership.city_a, partnership.city_b]
    return cities[::-1] if home and partnership.city_b_id == home.pk else cities


SOURCES = (
    Source("city", city_documents, City.objects.all),
    Source(
        "partnership",
        partnership_documents,
        Partnership.objects.all,
        mentions={"cities.city": ("city_a", "city_b")},
    ),
    Source(
        "anniversary",
        anniversary_documents,
        Anniversary.objects.all,
        mentions={
            "cities.city": ("partnership__city_a", "partnership__city_b"),
            "cities.partnership": ("partnership",),
        },
    ),
)
