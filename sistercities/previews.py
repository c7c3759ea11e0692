"""Preview links: the public page of what is not public, for people without an account (promise 13).

The desk has a door of its own, behind its permissions; both show a manuscript with the same function.
"""

from django.db.models import F
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_safe

from events.models import Event
from events.previews import render_edition as render_event
from sistercities.publishing.desk.forms import PreviewAnswerForm
from sistercities.publishing.http import never_kept
from sistercities.publishing.models import PreviewLink
from sistercities.publishing.operations import preview_edition
from stories.models import Story
from stories.previews import render_edition as render_story

#: What a link can open, and the function `(request, edition, manuscript, text, **context) -> response` that shows it.
RENDERERS = {Story: render_story, Event: render_event}
#: One link takes this many answers: enough for a whole department, too few to fill a disk.
MOST_ANSWERS = 100


def _open_link(token):
    link = PreviewLink.objects.filter(token=token).first()
    manuscript = link.manuscript if link and link.is_open() else None
    if type(manuscript) not in RENDERERS:
        raise Http404("no such preview")
    return link, manuscript


@sensitive_variables("token")
@require_safe
def preview(request, token):
    """The manuscript as it stands, in the language asked for (`?language=de`) or the first that it has a text in."""
    link, manuscript = _open_link(token)
    texts = {text.language: text for text in manuscript.texts.all()}
    if not texts:
        raise Http404("nothing to preview")
    chosen = request.GET.get("language")
    text = texts.get(chosen) or texts.get("en") or next(iter(texts.values()))
    if request.method == "GET":
        PreviewLink.objects.filter(pk=link.pk).update(visits=F("visits") + 1, last_visit_at=timezone.now())
    here = reverse("preview", args=[token])
    others = {language: f"{here}?language={language}" for language in sorted(texts) if language != text.language}
    return RENDERERS[type(manuscript)](
        request,
        preview_edition(text),
        manuscript,
        text,
        preview_link=link,
        preview_others=others,
        answer_address=f"{reverse('preview-answer', args=[token])}?language={text.language}",
    )


# The token in the address is the permission and nobody else knows it, so a forged form cannot be sent; a CSRF cookie
# would be the only cookie that a visitor gets.
@csrf_exempt
@sensitive_variables("token")
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request, token):
    """The reader approves of the text or leaves a note, with a name; the desk shows it."""
    link, manuscript = _open_link(token)
    language = "de" if request.GET.get("language") == "de" else "en"
    with override(language):
        form = PreviewAnswerForm(request.POST or None)
        if request.method == "POST" and form.is_valid() and link.answers.count() < MOST_ANSWERS:
            form.instance.link, form.instance.revision = link, manuscript.revision
            form.save()
            return never_kept(HttpResponseRedirect(f"{request.path}?language={language}&thanks=1"))
        context = {
            "form": form,
            "manuscript": manuscript,
            "back": f"{reverse('preview', args=[token])}?language={language}",
            "is_thanks": "thanks" in request.GET,
            "section": "",
            "preview": True,
        }
        return never_kept(render(request, "site/preview_answer.html", context))
