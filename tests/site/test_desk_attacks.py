"""What an account on the desk could try with crafted requests (promises 2 to 5, 25, 26)."""

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from sistercities.cities.models import City
from sistercities.publishing.models import PreviewLink
from stories.models import Quote, Story, StoryText
from tests.factories import CityFactory, QuoteFactory, StoryFactory, StoryTextFactory, UserFactory
from tests.publishing.forms import posted

pytestmark = pytest.mark.django_db


def account(role, username):
    user = UserFactory(username=username)
    user.set_password("correct horse battery staple")
    user.save()
    user.groups.add(Group.objects.get(name=role))
    return user


@pytest.fixture
def author(client):
    author = account("author", "ada")
    client.force_login(author)
    return author


@pytest.fixture
def mine(author):
    story = StoryFactory(created_by=author)
    StoryTextFactory(story=story, title="Mine")
    return story


@pytest.fixture
def theirs():
    story = StoryFactory(created_by=account("author", "eve"), cities=[CityFactory()])
    StoryTextFactory(story=story, title="Theirs")
    return story


def filled(client, address, **changes):
    data = posted(client.get(address))
    return {name: value for name, value in data.items() if value or name not in ("cities", "themes")} | changes


def url(name, *args):
    return reverse(f"admin:stories_story_{name}", args=args)


# The texts of a story, sent as rows of another ------------------------------------------------------------------------


def test_a_text_of_another_story_is_not_reached_through_mine(client, mine, theirs):
    foreign = theirs.texts.get()
    data = filled(client, url("change", mine.pk), **{"texts-0-id": foreign.pk, "texts-0-title": "Stolen"})
    client.post(url("change", mine.pk), data)
    client.post(url("change", mine.pk), data | {"texts-0-DELETE": "on", "texts-0-story": theirs.pk})
    assert list(StoryText.objects.order_by("pk").values_list("story", "title")) == [
        (mine.pk, "Mine"),
        (theirs.pk, "Theirs"),
    ]


@pytest.mark.parametrize("language", ["xx", "de", "", "en\0"])
def test_a_text_keeps_its_language_whatever_is_sent(client, mine, language):
    data = filled(client, url("change", mine.pk), **{"texts-0-language": language, "texts-0-title": "Changed"})
    client.post(url("change", mine.pk), data)
    assert list(mine.texts.values_list("language", flat=True)) == ["en"]


@pytest.mark.parametrize("language", ["xx", "", "de-AT"])
def test_a_language_that_does_not_exist_is_refused(client, mine, language):
    data = filled(client, url("change", mine.pk), **{"texts-1-language": language, "texts-1-title": "New"})
    assert client.post(url("change", mine.pk), data).status_code == 200
    assert mine.texts.count() == 1


def test_two_texts_of_one_language_are_refused(client, mine):
    data = filled(client, url("change", mine.pk))
    data |= {"texts-1-language": "en", "texts-1-title": "Twice", "texts-1-body": "<p>x</p>"}
    assert client.post(url("change", mine.pk), data).status_code == 200
    assert list(mine.texts.values_list("language", "title")) == [("en", "Mine")]


def test_languages_are_not_swapped(client, mine):
    StoryTextFactory(story=mine, language="de", title="Meins")
    data = filled(client, url("change", mine.pk), **{"texts-0-language": "de", "texts-1-language": "en"})
    assert client.post(url("change", mine.pk), data).status_code == 302
    assert sorted(mine.texts.values_list("language", "title")) == [("de", "Meins"), ("en", "Mine")]


def test_more_rows_than_languages_add_nothing(client, mine):
    data = filled(client, url("change", mine.pk), **{"texts-TOTAL_FORMS": "900"})
    assert client.post(url("change", mine.pk), data).status_code in (200, 302)
    assert mine.texts.count() == 1


def test_a_copy_cannot_be_forced(client, mine):
    data = filled(client, url("change", mine.pk), _saveasnew="1")
    assert client.post(url("change", mine.pk), data).status_code == 403
    assert Story.objects.count() == 1


def test_a_new_story_belongs_to_who_wrote_it(client, author, theirs):
    data = filled(client, url("add"), created_by=theirs.created_by.pk, stage="in_review", is_featured="on")
    data |= {"texts-0-title": "New", "texts-0-body": "<p>x</p>", "_continue": "1"}
    assert client.post(url("add"), data).status_code == 302
    story = Story.objects.latest("pk")
    assert (story.created_by, story.stage, story.is_featured) == (author, "draft", False)


# Lists, choosers ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "query",
    [
        "created_by__password__startswith=md5",
        "created_by__username=eve",
        "editions__body__contains=x",
        "texts__body__contains=x",
        "changed_by__is_superuser=1",
    ],
)
def test_lists_are_filtered_by_nothing_but_their_filters(client, mine, query):
    response = client.get(url("changelist"), dict([query.split("=")]))
    assert response.status_code == 400 or response["Location"].endswith("?e=1")


@pytest.mark.parametrize(
    "address",
    [
        "cities_city_changelist?story={story}",
        "cities_city_changelist?story__id__exact={story}",
        "cities_city_changelist?storyedition__isnull=0",
        "media_picture_changelist?storytextembeds__text={text}",
        "media_picture_changelist?storytextembeds={text}",
        "stories_quote_changelist?storytextembeds__isnull=0",
    ],
)
def test_no_list_tells_what_hidden_stories_refer_to(client, author, theirs, address):
    name, _mark, query = address.format(story=theirs.pk, text=theirs.texts.get().pk).partition("?")
    response = client.get(f"{reverse(f'admin:{name}')}?{query}")
    assert response.status_code in (400, 302), response.context["cl"].result_count


