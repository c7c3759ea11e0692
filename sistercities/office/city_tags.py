"""Which cities something is about, for its card and its page."""

from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext

from sistercities.typography import polish

#: A card with more cities than `MOST_TAGS` prints `FEW_TAGS` of them and says how many more there are.
MOST_TAGS, FEW_TAGS = 4, 3


def city_tags(frame, keys, language, few=False):
    """The cities with those keys, the home city first: a dot in the city's ink and, always, its name.

    `few` is for cards: of many cities it names `FEW_TAGS` and counts the others. A page of its own names them all.
    """
    cities = [frame.cities[key] for key in keys or () if key in frame.cities]
    cities.sort(key=lambda city: (not frame.is_home(city), getattr(city, f"name_{language}")))
    shown = cities[:FEW_TAGS] if few and len(cities) > MOST_TAGS else cities
    tags = [
        frame.remember(("city tag", city.pk, language), lambda city=city: _tag(frame, city, language)) for city in shown
    ]
    if others := len(cities) - len(shown):
        tags.append(format_html("<span>{}</span>", gettext("and %(count)d more") % {"count": others}))
    return mark_safe(f'<p class="tags">{"".join(tags)}</p>') if tags else ""  # noqa: S308  each was formatted below


def _tag(frame, city, language):
    ink = "a" if frame.is_home(city) else f"b ink-{city.ink}"
    return format_html('<span class="tag {}">{}</span>', ink, polish(getattr(city, f"name_{language}"), language))
