"""What machines are told about stories, in the words of schema.org. Objects in, dictionaries out.

The template tag `structured_data` turns them into JSON that no text can break out of (promise 27).
"""

from functools import lru_cache

from sistercities.office.addresses import absolute, address
from sistercities.office.structured_data import breadcrumbs, image, item_list, publisher
from sistercities.richtext.links import allowed_href
from stories.addresses import index_address, story_address


@lru_cache
def _home(language):
    return address("home", language)


def story(page, frame, index_title):
    """An Article with its pictures, the quotes in it, and the way down to it, for a `StoryPage` that is public."""
    edition, language = page.edition, page.edition.language
    here = absolute(page.alternates[language])
    images = [image(picture, language) for picture in _pictures(page)]
    article = {
        "@type": "Article",
        "@id": f"{here}#article",
        "mainEntityOfPage": here,
        "headline": edition.title,
        "description": edition.summary or edition.standfirst,
        "inLanguage": language,
        "datePublished": edition.first_live_from.isoformat(timespec="seconds"),
        "dateModified": edition.live_from.isoformat(timespec="seconds"),
        "timeRequired": f"PT{page.minutes}M",
        "image": [picture for picture in images if picture],
        "author": {"@type": "Person", "name": edition.byline} if edition.byline else publisher(frame),
        "publisher": publisher(frame),
        "about": [{"@type": "City", "name": getattr(city, f"name_{language}")} for city in page.cities],
        "keywords": [theme.label for theme in page.themes],
        "hasPart": [quotation(embed.quote, language) for embed in page.embeds if embed.quote_id],
    }
    return [
        {name: value for name, value in article.items() if value},
        breadcrumbs(
            (frame.site_title, _home(language)),
            (index_title, index_address(language)),
            (edition.title, page.alternates[language]),
        ),
    ]


def _pictures(page):
    pictures = [page.edition.lead_picture, *(embed.picture for embed in page.embeds)]
    return dict.fromkeys(picture for picture in pictures if picture)


def quotation(quote, language):
    """A Quotation: the words, who said them in which office, when as far as that is known, where it is written."""
    words, words_language = quote.in_language("words", language)
    role, _language = quote.in_language("role_title", language)
    speaker = {"@type": "Person", "name": quote.speaker.name} if quote.speaker else None
    if speaker and role:
        speaker["jobTitle"] = role
    source = allowed_href(quote.source_url)
    values = {
        "@type": "Quotation",
        "text": words,
        "inLanguage": words_language,
        "creator": speaker,
        # Schema.org's Date is ISO 8601, which has years, months and days, but no seasons.
        "dateCreated": quote.said_on.edtf if quote.said_on and not quote.said_on.season else None,
        "isBasedOn": source if source and source.startswith("http") else quote.source,
    }
    return {name: value for name, value in values.items() if value}


def index(title, page, language):
    """The list of the page, and the way down to it."""
    shown = [*([page.lead] if page.lead else []), *page.cards]
    items = [(edition.title, story_address(language, edition.slug)) for edition in shown]
    return [item_list(title, page.address, language, items)]
