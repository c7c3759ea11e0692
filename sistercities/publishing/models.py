"""What every publishable noun shares (abstract), and the few tables that publishing itself needs.

A manuscript is what editors work on; an edition is what was printed. See `docs/architecture.md`, "The one idea".
"""

import secrets

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sistercities.publishing.prepared import Prepared


class ContentNumber(models.Model):
    """One row, one number: grows in the same transaction as every change that the public can see.

    What a process remembers of reference data, it remembers under this number. Growing inside the transaction, not
    after
    it: who reads number n + 1 can only see data that are at least as new.
    """

    number = models.PositiveBigIntegerField(default=1)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="publishing_one_content_number")]

    def __str__(self):
        return str(self.number)

    @classmethod
    def current(cls):
        found = _current_number()
        return found[0].number if found else 0

    @classmethod
    def bump(cls):
        """Call inside the transaction of the change, as its last step: the row stays locked until commit."""
        with transaction.atomic():
            if not cls.objects.filter(pk=1).update(number=F("number") + 1):
                cls.objects.get_or_create(pk=1)


#: Every public page begins with this query.
_current_number = Prepared(lambda: ContentNumber.objects.filter(pk=1))


class ReferenceQuerySet(models.QuerySet):
    """Changes in bulk are changes the public sees, too."""

    def update(self, **values):
        with transaction.atomic():
            rows = super().update(**values)
            ContentNumber.bump()
        return rows

    update.alters_data = True

    def delete(self):
        with transaction.atomic():
            result = super().delete()
            ContentNumber.bump()
        return result

    delete.alters_data = True

    def bulk_create(self, *args, **kwargs):
        with transaction.atomic():
            result = super().bulk_create(*args, **kwargs)
            ContentNumber.bump()
        return result

    bulk_create.alters_data = True


class Reference(models.Model):
    """Reference data: edited live, joined and not copied; protected while an edition uses it."""

    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    objects = ReferenceQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        with transaction.atomic():
            super().save(*args, **kwargs)
            ContentNumber.bump()

    def delete(self, *args, **kwargs):
        with transaction.atomic():
            result = super().delete(*args, **kwargs)
            ContentNumber.bump()
        return result


class Stage(models.TextChoices):
    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in_review", _("In review")
    CHANGES_REQUESTED = "changes_requested", _("Changes requested")


class ManuscriptQuerySet(models.QuerySet):
    def with_public_state(self, at=None):
        """Annotates `is_live`, `is_planned`, `was_public`, `was_withdrawn` and `has_changes` (an unpublished one in a
        live language).
        """
        at = at or timezone.now()
        editions = self.model.edition_model.objects.filter(**{self.model.edition_link: OuterRef("pk")}).order_by()
        texts = self.model._meta.get_field("texts").related_model.objects
        link = self.model._meta.get_field("texts").field.name
        in_force = self.model.edition_model.objects.live(at).filter(
            **{self.model.edition_link: OuterRef(link), "language": OuterRef("language")}
        )
        changed = (
            texts.filter(**{link: OuterRef("pk")})
            .annotate(printed=Subquery(in_force.values("fingerprint")[:1]))
            .filter(printed__isnull=False)
            .exclude(printed=F("fingerprint"))
        )
        return self.annotate(
            is_live=Exists(editions.live(at)),
            is_planned=Exists(editions.planned(at)),
            was_public=Exists(editions.ever_public(at)),
            was_withdrawn=Exists(editions.ever_public(at).filter(ended_as=EndReason.WITHDRAWN, live_until__lte=at)),
            has_changes=Exists(changed),
        )


class Manuscript(models.Model):
    """What editors work on. Saving it never changes what the public sees.

    A concrete manuscript has `texts` (its `ManuscriptText` rows) and `editions`, both by those related names, names
    its bases
    and its edition (below), and answers `readiness()` and `freeze_children()`.
    """

    #: The abstract model with the columns that are the same in every language.
    frame_base = None
    #: The abstract model with the columns of one language.
    words_base = None
    #: The concrete edition, and the name of its key to this manuscript.
    edition_model = None
    edition_link = ""

    stage = models.CharField(_("stage"), max_length=20, choices=Stage, default=Stage.DRAFT, editable=False)
    stage_note = models.TextField(
        _("note on the review"),
        blank=True,
        editable=False,
        max_length=4000,
        help_text=_("What the reviewer asks for. Never public."),
    )
    revision = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("created by"),
    )
    changed_at = models.DateTimeField(_("changed"), auto_now=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("changed by"),
    )

    objects = ManuscriptQuerySet.as_manager()

    class Meta:
        abstract = True

    def readiness(self, languages=None, at=None):
        """The checklist: a list of `readiness.Problem`, blocking ones first. `languages` are those to be published."""
        raise NotImplementedError

    def freeze_children(self, text, edition):
        """Copy what hangs on the text (embeds, participants) to the edition, with the names of that day."""
        raise NotImplementedError


