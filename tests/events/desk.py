"""The event's form in tests: opened, filled in, sent."""

from django.urls import reverse

from events.models import Event
from tests.publishing.forms import posted


def url(name, *args):
    return reverse(f"admin:events_event_{name}", args=args)


def filled(client, address, **changes):
    """What a browser would send of the form at that address, with some fields filled in differently."""
    return posted(client.get(address), **{"_continue": "1"} | changes)


def send(client, address, **changes):
    """Fill in and send; the errors of every form fail the test."""
    response = client.post(address, filled(client, address, **changes))
    assert response.status_code == 302, errors_of(response)
    return response


def errors_of(response):
    """`{name of the field: messages}` of a refused form and its rows, without those that have none."""
    found = dict(response.context["adminform"].form.errors)
    for inline in response.context["inline_admin_formsets"]:
        for form in inline.formset.forms:
            found |= {form.add_prefix(name): messages for name, messages in form.errors.items()}
        if inline.formset.non_form_errors():
            found[inline.formset.prefix] = inline.formset.non_form_errors()
    return {name: [str(message) for message in messages] for name, messages in found.items()}


def refused(client, address, **changes):
    """Fill in and send what must be refused; the errors."""
    before = list(Event.objects.order_by("pk").values())
    response = client.post(address, filled(client, address, **changes))
    assert response.status_code == 200
    assert list(Event.objects.order_by("pk").values()) == before
    return errors_of(response)


def add_row(inline, number, **fields):
    """The fields of a new row of an inline, beside the `number` that are there."""
    row = {f"{inline}-{number}-{name}": value for name, value in fields.items()}
    return row | {f"{inline}-TOTAL_FORMS": number + 1}
