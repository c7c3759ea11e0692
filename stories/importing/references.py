"""People, roles, quotes and pictures that a text names: found among those that exist, or added.

Names are compared without regard to case and to the shape of apostrophes; nothing that exists is changed. What the
importing user may not see or add stays text: an import opens no door that the desk keeps shut (promise 2).
"""

from dataclasses import dataclass

from django.utils.translation import gettext, override

from sistercities.media.models import Licence, Medium, Picture
from sistercities.people.models import Person, Role
from sistercities.publishing.access import permission
from stories.importing.notes import excerpt
from stories.models import Quote

_APOSTROPHES = str.maketrans(dict.fromkeys("´`’‘ʼ", "'"))
_PLAIN_APOSTROPHES = "'’´`"


def key(text):
    """Equal for the same words in another spelling of case, spaces and apostrophes."""
    return " ".join(text.split()).translate(_APOSTROPHES).casefold()


@dataclass(frozen=True)
class Found:
    """A row that the text uses. `warning` is a sentence for the editor, or empty."""

    row: object
    is_new: bool
    warning: str = ""


class References:
    """Finds and adds for one import: `by` is the user, None for the shell of the machine, which may everything."""

    def __init__(self, by, language, story_title):
        self.by = by
        self.language = language
        self.story_title = story_title
        self._people = None

    def _may(self, model, action):
        return self.by is None or self.by.has_perm(permission(model, action))

    def _may_use(self, model, row):
        """Seeing is needed even to add: who may not see must not learn from the outcome what exists."""
        return self._may(model, "view") and (row is not None or self._may(model, "add"))

    # --- quotes ------------------------------------------------------------------------------------------------------

    def quote(self, quotation):
        """`[Found]` of quote, person and role (if one is named), the quote first; None where the user may not."""
        person, warning = self._person(quotation)
        role = self._role(person, quotation.role)
        quote = self._quote(person, quotation)
        needed = [(Quote, quote), (Person, person), *([(Role, role)] if quotation.role else [])]
        if not all(self._may_use(model, row) for model, row in needed):
            return None
        found = []
        if person is None:
            person = Person.objects.create(name=quotation.name)
            self._people.setdefault(key(person.name), []).append(person)
            found.append(Found(person, is_new=True))
        else:
            found.append(Found(person, is_new=False, warning=warning))
        if quotation.role:
            found.append(Found(role or self._add_role(person, quotation.role), is_new=role is None))
        if quote is None:
            role = found[1].row if quotation.role else None
            return [Found(self._add_quote(person, role, quotation), is_new=True), *found]
        return [Found(quote, is_new=False, warning=self._role_differs(quote, quotation)), *found]

    def _person(self, quotation):
        """The person of that name, or the one of several who holds that role; and a warning where it is a guess."""
        if self._people is None:
            self._people = {}
            for person in Person.objects.order_by("pk"):
                self._people.setdefault(key(person.name), []).append(person)
        namesakes = self._people.get(key(quotation.name), [])
        if len(namesakes) < 2:
            return (namesakes[0], "") if namesakes else (None, "")
        for person in namesakes:
            if quotation.role and self._role(person, quotation.role):
                return person, ""
        warning = gettext("%(count)s people are called %(name)s: check that the right one is meant.")
        return namesakes[0], warning % {"count": len(namesakes), "name": quotation.name}

    def _role(self, person, title):
        if person is None or not title:
            return None
        roles = person.roles.order_by("pk")
        return next((role for role in roles if key(self._in_language(role, "title")) == key(title)), None)

    def _quote(self, person, quotation):
        if person is None:
            return None
        quotes = Quote.objects.filter(speaker=person).order_by("pk")
        return next((quote for quote in quotes if key(self._in_language(quote, "words")) == key(quotation.words)), None)

    def _role_differs(self, quote, quotation):
        printed = self._in_language(quote, "role_title")
        if not quotation.role or key(printed) == key(quotation.role):
            return ""
        return gettext("The quote exists with the role “%(printed)s”; the text says “%(role)s”.") % {
            "printed": printed,
            "role": quotation.role,
        }

    def _add_role(self, person, title):
        return Role.objects.create(person=person, **{f"title_{self.language}": title})

    def _add_quote(self, person, role, quotation):
        """The role as the text prints it, and in the other language as it is known today."""
        titles = {"role_title_en": role.title_en, "role_title_de": role.title_de} if role else {}
        titles[f"role_title_{self.language}"] = quotation.role
        return Quote.objects.create(
            speaker=person,
            role=role,
            city=role.city if role else None,
            **{f"words_{self.language}": quotation.words},
            **titles,
        )

    def _in_language(self, row, name):
        return getattr(row, f"{name}_{self.language}")

    # --- pictures ----------------------------------------------------------------------------------------------------

    def pictures(self, credits):
        """`[Found]`, one per credit; None where the user may not."""
        rows = [(credit, self._picture(credit)) for credit in credits]
        if not all(self._may_use(Picture, row) for credit, row in rows):
            return None
        found = []
        for credit in credits:
            row = self._picture(credit)  # again: the same credit may stand twice in the text
            found.append(
                Found(row or self._add_picture(credit), is_new=row is None, warning=self._differs(row, credit))
            )
        return found

    def title_of(self, credit):
        """Where a text names no picture, the story does: "Photo" alone would be found again in every other story."""
        if credit.title:
            return credit.title
        with override(self.language):
            label = credit.label.strip(": ") or gettext("picture")
        room = Picture._meta.get_field("title").max_length - len(label) - 2
        return f"{excerpt(self.story_title, room)}: {label}"

    def _picture(self, credit):
        title = self.title_of(credit)
        spellings = {title}
        for mark in _PLAIN_APOSTROPHES:
            spellings |= {title.replace(other, mark) for other in _PLAIN_APOSTROPHES if other in title}
        pictures = Picture.objects.filter(title__in=spellings).order_by("pk")
        return next((picture for picture in pictures if key(picture.creator) == key(_creator(credit)[0])), None)

    def _differs(self, picture, credit):
        """What the text says of the rights beyond the name, where the picture that exists says something else."""
        said = [text for text in (_creator(credit)[1], credit.notice, credit.licence) if text]
        if picture is None or all(text in _rights_of(picture) for text in said):
            return ""
        return gettext("The picture exists; the text adds to its rights: %(said)s.") % {"said": "; ".join(said)}

    def _add_picture(self, credit):
        creator, credit_line = _creator(credit)
        licence = _LICENCES.get(key(credit.licence), "")
        is_drawing = credit.label.casefold().startswith(("illustration", "drawing", "zeichnung", "grafik"))
        return Picture.objects.create(
            title=self.title_of(credit),
            creator=creator,
            credit_line=credit_line,
            copyright_notice=credit.notice,
            licence=licence,
            usage_terms="" if licence else credit.licence,
            medium=Medium.ILLUSTRATION if is_drawing else Medium.PHOTOGRAPH,
        )


#: A licence in a text, and ours. Others, such as CC BY 2.0, are kept as usage terms: choosing is left to the editor.
_LICENCES = {
    "cc0": Licence.CC0,
    "cc0 1.0": Licence.CC0,
    "cc by 4.0": Licence.CC_BY,
    "cc-by 4.0": Licence.CC_BY,
    "cc by-sa 4.0": Licence.CC_BY_SA,
    "cc-by-sa 4.0": Licence.CC_BY_SA,
}


def _creator(credit):
    """`(creator, credit line)`: of "Name / Agency" the name, and the whole; of a name alone the name, and nothing."""
    name, slash, agency = credit.creator.partition(" / ")
    return (name.strip(), credit.creator) if slash and name.strip() and agency.strip() else (credit.creator, "")


def _rights_of(picture):
    return " ".join(
        [
            picture.credit_line,
            picture.copyright_notice,
            picture.usage_terms,
            picture.get_licence_display(),
            picture.licence,
        ]
    )
