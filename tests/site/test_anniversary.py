"""The page of an anniversary."""

import datetime
import re

import pytest

from sistercities.dates.partial import PartialDate
from sistercities.office.frame import current_frame
from sistercities.views.numeral import numeral
from tests.factories import (
    AnniversaryFactory,
    EventFactory,
    EventTextFactory,
    PartnershipFactory,
    PictureFactory,
    QuoteFactory,
    StoryTextFactory,
    publish_event,
    publish_story,
)
from tests.site.pages import Page, read

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 11, 24, 12, tzinfo=datetime.UTC)
PATH = "/en/partnerships/berlin-los-angeles/50/"


@pytest.fixture(autouse=True)
def clock(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def jubilee(office, partnership):
    return AnniversaryFactory(
        partnership=partnership,
        years=50,
        motto_en="Two of a kind",
        introduction_en="Fifty years.\n\nA year of film.",
        picture=PictureFactory(title="Observatory", creator="Ada Lens", caption_en="The hill"),
    )


def card(picture):
    return f'<p>Text.</p>\n<sc-embed data-type="picture" data-id="{picture.pk}"></sc-embed>'


def story_with_picture(anniversary, picture, **words):
    """A published story of the anniversary that embeds a picture."""
    text = StoryTextFactory(body=card(picture), **words)
    text.story.anniversary = anniversary
    text.story.save()
    publish_story(story=text.story)
    return text


def test_anniversary_shows_numeral_motto_introduction_and_picture(client, jubilee):
    page = read(client.get(PATH))
    assert page.h1 == ["50\u00a0years Berlin\u00a0– Los\u00a0Angeles"]
    assert [a["aria-label"] for a in page.attributes["svg"] if a.get("role") == "img"] == ["50"]
    assert page.texts["p"].count("Two of a kind") == 1
    assert "Fifty years." in page.texts["p"]
    assert "A year of film." in page.texts["p"]
    assert "Signed on 27\u00a0June\u00a01967 · 50\u00a0years on 27\u00a0June\u00a02017" in page.text
    assert page.texts["figcaption"] == ["The hill. © Ada Lens, CC BY 4.0"]
    assert page.meta(property_="og:image") == [f"http://testserver/media/r/{jubilee.picture.renditions_key}/social.jpg"]
    assert ("Berlin\u00a0– Los\u00a0Angeles", "/en/partnerships/berlin-los-angeles/") in page.links


def test_anniversary_with_nothing_public_shows_its_facts(client, office, partnership):
    AnniversaryFactory(partnership=partnership, years=1)
    page = read(client.get("/de/partnerschaften/berlin-los-angeles/1/"))
    assert page.h1 == ["1\u00a0Jahr Berlin\u00a0– Los\u00a0Angeles"]
    assert "27.\u00a0Juni\u00a01968" in page.text
    assert page.attributes.get("blockquote") is None
    assert len(page.data[0]["@graph"]) == 2


def test_anniversary_of_an_unknown_signing_has_no_date(client, office, partnership):
    partnership.signed_on = None
    partnership.save()
    AnniversaryFactory(partnership=partnership, years=50)
    page = read(client.get(PATH))
    assert page.attributes.get("time") is None
    assert "startDate" not in page.data[0]["@graph"][0]["about"]


def test_year_only_is_counted_by_year_and_told_without_an_invented_day(client, jubilee, partnership):
    partnership.signed_on = PartialDate(1967)
    partnership.save()
    page = read(client.get(PATH))
    assert "Signed in 1967 · 50\u00a0years in 2017 · counted by year" in page.text
    assert page.data[0]["@graph"][0]["about"]["startDate"] == "2017"
    assert [time["datetime"] for time in page.attributes["time"]] == ["1967", "2017"]


def test_two_voices_stand_side_by_side_the_home_city_first(client, jubilee, berlin, los_angeles):
    QuoteFactory(anniversary=jubilee, city=los_angeles, words_en="A city of dreams.", speaker__name="Eric Garcetti")
    QuoteFactory(
        anniversary=jubilee,
        city=berlin,
        words_en="",
        words_de="Städte der Träume.",
        original_language="de",
        role_title_en="Governing Mayor",
        speaker__name="Michael Müller",
    )
    QuoteFactory(anniversary=jubilee, speaker=None, words_en="Nobody said this.")
    QuoteFactory(words_en="Said elsewhere.")
    page = read(client.get(PATH))
    assert [quote["class"] for quote in page.attributes["blockquote"]] == ["voice a", "voice b ink-poppy"]
    assert page.texts["blockquote"] == [
        "Städte der Träume.Michael MüllerGoverning Mayor",
        "A city of dreams.Eric GarcettiMayor",
    ]
    assert 'lang="de">Städte der Träume.' in page.html
    assert "Nobody said this." not in page.html
    assert "Said elsewhere." not in page.html
    assert [quote["creator"]["name"] for quote in page.data[0]["@graph"][0]["hasPart"]] == [
        "Michael Müller",
        "Eric Garcetti",
    ]


def test_a_translated_voice_says_so(client, jubilee):
    QuoteFactory(anniversary=jubilee, original_language="de", words_en="Cities of dreams.")
    assert "Translated from German" in read(client.get(PATH)).text


def test_events_of_the_anniversary_stand_in_order_once_each(client, jubilee, partnership):
    for when, title in (("2017-10-06", "Premiere"), ("2017-10", "Some time"), ("2027-01-01", "To come")):
        publish_event(words={"title": title}, when=when, anniversary=jubilee)
    publish_event(words={"title": "Same partnership"}, when="2017-10-05", partnership=partnership)
    EventTextFactory(event=EventFactory(anniversary=jubilee), title="Draft")
    page = read(client.get(PATH))
    assert [title for title in page.texts["h3"] if title in ("Premiere", "Some time", "To come")] == [
        "Some time",
        "Premiere",
        "To come",
    ]
    assert "Same partnership" not in page.text
    assert "Draft" not in page.text
    listed = page.data[0]["@graph"][0]["mainEntity"]["itemListElement"]
    assert [item["name"] for item in listed] == ["Some time", "Premiere", "To come"]


def test_stories_lead_with_the_newest(client, jubilee):
    for number in (1, 2):
        at = NOW - datetime.timedelta(days=9 - number)
        publish_story(words={"title": f"Story {number}"}, at=at, anniversary=jubilee)
    publish_story(words={"title": "Another"})
    page = read(client.get(PATH))
    html = page.html[page.html.index('<article class="card lead">') :]
    assert Page(html).texts["h3"][:2] == ["Story 2", "Story 1"]
    assert "Another" not in page.text


def test_pictures_of_its_stories_and_events_are_shown_and_every_credit_listed(client, jubilee):
    bridge, tower, lead, hidden = (PictureFactory(title=name, creator=f"{name} Maker") for name in "BTLH")
    story_with_picture(jubilee, bridge)
    publish_event(anniversary=jubilee, picture=tower)
    publish_story(anniversary=jubilee, lead_picture=lead)
    StoryTextFactory(story__anniversary=jubilee, body=card(hidden))
    page = read(client.get(PATH))
    shown = Page(page.html[page.html.index('<ul class="cards shots">') :].partition("</ul>")[0])
    assert [re.search(r"/r/([^/]+)/", image["src"])[1] for image in shown.attributes["img"]] == [
        bridge.renditions_key,
        tower.renditions_key,
    ]
    (line,) = [text for text in page.texts["p"] if text.startswith("Picture credits")]
    assert line == (
        "Picture credits: Observatory © Ada Lens, CC BY 4.0; L © L Maker, CC BY 4.0; "
        "B © B Maker, CC BY 4.0; T © T Maker, CC BY 4.0"
    )


def test_time_line_ends_with_the_anniversary_itself(client, jubilee, partnership):
    AnniversaryFactory(partnership=partnership, years=25, motto_en="Silver")
    AnniversaryFactory(partnership=partnership, years=60)
    page = read(client.get(PATH))
    line = Page(page.html.partition('<ol class="line">')[2].partition("</ol>")[0])
    assert line.texts["h3"] == [
        "The partnership is signed",
        "25\u00a0years: “Silver”",
        "50\u00a0years: “Two of a kind”",
    ]
    assert [href for _text, href in line.links] == ["/en/partnerships/berlin-los-angeles/25/"]


@pytest.mark.parametrize("path", ["60/", "0/", "-50/", f"{10**30}/", "50.0/", "x/", "50/x/"])
def test_years_without_a_page_are_not_found(client, jubilee, path):
    assert client.get(f"/en/partnerships/berlin-los-angeles/{path}").status_code == 404


def test_leading_zeros_lead_to_the_one_address(client, jubilee):
    response = client.get("/en/partnerships/berlin-los-angeles/0050/")
    assert (response.status_code, response["Location"]) == (301, PATH)


@pytest.mark.parametrize("number", [1, 3])
def test_anniversary_costs_five_queries(client, jubilee, number, django_assert_num_queries):
    for n in range(number):
        QuoteFactory(anniversary=jubilee)
        publish_event(anniversary=jubilee, picture=PictureFactory())
        story_with_picture(jubilee, PictureFactory(), title=f"Story {n}")
    with django_assert_num_queries(5):
        client.get(PATH)


def test_anniversary_says_in_which_languages_it_is_and_where_it_stands(client, jubilee):
    page = read(client.get(PATH))
    assert page.link("canonical") == [{"rel": "canonical", "href": f"http://testserver{PATH}"}]
    assert {a["hreflang"]: a["href"] for a in page.link("alternate") if "hreflang" in a} == {
        "en": f"http://testserver{PATH}",
        "de": "http://testserver/de/partnerschaften/berlin-los-angeles/50/",
        "x-default": f"http://testserver{PATH}",
    }
    assert [step["name"] for step in page.data[0]["@graph"][1]["itemListElement"]] == [
        "Sister Cities",
        "Partner cities",
        "Berlin\u00a0– Los Angeles",
        "50\u00a0years Berlin\u00a0– Los Angeles",
    ]


@pytest.mark.parametrize(
    ("number", "digits", "discs"), [(5, 1, 0), (10, 1, 1), (50, 1, 1), (100, 1, 2), (125, 3, 0), (500, 1, 2)]
)
def test_every_zero_of_the_numeral_is_a_disc(number, digits, discs):
    drawing = numeral(number)
    assert (drawing.label, len(drawing.digits), len(drawing.discs)) == (str(number), digits, discs)
    assert all(0 < x < drawing.width for x in [*drawing.discs, *(x for x, _outline in drawing.digits)])


# Which anniversary the navigation leads to ----------------------------------------------------------------------------


def in_focus(on="2026-11-24"):
    found = current_frame().anniversary_in_focus(datetime.date.fromisoformat(on))
    return found and found.years


def test_the_navigation_leads_to_the_next_anniversary_else_to_the_latest(office, partnership, prague):
    assert in_focus() is None
    AnniversaryFactory(partnership=partnership, years=50)
    assert in_focus() == 50
    AnniversaryFactory(
        partnership__slug="x", partnership__city_a=prague, partnership__city_b=partnership.city_b, years=70
    )
    assert in_focus() == 50  # the home city has no part in it
    AnniversaryFactory(partnership=partnership, years=60)
    AnniversaryFactory(partnership=partnership, years=75)
    assert [in_focus(on) for on in ("2027-01-01", "2027-12-31", "2028-01-01", "2043-01-01")] == [60, 60, 75, 75]


def test_the_navigation_leads_to_no_anniversary_of_what_rests_or_ended(office, partnership):
    AnniversaryFactory(partnership=partnership, years=50)
    partnership.suspended_on = PartialDate(2022)
    partnership.save()
    assert [in_focus(), in_focus("2021-01-01")] == [None, 50]
    partnership.suspended_on, partnership.ended_on = None, PartialDate(2022)
    partnership.save()
    assert [in_focus(), in_focus("2021-01-01")] == [None, 50]


def test_the_frame_holds_anniversaries_with_partnership_and_picture(jubilee, partnership, django_assert_num_queries):
    with django_assert_num_queries(1):
        frame = current_frame()
        (found,) = frame.anniversaries
        held = found.partnership.city_b.name, found.picture.title, found.motto
    assert (found, held) == (jubilee, ("Los Angeles", "Observatory", "Two of a kind"))
    assert frame.anniversaries_of(partnership) == (found,)
    assert frame.anniversaries_of(PartnershipFactory.build(pk=0)) == ()
