"""The editors' desk for any manuscript: the stock admin's form and list, and the pages that publish from there."""

from sistercities.publishing.desk.admin import ManuscriptAdmin
from sistercities.publishing.desk.texts import TextInline

__all__ = ["ManuscriptAdmin", "TextInline"]
