"""A list that is followed while it is handed out: how far it is, and what is different from the profile's last run.

Whoever runs a profile gets a `FollowedExport` from `export_of()`, sends its pieces, and calls `remember()` when all of
them are sent. What breaks off before that is no run, and the next one compares with the same list as this one.
"""

from dataclasses import dataclass, field, replace
from functools import cached_property
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import formats
from django.utils.translation import gettext, override

from events.exports.change_words import summary
from events.exports.changes import Changes
from events.exports.export import Export
from events.exports.layout import read_layout
from events.exports.rows import row_type
from events.exports.selection import read_selection
from events.models.exports import ExportProfile, ExportRun


@dataclass
class Progress:
    """How many rows have been read."""

    rows: int = 0


@dataclass(frozen=True)
class FollowedExport(Export):
    """`changes` is None without a profile."""

    profile: ExportProfile | None = None
    progress: Progress = field(default_factory=Progress, compare=False)

    @cached_property
    def changes(self):
        if self.profile is None:
            return None
        return Changes(self, self.last_run and bytes(self.last_run.memory))

    @cached_property
    def last_run(self):
        """The `ExportRun` that this list is compared with; None before the first one."""
        return self.profile.runs.exclude(memory=b"").first() if self.profile else None

    @property
    def change_summary(self):
        if self.last_run is None:
            return ""
        language = self.layout.language
        day = self.last_run.at.astimezone(ZoneInfo(self.context.clocks.home)).date()
        with override(language):
            said = {
                "day": formats.date_format(day, "DATE_FORMAT"),
                "changes": summary(self.changes.counts, language).rstrip("."),
            }
            return gettext("Since the list of %(day)s: %(changes)s.") % said

    @cached_property
    def context(self):
        return replace(super().context, change_of=lambda uid: self.changes.change_of(uid) if self.changes else "")

    def _read(self, fields):
        changes = self.changes
        names = tuple(dict.fromkeys([*fields, *(changes.needs if changes else ())]))
        make = row_type(names)._make
        for values in super()._read(names):
            self.progress.rows += 1
            if changes:
                changes.see(make(values))
            yield values[: len(fields)]
        if changes:
            changes.finish()


def export_of(profile, frame, source_of, at=None, **other):
    """The list of a profile as it is now. `source_of` takes the selection and gives where its rows come from; `other`
    are fields of `FollowedExport` to set differently, such as `format`.

    Raises `ValuesRefused` where the profile names what is gone, such as a deleted city.
    """
    selection = other.pop("selection", None) or read_selection(profile.selection, frame)
    given = {"layout": read_layout(profile.layout), "format": profile.format, "profile": profile, **other}
    if at is not None:
        given["at"] = at
    return FollowedExport(selection=selection, frame=frame, source=source_of(selection), **given)


def remember(export, by=None):
    """Keep what was handed out as the profile's last run. Returns the `ExportRun`.

    What older runs remember is thrown away: a list is compared with the last one that somebody has.
    """
    changes = export.changes
    with transaction.atomic():
        profile = ExportProfile.objects.select_for_update().filter(pk=export.profile.pk).first()
        if profile is None:
            return None  # deleted meanwhile
        profile.runs.exclude(memory=b"").update(memory=b"")
        return ExportRun.objects.create(
            profile=profile,
            at=export.at,
            by=by,
            format=export.format,
            count=export.progress.rows,
            changes={} if changes.is_first else dict(changes.counts),
            memory=changes.memory,
        )
