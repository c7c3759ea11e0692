"""What the tests of the demonstration share: loading it, once for a module, and looking at all its rows."""

import io
from contextlib import contextmanager, nullcontext

import time_machine
from django.contrib.auth import get_user_model
from django.core import serializers
from django.core.management import call_command
from django.db import transaction

from events.models import Event, EventDate, EventEdition, EventEditionDate, EventText, Organiser, Series, Venue
from sistercities.cities.models import Anniversary, City, Partnership
from sistercities.media.models import Picture
from sistercities.office.models import Office, StandingPage
from stories.demo import reading
from stories.demo.loader import CREATOR
from stories.models import Quote, Story, StoryEdition, Theme
from tests.factories import PictureFactory

MODELS = (
    *(City, Partnership, Anniversary, Picture, Office, StandingPage, Quote, Story, StoryEdition, Theme),
    *(Venue, Organiser, Series, Event, EventText, EventDate, EventEdition, EventEditionDate),
)


def load_demo(**options):
    """Runs the command and returns what it said on both channels."""
    said, complained = io.StringIO(), io.StringIO()
    call_command("load_demo", stdout=said, stderr=complained, **options)
    return said.getvalue(), complained.getvalue()


def make_pictures(*, but=()):
    """The rows of the pictures without their files: encoding eight pictures takes a quarter of a minute."""
    for key, facts in reading.table("pictures").items():
        if key not in but:
            PictureFactory(title=facts["title"], creator=CREATOR)


@contextmanager
def undone(django_db_blocker):
    """What is written inside is there for all tests of a module, and leaves no trace; for fixtures of that scope.

    Loading the demonstration takes its seconds. Each test undoes its own changes, as always.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def loaded_once(django_db_blocker, now=None):
    """The demonstration, `undone`. `now` is the moment of loading, the real one if none is given."""
    with undone(django_db_blocker):
        with time_machine.travel(now, tick=False) if now else nullcontext():
            make_pictures()
            load_demo()
        yield


def everything():
    """Every row of what the demonstration fills, as it is in the database."""
    models = (*MODELS, get_user_model())
    return {model.__name__: serializers.serialize("json", model.objects.order_by("pk")) for model in models}


def missing_words(model):
    """`(row, column)` of the columns that exist in two languages and are filled in only one of them."""
    found = []
    for row in model.objects.all():
        for field in model._meta.fields:
            if field.name.endswith("_en"):
                german = field.name.removesuffix("_en") + "_de"
                if bool(getattr(row, field.name)) != bool(getattr(row, german)):
                    found.append((str(row), field.name))
    return found
