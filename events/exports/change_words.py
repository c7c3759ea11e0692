"""Changes as people say them: "moved from Friday, 6 October 2017 to Saturday, 7 October 2017"."""

from functools import cache

from django.conf import settings
from django.utils.translation import gettext, ngettext, override

from events.exports.memory import Change

SEPARATOR = "; "


def words(changes, language):
    """All changes of a date in one line; "" where there is none."""
    if not changes:
        return ""
    with override(language):
        return SEPARATOR.join(_words(change) for change in changes)


def _words(change):
    said = {"before": change.before, "after": change.after}
    if change.kind == Change.PLACE and not (change.before and change.after):
        return gettext("place: %(after)s") % said if change.after else gettext("no longer: %(before)s") % said
    return _SENTENCES[change.kind]() % said


def says_gone(text):
    """Do those words, of any language, say that a date is not in the list any more?"""
    return text.startswith(_beginnings_of_gone())


@cache
def _beginnings_of_gone():
    found = []
    for language, _name in settings.LANGUAGES:
        with override(language):
            moved = gettext("gone: moved from %(before)s to %(after)s").partition("%(before)s")[0]
            found += [gettext("gone: no longer public"), gettext("gone: no longer part of this list"), moved]
    return tuple(found)


_SENTENCES = {
    Change.NEW: lambda: gettext("new"),
    Change.GONE: lambda: gettext("gone: no longer public"),
    Change.LEFT: lambda: gettext("gone: no longer part of this list"),
    Change.MOVED: lambda: gettext("moved from %(before)s to %(after)s"),
    Change.MOVED_OUT: lambda: gettext("gone: moved from %(before)s to %(after)s"),
    Change.CANCELLED: lambda: gettext("cancelled"),
    Change.POSTPONED: lambda: gettext("postponed"),
    Change.MOVED_ONLINE: lambda: gettext("moved online"),
    Change.REINSTATED: lambda: gettext("takes place after all"),
    Change.PLACE: lambda: gettext("other place: %(after)s instead of %(before)s"),
    Change.RENAMED: lambda: gettext("new title, before: “%(before)s”"),
    Change.STATE: lambda: gettext("now: %(after)s, before: %(before)s"),
}


def summary(counts, language):
    """How many changes of which kind, in one sentence: "2 new, 1 moved, 1 cancelled". `counts` is `{kind: number}`."""
    with override(language):
        found = [_COUNTED[kind](counts[kind]) % {"count": counts[kind]} for kind in Change if counts.get(kind)]
        return ", ".join(found) or gettext("Nothing has changed.")


_COUNTED = {
    Change.NEW: lambda n: ngettext("%(count)d new", "%(count)d new", n),
    Change.GONE: lambda n: ngettext("%(count)d no longer public", "%(count)d no longer public", n),
    Change.LEFT: lambda n: ngettext(
        "%(count)d no longer part of this list", "%(count)d no longer part of this list", n
    ),
    Change.MOVED: lambda n: ngettext("%(count)d moved", "%(count)d moved", n),
    Change.MOVED_OUT: lambda n: ngettext("%(count)d moved out of this list", "%(count)d moved out of this list", n),
    Change.CANCELLED: lambda n: ngettext("%(count)d cancelled", "%(count)d cancelled", n),
    Change.POSTPONED: lambda n: ngettext("%(count)d postponed", "%(count)d postponed", n),
    Change.MOVED_ONLINE: lambda n: ngettext("%(count)d moved online", "%(count)d moved online", n),
    Change.REINSTATED: lambda n: ngettext("%(count)d takes place after all", "%(count)d take place after all", n),
    Change.PLACE: lambda n: ngettext("%(count)d with another place", "%(count)d with another place", n),
    Change.RENAMED: lambda n: ngettext("%(count)d with a new title", "%(count)d with new titles", n),
    Change.STATE: lambda n: ngettext("%(count)d with another public state", "%(count)d with other public states", n),
}
