from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StoriesConfig(AppConfig):
    name = "stories"
    verbose_name = _("Stories")

    def ready(self):
        from sistercities.search import sources
        from stories.search import SOURCE

        sources.register(SOURCE)
