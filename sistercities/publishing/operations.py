"""Publish, schedule, withdraw, restore: the only code that writes editions.

Every function locks the manuscript's row first and bumps the content number second, always in that order, so that
parallel calls queue up instead of deadlocking. On SQLite, whose transactions begin IMMEDIATE, the whole one queues.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sistercities.publishing.content import (
    build_edition,
    column_values,
    copy_relations,
    frame_fields,
    refresh_fingerprints,
    words_fields,
)
from sistercities.publishing.models import AuditAction, AuditEntry, ContentNumber, EndReason, Stage
from sistercities.publishing.readiness import NotReady, blocking


def lock(manuscript):
    """The manuscript as it stands now, with its row locked until the transaction ends."""
    return type(manuscript).objects.select_for_update(of=("self",)).get(pk=manuscript.pk)


def publish(manuscript, by, at=None, until=None, languages=None, as_history=False):
    """Write an edition for each ready language whose content changed, and return the editions written.

    `by` is the user, `at` and `until` are aware datetimes: live from then (now, if none is given), and until then
    (without end). `languages` limits it to some of the ready ones. What runs at that moment ends there; what was
    planned for later is replaced. `at` may lie in the past only for a language that was never published: imported and
    demonstration content. `as_history` tells such content in the order in which it happened: then `at` may also lie
    between the last edition and now.

    Raises `NotReady` with the blocking problems, `ValidationError` for impossible times.
    """
    with transaction.atomic():
        manuscript = lock(manuscript)
        # Only behind the lock: who waited for it must not publish with a time before that of whom it waited for.
        now = timezone.now()
        start = at or now
        ContentNumber.bump()
        refresh_fingerprints(manuscript)
        texts = [
            text for text in manuscript.texts.all() if text.is_ready and (not languages or text.language in languages)
        ]
        if until is not None and until <= start:
            raise ValidationError({"until": _("The end must come after the start.")})
        problems = blocking(manuscript.readiness(languages=[text.language for text in texts], at=start))
        if problems:
            raise NotReady(problems)
        written = [
            edition
            for text in texts
            if (edition := _publish_text(manuscript, text, by, start, until, now, as_history=as_history))
        ]
        if written:
            _set_stage(manuscript, Stage.DRAFT, note="")
            action = AuditAction.SCHEDULED if start > now else AuditAction.PUBLISHED
            detail = ", ".join(edition.language for edition in written)
            AuditEntry.record(by, action, manuscript, f"{detail}; {start.isoformat(timespec='seconds')}")
        manuscript.after_public_change()
    return written


def _publish_text(manuscript, text, by, start, until, now, *, as_history):
    editions = manuscript.editions.filter(language=text.language)
    first = None
    if editions.exists():  # most are printed once
        first = editions.ever_public(now).order_by("live_from").first()
        if start < now and (editions.filter(live_from__gte=start) if as_history else editions).exists():
            raise ValidationError({"at": _("A text that was published before cannot be published in the past.")})
        _cancel_planned(editions, start)
        running = _in_force(editions, start)
        if running and running.fingerprint == text.fingerprint and running.expires_at == until:
            _set_end(running, running.expires_at, EndReason.EXPIRED if running.expires_at else "")
            return None
        if running:
            _set_end(running, start, EndReason.SUPERSEDED)
    edition = build_edition(manuscript, text, known_fingerprint=text.fingerprint)  # refreshed behind the lock
    edition.live_from = start
    edition.live_until = edition.expires_at = until
    edition.ended_as = EndReason.EXPIRED if until else ""
    edition.first_live_from = first.first_live_from if first else start
    edition.published_at, edition.published_by = now, by
    manuscript.prepare_edition(edition)
    edition.save(force_insert=True)
    copy_relations(manuscript, edition, is_new=True)
    manuscript.freeze_children(text, edition)
    return edition


def withdraw(manuscript, by, languages=None, at=None):
    """End what is live at that moment and cancel what is planned for later; return how many editions ended."""
    with transaction.atomic():
        manuscript = lock(manuscript)
        end = at or timezone.now()
        ContentNumber.bump()
        editions = manuscript.editions.all()
        if languages:
            editions = editions.filter(language__in=languages)
        ended = _cancel_planned(editions, end, EndReason.WITHDRAWN)
        for edition in editions.live(end):
            _set_end(edition, end, EndReason.WITHDRAWN)
            ended += 1
        if ended:
            detail = ", ".join(languages or ()) or "all"
            AuditEntry.record(by, AuditAction.WITHDRAWN, manuscript, detail)
        manuscript.after_public_change()
    return ended


def unschedule(manuscript, by, languages=None):
    """Cancel what is planned and leave what is live as it is; return how many planned editions were cancelled."""
    with transaction.atomic():
        manuscript = lock(manuscript)
        now = timezone.now()
        ContentNumber.bump()
        editions = manuscript.editions.all()
        if languages:
            editions = editions.filter(language__in=languages)
        cancelled = _cancel_planned(editions, now, EndReason.WITHDRAWN)
        for running in editions.live(now):
            _set_end(running, running.expires_at, EndReason.EXPIRED if running.expires_at else "")
        if cancelled:
            AuditEntry.record(by, AuditAction.UNSCHEDULED, manuscript, ", ".join(languages or ()) or "all")
        manuscript.after_public_change()
    return cancelled


def restore(edition, by):
    """Copy an edition back into its manuscript: the frame, and the words of its language. Publishes nothing."""
    with transaction.atomic():
        manuscript = lock(getattr(edition, type(edition).manuscript_link))
        for name, value in column_values(edition, frame_fields(manuscript)).items():
            setattr(manuscript, name, value)
        manuscript.revision += 1
        manuscript.changed_by = by
        manuscript.save()
        copy_relations(edition, manuscript)
        text = manuscript.texts.filter(language=edition.language).first() or manuscript.new_text(edition.language)
        for name, value in column_values(edition, words_fields(manuscript)).items():
            setattr(text, name, value)
        text.save()
        manuscript.thaw_children(edition)
        refresh_fingerprints(manuscript)
        AuditEntry.record(by, AuditAction.RESTORED, manuscript, f"{edition.language}; {edition.pk}")
    return manuscript


def preview_edition(text, at=None):
    """The edition that publishing `text` would write now, unsaved. The frame's relations are the manuscript's."""
    manuscript = text.manuscript
    now = at or timezone.now()
    edition = build_edition(manuscript, text)
    first = manuscript.editions.filter(language=text.language).ever_public(now).order_by("live_from").first()
    edition.live_from = edition.published_at = now
    edition.first_live_from = first.first_live_from if first else now
    manuscript.prepare_edition(edition)
    return edition


def submit(manuscript, by):
    """The author hands the manuscript over for review."""
    with transaction.atomic():
        _set_stage(lock(manuscript), Stage.IN_REVIEW, note="")
        AuditEntry.record(by, AuditAction.SUBMITTED, manuscript)


def request_changes(manuscript, by, note):
    """The reviewer gives the manuscript back with a note."""
    with transaction.atomic():
        _set_stage(lock(manuscript), Stage.CHANGES_REQUESTED, note=note)
        AuditEntry.record(by, AuditAction.CHANGES_REQUESTED, manuscript, note)


def _set_stage(manuscript, stage, note):
    type(manuscript).objects.filter(pk=manuscript.pk).update(stage=stage, stage_note=note)
    manuscript.stage, manuscript.stage_note = stage, note


def _in_force(editions, at):
    return editions.live(at).order_by("-live_from", "-pk").first()


def _cancel_planned(editions, after, reason=EndReason.SUPERSEDED):
    """Editions that would start later never do: their span becomes empty. Returns how many."""
    return editions.planned(after).update(live_until=F("live_from"), ended_as=reason)


def _set_end(edition, live_until, ended_as):
    if (edition.live_until, edition.ended_as) == (live_until, ended_as):
        return
    edition.live_until, edition.ended_as = live_until, ended_as
    edition.save(update_fields=["live_until", "ended_as"])
