"""GET and HEAD, a strong ETag, 304 when nothing changed."""

import pytest
from django.http import HttpResponse, HttpResponseRedirect, StreamingHttpResponse

from sistercities.publishing.http import conditional


@conditional
def page(request, text="page"):
    return HttpResponse(text)


def test_page_carries_a_strong_tag_of_its_body(rf):
    one, same, other = page(rf.get("/")), page(rf.get("/")), page(rf.get("/"), text="other")
    assert one.headers["ETag"] == same.headers["ETag"] != other.headers["ETag"]
    assert one.headers["ETag"].startswith('"')
    assert one.headers["Cache-Control"] == "public, max-age=0, must-revalidate"


def test_page_answers_304_to_its_own_tag_only(rf):
    tag = page(rf.get("/")).headers["ETag"]
    unchanged = page(rf.get("/", headers={"if-none-match": f'"x", {tag}'}))
    assert (unchanged.status_code, unchanged.content, unchanged.headers["ETag"]) == (304, b"", tag)
    assert unchanged.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert page(rf.get("/", headers={"if-none-match": '"x"'})).content == b"page"


@pytest.mark.parametrize("method", ["post", "put", "delete", "options", "patch", "trace"])
def test_page_is_for_reading_only(rf, method):
    response = page(rf.generic(method.upper(), "/"))
    assert (response.status_code, response.headers["Allow"]) == (405, "GET, HEAD")


def test_page_answers_head_with_its_tag(rf):
    assert page(rf.head("/")).headers["ETag"] == page(rf.get("/")).headers["ETag"]


@pytest.mark.parametrize(
    "response",
    [HttpResponse("gone", status=410), HttpResponseRedirect("/x"), StreamingHttpResponse(iter([b"a"]))],
    ids=["status 410", "redirect", "stream"],
)
def test_what_is_no_whole_page_has_no_tag(rf, response):
    assert "ETag" not in conditional(lambda request: response)(rf.get("/")).headers


def test_page_keeps_a_cache_rule_of_its_own(rf):
    private = conditional(lambda request: HttpResponse("x", headers={"Cache-Control": "no-store"}))
    assert private(rf.get("/")).headers["Cache-Control"] == "no-store"
