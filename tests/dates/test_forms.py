"""The form field says back what it understood, keeps what was typed, and stores it."""

import re

import pytest
from django import forms
from django.contrib.admin.widgets import AdminTextInputWidget
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import translation

from sistercities.cities.models import Partnership
from sistercities.dates.fields import PartialDateField
from sistercities.dates.forms import FirstDateFormField, PartialDateFormField, PartialDateInput, TypedRange
from sistercities.dates.partial import PartialDate
from tests.factories import PartnershipFactory, UserFactory

EXAMPLES = "Write it as 1967, June 1967, 27 June 1967 or autumn 2017."
JUNE_27 = PartialDate(1967, 6, 27)
NBSP = "\u00a0"


class SignedForm(forms.Form):
    signed_on = PartialDateFormField(required=False, label="Signed", help_text="When?")


def test_cleans_to_a_partial_date_or_none():
    forms_ = [SignedForm({"signed_on": text}) for text in ("27. Juni 1967", "", "  ")]
    assert [form.is_valid() for form in forms_] == [True, True, True]
    assert [form.cleaned_data["signed_on"] for form in forms_] == [JUNE_27, None, None]


def test_the_input_says_back_what_it_understood_and_is_described_by_it():
    html = SignedForm({"signed_on": "27.6.1967"})["signed_on"].as_widget()
    assert 'value="27.6.1967"' in html
    assert 'aria-describedby="id_signed_on_helptext id_signed_on_understood"' in html
    assert re.search(r"<output.*</output>", html)[0] == (
        '<output class="partial-date-words" id="id_signed_on_understood" for="id_signed_on" '
        f'data-understand="/admin/understand-date/">27{NBSP}June{NBSP}1967</output>'
    )


def test_the_input_prints_a_stored_date_as_one_would_type_it():
    with translation.override("de"):
        html = SignedForm(initial={"signed_on": JUNE_27})["signed_on"].as_widget()
    assert 'value="27. Juni 1967"' in html


def test_what_is_not_understood_stays_in_the_input_with_the_reason():
    form = SignedForm({"signed_on": "05/06/1967 <b>"})
    assert form.errors == {
        "signed_on": [
            "“05/06/1967 <b>” is not a date that can be understood. "
            "Write it as 1967, June 1967, 27 June 1967 or autumn 2017."
        ]
    }
    html = form["signed_on"].as_widget()
    assert 'value="05/06/1967 &lt;b&gt;"' in html
    assert 'aria-invalid="true"' in html
    assert "></output>" in html


@pytest.mark.parametrize(
    ("initial", "typed", "changed"),
    [
        (JUNE_27, "27 June 1967", False),
        (JUNE_27, "27.6.1967", False),
        (JUNE_27, "June 1967", True),
        (JUNE_27, "", True),
        (None, "", False),
        (None, "1967", True),
        (JUNE_27, "nonsense", True),
    ],
)
def test_another_spelling_of_the_same_date_is_no_change(initial, typed, changed):
    form = SignedForm({"signed_on": typed}, initial={"signed_on": initial})
    assert form.has_changed() is changed


def test_the_model_field_gives_the_input_also_where_the_admin_asks_for_its_own():
    field = PartialDateField("signed", null=True, blank=True)
    assert isinstance(field.formfield().widget, PartialDateInput)
    assert isinstance(field.formfield(widget=AdminTextInputWidget).widget, PartialDateInput)


def test_the_model_field_refuses_text_that_is_no_edtf():
    with pytest.raises(ValidationError, match="is not a date"):
        PartialDateField().clean("27 June 1967", None)
    assert PartialDateField().clean("1967-06-27", None) == JUNE_27


@pytest.mark.django_db
def test_the_model_field_stores_edtf_and_reads_partial_dates():
    partnership = PartnershipFactory(signed_on=JUNE_27, ended_on=None)
    assert Partnership.objects.get().signed_on == JUNE_27
    assert Partnership.objects.get().ended_on is None
    assert Partnership.objects.filter(signed_on="1967-06-27").get() == partnership
    assert Partnership.objects.filter(signed_on__startswith="1967").count() == 1
    assert Partnership._meta.get_field("signed_on").value_to_string(partnership) == "1967-06-27"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("27.6.1967", {"words": f"27{NBSP}June{NBSP}1967"}),
        ("", {}),
        ("31 June 1967", {"problem": "There is no such date in the calendar: “31 June 1967”."}),
        (
            "<script>",
            {"problem": f"“<script>” is not a date that can be understood. {EXAMPLES}"},
        ),
    ],
)
def test_the_desk_is_told_while_it_types_what_a_date_means(client, text, answer):
    client.force_login(UserFactory())
    response = client.get(reverse("understand-date"), {"text": text})
    assert response.json() == answer
    assert "no-store" in response["Cache-Control"]


@pytest.mark.django_db
def test_the_desk_is_told_what_a_range_means_where_a_field_takes_one(client):
    client.force_login(UserFactory())
    address, text = reverse("understand-date"), "4–5 October 2017"
    assert client.get(address, {"text": text, "range": ""}).json() == {"words": f"4–5{NBSP}October{NBSP}2017"}
    assert client.get(address, {"text": text}).json() == {
        "problem": f"“{text}” is not a date that can be understood. {EXAMPLES}"
    }


def test_the_first_of_two_fields_takes_a_whole_range():
    field = FirstDateFormField()
    october = [PartialDate(2017, 10, day) for day in (4, 5)]
    assert field.clean("4.–5. Oktober 2017") == TypedRange(*october)
    assert field.clean("4 October 2017") == october[0]
    assert field.has_changed(october[0], "4.10.2017") is False
    assert field.has_changed(october[0], "4–5 October 2017") is True
    html = field.widget.render("starts_on", "4-5 October 2017", {"id": "id_starts_on"})
    assert f'data-understand="/admin/understand-date/?range">4–5{NBSP}October{NBSP}2017</output>' in html
    with pytest.raises(ValidationError, match="the end comes before the start"):
        field.clean("October 2017 – September 2017")


@pytest.mark.django_db
def test_outsiders_are_sent_to_the_login(client):
    response = client.get(reverse("understand-date"), {"text": "1967"})
    assert response.status_code == 302
    assert response["Location"].startswith("/admin/login/")
    client.force_login(UserFactory(is_staff=False))
    assert client.get(reverse("understand-date"), {"text": "1967"}).status_code == 302


@pytest.mark.django_db
def test_only_reading_is_answered(client):
    client.force_login(UserFactory())
    assert client.post(reverse("understand-date"), {"text": "1967"}).status_code == 405
