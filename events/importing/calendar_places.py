"""The place of a calendar entry: which venue here it is, and which room in it."""


def place_of(location, names):
    """The venue and the room of "Room, House, Street 1, 10117 Berlin" as our own files have it, or of a name alone; the
    venue is None where none fits."""
    known = names.venue_lines
    if location in known:
        return known[location], ""
    # A room stands before the line of its venue.
    longest = max(map(len, known), default=0)
    at = location.find(", ", max(0, len(location) - longest - 2))
    while at != -1:
        if location[at + 2 :] in known:
            return known[location[at + 2 :]], location[:at]
        at = location.find(", ", at + 2)
    return names.venue_or_none(location.split(",")[0]), ""
