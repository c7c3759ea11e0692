"""The register of partnerships."""

import datetime

import pytest
from django.utils.text import slugify

from sistercities.cities.models import Partnership
from sistercities.dates.partial import PartialDate
from tests.factories import AnniversaryFactory, CityFactory, PartnershipFactory, PictureFactory
from tests.site.pages import Page, read

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 11, 24, 12, tzinfo=datetime.UTC)


@pytest.fixture(autouse=True)
def clock(time_machine):
    time_machine.move_to(NOW, tick=False)


def partner(berlin, name, signed=None, **fields):
    slug, place = slugify(name), {name: fields.pop(name) for name in ("latitude", "longitude") if name in fields}
    region = fields.pop("region", "asia")
    city = CityFactory(name_en=name, name_de=name, slug_en=slug, slug_de=slug, region=region, **place)
    signed_on = signed and PartialDate.from_edtf(signed)
    return PartnershipFactory(city_a=berlin, city_b=city, slug=f"berlin-{slug}", signed_on=signed_on, **fields)


def groups(page):
    """`{heading: [entry, …]}` of the sections of partner cities."""
    found = {}
    for section in page.html.split("<section aria-labelledby=")[1:]:
        part = Page(section.partition("</section>")[0])
        found[part.texts["h2"][0]] = part.texts["li"]
    return found


def test_register_lists_partners_by_region(client, office, berlin):
    partner(berlin, "Tokyo", "1994-05-14")
    page = read(client.get("/en/partnerships/"))
    assert page.h1 == ["Partner cities"]
    assert groups(page) == {
        "Europe": ["Praguesince 10\u00a0June\u00a01995"],
        "The Americas": ["Los\u00a0Angelessince 27\u00a0June\u00a01967"],
        "Asia": ["Tokyosince 14\u00a0May\u00a01994"],
    }
    assert ("Tokyosince 14\u00a0May\u00a01994", "/en/partnerships/berlin-tokyo/") in page.links
    assert "Berlin has 3 partner cities on three continents. Los\u00a0Angeles was the first, in 1967." in page.text
    german = read(client.get("/de/partnerschaften/")).text.replace("\u00a0", " ")
    assert "Berlin hat 3 Partnerstädte auf drei Kontinenten. Los Angeles war die erste, im Jahr 1967." in german
    assert [chip for chip in page.attributes["a"] if chip.get("class") == "chip"] == [
        {"class": "chip", "href": "/en/partnerships/", "aria-current": "page"},
        {"class": "chip", "href": "/en/partnerships/?sort=year"},
        {"class": "chip", "href": "/en/partnerships/?sort=name"},
    ]


def test_register_by_year_goes_by_decades(client, office, berlin):
    partner(berlin, "Jakarta", "1993")
    partner(berlin, "Nowhere")
    page = read(client.get("/de/partnerschaften/?sort=year"))
    assert groups(page) == {
        "1960–1969": ["Los\u00a0Angelesseit 27.\u00a0Juni\u00a01967"],
        "1990–1999": ["Jakartaseit 1993", "Pragseit 10.\u00a0Juni\u00a01995"],
        page.texts["h2"][2]: ["Nowhere"],
    }
    assert page.link("canonical") == [
        {"rel": "canonical", "href": "http://testserver/de/partnerschaften/?sort=year"},
    ]
    assert ("English", "/en/partnerships/?sort=year") in page.links


def test_register_by_name_forgets_accents(client, office, berlin):
    partner(berlin, "Ürümqi", "2001")
    partner(berlin, "Zagreb", "2002")
    page = read(client.get("/en/partnerships/?sort=name"))
    assert page.texts["b"][:4] == ["Los\u00a0Angeles", "Prague", "Ürümqi", "Zagreb"]
    assert list(groups(page)) == ["A to Z"]


@pytest.mark.parametrize("value", ["region", "x", "Year", "name/"])
def test_orders_that_there_are_not_are_not_found(client, office, value):
    assert client.get(f"/en/partnerships/?sort={value}").status_code == 404


def test_register_has_a_map_of_europe_where_the_world_has_no_room_for_the_names(client, office, berlin):
    def maps():
        page = read(client.get("/en/partnerships/"))
        return [svg["aria-label"] for svg in page.attributes["svg"] if svg.get("role") == "img"]

    world = "World map: lines lead from Berlin to its {} partner cities."
    assert maps() == [world.format(2)]
    for name, latitude, longitude in (("Warsaw", "52.2", "21"), ("Paris", "48.9", "2.4"), ("Tokyo", "35.7", "139.7")):
        partner(berlin, name, "1990", latitude=latitude, longitude=longitude)
    assert maps() == [world.format(5), "Map of Europe: Berlin and 3 of its partner cities."]
    assert "All cities of the map are listed below." in client.get("/en/partnerships/").content.decode()
    berlin.latitude, berlin.longitude = "34", "-118"
    berlin.save()
    assert maps() == [world.format(5)]


