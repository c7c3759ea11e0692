"""The checklist before publishing: what blocks it, and what is only advice."""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _


class Level(models.TextChoices):
    BLOCKING = "blocking", _("Must be mended before publishing")
    ADVISORY = "advisory", _("Worth a look")


@dataclass(frozen=True)
class Problem:
    """One line of the checklist. `field` is the name of a field of the desk's form, or empty; `url` leads elsewhere."""

    level: Level
    message: str
    language: str = ""
    field: str = ""
    url: str = ""

    @property
    def is_blocking(self):
        return self.level == Level.BLOCKING


class NotReady(Exception):
    """Publishing was refused. `problems` are the blocking ones."""

    def __init__(self, problems):
        self.problems = list(problems)
        super().__init__("; ".join(str(problem.message) for problem in self.problems))


def blocking(problems):
    return [problem for problem in problems if problem.is_blocking]
