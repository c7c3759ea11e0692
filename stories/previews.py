"""The public page of a story that is not public. Unlike the public views, this module reads manuscripts."""

from django.utils.translation import override

from sistercities.office.frame import current_frame
from sistercities.publishing.http import never_kept
from stories.rendering import EMBED_RELATED
from stories.views import preview_story, render_story


def render_edition(request, edition, manuscript, text=None, **context):
    """The public page of an edition; of an unsaved one, with the relations and cards that its manuscript has now."""
    source, cards = (manuscript, text.embeds) if edition.pk is None else (edition, edition.embeds)
    with override(edition.language):
        page = preview_story(
            current_frame(request),
            edition,
            cities=list(source.cities.all()),
            themes=list(source.themes.all()),
            embeds=cards.select_related(*EMBED_RELATED).order_by("position"),
        )
        return never_kept(render_story(request, page, preview=True, **context))
