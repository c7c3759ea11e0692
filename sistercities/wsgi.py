"""The WSGI callable that gunicorn serves: Django behind the page cache."""

import os
import sys

import django
from django.core.exceptions import ImproperlyConfigured

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sistercities.settings")
try:
    django.setup(set_prefix=False)
    from sistercities import page_door

    application = page_door.application()
except ImproperlyConfigured as error:
    sys.exit(f"Refusing to start: {error}")
