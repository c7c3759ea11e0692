"""The desk for reference data in a real browser, under the desk's policy (which the fixtures watch)."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse

from sistercities.cities.models import Partnership
from sistercities.dates.partial import PartialDate
from sistercities.office.models import StandingPage
from tests.factories import OfficeFactory, PartnershipFactory, PersonFactory, RoleFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)

#: Django's own: its landmarks and headings, and Select2, whose closed box is a text box without a name of its own.
STOCK = {"region", "landmark-unique", "heading-order", "empty-table-header", "aria-input-field-name"}


@pytest.fixture
def desk(new_context, sign_in):
    def desk(**options):
        context = new_context(**options)
        sign_in(context, UserFactory(is_superuser=True))
        return context.new_page()

    return desk


@pytest.fixture
def partnership():
    partnership = PartnershipFactory(signed_on=None)
    OfficeFactory(home_city=partnership.city_a)
    return partnership


def change(obj):
    return reverse(f"admin:{obj._meta.app_label}_{obj._meta.model_name}_change", args=[obj.pk])


def test_a_date_is_said_back_while_it_is_typed(desk, partnership):
    page = desk()
    page.goto(change(partnership))
    said = page.locator("#id_signed_on_understood")
    signed = page.get_by_label("Signed:")
    for typed, words in (
        ("27.6.67", "Write the year with four digits, such as 1967."),
        ("27.6.1967", "27\u00a0June\u00a01967"),
        ("Herbst 2017", "autumn\u00a02017"),
        ("", ""),
        ("27 june 1967", "27\u00a0June\u00a01967"),
    ):
        signed.fill(typed)
        page.wait_for_function(
            "([id, words]) => document.getElementById(id).textContent === words",
            arg=[
                "id_signed_on_understood",
                words,
            ],
        )
    assert said.evaluate("output => output.matches(':not(.is-problem)')")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("was changed successfully").wait_for()
    assert Partnership.objects.get().signed_on == PartialDate(1967, 6, 27)


def test_a_date_of_an_added_role_is_said_back_too(desk):
    person = PersonFactory()
    page = desk()
    page.goto(change(person))
    page.get_by_role("button", name="Add another Role").click()
    page.locator("#id_roles-0-held_from").fill("Juli 2013")
    page.locator("#id_roles-0-held_from_understood", has_text="July").wait_for()


def test_a_standing_page_is_written_with_the_editor(desk):
    OfficeFactory()
    page = desk()
    page.goto(reverse("admin:office_standingpage_add"))
    page.get_by_label("Page:").select_option("imprint")
    box = page.get_by_role("textbox", name="Text (German)")
    box.click()
    page.keyboard.type("Wer wir sind")
    german = page.locator(".body-editor", has=box)
    german.get_by_role("button", name="Heading", exact=True).click()
    page.keyboard.press("Enter")
    page.keyboard.type("Zwei  Zeilen")
    assert box.get_attribute("lang") == "de"
    assert german.get_by_role("button", name="Insert a picture").count() == 0
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("was added successfully").wait_for()
    stored = StandingPage.objects.get()
    assert (stored.body_en, stored.body_de) == ("", "<h2>Wer wir sind</h2><p>Zwei  Zeilen</p>")
    page.goto(change(stored))
    assert page.get_by_role("textbox", name="Text (German)").inner_text().split("\n")[0] == "Wer wir sind"


def test_what_two_people_change_meets_in_words(desk, partnership):
    ada, ben = desk(), desk()
    for page in (ada, ben):
        page.goto(change(partnership))
    ada.get_by_label("Summary (English):").fill("By Ada")
    ada.get_by_role("button", name="Save", exact=True).click()
    ada.get_by_text("was changed successfully").wait_for()
    ben.get_by_label("Summary (English):").fill("By Ben")
    ben.get_by_role("button", name="Save", exact=True).click()
    ben.get_by_text("Nothing was saved, and everything you typed is still here.").wait_for()
    assert ben.get_by_text("Stored meanwhile: “By Ada”").is_visible()
    assert ben.get_by_label("Summary (English):").input_value() == "By Ben"
    assert Partnership.objects.get().summary_en == "By Ada"


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1440, "dark")])
def test_forms_and_lists_have_no_barriers_and_fit_the_window(desk, partnership, width, scheme):
    RoleFactory(held_from=PartialDate(2013))
    StandingPage.objects.create(kind="accessibility", body_en="<p>Text</p>")
    page = desk(viewport={"width": width, "height": 900}, color_scheme=scheme)
    found = []
    for address in (
        reverse("admin:cities_city_add"),
        change(partnership),
        reverse("admin:cities_partnership_changelist"),
        change(RoleFactory().person),
        reverse("admin:people_person_changelist"),
        change(StandingPage.objects.get()),
        reverse("admin:office_office_change", args=[1]),
        reverse("admin:press_report"),
        reverse("admin:press_dossier_changelist"),
        reverse("admin:index"),
    ):
        page.goto(address)
        page.wait_for_load_state("networkidle")
        results = Axe().run(page, options={"resultTypes": ["violations"]})
        # Axe measures with inline styles, which the policy blocks and reports.
        page.context.complaints.found[:] = [
            complaint for complaint in page.context.complaints.found if "Applying inline style" not in complaint
        ]
        for violation in results.response["violations"]:
            if violation["id"] not in STOCK:
                found.append((address, violation["id"], [node["html"][:120] for node in violation["nodes"][:3]]))
        if page.evaluate("document.documentElement.scrollWidth") > width:
            found.append((address, "wider than the window"))
    assert found == [], found
