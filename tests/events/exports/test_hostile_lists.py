"""Lists, profiles and addresses with hostile names and titles: shown as they are, obeyed by nothing."""

import csv
import io

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from events.models import Event, ExportAddress, ExportProfile, ExportRun
from sistercities.publishing.operations import publish
from tests.factories import EventTextFactory, publish_event
from tests.site.test_hostile_text import HOSTILE, dangers

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]


def test_no_page_of_lists_obeys_what_somebody_typed(exporter):
    publish_event(words={"title": HOSTILE[1:100]}, when="2099-10-06")
    gone = EventTextFactory(event__when="2099-10-07", title="Gone")
    profile = ExportProfile.objects.create(
        name=HOSTILE[1:100],
        owner=exporter.exporter,
        team=Group.objects.get(name="exporter"),
        selection={"state": "any"},
        layout={"columns": ["title", "change"]},
        format="csv",
    )
    run = reverse("admin:events_event_export_run", args=[profile.pk])
    b"".join(exporter.post(run).streaming_content)
    Event.objects.filter(pk=gone.event_id).delete()
    ExportAddress.make(profile, HOSTILE[1:100], exporter.exporter)
    seen = 0
    addresses = [
        reverse("admin:index"),
        "/admin/events/event/export/?state=any",
        "/admin/events/event/export/?state=%3Cscript%3Eevil()%3C/script%3E&first=%22%3E%3Cscript%3Eevil()%3C/script%3E",
        f"/admin/events/event/export/?profile={profile.pk}&state=any",
        reverse("admin:events_event_export_profiles"),
        reverse("admin:events_event_export_profile", args=[profile.pk]),
        reverse("admin:events_event_export_delete", args=[profile.pk]),
    ]
    for path in addresses:
        page = exporter.get(path).content.decode()
        assert dangers(page) == [], path
        seen += "evil()" in page
    made = exporter.post(reverse("admin:events_event_export_address", args=[profile.pk]), {"recipient": HOSTILE[1:100]})
    assert dangers(made.content.decode()) == []
    assert seen == len(addresses)
    assert ExportRun.objects.count() == 1


def test_titles_that_look_like_formulas_and_markup_are_told_as_they_are(exporter):
    [edition] = publish_event(words={"title": "Before"}, when="2099-10-06")
    profile = ExportProfile.objects.create(
        name="All",
        owner=exporter.exporter,
        selection={"state": "public"},
        layout={"columns": ["change"]},
        format="csv",
    )
    run = reverse("admin:events_event_export_run", args=[profile.pk])
    b"".join(exporter.post(run).streaming_content)
    edition.event.texts.update(title='=HYPERLINK("http://evil")\x0b<b>')
    publish(edition.event, exporter.exporter, languages=["en"])
    page = exporter.get(reverse("admin:events_event_export_profile", args=[profile.pk]))
    [(said, title, _when, _where)] = page.context["changes"]
    assert said == "new title, before: “Before”"
    assert title.startswith("=HYPERLINK")
    assert dangers(page.content.decode()) == []
    text = b"".join(exporter.post(run).streaming_content).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(text)))[1] == ["new title, before: “Before”"]
