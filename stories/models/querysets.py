"""The queries of the public pages. `with_…` adds columns, `for_…` serves one page; none runs before it is read."""

from django.db.models import Case, Exists, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import JSONObject

from sistercities.publishing.aggregates import JSONList
from sistercities.publishing.models import EditionQuerySet

#: The story's key decides between two of the same moment: unlike the edition's, it stays when a new edition is printed.
NEWEST_FIRST = ("-first_live_from", "-story_id")
OLDEST_FIRST = ("first_live_from", "story_id")
#: Among how many of the newest stories "Read on" looks for related ones, besides those of the same partnership.
NEIGHBOURS = 48
READ_ON = 3


#: What no public page prints of a picture and of an edition. Reading it after all is a query, not an error.
PICTURE_COLUMNS_UNREAD = ("file", "original_name", "source", "usage_terms", "valid_until", "created_at", "changed_at")
#: Besides, where pictures stand on cards: there they decorate, and are credited on the page behind.
CARD_COLUMNS_UNREAD = (
    *("title", "creator", "credit_line", "copyright_notice", "licence", "licence_url", "medium"),
    *("alt_text_en", "alt_text_de", "caption_en", "caption_de", "is_decorative"),
)
EDITION_COLUMNS_UNREAD = ("expires_at", "ended_as", "published_at", "published_by", "fingerprint")


def unread(path, columns):
    return [f"{path}__{column}" for column in columns]


