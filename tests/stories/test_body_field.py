"""The form field of a body, the rows of what it embeds, and what the editor is told about its cards."""

import json

import pytest
import reversion
from django import forms
from django.contrib.auth.models import Group
from django.db.models import ProtectedError
from django.urls import reverse
from reversion.models import Version

from sistercities.media.markup import thumbnail_url
from stories.body import MAX_LENGTH
from stories.models import Story, StoryText
from stories.widgets import BodyField
from tests.factories import OfficeFactory, PersonFactory, PictureFactory, QuoteFactory, StoryTextFactory, UserFactory

pytestmark = pytest.mark.django_db


def card(target, layout=""):
    layout = f' data-layout="{layout}"' if layout else ""
    return f'<sc-embed data-type="{target._meta.model_name}" data-id="{target.pk}"{layout}></sc-embed>'


class BodyForm(forms.Form):
    body = BodyField()


def errors(body):
    return BodyForm({"body": body}).errors.get("body", [])


# The field ------------------------------------------------------------------------------------------------------------


def test_field_sanitises():
    picture = PictureFactory()
    form = BodyForm({"body": f"<div>One</div>{card(picture)}<script>x</script>"})
    assert form.is_valid()
    assert form.cleaned_data["body"] == f"<p>One</p>\n{card(picture, 'wide')}"


def test_field_names_broken_cards():
    quote = QuoteFactory()
    body = f'<p>a</p>{card(quote)}<sc-embed data-type="quote" data-id="{quote.pk + 1}"></sc-embed>'
    assert errors(body) == [
        f"A card in the text is broken, what it points to does not exist: quote {quote.pk + 1}. "
        "Remove it or choose another."
    ]
    body += '<sc-embed data-type="picture" data-id="99"></sc-embed>' * 2
    assert errors(body) == [
        f"Cards in the text are broken, what they point to does not exist: quote {quote.pk + 1}, picture 99. "
        "Remove them or choose others."
    ]


def test_field_names_refused_links_and_keeps_what_was_typed():
    form = BodyForm({"body": '<p><a href="javascript:alert(1)">a</a> <a href="//b">b</a></p>'})
    assert form.errors["body"] == [
        "These addresses cannot be links: “javascript:alert(1)”, “//b”. Allowed are https://, http://, mailto:, tel: "
        "and pages of this site, which begin with one slash."
    ]
    assert "javascript:alert(1)" in form["body"].value()


def test_field_refuses_what_is_too_long_and_names_the_limit():
    assert errors("a" * MAX_LENGTH) == []
    assert errors("a" * (MAX_LENGTH + 1)) == [
        "The text has 200001 characters, more than the 200000 that a page may have."
    ]
    assert "maxlength" not in str(BodyForm()["body"])


def test_field_refuses_nul_and_emptiness():
    assert errors("<p>a\0</p>") == ["Null characters are not allowed."]
    assert errors("<p> &nbsp;</p>") == ["This field is required."]


def test_field_has_changed_only_when_the_stored_text_would():
    field = BodyField()
    assert not field.has_changed("<p>a</p>\n<h2>b</h2>", "<p>a</p><h2>b</h2><p></p>")
    assert not field.has_changed(None, "<p></p>")
    assert field.has_changed("<p>a</p>", "<p>a b</p>")


def test_widget_is_a_text_area_that_knows_where_to_ask():
    body = BodyForm({"body": "<p>a &amp; b</p>"})["body"]
    config = body.field.widget.config()
    assert config["choosers"] == {
        "picture": "/admin/media/picture/",
        "quote": "/admin/stories/quote/",
        "event": "/admin/events/event/",
    }
    assert config["cards"] == "/admin/stories/quote/cards/"
    assert {language["code"]: language["dir"] for language in config["languages"]}["ar"] == "rtl"
    html = str(body)
    assert html.startswith('<textarea name="body"')
    assert "&lt;p&gt;a &amp;amp; b&lt;/p&gt;</textarea>" in html


# The rows -------------------------------------------------------------------------------------------------------------


def rows(text):
    return [
        (row.position, "picture" if row.picture_id else "quote", row.picture_id or row.quote_id)
        for row in text.embeds.all()
    ]


def test_saving_a_text_keeps_its_cards_as_rows_in_order():
    picture, quote = PictureFactory(), QuoteFactory()
    text = StoryTextFactory(body=f"{card(quote)}<p>a</p>{card(picture)}{card(quote)}")
    assert rows(text) == [(0, "quote", quote.pk), (1, "picture", picture.pk), (2, "quote", quote.pk)]
    text.body = f"<p>a</p>{card(picture)}"
    text.save()
    assert rows(text) == [(0, "picture", picture.pk)]


def test_saving_a_text_sanitises_whichever_way_it_came():
    text = StoryTextFactory(body="<p onclick=x>a<script>b</script>")
    assert StoryText.objects.get(pk=text.pk).body == "<p>a</p>"


