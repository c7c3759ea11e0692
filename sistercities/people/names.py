"""How a name sorts."""

_TITLES = frozenset({"dr.", "dr", "prof.", "prof", "sir", "dame", "h.c.", "dipl.-ing."})
_SUFFIXES = frozenset({"jr.", "jr", "sr.", "sr", "ii", "iii", "iv"})


def sort_name_of(name):
    """ "Eric Garcetti" → "Garcetti, Eric"; "Achim von Borries" → "Borries, Achim von"; a single name stays.

    The last word is taken as the family name, as German and English lists do it (DIN 5007-2). Names that put the family
    first, or have two of them, are for the editor to write.
    """
    words = [word for word in name.split() if word.casefold() not in _TITLES]
    suffixes = []
    while len(words) > 1 and words[-1].casefold().strip(",") in _SUFFIXES:
        suffixes.insert(0, words.pop())
    if len(words) < 2 or "," in name.replace(f", {suffixes[0]}" if suffixes else ",,", ""):
        return " ".join(name.split())
    given = " ".join([*words[:-1], *suffixes])
    return f"{words[-1].strip(',')}, {given}"