class StoryEditionQuerySet(EditionQuerySet):
    def newest_first(self):
        return self.order_by(*NEWEST_FIRST)

    def with_city_keys(self):
        """Annotates `city_keys`: a list of the cities' keys, None where there are none."""
        rows = self.model.cities.through.objects.filter(storyedition=OuterRef("pk")).order_by()
        return self.annotate(
            city_keys=Subquery(rows.values("storyedition").annotate(keys=JSONList("city_id")).values("keys"))
        )

    def with_theme_labels(self, language):
        """Annotates `theme_labels`: a list of `{"key": 1, "name": …, "slug": …}` in that language, or None."""
        label = JSONObject(key="theme_id", name=f"theme__name_{language}", slug=f"theme__slug_{language}")
        rows = self.model.themes.through.objects.filter(storyedition=OuterRef("pk")).order_by()
        return self.annotate(
            theme_labels=Subquery(rows.values("storyedition").annotate(labels=JSONList(label)).values("labels"))
        )

    def with_slug_in(self, language, at=None):
        """Annotates `slug_<language>`: the address of the same story in that language, None where it is not live."""
        other = self.model.objects.live(at).in_language(language).filter(story=OuterRef("story_id")).order_by()
        return self.annotate(**{f"slug_{language}": Subquery(other.values("slug")[:1])})

    def with_cards(self):
        """All that a card prints: the lead picture is joined, `city_keys` annotated, the body left behind."""
        query = self.select_related("lead_picture").defer("body", *EDITION_COLUMNS_UNREAD)
        return query.defer(*unread("lead_picture", PICTURE_COLUMNS_UNREAD)).with_city_keys()

    def without_credits(self):
        """For cards alone: leaves the words of the lead pictures behind."""
        return self.defer(*unread("lead_picture", CARD_COLUMNS_UNREAD))

    def for_story_page(self, slug, language, other_languages, at=None):
        """The live edition at that address (at most one), with all that its page prints but embeds and "Read on".

        The partnership is not joined: the site frame holds them all.
        """
        query = self.live(at).in_language(language).filter(slug=slug)
        query = query.select_related("lead_picture", "anniversary").with_city_keys()
        query = query.defer(*EDITION_COLUMNS_UNREAD, *unread("lead_picture", PICTURE_COLUMNS_UNREAD))
        for other in other_languages:
            query = query.with_slug_in(other, at)
        return query.with_theme_labels(language).order_by("-live_from", "-pk")

    def for_old_address(self, slug, language, at=None):
        """Editions that once were public at that address, with `slug_today`: the live address of their story, or None.

        Whose story is live comes first, then the one that used the address last.
        """
        today = self.model.objects.live(at).in_language(language).filter(story=OuterRef("story_id")).order_by()
        query = self.ever_public(at).in_language(language).filter(slug=slug)
        query = query.annotate(slug_today=Subquery(today.values("slug")[:1]))
        return query.order_by(Case(When(slug_today=None, then=Value(1)), default=Value(0)), "-live_from", "-pk")

    def for_read_on(self, story, partnership, themes, cities, language, at=None):
        """Three other live stories: of the same partnership, with a common theme or partner city, or just the newest.

        Looks at the partnership's newest and at the newest `NEIGHBOURS`: the cost does not grow with the stories.
        `story` and `partnership` are keys, a partnership of None has no other stories; `themes` and `cities` are lists
        of keys, without the home city, which nearly all have in common.
        """
        common_theme = self._rows("themes", themes).filter(storyedition=OuterRef("pk"))
        common_city = self._rows("cities", cities).filter(storyedition=OuterRef("pk"))
        others = self.live(at).in_language(language).exclude(story=story)
        newest = others.newest_first().values("pk")
        candidates = self.filter(pk__in=newest[:NEIGHBOURS]).order_by().values("pk")
        partners = self.filter(pk__in=newest.filter(partnership=partnership)[:READ_ON]).order_by().values("pk")
        closeness = Case(
            When(partnership=partnership, then=Value(0)),
            When(Exists(common_theme), then=Value(1)),
            When(Exists(common_city), then=Value(2)),
            default=Value(3),
        )
        return (
            self.filter(pk__in=candidates.union(partners))
            .with_cards()
            .without_credits()
            .order_by(closeness, *NEWEST_FIRST)[:READ_ON]
        )

    def for_front(self, language, count, at=None):
        """At most `count` live stories: the newest of the featured ones leads, then come the newest of all.

        Both are found by their indexes; to sort all stories by `is_featured` takes as long as there are stories.
        """
        newest = self.live(at).in_language(language).newest_first().values("pk")
        lead = newest.filter(is_featured=True)[:1]
        candidates = self.filter(pk__in=newest[:count]).order_by().values("pk")
        leads = Case(When(pk=Subquery(lead), then=Value(0)), default=Value(1))
        shown = self.filter(pk__in=candidates.union(self.filter(pk__in=lead).order_by().values("pk")))
        return shown.with_cards().order_by(leads, *NEWEST_FIRST)[:count]

    def for_index(self, language, city=None, theme=None, years=None, before=None, after=None, without=None, at=None):
        """One page of the index, all but its length: slice it.

        `city` and `theme` are keys, `years` a half-open span of two aware datetimes. `before` and `after` are the key
        of the story where the neighbouring page ended; pages `after` it come oldest first. `without` is the key of a
        story. One that was never public in that language has no neighbours. Costs the same at any depth.
        """
        query = self.live(at).in_language(language).filtered(city, theme, years)
        if without is not None:
            query = query.exclude(story_id=without)
        if before is not None:
            moment = self._first_live_from(before, language, at)
            query = query.filter(first_live_from__lte=moment).filter(
                Q(first_live_from__lt=moment) | Q(story_id__lt=before)
            )
        if after is not None:
            moment = self._first_live_from(after, language, at)
            query = query.filter(first_live_from__gte=moment).filter(
                Q(first_live_from__gt=moment) | Q(story_id__gt=after)
            )
        return query.with_cards().without_credits().order_by(*(OLDEST_FIRST if after is not None else NEWEST_FIRST))

    def filtered(self, city=None, theme=None, years=None):
        """Only of that city and theme (keys), and first published in that span.

        Asked of each story, not joined: of a city that most stories are about, SQLite would gather all and sort them.
        """
        query = self
        for name, key in (("cities", city), ("themes", theme)):
            if key is not None:
                query = query.filter(Exists(self._rows(name, [key]).filter(storyedition=OuterRef("pk"))))
        if years is not None:
            query = query.filter(first_live_from__gte=years[0], first_live_from__lt=years[1])
        return query

    def _rows(self, name, keys):
        """The rows that join editions with those cities or themes."""
        field = self.model._meta.get_field(name)
        return field.remote_field.through.objects.filter(**{f"{field.m2m_reverse_field_name()}__in": keys})

    def _first_live_from(self, story, language, at):
        editions = self.model.objects.ever_public(at).in_language(language).filter(story=story).order_by()
        return Subquery(editions.values("first_live_from")[:1])