class ManuscriptText(models.Model):
    """The words of a manuscript in one language, the working copy."""

    is_ready = models.BooleanField(
        _("ready to publish"),
        default=False,
        help_text=_("Only languages marked as ready are published. Leave it off while the text is being written."),
    )
    fingerprint = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        abstract = True


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

    def in_language(self, language):
        return self.filter(language=language)


class Edition(models.Model):
    """What was printed in one language: never changed but for its end (`live_until`, `ended_as`).

    Live means `live_from <= now < live_until`; an empty `live_until` has no end. `expires_at` is the end that was
    planned on
    publication; `live_until` is the earlier of that and the start of the next edition or the withdrawal.
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


class AuditAction(models.TextChoices):
    PUBLISHED = "published", _("Published")
    SCHEDULED = "scheduled", _("Scheduled")
    UNSCHEDULED = "unscheduled", _("Schedule cancelled")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    RESTORED = "restored", _("Restored into the manuscript")
    SUBMITTED = "submitted", _("Submitted for review")
    CHANGES_REQUESTED = "changes_requested", _("Changes requested")
    DELETED = "deleted", _("Deleted")
    EXPORTED = "exported", _("Exported")
    IMPORTED = "imported", _("Imported")
    ROLE_CHANGED = "role_changed", _("Role changed")
    LOGIN_FAILED = "login_failed", _("Failed login")
    REFUSED = "refused", _("Refused")


class AuditEntry(models.Model):
    """Who did what that matters, append-only (promise 54). Holds no secrets and no visitor's address."""

    at = models.DateTimeField(_("when"), default=timezone.now, db_index=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("who")
    )
    username = models.CharField(_("account"), max_length=150, blank=True)
    action = models.CharField(_("what"), max_length=20, choices=AuditAction)
    content_type = models.ForeignKey(ContentType, models.SET_NULL, null=True, related_name="+", verbose_name=_("kind"))
    object_id = models.CharField(max_length=40, blank=True)
    object_repr = models.CharField(_("object"), max_length=200, blank=True)
    detail = models.TextField(_("detail"), blank=True)

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit trail")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["content_type", "object_id"], name="publishing_audit_object")]

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M} {self.username} {self.action} {self.object_repr}"

    @classmethod
    def record(cls, user, action, obj=None, detail=""):
        return cls.objects.create(
            user=user if user and user.pk else None,
            username=user.get_username() if user and user.pk else "",
            action=action,
            content_type=ContentType.objects.get_for_model(obj) if obj is not None else None,
            object_id=str(obj.pk) if obj is not None else "",
            object_repr=str(obj)[:200] if obj is not None else "",
            detail=detail,
        )


def _token():
    return secrets.token_urlsafe(32)


class PreviewLink(models.Model):
    """A link for somebody without an account: one manuscript, until a day, revocable, counted (promise 13)."""

    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()
    manuscript = GenericForeignKey()
    token = models.CharField(max_length=64, unique=True, default=_token, editable=False)
    recipient = models.CharField(_("for whom"), max_length=200, help_text=_("Only for your own records."))
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    expires_at = models.DateTimeField(_("valid until"))
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    visits = models.PositiveIntegerField(_("visits"), default=0)
    last_visit_at = models.DateTimeField(_("last visit"), null=True, blank=True)

    class Meta:
        verbose_name = _("preview link")
        verbose_name_plural = _("preview links")
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["content_type", "object_id"], name="publishing_preview_object")]

    def __str__(self):
        return self.recipient

    def is_open(self, at=None):
        return self.revoked_at is None and (at or timezone.now()) < self.expires_at


class PreviewAnswer(models.Model):
    """What a reader of a preview link left: an approval or a note, with their name."""

    link = models.ForeignKey(PreviewLink, models.CASCADE, related_name="answers")
    name = models.CharField(_("your name"), max_length=200)
    is_approval = models.BooleanField(_("approved"), default=False)
    note = models.TextField(_("note"), max_length=4000, blank=True)
    revision = models.PositiveIntegerField(help_text=_("The revision of the manuscript that was read."))
    at = models.DateTimeField(_("when"), default=timezone.now)

    class Meta:
        verbose_name = _("answer to a preview")
        verbose_name_plural = _("answers to previews")
        ordering = ["-at"]

    def __str__(self):
        return f"{self.name}, {self.at:%Y-%m-%d}"
