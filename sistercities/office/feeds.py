"""What the Atom feeds of all apps share (RFC 4287)."""

import datetime
import re

from django.utils.feedgenerator import Atom1Feed

from sistercities.dates.ical.writing import closed

#: What XML 1.0 (§2.2) has no way to write; a feed with it is no XML, and readers drop all of it.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

CONTENT_TYPE = "application/atom+xml; charset=utf-8"


class AtomFeed(Atom1Feed):
    """`add_item(language=…)` marks an entry in another language than the feed's."""

    def latest_post_date(self):
        """Without entries the feed was never updated: "now" would be another feed at every request."""
        return super().latest_post_date() if self.items else datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)

    def item_attributes(self, item):
        return {"xml:lang": item["language"]} if item.get("language") else {}


def xml_text(value):
    """The text without what XML cannot hold, and with no direction mark left open (promise 39)."""
    return closed(_NOT_XML.sub("", value))
