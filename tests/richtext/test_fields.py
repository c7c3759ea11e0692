"""The form field of rich text: what it stores, what it refuses, what its editor is told."""

import json

import pytest
from django import forms
from django.utils.translation import override

from sistercities.richtext.fields import RichTextField


def shouted(html):
    """Stands for a sanitiser: whoever uses the field brings one."""
    return html.upper()


class TextForm(forms.Form):
    text = RichTextField(sanitise=shouted, max_length=30, required=False)


def test_what_is_stored_went_through_the_sanitiser():
    form = TextForm({"text": "<p>a</p>"})
    assert form.is_valid()
    assert form.cleaned_data == {"text": "<P>A</P>"}


def test_a_text_that_the_sanitiser_leaves_alike_has_not_changed():
    changed = {text: TextForm({"text": text}, initial={"text": "<P>A</P>"}).has_changed() for text in ("<p>a</p>", "b")}
    assert changed == {"<p>a</p>": False, "b": True}


def test_a_text_that_the_sanitiser_empties_is_missing_where_one_is_required():
    field = RichTextField(sanitise=lambda html: "", max_length=30)
    with pytest.raises(forms.ValidationError, match="This field is required"):
        field.clean("<p></p>")


def test_the_editor_is_told_the_limit_that_the_field_checks_and_the_browser_is_not():
    box = TextForm()["text"]
    context = box.field.widget.get_context("text", "", box.build_widget_attrs({}))
    config = json.loads(context["widget"]["attrs"]["data-body-editor"])
    assert config["limit"] == 30
    assert "maxlength" not in context["widget"]["attrs"]


def test_languages_stand_in_the_alphabet_of_the_desk():
    def offered(language):
        with override(language):
            return [(row["code"], row["name"]) for row in TextForm().fields["text"].widget.config()["languages"][:3]]

    assert offered("en") == [("ar", "Arabic"), ("bg", "Bulgarian"), ("hr", "Croatian")]
    assert offered("de") == [("ar", "Arabisch"), ("bg", "Bulgarisch"), ("de", "Deutsch")]
