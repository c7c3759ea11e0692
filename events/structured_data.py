"""What machines are told about events, in the words of schema.org. Objects in, dictionaries out.

The template tag `structured_data` turns them into JSON that no text can break out of (promise 27).
"""

from sistercities.office.structured_data import item_list


def event_list(title, page, language):
    """The list of a `ListPage`."""
    return [item_list(title, page.address, language, [(row.edition.title, row.address) for row in page.rows])]
