"""Quotes: the role frozen on that day, the two languages, the form on the desk, and what forbids their deletion."""

import re

import pytest
from django.contrib.auth.models import Group
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.urls import reverse

from sistercities.dates.partial import PartialDate
from stories.models.references import Quote
from tests.factories import (
    CityFactory,
    OfficeFactory,
    PersonFactory,
    QuoteFactory,
    RoleFactory,
    StoryTextFactory,
    UserFactory,
    publish_story,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def speaker():
    return PersonFactory(name="Mia Example")


@pytest.fixture
def mayor(speaker):
    return RoleFactory(
        person=speaker,
        title_en="Mayor",
        title_de="Bürgermeisterin",
        held_from=PartialDate(2010),
        held_until=PartialDate(2015),
        city=CityFactory(),
    )


@pytest.fixture
def minister(speaker):
    return RoleFactory(
        person=speaker, title_en="Minister", title_de="Ministerin", held_from=PartialDate(2016), held_until=None
    )


def signed_in(client, role):
    user = UserFactory()
    user.groups.add(Group.objects.get(name=role))
    client.force_login(user)
    return client


@pytest.fixture
def editor(client):
    return signed_in(client, "editor")


def form(**values):
    names = ["words_en", "words_de", "original_language", "speaker", "said_on", "role", "role_title_en"]
    names += ["role_title_de", "city", "source", "source_url"]
    return {name: values.get(name, "") for name in names}


def save(client, quote=None, **values):
    """Send the form as the page gave it, with these values changed; returns the response."""
    url = reverse("admin:stories_quote_change", args=[quote.pk]) if quote else reverse("admin:stories_quote_add")
    page = client.get(url)
    data = {**form(), **{name: value or "" for name, value in page.context["adminform"].form.initial.items()}, **values}
    hidden = page.context["adminform"].form.hidden_fields()
    return client.post(url, {**data, **{field.html_name: field.value() or "" for field in hidden}})


def test_role_is_copied_when_a_quote_is_stored_without_a_title(mayor):
    quote = Quote.objects.create(words_en="Hello.", speaker=mayor.person, role=mayor)
    assert (quote.role_title_en, quote.role_title_de, quote.city) == ("Mayor", "Bürgermeisterin", mayor.city)


def test_role_stays_frozen_when_it_is_renamed_or_deleted(mayor):
    quote = Quote.objects.create(words_en="Hello.", speaker=mayor.person, role=mayor)
    mayor.title_en = "Governor"
    mayor.save()
    quote.refresh_from_db()
    quote.save()
    assert quote.role_title_en == "Mayor"
    mayor.delete()
    quote.refresh_from_db()
    assert (quote.role, quote.role_title_en) == (None, "Mayor")


@pytest.mark.parametrize(("language", "words"), [("en", ("Hello.", "en")), ("de", ("Hallo.", "de"))])
def test_words_are_those_of_the_language(language, words):
    assert Quote(words_en="Hello.", words_de="Hallo.").in_language("words", language) == words


def test_words_of_the_other_language_stand_in():
    assert Quote(words_en="Hello.", words_de=" ").in_language("words", "de") == ("Hello.", "en")
    assert Quote().in_language("words", "de") == ("", "de")


@pytest.mark.parametrize(
    ("original", "language", "is_translation"),
    [("de", "en", True), ("de", "de", False), ("", "en", False), ("en", "de", True)],
)
def test_translation_is_what_is_not_in_the_original_language(original, language, is_translation):
    assert Quote(original_language=original).is_translation(language) is is_translation


def test_quote_without_words_is_refused_by_the_database_and_by_the_form(editor):
    with pytest.raises(IntegrityError), transaction.atomic():
        Quote.objects.create()
    response = save(editor, source="Letter")
    assert response.context["adminform"].form.errors == {
        "__all__": ["A quote needs its words in at least one language."]
    }
    assert response.context["adminform"].form["source"].value() == "Letter"
    assert Quote.objects.count() == 0


def test_form_finds_the_role_of_that_day(editor, mayor, minister):
    save(editor, words_en="Hello.", speaker=mayor.person_id, said_on="June 2012")
    quote = Quote.objects.get()
    assert (quote.role, quote.role_title_en, quote.role_title_de) == (mayor, "Mayor", "Bürgermeisterin")
    assert quote.city == mayor.city


def test_choice_of_the_role_names_where_roles_are_asked_for(editor):
    page = editor.get(reverse("admin:stories_quote_add")).content.decode()
    assert re.search(r'<select name="role"[^>]* data-roles="([^"]*)"', page)[1] == reverse("admin:stories_quote_roles")


def test_form_keeps_a_title_that_was_typed(editor, mayor):
    save(editor, words_en="Hello.", speaker=mayor.person_id, said_on="2012", role_title_en="Mayor of the town")
    quote = Quote.objects.get()
    assert (quote.role, quote.role_title_en, quote.role_title_de) == (None, "Mayor of the town", "")


def test_form_copies_the_title_anew_when_another_role_is_chosen(editor, mayor, minister):
    quote = Quote.objects.create(words_en="Hello.", speaker=mayor.person, role=mayor)
    save(editor, quote, role=minister.pk)
    quote.refresh_from_db()
    assert (quote.role_title_en, quote.role_title_de) == ("Minister", "Ministerin")


def test_form_refuses_a_role_of_somebody_else(editor, speaker):
    stranger = RoleFactory(person=PersonFactory())
    response = save(editor, words_en="Hello.", speaker=speaker.pk, role=stranger.pk)
    assert list(response.context["adminform"].form.errors) == ["role"]
    assert Quote.objects.count() == 0


def test_roles_answer_with_the_one_held_on_that_day(editor, mayor, minister):
    RoleFactory()  # somebody else's
    answer = editor.get(
        reverse("admin:stories_quote_roles"), {"speaker": mayor.person_id, "said_on": "1 June 2017"}
    ).json()
    assert answer == {
        "held": minister.pk,
        "roles": [
            {
                "id": minister.pk,
                "label": "Minister (2016 –)",
                "title_en": "Minister",
                "title_de": "Ministerin",
                "city": None,
            },
            {
                "id": mayor.pk,
                "label": "Mayor (2010 – 2015)",
                "title_en": "Mayor",
                "title_de": "Bürgermeisterin",
                "city": {"id": mayor.city_id, "name": str(mayor.city)},
            },
        ],
    }


@pytest.mark.parametrize("query", [{}, {"speaker": "9" * 30}, {"speaker": "x"}, {"speaker": "²"}, {"said_on": "soon"}])
def test_roles_answer_with_none_to_nonsense(editor, query):
    RoleFactory()
    assert editor.get(reverse("admin:stories_quote_roles"), query).json() == {"roles": [], "held": None}


def test_roles_are_for_those_who_may_edit_quotes(client):
    assert signed_in(client, "media steward").get(reverse("admin:stories_quote_roles")).status_code == 403


def test_form_shows_the_quote_as_it_prints_and_where_it_is_used(editor):
    OfficeFactory()
    quote = QuoteFactory(words_en="Build bridges.")
    text = StoryTextFactory(
        title="Bridges", body=f'<p>a</p><sc-embed data-type="quote" data-id="{quote.pk}"></sc-embed>'
    )
    page = editor.get(reverse("admin:stories_quote_change", args=[quote.pk])).content.decode()
    assert '<p class="q">Build bridges.</p>' in page
    address = reverse("admin:stories_story_change", args=[text.story_id])
    assert f'<a href="{address}">Story “Bridges” (not public)</a>' in page


def test_form_tells_authors_nothing_about_the_stories_of_others(client):
    OfficeFactory()
    quote = QuoteFactory()
    StoryTextFactory(title="Secret plans", body=f'<sc-embed data-type="quote" data-id="{quote.pk}"></sc-embed>')
    page = signed_in(client, "author").get(reverse("admin:stories_quote_change", args=[quote.pk])).content.decode()
    assert "Secret plans" not in page
    assert "and elsewhere, where your account does not reach" in page


def test_deletion_of_a_used_quote_is_refused_with_where_it_is_used(editor):
    OfficeFactory()
    quote = QuoteFactory()
    publish_story(
        words={"title": "Bridges", "body": f'<p>a</p><sc-embed data-type="quote" data-id="{quote.pk}"></sc-embed>'}
    )
    with pytest.raises(ProtectedError):
        quote.delete()
    url = reverse("admin:stories_quote_delete", args=[quote.pk])
    assert "Bridges" in editor.get(url).content.decode()
    editor.post(url, {"post": "yes"})
    assert Quote.objects.filter(pk=quote.pk).exists()


def test_deletion_is_free_when_the_text_no_longer_has_the_quote(editor):
    quote = QuoteFactory()
    text = StoryTextFactory(body=f'<p>a</p><sc-embed data-type="quote" data-id="{quote.pk}"></sc-embed>')
    text.body = "<p>a</p>"
    text.save()
    editor.post(reverse("admin:stories_quote_delete", args=[quote.pk]), {"post": "yes"})
    assert not Quote.objects.exists()


def test_list_finds_by_words_and_speaker_and_says_what_is_missing(editor, speaker):
    QuoteFactory(words_en="Build bridges.", words_de="", speaker=speaker, original_language="en")
    QuoteFactory(words_en="", words_de="Nur deutsch.", speaker=None, original_language="de")
    url = reverse("admin:stories_quote_changelist")

    def found(**query):
        return [str(quote) for quote in editor.get(url, query).context["cl"].result_list]

    assert found(q="bridges") == found(q="mia") == found(missing="de") == ["Build bridges."]
    assert found(missing="en") == found(missing="speaker") == ["Nur deutsch."]
    rows = editor.get(url).content.decode()
    assert [rows.count(f">{word}<") for word in ("missing", "original")] == [2, 2]


def test_list_costs_the_same_for_one_and_for_three(editor, django_assert_num_queries):
    url = reverse("admin:stories_quote_changelist")
    editor.get(url)
    for count in (1, 2):
        QuoteFactory.create_batch(count)
        with django_assert_num_queries(11):
            editor.get(url)
