"""The accounts of the demonstration, one for each role."""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import transaction

from sistercities.publishing.roles import ADMINISTRATOR, AUTHOR, EDITOR, EXPORTER, MEDIA_STEWARD

ACCOUNTS = {
    "author": AUTHOR,
    "editor": EDITOR,
    "media": MEDIA_STEWARD,
    "exporter": EXPORTER,
    "admin": ADMINISTRATOR,
}


@transaction.atomic
def create_accounts(password):
    """Create the accounts that are missing and return their names. An account that exists is not touched, whatever its
    password, its role or its state: somebody may have closed it on purpose.
    """
    User = get_user_model()
    existing = set(User.objects.filter(username__in=ACCOUNTS).values_list("username", flat=True))
    created = [username for username in ACCOUNTS if username not in existing]
    for username in created:
        user = User.objects.create_user(
            username, f"{username}@example.org", password, is_staff=True, first_name="Demo", last_name=username.title()
        )
        user.groups.add(Group.objects.get(name=ACCOUNTS[username]))
    return created
