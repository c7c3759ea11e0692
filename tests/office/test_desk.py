"""The desk for the office, its standing pages, its feedback, and what is due."""

import datetime

import pytest
import time_machine
from django.contrib.auth.models import Permission
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from sistercities.office.models import Feedback, Office, StandingPage
from sistercities.office.reminders import reminders
from tests.factories import BerlinFactory, OfficeFactory, UserFactory
from tests.publishing.forms import posted

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 11, 23)
NOW = datetime.datetime(2026, 11, 23, 12, tzinfo=datetime.UTC)


@pytest.fixture
def chief(client):
    client.force_login(UserFactory(is_superuser=True))
    return client


def staff(*codenames):
    user = UserFactory()
    user.user_permissions.set(Permission.objects.filter(codename__in=codenames, content_type__app_label="office"))
    return user


def errors(response):
    return {name: list(messages) for name, messages in response.context["adminform"].form.errors.items()}


def feedback(days_ago, **fields):
    row = Feedback.objects.create(message=f"Written {days_ago} days ago", **fields)
    Feedback.objects.filter(pk=row.pk).update(at=NOW - datetime.timedelta(days=days_ago))
    row.refresh_from_db()
    return row


# The office -----------------------------------------------------------------------------------------------------------

OFFICE = {"site_name_en": "Sister Cities", "site_name_de": "Partnerstädte", "name_en": "Office", "name_de": "Büro"}


def test_the_office_is_one_form_without_list_second_row_or_deletion(chief):
    berlin = BerlinFactory()
    changelist, add = reverse("admin:office_office_changelist"), reverse("admin:office_office_add")
    assert chief.get(changelist)["Location"] == add
    assert chief.post(add, posted(chief.get(add), home_city=berlin.pk, **OFFICE)).status_code == 302
    change = reverse("admin:office_office_change", args=[1])
    assert chief.get(changelist)["Location"] == change
    assert chief.get(add).status_code == 403
    assert chief.post(reverse("admin:office_office_delete", args=[1]), {"post": "yes"}).status_code == 403
    assert Office.objects.get().name_de == "Büro"


def test_a_second_office_is_refused_also_by_the_database():
    office = OfficeFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        Office(**OFFICE, home_city=office.home_city).save()
    assert Office.objects.get().name_de == office.name_de


def test_others_do_not_see_the_office(client):
    OfficeFactory()
    client.force_login(staff("change_feedback"))
    assert client.get(reverse("admin:office_office_changelist")).status_code == 403
    assert client.get(reverse("admin:office_office_change", args=[1])).status_code == 403


@pytest.mark.parametrize(
    ("contact", "is_allowed"),
    [
        ("security@example.org", True),
        ("mailto:security@example.org", True),
        ("https://example.org/security", True),
        ("http://example.org/security", False),
        ("javascript:alert(1)", False),
        ("https://example.org/a\nExpires: never", False),
        ("call us", False),
    ],
)
def test_the_security_contact_is_a_mail_or_https_address(contact, is_allowed):
    field = Office._meta.get_field("security_contact")
    if is_allowed:
        assert field.clean(contact, None) == contact
    else:
        with pytest.raises(ValidationError, match="e-mail address"):
            field.clean(contact, None)


# Standing pages -------------------------------------------------------------------------------------------------------


def test_a_page_is_written_in_both_languages_and_sanitised(chief):
    add = reverse("admin:office_standingpage_add")
    form = posted(
        chief.get(add), kind="imprint", title_en="Imprint", body_en="<p>Us<script>x</script></p>", body_de="<p>Wir</p>"
    )
    assert chief.post(add, form).status_code == 302
    page = StandingPage.objects.get()
    assert (page.body_en, page.body_de) == ("<p>Us</p>", "<p>Wir</p>")


def test_a_link_that_leads_nowhere_allowed_is_refused_by_name_and_the_text_kept(chief):
    add = reverse("admin:office_standingpage_add")
    form = posted(chief.get(add), kind="imprint", body_en='<p><a href="javascript:x">Long text</a></p>')
    refused = chief.post(add, form)
    assert errors(refused) == {
        "body_en": [
            "This address cannot be a link: “javascript:x”. Allowed are https://, http://, mailto:, tel: and pages of "
            "this site, which begin with one slash."
        ]
    }
    assert "Long text" in refused.text
    assert not StandingPage.objects.exists()


def test_only_pages_that_are_missing_are_offered_and_the_kind_stays(chief):
    page = StandingPage.objects.create(kind="imprint")
    offered = chief.get(reverse("admin:office_standingpage_add")).context["adminform"].form.fields["kind"].choices
    assert [value for value, _label in offered] == ["", "privacy", "accessibility", "easy-language", "sign-language"]
    change = reverse("admin:office_standingpage_change", args=[page.pk])
    chief.post(change, posted(chief.get(change), title_en="Imprint") | {"kind": "privacy"})
    page.refresh_from_db()
    assert (page.kind, page.title_en) == ("imprint", "Imprint")


@time_machine.travel(NOW)
def test_a_review_is_not_entered_before_it_took_place(chief):
    page = StandingPage.objects.create(kind="accessibility")
    change = reverse("admin:office_standingpage_change", args=[page.pk])
    refused = chief.post(change, posted(chief.get(change), reviewed_on="2026-11-25"))
    assert errors(refused) == {"reviewed_on": ["This day is still to come."]}


