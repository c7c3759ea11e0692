import datetime

import pytest
from django.utils import timezone

from events.exports.export import Export
from events.exports.layout import Layout
from events.exports.selection import Selection
from sistercities.office.frame import current_frame
from tests.factories import EventFactory, OfficeFactory, further_date, publish_event

pytestmark = pytest.mark.django_db


def test_smoke(office, django_assert_num_queries):
    event = EventFactory(when="2017-10-06T19:30", cities=[office.home_city])
    further_date(event, "2017-10-13T19:30")
    publish_event(("en", "de"), event=event)
    publish_event(when="2017-10")
    from events.exports.column_table import COLUMNS
    for lay in (Layout(columns=tuple(COLUMNS)), Layout(), Layout(columns=tuple(COLUMNS), languages=("de","en"), clock="both")):
        with django_assert_num_queries(1):
            out = b"".join(Export(Selection(), lay, "csv", current_frame()).pieces()).decode() if 0 else ""
            current_frame()
        print(b"".join(Export(Selection(), lay, "csv", current_frame()).pieces()).decode())
    from events.exports.selection import State
    from events.exports.sources import source_of
    for state in State.values[1:]:
        sel = Selection(state=state)
        print(state, b"".join(Export(sel, Layout(columns=tuple(COLUMNS), languages=("de","en"), clock="both"), "csv", current_frame(), source=source_of(sel)).pieces()).decode())
        print(Export(sel, Layout(), "csv", current_frame(), source=source_of(sel)).count())
    assert 0
