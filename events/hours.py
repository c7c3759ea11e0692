"""Opening hours in words: "Tuesday–Saturday 10:00–18:00", „Dienstag–Samstag 10:00–18:00 Uhr“."""

from sistercities.dates.words import NO_BREAK_SPACE, calendar_for


class English:
    daily, clock = "Daily", "{}"


class German:
    daily, clock = "Täglich", "{} Uhr"


TABLES = {"en": English, "de": German}


def hours_words(rows, language):
    """A line for each of the `OpeningHoursRow`s; days of the week are numbered as ISO 8601 does."""
    table = TABLES[language]
    return [
        f"{days_words(row.days, language)} "
        + table.clock.format(f"{row.opens:%H:%M}–{row.closes:%H:%M}").replace(" ", NO_BREAK_SPACE)
        for row in rows
    ]


def days_words(days, language):
    """ "Tuesday–Saturday", "Monday, Wednesday", "Daily": of three and more in a row, the first and the last."""
    numbers = sorted({int(day) for day in days if day in "1234567"})
    if len(numbers) == 7:
        return TABLES[language].daily
    runs = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    names = calendar_for(language).weekdays
    words = []
    for run in runs:
        named = [names[number - 1] for number in run]
        words += [f"{named[0]}–{named[-1]}"] if len(run) > 2 else named
    return ", ".join(words)
