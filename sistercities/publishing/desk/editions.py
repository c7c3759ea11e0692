"""What was public when: the list of editions, one of them as it was, two compared, one brought back."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.urls import path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from sistercities.publishing import access, operations
from sistercities.publishing.compare import word_changes
from sistercities.publishing.content import build_edition


class EditionViews:
    """Mixed into a `ModelAdmin` of manuscripts, beside `ActionViews`."""

    def get_urls(self):
        wrap = self.admin_site.admin_view
        pages = [
            path("<int:object_id>/preview/<slug:language>/", wrap(self.preview_view), name=self._url_name("preview")),
            path("<int:object_id>/editions/", wrap(self.editions_view), name=self._url_name("editions")),
            path("<int:object_id>/editions/<int:edition_id>/", wrap(self.edition_view), name=self._url_name("edition")),
            path(
                "<int:object_id>/editions/<int:edition_id>/compare/",
                wrap(self.compare_view),
                name=self._url_name("compare"),
            ),
            path(
                "<int:object_id>/editions/<int:edition_id>/restore/",
                wrap(require_POST(self.restore_view)),
                name=self._url_name("restore"),
            ),
        ]
        return pages + super().get_urls()

    def preview_view(self, request, object_id, language):
        manuscript = self.visible_or_404(request, object_id)
        text = manuscript.texts.filter(language=language).first()
        if text is None:
            raise Http404
        return self.render_edition(request, operations.preview_edition(text), manuscript, text)

    def editions_view(self, request, object_id):
        manuscript = self.visible_or_404(request, object_id)
        editions = (
            manuscript.editions.select_related("published_by").defer(*self.heavy_fields).order_by("-live_from", "-pk")
        )
        languages = [
            (name, [edition for edition in editions if edition.language == code]) for code, name in settings.LANGUAGES
        ]
        return self.page(
            request,
            "editions",
            manuscript,
            _("Editions"),
            languages=languages,
            may_edit=access.may_edit(request.user, manuscript),
        )

    def _edition(self, manuscript, edition_id):
        edition = manuscript.editions.filter(pk=edition_id).first()
        if edition is None:
            raise Http404
        return edition

    def edition_view(self, request, object_id, edition_id):
        manuscript = self.visible_or_404(request, object_id)
        return self.render_edition(request, self._edition(manuscript, edition_id), manuscript)

    def compare_view(self, request, object_id, edition_id):
        """An edition beside another of its language (`?with=key`), or beside the manuscript as it stands."""
        manuscript = self.visible_or_404(request, object_id)
        old = self._edition(manuscript, edition_id)
        others = manuscript.editions.filter(language=old.language).exclude(pk=old.pk).order_by("-live_from", "-pk")
        chosen = request.GET.get("with", "")
        if chosen:
            if not chosen.isdecimal() or len(chosen) > 18:
                raise Http404
            new = self._edition(manuscript, int(chosen))
        else:
            text = manuscript.texts.filter(language=old.language).first() or manuscript.new_text(old.language)
            new = build_edition(manuscript, text)
        if new.pk and (new.live_from, new.pk) < (old.live_from, old.pk):
            old, new = new, old
        fields = [
            (label, word_changes(before, after))
            for (label, before), (_label, after) in zip(
                self.compared_fields(old), self.compared_fields(new, manuscript), strict=True
            )
        ]
        return self.page(
            request,
            "compare",
            manuscript,
            _("Compare"),
            old=old,
            new=new,
            others=others.defer(*self.heavy_fields),
            chosen=chosen,
            fields=[(label, changes) for label, changes in fields if any(change.kind != "same" for change in changes)],
        )

    def compared_fields(self, edition, manuscript=None):
        """A list of (label, plain text) of an edition; for an unsaved one the relations are those of the manuscript."""
        raise NotImplementedError

    def restore_view(self, request, object_id, edition_id):
        manuscript = self.visible_or_404(request, object_id, access.may_edit)
        edition = self._edition(manuscript, edition_id)
        operations.restore(edition, request.user)
        self.log_change(request, manuscript, str(_("Restored an edition into the manuscript.")))
        messages.success(request, _("The manuscript now reads as that edition. Nothing was published."))
        return HttpResponseRedirect(self.change_url(manuscript))
