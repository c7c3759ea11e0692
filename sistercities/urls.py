"""The site map."""

from django.contrib import admin
from django.urls import path

from sistercities.health import healthz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("admin/", admin.site.urls),
]
