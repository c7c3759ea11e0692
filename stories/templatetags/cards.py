"""`{% load cards %}`: stories in lists, and the tags that say which cities something is about."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, gettext

from sistercities.media.markup import picture_element
from sistercities.office import city_tags as cities
from sistercities.typography import polish
from stories.addresses import index_address, story_address

register = template.Library()

#: Of more choices than `MOST_CHIPS` the index shows `FEW_CHIPS` at once, those with the most stories.
MOST_CHIPS, FEW_CHIPS = 10, 8


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
        tags=city_tags(context, edition.city_keys, few=True),
        teaser=format_html("<p>{}</p>", polish(edition.standfirst, edition.language))
        if teaser and edition.standfirst
        else "",
    )


@register.simple_tag(takes_context=True)
def lead_card(context, edition, heading="h2", priority=True):
    """The leading story of a list: larger, its picture is loaded first where the list leads the page (`priority`)."""
    return format_html(
        '<article class="card lead"><div class="txt">{tags}<{heading}><a href="{href}">{title}</a></{heading}>{teaser}'
        "</div>{shot}</article>",
        heading=heading,
        tags=city_tags(context, edition.city_keys, few=True),
        href=story_address(edition.language, edition.slug) + context.get("story_query", ""),
        title=polish(edition.title, edition.language),
        teaser=format_html("<p>{}</p>", polish(edition.standfirst, edition.language)) if edition.standfirst else "",
        shot=_shot(edition, "card-lead", priority=priority),
    )


@register.simple_tag(takes_context=True)
def city_tags(context, keys, few=False):
    """The cities with those keys; `few` is for cards (`sistercities.office.city_tags`)."""
    return cities.city_tags(context["site_frame"], keys, get_language(), few)


def _shot(edition, slot, priority=False):
    element = picture_element(edition.lead_picture, slot, edition.language, alt="", priority=priority)
    return mark_safe(f'<div class="shot">{element}</div>') if element else ""  # noqa: S308  our own element


@register.simple_tag
def filter_chips(page):
    """The chips of an `IndexPage`: every choice is a link, and the ones that are made are links to the list without."""
    cities, themes, years = (page.chips[name] for name in ("city", "theme", "year"))
    everything = format_html(
        '<ul class="chips"><li><a class="chip" href="{}"{}>{}</a></li></ul>',
        index_address(get_language()),
        "" if page.filter or not page.is_first else mark_safe(' aria-current="page"'),
        gettext("All stories"),
    )
    groups = [
        _group("city", gettext("Cities"), cities),
        _group("theme", gettext("Themes"), themes),
        _group("year", gettext("Years"), years if len(years) > 1 or page.filter.year else []),
    ]
    return everything + format_html_join("", "{}", ((group,) for group in groups if group))


def _group(name, heading, chips):
    if not chips:
        return ""
    shown, others = _few(chips) if len(chips) > MOST_CHIPS else (chips, [])
    return format_html(
        '<div class="choice"><p id="by-{name}">{heading}</p>'
        '<div><ul class="chips" aria-labelledby="by-{name}">{shown}</ul>{more}</div></div>',
        name=name,
        heading=heading,
        shown=_chips(shown),
        more=format_html(
            '<details><summary>{}</summary><ul class="chips">{}</ul></details>',
            gettext("%(count)d more") % {"count": len(others)},
            _chips(others),
        )
        if others
        else "",
    )


def _few(chips):
    """The chosen chip and those with the most stories, then the others; both in the order in which they came."""
    by_weight = sorted(chips, key=lambda chip: (not chip.is_chosen, -chip.stories))
    first = {chip.choice.key for chip in by_weight[:FEW_CHIPS]}
    return [c for c in chips if c.choice.key in first], [c for c in chips if c.choice.key not in first]


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
