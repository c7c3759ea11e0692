"""The annual report: literal numbers of a year in which everything happened that moves, hides and doubles."""

import datetime
import io

import pytest
from django.contrib.auth.models import Group
from django.utils.translation import override
from docx import Document
from docx.oxml.ns import qn
from openpyxl import load_workbook

from events.models.choices import EventStatus
from sistercities.office.frame import current_frame
from sistercities.press.report import annual_report, years
from sistercities.press.report_files import overview, report_docx, report_notes, report_xlsx
from sistercities.publishing.models import AuditAction, AuditEntry
from sistercities.publishing.operations import withdraw
from tests.factories import (
    CityFactory,
    EventFactory,
    EventTextFactory,
    PartnershipFactory,
    PictureFactory,
    StoryFactory,
    StoryTextFactory,
    UserFactory,
    further_date,
    publish_event,
    publish_story,
    span_of,
)
from tests.libreoffice import CSV, TEXT, converted, needs_libreoffice
from tests.press.conftest import embed

pytestmark = pytest.mark.django_db

MAY = datetime.datetime(2017, 5, 1, 12, tzinfo=datetime.UTC)
LATER = datetime.datetime(2019, 5, 1, 12, tzinfo=datetime.UTC)


@pytest.fixture
def on(time_machine):
    """Travels to a day, at noon."""

    def travel(day):
        time_machine.move_to(datetime.datetime.fromisoformat(f"{day}T12:00:00+00:00"), tick=False)

    return travel


@pytest.fixture
def year(site, on):
    """2017 of Berlin and Los Angeles, and an event of another partnership."""
    lead, inside, poster = PictureFactory(), PictureFactory(), PictureFactory()
    on("2016-11-01")
    early = StoryFactory(partnership=site.partnership)
    StoryTextFactory(story=early)
    publish_story(story=early)
    on("2017-05-01")
    # Two languages of one event are one event; a further date is a date, a cancelled one is none.
    festival = EventFactory(when="2017-10-04", kind="festival", anniversary=site.anniversary, picture=poster)
    for language in ("en", "de"):
        EventTextFactory(event=festival, language=language)
    further_date(festival, "2017-10-05")
    further_date(festival, "2017-10-06", is_cancelled=True)
    publish_event(("en", "de"), event=festival)
    publish_event(when="2017-10", kind="film", partnership=site.partnership)
    publish_event(when="2017-06-01", kind="film", partnership=site.partnership, status=EventStatus.CANCELLED)
    publish_event(when="", kind="film", partnership=site.partnership)
    publish_event(when="2017-12-20/2018-01-10", kind="exhibition", is_run=True, partnership=site.partnership)
    moved = EventFactory(when="2017-11-01", kind="concert", partnership=site.partnership)
    EventTextFactory(event=moved)
    publish_event(event=moved)
    gone = EventFactory(when="2017-07-01", kind="talk", partnership=site.partnership)
    EventTextFactory(event=gone)
    publish_event(event=gone)
    EventTextFactory(event=EventFactory(when="2017-08-01", kind="talk", partnership=site.partnership), title="Draft")
    story = StoryFactory(anniversary=site.anniversary, lead_picture=lead)
    StoryTextFactory(story=story, body=f"<p>Text.</p>\n{embed('picture', inside)}")
    publish_story(story=story)
    StoryTextFactory(story=early, language="de")
    publish_story(("de",), story=early)
    other = PartnershipFactory(city_a=site.berlin, city_b=CityFactory(), slug="berlin-other")
    publish_event(when="2017-09-01", kind="sport", partnership=other)
    on("2017-06-01")
    withdraw(gone, UserFactory())
    moved.set_span(span_of("2018-02-01"))
    moved.status = EventStatus.RESCHEDULED
    moved.save()
    publish_event(event=moved)
    on("2019-05-01")
    return site


def numbers(year, at=LATER, **chosen):
    with override("en"):
        return [row[1:] for row in overview(annual_report(current_frame(), year, at, **chosen), current_frame())[1]]


