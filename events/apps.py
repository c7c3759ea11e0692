from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EventsConfig(AppConfig):
    name = "events"
    verbose_name = _("Events")

    def ready(self):
        from events.models.querysets import next_date_boundary
        from events.search import SOURCE
        from sistercities.publishing import page_cache
        from sistercities.search import sources

        page_cache.register(next_date_boundary)
        sources.register(SOURCE)
