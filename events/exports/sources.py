"""Where the rows of a selection come from. Public code does not import this: it knows `Public` and nothing else."""

from events.exports.desk import Desk
from events.exports.public import Public


def source_of(selection, user=None):
    """`user` is who sees the manuscripts, where the selection is of manuscripts; None sees all: whoever has a shell."""
    return Public() if selection.is_public else Desk(user)
