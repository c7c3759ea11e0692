"""RFC 5545's rules about lines and properties, as a list of what breaks them. Knows not how files are written."""

import re

REQUIRED = {
    "VCALENDAR": {"PRODID", "VERSION"},
    "VEVENT": {"UID", "DTSTAMP", "DTSTART", "SUMMARY", "SEQUENCE", "LAST-MODIFIED", "STATUS"},
    "VTIMEZONE": {"TZID"},
    "STANDARD": {"DTSTART", "TZOFFSETFROM", "TZOFFSETTO"},
    "DAYLIGHT": {"DTSTART", "TZOFFSETFROM", "TZOFFSETTO"},
}
#: Properties that may stand several times in a component.
REPEATABLE = {"CATEGORIES", "COMMENT", "CONFERENCE", "RDATE", "TZNAME", "IMAGE", "ATTACH", "NAME"}
_PARAMETERS = r'(?:;[A-Z0-9-]+=(?:"[^"\x00-\x08\x0a-\x1f\x7f]*"|[^";:,\x00-\x08\x0a-\x1f\x7f]*))*'
_LINE = re.compile(rf"([A-Z][A-Z0-9-]*)({_PARAMETERS}):([^\x00-\x08\x0a-\x1f\x7f]*)")
_VALUES = {
    "DTSTAMP": r"\d{8}T\d{6}Z",
    "LAST-MODIFIED": r"\d{8}T\d{6}Z",
    "DTSTART": r"\d{8}(T\d{6}Z?)?",
    "DTEND": r"\d{8}(T\d{6}Z?)?",
    "SEQUENCE": r"\d+",
    "GEO": r"-?\d+(\.\d+)?;-?\d+(\.\d+)?",
    "STATUS": "CONFIRMED|TENTATIVE|CANCELLED",
    "TRANSP": "OPAQUE|TRANSPARENT",
    "TZOFFSETFROM": r"[+-]\d{4}(\d{2})?",
    "TZOFFSETTO": r"[+-]\d{4}(\d{2})?",
    "URL": r"https?://[\x21-\x7e]+",
    "CONFERENCE": r"https?://[\x21-\x7e]+",
    "SUMMARY": r"(\\[\\;,nN]|[^\\;,])*",
    "DESCRIPTION": r"(\\[\\;,nN]|[^\\;,])*",
    "LOCATION": r"(\\[\\;,nN]|[^\\;,])*",
    "CATEGORIES": r"(\\[\\;,nN]|[^\\;])*",
}


def breaches(body):
    """What in these bytes is against RFC 5545, as sentences; an empty list where nothing is."""
    found = []
    if not body.endswith(b"\r\n"):
        found.append("does not end with a line")
    raw = body.split(b"\r\n")[:-1]
    for number, line in enumerate(raw, 1):
        if b"\r" in line or b"\n" in line:
            found.append(f"line {number}: a bare line break")
        if len(line) > 75:
            found.append(f"line {number}: {len(line)} octets")
        try:
            line.decode()
        except UnicodeDecodeError:
            found.append(f"line {number}: folded inside of a character")
    text = body.decode(errors="replace").replace("\r\n ", "").replace("\r\n\t", "")
    return found + _structure(text.split("\r\n")[:-1])


def _structure(lines):
    found, stack, uids, zones, used = [], [], [], [], set()
    for line in lines:
        match = _LINE.fullmatch(line)
        if match is None:
            found.append(f"no content line: {line[:60]!r}")
            continue
        name, parameters, value = match.groups()
        if name == "BEGIN":
            stack.append((value, {}))
        elif name == "END":
            kind, properties = stack.pop() if stack else ("", {})
            if kind != value:
                found.append(f"{value} ends where {kind} is open")
            found += _component(kind, properties)
            if kind == "VEVENT":
                uids += properties.get("UID", [])
            if kind == "VTIMEZONE":
                zones += properties.get("TZID", [])
        elif not stack:
            found.append(f"{name} stands outside of everything")
        else:
            stack[-1][1].setdefault(name, []).append(value)
            if zone := re.search(';TZID="?([^";:]+)', parameters):
                used.add(zone[1])
            if (pattern := _VALUES.get(name)) and not re.fullmatch(pattern, value, re.DOTALL):
                found.append(f"{name} has the value {value[:60]!r}")
            if ("VALUE=DATE" in parameters.split(";")) != bool(re.fullmatch(r"\d{8}", value)) and name.startswith("DT"):
                found.append(f"{name}{parameters}:{value}")
    found += [f"UID {uid} twice" for uid in set(uids) if uids.count(uid) > 1]
    found += [f"zone {zone} twice" for zone in set(zones) if zones.count(zone) > 1]
    found += [f"zone {zone} is not explained" for zone in used - set(zones)]
    if stack:
        found.append("something stays open")
    if not uids and not zones:
        found.append("a calendar without components")
    return found


def _component(kind, properties):
    found = [f"{kind} without {name}" for name in REQUIRED.get(kind, set()) - set(properties)]
    if kind == "VEVENT":
        found += [
            f"{name} {len(values)} times"
            for name, values in properties.items()
            if len(values) > 1 and name not in REPEATABLE
        ]
        start, end = (properties.get(name, [""])[0] for name in ("DTSTART", "DTEND"))
        if end and (len(end) != len(start) and "Z" not in (start + end)):
            found.append("start and end of different kinds")
    return found
