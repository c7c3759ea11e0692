"""What was printed, abstract; and the one definition of public."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class EndReason(models.TextChoices):
    SUPERSEDED = "superseded", _("Replaced by a newer edition")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    EXPIRED = "expired", _("Expired")


_SPAN_NOT_EMPTY = Q(live_until=None) | Q(live_until__gt=F("live_from"))


class EditionQuerySet(models.QuerySet):
    def live(self, at=None):
        """What the public sees at that moment (an aware datetime; now, if none is given)."""
        at = at or timezone.now()
        return self.filter(Q(live_until=None) | Q(live_until__gt=at), live_from__lte=at)

    def ever_public(self, at=None):
        """Was live at some time up to that moment. A span that is empty was replaced or withdrawn before it began."""
        return self.filter(_SPAN_NOT_EMPTY, live_from__lte=at or timezone.now())

    def planned(self, at=None):
        """Goes live after that moment."""
        return self.filter(_SPAN_NOT_EMPTY, live_from__gt=at or timezone.now())

    def not_over(self, at=None):
        """Live at that moment, or planned for later."""
        return self.filter(_SPAN_NOT_EMPTY, Q(live_until=None) | Q(live_until__gt=at or timezone.now()))

    def in_language(self, language):
        return self.filter(language=language)


class Edition(models.Model):
    """What was printed in one language: never changed but for its end (`live_until`, `ended_as`).

    Live means `live_from <= now < live_until`; an empty `live_until` has no end. `expires_at` is the end that was
    planned on publication; `live_until` is the earlier of that and the start of the next edition or the withdrawal.
    """

    live_from = models.DateTimeField(_("live from"))
    live_until = models.DateTimeField(_("live until"), null=True, blank=True)
    ended_as = models.CharField(_("ended as"), max_length=12, choices=EndReason, blank=True)
    expires_at = models.DateTimeField(_("planned end"), null=True, blank=True)
    first_live_from = models.DateTimeField(
        _("first published"), help_text=_("When the first edition in this language went live: the date the page shows.")
    )
    published_at = models.DateTimeField(_("published on"), default=timezone.now)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("published by")
    )
    fingerprint = models.CharField(max_length=64)

    objects = EditionQuerySet.as_manager()

    #: The fields that may still change after an edition was written.
    MUTABLE = frozenset({"live_until", "ended_as"})
    #: The name of the key to the manuscript.
    manuscript_link = ""

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        if not self._state.adding and not set(kwargs.get("update_fields") or [""]) <= self.MUTABLE:
            raise TypeError("An edition is never changed; publish a new one.")
        super().save(*args, **kwargs)

    def is_live(self, at=None):
        at = at or timezone.now()
        return self.live_from <= at and (self.live_until is None or at < self.live_until)
