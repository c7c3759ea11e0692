"""What is public of a manuscript, in one word per language."""

from dataclasses import dataclass

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sistercities.publishing.models import EndReason


class PublicState(models.TextChoices):
    NOTHING = "nothing", _("Not published")
    SCHEDULED = "scheduled", _("Scheduled")
    LIVE = "live", _("Live")
    LIVE_CHANGED = "live-changed", _("Live, with unpublished changes")
    LIVE_SCHEDULED = "live-scheduled", _("Live, a change is scheduled")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    EXPIRED = "expired", _("Expired")


@dataclass(frozen=True)
class LanguageState:
    language: str
    state: PublicState
    live: object = None
    planned: object = None
    text: object = None


def language_state(language, editions, text=None, at=None):
    """The state of one language, from all editions of the manuscript (in any order) and its text, if there is one."""
    at = at or timezone.now()
    public = [e for e in editions if e.language == language and (e.live_until is None or e.live_until > e.live_from)]
    live = next((edition for edition in public if edition.is_live(at)), None)
    planned = min((e for e in public if e.live_from > at), key=lambda e: e.live_from, default=None)
    if live and planned:
        state = PublicState.LIVE_SCHEDULED
    elif live:
        changed = text is not None and text.fingerprint != live.fingerprint
        state = PublicState.LIVE_CHANGED if changed else PublicState.LIVE
    elif planned:
        state = PublicState.SCHEDULED
    elif public:
        last = max(public, key=lambda edition: edition.live_until)
        state = PublicState.WITHDRAWN if last.ended_as == EndReason.WITHDRAWN else PublicState.EXPIRED
    else:
        state = PublicState.NOTHING
    return LanguageState(language, state, live, planned, text)
