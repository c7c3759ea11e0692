"""Plain text is shown literally everywhere (promises 25, 27, 30, 39): every column holds markup, and no page obeys it.

The columns are filled past the forms, as a script or an old backup could; what no database rule refuses must be
harmless wherever it is printed. Pages are read with Python's HTML parser, feeds and sitemaps with an XML parser.
"""

import json
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.utils import DatabaseError
from django.urls import reverse

from sistercities.office.models import Feedback, StandingPage
from sistercities.publishing.models import PreviewAnswer, PreviewLink
from tests.factories import (
    AnniversaryFactory,
    OfficeFactory,
    PictureFactory,
    QuoteFactory,
    RoleFactory,
    StoryFactory,
    StoryTextFactory,
    ThemeFactory,
    UserFactory,
)
from tests.site.test_leak_tour import tour

pytestmark = pytest.mark.django_db

#: Ends elements, attributes, comments, CDATA, JSON; turns the direction; has what XML cannot write.
HOSTILE = (
    "\u202e'\"></title></script><!-- ]]><script>evil()</script><img src=x onerror=evil()>{{7*7}}%(x)s&amp;\x01\u2028"
)
NOT_WORDS = {
    "slug_en", "slug_de", "slug", "language", "region", "country", "time_zone", "ink", "kind", "medium", "licence",
    "stage", "original_language", "renditions_key", "renditions_recipe", "file", "agreement", "fingerprint", "ended_as",
    "token", "password", "username", "action", "codename", "content_type",
}  # fmt: skip
APPS = ("cities", "media", "office", "people", "publishing", "stories")


class Reader(HTMLParser):
    """Collects what a browser would run or ask for."""

    def __init__(self):
        super().__init__()
        self.dangers, self.data, self.script = [], [], None

    def handle_starttag(self, tag, attrs):
        names = dict(attrs)
        self.script = names.get("type", "") if tag == "script" else None
        if tag == "img" and names.get("src") == "x":
            self.dangers.append((tag, attrs))
        for name, value in attrs:
            is_script = (value or "").strip().lower().startswith(("javascript:", "data:text", "vbscript:"))
            if name.startswith("on") or name in ("style", "srcdoc") or is_script:
                self.dangers.append((tag, name, value))

    def handle_data(self, data):
        if self.script == "application/ld+json":
            self.data.append(data)
        elif self.script is not None and "evil()" in data:
            self.dangers.append(("script", data[:80]))

    def handle_endtag(self, tag):
        self.script = None


def dangers(page):
    reader = Reader()
    reader.feed(page)
    for data in reader.data:
        json.loads(data)
    return reader.dangers


def poison():
    """Fill every column of words with the hostile text, as far as the database lets it in; how many it let in."""
    filled = 0
    for app in APPS:
        for model in apps.get_app_config(app).get_models():
            if model.__name__.endswith("Edition"):
                continue  # published from the texts, and then never changed
            for field in model._meta.concrete_fields:
                if isinstance(field, (models.CharField, models.TextField)) and field.name not in NOT_WORDS:
                    length = field.max_length or 10_000
                    value = HOSTILE if length > len(HOSTILE) else HOSTILE[1:length]
                    try:
                        with transaction.atomic():
                            filled += models.QuerySet(model).update(**{field.name: value})
                    except (DatabaseError, ValidationError, ValueError):
                        continue  # a rule of the table refuses it, which is as good
    return filled


