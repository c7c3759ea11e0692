#!/usr/bin/env python
"""Django's command line for this site."""

import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sistercities.settings")
    from django.conf import settings
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        bool(settings.DEBUG)  # reads the settings, before any command can hide why they fail
    except ImproperlyConfigured as error:
        sys.exit(f"Refusing to start: {error}")
    execute_from_command_line(sys.argv)
