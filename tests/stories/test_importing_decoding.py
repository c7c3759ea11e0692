"""What becomes of the bytes of a file."""

import io
import zipfile

import pytest
from django.utils.translation import override

from stories.importing.decoding import Decoded, NotImportable, check_size, decode, is_blank

TEXT = "Schöne Grüße aus „Córdoba“ – 5 €\n\nNoch ein Absatz."


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TEXT.encode(), "utf-8"),
        (b"\xef\xbb\xbf" + TEXT.encode(), "utf-8-sig"),
        (TEXT.encode("utf-16"), "utf-16"),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), "utf-16"),
        (TEXT.encode("utf-32"), "utf-32"),
    ],
)
def test_decode_reads_unicode_with_and_without_a_mark(data, encoding):
    assert decode(data) == Decoded(TEXT, encoding)


def test_decode_reads_windows_1252_and_says_so():
    decoded = decode(TEXT.encode("cp1252"))
    assert (decoded.text, decoded.encoding) == (TEXT, "windows-1252")
    assert str(decoded.warning).startswith("The file is not in UTF-8; it was read as Windows-1252.")


def _zip():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("word/document.xml", "<w:document/>")
    return buffer.getvalue()


REFUSED = {
    "empty": [b"", b"\xef\xbb\xbf", b" \n\t\r\n", "\u200b\u2060\u2800\n".encode(), "\ufeff \n".encode("utf-16")],
    "pdf": [b"%PDF-1.7\n..."],
    "zip": [_zip()],
    "doc": [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100)],
    "rtf": [rb"{\rtf1\ansi Hello}"],
    "image": [b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0\x00\x10JFIF", b"GIF89a\x01", b"RIFF\x10\x00\x00\x00WEBPVP8 "],
    "web_page": [b"<!DOCTYPE html><p>Hi", b"\n<html lang=de>", b'<?xml version="1.0"?><a/>'],
    "binary": [b"Hello\x00world", bytes(range(256)), "Hello".encode("utf-16-le")],
    "damaged": ["Schöne Grüße\naus Köln".encode()[:-3] + b"\xff", b"caf\xc3\xa9 \xe2\x80\x9cand\xe9 so"],
    "encoding": [
        "Привет из Москвы".encode("cp1251"),
        "Übergrößenträger können für Füße schön süß sein".encode("mac_roman"),
        b"\xff\xfea\x00b",
        b"\x81\x8d\x8f",
    ],
}


@pytest.mark.parametrize(("code", "data"), [(code, data) for code, many in REFUSED.items() for data in many])
def test_decode_refuses_what_is_no_text_and_says_what_it_is(code, data):
    with pytest.raises(NotImportable) as caught:
        decode(data)
    assert caught.value.code == code
    assert str(caught.value).endswith(".") or "“Pictures”" in str(caught.value)


def test_decode_names_the_line_that_is_damaged():
    with pytest.raises(NotImportable) as caught:
        decode("eins\nzwei ü\n".encode() + b"drei \xfc")
    assert "line 3" in str(caught.value)


def test_too_large_is_refused_by_its_size_alone(settings):
    settings.IMPORT_MAX_BYTES = 1024**2
    check_size(1024**2)
    with pytest.raises(NotImportable) as caught:
        check_size(50 * 1024**2)
    assert str(caught.value) == "This is too large for a text: at most 1.0\xa0MB are read. Is it the right file?"
    with pytest.raises(NotImportable, match="too large"):
        decode(b"a" * (1024**2 + 1))


def test_refusals_are_told_in_the_language_of_the_desk():
    with override("de"), pytest.raises(NotImportable) as caught:
        decode(b"")
    assert str(caught.value)


@pytest.mark.parametrize("text", ["", " \n", "\u200b", "\u3164\u2800", "\ufeff\x00\x1f", "\ufe0f"])
def test_blank_look_alikes_are_blank(text):
    assert is_blank(text)


@pytest.mark.parametrize("text", ["a", "🎉", "\u200bא", "・"])
def test_anything_visible_is_not_blank(text):
    assert not is_blank(text)
