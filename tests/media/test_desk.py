"""The media steward's desk, door by door."""

import re

import pytest
from django.contrib.auth.models import Permission
from django.contrib.messages import get_messages
from django.urls import reverse

from sistercities.media.models import Picture
from sistercities.media.storing import save_picture
from tests.factories import PictureFactory, StoryFactory, UserFactory, publish_story
from tests.media import images

pytestmark = pytest.mark.django_db

LIST = "/admin/media/picture/"
ADD = "/admin/media/picture/add/"


def change(picture):
    return reverse("admin:media_picture_change", args=[picture.pk])


@pytest.fixture
def steward(client):
    user = UserFactory()
    user.user_permissions.set(Permission.objects.filter(content_type__model="picture"))
    client.force_login(user)
    return user


def posted(client, address, **values):
    """What the form at that address sends, with these values in the place of its own."""
    form = client.get(address).context["adminform"].form
    data = {}
    for name in form.fields:
        value = form[name].value()
        if name != "file":
            data[name] = "" if value is None or value is False else value
    return data | values


def post(client, address, **values):
    return client.post(address, posted(client, address, **values))


def errors(response):
    return {name: list(messages) for name, messages in response.context["adminform"].form.errors.items()}


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def test_an_upload_is_saved_with_its_files_and_the_editor_is_told(client, steward, folders):
    packet = images.xmp("", photoshop_Credit="Agency", photoshop_Source="Archive")
    response = post(
        client, ADD, title="Bridge", source="My own words", file=images.upload(images.jpeg(500, 300, xmp=packet))
    )
    assert response.status_code == 302
    picture = Picture.objects.get()
    assert (picture.credit_line, picture.source, picture.rendition_widths) == ("Agency", "My own words", [400, 500])
    assert picture.has_current_renditions
    assert said(response)[:3] == [
        "Taken over from the file, please check: Credit line.",
        "Camera data and everything else the file said about itself were thrown away.",
        "9 public files were made, 400, 500 pixels wide, each with credit and licence inside.",
    ]
    assert len(folders()) == 10


def test_a_picture_with_a_place_and_no_credit_is_turned_and_waits_for_its_credit(client, steward, folders, tmp_path):
    response = post(client, ADD, title="Bridge", file=images.upload(images.gps_jpeg()))
    picture = Picture.objects.get()
    assert "The file held a location. It was thrown away with everything else the file said." in said(response)
    assert (picture.width, picture.height) == (600, 800)
    assert "credit_line" in [problem.field for problem in picture.problems(["en"])]
    post(client, change(picture), credit_line="Ann Example", licence="press")
    for path in folders():
        data = (tmp_path / path).read_bytes()
        assert b"Secret" not in data.replace(b"SecretDescription", b"")
        assert b"GPSLatitude" not in data
    picture.refresh_from_db()
    for name in ("w600.avif", "w600.webp", "w600.jpg", "c400.avif", "social.jpg"):
        assert b"Ann Example" in (tmp_path / "media" / "r" / picture.renditions_key / name).read_bytes()


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"<svg/>", "This is no picture that can be used here. Allowed are JPEG, PNG, WebP and GIF."),
        (images.jpeg()[:3000], "The file is damaged or incomplete: the picture cannot be read as a whole."),
        (b"", "The submitted file is empty."),
    ],
)
def test_a_bad_file_is_refused_at_its_field_and_everything_typed_stays(client, steward, folders, data, message):
    response = post(client, ADD, title="Bridge", caption_de="Die Brücke", file=images.upload(data))
    assert errors(response) == {"file": [message]}
    assert response.context["adminform"].form["caption_de"].value() == "Die Brücke"
    assert (Picture.objects.count(), folders()) == (0, [])


def test_a_file_beyond_the_limit_is_refused_at_its_field(client, steward, folders, settings):
    settings.MEDIA_MAX_BYTES = 100_000
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 10_000  # through the handler that streams
    response = post(client, ADD, title="Bridge", file=images.upload(images.jpeg() + b"\0" * 200_000))
    assert list(errors(response)) == ["file"]
    assert errors(response)["file"][0].endswith("at most 97.7\xa0KB are allowed.")
    assert response.context["adminform"].form["title"].value() == "Bridge"
    assert (Picture.objects.count(), folders()) == (0, [])


def test_a_large_upload_leaves_no_temporary_file(client, steward, folders, settings, tmp_path):
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 100
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path / "incoming")
    (tmp_path / "incoming").mkdir()
    post(client, ADD, title="Bridge", file=images.upload(images.jpeg()))
    post(client, ADD, title="", file=images.upload(images.jpeg()))
    assert Picture.objects.count() == 1
    assert [path for path in folders() if path.startswith("incoming")] == []


