"""The list of 18 columns as a project with django-import-export would make it: a resource over model instances.

Everything that it refers to is joined or prefetched, and words come from the functions that the site's pages use.
Beside it the least that the package can do: 18 columns of the same rows as they are stored, with nothing looked up or
put into words.
"""

from django.utils import timezone
from django.utils.translation import override
from import_export import fields, resources

from events.addresses import event_address
from events.listing import clock_times
from events.models import EventEditionDate, EventStatus, Function
from events.prices import price_words
from sistercities.dates.ranges import span_words
from sistercities.office.addresses import absolute
from sistercities.office.frame import current_frame

COLUMNS = (
    *("title", "kind", "status", "date", "starts", "ends", "known", "edtf", "time_zone", "other_time"),
    *("cities", "venue", "address", "participants", "organisers", "admission", "page", "uid"),
)


STORED = (
    *("uid", "position", "is_cancelled", "starts_on", "starts_at", "ends_on", "ends_at", "precision", "time_zone"),
    *("edition__title", "edition__slug", "edition__language", "edition__kind", "edition__status"),
    *("edition__date_note", "edition__is_free", "edition__price", "edition__currency"),
)


def listed():
    return EventEditionDate.objects.readable_in("en", timezone.now()).in_order()


def rows():
    related = ("edition__cities", "edition__organisers", "edition__participants")
    return listed().select_related("edition__venue__city").prefetch_related(*related)


def resource():
    return Dates(current_frame())


def stored_rows():
    return listed().select_related("edition")


class Stored(resources.ModelResource):
    class Meta:
        model = EventEditionDate
        fields = export_order = STORED


class Dates(resources.ModelResource):
    title = fields.Field("edition__title")
    kind = fields.Field()
    status = fields.Field()
    date = fields.Field()
    starts = fields.Field()
    ends = fields.Field()
    known = fields.Field()
    edtf = fields.Field()
    time_zone = fields.Field("time_zone")
    other_time = fields.Field()
    cities = fields.Field()
    venue = fields.Field()
    address = fields.Field()
    participants = fields.Field()
    organisers = fields.Field()
    admission = fields.Field()
    page = fields.Field()
    uid = fields.Field("uid")

    class Meta:
        model = EventEditionDate
        fields = export_order = COLUMNS
        # Rows at once: with fewer each lot is a question of its own, which sorts all of them again, for seven minutes.
        chunk_size = 1_000_000

    def __init__(self, frame):
        super().__init__()
        self.frame = frame

    def export(self, *args, **kwargs):
        with override("en"):
            return super().export(*args, **kwargs)

    def dehydrate_kind(self, date):
        return date.edition.get_kind_display()

    def dehydrate_status(self, date):
        status = EventStatus.CANCELLED if date.is_cancelled else EventStatus(date.edition.status)
        return str(status.label)

    def dehydrate_date(self, date):
        return (date.position == 0 and date.edition.date_note) or span_words(date.span, "en", weekday=True)

    def dehydrate_starts(self, date):
        return known_day(date.span, date.starts_on, date.starts_at)

    def dehydrate_ends(self, date):
        return known_day(date.span, date.ends_on, date.ends_at)

    def dehydrate_known(self, date):
        return date.get_precision_display()

    def dehydrate_edtf(self, date):
        return date.span.edtf

    def dehydrate_other_time(self, date):
        keys = [city.pk for city in date.edition.cities.all()]
        return "".join(clock_times(self.frame, date, keys, "en")[1:])

    def dehydrate_cities(self, date):
        return "; ".join(city.name_en for city in date.edition.cities.all())

    def dehydrate_venue(self, date):
        return date.edition.venue.name_en if date.edition.venue else ""

    def dehydrate_address(self, date):
        if (venue := date.edition.venue) is None:
            return ""
        parts = (venue.street_address, venue.district, f"{venue.postal_code} {venue.city.name_en}".strip())
        return ", ".join(part for part in parts if part)

    def dehydrate_participants(self, date):
        return "; ".join(
            f"{row.name} ({', '.join(filter(None, (str(Function(row.function).label), row.role_title_en)))})"
            for row in date.edition.participants.all()
        )

    def dehydrate_organisers(self, date):
        return "; ".join(organiser.name_en for organiser in date.edition.organisers.all())

    def dehydrate_admission(self, date):
        words = "Free of charge" if date.edition.is_free else price_words(date.edition, "en")
        return ", ".join(filter(None, (words, "booking needed" if date.edition.needs_booking else "")))

    def dehydrate_page(self, date):
        return absolute(event_address("en", date.edition.slug))


def known_day(span, on, at):
    if at is not None:
        return at.astimezone(span.zone_info).replace(tzinfo=None)
    return on.earliest if on is not None and on.day else None
