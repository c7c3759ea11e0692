"""A walk through every public address: what is not public shows nowhere, and once it is published it shows everywhere.

The idea is from simonw/simonwillisonblog, blog/tests.py: walk, publish, walk again. The second walk proves that the
first one had something to find.
"""

import datetime
import html
import re
from urllib.parse import urljoin, urlsplit

import pytest
from django.utils import timezone

from sistercities.publishing.models import PreviewLink
from sistercities.publishing.operations import publish, withdraw
from stories.models import StoryEdition
from tests.factories import (
    AnniversaryFactory,
    BerlinFactory,
    CityFactory,
    OfficeFactory,
    PartnershipFactory,
    PersonFactory,
    PictureFactory,
    QuoteFactory,
    StoryFactory,
    StoryTextFactory,
    ThemeFactory,
    UserFactory,
    publish_story,
)

ENTRANCES = (
    *("/", "/en/", "/de/", "/en/stories/", "/de/geschichten/", "/en/stories/feed/", "/de/geschichten/feed/"),
    *("/sitemap.xml", "/robots.txt", "/.well-known/security.txt", "/healthz"),
)
LINK = re.compile(r'(?:href|src)="([^"]*)"|<loc>([^<]*)</loc>')
PAST = datetime.datetime(2003, 5, 1, 12, tzinfo=datetime.UTC)
HIDDEN = ("draft", "planned", "withdrawn", "expired", "unready")


def tour(client):
    """`{address: (status, text)}` of every address of this site that links lead to, from the entrances on."""
    waiting, pages = [*ENTRANCES], {}
    while waiting:
        address = waiting.pop()
        if address in pages:
            continue
        response = client.get(address)
        text = response.content.decode(errors="replace")
        pages[address] = response.status_code, text
        if "Location" in response.headers:
            waiting.append(urljoin(address, response.headers["Location"]))
        for found in LINK.findall(text):
            target = urlsplit(urljoin(f"http://testserver{address}", html.unescape("".join(found))))
            is_page = target.scheme == "http" and not target.path.startswith(("/media/", "/static/", "/admin/"))
            if is_page and target.netloc == "testserver":
                waiting.append(target.path + (f"?{target.query}" if target.query else ""))
    return pages


def secret(kind, language):
    """Every field of a story, each with a word of its own that stands nowhere else."""
    words = ("title", "standfirst", "summary", "byline")
    fields = {name: f"{name} Secret{kind}{language}" for name in words}
    return fields | {"slug": f"secret-{kind}-{language}", "language": language}


def hidden_story(kind, anniversary):
    """A story in both languages with a theme, a picture, a quote and a partner city that no other story has."""
    picture = PictureFactory(
        title=f"Picture Secret{kind}", creator=f"Creator Secret{kind}", caption_en=f"Caption Secret{kind}",
        caption_de=f"Caption Secret{kind}", alt_text_en=f"Alt Secret{kind}", alt_text_de=f"Alt Secret{kind}",
    )  # fmt: skip
    quote = QuoteFactory(
        words_en=f"Words Secret{kind}",
        words_de=f"Worte Secret{kind}",
        speaker=PersonFactory(name=f"Person Secret{kind}"),
    )
    theme = ThemeFactory(
        name_en=f"Theme Secret{kind}", name_de=f"Thema Secret{kind}", slug_en=f"theme-secret-{kind}",
        slug_de=f"thema-secret-{kind}",
    )  # fmt: skip
    city = CityFactory(slug_en=f"place-{kind}", slug_de=f"ort-{kind}")
    story = StoryFactory(
        lead_picture=picture,
        themes=[theme],
        cities=[city],
        partnership=anniversary.partnership,
        anniversary=anniversary,
        working_title=f"Working Secret{kind}",
    )
    for language in ("en", "de"):
        body = f'<p>Body Secret{kind}{language}</p>\n<sc-embed data-type="quote" data-id="{quote.pk}"></sc-embed>'
        text = StoryTextFactory(story=story, body=body, **secret(kind, language))
        text.embeds.update_or_create(position=0, defaults={"quote": quote})
    return story


