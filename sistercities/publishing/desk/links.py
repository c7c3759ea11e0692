"""Preview links for people without an account: made, counted and revoked on the desk."""

import datetime

from django.contrib import messages
from django.contrib.contenttypes.models import ContentType
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from sistercities.publishing import access
from sistercities.publishing.desk.forms import PreviewLinkForm
from sistercities.publishing.models import PreviewAnswer, PreviewLink


class LinkViews:
    """Mixed into a `ModelAdmin` of manuscripts, beside `ActionViews`."""

    def get_urls(self):
        wrap = self.admin_site.admin_view
        pages = [
            path("<int:object_id>/links/", wrap(self.links_view), name=self._url_name("links")),
            path(
                "<int:object_id>/links/<int:link_id>/revoke/",
                wrap(require_POST(self.revoke_view)),
                name=self._url_name("revoke"),
            ),
        ]
        return pages + super().get_urls()

    def _links(self, manuscript):
        return PreviewLink.objects.filter(
            content_type=ContentType.objects.get_for_model(manuscript), object_id=manuscript.pk
        )

    def recent_answers(self, manuscript):
        return PreviewAnswer.objects.filter(link__in=self._links(manuscript)).select_related("link")[:10]

    def links_view(self, request, object_id):
        manuscript = self.visible_or_404(request, object_id, access.may_edit)
        form = PreviewLinkForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            PreviewLink.objects.create(
                manuscript=manuscript,
                recipient=form.cleaned_data["recipient"],
                expires_at=timezone.now() + datetime.timedelta(days=form.cleaned_data["days"]),
                created_by=request.user,
            )
            messages.success(request, _("The link is ready: copy it from the list and send it."))
            return HttpResponseRedirect(self.desk_url("links", manuscript))
        links = self._links(manuscript).select_related("created_by").prefetch_related("answers")
        return self.page(
            request,
            "links",
            manuscript,
            _("Preview links"),
            form=form,
            links=[(link, self.preview_link_url(link)) for link in links],
            now=timezone.now(),
        )

    def preview_link_url(self, link):
        """The absolute address to send."""
        raise NotImplementedError

    def revoke_view(self, request, object_id, link_id):
        manuscript = self.visible_or_404(request, object_id, access.may_edit)
        link = get_object_or_404(self._links(manuscript), pk=link_id)
        if link.revoked_at is None:
            link.revoked_at = timezone.now()
            link.save(update_fields=["revoked_at"])
        messages.success(request, _("The link no longer opens anything."))
        return HttpResponseRedirect(self.desk_url("links", manuscript))