def test_a_file_must_be_chosen_again_when_another_field_is_wrong(client, steward, folders):
    response = post(client, ADD, title="", file=images.upload(images.jpeg()))
    assert errors(response) == {
        "title": ["This field is required."],
        "file": ["Nothing was saved yet. Choose the file again before you save."],
    }
    assert (Picture.objects.count(), folders()) == (0, [])


def test_a_full_disk_is_said_at_the_field(client, steward, folders, settings):
    settings.STORAGES = {**settings.STORAGES, "default": {"BACKEND": "tests.media.storages.FullDisk"}}
    response = post(client, ADD, title="Bridge", file=images.upload(images.jpeg()))
    assert errors(response)["file"] == [
        "The files could not be written: the storage is full, read-only or out of reach. Nothing was saved. Try again "
        "later, or tell the people who run the site."
    ]
    assert (Picture.objects.count(), folders()) == (0, [])


def test_a_failing_database_leaves_no_file(client, steward, folders, settings):
    data = posted(client, ADD, title="Bridge", file=images.upload(images.jpeg()))
    Picture._meta.get_field("title").column = "no_such_column"
    try:
        with pytest.raises(Exception, match="no_such_column"):
            client.post(ADD, data)
    finally:
        Picture._meta.get_field("title").column = "title"
    assert folders() == []


def test_a_title_in_the_file_is_enough(client, steward):
    title = "<dc:title><rdf:Alt><rdf:li xml:lang='x-default'>From the file</rdf:li></rdf:Alt></dc:title>"
    assert post(client, ADD, title="", file=images.upload(images.jpeg(xmp=images.xmp(title)))).status_code == 302
    assert Picture.objects.get().title == "From the file"


def test_text_that_does_not_fit_is_left_out_and_said(client, steward):
    packet = images.xmp("", photoshop_Credit="A" * 301)
    response = post(client, ADD, title="Bridge", file=images.upload(images.jpeg(xmp=packet)))
    assert "The file says more than fits or is allowed in: Credit line." in said(response)
    assert Picture.objects.get().credit_line == ""


def test_a_record_may_wait_for_its_file(client, steward, folders):
    assert post(client, ADD, title="Bridge", creator="Ann").status_code == 302
    assert (Picture.objects.get().file.name, folders()) == ("", [])


@pytest.mark.parametrize("field", ["creator", "credit_line", "alt_text_en", "alt_text_de", "title"])
def test_blank_look_alikes_are_refused(client, steward, field):
    response = post(client, ADD, **({"title": "Bridge"} | {field: "\u200b–"}))
    assert errors(response) == {field: ["This says nothing. Leave the field empty until it is known."]}


@pytest.mark.parametrize("address", ["javascript:alert(1)", "ftp://example.org/", "example"])
def test_a_licence_is_on_the_web(client, steward, address):
    assert list(errors(post(client, ADD, title="Bridge", licence_url=address))) == ["licence_url"]


@pytest.mark.parametrize("point", ["-0.1", "1.1", "nan", "middle"])
def test_a_focal_point_lies_in_the_picture(client, steward, point):
    assert "focal_x" in errors(post(client, ADD, title="Bridge", focal_x=point))


# Pictures in use ------------------------------------------------------------------------------------------------------


@pytest.fixture
def used():
    picture = save_picture(
        Picture(title="Bridge", creator="Ann", licence="press", alt_text_en="A bridge", alt_text_de="Eine Brücke"),
        images.upload(images.jpeg(90, 90)),
    )
    publish_story(lead_picture=picture, words={"title": "Two rivers"})
    return picture


@pytest.mark.parametrize(
    ("values", "field"),
    [({"creator": ""}, "credit_line"), ({"licence": ""}, "licence"), ({"alt_text_en": ""}, "alt_text_en")],
)
def test_public_pages_do_not_lose_their_credit(client, steward, used, values, field):
    response = post(client, change(used), **values)
    assert errors(response) == {
        field: [
            "Public pages use this picture (Story “Two rivers” (public)): what they need may be changed, not taken "
            "away."
        ]
    }
    used.refresh_from_db()
    assert (used.creator, used.licence, used.alt_text_en) == ("Ann", "press", "A bridge")


def test_what_public_pages_need_may_be_changed(client, steward, used):
    values = {"creator": "", "credit_line": "Ann for Agency", "licence": "cc0", "alt_text_en": "An old bridge"}
    assert post(client, change(used), **values).status_code == 302
    assert post(client, change(used), alt_text_de="").status_code == 302  # the story is public in English only
    assert post(client, change(used), valid_until="2020-01-01").status_code == 302


def test_a_picture_of_drafts_may_lose_its_credit(client, steward):
    picture = PictureFactory()
    StoryFactory(lead_picture=picture)
    assert post(client, change(picture), creator="").status_code == 302


