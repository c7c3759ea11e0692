"""The desk for cities, partnerships and anniversaries."""

import io

import pytest
from django.conf import settings
from django.contrib.auth.models import Permission
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from sistercities.cities.models import Anniversary, City, Partnership
from sistercities.dates.partial import PartialDate
from tests.factories import (
    BerlinFactory,
    CityFactory,
    LosAngelesFactory,
    OfficeFactory,
    PartnershipFactory,
    UserFactory,
)
from tests.publishing.forms import posted

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.fixture
def chief(client):
    client.force_login(UserFactory(is_superuser=True))
    return client


def viewer(*codenames):
    user = UserFactory()
    user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    return user


def url(obj, action="change"):
    return reverse(f"admin:{obj._meta.app_label}_{obj._meta.model_name}_{action}", args=[obj.pk])


def errors(response):
    return {name: list(messages) for name, messages in response.context["adminform"].form.errors.items()}


def jpeg():
    data = io.BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "Secret Camera"
    Image.new("RGB", (60, 80), "white").save(data, "JPEG", exif=exif)
    return data.getvalue()


# Cities ---------------------------------------------------------------------------------------------------------------

CITY = {
    "name_en": "Cologne",
    "name_de": "Köln",
    "country": "DE",
    "region": "europe",
    "time_zone": "Europe/Berlin",
    "latitude": "50.93",
    "longitude": "6.95",
}


def test_a_city_is_added_and_gets_its_addresses(chief):
    add = reverse("admin:cities_city_add")
    assert chief.post(add, posted(chief.get(add), **CITY)).status_code == 302
    city = City.objects.get()
    assert (city.name_de, city.slug_en, city.slug_de, city.time_zone) == ("Köln", "cologne", "koeln", "Europe/Berlin")


def test_the_time_zone_is_chosen_from_the_list_and_a_slip_gets_a_suggestion(chief):
    add = reverse("admin:cities_city_add")
    form = chief.get(add)
    assert '<option value="America/Los_Angeles"></option>' in form.text
    assert 'list="id_time_zone_zones"' in form.text
    refused = chief.post(add, posted(form, **CITY | {"time_zone": "Berlin"}))
    assert errors(refused) == {"time_zone": ["“Berlin” is no time zone of the IANA list. Do you mean Europe/Berlin?"]}
    assert 'value="Berlin"' in refused.text
    assert "Köln" in refused.text
    assert not City.objects.exists()


def test_places_that_are_not_on_earth_are_refused(chief):
    add = reverse("admin:cities_city_add")
    refused = chief.post(add, posted(chief.get(add), **CITY | {"latitude": "91", "longitude": "-181"}))
    assert errors(refused) == {
        "latitude": ["Ensure this value is less than or equal to 90."],
        "longitude": ["Ensure this value is greater than or equal to -180."],
    }


# Partnerships ---------------------------------------------------------------------------------------------------------


def test_a_new_partnership_begins_with_the_home_city(chief):
    partner, home = LosAngelesFactory(), BerlinFactory()
    OfficeFactory(home_city=home)
    add = reverse("admin:cities_partnership_add")
    form = posted(chief.get(add), city_b=partner.pk, signed_on="27. Juni 1967")
    assert form["city_a"] == str(home.pk)
    assert chief.post(add, form).status_code == 302
    partnership = Partnership.objects.get()
    assert (partnership.cities, partnership.slug) == ((partner, home), "berlin-los-angeles")
    assert partnership.signed_on == PartialDate(1967, 6, 27)


def test_the_form_shows_the_home_city_first_and_saving_it_changes_nothing(chief):
    partner, home = LosAngelesFactory(), BerlinFactory()
    OfficeFactory(home_city=home)
    partnership = PartnershipFactory(city_a=partner, city_b=home)
    form = posted(chief.get(url(partnership)))
    assert (form["city_a"], form["city_b"]) == (str(home.pk), str(partner.pk))
    assert chief.post(url(partnership), form).status_code == 302
    partnership.refresh_from_db()
    assert partnership.cities == (partner, home)


