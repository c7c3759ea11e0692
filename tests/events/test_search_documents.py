"""What can be found of an event, and of the people who take part in it."""

import pytest
from django.utils.translation import override

from sistercities.search.models import SearchDocument
from tests.factories import EventFactory, PersonFactory, publish_event

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language_of_the_desk", ["en", "de"])
def test_a_participant_without_an_office_is_found_by_what_they_do_in_the_language_of_the_text(language_of_the_desk):
    event = EventFactory()
    event.participants.create(person=PersonFactory(name="Ada Lens"), position=0, function="director")
    with override(language_of_the_desk):
        publish_event(("en", "de"), event=event)
    found = SearchDocument.objects.filter(kind="person").order_by("page_language")
    assert list(found.values_list("language", "title", "text")) == [
        ("de", "Ada Lens", "Regie"),
        ("en", "Ada Lens", "Director"),
    ]
