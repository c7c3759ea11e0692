"""Dates on the event's form: typed as people write, by the clock of the place, said back in words."""

import pytest

from events.models import Event
from tests.events.desk import add_row, errors_of, filled, refused, send, url
from tests.factories import EventFactory, EventTextFactory, PartnershipFactory, VenueFactory, further_date

pytestmark = pytest.mark.django_db

OTHER_CLOCK = "Friday, 6 October 2017, 19:30 in Los Angeles · 04:30 the next day in Berlin"


@pytest.fixture
def event(editor, stage):
    event = EventFactory(when="2017-10", time_zone="America/Los_Angeles", venue=stage, created_by=editor)
    EventTextFactory(event=event)
    return event


def change(event):
    return url("change", event.pk)


def spans():
    event = Event.objects.get()
    return [event.span.edtf, *(date.span.edtf for date in event.dates.all())]


@pytest.mark.parametrize(
    ("typed", "edtf"),
    [
        ({"starts_on": "autumn 2017"}, "2017-23"),
        ({"starts_on": "Oktober 2017"}, "2017-10"),
        ({"starts_on": "6.10.2017", "ends_on": "8.10.2017"}, "2017-10-06/2017-10-08"),
        ({"starts_on": "6 October 2017", "starts_at": "7:30 pm"}, "2017-10-06T19:30:00-07:00"),
        (
            {"starts_on": "6 October 2017", "starts_at": "19:30", "ends_on": "8 October 2017"},
            "2017-10-06T19:30:00-07:00/2017-10-08",
        ),
        # An end without a day is on the day of the start, or in the night after it.
        (
            {"starts_on": "6 October 2017", "starts_at": "19:30", "ends_at": "22 Uhr"},
            "2017-10-06T19:30:00-07:00/2017-10-06T22:00:00-07:00",
        ),
        (
            {"starts_on": "6 October 2017", "starts_at": "19:30", "ends_at": "1:00"},
            "2017-10-06T19:30:00-07:00/2017-10-07T01:00:00-07:00",
        ),
        ({"starts_on": "", "is_date_to_follow": "on"}, ""),
        # A whole range in the first field.
        ({"starts_on": "4–5 October 2017"}, "2017-10-04/2017-10-05"),
        ({"starts_on": "4.-5.10.2017", "ends_on": "5.10.2017"}, "2017-10-04/2017-10-05"),
        ({"starts_on": "Oktober bis November 2017"}, "2017-10/2017-11"),
        (
            {"starts_on": "4–5 October 2017", "starts_at": "10:00", "ends_at": "18:00"},
            "2017-10-04T10:00:00-07:00/2017-10-05T18:00:00-07:00",
        ),
    ],
)  # fmt: skip
def test_dates_are_typed_as_people_write_them(desk, event, typed, edtf):
    send(desk, change(event), **typed)
    assert spans() == [edtf]


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        ({"starts_at": "19:30"}, {"starts_at": ["A time needs a day: a month, a season or a year has none."]}),
        ({"starts_on": "", "starts_at": "19:30"}, {"starts_on": ["On which day is this time?"]}),
        (
            {"starts_on": "6.10.2017", "ends_at": "22:00"},
            {"starts_at": ["When does it begin? An end alone is not enough."]},
        ),
        (
            {"starts_on": "", "ends_on": "October 2017"},
            {"starts_on": ["When does it begin? An end alone is not enough."]},
        ),
        (
            {"starts_on": "6.10.2017", "starts_at": "19:30", "ends_at": "12:00"},
            {"ends_at": ["The end comes before the start."]},
        ),
        ({"ends_on": "September 2017"}, {"ends_on": ["The end comes before the start."]}),
        (
            {"starts_on": "4–5 October 2017", "ends_on": "6 October 2017"},
            {"ends_on": ["The first field has an end already."]},
        ),
        # Not even a range that nobody asks for any more may reach the database.
        (
            {"starts_on": "4–5 October 2017", "time_zone": "Berlin"},
            {"time_zone": ["“Berlin” is no time zone of the IANA list. Do you mean Europe/Berlin?"]},
        ),
        (
            {"starts_on": "6.10.2017", "starts_at": "half past"},
            {"starts_at": ["“half past” is not a time that can be understood. Write it as 19:30 or 7:30 pm."]},
        ),
        (
            {"starts_on": "12 March 2017", "starts_at": "2:30"},
            {
                "starts_at": [
                    "02:30 does not exist on that day: the clocks go forward from 02:00 to 03:00. "
                    "The nearest times are 01:59 and 03:00."
                ]
            },
        ),
        (
            {"time_zone": "Berlin"},
            {"time_zone": ["“Berlin” is no time zone of the IANA list. Do you mean Europe/Berlin?"]},
        ),
        (
            {"venue": "", "starts_on": "6.10.2017", "starts_at": "19:30"},
            {"time_zone": ["By which clock? Choose a venue, or type a time zone."]},
        ),
    ],
)  # fmt: skip
def test_what_makes_no_date_is_refused_at_its_field(desk, event, typed, errors):
    assert refused(desk, change(event), **typed) == errors


