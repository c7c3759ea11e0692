"""What machines are told about pictures, the office and the way down to a page, in the words of schema.org.

Objects in, dictionaries out. The template tag `structured_data` turns them into JSON that no text can break out of.
"""

from sistercities.media.markup import social_image_url
from sistercities.media.rights import licence_address
from sistercities.office.addresses import absolute
from sistercities.richtext.links import allowed_href


def image(picture, language):
    """An ImageObject with its rights, as Google's image metadata asks for them; None without a file to show."""
    path = social_image_url(picture)
    if path is None:
        return None
    values = {
        "@type": "ImageObject",
        "contentUrl": absolute(path),
        "name": picture.title,
        "caption": getattr(picture, f"caption_{language}"),
        "description": getattr(picture, f"alt_text_{language}"),
        "creditText": picture.credit,
        "creator": {"@type": "Person", "name": picture.creator} if picture.creator.strip() else None,
        "copyrightNotice": picture.copyright_notice,
        "license": allowed_href(licence_address(picture)),
    }
    return {name: value for name, value in values.items() if value}


def publisher(frame):
    """The office, by the name and the identifier that the home page describes it under."""
    name = frame.office.name if frame.office else frame.site_title
    return {"@type": "GovernmentOrganization", "@id": absolute("/#office"), "name": name}


def breadcrumbs(*steps):
    """A BreadcrumbList of pairs of name and site-relative address, from the start page down."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": name, "item": absolute(path)}
            for position, (name, path) in enumerate(steps, 1)
        ],
    }


def item_list(title, path, language, items):
    """A CollectionPage at a site-relative address; `items` are pairs of name and site-relative address."""
    return {
        "@type": "CollectionPage",
        "@id": absolute(path),
        "name": title,
        "inLanguage": language,
        "mainEntity": {
            "@type": "ItemList",
            "itemListElement": [
                {"@type": "ListItem", "position": position, "url": absolute(address), "name": name}
                for position, (name, address) in enumerate(items, 1)
            ],
        },
    }