def test_one_city_cannot_be_its_own_partner_and_a_pair_exists_once(chief):
    partnership = PartnershipFactory()
    one, other = partnership.cities
    add = reverse("admin:cities_partnership_add")
    form = chief.get(add)
    alone = chief.post(add, posted(form, city_a=one.pk, city_b=one.pk, slug="x"))
    assert errors(alone) == {"city_b": ["A partnership joins two different cities."]}
    twice = chief.post(add, posted(form, city_a=other.pk, city_b=one.pk, slug="x"))
    assert errors(twice) == {"city_b": ["Los Angeles and Berlin have a partnership already."]}
    assert Partnership.objects.count() == 1


def test_dates_are_refused_at_their_field_in_words_and_stay_as_typed(chief):
    partnership = PartnershipFactory()
    form = posted(chief.get(url(partnership)), signed_on="05/06/1967")
    refused = chief.post(url(partnership), form)
    assert errors(refused) == {
        "signed_on": [
            "“05/06/1967” can be read in two ways, as 5\u00a0June\u00a01967 or as 6\u00a0May\u00a01967. "
            "Write the month as a word, or the date as 1967-06-05."
        ]
    }
    assert 'value="05/06/1967"' in refused.text
    refused = chief.post(url(partnership), form | {"signed_on": "5 June 1967", "ended_on": "June 1966"})
    assert errors(refused) == {"ended_on": ["This is before the date at “signed”."]}


# The scanned agreement ------------------------------------------------------------------------------------------------


def upload(chief, partnership, data, name="Vertrag Berlin.pdf", **changes):
    form = posted(chief.get(url(partnership)), **changes)
    return chief.post(url(partnership), form | {"agreement": SimpleUploadedFile(name, data)})


def test_a_scan_is_kept_privately_and_given_to_those_who_may_edit(chief, client, django_capture_on_commit_callbacks):
    partnership = PartnershipFactory()
    assert upload(chief, partnership, PDF).status_code == 302
    partnership.refresh_from_db()
    assert partnership.agreement.name.startswith("agreements/")
    assert partnership.agreement.name.endswith(".pdf")
    assert "Vertrag" not in partnership.agreement.name
    assert not partnership.agreement.path.startswith(str(settings.MEDIA_ROOT))

    download = chief.get(url(partnership, "agreement"))
    assert b"".join(download.streaming_content) == PDF
    assert {name: download[name] for name in ("Content-Type", "Content-Disposition", "X-Content-Type-Options")} == {
        "Content-Type": "application/pdf",
        "Content-Disposition": 'attachment; filename="berlin-los-angeles.pdf"',
        "X-Content-Type-Options": "nosniff",
    }
    assert download["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "no-store" in download["Cache-Control"]
    assert url(partnership, "agreement") in chief.get(url(partnership)).text
    with django_capture_on_commit_callbacks(execute=True):
        form = posted(chief.get(url(partnership)))
        chief.post(url(partnership), form | {"agreement-clear": "on"})
    partnership.refresh_from_db()
    assert not partnership.agreement
    assert chief.get(url(partnership, "agreement")).status_code == 404


def test_a_scan_as_picture_is_written_anew_without_what_the_camera_told(chief):
    partnership = PartnershipFactory()
    assert upload(chief, partnership, jpeg(), "scan.png").status_code == 302
    partnership.refresh_from_db()
    assert partnership.agreement.name.endswith(".jpg")
    with partnership.agreement.open() as file:
        kept = file.read()
    assert Image.open(io.BytesIO(kept)).size == (60, 80)
    assert b"Secret Camera" not in kept


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"<html><script>alert(1)</script>", "The scan must be a PDF, JPEG or PNG file; this is none."),
        (b"GIF89a" + b"\0" * 20, "The scan must be a PDF, JPEG or PNG file; this is none."),
        (PDF[:-6], "The PDF file is damaged or incomplete: its end is missing."),
        (jpeg()[:200], "The file is damaged or incomplete: the picture cannot be read as a whole."),
        (b"", "The submitted file is empty."),
    ],
)
def test_a_file_that_is_no_whole_scan_is_refused_and_the_rest_is_kept(chief, data, words):
    partnership = PartnershipFactory()
    refused = upload(chief, partnership, data, summary_en="Typed meanwhile")
    assert errors(refused) == {"agreement": [words]}
    assert "Typed meanwhile" in refused.text
    partnership.refresh_from_db()
    assert (bool(partnership.agreement), partnership.summary_en) == (False, "")


