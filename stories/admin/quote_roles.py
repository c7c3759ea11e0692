"""The roles of a speaker, for the form of a quote: `admin/quote.js` fills the choice and the titles with them."""

from django.core.exceptions import PermissionDenied
from django.http import JsonResponse
from django.urls import path
from django.views.decorators.http import require_safe

from sistercities.dates.parsing import DateNotUnderstood, parse
from sistercities.dates.words import date_words
from sistercities.people.models import Person
from sistercities.people.roles import role_on

ADDRESS = "stories_quote_roles"


def urls(quote_admin):
    @require_safe
    def view(request):
        return roles(request, quote_admin)

    return [path("roles/", quote_admin.admin_site.admin_view(view), name=ADDRESS)]


def roles(request, quote_admin):
    """`?speaker=12&said_on=27 June 2017` → the roles of the person, and the key of the one held on that day or null."""
    people = quote_admin.admin_site._registry[Person]
    may_edit = quote_admin.has_add_permission(request) or quote_admin.has_change_permission(request)
    if not (may_edit and people.has_view_permission(request)):
        raise PermissionDenied
    speaker = request.GET.get("speaker", "")
    is_key = speaker.isascii() and speaker.isdecimal() and len(speaker) < 19
    person = Person.objects.prefetch_related("roles__city").filter(pk=speaker).first() if is_key else None
    try:
        said_on = request.GET.get("said_on", "").strip()
        day = parse(said_on) if said_on else None
    except DateNotUnderstood:
        day = None
    held = role_on(person, day) if person else None
    return JsonResponse(
        {
            "roles": [
                {
                    "id": role.pk,
                    "label": label(role),
                    "title_en": role.title_en,
                    "title_de": role.title_de,
                    "city": role.city and {"id": role.city.pk, "name": str(role.city)},
                }
                for role in (person.roles.all() if person else ())
            ],
            "held": held and held.pk,
        }
    )


def label(role):
    """ "Mayor (2013 – 2022)"."""
    if not (role.held_from or role.held_until):
        return role.title
    since, until = (date_words(date) if date else "" for date in (role.held_from, role.held_until))
    return f"{role.title} ({f'{since} – {until}'.strip()})"
