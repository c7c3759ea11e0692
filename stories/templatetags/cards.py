"""`{% load cards %}`: stories in lists, and the tags that say which cities something is about."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, gettext

from sistercities.media.markup import picture_element
from sistercities.typography import polish
from stories.addresses import index_address, story_address

register = template.Library()


@register.simple_tag(takes_context=True)
def story_card(context, edition, heading="h3", teaser=True):
    """A list item: title and link, cropped lead picture, city tags, standfirst. `edition` was read `with_cards()`."""
    language = get_language()
    return format_html(
        '<li class="card"><{heading}><a href="{href}"{lang}>{title}</a></{heading}>{shot}{tags}{teaser}</li>',
        heading=heading,
        href=story_address(edition.language, edition.slug) + context.get("story_query", ""),
        lang="" if edition.language == language else format_html(' lang="{}"', edition.language),
        title=polish(edition.title, edition.language),
        shot=_shot(edition, "card"),
        tags=city_tags(context, edition.city_keys),
        teaser=format_html("<p>{}</p>", polish(edition.standfirst, edition.language))
        if teaser and edition.standfirst
        else "",
    )


@register.simple_tag(takes_context=True)
def lead_card(context, edition):
    """The leading story of a list: larger, its picture is loaded first."""
    return format_html(
        '<article class="card lead"><div class="txt">{tags}<h2><a href="{href}">{title}</a></h2>{teaser}</div>'
        "{shot}</article>",
        tags=city_tags(context, edition.city_keys),
        href=story_address(edition.language, edition.slug) + context.get("story_query", ""),
        title=polish(edition.title, edition.language),
        teaser=format_html("<p>{}</p>", polish(edition.standfirst, edition.language)) if edition.standfirst else "",
        shot=_shot(edition, "card-lead", priority=True),
    )


@register.simple_tag(takes_context=True)
def city_tags(context, keys):
    """The cities with those keys, the home city first: a dot in the city's ink and, always, its name."""
    frame, language = context["site_frame"], get_language()
    cities = [frame.cities[key] for key in keys or () if key in frame.cities]
    cities.sort(key=lambda city: (not frame.is_home(city), city.name))
    tags = [frame.remember(("city tag", city.pk, language), lambda city=city: _tag(frame, city)) for city in cities]
    return mark_safe(f'<p class="tags">{"".join(tags)}</p>') if tags else ""  # noqa: S308  each was formatted below


def _tag(frame, city):
    ink = "a" if frame.is_home(city) else f"b ink-{city.ink}"
    return format_html('<span class="tag {}">{}</span>', ink, polish(city.name, get_language()))


def _shot(edition, slot, priority=False):
    element = picture_element(edition.lead_picture, slot, edition.language, alt="", priority=priority)
    return mark_safe(f'<div class="shot">{element}</div>') if element else ""  # noqa: S308  our own element


@register.simple_tag
def filter_chips(page):
    """The chips of an `IndexPage`: every choice is a link, and the ones that are made are links to the list without."""
    cities, themes, years = (page.chips[name] for name in ("city", "theme", "year"))
    everything = format_html(
        '<li><a class="chip" href="{}"{}>{}</a></li>',
        index_address(get_language()),
        "" if page.filter or not page.is_first else mark_safe(' aria-current="page"'),
        gettext("All stories"),
    )
    rows = [everything + _chips(cities), _chips(themes), _chips(years) if len(years) > 1 or page.filter.year else ""]
    return format_html_join("", '<ul class="chips">{}</ul>', ((row,) for row in rows if row))


def _chips(chips):
    language = get_language()
    return format_html_join(
        "",
        '<li><a class="chip" href="{}"{}>{}</a></li>',
        (
            (
                chip.address,
                mark_safe(' aria-current="true"') if chip.is_chosen else "",
                _chosen(chip, language) if chip.is_chosen else polish(chip.choice.label, language),
            )
            for chip in chips
        ),
    )


def _chosen(chip, language):
    return format_html(
        '<span class="vh">{} </span>{}<svg viewBox="0 0 10 10" aria-hidden="true" stroke="currentColor" '
        'stroke-width="2"><path d="m1 1 8 8M9 1 1 9"/></svg>',
        gettext("Remove filter:"),
        polish(chip.choice.label, language),
    )