def test_the_times_of_the_other_city_stand_beside_without_a_script(desk, event):
    send(desk, change(event), starts_on="6 October 2017", starts_at="19:30")
    assert OTHER_CLOCK in desk.get(change(event)).text.replace("\xa0", " ")


def test_a_refused_form_still_says_what_was_understood(desk, event):
    data = filled(desk, change(event), starts_on="6 October 2017", starts_at="19:30", price="5")
    assert OTHER_CLOCK in desk.post(change(event), data).text.replace("\xa0", " ")


def test_an_end_on_the_same_day_follows_the_start_to_another_day(desk, event):
    send(desk, change(event), starts_on="6 October 2017", starts_at="19:30", ends_at="1:00")
    assert filled(desk, change(event))["ends_on"] == ""
    send(desk, change(event), starts_on="8 October 2017")
    assert spans() == ["2017-10-08T19:30:00-07:00/2017-10-09T01:00:00-07:00"]


def test_a_doubled_hour_is_asked_about_and_everything_typed_is_kept(desk, event):
    typed = {"starts_on": "5 November 2017", "starts_at": "1:30", "working_title": "Night", "texts-0-title": "Nights"}
    page = desk.get(change(event)).text
    assert 'name="starts_at_which"' in page.partition('class="clock-which"')[2].partition("hidden")[2]
    response = desk.post(change(event), filled(desk, change(event), **typed))
    assert errors_of(response) == {
        "starts_at": ["01:30 comes twice on that day: the clocks go back from 02:00 to 01:00. Which one is meant?"]
    }
    group = response.text.partition('class="clock-which"')[2].partition("</span></span>")[0]
    assert "hidden" not in group.partition(">")[0]
    assert "the first time, before the clocks go back (UTC−7)" in group
    assert "the second time, after the clocks went back (UTC−8)" in group
    assert 'value="Nights"' in response.text
    assert 'value="Night"' in response.text
    send(desk, change(event), **typed, starts_at_which="1")
    assert spans() == ["2017-11-05T01:30:00-08:00"]
    # What was answered is remembered: saving again asks nothing and changes nothing.
    assert filled(desk, change(event))["starts_at_which"] == "1"
    send(desk, change(event), kind="talk")
    assert spans() == ["2017-11-05T01:30:00-08:00"]


def test_an_answer_to_a_question_that_nobody_asked_changes_nothing(desk, event):
    send(desk, change(event), starts_on="6 October 2017", starts_at="19:30", starts_at_which="1")
    send(desk, change(event), starts_at_which="9")
    assert spans() == ["2017-10-06T19:30:00-07:00"]


def test_an_empty_zone_is_that_of_the_venue_and_follows_it(desk, event, office):
    send(
        desk,
        change(event),
        starts_on="6 October 2017",
        starts_at="19:30",
        **add_row("dates", 0, starts_on="7.10.2017", starts_at="20"),
    )
    assert filled(desk, change(event))["time_zone"] == ""
    send(desk, change(event), venue=VenueFactory(city=office.home_city).pk)
    assert Event.objects.get().time_zone == "Europe/Berlin"
    # What the clock shows stays, on every date.
    assert spans() == ["2017-10-06T19:30:00+02:00", "2017-10-07T20:00:00+02:00"]


