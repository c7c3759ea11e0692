"""What goes out as a list comes back unchanged: a must of this room."""

import pytest

from events.exports.column_table import COLUMNS
from events.exports.layout import Layout
from events.exports.profiles import export_of, remember
from events.exports.sources import source_of
from events.importing.planning import Action
from events.models import Event, ExportProfile
from sistercities.office.frame import current_frame
from tests.events.importing.files import exported, imported, planned
from tests.events.importing.generated import Generator
from tests.factories import EventFactory, EventTextFactory, span_of

pytestmark = pytest.mark.django_db

#: Every column but those that say when and by whom, which importing changes.
CONTENT = tuple(key for key in COLUMNS if key not in ("changed_at", "stage"))
LAYOUTS = {
    "every column in both languages": Layout(CONTENT, ("en", "de"), header="keys"),
    "every column in German": Layout(CONTENT, ("de",)),
    "for programs, in German": Layout(CONTENT, ("de",), header="keys", separator="tab"),
    "what is chosen by itself": Layout(),
    "every clock": Layout(CONTENT, ("en", "de"), clock="both"),
    "the clock of the home city": Layout(CONTENT, ("en",), clock="home"),
}


@pytest.fixture
def generated():
    return Generator(seed=4)


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_list_changes_nothing_on_the_desk_that_it_came_from(generated, editor, layout, kind):
    generated.make(30)
    clock = "event" if layout.clock == "both" else layout.clock
    made = planned(exported(layout, kind), editor, clock=clock)
    assert made.counts == {"create": 0, "change": 0, "same": 30, "skip": 0}, [
        (item.reasons, item.values) for item in made.items if item.action != Action.SAME
    ]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_thousand_events_are_the_same_after_export_import_and_export(generated, editor, kind):
    count = 1000 if kind == "csv" else 200
    layout = LAYOUTS["every column in both languages"]
    generated.make(count)
    before = exported(layout)
    file = exported(layout, kind)
    Event.objects.all().delete()
    _run, made = imported(file, editor)
    assert made.counts == {"create": count, "change": 0, "same": 0, "skip": 0}
    assert exported(layout) == before


@pytest.mark.parametrize("language", ["en", "de"])
def test_a_list_in_one_language_is_the_same_after_export_import_and_export(generated, editor, language):
    layout = Layout(CONTENT, (language,))
    generated.make(30)
    before = exported(layout)
    Event.objects.all().delete()
    _run, made = imported(before, editor)
    assert made.counts == {"create": 30, "change": 0, "same": 0, "skip": 0}
    assert exported(layout) == before


@pytest.mark.parametrize("language", ["en", "de"])
def test_what_a_list_says_is_gone_is_left_out_and_puts_nothing_back(editor, office, language):
    """Withdrawn, moved out of the period, no longer asked for: its former title and date must not come back."""
    stays, goes, moves, other = (
        EventTextFactory(title=title, event=EventFactory(when="2099-10-06", kind="talk")).event
        for title in ("Stays", "Goes", "Moves", "Other")
    )
    profile = ExportProfile.objects.create(
        name="x",
        owner=editor,
        selection={"state": "any", "kinds": ["talk"], "last": "2099-12-31"},
        layout={"columns": ["change", *COLUMNS], "languages": [language], "header": "keys"},
        format="csv",
    )

    def handed_out():
        export = export_of(profile, current_frame(), source_of)
        content = b"".join(export.pieces())
        remember(export)
        return content

    handed_out()
    goes.delete()
    moves.set_span(span_of("2100-01-01"))
    moves.save()
    type(other).objects.filter(pk=other.pk).update(kind="film")
    content = handed_out()
    assert content.decode().count("\r\n") == 5
    made = planned(content, editor, match="uid", empty="clear")
    assert {action: len(made.of(action)) for action in ("create", "change", "same", "skip")} == {
        "create": 0,
        "change": 0,
        "same": 1,
        "skip": 3,
    }
    assert made.of("same")[0].event == stays
    sentence = "By its column of changes, it was gone when this list was handed out."
    assert [reason.partition(": ")[2] for item in made.of("skip") for reason in item.reasons] == [sentence] * 3
