"""The checklist of an event: what keeps it from being published, and what is worth a second look."""

from django.utils import timezone
from django.utils.translation import gettext as _

from events.models.choices import Attendance, EventStatus
from sistercities.dates.ranges import span_words
from sistercities.media.readiness import picture_problems
from sistercities.publishing.readiness import Level, Problem

#: Longer titles are cut by search engines and break badly on a phone.
LONG_TITLE = 80
#: An anniversary is celebrated in its year; festivals begin the autumn before and end the spring after.
CELEBRATED_YEARS = 1


def check(event, languages=None, at=None):
    """The problems of publishing `event` in `languages` (its ready ones, if none are given) at that moment.

    Blocking ones come first; the order is otherwise that of the form.
    """
    at = at or timezone.now()
    texts = list(event.texts.all())
    if languages is None:
        languages = [text.language for text in texts if text.is_ready]
    chosen = [text for text in texts if text.language in languages]
    problems = []
    if not chosen:
        message = _("No text is ready: mark at least one language as ready to publish.")
        problems.append(
            Problem(Level.BLOCKING, message, language=texts[0].language if texts else "en", field="is_ready")
        )
    for text in chosen:
        problems += _words(text)
        problems += _address(event, text, at)
    problems += _when(event, at)
    problems += _where(event)
    if chosen:
        problems += _picture(event, [text.language for text in chosen], at)
        problems += _missing_translation(event, texts, languages, at)
    return sorted(problems, key=lambda problem: not problem.is_blocking)


def _blocking(message, field, language=""):
    return Problem(Level.BLOCKING, message, language, field)


def _advisory(message, field, language=""):
    return Problem(Level.ADVISORY, message, language, field)


def _words(text):
    if not text.title.strip():
        yield _blocking(_("The title is missing."), "title", text.language)
    if not text.summary.strip():
        yield _advisory(
            _("There is no summary: lists, calendars and search engines show nothing but the title."),
            "summary",
            text.language,
        )
    if len(text.title) > LONG_TITLE:
        message = _("The title is longer than %(limit)d characters.") % {"limit": LONG_TITLE}
        yield _advisory(message, "title", text.language)


def _address(event, text, at):
    """One address leads to one event, whatever the language: an event stands in for itself where it has no text."""
    if not text.slug:
        yield _blocking(_("The address is missing."), "slug", text.language)
        return
    others = event.edition_model.objects.filter(slug=text.slug).exclude(event=event.pk)
    if not others.exists():
        return
    taken = others.live(at).first() or others.planned(at).first()
    if taken:
        message = _("The address “%(slug)s” belongs to “%(title)s”, which is or will be public.")
        yield _blocking(message % {"slug": text.slug, "title": taken.title}, "slug", text.language)
    elif former := others.ever_public(at).order_by("-live_from").first():
        message = _("The address “%(slug)s” was that of “%(title)s”; whoever kept it comes here now.")
        yield _advisory(message % {"slug": text.slug, "title": former.title}, "slug", text.language)


def _when(event, at):
    if not event.time_zone:
        yield _blocking(_("The time zone is missing: choose a venue, or type a time zone."), "time_zone")
    if event.starts_on is None and not event.is_date_to_follow:
        yield _blocking(_("The date is missing. If nothing is known of it, tick “date to follow”."), "starts_on")
    try:
        span = event.span
    except ValueError:  # no form stores that; a script may
        yield _blocking(_("The end comes before the start, or a time has no day."), "ends_on")
        return
    if span.latest_at is not None and span.latest_at <= at and not _has_date_to_come(event, at):
        yield _advisory(_("The event is past."), "starts_on")
    if event.pk and event.status == EventStatus.SCHEDULED and (told := _told_otherwise(event, span, at)):
        message = _("The public was told another date, %(date)s: choose the status “New date” and say why.")
        yield _advisory(message % {"date": span_words(told)}, "status")
    yield from _anniversary(event, span)


def _has_date_to_come(event, at):
    return bool(event.pk) and event.dates.filter(latest_at__gt=at).exists()


def _told_otherwise(event, span, at):
    """The date that the public was told last, unless it is this one, or one that this one only makes more precise."""
    told = event.edition_model.objects.filter(event=event.pk).ever_public(at).order_by("-live_from", "-pk").first()
    if told is None or told.starts_on is None or told.span == span or told.span.is_narrowed_by(span):
        return None
    return told.span


def _anniversary(event, span):
    if event.anniversary is None or span.starts_on is None:
        return
    year = event.anniversary.year
    if year is None:
        return
    if span.last_day.year < year - CELEBRATED_YEARS or span.first_day.year > year + CELEBRATED_YEARS:
        message = _("The anniversary is celebrated in %(year)d, far from the date of this event.")
        yield _advisory(message % {"year": year}, "anniversary")


def _where(event):
    if event.attendance != Attendance.ONLINE and event.venue is None:
        yield _advisory(_("There is no venue: visitors do not learn where to go."), "venue")
    if event.attendance != Attendance.OFFLINE and not event.online_url:
        yield _advisory(_("It is online, and there is no address where."), "online_url")
    if event.pk is None or not (event.venue or event.cities.exists()):
        yield _advisory(_("No city is chosen: nobody finds the event by city."), "cities")


def _picture(event, languages, at):
    if event.picture:
        yield from picture_problems(event.picture, languages, at, "", "picture")


def _missing_translation(event, texts, languages, at):
    unready = [text for text in texts if not text.is_ready]
    left_behind = list(_left_behind(event, languages, at))
    if left_behind:
        yield from left_behind
    elif unready:
        message = _("This text is not marked as ready: the other language stands in for it.")
        yield _advisory(message, "is_ready", unready[0].language)
    elif len(texts) == 1:
        other = "de" if texts[0].language == "en" else "en"
        yield _advisory(_("There is no text in this language: the other one stands in for it."), "title", other)


def _left_behind(event, languages, at):
    """Pages that are not published anew stay as they are: visitors would read two dates of one event."""
    if not event.pk:
        return
    live = event.edition_model.objects.filter(event=event.pk).live(at).exclude(language__in=languages)
    for edition in live.order_by("language"):
        named = {"date": span_words(edition.span)}
        if edition.span != event.span:
            message = _(
                "The page in this language stays public and goes on saying %(date)s. Publish or withdraw it, too."
            )
        else:
            message = _("The page in this language stays public as it is. Publish or withdraw it, too.")
        yield _advisory(message % named, "is_ready", edition.language)
