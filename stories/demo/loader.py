"""The demonstration as rows: `load()` fills a database that no office has taken into use, and leaves every other alone.

All rows are written in one transaction, the files of the pictures before it; when anything fails, neither is there.
"""

from contextlib import ExitStack

import reversion
from django.contrib.auth import get_user_model
from django.core.files import File
from django.db import transaction
from django.utils import timezone

from sistercities.cities.models import Anniversary, City, Partnership
from sistercities.media.models import Licence, Medium, Picture
from sistercities.media.storing import files_written
from sistercities.media.uploads import read_picture
from sistercities.office.addresses import address
from sistercities.office.models import Office, StandingPage, StandingPageKind
from sistercities.people.models import Person, Role
from sistercities.publishing.operations import publish
from stories.demo import reading
from stories.demo.event_loader import load_events, load_places
from stories.models import Quote, Story, StoryText, Theme

CREATOR = "Sister Cities project"


def is_taken():
    """Has an office taken the database into use? Then its content is its own, even what this once was."""
    return Office.objects.exists()


def load(say=print, today=None):
    """Load everything, unless an office is there; return whether it did. `say` takes lines about the progress.

    `today` is the day around which events are put (a date), that of the home city's clock if none is given.

    Where a row with the same natural key exists (a city by its slug, a picture by title and creator, …), it is used as
    it is. Raises OSError when pictures cannot be stored, `ValidationError` and `NotReady` for content that is wrong.
    """
    if is_taken():
        return False
    with ExitStack() as files:
        written = _written_pictures(files, say)
        with transaction.atomic(), reversion.create_revision():
            reversion.set_comment("Demonstration content")
            rows = {"picture": {key: _kept_picture(*pair) for key, pair in written.items()}}
            rows["city"] = _cities(rows)
            rows["home_city"] = rows["city"][reading.table("office")["home_city"]]
            rows["partnership"], rows["anniversary"] = _partnerships(rows)
            rows["person"], rows["role"] = _people(rows)
            rows["quote"] = _quotes(rows)
            rows["theme"] = {key: _present_or_new(Theme, ["slug_en"], v) for key, v in reading.table("themes").items()}
            say(f"{len(rows['city'])} cities, {len(rows['partnership'])} partnerships, {len(rows['quote'])} quotes")
            load_places(rows, _present_or_new)
            rows["event"] = load_events(rows, today or timezone.localdate(timezone=rows["home_city"].zone), *_desk())
            say(f"{len(rows['event'])} events")
            published = _stories(rows)
            say(f"{published} stories in English and German")
            _office(rows)
            pages = _standing_pages(rows)
            say(f"{pages} standing pages")
    return True


def _present_or_new(model, keys, values):
    """The row whose `keys` have these values, or a new one that was checked like a form's."""
    present = model.objects.filter(**{key: values[key] for key in keys}).first()
    if present:
        return present
    row = model(**values)
    row.full_clean()
    row.save()
    return row


# Pictures -------------------------------------------------------------------------------------------------------------


def _written_pictures(files, say):
    """`{key: (picture, its WrittenFiles or None)}`: unsaved pictures with their files, or the rows that are there."""
    written = {}
    facts = reading.table("pictures")
    for number, (key, values) in enumerate(facts.items(), 1):
        focal_x, focal_y = values.pop("focal")
        present = Picture.objects.filter(title=values["title"], creator=CREATOR).first()
        if present:
            written[key] = present, None
            continue
        picture = Picture(
            **values,
            creator=CREATOR,
            medium=Medium.ILLUSTRATION,
            licence=Licence.CC0,
            source="Drawn for this project",
            focal_x=focal_x,
            focal_y=focal_y,
        )
        with reading.picture_path(key).open("rb") as file:
            new = read_picture(File(file, name=reading.picture_path(key).name))
        written[key] = picture, files.enter_context(files_written(picture, new))
        say(f"Picture {number} of {len(facts)}: {picture.title}")
    return written


def _kept_picture(picture, files):
    if files:
        files.put_on(picture)
        picture.full_clean()
        picture.save()
    return picture


# Reference data -------------------------------------------------------------------------------------------------------


def _cities(rows):
    cities = {}
    for key, values in reading.table("cities").items():
        if "picture" in values:
            values["picture"] = rows["picture"][values["picture"]]
        cities[key] = _present_or_new(City, ["slug_en"], values)
    return cities


