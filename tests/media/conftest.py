"""Storage of their own for the tests of pictures."""

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def folders(settings, tmp_path):
    """Fresh folders for renditions and originals; returns a function that lists every file in them."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.ORIGINALS_ROOT = tmp_path / "originals"

    def listed():
        return sorted(str(path.relative_to(tmp_path)) for path in Path(tmp_path).rglob("*") if path.is_file())

    return listed
