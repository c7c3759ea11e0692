"""What an event can be, in the words of schema.org where it has them."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class EventKind(models.TextChoices):
    FESTIVAL = "festival", _("Festival")
    FILM = "film", pgettext_lazy("kind of event", "Film")
    EXHIBITION = "exhibition", _("Exhibition")
    CONCERT = "concert", _("Concert")
    THEATRE = "theatre", _("Theatre")
    DANCE = "dance", _("Dance")
    READING = "reading", _("Reading")
    TALK = "talk", _("Talk")
    CONFERENCE = "conference", _("Conference")
    WORKSHOP = "workshop", _("Workshop")
    CEREMONY = "ceremony", _("Ceremony")
    RECEPTION = "reception", _("Reception")
    DELEGATION = "delegation", _("Delegation visit")
    EXCHANGE = "exchange", _("Exchange")
    SPORT = "sport", _("Sport")
    MARKET = "market", _("Market")
    TOUR = "tour", _("Guided tour")
    BROADCAST = "broadcast", _("Broadcast")
    OTHER = "other", pgettext_lazy("kind of event", "Other")

    @property
    def schema_type(self):
        """The most fitting type of schema.org, `Event` where there is none."""
        return _SCHEMA_TYPES.get(self.value, "Event")


_SCHEMA_TYPES = {
    "festival": "Festival",
    "film": "ScreeningEvent",
    "exhibition": "ExhibitionEvent",
    "concert": "MusicEvent",
    "theatre": "TheaterEvent",
    "dance": "DanceEvent",
    "reading": "LiteraryEvent",
    "conference": "BusinessEvent",
    "workshop": "EducationEvent",
    "talk": "EducationEvent",
    "reception": "SocialEvent",
    "sport": "SportsEvent",
    "broadcast": "PublicationEvent",
}


class EventStatus(models.TextChoices):
    """schema.org's `eventStatus`; RFC 5545 knows only CONFIRMED, TENTATIVE and CANCELLED."""

    SCHEDULED = "scheduled", _("Scheduled")
    RESCHEDULED = "rescheduled", _("New date")
    POSTPONED = "postponed", _("Postponed")
    MOVED_ONLINE = "moved_online", _("Moved online")
    CANCELLED = "cancelled", _("Cancelled")

    @property
    def schema_url(self):
        name = {
            "scheduled": "EventScheduled",
            "rescheduled": "EventRescheduled",
            "postponed": "EventPostponed",
            "moved_online": "EventMovedOnline",
            "cancelled": "EventCancelled",
        }[self.value]
        return f"https://schema.org/{name}"


class Attendance(models.TextChoices):
    """schema.org's `eventAttendanceMode`."""

    OFFLINE = "offline", _("At a place")
    ONLINE = "online", _("Online")
    MIXED = "mixed", _("At a place and online")

    @property
    def schema_url(self):
        return f"https://schema.org/{self.value.capitalize()}EventAttendanceMode"


class Function(models.TextChoices):
    """What somebody does at an event."""

    DIRECTOR = "director", _("Director")
    CURATOR = "curator", _("Curator")
    ARTIST = "artist", _("Artist")
    MUSICIAN = "musician", _("Musician")
    CONDUCTOR = "conductor", _("Conductor")
    ACTOR = "actor", _("Actor")
    AUTHOR = "author", pgettext_lazy("function at an event", "Author")
    COLLECTOR = "collector", _("Collector")
    SPEAKER = "speaker", pgettext_lazy("function at an event", "Speaker")
    HOST = "host", _("Host")
    MODERATOR = "moderator", _("Moderator")
    PANELLIST = "panellist", _("On the panel")
    GUEST = "guest", _("Guest")
    OTHER = "other", pgettext_lazy("function at an event", "Taking part")


class Currency(models.TextChoices):
    """ISO 4217, those of the partner cities of Berlin and some more."""

    EUR = "EUR", _("Euro")
    USD = "USD", _("US dollar")
    GBP = "GBP", _("Pound sterling")
    ARS = "ARS", _("Argentine peso")
    CHF = "CHF", _("Swiss franc")
    CNY = "CNY", _("Renminbi")
    CZK = "CZK", _("Czech koruna")
    HUF = "HUF", _("Forint")
    IDR = "IDR", _("Rupiah")
    JPY = "JPY", _("Yen")
    MXN = "MXN", _("Mexican peso")
    NAD = "NAD", _("Namibian dollar")
    PLN = "PLN", _("Zloty")
    RUB = "RUB", _("Rouble")
    TRY = "TRY", _("Turkish lira")
    UZS = "UZS", _("Uzbek sum")


class Access(models.TextChoices):
    """Whether a venue can be used with a wheelchair, as OpenStreetMap's `wheelchair` distinguishes it."""

    YES = "yes", _("Step-free")
    LIMITED = "limited", _("Partly step-free")
    NO = "no", _("Not step-free")
    UNKNOWN = "", pgettext_lazy("wheelchair", "Not known")