def test_a_typed_zone_stays_whatever_the_venue(desk, event, office):
    send(desk, change(event), time_zone="Asia/Tokyo")
    send(desk, change(event), venue=VenueFactory(city=office.home_city).pk)
    assert Event.objects.get().time_zone == "Asia/Tokyo"


def test_further_dates_are_typed_the_same_way(desk, event):
    send(desk, change(event), **add_row("dates", 0, starts_on="spring 2018"))
    send(
        desk,
        change(event),
        **add_row("dates", 1, starts_on="6.11.2017", starts_at="19", ends_at="21", is_cancelled="on"),
    )
    assert spans() == ["2017-10", "2017-11-06T19:00:00-08:00/2017-11-06T21:00:00-08:00", "2018-21"]
    assert refused(
        desk,
        change(event),
        **{"dates-0-starts_on": "5 November 2017", "dates-0-starts_at": "1:30", "dates-0-ends_at": ""},
    ) == {
        "dates-0-starts_at": [
            "01:30 comes twice on that day: the clocks go back from 02:00 to 01:00. Which one is meant?"
        ]
    }
    assert refused(desk, change(event), **add_row("dates", 2, starts_on="October 2017")) == {
        "dates-2-starts_on": ["This date is there already."]
    }
    assert refused(desk, change(event), **add_row("dates", 2, starts_at="19:30")) == {
        "dates-2-starts_on": ["This field is required."]
    }


def test_a_date_keeps_its_identity_when_it_moves(desk, event):
    uid = further_date(event, "2017-11-06").uid
    send(desk, change(event), **{"dates-0-starts_on": "7 November 2017"})
    date = Event.objects.get().dates.get()
    assert (date.uid, date.span.edtf) == (uid, "2017-11-07")


REPEAT = {"starts_on": "17 October 2017", "starts_at": "19:30", "ends_at": "1:00", "_repeat": "1"}


def test_repeating_adds_explicit_dates_with_the_same_times_on_the_clock(desk, event):
    further_date(event, "2017-10-31T19:30/2017-11-01T01:00")  # is there already
    response = send(desk, change(event), **REPEAT, repeat="weekly", repeat_until="14.11.2017")
    assert response["Location"] == f"{change(event)}#dates-group"
    assert spans() == [
        "2017-10-17T19:30:00-07:00/2017-10-18T01:00:00-07:00",
        "2017-10-24T19:30:00-07:00/2017-10-25T01:00:00-07:00",
        "2017-10-31T19:30:00-07:00/2017-11-01T01:00:00-07:00",
        "2017-11-07T19:30:00-08:00/2017-11-08T01:00:00-08:00",
        "2017-11-14T19:30:00-08:00/2017-11-15T01:00:00-08:00",
    ]
    assert "3 further dates were added." in desk.get(change(event)).text
    send(desk, change(event), _repeat="1", repeat="weekly", repeat_until="14.11.2017")
    assert len(spans()) == 5
    assert "All these dates are there already." in desk.get(change(event)).text


def test_repeating_monthly_on_the_same_weekday(desk, event):
    send(
        desk,
        change(event),
        starts_on="10 October 2017",
        _repeat="1",
        repeat="monthly-weekday",
        repeat_until="January 2018",
    )
    assert spans() == ["2017-10-10", "2017-11-14", "2017-12-12", "2018-01-09"]


