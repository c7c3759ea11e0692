from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CitiesConfig(AppConfig):
    name = "sistercities.cities"
    verbose_name = _("Cities and partnerships")

    def ready(self):
        from sistercities.cities.search import SOURCES
        from sistercities.search import sources

        for source in SOURCES:
            sources.register(source)
