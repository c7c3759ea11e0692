"""The rules of RFC 5545, 5546, 6868 and 7986 as a list of what breaks them. Knows not how files are written."""

import re
from dataclasses import dataclass, field

REQUIRED = {
    "VCALENDAR": {"PRODID", "VERSION"},
    "VEVENT": {"UID", "DTSTAMP", "DTSTART", "SUMMARY", "SEQUENCE", "LAST-MODIFIED", "STATUS"},
    "VTIMEZONE": {"TZID"},
    "STANDARD": {"DTSTART", "TZOFFSETFROM", "TZOFFSETTO"},
    "DAYLIGHT": {"DTSTART", "TZOFFSETFROM", "TZOFFSETTO"},
}
#: Which component stands in which; "" is the file.
PARENTS = {"VCALENDAR": "", "VEVENT": "VCALENDAR", "VTIMEZONE": "VCALENDAR"}
PARENTS |= dict.fromkeys(("STANDARD", "DAYLIGHT"), "VTIMEZONE")
#: Properties that may stand several times in a component.
REPEATABLE = {"CATEGORIES", "COMMENT", "CONFERENCE", "RDATE", "TZNAME", "IMAGE", "ATTACH", "NAME"}
_PARAMETERS = r'(?:;[A-Z0-9-]+=(?:"[^"\x00-\x08\x0a-\x1f\x7f]*"|[^";:,\x00-\x08\x0a-\x1f\x7f]*))*'
_LINE = re.compile(rf"([A-Z][A-Z0-9-]*)({_PARAMETERS}):([^\x00-\x08\x0a-\x1f\x7f]*)")
_TEXT = r"(\\[\\;,nN]|[^\\;,])*"
_URI = r"[a-z][a-z0-9+.-]*:([A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})+"
_WEB = f"(?=https?://){_URI}"
_DATE = r"\d{4}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])"
_TIME = r"T([01]\d|2[0-3])[0-5]\d([0-5]\d|60)"
# "-0000" and "-000000" are forbidden (§3.3.14); 52 seconds before Greenwich, as clocks in Accra once were, are not.
_OFFSET = r"(?!-0000(?:00)?\Z)[+-]([01]\d|2[0-3])[0-5]\d([0-5]\d)?"
_VALUES = {
    "VERSION": r"2\.0",
    "CALSCALE": "GREGORIAN",
    "DTSTAMP": f"{_DATE}{_TIME}Z",
    "LAST-MODIFIED": f"{_DATE}{_TIME}Z",
    "DTSTART": f"{_DATE}({_TIME}Z?)?",
    "DTEND": f"{_DATE}({_TIME}Z?)?",
    "RDATE": f"{_DATE}{_TIME}(,{_DATE}{_TIME})*",
    "RRULE": rf"FREQ=YEARLY;BYMONTH=\d+(;BYDAY=(-?\d)?[A-Z]{{2}})?(;BYMONTHDAY=\d+(,\d+)*)?(;UNTIL={_DATE}{_TIME}Z)?",
    "SEQUENCE": r"\d{1,9}",
    "GEO": r"-?\d{1,2}(\.\d+)?;-?\d{1,3}(\.\d+)?",
    "STATUS": "CONFIRMED|TENTATIVE|CANCELLED",
    "TRANSP": "OPAQUE|TRANSPARENT",
    "TZOFFSETFROM": _OFFSET,
    "TZOFFSETTO": _OFFSET,
    "URL": _WEB,
    "SOURCE": _WEB,
    "CONFERENCE": _WEB,
    "REFRESH-INTERVAL": r"P(\d+D|T\d+H)",
    "CATEGORIES": r"(\\[\\;,nN]|[^\\;])*",
    **dict.fromkeys(("NAME", "X-WR-CALNAME", "SUMMARY", "DESCRIPTION", "LOCATION", "UID", "TZID", "TZNAME"), _TEXT),
}


@dataclass
class _Component:
    kind: str
    properties: dict = field(default_factory=dict)
    parts: list = field(default_factory=list)

    def value(self, name):
        return self.properties.get(name, [("", "")])[0][1]


