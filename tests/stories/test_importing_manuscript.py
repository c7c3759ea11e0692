"""What an import writes: rows, nothing twice, nothing that the user may not, all or nothing."""

import threading

import pytest
from django.contrib.auth.models import Group
from django.db import connections
from reversion.models import Version

from sistercities.media.models import Licence, Medium, Picture
from sistercities.people.models import Person, Role
from sistercities.publishing.models import AuditAction, AuditEntry, Stage
from stories.body import embeds
from stories.importing.decoding import NotImportable
from stories.importing.manuscript import SameTitle, import_text
from stories.importing.parsing import parse
from stories.models import Quote, Story, StoryText
from tests.factories import (
    CityFactory,
    PersonFactory,
    PictureFactory,
    QuoteFactory,
    RoleFactory,
    StoryFactory,
    StoryTextFactory,
    UserFactory,
)

TEXT = """Bread & <Roses>

Two bakers, one oven.

They met in 1994 & never left.

“Dough is patient.” (Ada Holm, Baker)

What they bake

- rye
- rolls <small>

Oven at night © Lea Brandt; Rye © Lea Brandt / dpa

Back to all stories
"""

pytestmark = pytest.mark.django_db


def imported(text=TEXT, language="en", **leave):
    return parse(text, language, **leave)


def account(*roles):
    user = UserFactory()
    user.groups.set(Group.objects.filter(name__in=roles))
    assert user.groups.count() == len(roles)
    return user


def counts():
    return {model.__name__: model.objects.count() for model in (Story, StoryText, Person, Role, Quote, Picture)}


def test_an_import_writes_a_draft_with_everything_in_its_place():
    user = account("editor")
    report = import_text(imported(), by=user)

    story = Story.objects.get()
    assert (story.stage, story.created_by, story.changed_by, story.revision) == (Stage.DRAFT, user, user, 1)
    assert story.lead_picture is None

    quote, oven, rye = Quote.objects.get(), Picture.objects.get(title="Oven at night"), Picture.objects.get(title="Rye")
    text = StoryText.objects.get()
    assert (text.story, text.language, text.is_ready) == (story, "en", False)
    assert (text.title, text.slug, text.standfirst) == ("Bread & <Roses>", "bread-roses", "Two bakers, one oven.")
    assert text.body.split("\n") == [
        "<p>They met in 1994 &amp; never left.</p>",
        f'<sc-embed data-type="quote" data-id="{quote.pk}"></sc-embed>',
        "<h2>What they bake</h2>",
        "<ul><li><p>rye</p></li><li><p>rolls &lt;small&gt;</p></li></ul>",
        f'<sc-embed data-type="picture" data-id="{oven.pk}" data-layout="wide"></sc-embed>',
        f'<sc-embed data-type="picture" data-id="{rye.pk}" data-layout="wide"></sc-embed>',
        "<p>Back to all stories</p>",
    ]
    assert [(embed.quote, embed.picture) for embed in text.embeds.all()] == [(quote, None), (None, oven), (None, rye)]
    assert (quote.words_en, quote.words_de, quote.role_title_en, quote.role_title_de) == (
        "Dough is patient.",
        "",
        "Baker",
        "",
    )
    assert (quote.speaker.name, quote.role.title_en, quote.role.title_de) == ("Ada Holm", "Baker", "")
    assert (oven.creator, oven.credit_line, oven.file.name) == ("Lea Brandt", "", "")
    assert (rye.creator, rye.credit_line, rye.credit) == ("Lea Brandt", "Lea Brandt / dpa", "Lea Brandt / dpa")
    assert report.story == story


def test_a_picture_that_waits_for_its_file_blocks_publishing():
    import_text(imported(), by=None)
    text = StoryText.objects.get()
    text.is_ready = True
    text.save()
    messages = [str(problem.message) for problem in text.story.readiness() if problem.is_blocking]
    assert any("Oven at night" in message for message in messages)


def test_the_report_says_what_became_what():
    report = import_text(imported(), by=None)
    assert report.sections() == [
        (
            "Understood",
            [
                "Line 1: title: “Bread & <Roses>”",
                "Line 3: standfirst: “Two bakers, one oven.”",
                "2 paragraphs",
                "1 heading",
                "1 list",
                "Line 7: quote “Dough is patient.”: new",
                "Line 7: person “Ada Holm”: new",
                "Line 7: role “Baker”: new",
                "Line 14: picture “Oven at night” © Lea Brandt: new, waits for its file",
                "Line 14: picture “Rye” © Lea Brandt / dpa: new, waits for its file",
            ],
        ),
        (
            "Not understood, left in the text",
            [
                "Line 16: Looks like a link of the web page it came from. It stays in the text: delete it there if it"
                " is none of it. “Back to all stories”"
            ],
        ),
        (
            "Please check",
            [
                "Line 1: Marks such as ** or <b> are kept as text. “Bread & <Roses>”",
                "Line 12: Marks such as ** or <b> are kept as text. “- rolls <small>”",
            ],
        ),
    ]