def test_saving_a_text_twice_writes_its_rows_once():
    text = StoryTextFactory(body=f"<p>a</p>{card(PictureFactory())}")
    before = list(text.embeds.values_list("pk", flat=True))
    text.save()
    assert list(text.embeds.values_list("pk", flat=True)) == before


def test_broken_cards_have_no_row_and_stay_in_the_text():
    text = StoryTextFactory(body='<p>a</p><sc-embed data-type="quote" data-id="77"></sc-embed>')
    assert rows(text) == []
    assert text.body == '<p>a</p>\n<sc-embed data-type="quote" data-id="77"></sc-embed>'


def test_what_a_text_embeds_cannot_be_deleted():
    picture, quote = PictureFactory(), QuoteFactory()
    text = StoryTextFactory(body=card(picture) + card(quote))
    for target in (picture, quote):
        with pytest.raises(ProtectedError):
            target.delete()
    text.delete()
    picture.delete()
    quote.delete()


def posted(page):
    """What a browser would send for a change form of the admin, as it stands."""
    formsets = [inline.formset for inline in page.context["inline_admin_formsets"]]
    forms = [page.context["adminform"].form, *(form for formset in formsets for form in formset.forms)]
    fields = [field for form in [*forms, *(formset.management_form for formset in formsets)] for field in form]
    values = {field.html_name: field.value() for field in fields}
    return {name: value for name, value in values.items() if value not in (None, False)}


def test_deleted_story_comes_back_with_what_it_embeds(client):
    OfficeFactory()
    client.force_login(UserFactory(is_superuser=True))
    quote = QuoteFactory()
    with reversion.create_revision():
        text = StoryTextFactory(body=f"<p>a</p>{card(quote)}")
        reversion.add_to_revision(text.story)
    text.story.delete()
    version = Version.objects.get_for_model(Story).get()
    url = reverse("admin:stories_story_recover", args=[version.pk])
    client.post(url, {**posted(client.get(url)), "_continue": "1"})
    assert rows(StoryText.objects.get()) == [(0, "quote", quote.pk)]


# The cards ------------------------------------------------------------------------------------------------------------


def ask(client, role, **query):
    user = UserFactory()
    if role:
        user.groups.add(Group.objects.get(name=role))
    client.force_login(user)
    return client.get(reverse("admin:stories_cards"), query)


def test_cards_tell_what_the_editor_shows(client):
    picture = PictureFactory(title="Bridge", licence="press", alt_text_de="")
    quote = QuoteFactory(words_de="", words_en="Hello.", speaker=PersonFactory(name="Mia"), role_title_de="")
    answer = ask(client, "author", picture=[picture.pk, 999], quote=quote.pk, language="de").json()
    assert answer == {
        "cards": [
            {
                "type": "picture",
                "id": picture.pk,
                "state": "found",
                "url": f"/admin/media/picture/{picture.pk}/change/",
                "title": "Bridge",
                "text": "Die Brücke.",
                "credit": "© Ada Lens",
                "thumbnail": thumbnail_url(picture) or "",
                "problems": ["The German alternative text is missing, and the picture is not marked as decorative."],
            },
            {"type": "picture", "id": 999, "state": "missing"},
            {
                "type": "quote",
                "id": quote.pk,
                "state": "found",
                "url": f"/admin/stories/quote/{quote.pk}/change/",
                "title": "Hello.",
                "lang": "en",
                "text": "Mia, Mayor",
                "problems": ["There are no words in this language yet: the other language’s are printed."],
            },
        ]
    }


def test_cards_show_each_account_only_what_it_may_view(client):
    picture, quote = PictureFactory(title="Hidden bridge"), QuoteFactory(words_en="Hidden words.")
    assert ask(client, "exporter", picture=picture.pk).status_code == 403
    assert ask(client, "media steward", quote=quote.pk).status_code == 403
    assert ask(client, "media steward", picture=picture.pk).status_code == 200
    assert ask(client, None, picture=picture.pk).status_code == 403
    client.logout()
    assert client.get(reverse("admin:stories_cards"), {"picture": picture.pk}).status_code == 302


@pytest.mark.parametrize("key", ["x", "-1", "1.5", "²", "9" * 30, ""])
def test_cards_refuse_what_is_no_key(client, key):
    assert ask(client, "author", picture=key).status_code == 400


def test_cards_cost_the_same_for_one_and_for_three(client, django_assert_num_queries):
    quotes, pictures = QuoteFactory.create_batch(3), PictureFactory.create_batch(3)
    ask(client, "author", quote=quotes[0].pk)
    for count in (1, 3):
        with django_assert_num_queries(7):  # frame, session, account, permissions twice, quotes, pictures
            client.get(
                reverse("admin:stories_cards"),
                {"quote": [q.pk for q in quotes[:count]], "picture": [p.pk for p in pictures[:count]]},
            )


def test_config_of_the_widget_is_valid_json():
    config = json.loads(
        BodyForm()["body"].field.widget.get_context("body", "", {})["widget"]["attrs"]["data-body-editor"]
    )
    assert sorted(config) == ["cards", "choosers", "labels", "languages", "limit", "wordsPerMinute"]