@pytest.mark.parametrize(
    "query",
    [
        "app_label=stories&model_name=story&field_name=created_by",
        "app_label=publishing&model_name=auditentry&field_name=user",
        "app_label=stories&model_name=storytext&field_name=story",
        "app_label=stories&model_name=storyedition&field_name=story",
        "app_label=auth&model_name=user&field_name=groups",
        "app_label=admin&model_name=logentry&field_name=user",
    ],
)
def test_autocomplete_offers_nothing_that_the_role_may_not_see(client, author, theirs, query):
    response = client.get(f"{reverse('admin:autocomplete')}?term=&{query}")
    assert response.status_code == 403 or (
        "Theirs" not in response.content.decode() and "eve" not in response.content.decode()
    )


@pytest.mark.parametrize("field", ["created_by", "stage_note", "password", "pk__gt"])
def test_a_pop_up_gives_out_no_other_column(client, author, theirs, field):
    response = client.get(f"{reverse('admin:cities_city_changelist')}?_popup=1&_to_field={field}")
    assert response.status_code == 400


# Addresses that are stored badly --------------------------------------------------------------------------------------


def test_a_stored_address_that_runs_scripts_is_no_link_on_the_desk(client, author):
    """Authors read quotes and cities without a form, where the stock admin prints addresses as links."""
    quote, city = QuoteFactory(), CityFactory()
    Quote.objects.filter(pk=quote.pk).update(source_url="javascript:alert(1)")
    City.objects.filter(pk=city.pk).update(website="javascript:alert(1)")
    for page in (
        reverse("admin:stories_quote_change", args=[quote.pk]),
        reverse("admin:cities_city_change", args=[city.pk]),
    ):
        response = client.get(page)
        assert response.status_code == 200
        assert 'href="javascript:' not in response.content.decode().lower(), page


# Accounts -------------------------------------------------------------------------------------------------------------


@pytest.fixture
def administrator(client):
    administrator = account("administrator", "admin")
    client.force_login(administrator)
    return administrator


@pytest.fixture
def root():
    return UserFactory(username="root", is_superuser=True, password="unchanged")


@pytest.mark.parametrize(
    "page", ["auth_user_change", "auth_user_history", "auth_user_delete", "auth_user_password_change"]
)
def test_no_door_leads_to_a_superuser(client, administrator, root, page):
    address = reverse(f"admin:{page}", args=[root.pk])
    data = {"password1": "a new long password 1", "password2": "a new long password 1", "post": "yes", "username": "x"}
    for response in (client.get(address), client.post(address, data)):
        assert response.status_code in (302, 403, 404)
    root.refresh_from_db()
    assert (root.username, root.password, root.is_active) == ("root", "unchanged", True)


def test_an_administrator_makes_no_superuser(client, administrator):
    data = {
        "username": "puppet",
        "usable_password": "true",
        "password1": "a new long password 1",
        "password2": "a new long password 1",
        "is_superuser": "on",
        "user_permissions": ["1"],
    }
    assert client.post(reverse("admin:auth_user_add"), data).status_code == 302
    puppet = type(administrator).objects.get(username="puppet")
    assert (puppet.is_superuser, puppet.user_permissions.count()) == (False, 0)


def test_accounts_are_not_found_by_their_passwords(client, administrator):
    for query in ("password__startswith=md5", "is_superuser__exact=1", "session_key=x"):
        response = client.get(f"{reverse('admin:auth_user_changelist')}?{query}")
        assert response.status_code in (400, 302) or response.context["cl"].result_count == 0, query


def test_nobody_switches_off_the_account_they_use(client, administrator):
    address = reverse("admin:auth_user_change", args=[administrator.pk])
    client.post(address, {"username": "admin", "groups": [Group.objects.get(name="administrator").pk]})
    client.post(address, {"username": "admin", "is_active": "on", "groups": []})
    administrator.refresh_from_db()
    assert (administrator.is_active, administrator.groups.count()) == (True, 1)


def test_switching_an_account_off_is_in_the_audit_trail(client, administrator):
    from sistercities.publishing.models import AuditEntry

    other = account("author", "ada")
    group = Group.objects.get(name="author")
    address = reverse("admin:auth_user_change", args=[other.pk])
    assert client.post(address, {"username": "ada", "groups": [group.pk]}).status_code == 302
    assert list(AuditEntry.objects.filter(object_repr="ada").values_list("username", "action", "detail")) == [
        ("admin", "role_changed", "-active")
    ]


# Visitors -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", ["/admin/login/", "/admin/media/picture/add/", "/admin/stories/story/import/"])
def test_large_files_of_visitors_are_not_kept_even_for_a_moment(client, address):
    """Django reads the form, for its token, before anybody asks who sent it."""
    client.get("/admin/login/")
    response = client.post(address, {"file": SimpleUploadedFile("a.jpg", b"x" * 4_000_000), "username": "a"})
    assert response.status_code in (200, 302, 403)
    assert dict(response.wsgi_request.FILES) == {}


def test_a_token_of_a_preview_link_cannot_be_guessed(author, mine):
    tokens = {PreviewLink(manuscript=mine).token for _ in range(100)}
    assert len(tokens) == 100
    assert {len(token) for token in tokens} == {43}
