"""All models of the app. Public modules import from `editions` and `references` only (contract in `pyproject.toml`)."""

from events.models.choices import Access, Attendance, Currency, EventKind, EventStatus, Function
from events.models.editions import EditionOpeningHours, EditionParticipant, EventEdition, EventEditionDate
from events.models.exports import ExportAddress, ExportProfile, ExportRun
from events.models.imports import EventImport, ImportedEvent
from events.models.manuscripts import Event, EventDate, EventText, OpeningHours, Participant
from events.models.references import Organiser, Series, Venue

__all__ = [
    "Access",
    "Attendance",
    "Currency",
    "EditionOpeningHours",
    "EditionParticipant",
    "Event",
    "EventDate",
    "EventEdition",
    "EventEditionDate",
    "EventImport",
    "EventKind",
    "EventStatus",
    "EventText",
    "ExportAddress",
    "ExportProfile",
    "ExportRun",
    "Function",
    "ImportedEvent",
    "OpeningHours",
    "Organiser",
    "Participant",
    "Series",
    "Venue",
]