def test_a_year_is_these_numbers(year):
    #       events, dates, cancelled, stories, English, German, pictures, anniversaries
    assert numbers(2016) == [[0, 0, 0, 1, 1, 0, 0, 0], [0, 0, 0, 0, 0, 0, 0, 0]]
    assert numbers(2017) == [[5, 4, 1, 1, 1, 1, 3, 1], [1, 1, 0, 0, 0, 0, 0, 0]]
    assert numbers(2018) == [[2, 2, 0, 0, 0, 0, 3, 0], [0, 0, 0, 0, 0, 0, 0, 0]]


def test_events_are_counted_by_kind_and_status(year):
    chapter = annual_report(current_frame(), 2017, LATER).chapters[0]
    assert dict(chapter.events) == {
        ("festival", "scheduled"): 1,
        ("film", "scheduled"): 1,
        ("film", "cancelled"): 1,
        ("exhibition", "scheduled"): 1,
        ("talk", "withdrawn"): 1,
    }
    assert dict(annual_report(current_frame(), 2018, LATER).chapters[0].events) == {
        ("exhibition", "scheduled"): 1,
        ("concert", "rescheduled"): 1,
    }


def test_what_was_public_is_told_as_of_then(year):
    """In mid-May nothing was withdrawn or moved yet."""
    chapter = annual_report(current_frame(), 2017, MAY + datetime.timedelta(days=14)).chapters[0]
    assert chapter.events["talk", "scheduled"] == 1
    assert chapter.events["concert", "scheduled"] == 1
    assert annual_report(current_frame(), 2017, MAY).is_running is True
    assert annual_report(current_frame(), 2017, LATER).is_running is False


def test_a_year_begins_by_the_clock_of_the_home_city(site, on, time_machine):
    """Half past eleven at night of 31 December in London is the new year in Berlin."""
    time_machine.move_to(datetime.datetime(2016, 12, 31, 23, 30, tzinfo=datetime.UTC), tick=False)
    publish_story(partnership=site.partnership)
    assert [numbers(2016)[0][2 + 1], numbers(2017)[0][2 + 1]] == [0, 1]


def test_one_partnership_can_be_chosen(year):
    assert numbers(2017, partnership=year.partnership.pk) == [[5, 4, 1, 1, 1, 1, 3, 1]]


def test_what_belongs_to_no_partnership_is_counted_nowhere_and_said(year, on):
    on("2017-05-02")
    for when in ("2017-10-01", "2017-10-02", "2018-10-01"):
        publish_event(when=when)
    publish_story()
    with override("en"):
        assert list(report_notes(annual_report(current_frame(), 2017, LATER)))[-2:] == [
            "2 events belong to no partnership and are not counted.",
            "1 story belongs to no partnership and is not counted.",
        ]
        alone = report_notes(annual_report(current_frame(), 2017, LATER, partnership=year.partnership.pk))
        assert not any("no partnership" in note for note in alone)
    assert numbers(2017) == [[5, 4, 1, 1, 1, 1, 3, 1], [1, 1, 0, 0, 0, 0, 0, 0]]


def test_years_go_back_to_the_first_that_anything_was_public_in(year):
    assert years(current_frame(), LATER) == [2019, 2018, 2017, 2016]


@pytest.mark.parametrize("count", [1, 3])
def test_number_of_queries_does_not_grow(site, count, django_assert_num_queries):
    for number in range(count):
        publish_event(
            when="2017-10-04",
            partnership=site.partnership,
            picture=PictureFactory(),
            words={"title": f"E{number}"},
            at=MAY,
        )
        publish_story(
            partnership=site.partnership, lead_picture=PictureFactory(), words={"title": f"S{number}"}, at=MAY
        )
    frame = current_frame()
    with django_assert_num_queries(6):
        annual_report(frame, 2017, LATER)


def test_workbook_has_numbers_as_numbers(year):
    frame = current_frame()
    with override("en"):
        book = load_workbook(io.BytesIO(b"".join(report_xlsx(annual_report(frame, 2017, LATER), frame))))
    assert book.sheetnames == ["Overview", "Events", "Anniversaries", "Notes"]
    rows = [list(row) for row in book["Overview"].iter_rows(values_only=True)]
    assert rows[1] == ["Berlin – Los Angeles", 5, 4, 1, 1, 1, 1, 3, 1]
    assert [list(row) for row in book["Events"].iter_rows(values_only=True)][:3] == [
        [
            "Partnership",
            "Kind",
            "Scheduled",
            "New date",
            "Postponed",
            "Moved online",
            "Cancelled",
            "Withdrawn",
            "Together",
        ],
        ["Berlin – Los Angeles", "Festival", 1, 0, 0, 0, 0, 0, 1],
        ["Berlin – Los Angeles", "Film", 1, 0, 0, 0, 1, 0, 2],
    ]
    assert [list(row) for row in book["Anniversaries"].iter_rows(values_only=True)][1] == [
        "Berlin – Los Angeles",
        "50 years Berlin – Los Angeles",
    ]


