from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TypographyConfig(AppConfig):
    name = "sistercities.typography"
    verbose_name = _("typography")
