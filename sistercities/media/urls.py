"""Addresses of renditions, below `MEDIA_URL`."""

from django.urls import re_path

from sistercities.media.views import rendition

app_name = "media"
urlpatterns = [
    re_path(
        r"^r/(?P<key>[A-Za-z0-9_-]{22}/[A-Za-z0-9_-]{16})/(?P<name>(?:[wc][0-9]{1,5}\.(?:avif|webp|jpg))|social\.jpg)\Z",
        rendition,
        name="rendition",
    ),
]
