"""The desk's clock: every time on the desk is that of the home city, whatever zone the server keeps."""

import zoneinfo

from django.urls import reverse
from django.utils import timezone

from sistercities.office.frame import current_frame


class DeskClock:
    """Activates the home city's time zone for the pages of the desk; public pages name the zone of each time."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not request.path.startswith(reverse("admin:index")):
            return self.get_response(request)
        home = current_frame(request).home_city
        with timezone.override(zoneinfo.ZoneInfo(home.time_zone) if home else None):
            return self.get_response(request)
