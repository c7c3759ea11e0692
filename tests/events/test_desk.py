"""The event's desk: one form, laid out as an editor thinks, and buttons that save first and then lead on."""

import datetime
import re

import pytest
from django.contrib.auth.models import Group

from events.models import Event, EventEdition
from sistercities.publishing.operations import publish
from tests.events.desk import add_row, filled, refused, send, url
from tests.factories import (
    AnniversaryFactory,
    EventFactory,
    EventTextFactory,
    OrganiserFactory,
    PartnershipFactory,
    PersonFactory,
    RoleFactory,
    UserFactory,
    VenueFactory,
    further_date,
    publish_event,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(editor, stage):
    event = EventFactory(
        when="2017-10-06T19:30", time_zone="America/Los_Angeles", venue=stage, cities=[stage.city], created_by=editor
    )
    for language, title in [("en", "Films by the river"), ("de", "Filme am Fluss")]:
        EventTextFactory(event=event, language=language, title=title, slug=f"films-{language}")
    return event


def change(event):
    return url("change", event.pk)


def test_a_new_event_is_announced_with_the_little_that_is_known(desk, editor):
    send(desk, url("add"), **{
        "kind": "film", "starts_on": "October 2017",
        "texts-0-title": "Films by the river", "texts-0-summary": "Six evenings.", "texts-0-body": "<p>Come.</p>",
        "texts-1-title": "Filme am Fluß", "texts-1-is_ready": "on",
    })  # fmt: skip
    event = Event.objects.get()
    assert (event.created_by, event.changed_by, event.kind, event.span.edtf) == (editor, editor, "film", "2017-10")
    assert sorted(event.texts.values_list("language", "title", "slug", "body", "is_ready")) == [
        ("de", "Filme am Fluß", "filme-am-fluss", "", True),
        ("en", "Films by the river", "films-by-the-river", "<p>Come.</p>", False),
    ]
    assert not EventEdition.objects.exists()


def test_saving_an_unchanged_form_changes_nothing_and_publishes_nothing(desk, event):
    further_date(event, "2017-10-13T19:30/2017-10-14T01:00", is_cancelled=True)
    event.participants.create(person=PersonFactory(), function="actor", position=1)
    event.opening_hours.create(days="67", opens="10:00", closes="18:00")
    send(desk, change(event))  # fingerprints are written
    publish(event, event.created_by)
    before = [list(rows.values()) for rows in (event.dates, event.participants, event.opening_hours)]
    send(desk, change(event))
    assert [list(rows.values()) for rows in (event.dates, event.participants, event.opening_hours)] == before
    assert Event.objects.get().span == event.span
    assert publish(event, event.created_by) == []


def test_publish_now_is_one_click_when_nothing_is_to_be_mended(desk, event):
    response = desk.post(change(event), filled(desk, change(event), starts_on="6 October 2117", _publish="1"))
    assert response.status_code == 302
    assert sorted(EventEdition.objects.live().values_list("title", flat=True)) == [
        "Filme am Fluss",
        "Films by the river",
    ]


def test_the_body_is_sanitised_and_has_no_cards(desk, event):
    hostile = '<p onclick="x()">Come.<script>alert(1)</script></p><sc-embed data-type="picture" data-id="1"></sc-embed>'
    send(desk, change(event), **{"texts-0-body": hostile})
    assert event.texts.get(language="en").body == "<p>Come.</p>"


def test_reserved_words_are_no_addresses(desk, event):
    assert refused(desk, change(event), **{"texts-0-slug": "past"}) == {
        "texts-0-slug": ["“past” stands in addresses itself. Choose another."]
    }


def test_the_city_of_the_venue_is_always_one_of_the_cities(desk, event, stage):
    send(desk, change(event), cities=[])
    assert list(Event.objects.get().cities.all()) == [stage.city]


def test_an_anniversary_brings_its_partnership_and_no_other_ones(desk, event, office, los_angeles):
    partnership = PartnershipFactory(city_a=office.home_city, city_b=los_angeles)
    anniversary = AnniversaryFactory(partnership=partnership)
    send(desk, change(event), anniversary=anniversary.pk)
    assert Event.objects.get().partnership == partnership
    other = PartnershipFactory(city_a=office.home_city, city_b=VenueFactory().city, slug="other")
    assert refused(desk, change(event), anniversary=anniversary.pk, partnership=other.pk) == {
        "anniversary": ["This is the anniversary of another partnership."]
    }


@pytest.mark.parametrize(
    ("fields", "errors"),
    [
        ({"price": "12"}, {"currency": ["In which currency is the price?"]}),
        ({"price_to": "12", "currency": "EUR"}, {"price": ["From which price on?"]}),
        (
            {"price": "12", "price_to": "8", "currency": "EUR"},
            {"price_to": ["This is less than the price it begins with."]},
        ),
        (
            {"price": "12", "currency": "EUR", "is_free": "on"},
            {"is_free": ["Either it is free or it has a price."]},
        ),
    ],
)
def test_a_price_has_a_currency_and_an_order(desk, event, fields, errors):
    assert refused(desk, change(event), **fields) == errors


def test_languages_are_chosen_from_a_fixed_list(desk, event):
    send(desk, change(event), languages=["en", "tr"])
    assert Event.objects.get().languages == ["en", "tr"]
    assert list(refused(desk, change(event), languages=["en", "klingon"])) == ["languages"]


def test_participants_keep_their_order_and_new_ones_come_last(desk, event):
    people = [PersonFactory(name=name) for name in ("Ada", "Bo", "Cem")]
    event.participants.create(person=people[0], position=1)
    event.participants.create(person=people[1], position=2)
    send(desk, change(event), **{
        "participants-0-position": "5",
        **add_row("participants", 2, person=people[2].pk, function="director", position=""),
    })  # fmt: skip
    found = event.participants.order_by("position").values_list("position", "person__name", "function")
    assert list(found) == [(1, "Bo", "other"), (2, "Ada", "other"), (3, "Cem", "director")]


def test_the_office_of_the_day_stands_in_the_field_for_the_role(desk, event):
    mayor = PersonFactory()
    RoleFactory(person=mayor, held_from="2016", held_until="2018")
    event.participants.create(person=mayor)
    page = desk.get(change(event)).text
    assert re.search(r'name="participants-0-role_title_en"[^>]*placeholder="Mayor"', page)
    assert re.search(r'name="participants-0-role_title_de"[^>]*placeholder="Bürgermeisterin"', page)


def test_opening_hours_are_ticked_days(desk, event):
    send(desk, change(event), **add_row("opening_hours", 0, days=["7", "2"], opens="10", closes="6 pm"))
    assert list(map(str, event.opening_hours.all())) == ["27 10:00–18:00"]
    assert refused(desk, change(event), **add_row("opening_hours", 1, days=["9"], opens="10", closes="10:00")) == {
        "opening_hours-1-days": ["Select a valid choice. 9 is not one of the available choices."],
        "opening_hours-1-closes": ["It closes at the time it opens."],
    }


def test_a_stale_form_is_refused_and_says_which_dates_changed(desk, event):
    further_date(event, "2017-10-13")
    mine = filled(desk, change(event), kind="talk")
    colleague = UserFactory(username="colleague", first_name="Cora", last_name="Colleague")
    colleague.groups.add(Group.objects.get(name="editor"))
    other = type(desk)()
    other.force_login(colleague)
    send(other, change(event), **{"starts_at": "20:15", "dates-0-starts_on": "14 October 2017"})
    response = desk.post(change(event), mine)
    assert response.status_code == 200
    assert "Cora Colleague" in response.text
    assert "changed: Starts at and further dates" in response.text
    assert "Stored meanwhile: “20:15”" in response.text
    event.refresh_from_db()
    assert (event.kind, event.span.edtf) == ("film", "2017-10-06T20:15:00-07:00")


def test_a_copy_is_a_draft_with_an_identity_of_its_own(desk, event, editor):
    organiser = OrganiserFactory()
    event.organisers.add(organiser)
    event.is_featured, event.status = True, "cancelled"
    event.save()
    event.texts.update(status_note="The river is too high.")
    further_date(event, "2017-10-13", is_cancelled=True)
    event.participants.create(person=PersonFactory(name="Ada"))
    event.opening_hours.create(days="1", opens="10:00", closes="18:00")
    publish(event, editor)
    response = desk.post(url("copy", event.pk), follow=True)
    copy = Event.objects.exclude(pk=event.pk).get()
    assert response.redirect_chain == [(change(copy), 302)]
    assert (copy.span, copy.venue, list(copy.organisers.all())) == (event.span, event.venue, [organiser])
    assert (copy.status, copy.is_featured, copy.stage, copy.created_by) == ("scheduled", False, "draft", editor)
    assert copy.working_title == "Films by the river (copy)"
    assert sorted(copy.texts.values_list("language", "title", "slug", "is_ready", "status_note")) == [
        ("de", "Filme am Fluss", "filme-am-fluss", False, ""),
        ("en", "Films by the river", "films-by-the-river", False, ""),
    ]
    assert [(date.span.edtf, date.is_cancelled) for date in copy.dates.all()] == [("2017-10-13", False)]
    assert [row.person.name for row in copy.participants.all()] == ["Ada"]
    assert [row.days for row in copy.opening_hours.all()] == ["1"]
    uids = {event.uid, copy.uid, event.dates.get().uid, copy.dates.get().uid}
    assert len(uids) == 4
    assert not copy.editions.exists()


def test_copying_needs_a_post(desk, event):
    assert desk.get(url("copy", event.pk)).status_code == 405
    assert Event.objects.count() == 1


def test_the_panel_tells_the_dates_that_were_public_before(desk, event, editor, time_machine):
    time_machine.move_to(datetime.datetime(2017, 10, 2, 12, tzinfo=datetime.UTC), tick=False)
    publish(event, editor)
    assert "What the public was told before" not in desk.get(change(event)).text
    time_machine.shift(60)
    send(desk, change(event), **{
        "starts_on": "8 October 2017", "status": "rescheduled", "texts-0-status_note": "The river is too high."
    })  # fmt: skip
    publish(event, editor)
    page = re.sub(r"\s+", " ", desk.get(change(event)).text.replace("\xa0", " "))
    other_clock = " · 04:30 the next day in Berlin"
    assert f"<del>Friday, 6 October 2017, 19:30 in Los Angeles{other_clock}</del>" in page
    assert f"<strong>Sunday, 8 October 2017, 19:30 in Los Angeles{other_clock}</strong>" in page
    assert "public since 2 October 2017, 14:01, by editor" in page
    assert '<span lang="en">The river is too high.</span>' in page


def test_the_history_brings_back_dates_and_rows_of_then(desk, event):
    send(desk, change(event), **{"starts_on": "October 2017", "starts_at": "", **add_row("dates", 0, starts_on="2018")})
    send(desk, change(event), **{
        "starts_on": "6 October 2017", "starts_at": "19:30", "dates-0-DELETE": "on",
        **add_row("participants", 0, person=PersonFactory().pk, function="actor"),
    })  # fmt: skip
    from reversion.models import Version

    first = Version.objects.get_for_object(event).order_by("pk").first()
    address = url("revision", event.pk, first.pk)
    data = filled(desk, address)
    assert data["starts_on"] == "October 2017"
    assert desk.post(address, data).status_code == 302
    event = Event.objects.get()
    assert (event.span.edtf, event.precision, [date.span.edtf for date in event.dates.all()]) == (
        "2017-10",
        "month",
        ["2018"],
    )
    assert not event.participants.exists()


def test_a_deleted_event_comes_back_with_all_its_rows(desk, event):
    further_date(event, "2017-10-13T19:30")
    event.participants.create(person=PersonFactory(name="Ada"), position=1)
    event.opening_hours.create(days="1", opens="10:00", closes="18:00")
    send(desk, change(event), kind="talk")
    assert desk.post(url("delete", event.pk), {"post": "yes"}).status_code == 302
    assert not Event.objects.exists()
    from reversion.models import Version

    version = Version.objects.get_deleted(Event).get()
    address = url("recover", version.pk)
    assert desk.post(address, filled(desk, address)).status_code == 302
    back = Event.objects.get()
    assert (back.pk, back.uid, back.span, back.kind) == (event.pk, event.uid, event.span, "talk")
    assert [date.span.edtf for date in back.dates.all()] == ["2017-10-13T19:30:00-07:00"]
    assert [row.person.name for row in back.participants.all()] == ["Ada"]
    assert [row.days for row in back.opening_hours.all()] == ["1"]
    assert sorted(back.texts.values_list("title", flat=True)) == ["Filme am Fluss", "Films by the river"]


def test_published_events_are_never_deleted(desk, event, editor):
    publish(event, editor)
    assert "editions are kept" in desk.post(url("delete", event.pk), {"post": "yes"}).text
    assert Event.objects.exists()


def test_comparing_says_what_changed_of_dates_and_people(desk, event, editor):
    publish(event, editor)
    event.participants.create(person=PersonFactory(name="Ada"), function="actor")
    send(desk, change(event), starts_on="8 October 2017")
    edition = EventEdition.objects.get(language="en")
    page = re.sub(r"<span[^>]*>[^<]*</span>", "", desk.get(url("compare", event.pk, edition.pk)).text)
    assert "<ins>Sunday,</ins>" in page
    assert "<ins>Ada, Actor</ins>" in page
    assert "Films by the river</p>" not in page  # what stayed is not listed


def test_comparing_two_editions_shows_the_cities_of_each(desk, event, editor, office, stage):
    event.cities.set([stage.city])
    publish(event, editor)
    event.cities.set([stage.city, office.home_city])
    publish(event, editor)
    event.cities.set([])
    old, new = EventEdition.objects.filter(language="en").order_by("pk")
    page = re.sub(r"<span[^>]*>[^<]*</span>", "", desk.get(url("compare", event.pk, old.pk), {"with": new.pk}).text)
    assert "<ins>Berlin, </ins>" in page


def test_restoring_an_edition_brings_its_date_back(desk, editor, event):
    publish(event, editor)
    send(desk, change(event), starts_on="8 October 2017")
    edition = EventEdition.objects.get(language="en")
    assert desk.post(url("restore", event.pk, edition.pk)).status_code == 302
    assert Event.objects.get().span.edtf == "2017-10-06T19:30:00-07:00"
    assert EventEdition.objects.count() == 2


def test_the_list_shows_what_is_to_come_first_and_says_when(desk, time_machine):
    time_machine.move_to(datetime.datetime(2017, 10, 3, 12, tzinfo=datetime.UTC), tick=False)
    for when, status in [
        ("2017-09-01", "scheduled"),
        ("2017-10-06T19:30", "cancelled"),
        ("2017-08-01", "scheduled"),
        ("", "scheduled"),
        ("2017-10", "scheduled"),
    ]:
        publish_event(when=when, status=status, words={"title": when or "follows", "slug": when[:10].lower() or "x"})
    further_date(Event.objects.get(starts_on="2017-10"), "2018")
    rows = desk.get(url("changelist")).context["cl"]
    admin = rows.model_admin
    assert [re.sub("<[^>]*>", "", str(admin.when(event))).replace("\xa0", " ") for event in rows.result_list] == [
        "October 2017 and 1 more",
        "6 October 2017, 19:30 Cancelled",
        "Date to follow",
        "1 September 2017",
        "1 August 2017",
    ]
    counts = {
        value: desk.get(url("changelist"), {"when": value}).context["cl"].result_count
        for value in ("upcoming", "past", "follows")
    }
    assert counts == {"upcoming": 2, "past": 2, "follows": 1}


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_and_for_many(desk, django_assert_num_queries, count, editor):
    for n in range(count):
        (edition,) = publish_event(by=editor, words={"slug": f"e{n}"}, venue=VenueFactory())
        further_date(edition.event, "2018")
    desk.get(url("changelist"))
    with django_assert_num_queries(14):
        desk.get(url("changelist"))
