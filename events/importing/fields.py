"""What a column of a file can be: nearly everything that a list of ours says, and a little that only others say."""

from dataclasses import dataclass

from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from events.exports.column_table import COLUMNS, GROUPS
from events.languages import language_name

LANGUAGES = ("en", "de")
#: Columns of words: there is one for each language, and one for lists in one language.
WORDS = (
    *("title", "summary", "body", "status_note", "date", "opening_hours", "room"),
    *("participants", "admission", "ticket_note"),
)
#: Columns of our lists that are made from others, so nothing is read from them.
MADE = frozenset(
    [
        *("change", "precision", "time", "other_time", "earliest", "latest", "address", "wheelchair", "accessibility"),
        *("picture_credit", "public_state", "stage", "changed_at", "sequence"),
    ]
)


@dataclass(frozen=True)
class Field:
    """`name` is the key without its language: "title" of "title_de"; `language` is "" where the column does not say
    it."""

    key: str
    name: str
    language: str
    label: str


def _fields():
    labels = {name: column.label for name, column in COLUMNS.items() if name not in MADE}
    labels |= {"body": _("text, as paragraphs"), "start_time": _("time of the start"), "end_time": _("time of the end")}
    found = {}
    for name, label in labels.items():
        found[name] = Field(name, name, "", label)
        if name in WORDS:
            found |= {f"{name}_{code}": Field(f"{name}_{code}", name, code, label) for code in LANGUAGES}
    return found


FIELDS = _fields()


def label_of(key):
    """The name of a field in the active language: "Title (German)"."""
    field = FIELDS[key]
    label = str(field.label)
    label = label[:1].upper() + label[1:]
    if not field.language:
        return label
    return gettext("%(column)s (%(side)s)") % {"column": label, "side": language_name(field.language)}


def choices():
    """For the menu of a column: what is not read, then the fields in groups."""
    names = {name: [name, *(f"{name}_{code}" for code in LANGUAGES if name in WORDS)] for name in _names()}
    groups = []
    for label, members in _grouped():
        keys = [key for name in members for key in names[name]]
        groups.append((label, [(key, label_of(key)) for key in keys]))
    return [("", _("– not read –")), *groups]


def _names():
    return dict.fromkeys(field.name for field in FIELDS.values())


def _grouped():
    beside = {"what": ["body"], "when": ["start_time", "end_time"]}
    for group, (label, columns) in GROUPS.items():
        yield label, [column.key for column in columns if column.key not in MADE] + beside.get(group, [])


#: What others call it, beside our own labels and keys. In small letters, without marks.
ALIASES = {
    "title": "name event veranstaltung titel was what subject betreff veranstaltungstitel eventname",
    "summary": "description beschreibung kurzbeschreibung teaser zusammenfassung abstract",
    "body": "text details long-description langbeschreibung",
    "kind": "type category kategorie art typ sparte format genre",
    "status": "state zustand",
    "from": "start begin beginn startdatum start-date von datum date tag day wann when anfang startet starts",
    "to": "end ende enddatum end-date bis until schluss endet ends",
    "start_time": "time uhrzeit zeit start-time beginnt startzeit anfangszeit beginn-uhrzeit",
    "end_time": "end-time endzeit ende-uhrzeit",
    "time_zone": "timezone zeitzone tz",
    "cities": "city stadt ort-stadt staedte cities",
    "venue": "location place ort veranstaltungsort where wo venue spielstaette",
    "room": "raum saal hall",
    "attendance": "mode teilnahme",
    "online_url": "online link stream online-link zoom",
    "participants": "people mitwirkende gaeste guests speakers kuenstler artists beteiligte",
    "organisers": "organizer organizers organiser veranstalter host ausrichter",
    "partnership": "partnerschaft staedtepartnerschaft",
    "anniversary": "jubilaeum",
    "series": "reihe serie",
    "spoken": "language languages sprache sprachen",
    "is_free": "free kostenlos eintritt-frei",
    "admission": "eintritt price-in-words kosten tickets-in-words",
    "price": "preis cost",
    "price_to": "max-price hoechstpreis",
    "currency": "waehrung",
    "needs_booking": "booking anmeldung reservation reservierung",
    "ticket_url": "tickets ticket-link karten buchung",
    "uid": "id guid",
    "url": "page website webseite seite link-zur-seite permalink address-of-the-page",
}


def labels_in(language):
    """`{label of our own lists in that language: key}`, also of the columns that are made from others (key "")."""
    with override(language):
        found = {str(column.label): "" if name in MADE else name for name, column in COLUMNS.items()}
        for key, field in FIELDS.items():
            if field.language:
                found[label_of(key)] = key
    return found
