"""What `base.html` is made of: `{% load page %}`.

The parts that are the same on every page are printed once per snapshot of the reference data and remembered with it.
"""

import json

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, override

from sistercities.dates.partial import PartialDate
from sistercities.dates.words import date_words
from sistercities.office.addresses import absolute
from sistercities.office.models import StandingPageKind
from sistercities.typography import as_sentence, polish

register = template.Library()

#: Where the header waits for the links to the other languages, which differ from page to page.
SWITCH = "<!-- languages -->"
#: Each language in its own words, and what a page says to its readers if it has no text for them.
OTHERS = {"en": "English", "de": "Deutsch"}


def _language(context):
    return context.get("page_language") or get_language()


@register.simple_tag(takes_context=True)
def page_head(context):
    """Policies of the browser, fonts, styles, icons, feed: the same for every page of a language."""
    frame, language = context["site_frame"], _language(context)
    return frame.remember(("head", language), lambda: _render("partials/head.html", frame, language))


@register.simple_tag(takes_context=True)
def page_header(context):
    """Skip link, service row, brand, navigation. Takes `alternates` and, optionally, `section` from the context."""
    frame, language, section = context["site_frame"], _language(context), context.get("section", "")
    # Both may change with the day, without a change of the frame.
    has_partners, anniversary = bool(frame.partners()), frame.anniversary_in_focus()
    key = ("header", language, section, has_partners, anniversary and anniversary.pk)
    before, after = frame.remember(key, lambda: _header(frame, language, section, has_partners, anniversary))
    return before + _switch(context.get("alternates") or {}, language) + after


def _header(frame, language, section, has_partners, anniversary):
    values = {
        "section": section,
        "has_partners": has_partners,
        "anniversary": anniversary,
        "cities": frame.pair(anniversary.partnership) if anniversary else (),
        "switch": SafeString(SWITCH),
    }
    html = _render("partials/header.html", frame, language, **values)
    before, _found, after = html.partition(SWITCH)
    return SafeString(before), SafeString(after)


def _switch(alternates, language):
    return format_html_join(
        "",
        '<li><a href="{}" lang="{}" hreflang="{}">{}</a></li>',
        ((path, code, code, OTHERS[code]) for code, path in alternates.items() if code != language),
    )


@register.simple_tag(takes_context=True)
def page_footer(context):
    frame, language = context["site_frame"], _language(context)
    return frame.remember(("footer", language), lambda: _render("partials/footer.html", frame, language))


def _render(template_name, frame, language, **values):
    with override(language):
        return render_to_string(template_name, {"site_frame": frame, "page_language": language, **values})


@register.simple_tag(takes_context=True)
def service_pages(context):
    """Easy language and sign language, where they exist: in the page's language, or else in the one they exist in."""
    language = _language(context)
    pages = []
    for kind in (StandingPageKind.EASY_LANGUAGE, StandingPageKind.SIGN_LANGUAGE):
        existing = context["site_frame"].standing_pages.get(kind.value)
        if existing:
            target = language if language in existing else min(existing)
            pages.append(_page(kind, target))
    return pages


@register.simple_tag(takes_context=True)
def legal_pages(context):
    """Legal notice, privacy and accessibility statement, as far as they are written in any language."""
    kinds = (StandingPageKind.IMPRINT, StandingPageKind.PRIVACY, StandingPageKind.ACCESSIBILITY)
    existing = context["site_frame"].standing_pages
    return [_page(kind, _language(context)) for kind in kinds if kind.value in existing]


def _page(kind, language):
    with override(language):
        return {"path": reverse(kind.value), "language": language, "label": str(kind.label)}


@register.simple_tag(takes_context=True)
def page_links(context):
    """Canonical address and the same page in other languages; nothing on pages without an address of their own."""
    canonical, alternates = context.get("canonical"), context.get("alternates") or {}
    if not canonical:
        return ""
    links = format_html('<link rel="canonical" href="{}">', absolute(canonical))
    if len(alternates) > 1:
        links += format_html_join(
            "",
            '<link rel="alternate" hreflang="{}" href="{}">',
            ((code, absolute(path)) for code, path in alternates.items()),
        )
        links += format_html('<link rel="alternate" hreflang="x-default" href="{}">', absolute(alternates["en"]))
    return links


@register.simple_tag(takes_context=True)
def one_language_notice(context):
    """Tells readers of the other languages, in theirs, that this page has no text for them."""
    alternates, shown = context.get("alternates") or {}, context.get("text_language") or _language(context)
    missing = [code for code, _name in settings.LANGUAGES if code not in alternates]
    if not context.get("canonical") or not missing or not alternates:
        return ""
    return format_html_join(
        "", '<p class="wrap small muted" lang="{}">{}</p>', ((code, _only(shown, code)) for code in missing)
    )


def _only(shown, reader):
    with override(reader):
        if shown == "de":
            return gettext("This text is only available in German.")
        return gettext("This text is only available in English.")


@register.simple_tag(takes_context=True)
def open_graph(context, title, description="", image=None, kind="website"):
    """For previews of links in messages: title, description, and the site-relative address of a picture."""
    frame, canonical = context["site_frame"], context.get("canonical")
    values = [("og:type", kind), ("og:title", title), ("og:description", description)]
    values += [("og:url", absolute(canonical) if canonical else ""), ("og:image", absolute(image) if image else "")]
    values += [("og:site_name", frame.site_name), ("og:locale", {"en": "en_GB", "de": "de_DE"}[_language(context)])]
    return format_html_join("", '<meta property="{}" content="{}">', ((name, value) for name, value in values if value))


_JSON_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}


@register.simple_tag
def structured_data(data):
    """JSON-LD of a dict or a list of dicts, with nothing in it that could end the element (as `json_script` does)."""
    if not data:
        return ""
    graph = (
        {"@context": "https://schema.org", "@graph": data}
        if isinstance(data, list)
        else {"@context": "https://schema.org", **data}
    )
    text = json.dumps(graph, ensure_ascii=False, separators=(",", ":")).translate(_JSON_ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308 - escaped above


# Parts of single pages ------------------------------------------------------------------------------------------------


@register.simple_tag(takes_context=True)
def caption_of(context, picture):
    """The caption in the page's language, followed by a space for the credit; nothing without one."""
    language = _language(context)
    caption = getattr(picture, f"caption_{language}").strip()
    return format_html("{} ", as_sentence(polish(caption, language))) if caption else ""


@register.simple_tag
def reviewed(date, language):
    """ "Last reviewed on 3 May 2026", in the language of the text."""
    with override(language):
        words = date_words(PartialDate.from_date(date), language)
        return format_html(
            gettext("Last reviewed on {date}."),
            date=format_html('<time datetime="{}">{}</time>', date.isoformat(), words),
        )


@register.inclusion_tag("partials/field.html")
def form_field(field, **attributes):
    """A field with label, hint, error and the ARIA that ties them together."""
    described = [f"{field.id_for_label}-hint"] if field.help_text else []
    if field.errors:
        described.append(f"{field.id_for_label}-error")
        attributes["aria-invalid"] = "true"
    if described:
        attributes["aria-describedby"] = " ".join(described)
    return {"field": field, "control": field.as_widget(attrs=attributes)}
