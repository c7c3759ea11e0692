"""Programmes for the tests: the anniversary autumn, in both languages, and as many dates as are asked for."""

import datetime

from sistercities.documents.agenda import Agenda, AgendaGroup, AgendaItem, AgendaSection, Fact, Line, Participant

MADE_AT = datetime.datetime(2017, 9, 12, 8, 30, tzinfo=datetime.UTC)

PREMIERE = AgendaItem(
    title="“Babylon Berlin”: international premiere",
    address="https://partners.example.org/en/events/babylon-berlin/",
    times="19:30–22:00 in Los\u00a0Angeles",
    other_times="04:30–07:00 the next day in Berlin",
    kind="Film",
    place="United Artists Theatre, 929 South Broadway, Downtown",
    summary=(
        "The series about Berlin in 1929 has its international premiere in Los Angeles, in the fiftieth year of the "
        "partnership. Its three directors are Tom Tykwer, Henk Handloegten and Achim von Borries."
    ),
    participants=(
        Participant("Tom Tykwer", "director"),
        Participant("Henk Handloegten", "director"),
        Participant("Michael Müller", "guest of honour, Governing Mayor of Berlin"),
    ),
    facts=(
        Fact("Admission", "€12–€18.50, booking needed", "https://tickets.example.org/babylon"),
        Fact("Language", "German, English"),
        Fact("Accessibility", "Step-free"),
    ),
    status="New date",
    status_note="It was announced for 5\u00a0October\u00a02017 before.",
)
CONCERT = AgendaItem(
    title="Two orchestras, one evening",
    address="https://partners.example.org/en/events/two-orchestras/",
    times="20:00 in Berlin",
    other_times="11:00 in Los\u00a0Angeles",
    kind="Concert",
    place="Konzerthaus, Gendarmenmarkt, Mitte",
    facts=(Fact("Admission", "Free of charge"),),
    status="Cancelled",
    status_note="The hall is closed for repairs.",
    is_off=True,
)
EXHIBITION = AgendaItem(
    title="Licht und Schatten",
    language="de",
    address="https://partners.example.org/en/events/licht-und-schatten/",
    dates="until 6\u00a0December\u00a02017",
    kind="Exhibition",
    place="Rotes Rathaus, Berlin",
    summary="Fotografien aus zwei Städten, die beide behaupten, das bessere Licht zu haben.",
    facts=(Fact("Opening hours", "Tuesday–Saturday 10:00–18:00"), Fact("Admission", "Free of charge")),
)
FESTIVAL = AgendaItem(title="Berlin Festival", dates="4–5\u00a0October\u00a02017", place="Berlin Lab, Arts District")
SEASON = AgendaItem(title="la > x", dates="After the Berlin Art Week", place="Berlin")
SOMEDAY = AgendaItem(title="A walk with the mayors", dates="Date to follow")

ENGLISH = Agenda(
    title="50 years Berlin – Los\u00a0Angeles",
    language="en",
    made_at=MADE_AT,
    subtitle="Events from 1 September to 31 December 2017",
    note="All times are local to the city of the event.",
    as_of="As of 12\u00a0September\u00a02017",
    office="Berlin and its partner cities",
    contact=(
        Line("Office for Partnerships"),
        Line("Rathausstraße 15, 10178 Berlin"),
        Line("office@example.org", "mailto:office@example.org"),
    ),
    credits=("Nickel Diner in L.\u00a0A. © Ryan Vaarsi",),
    sections=(
        AgendaSection("Now on", (AgendaGroup("Berlin", (EXHIBITION,), "home"),)),
        AgendaSection("Wednesday, 4\u00a0October\u00a02017", (AgendaGroup("Los\u00a0Angeles", (FESTIVAL,), "poppy"),)),
        AgendaSection(
            "Friday, 6\u00a0October\u00a02017",
            (AgendaGroup("Berlin", (CONCERT,), "home"), AgendaGroup("Los\u00a0Angeles", (PREMIERE,), "poppy")),
        ),
        AgendaSection(
            "Without a day yet",
            (AgendaGroup("In autumn 2017", (SEASON,)), AgendaGroup("Date to follow", (SOMEDAY,))),
        ),
    ),
)
GERMAN = Agenda(
    title="50\u00a0Jahre Berlin – Los\u00a0Angeles",
    language="de",
    made_at=MADE_AT,
    subtitle="Termine vom 1. September bis zum 31. Dezember 2017",
    note="Alle Zeiten gelten am Ort der Veranstaltung.",
    as_of="Stand: 12.\u00a0September\u00a02017",
    office="Berlin und seine Partnerstädte",
    contact=(Line("Büro für Städtepartnerschaften"), Line("office@example.org", "mailto:office@example.org")),
    sections=(
        AgendaSection(
            "Freitag, 6.\u00a0Oktober\u00a02017",
            (
                AgendaGroup(
                    "Los\u00a0Angeles",
                    (
                        AgendaItem(
                            title="„Babylon Berlin“: internationale Premiere",
                            times="19:30–22:00\u00a0Uhr in Los\u00a0Angeles",
                            other_times="04:30–07:00\u00a0Uhr am nächsten Tag in Berlin",
                            kind="Film",
                            place="United Artists Theatre, Downtown",
                            participants=(Participant("Tom Tykwer", "Regie"),),
                            facts=(Fact("Eintritt", "12–18,50\u00a0€"),),
                        ),
                    ),
                    "poppy",
                ),
            ),
        ),
    ),
)


def long_agenda(count, *, per_day=3):
    """A programme of so many dates in English, a few each day."""
    cities = (("Berlin", "home"), ("Los\u00a0Angeles", "poppy"), ("Warsaw", "magenta"))
    sections, first = [], datetime.date(2017, 1, 1)
    for start in range(0, count, per_day):
        day = first + datetime.timedelta(days=start // per_day)
        groups = [
            AgendaGroup(name, (PREMIERE if number % 2 else FESTIVAL,), ink)
            for number, (name, ink) in zip(range(start, min(start + per_day, count)), cities, strict=False)
        ]
        sections.append(AgendaSection(f"{day:%A}, {day.day}\u00a0{day:%B}\u00a0{day.year}", tuple(groups)))
    return Agenda(
        title="The year", language="en", made_at=MADE_AT, as_of="As of 12 September 2017", sections=tuple(sections)
    )