def test_register_says_what_is_no_partnership_what_rests_and_what_ended(client, office, berlin):
    partner(berlin, "Bern", "2001", kind="friendship", region="europe")
    partner(berlin, "Kyiv", "2003", kind="contact", region="europe")
    partner(berlin, "Rome", kind="contact", region="europe")
    partner(berlin, "Moscow", "1990", suspended_on=PartialDate(2022, 3))
    partner(berlin, "Pskov", "1991", ended_on=PartialDate(2010, 5, 1))
    partner(berlin, "Riga", ended_on=PartialDate(2011))
    partner(berlin, "Later", "1999", ended_on=PartialDate(2030))
    page = read(client.get("/en/partnerships/"))
    assert groups(page) == {
        "Europe": [
            "Praguesince 10\u00a0June\u00a01995",
            "Bernfriendship since 2001",
            "Kyivcontact since 2003",
            "Romecontact",
        ],
        "The Americas": ["Los\u00a0Angelessince 27\u00a0June\u00a01967"],
        "Asia": ["Latersince 1999"],
        "At rest": ["Moscowat rest since March\u00a02022"],
        "Ended": ["Pskov1991 – 1\u00a0May\u00a02010", "Rigauntil 2011"],
    }
    # Los Angeles, Prague, Later, and Moscow, whose partnership rests.
    assert "Berlin has 4 partner cities" in page.text


def test_register_announces_round_anniversaries_that_do_not_rest(client, office, berlin, partnership):
    partner(berlin, "Moscow", "1987", suspended_on=PartialDate(2022))
    partner(berlin, "Paris", "1987")
    partner(berlin, "Oslo", "1988-12-01")  # 40 years in more than 24 months
    page = read(client.get("/en/partnerships/"))
    titles = [link for link in page.links if "years Berlin" in link[0]]
    assert titles == [
        ("40\u00a0years Berlin\u00a0– Paris", "/en/partnerships/berlin-paris/"),
        ("60\u00a0years Berlin\u00a0– Los\u00a0Angeles", "/en/partnerships/berlin-los-angeles/"),
    ]
    assert [entry for entry in page.texts["li"] if "years Berlin" in entry] == [
        "40\u00a0years Berlin\u00a0– Paris2027 · counted by year",
        "60\u00a0years Berlin\u00a0– Los\u00a0Angeles27\u00a0June\u00a02027",
    ]
    AnniversaryFactory(partnership=partnership, years=60)
    page = read(client.get("/en/partnerships/"))
    assert titles[1][0] in [text for text, href in page.links if href == "/en/partnerships/berlin-los-angeles/60/"]


def test_register_puts_the_city_of_the_anniversary_in_focus(client, office, berlin, los_angeles, prague, partnership):
    for city in (prague, los_angeles):
        city.picture, city.introduction_en = PictureFactory(title=city.name_en), f"About {city.name_en}."
        city.save()
    page = read(client.get("/en/partnerships/"))
    assert "In focus: Los\u00a0Angeles" in page.texts["h2"]  # its round anniversary is the next
    AnniversaryFactory(partnership=Partnership.objects.get(city_b=prague), years=30)
    page = read(client.get("/en/partnerships/"))
    assert "In focus: Prague" in page.texts["h2"]
    assert ("30 years", "/en/partnerships/berlin-prague/30/") in page.links
    assert "ink-fir" in page.attributes["body"][0]["class"]


@pytest.mark.parametrize("number", [1, 3])
def test_register_costs_one_query(client, office, berlin, number, django_assert_num_queries):
    for n in range(number):
        AnniversaryFactory(partnership=partner(berlin, f"City{n}x", "1977-02-28"))
    with django_assert_num_queries(1):
        client.get("/en/partnerships/")


def test_register_of_an_empty_site_says_so(client, db):
    page = read(client.get("/en/partnerships/"))
    assert "This site is being set up." in page.text
    assert "<svg viewBox" not in page.html.partition("<main")[2]


def test_register_tells_machines_its_list_and_where_it_stands(client, office):
    (data,) = read(client.get("/en/partnerships/")).data
    page, steps = data["@graph"]
    assert [item["url"] for item in page["mainEntity"]["itemListElement"]] == [
        "http://testserver/en/partnerships/berlin-los-angeles/",
        "http://testserver/en/partnerships/berlin-prague/",
    ]
    assert [step["name"] for step in steps["itemListElement"]] == ["Sister Cities", "Partner cities"]


def navigation(client, path="/en/"):
    html = client.get(path).content.decode()
    nav = Page(html[html.index('<nav class="nav"') :].partition("</nav>")[0])
    current = [a["href"] for a in nav.attributes["a"] if "aria-current" in a]
    return nav.links, current


def test_navigation_leads_to_the_register_and_to_the_anniversary(client, office, partnership):
    AnniversaryFactory(partnership=partnership, years=50)
    links, _current = navigation(client)
    assert ("Partner cities", "/en/partnerships/") in links
    assert links[-1] == ("50 years Berlin – Los\u00a0Angeles", "/en/partnerships/berlin-los-angeles/50/")
    assert navigation(client, "/en/partnerships/")[1] == ["/en/partnerships/"]
    assert navigation(client, "/en/partnerships/berlin-los-angeles/")[1] == ["/en/partnerships/"]
    assert navigation(client, "/en/partnerships/berlin-los-angeles/50/")[1] == [
        "/en/partnerships/berlin-los-angeles/50/"
    ]
