"""`manage.py make_renditions`."""

import datetime

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from sistercities.media.models import Picture
from sistercities.media.storages import originals
from sistercities.media.storing import save_picture
from tests.media import images

pytestmark = pytest.mark.django_db


@pytest.fixture
def pictures():
    return [save_picture(Picture(title=name), images.upload(images.jpeg(90, 90))) for name in ("One", "Two")]


def run(capsys, *arguments, **options):
    call_command("make_renditions", *map(str, arguments), **options)
    return capsys.readouterr().out.strip()


def keys():
    return list(Picture.objects.order_by("pk").values_list("renditions_key", flat=True))


def test_a_named_picture_is_made_anew(capsys, pictures):
    before = keys()
    assert run(capsys, pictures[1].pk) == "Made 7 files of 1 pictures."
    after = keys()
    assert after[0] == before[0]
    assert after[1] != before[1]


def test_missing_means_missing_or_out_of_date(capsys, pictures):
    Picture(title="Waiting").save()
    assert run(capsys, "--missing") == "Made 0 files of 0 pictures."
    Picture.objects.filter(pk=pictures[0].pk).update(creator="New credit")
    Picture.objects.filter(pk=pictures[1].pk).update(rendition_widths=[], renditions_recipe="")
    assert run(capsys, "--missing") == "Made 14 files of 2 pictures."
    assert all(picture.has_current_renditions for picture in Picture.objects.exclude(file=""))


def test_all_goes_on_after_a_failure_and_says_so(capsys, pictures):
    originals().delete(pictures[0].file.name)
    before = keys()
    with pytest.raises(CommandError, match=rf"^Failed: {pictures[0].pk} \(No such file or directory\)$"):
        call_command("make_renditions", "--all")
    assert capsys.readouterr().out.strip() == "Made 7 files of 1 pictures."
    assert keys()[0] == before[0]
    assert keys()[1] != before[1]


@pytest.mark.parametrize("arguments", [[], ["--all", "--missing"], ["1", "--all"], ["999999"]])
def test_unclear_orders_are_refused(arguments):
    with pytest.raises(CommandError):
        call_command("make_renditions", *arguments)


def test_prune_keeps_the_present_and_the_recent(capsys, pictures, folders, time_machine):
    (former,) = [pictures[0].renditions_key]
    pictures[0].creator = "Ann"
    save_picture(pictures[0])
    originals().save("left-by-a-crash.jpg", images.upload(b"x"))
    everything = folders()
    assert run(capsys, "--prune") == "Deleted 0 former versions and 0 originals that nothing refers to."
    assert folders() == everything
    time_machine.move_to(timezone.now() + datetime.timedelta(days=2))
    assert run(capsys, "--prune") == "Deleted 1 former versions and 1 originals that nothing refers to."
    gone = {path for path in everything if former in path} | {"originals/left-by-a-crash.jpg"}
    assert folders() == sorted(set(everything) - gone)
