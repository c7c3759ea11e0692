"""Whole pages: the tag of their content, 304, and compression."""

import brotli
import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from sistercities.publishing.http import conditional

PAGE = "<p>Brücken über den Fluss</p>" * 200


@conditional
def page(request):
    return HttpResponse(PAGE)


def answer(method="get", **headers):
    return page(getattr(RequestFactory(), method)("/", headers=headers))


@pytest.mark.parametrize("accepted", ["br", "gzip, br", "gzip;q=1.0, br;q=0.9", "BR", "br ; q=1", "*, br;q=0.001"])
def test_a_page_is_compressed_for_who_takes_brotli(accepted):
    response = answer(**{"Accept-Encoding": accepted})
    assert response["Content-Encoding"] == "br"
    assert brotli.decompress(response.content).decode() == PAGE
    assert response["Vary"] == "Accept-Encoding"
    assert int(response["Content-Length"]) == len(response.content)


@pytest.mark.parametrize("accepted", ["", "gzip", "br;q=0", "gzip, br;q=0.0", "abr", "brotli", "x-br"])
def test_a_page_is_sent_as_it_is_to_everybody_else(accepted):
    response = answer(**{"Accept-Encoding": accepted})
    assert not response.has_header("Content-Encoding")
    assert response.content.decode() == PAGE
    assert response["Vary"] == "Accept-Encoding"


def test_each_encoding_has_a_tag_of_its_own_that_answers_304():
    plain, compressed = answer(), answer(**{"Accept-Encoding": "br"})
    assert plain["ETag"] != compressed["ETag"]
    again = answer(**{"Accept-Encoding": "br", "If-None-Match": compressed["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert answer(**{"If-None-Match": plain["ETag"]}).status_code == 304
    assert answer(**{"Accept-Encoding": "br", "If-None-Match": plain["ETag"]}).status_code == 200


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_a_page_is_only_read(method):
    assert answer(method).status_code == 405
