"""What the office must do by a day, and is reminded of: the yearly review, and answers within a month."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sistercities.office.models import Feedback, StandingPage, StandingPageKind


@dataclass(frozen=True)
class Reminder:
    words: str
    address: str


def reminders(user, at=None):
    """What is due, for somebody who may do something about it; two queries at most."""
    at = at or timezone.now()
    found = []
    if user.has_perm("office.change_standingpage"):
        found += _review(timezone.localdate(at))
    if user.has_perm("office.change_feedback"):
        found += _answers(at)
    return found


def _review(today):
    page = StandingPage.objects.filter(kind=StandingPageKind.ACCESSIBILITY).first()
    if page is None:
        words = _("There is no accessibility statement yet. Every public body must have one.")
        return [Reminder(words, reverse("admin:office_standingpage_add") + "?kind=accessibility")]
    if not page.is_review_due(today):
        return []
    if page.reviewed_on is None:
        words = _("The accessibility statement has never been reviewed. Review it and enter the day.")
    else:
        words = _("The accessibility statement was last reviewed more than a year ago. Review it and enter the day.")
    return [Reminder(words, reverse("admin:office_standingpage_change", args=[page.pk]))]


def _answers(at):
    count = Feedback.objects.overdue(at).count()
    if not count:
        return []
    words = ngettext(
        "%(count)d message has waited for an answer for more than a month.",
        "%(count)d messages have waited for an answer for more than a month.",
        count,
    )
    return [Reminder(words % {"count": count}, reverse("admin:office_feedback_changelist") + "?answer=overdue")]
