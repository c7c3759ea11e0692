"""The checklist of a story: what keeps it from being published, and what is worth a second look."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from events.models.editions import EventEdition
from sistercities.media.readiness import picture_problems
from sistercities.publishing.readiness import Level, Problem
from stories import body

#: Longer titles are cut by search engines and break badly on a phone.
LONG_TITLE = 80


def check(story, languages=None, at=None):
    """The problems of publishing `story` in `languages` (its ready ones, if none are given) at that moment.

    Blocking ones come first; the order is otherwise that of the form.
    """
    at = at or timezone.now()
    texts = list(story.texts.all())
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
        problems += _address(story, text, at)
        problems += _cards(text, at)
    if chosen:
        problems += _frame(story, [text.language for text in chosen], at)
        problems += _missing_translation(texts)
    return sorted(problems, key=lambda problem: not problem.is_blocking)


def _words(text):
    def blocking(field, message):
        return Problem(Level.BLOCKING, message, text.language, field)

    def advisory(field, message):
        return Problem(Level.ADVISORY, message, text.language, field)

    if not text.title.strip():
        yield blocking("title", _("The title is missing."))
    if not body.plain_text(text.body).strip():
        yield blocking("body", _("The text is empty."))
    if not text.standfirst.strip() and not text.summary.strip():
        yield advisory(
            "standfirst", _("There is neither a standfirst nor a summary: cards and search engines show nothing.")
        )
    if len(text.title) > LONG_TITLE:
        yield advisory("title", _("The title is longer than %(limit)d characters.") % {"limit": LONG_TITLE})
    for sentence in (*body.heading_problems(text.body), *body.embed_problems(text.body)):
        yield advisory("body", sentence)


def _address(story, text, at):
    if not text.slug:
        yield Problem(Level.BLOCKING, _("The address is missing."), text.language, "slug")
        return
    others = story.edition_model.objects.filter(language=text.language, slug=text.slug).exclude(story=story)
    if not others.exists():
        return
    taken = others.live(at).first() or others.planned(at).first()
    if taken:
        message = _("The address “%(slug)s” belongs to “%(title)s”, which is or will be public.")
        yield Problem(Level.BLOCKING, message % {"slug": text.slug, "title": taken.title}, text.language, "slug")
    elif former := others.ever_public(at).order_by("-live_from").first():
        message = _("The address “%(slug)s” was that of “%(title)s”; whoever kept it comes here now.")
        yield Problem(Level.ADVISORY, message % {"slug": text.slug, "title": former.title}, text.language, "slug")


def _cards(text, at):
    present = text.embeds.select_related("picture", "quote__speaker")
    found = {card.target for card in present}
    for embed in body.embeds(text.body):
        if (embed.type, embed.id) not in found:
            message = _("A card in the text points to something that no longer exists.")
            yield Problem(Level.BLOCKING, message, text.language, "body")
    for card in present:
        if card.picture:
            yield from picture_problems(card.picture, [text.language], at, text.language, "body")
        elif card.quote:
            yield from _quote(card.quote, text.language)
    yield from _events([card.event_id for card in present if card.event_id], at, text.language)


def _quote(quote, language):
    url = reverse("admin:stories_quote_change", args=[quote.pk])
    words = str(quote)[:60]
    if quote.speaker is None:
        message = _("Quote “%(words)s”: nobody is named as its speaker.") % {"words": words}
        yield Problem(Level.BLOCKING, message, language, "body", f"{url}#id_speaker")
    if not getattr(quote, f"words_{language}").strip():
        message = _("Quote “%(words)s”: its words in this language are missing; the other language's are shown.")
        yield Problem(Level.ADVISORY, message % {"words": words}, language, "body", f"{url}#id_words_{language}")


def _events(events, at, language):
    """The card of an event shows from when it is public until it is withdrawn. Two queries, however many there are."""
    if not events:
        return
    editions = EventEdition.objects.filter(event__in=events)
    live, before = (
        set(found.values_list("event", flat=True)) for found in (editions.live(at), editions.ever_public(at))
    )
    for event in dict.fromkeys(events):
        if event in live:
            continue
        if event in before:
            message = _("An event in the text is no longer public: its card is left out.")
        else:
            message = _("An event in the text is not public yet: its card is left out until it is.")
        url = reverse("admin:events_event_change", args=[event])
        # Not by its title, which the author of the story may not be allowed to see.
        yield Problem(Level.ADVISORY, message, language, "body", url)


def _frame(story, languages, at):
    if story.lead_picture:
        yield from picture_problems(story.lead_picture, languages, at, "", "lead_picture")
    else:
        yield Problem(
            Level.ADVISORY, _("There is no lead picture: cards of this story stay without one."), field="lead_picture"
        )
    if not story.cities.exists():
        yield Problem(Level.ADVISORY, _("No city is chosen: nobody finds the story by city."), field="cities")


def _missing_translation(texts):
    unready = [text for text in texts if not text.is_ready]
    if unready:
        yield Problem(
            Level.ADVISORY, _("This text is not marked as ready and stays behind."), unready[0].language, "is_ready"
        )
    elif len(texts) == 1:
        other = "de" if texts[0].language == "en" else "en"
        yield Problem(Level.ADVISORY, _("There is no text in this language."), other, "title")