def test_the_file_of_a_used_picture_cannot_be_removed(client, steward, used, folders):
    before = folders()
    response = post(client, change(used), **{"file-clear": "on"})
    assert errors(response) == {
        "file": [
            "The file cannot be removed while the picture is used: Story “Two rivers” (public). Put another file in "
            "its place."
        ]
    }
    assert folders() == before


def test_the_file_of_an_unused_picture_can_be_removed(client, steward, folders, django_capture_on_commit_callbacks):
    picture = save_picture(Picture(title="Bridge"), images.upload(images.jpeg(90, 90)))
    data = posted(client, change(picture), **{"file-clear": "on"})
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(change(picture), data).status_code == 302
    picture.refresh_from_db()
    columns = (picture.file.name, picture.width, picture.renditions_key, picture.rendition_widths, picture.card_widths)
    assert (columns, folders()) == (("", None, "", [], []), [])


def test_a_new_file_keeps_the_page_in_flight(client, steward, used, folders):
    before = used.renditions_key
    assert post(client, change(used), file=images.upload(images.jpeg(120, 120))).status_code == 302
    used.refresh_from_db()
    assert (used.width, used.rendition_widths) == (120, [120])
    assert {path.rpartition("/")[0] for path in folders() if path.startswith("media")} == {
        f"media/r/{before}",
        f"media/r/{used.renditions_key}",
    }


@pytest.mark.parametrize("bulk", [False, True])
def test_deleting_a_used_picture_is_refused_with_where(client, steward, used, folders, bulk):
    draft = StoryFactory(lead_picture=used, working_title="Somebody’s secret draft")
    before = folders()
    address = LIST if bulk else reverse("admin:media_picture_delete", args=[used.pk])
    data = {"action": "delete_selected", "_selected_action": used.pk} if bulk else {}
    for confirmation in ({}, {"post": "yes"}):
        response = client.post(address, data | confirmation)
        page = response.content.decode()
        assert Picture.objects.filter(pk=used.pk).exists()
        assert "2 places that your account does not show" in page
        assert str(draft) not in page
    assert folders() == before


def test_somebody_who_may_see_stories_is_told_which(client, used, admin_client):
    page = admin_client.get(reverse("admin:media_picture_delete", args=[used.pk])).content.decode()
    story = f"/admin/stories/story/{used.usage()[0].object.pk}/change/"
    assert f'<a href="{story}">Story “Two rivers” (public)</a>' in page
    assert f'<a href="{story}">Story “Two rivers” (public)</a>' in admin_client.get(change(used)).content.decode()


def test_deleting_an_unused_picture_deletes_its_files(client, steward, folders, django_capture_on_commit_callbacks):
    picture = save_picture(Picture(title="Bridge"), images.upload(images.jpeg(90, 90)))
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("admin:media_picture_delete", args=[picture.pk]), {"post": "yes"})
    assert (Picture.objects.count(), folders()) == (0, [])


# Two people, history, permissions -------------------------------------------------------------------------------------


def test_a_stale_save_is_refused_and_keeps_what_was_typed(client, steward):
    picture = PictureFactory()
    mine = posted(client, change(picture), caption_en="Mine", title="Mine too")
    steward.first_name, steward.last_name = "Ada", "Example"
    steward.save()
    assert post(client, change(picture), caption_en="Theirs").status_code == 302
    response = client.post(change(picture), mine)
    form = response.context["adminform"].form
    assert "Ada Example" in errors(response)["__all__"][0]
    assert errors(response)["caption_en"] == ["Stored meanwhile: “Theirs”"]
    assert (form["caption_en"].value(), form["title"].value()) == ("Mine", "Mine too")
    picture.refresh_from_db()
    assert picture.caption_en == "Theirs"


def test_an_older_version_brings_words_back_and_leaves_the_files(client, steward, folders):
    post(client, ADD, title="First", creator="Ann", file=images.upload(images.jpeg(90, 90)))
    picture = Picture.objects.get()
    post(client, change(picture), title="Second", file=images.upload(images.jpeg(120, 120)))
    picture.refresh_from_db()
    history = client.get(reverse("admin:media_picture_history", args=[picture.pk])).content.decode()
    addresses = sorted(set(re.findall(r"/admin/media/picture/\d+/history/\d+/", history)))
    data = posted(client, addresses[0])
    assert data["title"] == "First"
    assert client.post(addresses[0], data).status_code == 302
    file = picture.file.name
    picture.refresh_from_db()
    assert (picture.title, picture.file.name, picture.width) == ("First", file, 120)
    assert picture.has_current_renditions
    assert f"media/r/{picture.renditions_key}/w120.avif" in folders()