def test_the_audit_trail_keeps_the_report():
    user = account("editor")
    report = import_text(imported(), by=user)
    entry = AuditEntry.objects.get(action=AuditAction.IMPORTED)
    assert (entry.user, entry.object_id, entry.detail) == (user, str(report.story.pk), report.as_text())


def test_the_history_keeps_the_first_version():
    report = import_text(imported(), by=None)
    assert Version.objects.get_for_object(report.story).count() == 1


def test_what_exists_is_used_and_not_changed():
    city = CityFactory()
    person = PersonFactory(name="ada HOLM")
    role = RoleFactory(person=person, title_en="baker", title_de="Bäckerin", city=city)
    oven = PictureFactory(title="Oven at night", creator="LEA Brandt", file="originals/oven.jpg")
    before = counts()
    report = import_text(imported(), by=None)
    assert counts() == {**before, "Story": 1, "StoryText": 1, "Quote": 1, "Picture": 2}
    quote = Quote.objects.get()
    assert (quote.speaker, quote.role, quote.city) == (person, role, city)
    # As the text prints it, and in the other language as it is known.
    assert (quote.role_title_en, quote.role_title_de) == ("Baker", "Bäckerin")
    person.refresh_from_db()
    assert person.name == "ada HOLM"
    assert report.pictures[0] == oven
    assert report.sections()[0][1][5:9] == [
        "Line 7: quote “Dough is patient.”: new",
        "Line 7: person “ada HOLM”: exists already",
        "Line 7: role “baker”: exists already",
        "Line 14: picture “Oven at night” © LEA Brandt: exists already",
    ]


def test_the_same_quote_is_one_even_if_its_role_has_changed():
    person = PersonFactory(name="Ada Holm")
    quote = QuoteFactory(speaker=person, words_en="dough is  patient.", role_title_en="Apprentice")
    report = import_text(imported(), by=None)
    assert report.quotes == [quote]
    assert (
        "Line 7: quote “dough is  patient.”: exists already. "
        "The quote exists with the role “Apprentice”; the text says “Baker”."
    ) in report.sections()[0][1]


def test_the_same_words_of_another_speaker_are_another_quote():
    QuoteFactory(words_en="Dough is patient.")
    assert import_text(imported(), by=None).quotes[0].speaker.name == "Ada Holm"
    assert Quote.objects.count() == 2


def test_of_two_people_of_one_name_the_one_with_the_role_speaks():
    PersonFactory(name="Ada Holm")
    baker = RoleFactory(person=PersonFactory(name="Ada Holm"), title_en="Baker").person
    assert import_text(imported(), by=None).quotes[0].speaker == baker


def test_of_two_people_of_one_name_without_the_role_the_first_is_taken_and_named():
    first, _second = PersonFactory(name="Ada Holm"), PersonFactory(name="Ada Holm")
    report = import_text(imported(), by=None)
    assert report.quotes[0].speaker == first
    assert (
        "Line 7: person “Ada Holm”: exists already. 2 people are called Ada Holm: check that the right one is meant."
    ) in report.sections()[0][1]


@pytest.mark.parametrize("name", ["Davide D’Amico", "Davide D'Amico", "davide d`amico"])
def test_a_name_is_found_whatever_its_apostrophe(name):
    person = PersonFactory(name=name)
    report = import_text(imported("Title\n\n“Words.” (Davide D´Amico, grip)\n\nText."), by=None)
    assert report.quotes[0].speaker == person


def test_a_speaker_and_a_picture_that_stand_twice_are_added_once():
    text = "Title\n\nLead.\n\n“One.” (Ann Bee, poet)\n\n“Two.” (ANN BEE, Poet)\n\nPark © Bo Dee; Park © Bo Dee"
    import_text(imported(text), by=None)
    assert counts() == {"Story": 1, "StoryText": 1, "Person": 1, "Role": 1, "Quote": 2, "Picture": 1}
    assert [embed.type for embed in embeds(StoryText.objects.get().body)] == ["quote", "quote", "picture", "picture"]


def test_a_credit_without_a_title_is_named_after_the_story():
    text = "Langer Weg\n\nVorspann.\n\nText.\n\nFoto: Ann Bee; Illustration: Bo Dee, CC0; © Cy Fox, CC BY 2.0"
    import_text(imported(text, "de"), by=None)
    rows = Picture.objects.order_by("pk").values_list("title", "creator", "medium", "licence", "usage_terms")
    assert list(rows) == [
        ("Langer Weg: Foto", "Ann Bee", Medium.PHOTOGRAPH, "", ""),
        ("Langer Weg: Illustration", "Bo Dee", Medium.ILLUSTRATION, Licence.CC0, ""),
        (rows[2][0], "Cy Fox", Medium.PHOTOGRAPH, "", "CC BY 2.0"),
    ]
    assert rows[2][0].startswith("Langer Weg: ")


def test_a_picture_named_after_a_long_title_still_fits_its_field():
    text = "T" * 160 + "\n\nLead.\n\nText.\n\nPicture credits\n\nPictures credits 12 – 14: Ann Bee"
    import_text(imported(text), by=None)
    assert Picture.objects.get().title == "T" * 157 + "…: Picture credits Pictures credits 12 – 14"


