"""A Django with nothing but one view, which returns the bytes of a page from memory: what the site is measured against.

No middleware, no database, no templates. BARE_PAGES is a folder with a file for each page.
"""

import os
from pathlib import Path

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.urls import path

settings.configure(ALLOWED_HOSTS=["127.0.0.1"], ROOT_URLCONF=__name__, SECRET_KEY="bench", MIDDLEWARE=[])
PAGES = {file.name: file.read_bytes() for file in Path(os.environ["BARE_PAGES"]).iterdir()}


def page(request, name):
    return HttpResponse(PAGES[name], headers={"Content-Length": str(len(PAGES[name]))})


urlpatterns = [path("<str:name>", page)]
application = get_wsgi_application()
