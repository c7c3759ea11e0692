"""Press kits that are asked for at the same moment."""

import threading

import pytest
from django.db import connection

from events.exports.selection import Selection
from sistercities.office.frame import current_frame
from sistercities.press import starting
from sistercities.press.models import Dossier
from sistercities.publishing.models import AuditEntry
from tests.factories import OfficeFactory, UserFactory
from tests.publishing.test_parallel import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_clicks_at_the_same_moment_make_one_kit(monkeypatch):
    begun = []
    monkeypatch.setattr(starting, "start", begun.append)
    OfficeFactory()
    frame, exporter, together = current_frame(), UserFactory(), threading.Barrier(6)

    def click():
        connection.ensure_connection()
        together.wait(timeout=10)
        starting.ask_for(Selection(), frame, exporter, "Events and stories", "en")

    assert at_once(*[click] * 6) == []
    assert begun == [Dossier.objects.get().pk]
    assert AuditEntry.objects.count() == 1