@pytest.fixture
def site(db):
    """One of everything, connected with everything, hostile, and live."""
    from sistercities.publishing.operations import publish

    anniversary = AnniversaryFactory()
    berlin, partner = anniversary.partnership.city_a, anniversary.partnership.city_b
    picture = PictureFactory(valid_until=None)
    OfficeFactory(home_city=berlin, email="office@example.org", welcome_picture=picture)
    quote = QuoteFactory(speaker=RoleFactory(city=partner).person, city=partner, source_url="https://example.org/")
    for kind in ("imprint", "privacy", "accessibility", "easy-language"):
        StandingPage.objects.create(kind=kind, body_en="<p>x</p>", body_de="<p>x</p>")
    stories = []
    for number in (1, 2):
        story = StoryFactory(
            cities=[berlin, partner],
            themes=[ThemeFactory()],
            lead_picture=picture,
            partnership=anniversary.partnership,
            anniversary=anniversary,
            created_by=UserFactory(),
        )
        for language in ("en", "de"):
            body = (
                f'<p>x</p><sc-embed data-type="quote" data-id="{quote.pk}"></sc-embed><p>y</p>'
                f'<sc-embed data-type="picture" data-id="{picture.pk}" data-layout="wide"></sc-embed>'
            )
            StoryTextFactory(story=story, language=language, slug=f"story-{number}", body=body)
        stories.append(story)
    link = PreviewLink.objects.create(
        manuscript=stories[0], recipient="x", expires_at=anniversary.created_at.replace(year=9000)
    )
    PreviewAnswer.objects.create(link=link, name="x", note="x", revision=1)
    Feedback.objects.create(message="x", page="x", email="x@example.org")
    for text in [text for story in stories for text in story.texts.all()]:
        models.QuerySet(type(text)).filter(pk=text.pk).update(
            title=HOSTILE, standfirst=HOSTILE, summary=HOSTILE, byline=HOSTILE, body=text.body + HOSTILE
        )
    for story in stories:
        publish(story, UserFactory())
    assert poison() > 40
    return {"story": stories[0], "link": link}


def test_no_public_page_obeys_what_stands_in_a_column(client, site):
    pages = tour(client)
    assert len(pages) > 20
    token = site["link"].token
    searches = ("/en/search/?q=evil", "/de/suche/?q=%3Cscript%3Eevil()%3C/script%3E", "/en/search/?q=title&kind=story")
    for address in (f"/preview/{token}/", f"/preview/{token}/?language=de", *searches):
        response = client.get(address)
        pages[address] = response.status_code, response.content.decode()
    assert {status for status, _text in pages.values()} <= {200, 302, 404}
    for address, (_status, text) in pages.items():
        if text.startswith("<?xml"):
            ElementTree.fromstring(text)
        elif "<html" in text:
            assert dangers(text) == [], address
    assert sum("evil()" in text for _status, text in pages.values()) > 10


@pytest.mark.parametrize("role", ["author", "administrator"])
def test_no_page_of_the_desk_obeys_what_stands_in_a_column(client, site, role):
    from django.contrib import admin
    from django.contrib.auth.models import Group

    user = UserFactory(first_name=HOSTILE[1:100], last_name=HOSTILE[1:100], username="<b>'\"")
    user.groups.add(Group.objects.get(name=role))
    story = site["story"]
    type(story).objects.update(created_by=user)
    client.force_login(user)
    doors = ("check", "publish", "schedule", "withdraw", "editions", "links", "changes", "imported")
    addresses = [reverse("admin:index"), f"{reverse('admin:stories_cards')}?picture=1&quote=1"]
    addresses += [
        reverse(f"admin:stories_story_{door}", args=[story.pk, "en"][: 1 + (door == "preview")]) for door in doors
    ]
    for edition in story.editions.all():
        addresses.append(reverse("admin:stories_story_compare", args=[story.pk, edition.pk]))
    for model in admin.site._registry:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        addresses.append(reverse(f"{name}_changelist"))
        for obj in models.QuerySet(model).all()[:2]:
            addresses += [reverse(f"{name}_{door}", args=[obj.pk]) for door in ("change", "history", "delete")]
    seen = 0
    for address in addresses:
        response = client.get(address)
        assert response.status_code in (200, 302, 403, 404), address
        page = response.content.decode()
        if response["Content-Type"].startswith("text/html") and response.status_code == 200:
            assert dangers(page) == [], address
            seen += "evil()" in page
    assert seen > 10