def test_document_has_headings_and_tables_with_header_rows(year):
    frame = current_frame()
    with override("de"):
        document = Document(io.BytesIO(report_docx(annual_report(frame, 2017, LATER), frame)))
    headings = [
        line.text.replace("\u00a0", " ") for line in document.paragraphs if line.style.name in ("Title", "Heading 1")
    ]
    assert headings[:3] == ["Jahresbericht 2017", "Überblick", "Berlin – Los Angeles"]
    assert [cell.text for cell in document.tables[0].rows[1].cells][1:] == ["5", "4", "1", "1", "1", "1", "3", "1"]
    assert all(table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None for table in document.tables)
    assert document.core_properties.language == "de-DE"


@needs_libreoffice
def test_libreoffice_opens_the_document_and_the_workbook_and_reads_the_same(year, tmp_path):
    frame = current_frame()
    with override("en"):
        report = annual_report(frame, 2017, LATER)
        files = {"docx": report_docx(report, frame), "xlsx": b"".join(report_xlsx(report, frame))}
    for kind in files:
        (tmp_path / kind).mkdir()
    text = converted(files["docx"], "report.docx", TEXT, tmp_path / "docx").replace("\u00a0", " ")
    words = " ".join(text.split())
    assert words.startswith("Annual report 2017 ")
    assert "Berlin – Los Angeles 5 4 1 1 1 1 3 1" in words
    lines = converted(files["xlsx"], "report.xlsx", CSV, tmp_path / "xlsx").replace("\u00a0", " ").splitlines()
    assert lines[1] == "Berlin – Los Angeles,5,4,1,1,1,1,3,1"


def account(role):
    user = UserFactory(username=role, is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    return user


def test_the_page_shows_the_numbers_and_hands_out_both_files(year, client):
    client.force_login(account("exporter"))
    page = client.get("/admin/press/dossier/report/", {"year": "2017"})
    assert page.context["rows"][0][1:] == [5, 4, 1, 1, 1, 1, 3, 1]
    assert (page.context["year"], page.context["partnership"]) == (2017, None)
    for kind in ("xlsx", "docx"):
        response = client.post("/admin/press/dossier/report/", {"year": "2017", "partnership": "", "format": kind})
        assert response.headers["Content-Disposition"] == f'attachment; filename="annual-report-2017.{kind}"'
        assert response.content[:2] == b"PK"
    details = list(
        AuditEntry.objects.filter(action=AuditAction.EXPORTED).order_by("pk").values_list("detail", flat=True)
    )
    assert details == [f"Annual report 2017 as {kind}, partnerships: 2" for kind in ("XLSX", "DOCX")]


@pytest.mark.parametrize(
    "sent", [{"year": "x"}, {"year": "9" * 30}, {"year": "1200"}, {"partnership": "²"}, {"partnership": "-1"}]
)
def test_nonsense_shows_the_usual_page(year, client, sent):
    client.force_login(account("exporter"))
    page = client.get("/admin/press/dossier/report/", sent)
    assert (page.context["year"], page.context["partnership"]) == (2019, None)
    assert client.post("/admin/press/dossier/report/", {**sent, "format": "exe"}).status_code == 302


@pytest.mark.parametrize("role", ["author", "media steward"])
def test_who_may_not_export_gets_no_report(site, client, role):
    client.force_login(account(role))
    assert client.get("/admin/press/dossier/report/").status_code == 403
    assert client.post("/admin/press/dossier/report/", {"format": "xlsx"}).status_code == 403


def test_an_office_without_partnerships_has_an_empty_report(client, db):
    client.force_login(account("exporter"))
    page = client.get("/admin/press/dossier/report/")
    assert page.context["rows"] == []
    assert client.post("/admin/press/dossier/report/", {"format": "xlsx"}).content[:2] == b"PK"
