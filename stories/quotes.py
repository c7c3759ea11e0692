"""Which office did somebody hold on the day they said it?"""


def role_on(roles, day):
    """The role out of `roles` (of one person) that was held on that day (a `PartialDate`), the one taken up last.

    None where the dates rule out every role. Without a day: the only role, or None where there are several.
    """
    roles = list(roles)
    if day is None:
        return roles[0] if len(roles) == 1 else None
    held = [
        role
        for role in roles
        if (role.held_from is None or role.held_from.earliest <= day.latest)
        and (role.held_until is None or role.held_until.latest >= day.earliest)
    ]
    return max(held, key=_taken_up, default=None)


def _taken_up(role):
    return (role.held_from.earliest.isoformat() if role.held_from else "", role.pk)