# Again, and beside ---------------------------------------------------------------------------------------------------


def test_the_same_title_is_refused_until_the_user_knows():
    first = import_text(imported(), by=None).story
    before = counts()
    with pytest.raises(SameTitle) as caught:
        import_text(imported(TEXT.replace("Bread", "BREAD", 1)), by=None)
    assert (caught.value.stories, counts()) == ([first], before)
    second = import_text(imported(), by=None, beside=[first.pk])
    assert counts() == {**before, "Story": 2, "StoryText": 2}
    assert second.text.slug == "bread-roses-2"


def test_the_same_title_in_the_other_language_is_no_reason():
    StoryTextFactory(language="de", title="Bread & <Roses>")
    import_text(imported(), by=None)
    assert Story.objects.count() == 2


def test_stories_that_the_user_may_not_see_are_not_named():
    StoryTextFactory(title="Bread & <Roses>")
    import_text(imported(), by=None, among=Story.objects.none())
    assert Story.objects.count() == 2


def test_the_other_language_joins_an_existing_story():
    story = StoryTextFactory(language="en", story=StoryFactory(revision=4)).story
    report = import_text(imported(language="de"), by=None, story=story)
    story.refresh_from_db()
    assert (report.is_addition, story.revision) == (True, 5)
    assert sorted(story.texts.values_list("language", "title")) == [
        ("de", "Bread & <Roses>"),
        ("en", story.texts.get(language="en").title),
    ]


def test_a_language_that_is_taken_is_refused_and_an_empty_text_is_filled():
    story = StoryTextFactory(language="en").story
    empty = StoryTextFactory(story=story, language="de", title="", standfirst="", body="")
    with pytest.raises(NotImportable, match="in this language already"):
        import_text(imported(), by=None, story=story)
    assert import_text(imported(language="de"), by=None, story=story).text.pk == empty.pk


# All or nothing ------------------------------------------------------------------------------------------------------


def test_a_trial_reports_like_an_import_and_stores_nothing():
    before = counts()
    trial = import_text(imported(), by=None, is_trial=True)
    assert (counts(), AuditEntry.objects.count()) == (before, 0)
    assert trial.as_text() == import_text(imported(), by=None).as_text()


@pytest.mark.parametrize(
    ("text", "code"),
    [("a" * 161 + "\n\nText.", "no_title"), ("Title\n\n“Words.” (Ann Bee, poet)\n\n" + "<p>&" * 49_980, "too_long")],
)
def test_a_refused_import_leaves_nothing(text, code):
    before = counts()
    with pytest.raises(NotImportable) as caught:
        import_text(imported(text), by=None)
    assert (caught.value.code, counts()) == (code, before)


@pytest.mark.django_db(transaction=True)
def test_two_imports_at_the_same_moment_make_one_manuscript():
    results = []

    def work():
        try:
            results.append(import_text(imported(), by=None).story.pk)
        except SameTitle as error:
            results.append(f"same as {error.stories[0].pk}")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    (story,) = Story.objects.all()
    assert sorted(results, key=str) == [story.pk, f"same as {story.pk}"]


# What the user may not -----------------------------------------------------------------------------------------------


def test_an_author_imports_quotes_and_pictures():
    import_text(imported(), by=account("author"))
    assert counts() == {"Story": 1, "StoryText": 1, "Person": 1, "Role": 1, "Quote": 1, "Picture": 2}


@pytest.mark.parametrize(
    ("missing", "kinds"),
    [
        ("stories.add_quote", ["picture", "picture"]),
        ("stories.view_quote", ["picture", "picture"]),
        ("people.add_person", ["picture", "picture"]),
        ("people.add_role", ["picture", "picture"]),
        ("people.view_person", ["picture", "picture"]),
        ("media.add_picture", ["quote"]),
        ("media.view_picture", ["quote"]),
    ],
)
def test_what_the_user_may_not_add_stays_text_and_is_listed(missing, kinds):
    user = account("author")
    app, codename = missing.split(".")
    group = user.groups.get()
    group.permissions.remove(group.permissions.get(content_type__app_label=app, codename=codename))
    report = import_text(imported(), by=user)
    assert [embed.type for embed in embeds(report.text.body)] == kinds
    line, text = (
        (7, "<p>“Dough is patient.” (Ada Holm, Baker)</p>")
        if kinds != ["quote"]
        else (14, "<p>Oven at night © Lea Brandt; Rye © Lea Brandt / dpa</p>")
    )
    assert text in report.text.body
    assert (line, "may_not_add") in [(note.line, note.code) for note in report.imported.left]
    if kinds != ["quote"]:
        assert (Person.objects.count(), Role.objects.count(), Quote.objects.count()) == (0, 0, 0)


def test_a_user_who_may_not_add_people_still_quotes_those_there_are():
    user = account("author")
    group = user.groups.get()
    group.permissions.remove(*group.permissions.filter(content_type__app_label="people", codename__startswith="add"))
    RoleFactory(person=PersonFactory(name="Ada Holm"), title_en="Baker")
    assert [quote.speaker.name for quote in import_text(imported(), by=user).quotes] == ["Ada Holm"]