def _partnerships(rows):
    """By the key of the partner city: the partnerships of the home city, and their anniversaries by their years."""
    home = reading.table("office")["home_city"]
    partnerships, anniversaries = {}, {}
    for key, values in reading.table("partnerships").items():
        years = values.pop("anniversaries", {})
        values |= {"city_a": rows["city"][home], "city_b": rows["city"][key], "slug": f"{home}-{key}"}
        partnership = partnerships[key] = _present_or_new(Partnership, ["slug"], values)
        for number, facts in years.items():
            facts |= {"partnership": partnership, "years": int(number), "picture": rows["picture"][facts["picture"]]}
            anniversaries[key, int(number)] = _present_or_new(Anniversary, ["partnership", "years"], facts)
    return partnerships, anniversaries


def _people(rows):
    """`{"person": Person}` and `{"person.role": Role}`."""
    people, roles = {}, {}
    for key, values in reading.table("people").items():
        held = values.pop("roles")
        person = people[key] = _present_or_new(Person, ["name"], values)
        for name, facts in held.items():
            facts |= {"person": person, "city": rows["city"][facts["city"]] if "city" in facts else None}
            roles[f"{key}.{name}"] = _present_or_new(Role, ["person", "title_en"], facts)
    return people, roles


def _quotes(rows):
    quotes = {}
    for key, values in reading.table("quotes").items():
        role = rows["role"][values.pop("role")]
        if "years" in values:
            values["anniversary"] = rows["anniversary"][values["anniversary"], values.pop("years")]
        values |= {
            "role": role,
            "speaker": role.person,
            "city": role.city,
            "role_title_en": role.title_en,
            "role_title_de": role.title_de,
        }
        quotes[key] = _present_or_new(Quote, ["words_en", "speaker"], values)
    return quotes


# Stories --------------------------------------------------------------------------------------------------------------


def _desk():
    """Who writes and who publishes; None where the accounts of the demonstration were not made."""
    user = get_user_model().objects
    return [user.filter(username=name).first() for name in ("author", "editor")]


def _stories(rows):
    """Write and publish them; return how many. A story whose address is in use already is left out."""
    author, editor = _desk()
    facts = reading.table("stories")
    texts = {key: reading.documents("stories", key) for key in facts}
    slugs = {key: {language: text[0]["slug"] for language, text in texts[key].items()} for key in facts}
    published = 0
    for key, values in facts.items():
        if any(StoryText.objects.filter(language=code, slug=slug).exists() for code, slug in slugs[key].items()):
            continue
        at = values.pop("published")
        story = _story(values, rows, author)
        for language, (fields, body) in texts[key].items():
            text = StoryText(story=story, language=language, is_ready=True, **fields)
            text.body = reading.with_links(
                reading.with_cards(body, lambda kind, name: rows[kind][name].pk), _addresses(language, rows, slugs)
            )
            text.full_clean()
            text.save()
        publish(story, editor, at=at)
        published += 1
    return published


def _story(values, rows, author):
    partner, years = values.get("partnership"), values.get("anniversary")
    story = Story(
        lead_picture=rows["picture"][values["lead_picture"]],
        partnership=rows["partnership"][partner] if partner else None,
        anniversary=rows["anniversary"][partner, years] if years else None,
        is_featured=values.get("is_featured", False),
        created_by=author,
        changed_by=author,
    )
    story.full_clean()
    story.save()
    story.cities.set(rows["city"][key] for key in values["cities"])
    story.themes.set(rows["theme"][key] for key in values["themes"])
    return story


def _addresses(language, rows, slugs=None):
    """The `address_of` of `reading.with_links` for texts in that language."""

    def address_of(kind, name):
        if kind == "story":
            return address("stories:story", language, slug=slugs[name][language])
        if kind == "city":
            return address("city", language, slug=getattr(rows["city"][name], f"slug_{language}"))
        return address(name, language)

    return address_of


# The office -----------------------------------------------------------------------------------------------------------


def _office(rows):
    values = reading.table("office")
    del values["pages_reviewed_on"]
    values |= {
        "home_city": rows["city"][values["home_city"]],
        "welcome_picture": rows["picture"][values["welcome_picture"]],
    }
    office = Office(**values)
    office.full_clean()
    office.save()


def _standing_pages(rows):
    reviewed_on = reading.table("office")["pages_reviewed_on"]
    written = 0
    for kind in StandingPageKind.values:
        if StandingPage.objects.filter(kind=kind).exists():
            continue
        page = StandingPage(kind=kind, reviewed_on=reviewed_on)
        for language, (fields, body) in reading.documents("pages", kind).items():
            setattr(page, f"title_{language}", fields["title"])
            setattr(page, f"body_{language}", reading.with_links(body, _addresses(language, rows)))
        page.full_clean()
        page.save()
        written += 1
    return written
