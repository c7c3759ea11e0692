"""The site map."""

from django.contrib import admin
from django.urls import include, path

from sistercities.dates.views import understand
from sistercities.health import healthz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("admin/understand-date/", admin.site.admin_view(understand), name="understand-date"),
    path("admin/", admin.site.urls),
    path("media/", include("sistercities.media.urls")),
]