def breaches(body):
    """What in these bytes is against the rules, as sentences; an empty list where nothing is."""
    found = []
    if not body.endswith(b"\r\n"):
        found.append("does not end with a line")
    raw = body.split(b"\r\n")[:-1]
    for number, line in enumerate(raw, 1):
        if b"\r" in line or b"\n" in line:
            found.append(f"line {number}: a bare line break")
        if len(line) > 75:
            found.append(f"line {number}: {len(line)} octets")
        if not line.strip():
            found.append(f"line {number}: empty")
        try:
            line.decode()
        except UnicodeDecodeError:
            found.append(f"line {number}: folded inside of a character")
    return found + _structure(unfolded(body))


def unfolded(body):
    """The content lines, whole and decoded."""
    return body.decode(errors="replace").replace("\r\n ", "").replace("\r\n\t", "").split("\r\n")[:-1]


def _structure(lines):
    found, stack, uids, zones, used = [], [_Component("")], [], [], set()
    for line in lines:
        match = _LINE.fullmatch(line)
        if match is None:
            found.append(f"no content line: {line[:60]!r}")
            continue
        name, parameters, value = match.groups()
        if name == "BEGIN":
            if PARENTS.get(value) != stack[-1].kind:
                found.append(f"{value} stands in {stack[-1].kind or 'nothing'}")
            stack[-1].parts.append(value)
            stack.append(_Component(value))
        elif name == "END":
            component = stack.pop() if len(stack) > 1 else _Component("")
            if component.kind != value:
                found.append(f"{value} ends where {component.kind} is open")
            found += _component(component)
            if component.kind == "VEVENT":
                uids.append(component.value("UID"))
            if component.kind == "VTIMEZONE":
                zones.append(component.value("TZID"))
        elif len(stack) == 1:
            found.append(f"{name} stands outside of everything")
        else:
            stack[-1].properties.setdefault(name, []).append((parameters, value))
            if zone := re.search(';TZID="?([^";:]+)', parameters):
                used.add(zone[1])
            found += _property(name, parameters, value)
    found += [f"UID {uid} twice" for uid in set(uids) if uids.count(uid) > 1]
    found += [f"zone {zone} twice" for zone in set(zones) if zones.count(zone) > 1]
    found += [f"zone {zone} is not explained" for zone in used - set(zones)]
    if len(stack) > 1:
        found.append("something stays open")
    if stack[0].parts != ["VCALENDAR"]:
        found.append("not one calendar")
    return found


def _property(name, parameters, value):
    if (pattern := _VALUES.get(name)) and not re.fullmatch(pattern, value, re.DOTALL):
        yield f"{name} has the value {value[:60]!r}"
    given = parameters.split(";")
    if name in ("DTSTART", "DTEND") and ("VALUE=DATE" in given) != ("T" not in value):
        yield f"{name}{parameters}:{value}"
    if ";TZID=" in parameters and ("T" not in value or value.endswith("Z")):
        yield f"{name} with a zone that does not apply"  # RFC 5545 §3.2.19
    if name in ("CONFERENCE", "SOURCE") and "VALUE=URI" not in given:
        yield f"{name} does not say that it is an address"  # RFC 7986 §5.8, §5.11
    if name == "REFRESH-INTERVAL" and "VALUE=DURATION" not in given:
        yield f"{name} does not say that it is a duration"


def _component(component):
    kind, properties = component.kind, component.properties
    found = [f"{kind} without {name}" for name in REQUIRED.get(kind, set()) - set(properties)]
    single = {name: len(rows) for name, rows in properties.items() if name not in REPEATABLE}
    found += [f"{name} {count} times" for name, count in single.items() if count > 1]
    if kind == "VEVENT":
        start, end = component.value("DTSTART"), component.value("DTEND")
        if end and ("T" in start) != ("T" in end):
            found.append("start and end of different kinds")
        if end and "T" not in end and end <= start:
            found.append("ends before it starts")
    if kind == "VCALENDAR":
        if not component.parts:
            found.append("a calendar without components")
        if "METHOD" in properties:
            found.append("METHOD without an organiser")  # RFC 5546 §3.2.1
    if kind == "VTIMEZONE" and not component.parts:
        found.append("a zone without an offset")
    if kind in ("STANDARD", "DAYLIGHT") and not re.fullmatch(_DATE + _TIME, component.value("DTSTART")):
        found.append(f"{kind} begins at no local time")
    return found
