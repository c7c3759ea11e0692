"""What waits on the desk: counts for its first page, each with the address of the list that shows them."""

from dataclasses import dataclass

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from events.models import Event
from sistercities.media.admin.filters import incomplete
from sistercities.media.models import Picture
from sistercities.publishing import access
from sistercities.publishing.models import Stage
from stories.models import Story


@dataclass(frozen=True)
class Waiting:
    count: int
    words: str
    address: str


def waiting(user, at=None):
    """What waits, as far as this person may see it; what is zero is left out. Three queries at most."""
    at = at or timezone.now()
    found = []
    for model, words in (
        (Story, (_("In review"), _("Changes requested"), _("Live, with unpublished changes"), _("Scheduled"))),
        (
            Event,
            (
                _("Events in review"),
                _("Events with changes requested"),
                _("Events with unpublished changes"),
                _("Events scheduled for publication"),
            ),
        ),
    ):
        if user.has_perm(access.permission(model, "change")):
            found += _manuscripts(model, words, user, at)
    if user.has_perm(access.permission(Picture, "change")):
        found += _pictures()
    return [entry for entry in found if entry.count]


def _manuscripts(model, words, user, at):
    """The four counts of a kind of manuscript, in those words."""
    count = (
        access.visible(model.objects.order_by(), user)
        .with_public_state(at)
        .aggregate(
            in_review=Count("pk", filter=Q(stage=Stage.IN_REVIEW)),
            requested=Count("pk", filter=Q(stage=Stage.CHANGES_REQUESTED)),
            changed=Count("pk", filter=Q(has_changes=True)),
            planned=Count("pk", filter=Q(is_planned=True)),
        )
    )
    address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    queries = (
        f"stage__exact={Stage.IN_REVIEW}",
        f"stage__exact={Stage.CHANGES_REQUESTED}",
        "public=changed",
        "public=scheduled",
    )
    return [
        Waiting(number, label, f"{address}?{query}")
        for number, label, query in zip(count.values(), words, queries, strict=True)
    ]


def _pictures():
    count = Picture.objects.order_by().aggregate(
        waiting=Count("pk", filter=Q(file="")), incomplete=Count("pk", filter=incomplete())
    )
    pictures = reverse("admin:media_picture_changelist")
    found = [Waiting(count["waiting"], _("Pictures without a file"), f"{pictures}?state=waiting")]
    if count["incomplete"] > count["waiting"]:
        words = _("Pictures that cannot be published yet")
        found.append(Waiting(count["incomplete"], words, f"{pictures}?state=incomplete"))
    return found
