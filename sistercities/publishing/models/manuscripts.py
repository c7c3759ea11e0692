"""What editors work on, abstract: a manuscript and its text in one language."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sistercities.publishing.models.editions import EndReason


class Stage(models.TextChoices):
    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in_review", _("In review")
    CHANGES_REQUESTED = "changes_requested", _("Changes requested")


class ManuscriptQuerySet(models.QuerySet):
    def with_public_state(self, at=None):
        """Annotates `is_live`, `is_planned`, `was_public`, `was_withdrawn`, `has_changes` (in a live language)."""
        return self.annotate(**self._public_state(at))

    def in_public_state(self, at=None, **condition):
        """Those of which these annotations have these values; the database is not asked for any other."""
        return self.alias(**self._public_state(at)).filter(**condition)

    def _public_state(self, at):
        at = at or timezone.now()
        editions = self.model.edition_model.objects.filter(**{self.model.edition_link: OuterRef("pk")}).order_by()
        texts = self.model._meta.get_field("texts").related_model.objects
        link = self.model._meta.get_field("texts").field.name
        # At most one edition is live in a language. Said as conditions alone, so that a database can join, instead of
        # looking for the edition of each text.
        of_edition = texts.filter(**{link: OuterRef(self.model.edition_link), "language": OuterRef("language")})
        changed = editions.live(at).filter(Exists(of_edition.exclude(fingerprint=OuterRef("fingerprint"))))
        return {
            "is_live": Exists(editions.live(at)),
            "is_planned": Exists(editions.planned(at)),
            "was_public": Exists(editions.ever_public(at)),
            "was_withdrawn": Exists(editions.ever_public(at).filter(ended_as=EndReason.WITHDRAWN, live_until__lte=at)),
            "has_changes": Exists(changed),
        }


class Manuscript(models.Model):
    """What editors work on. Saving it never changes what the public sees.

    A concrete manuscript has `texts` (its `ManuscriptText` rows) and `editions`, both by those related names, names
    its bases and its edition (below), and answers `readiness()` and `freeze_children()`.
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

    def children_content(self):
        """What an edition would freeze of the children, ready for JSON: it takes part in the fingerprint."""
        return {}

    def prepare_edition(self, edition):
        """Set what an edition has beyond the copied columns. Called before it is written, and for a preview."""

    def thaw_children(self, edition):
        """Bring back into the manuscript what `freeze_children` copied to that edition."""

    def after_public_change(self):
        """What is public of this manuscript, or will be, has changed. Called last, inside the same transaction."""


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