def test_a_scan_that_is_too_large_is_refused(chief, settings):
    settings.MEDIA_MAX_BYTES = 1000
    refused = upload(chief, PartnershipFactory(), PDF + b" " * 1000)
    assert "at most 1000\u00a0bytes are allowed" in errors(refused)["agreement"][0]


@pytest.mark.parametrize("permissions", [[], ["view_city"], ["view_partnership"]])
def test_nobody_else_gets_the_scan_nor_an_address_for_it(client, permissions):
    partnership = PartnershipFactory(agreement=ContentFile(PDF, "agreement.pdf"))
    client.force_login(viewer(*permissions))
    assert client.get(url(partnership, "agreement")).status_code == 403
    shown = client.get(url(partnership))
    assert "/agreement/" not in shown.text
    assert partnership.agreement.name not in shown.text
    client.logout()
    assert client.get(url(partnership, "agreement")).status_code == 302
    assert client.get(f"/media/{partnership.agreement.name}").status_code == 404


def test_somebody_who_may_only_look_is_told_that_there_is_a_scan(client):
    partnership = PartnershipFactory(agreement=ContentFile(PDF, "agreement.pdf"))
    client.force_login(viewer("view_partnership"))
    response = client.get(url(partnership))
    assert response.status_code == 200
    assert "on file" in response.text


def test_a_scan_that_is_not_there_is_not_found(chief):
    partnership = PartnershipFactory(agreement="agreements/gone.pdf")
    assert chief.get(url(partnership, "agreement")).status_code == 404
    assert chief.get(url(partnership)).status_code == 200


# Lists ----------------------------------------------------------------------------------------------------------------


def rows(response, column):
    return [str(getattr(response.context["cl"].model_admin, column)(obj)) for obj in response.context["cl"].result_list]


def test_the_list_of_partnerships_says_pair_and_state_and_filters_by_it(chief):
    home = BerlinFactory(pk=50)
    OfficeFactory(home_city=home)
    for key, fields in enumerate(
        ({}, {"suspended_on": PartialDate(2022, 2)}, {"ended_on": PartialDate(1999)}, {"kind": "friendship"})
    ):
        PartnershipFactory(
            city_a=home,
            # Every text of its own: the search for “2” must not meet the numbers that factories count.
            city_b=CityFactory(
                pk=10 + key, name_en=f"Partner {key}", name_de=f"P {key}", slug_en=f"p-{key}", slug_de=f"q-{key}"
            ),
            slug=f"partner-{key}",
            **{"signed_on": PartialDate(1970 + key), **fields},
        )
    changelist = reverse("admin:cities_partnership_changelist")
    response = chief.get(changelist)
    assert rows(response, "pair") == [f"Berlin – Partner {key}" for key in range(4)]
    assert rows(response, "state") == ["running", "suspended since February\u00a02022", "ended 1999", "running"]
    assert rows(response, "short_kind") == ["Partnership"] * 3 + ["Friendship"]
    found = {
        state: rows(chief.get(changelist, {"state": state}), "pair") for state in ("running", "suspended", "ended")
    }
    assert found == {
        "running": ["Berlin – Partner 0", "Berlin – Partner 3"],
        "suspended": ["Berlin – Partner 1"],
        "ended": ["Berlin – Partner 2"],
    }
    assert rows(chief.get(changelist, {"q": "partner 2"}), "pair") == ["Berlin – Partner 2"]


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("noun", "queries"), [("city", 9), ("partnership", 9), ("anniversary", 9)])
def test_lists_ask_as_often_for_three_rows_as_for_one(chief, django_assert_num_queries, noun, queries, count):
    home = BerlinFactory()
    OfficeFactory(home_city=home)
    for key in range(count):
        partnership = PartnershipFactory(city_a=home, city_b=CityFactory(), slug=f"pair-{key}")
        Anniversary.objects.create(partnership=partnership, years=50)
    changelist = reverse(f"admin:cities_{noun}_changelist")
    chief.get(changelist)
    with django_assert_num_queries(queries):
        assert chief.get(changelist).status_code == 200


def test_an_anniversary_is_taken_once_in_words(chief):
    anniversary = Anniversary.objects.create(partnership=PartnershipFactory(), years=50)
    add = reverse("admin:cities_anniversary_add")
    refused = chief.post(add, posted(chief.get(add), partnership=anniversary.partnership.pk, years=50))
    assert errors(refused) == {"__all__": ["This anniversary exists already."]}