def test_repeating_names_the_dates_that_a_clock_change_touches(desk, event):
    send(
        desk,
        change(event),
        starts_on="5 March 2017",
        starts_at="2:30",
        _repeat="1",
        repeat="weekly",
        repeat_until="19.3.2017",
    )
    assert spans() == ["2017-03-05T02:30:00-08:00", "2017-03-12T03:00:00-07:00", "2017-03-19T02:30:00-07:00"]
    page = desk.get(change(event)).text.replace("\xa0", " ")
    assert "The clocks change that night, please check: Sunday, 12 March 2017, 03:00 in Los Angeles" in page


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        (
            {"repeat": "", "repeat_until": ""},
            {"repeat": ["How often does it repeat?"], "repeat_until": ["Until when does it repeat?"]},
        ),
        ({"repeat_until": "2030"}, {"repeat_until": ["That is more than 200 dates. Choose an earlier end."]}),
        ({"repeat_until": "20.10.2017"}, {"repeat_until": ["Nothing repeats until then."]}),
        (
            {"starts_on": "October 2017", "starts_at": "", "ends_at": ""},
            {"starts_on": ["Only what has a day can be repeated."]},
        ),
        (
            {"repeat": "daily"},
            {"repeat": ["Select a valid choice. daily is not one of the available choices."]},
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_repeated_is_refused(desk, event, typed, errors):
    assert refused(desk, change(event), **REPEAT | {"repeat": "weekly", "repeat_until": "2.1.2018"} | typed) == errors


def test_saving_otherwise_repeats_nothing(desk, event):
    fields = {name: value for name, value in REPEAT.items() if name != "_repeat"}
    send(desk, change(event), **fields, repeat="weekly", repeat_until="14.11.2017")
    assert len(spans()) == 1


def understood(client, **typed):
    response = client.get(url("understand"), typed)
    assert response.status_code == 200
    return {name: value for name, value in response.json().items() if value}


def test_what_is_typed_is_understood_as_on_saving(desk, stage, office, los_angeles):
    typed = {"starts_on": "6.10.2017", "starts_at": "19:30"}
    assert understood(desk, **typed, venue=stage.pk)["words"].replace("\xa0", " ") == OTHER_CLOCK
    partnership = PartnershipFactory(city_a=office.home_city, city_b=los_angeles)
    words = understood(desk, **typed, time_zone="Europe/Berlin", partnership=partnership.pk)["words"]
    assert words.replace("\xa0", " ") == "Friday, 6 October 2017, 19:30 in Berlin · 10:30 in Los Angeles"
    assert understood(desk, starts_on="October 2017")["words"] == "October\xa02017"
    words = understood(desk, **typed)["words"].replace("\xa0", " ")
    assert words == "Friday, 6 October 2017, 19:30 in a time zone that is not known yet"
    assert understood(desk, starts_on="spring 2027")["words"].replace("\xa0", " ") == (
        "spring 2027, which counts from 1 March 2027 to 31 May 2027"
    )
    assert understood(desk, starts_on="31.9.2017", starts_at="25") == {
        "problems": {
            "starts_on": "There is no such date in the calendar: “31.9.2017”.",
            "starts_at": "“25” is not a time that can be understood. Write it as 19:30 or 7:30 pm.",
        }
    }
    assert understood(desk, starts_on="29.10.2017", starts_at="2:30", time_zone="Europe/Berlin")["doubled"] == {
        "starts_at": [
            "the first time, before the clocks go back (UTC+2)",
            "the second time, after the clocks went back (UTC+1)",
        ]
    }


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"time_zone": "Mars/Olympus", "starts_on": "2017"},
        {"venue": "x' OR 1", "partnership": "9" * 40},
        {"starts_on": "1" * 500, "starts_at": "9" * 500, "starts_at_which": "2"},
        {"starts_on": "<script>", "starts_at": "²³:00"},
        {"starts_on": "31.12.2999", "starts_at": "23:59", "ends_at": "1:00"},
        {"starts_on": "1.1.1000", "starts_at": "0:00", "time_zone": "Pacific/Kiritimati"},
    ],
)
def test_no_input_breaks_the_understanding(desk, stage, typed):
    assert understood(desk, **typed).keys() <= {"words", "problems"}


def test_only_who_writes_events_is_understood(client, desk, author, stage):
    from tests.events.conftest import account

    assert desk.post(url("understand"), {"starts_on": "2017"}).status_code == 405
    for role in ("exporter", "media steward"):
        client.force_login(account(role, role))
        assert client.get(url("understand"), {"starts_on": "2017"}).status_code == 403
    client.logout()
    assert client.get(url("understand")).status_code == 302
    client.force_login(author)
    assert understood(client, starts_on="2017")["words"] == "2017"