@pytest.fixture
def hidden(db):
    """A site with two live stories, and beside them one of each kind that the public must not see."""
    berlin = BerlinFactory()
    partner = CityFactory(name_en="Partner", slug_en="partner", slug_de="partner")
    anniversary = AnniversaryFactory(partnership=PartnershipFactory(city_a=berlin, city_b=partner, slug="two-cities"))
    OfficeFactory(home_city=berlin, email="office@example.org")
    chief = UserFactory()
    for number in (1, 2):
        publish_story(
            languages=("en", "de"),
            at=PAST,
            cities=[berlin],
            words={"title": f"Open {number}", "slug": f"open-{number}"},
        )
    stories = {kind: hidden_story(kind, anniversary) for kind in HIDDEN}
    publish(stories["planned"], chief, at=timezone.now() + datetime.timedelta(days=1))
    publish(stories["withdrawn"], chief, at=PAST - datetime.timedelta(days=1000))
    withdraw(stories["withdrawn"], chief)
    publish(
        stories["expired"], chief, at=PAST - datetime.timedelta(days=2000), until=PAST - datetime.timedelta(days=1999)
    )
    stories["unready"].texts.update(is_ready=False)
    # A live story whose manuscript has gone on: its next words are hidden, too.
    live = StoryEdition.objects.get(title="Open 1", language="en").story
    live.texts.filter(language="en").update(title="Changed Secretchange", slug="secret-change")
    PreviewLink.objects.create(
        manuscript=stories["draft"],
        recipient="Recipient Secretlink",
        expires_at=timezone.now() + datetime.timedelta(days=1),
    )
    return stories


def guesses(stories):
    """Addresses that no link leads to."""
    for kind, story in stories.items():
        for language, section in (("en", "stories"), ("de", "geschichten")):
            index = f"/{language}/{section}/"
            yield f"{index}secret-{kind}-{language}/"
            yield from (f"{index}?before={story.pk}", f"{index}?after={story.pk}")
        yield f"/en/stories/?theme=theme-secret-{kind}"
        yield f"/en/stories/?city=place-{kind}"
        yield f"/en/cities/place-{kind}/"
    yield from ("/en/stories/secret-change/", "/en/stories/?year=2000", "/en/stories/?year=1997")


def test_nothing_hidden_shows_on_any_page(client, hidden):
    pages = tour(client)
    assert len(pages) > 20
    assert {status for status, _text in pages.values()} == {200, 302}
    assert [address for address, (_status, text) in pages.items() if re.search("secret", text, re.IGNORECASE)] == []
    # Cities are public by themselves; that a hidden story is about one is not.
    assert [address for address, (_status, text) in pages.items() if re.search(r"[?;]city=(place|ort)-", text)] == []
    assert re.search(r"\b2 (stories|Geschichten)", pages["/en/stories/"][1])
    assert pages["/en/stories/feed/"][1].count("<entry>") == 2


def test_nothing_hidden_can_be_guessed(client, hidden):
    statuses = {}
    for address in guesses(hidden):
        response = client.get(address)
        statuses[address] = response.status_code
        # A page may repeat the address that was asked for.
        page = response.content.decode().replace(address, "").replace(html.escape(address), "")
        assert not re.search("secret", page, re.IGNORECASE), address
    nothing = client.get("/en/stories/never-written/").status_code
    assert nothing == statuses["/en/stories/secret-change/"] == statuses["/en/stories/?year=2000"] == 404
    for kind in HIDDEN:
        was_public = kind in ("withdrawn", "expired")
        assert statuses[f"/en/stories/secret-{kind}-en/"] == (410 if was_public else nothing)
        assert statuses[f"/en/stories/?theme=theme-secret-{kind}"] == 404
        if not was_public:
            assert statuses[f"/en/stories/?before={hidden[kind].pk}"] == 404


def test_everything_shows_everywhere_once_it_is_published(client, hidden):
    for story in hidden.values():
        story.texts.update(is_ready=True)
        publish(story, UserFactory())
    pages = tour(client)
    for language, section, theme, place, partnerships in (
        ("en", "stories", "theme=theme-secret-", "city=place-", "partnerships"),
        ("de", "geschichten", "theme=thema-secret-", "city=ort-", "partnerschaften"),
    ):
        index = f"/{language}/{section}/"
        assert re.search(r"\b7 (stories|Geschichten)", pages[index][1])
        for kind in HIDDEN:
            page, title = f"{index}secret-{kind}-{language}/", f"title Secret{kind}{language}"
            for address in (index, f"{index}feed/", page, f"/{language}/{partnerships}/two-cities/50/"):
                assert title in pages[address][1], address
            assert f"http://testserver{page}" in pages["/sitemap.xml"][1]
            assert f"{theme}{kind}" in pages[index][1]
            assert f"{place}{kind}" in pages[index][1]
            for word in ("standfirst", "summary", "byline", "Body"):
                assert f"{word} Secret{kind}{language}" in pages[page][1], word
            for word in ("Picture", "Creator", "Caption", "Person"):
                assert f"{word} Secret{kind}" in pages[page][1], word
        for address in (f"/{language}/", f"{index}open-1/", f"/{language}/{partnerships}/two-cities/"):
            assert "title Secret" in pages[address][1], address
    assert "title Secretdraften" in client.get("/en/cities/place-draft/").content.decode()