# What is due ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reviewed_on", "is_due"), [(None, True), ("2025-11-22", True), ("2025-11-23", False), ("2026-11-23", False)]
)
def test_the_accessibility_statement_is_reviewed_every_year(reviewed_on, is_due):
    day = reviewed_on and datetime.date.fromisoformat(reviewed_on)
    assert StandingPage(kind="accessibility", reviewed_on=day).is_review_due(TODAY) is is_due
    assert StandingPage(kind="imprint", reviewed_on=day).is_review_due(TODAY) is False


@time_machine.travel(NOW)
def test_the_desk_begins_with_what_is_due(chief):
    page = StandingPage.objects.create(kind="accessibility", reviewed_on=datetime.date(2025, 1, 1))
    feedback(31)
    feedback(29)
    text = chief.get(reverse("admin:index")).text
    assert "The accessibility statement was last reviewed more than a year ago. Review it and enter the day." in text
    assert reverse("admin:office_standingpage_change", args=[page.pk]) in text
    assert "1 message has waited for an answer for more than a month." in text
    form = chief.get(reverse("admin:office_standingpage_change", args=[page.pk])).text
    assert "This statement must be reviewed every year." in form


@time_machine.travel(NOW)
def test_nobody_is_reminded_of_what_they_may_not_do():
    feedback(31)
    assert reminders(staff("view_feedback", "view_standingpage"), NOW) == []
    assert [reminder.words for reminder in reminders(staff("change_feedback"), NOW)] == [
        "1 message has waited for an answer for more than a month."
    ]
    assert [reminder.words for reminder in reminders(staff("change_standingpage"), NOW)] == [
        "There is no accessibility statement yet. Every public body must have one."
    ]


@time_machine.travel(NOW)
def test_nothing_is_said_when_nothing_is_due(chief):
    StandingPage.objects.create(kind="accessibility", reviewed_on=TODAY)
    feedback(29)
    feedback(90, answered_at=NOW)
    assert "This is due" not in chief.get(reverse("admin:index")).text


# Feedback -------------------------------------------------------------------------------------------------------------


def test_a_message_is_read_and_never_changed_only_marked_as_answered(chief):
    row = feedback(3, email="visitor@example.org")
    change = reverse("admin:office_feedback_change", args=[row.pk])
    form = posted(chief.get(change))
    assert chief.post(change, form | {"is_answered": "on", "message": "Forged", "email": "x@y.z"}).status_code == 302
    row.refresh_from_db()
    assert (row.message, row.email) == ("Written 3 days ago", "visitor@example.org")
    assert row.answered_at is not None
    answered_at = row.answered_at
    chief.post(change, posted(chief.get(change)))
    row.refresh_from_db()
    assert row.answered_at == answered_at
    chief.post(change, {name: value for name, value in posted(chief.get(change)).items() if name != "is_answered"})
    row.refresh_from_db()
    assert row.answered_at is None


def test_nobody_writes_feedback_on_the_desk(chief):
    assert chief.get(reverse("admin:office_feedback_add")).status_code == 403


@time_machine.travel(NOW)
def test_feedback_is_listed_by_what_it_waits_for(chief):
    late, fresh, done = feedback(40), feedback(2), feedback(50, answered_at=NOW)
    changelist = reverse("admin:office_feedback_changelist")
    found = {
        value: [row.pk for row in chief.get(changelist, {"answer": value}).context["cl"].result_list]
        for value in ("open", "overdue", "answered")
    }
    assert found == {"open": [fresh.pk, late.pk], "overdue": [late.pk], "answered": [done.pk]}


def test_messages_are_marked_as_answered_together_once(chief):
    rows = [feedback(3), feedback(4, answered_at=NOW)]
    data = {"action": "mark_answered", "_selected_action": [row.pk for row in rows]}
    response = chief.post(reverse("admin:office_feedback_changelist"), data, follow=True)
    assert "1 message is marked as answered." in response.text
    rows[1].refresh_from_db()
    assert rows[1].answered_at == NOW
    assert not Feedback.objects.open().exists()


def test_who_may_only_read_marks_nothing():
    row = feedback(3)
    reader = Client()
    reader.force_login(staff("view_feedback"))
    change = reverse("admin:office_feedback_change", args=[row.pk])
    assert "Waiting" in reader.get(change).text
    assert reader.post(change, {"is_answered": "on"}).status_code == 403
    data = {"action": "mark_answered", "_selected_action": [row.pk]}
    reader.post(reverse("admin:office_feedback_changelist"), data)
    row.refresh_from_db()
    assert row.answered_at is None


def test_messages_are_shown_literally(chief):
    row = feedback(1)
    Feedback.objects.filter(pk=row.pk).update(message="<script>alert(1)</script>")
    for address in (
        reverse("admin:office_feedback_changelist"),
        reverse("admin:office_feedback_change", args=[row.pk]),
    ):
        text = chief.get(address).text
        assert "&lt;script&gt;alert(1)" in text
        assert "<script>alert(1)" not in text


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("noun", "queries"), [("feedback", 10), ("standingpage", 9)])
def test_lists_ask_as_often_for_three_rows_as_for_one(chief, django_assert_num_queries, noun, queries, count):
    for kind in ("imprint", "privacy", "accessibility")[:count]:
        StandingPage.objects.create(kind=kind, reviewed_on=timezone.localdate())
        feedback(1)
    changelist = reverse(f"admin:office_{noun}_changelist")
    chief.get(changelist)
    with django_assert_num_queries(queries):
        assert chief.get(changelist).status_code == 200
