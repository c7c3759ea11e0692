"""A plan as tables that people read: what is new, what changes field by field, what stays, what is left out and why."""

from events.importing.planning import Action
from events.importing.showing import label_of, shown

#: Events of each kind in the page; of more, their number is told.
LISTED = 300


def plan_tables(plan):
    """`{"create": {"rows": […], "more": 0}, …}` by action, ready for the template."""
    makers = {
        Action.CREATE: _created,
        Action.CHANGE: _changed,
        Action.SAME: lambda item, names: {"name": str(item.event), "event": item.event},
        Action.SKIP: lambda item, names: {"name": item.name, "reasons": item.reasons},
    }
    tables = {}
    for action, make in makers.items():
        items = plan.of(action)
        rows = [{"numbers": item.numbers, "notes": item.notes, **make(item, plan.names)} for item in items[:LISTED]]
        tables[action.value] = {"rows": rows, "count": len(items), "more": max(0, len(items) - LISTED)}
    return tables


def _created(item, names):
    final = item.before | item.values
    lines = [
        (label_of(name), words)
        for name in item.values
        if name not in ("span", "title_en", "title_de") and (words := shown(name, item.values[name], final, names))
    ]
    titles = [final[f"title_{language}"] for language in ("en", "de") if final[f"title_{language}"]]
    return {"name": " · ".join(titles), "when": shown("span", final["span"], final, names), "lines": lines}


def _changed(item, names):
    final = item.before | item.values
    changes = [
        (
            label_of(name),
            shown(name, item.before.get(name), item.before, names),
            shown(name, value, final, names),
        )
        for name, value in item.values.items()
    ]
    return {"name": str(item.event), "event": item.event, "changes": changes}