def test_a_recovered_picture_waits_for_its_file(client, steward, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        post(client, ADD, title="First", creator="Ann", file=images.upload(images.jpeg(90, 90)))
        client.post(reverse("admin:media_picture_delete", args=[Picture.objects.get().pk]), {"post": "yes"})
    page = client.get("/admin/media/picture/recover/").content.decode()
    (address,) = set(re.findall(r"/admin/media/picture/recover/\d+/", page)) or {
        "/admin/media/picture/recover/" + re.search(r'href="(\d+/)"', page)[1]
    }
    assert client.post(address, posted(client, address)).status_code == 302
    picture = Picture.objects.get()
    assert (picture.title, picture.creator, picture.file.name, picture.rendition_widths) == ("First", "Ann", "", [])


@pytest.mark.parametrize(("permission", "status"), [("view_picture", 200), (None, 403)])
def test_looking_needs_a_permission(client, permission, status):
    picture = save_picture(Picture(title="Bridge"), images.upload(images.jpeg(90, 90)))
    user = UserFactory()
    user.user_permissions.set(Permission.objects.filter(codename=permission))
    client.force_login(user)
    assert [client.get(address).status_code for address in (LIST, change(picture))] == [status, status]
    assert client.post(change(picture), {"title": "Other"}).status_code == 403
    assert client.post(ADD, {"title": "Other"}).status_code == 403
    assert list(Picture.objects.values_list("title", flat=True)) == ["Bridge"]


def test_files_are_not_even_read_without_permission(client, folders):
    client.force_login(UserFactory())
    assert client.post(ADD, {"title": "Other", "file": images.upload(images.jpeg())}).status_code == 403
    assert folders() == []


# The list -------------------------------------------------------------------------------------------------------------


def listed(client, query=""):
    return sorted(picture.title for picture in client.get(LIST + query).context["cl"].result_list)


def test_the_list_says_in_words_what_is_missing(client, steward):
    PictureFactory(title="Complete")
    PictureFactory(title="Bare", creator="", alt_text_de="", licence="", file="", rendition_widths=[])
    page = client.get(LIST).content.decode()
    assert "Missing: file, credit, German alternative text, licence" in page
    assert '<span class="picture-state is-complete">Complete</span>' in page


def test_filters_agree_with_the_state(client, steward):
    PictureFactory(title="Complete")
    PictureFactory(title="Expired", valid_until="2020-01-01")
    PictureFactory(title="Waiting", file="", rendition_widths=[])
    PictureFactory(title="Uncredited", creator="")
    assert [listed(client, f"?state={state}") for state in ("complete", "incomplete", "waiting", "expired", "x")] == [
        ["Complete"],
        ["Expired", "Uncredited", "Waiting"],
        ["Waiting"],
        ["Expired"],
        ["Complete", "Expired", "Uncredited", "Waiting"],
    ]


def test_search_finds_names_and_words(client, steward):
    PictureFactory(title="Bridge", creator="Ann")
    PictureFactory(title="Tower", caption_de="Der Turm")
    assert [listed(client, f"?q={words}") for words in ("ann", "turm", "nothing")] == [["Bridge"], ["Tower"], []]


def test_the_pop_up_shows_thumbnails_and_chooses(client, steward):
    picture = save_picture(Picture(title="Bridge"), images.upload(images.jpeg(90, 90)))
    page = client.get(LIST + "?_popup=1&_to_field=id").content.decode()
    assert f'<img src="/media/r/{picture.renditions_key}/c90.webp" width="96" height="64"' in page
    assert page.count(f'data-popup-opener="{picture.pk}"') == 2


def test_a_picture_can_be_added_from_a_pop_up(client, steward):
    response = post(client, ADD + "?_popup=1", _popup="1", title="Bridge", file=images.upload(images.jpeg(90, 90)))
    assert response.status_code == 200
    assert Picture.objects.get().has_current_renditions
    assert f"&quot;value&quot;: &quot;{Picture.objects.get().pk}&quot;" in response.content.decode()


def test_the_list_asks_a_fixed_number_of_times(client, steward, django_assert_num_queries):
    PictureFactory()
    client.get(LIST)
    with django_assert_num_queries(12) as few:
        client.get(LIST)
    PictureFactory.create_batch(2)
    with django_assert_num_queries(len(few)):
        client.get(LIST)


def test_the_form_needs_no_inline_script_or_style(client, steward):
    picture = save_picture(Picture(title="Bridge"), images.upload(images.jpeg(90, 90)))
    for address in (ADD, change(picture)):
        form = client.get(address).content.decode().partition('id="picture_form"')[2].partition("</form>")[0]
        assert 'name="focal_x"' in form
        assert not re.search(r"<script(?![^>]*src=)(?![^>]*application/json)|\son[a-z]+=|\sstyle=", form)
