"""What waits on the desk: counts for its first page, each with the address of the list that shows them."""

from dataclasses import dataclass

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

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
    """What waits, as far as this person may see it; what is zero is left out. Two queries at most."""
    at = at or timezone.now()
    found = []
    if user.has_perm(access.permission(Story, "change")):
        found += _stories(user, at)
    if user.has_perm(access.permission(Picture, "change")):
        found += _pictures()
    return [entry for entry in found if entry.count]


def _stories(user, at):
    stories = access.visible(Story.objects.order_by(), user).with_public_state(at)
    count = stories.aggregate(
        in_review=Count("pk", filter=Q(stage=Stage.IN_REVIEW)),
        requested=Count("pk", filter=Q(stage=Stage.CHANGES_REQUESTED)),
        changed=Count("pk", filter=Q(has_changes=True)),
        planned=Count("pk", filter=Q(is_planned=True)),
    )
    stories = reverse("admin:stories_story_changelist")
    return [
        Waiting(count["in_review"], _("In review"), f"{stories}?stage__exact={Stage.IN_REVIEW}"),
        Waiting(count["requested"], _("Changes requested"), f"{stories}?stage__exact={Stage.CHANGES_REQUESTED}"),
        Waiting(count["changed"], _("Live, with unpublished changes"), f"{stories}?public=changed"),
        Waiting(count["planned"], _("Scheduled"), f"{stories}?public=scheduled"),
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
