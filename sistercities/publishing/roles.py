"""The roles of the desk as groups, and what each may do: the source of `docs/permissions.md` and of the migrations.

A migration that adds a model or a permission calls `grant()` with its own part of the table: later changes to this file
must not change what an old migration does.
"""

from django.utils.translation import pgettext_lazy

AUTHOR, EDITOR, MEDIA_STEWARD, EXPORTER, ADMINISTRATOR = ROLES = (
    "author",
    "editor",
    "media steward",
    "exporter",
    "administrator",
)

#: What the desk calls them; the groups' own names never change.
LABELS = {
    AUTHOR: pgettext_lazy("role", "Author"),
    EDITOR: pgettext_lazy("role", "Editor"),
    MEDIA_STEWARD: pgettext_lazy("role", "Media steward"),
    EXPORTER: pgettext_lazy("role", "Exporter"),
    ADMINISTRATOR: pgettext_lazy("role", "Administrator"),
}

_ALL = ("add", "change", "delete", "view")


def _table():
    manuscripts = ("stories.story", "events.event")
    reference = ("people.person", "people.role", "stories.quote")
    places = ("cities.city", "cities.partnership", "cities.anniversary", "stories.theme")
    office = ("office.office", "office.standingpage", "office.feedback")
    event_places = ("events.venue", "events.organiser")
    roles = {role: set() for role in ROLES}

    def give(role, models, actions):
        for model in models:
            app, name = model.split(".")
            roles[role] |= {f"{app}.{action}_{name}" for action in actions}

    give(AUTHOR, manuscripts, ["add", "change", "view"])
    give(AUTHOR, [*reference, *event_places, "media.picture"], ["add", "view"])
    give(AUTHOR, [*places, "events.series"], ["view"])

    give(EDITOR, manuscripts, [*_ALL, "edit_any", "review", "publish"])
    give(EDITOR, ["events.event"], ["export"])
    give(EDITOR, [*reference, *places, *event_places, "events.series"], _ALL)
    give(EDITOR, ["media.picture"], ["add", "change", "view"])
    give(EDITOR, ["office.standingpage", "office.feedback"], ["change", "view"])
    give(EDITOR, ["office.office"], ["view"])

    give(MEDIA_STEWARD, ["media.picture"], _ALL)
    give(MEDIA_STEWARD, ["people.person", "cities.city"], ["view"])

    give(EXPORTER, ["cities.city", "cities.partnership", "cities.anniversary"], ["view"])
    give(EXPORTER, ["events.event"], ["view", "read_any", "export"])
    give(EXPORTER, [*event_places, "events.series"], ["view"])

    give(ADMINISTRATOR, manuscripts, [*_ALL, "edit_any", "review", "publish"])
    give(ADMINISTRATOR, ["events.event"], ["export"])
    give(ADMINISTRATOR, [*reference, *places, *event_places, "events.series", "media.picture"], _ALL)
    give(ADMINISTRATOR, office, ["change", "view"])
    give(ADMINISTRATOR, ["office.office"], ["add"])
    give(ADMINISTRATOR, ["office.standingpage"], ["add"])
    give(ADMINISTRATOR, ["office.feedback"], ["delete"])
    give(ADMINISTRATOR, ["auth.user"], ["add", "change", "view"])
    give(ADMINISTRATOR, ["auth.group", "publishing.auditentry"], ["view"])
    give(ADMINISTRATOR, ["axes.accessattempt"], ["delete", "view"])
    return {role: sorted(permissions) for role, permissions in roles.items()}


PERMISSIONS = _table()


def grant(apps, table):
    """Create the groups and permissions of `table` (`{role: ["app.action_model", …]}`) where missing, and join them.

    For a migration's `RunPython`: permissions usually appear after all migrations have run, too late for it.
    """
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    ContentType = apps.get_model("contenttypes", "ContentType")
    for role, names in table.items():
        group, _ = Group.objects.get_or_create(name=role)
        for name in names:
            app, codename = name.split(".")
            model = codename.rsplit("_", 1)[1]
            content_type, _ = ContentType.objects.get_or_create(app_label=app, model=model)
            # Django gives the permission its own name when it meets it after the migrations.
            permission, _ = Permission.objects.get_or_create(
                content_type=content_type, codename=codename, defaults={"name": "Can " + codename.replace("_", " ")}
            )
            group.permissions.add(permission)
