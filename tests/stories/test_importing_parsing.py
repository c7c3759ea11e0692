"""What a text is understood to say: whole results for ten texts of different offices, and the rules one by one."""

import os
import time
from pathlib import Path

import pytest

from stories.importing.decoding import NotImportable, decode
from stories.importing.imported import Credit, Kind, Quotation
from stories.importing.parsing import parse

TEXTS = Path(__file__).parent / "texts"


def parsed(name, language="en"):
    return parse(decode((TEXTS / name).read_bytes()).text, language)


def outline(imported):
    """`(first line, last line, kind, first words)` of every block; headings with their level, lists with all items."""
    return [
        (
            block.first_line,
            block.last_line,
            f"h{block.level}" if block.level else str(block.kind),
            list(block.lines) if block.kind in (Kind.BULLETS, Kind.NUMBERS) else " ".join(block.text.split()[:4]),
        )
        for block in imported.blocks
    ]


def notes(found):
    return [(note.line, note.code) for note in found]


def body_of(text, language="en"):
    """The blocks of a text below a title and a standfirst."""
    return parse(f"Title\n\nStandfirst.\n\n{text}\n\nLast paragraph.", language).blocks[:-1]


# Texts of ten offices ------------------------------------------------------------------------------------------------


def test_one_line_a_paragraph_with_quote_credits_and_a_leftover_link():
    imported = parsed("one_line_paragraphs.txt")
    assert imported.title == "Lyon & Turin: Across the Alps"
    assert imported.standfirst.startswith("Since 1959,")
    assert imported.standfirst.endswith("What keeps them together?")
    assert outline(imported) == [
        (5, 5, "paragraph", "Turin has always been"),
        (7, 7, "quote", "Turin is a city"),
        (9, 9, "paragraph", "Trains have run through"),
        (11, 11, "paragraph", "In November, the film"),
        (13, 13, "paragraph", "There are more meetings"),
        (15, 15, "credits", "Market in Turin ©"),
        (17, 17, "paragraph", "Back to Lyon stories"),
    ]
    assert imported.quotations == [
        Quotation(
            "Turin is a city that builds things, and every tunnel is a handshake.", "Carla Rossetti", "Mayor of Turin"
        )
    ]
    assert imported.credits == [
        Credit("Market in Turin", "Lea Brandt"),
        Credit("Tunnel near Modane", "Paul O´Hara"),
        Credit("Silk loom", "Nora Wynn"),
    ]
    assert notes(imported.left) == [(13, "unfinished"), (17, "navigation")]
    assert notes(imported.hints) == [(5, "missing_space"), (9, "space_before_mark"), (15, "accent_as_apostrophe")]
    assert imported.hints[0].excerpt == "…to fail, and to try.For Lyon, craft and…"


@pytest.mark.skipif("IMPORT_SAMPLE" not in os.environ, reason="IMPORT_SAMPLE names no text of the office")
def test_the_text_of_the_office_has_its_title_quote_and_three_credits():
    text = decode(Path(os.environ["IMPORT_SAMPLE"]).read_bytes()).text
    imported = parse(text, "en")
    assert imported.title == text.split("\n")[0]
    assert [(quotation.name, quotation.role) for quotation in imported.quotations] == [
        ("Eric Garcetti", "Mayor of Los Angeles")
    ]
    assert [(credit.title, credit.creator) for credit in imported.credits] == [
        ("Nickel Diner in L. A.", "Ryan Vaarsi"),
        ("Berlin Alexanderplatz", "Thomas Leuthard"),
        ("Universal Studios", "Davide D´Amico"),
    ]
    paragraphs = [line for line in text.split("\n")[1:] if line and "©" not in line and "(Eric" not in line]
    assert [imported.standfirst, *(block.text for block in imported.of_kind(Kind.PARAGRAPH))] == paragraphs


def test_german_marks_and_speakers_on_the_same_line_the_next_line_and_the_next_paragraph():
    imported = parsed("german_quotes.txt", "de")
    assert imported.quotations == [
        Quotation("Ein Fluss ist eine Einladung, die nie abgesagt wird.", "Ilse Kranzl", "Stadträtin für Kultur"),
        Quotation("Wer hier ankommt, bleibt zum Essen.", "Zoltán von Kiss", "Bürgermeister von Pécs (bis 2019)"),
        Quotation("Am Wasser reden die Leute anders.", "Dr. Anna-Lena Müller-Weiß", "Leiterin des Stadtarchivs"),
    ]
    assert imported.credits == [
        Credit("Mur bei Nacht", "Jakob Stern / Bildhaus"),
        Credit("Brunnen am Széchenyi-Platz", "dpa"),
        Credit("Boot im Park", "Eva Horn", notice="© 2019 Eva Horn"),
    ]
    assert [block.text[:20] for block in imported.of_kind(Kind.PARAGRAPH)] == [
        "Das Fest begann 1989",
        "Heute kommen Tausend",
        "Im nächsten Jahr sin",
        "Zurück zur Übersicht",
    ]
    assert notes(imported.left) == [(22, "navigation")]


def test_windows_1252_is_understood_like_utf_8():
    text = (TEXTS / "german_quotes.txt").read_text()
    # Windows-1252 has no Latin letters of Central Europe but these.
    assert parse(decode(text.encode("cp1252")).text, "de") == parse(text, "de")


def test_paragraphs_broken_to_a_width_are_joined():
    imported = parsed("hard_wrapped.txt")
    assert outline(imported) == [
        (7, 11, "paragraph", "The partner city sent"),
        (13, 13, "h2", "WHAT REMAINED"),
        (15, 16, "paragraph", "Today the bridge carries"),
        (18, 19, "quote", '"A bridge is a'),
        (21, 21, "credits", "Photo: Per Aas"),
    ]
    assert imported.blocks[0].text == (
        "The partner city sent no money at first. It sent an engineer with three notebooks - the first of them was lost"
        " on the journey - and a letter of introduction. She stayed for eleven months, learned the language from the"
        " ferryman, and drew a bridge that was cheaper than the ferry's next well-deserved repair."
    )
    assert imported.quotations == [
        Quotation("A bridge is a long table with water under it.", "Marta Lindqvist", "engineer")
    ]
    assert imported.credits == [Credit("", "Per Aas", label="Photo")]
    assert notes(imported.hints) == [(10, "line_hyphen")]


def test_markdown_headings_lists_and_citations():
    imported = parsed("markdown.md")
    assert imported.title == "Letters from Gdynia"
    assert imported.standfirst == "The *archive* holds four hundred letters from schools in both cities."
    assert outline(imported) == [
        (6, 6, "h2", "How it began"),
        (8, 10, "paragraph", "A teacher put an"),
        (12, 12, "h3", "The first answer"),
        (14, 17, "bullets", ["three drawings", "a stamp collection, slightly wet", "one question"]),
        (19, 21, "quote", "Is your sea also"),
        (23, 23, "h2", "What is planned"),
        (25, 27, "numbers", ["Scan the letters", "Print them", "Answer the question"]),
        (29, 29, "paragraph", "***"),
        (31, 32, "credits", "Picture 1: The bottle"),
    ]
    assert imported.quotations == [Quotation("Is your sea also cold?", "Kasia Nowak", "pupil")]
    assert imported.credits == [
        Credit("The bottle", "Tom Reed", label="Picture 1", notice="(c) Tom Reed"),
        Credit("The wrong sea", "Tom Reed", label="Picture 2", notice="(c) Tom Reed, CC BY 4.0", licence="CC BY 4.0"),
    ]
    assert notes(imported.left) == [(29, "ornament")]
    assert notes(imported.hints) == [(3, "markup")]


def test_several_quotes_in_several_spellings():
    imported = parsed("several_quotes.txt")
    assert imported.standfirst == "What people say who cross it every day."
    assert imported.quotations == [
        Quotation("It is where I buy bread", "Ada Holm"),
        Quotation("Nobody owns it, so everybody sweeps it.", "Ben van der Meer", "street sweeper"),
        Quotation("Je traverse, donc je suis.", "Chloé d’Arc", "élève"),
        Quotation("I met my wife here, and my dentist.", "Dov Katz", "tram driver"),
        Quotation("It never rains here on market days.", "Ewa Lis", "greengrocer"),
    ]
    assert notes(imported.left) == [(18, "inline_attribution"), (20, "attribution_alone")]


def test_lines_without_blank_ones_between_are_paragraphs():
    imported = parsed("plain.txt")
    assert imported.title == "The clock that is always late"
    assert outline(imported) == [
        (3, 3, "paragraph", "The partner city gave"),
        (4, 4, "paragraph", "Nobody has corrected it"),
    ]
    assert (imported.left, imported.hints) == ((), ())


def test_credits_in_the_middle_stay_where_they_are():
    imported = parsed("credits_in_the_middle.txt", "de")
    assert outline(imported) == [
        (5, 6, "credits", "Bildnachweis: Stände am Abend,"),
        (8, 8, "paragraph", "Danach spielt die Kapelle,"),
        (10, 10, "credits", "Der Strom fällt aus."),
        (12, 12, "credits", "Bild 4: Ivo Petrov"),
        (14, 14, "credits", "Illustration: Mia Sand, CC0"),
        (16, 16, "paragraph", "Karten gibt es an"),
        (18, 18, "paragraph", "© 2024 Stadt Beispielburg."),
    ]
    assert imported.credits == [
        Credit("Stände am Abend, Halle 3", "Ute Lang", label="Bildnachweis:"),
        Credit("Der Herd", "Ute Lang"),
        Credit("Der Strom fällt aus.", "picture alliance/dpa", label="Foto"),
        Credit("", "Ivo Petrov", label="Bild 4"),
        Credit("", "Mia Sand", label="Illustration", licence="CC0"),
    ]
    assert notes(imported.left) == [(18, "credits_unclear")]


def test_headings_of_every_kind_and_an_address():
    imported = parsed("headings.txt")
    assert imported.title == "THREE WALKS, TWO CITIES"
    assert outline(imported) == [
        (6, 7, "h2", "The first walk"),
        (9, 9, "paragraph", "It follows the water,"),
        (11, 11, "h2", "Along the canal"),
        (13, 13, "paragraph", "The canal was dug"),
        (15, 15, "paragraph", "What you need:"),
        (16, 17, "bullets", ["shoes", "a coin for the lock keeper"]),
        (19, 20, "h2", "The second walk"),
        (22, 22, "paragraph", "Here the two cities"),
        (24, 24, "paragraph", "1. FC Eintracht plays"),
        (26, 28, "paragraph", "Town hall Marktplatz 1"),
    ]
    assert imported.blocks[-1].lines == ("Town hall", "Marktplatz 1", "12345 Beispielburg")
    assert imported.left == ()


def test_only_a_title():
    imported = parsed("only_a_title.txt")
    assert (imported.title, imported.standfirst, imported.blocks) == ("A title and nothing else", "", ())
    assert notes(imported.hints) == [(1, "no_text")]


def test_other_scripts_emoji_and_invisible_characters():
    imported = parsed("strange_characters.txt")
    assert imported.title == "مدينتان 🌉 two cities"
    assert imported.quotations == [Quotation("שני ערים, רחוב אחד.", "דנה לוי", "ראש העיר")]
    assert [block.lines for block in imported.of_kind(Kind.PARAGRAPH)] == [
        ("👩‍👩‍👧‍👦 🎉 \xa0 families come", "every Sunday."),
        ("A photograph stood here:  and a letter was lost: caf.",),
        ("* * *",),
    ]
    assert notes(imported.left) == [(14, "ornament")]
    assert [(note.line, note.code, note.excerpt) for note in imported.hints] == [
        (3, "left_out", "U+202C, U+202E, U+2067, U+2069"),
        (9, "left_out", "U+0007"),
        (12, "lost_characters", "U+FFFC, U+FFFD"),
    ]


# Rules, one by one ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r", "\x0b", "\x85", "\u2028", "\u2029"])
def test_any_line_ending_gives_the_same(newline):
    text = "Title\n\nStandfirst.\n\nOne.\n\n“Two.” (Ann Bee, poet)\n"
    assert parse(text.replace("\n", newline), "en") == parse(text, "en")


@pytest.mark.parametrize("text", ["", "  \n", "\u200b\n\u2060"])
def test_nothing_visible_is_refused(text):
    with pytest.raises(NotImportable) as caught:
        parse(text, "en")
    assert caught.value.code == "empty"


@pytest.mark.parametrize(
    "text",
    [
        "Words. (Ann Bee, poet of the year)",
        "Words.(Ann Bee, poet of the year)",
        "“Words.” (Ann Bee, poet of the year)",
        "“Words.”(Ann Bee, poet of the year).",
        "„Words.“ (Ann Bee, poet of the year)",
        "‚Words.‘ (Ann Bee, poet of the year)",
        "»Words.« (Ann Bee, poet of the year)",
        "›Words.‹ (Ann Bee, poet of the year)",
        "« Words. » (Ann Bee, poet of the year)",
        "«\u202fWords.\u202f» (Ann Bee, poet of the year)",
        "”Words.” (Ann Bee, poet of the year)",
        '"Words." (Ann Bee, poet of the year)',
        "'Words.' (Ann Bee, poet of the year)",
        "“Words”. (Ann Bee, poet of the year)",
        "“Words.” — Ann Bee, poet of the year",
        "“Words.”—Ann Bee, poet of the year",
        "Words. – Ann Bee, poet of the year",
        "“Words.”\n(Ann Bee, poet of the year)",
        "“Words.”\n— Ann Bee, poet of the year",
        "“Words.”\nAnn Bee, poet of the year",
        "“Words.”\n\n(Ann Bee, poet of the year)",
        "“Words.”\n\n– Ann Bee, poet of the year",
        "“Words.”\n\n- Ann Bee, poet of the year",
        "Words.\n\n(Ann Bee, poet of the year)",
        "> Words.\n> -- Ann Bee, poet of the year",
        "> Words.\n\n(Ann Bee, poet of the year)",
    ],
)
def test_a_quote_is_found_in_every_spelling(text):
    (block,) = body_of(text)
    assert block.kind == Kind.QUOTE
    assert block.quotation == Quotation("Words.", "Ann Bee", "poet of the year")


@pytest.mark.parametrize(
    "text",
    [
        "The museum with the long name on the island opens again, and so does its café (Bode Museum, Berlin)",
        "The museum opens again. (See Ann Bee, page 12)",
        "The museum opens again. (Source: Ann Bee, Berlin)",
        "They met in Berlin. (3 October, at noon)",
        "She called it “home.” (Ann Bee, poet)",  # a quotation inside running text
        "“We go,” she said. “Now.” (Ann Bee, poet)",
        "Ann Bee said: “Words.”",
        "He came back – Ann Bee, the poet, was there.",
        "It takes a very long time to learn to write like this – Ann Bee, poet of the year, knows it",
        "It was long" + " and long" * 50 + ". (Ann Bee, poet)",  # no quotation marks and too long for one
        "Words without a speaker.",
    ],
)
def test_running_text_stays_text(text):
    (block,) = body_of(text)
    assert (block.kind, block.text) == (Kind.PARAGRAPH, text)


def test_a_quote_can_be_left_as_text():
    text = "Title\n\nStandfirst.\n\n“Words.” (Ann Bee, poet)\n\nPark © Bo Dee\n\nEnd."
    quote, credit, _end = parse(text, "en").blocks
    left = parse(text, "en", leave={quote.key, credit.key})
    assert [(block.kind, block.text) for block in left.blocks] == [
        (Kind.PARAGRAPH, "“Words.” (Ann Bee, poet)"),
        (Kind.PARAGRAPH, "Park © Bo Dee"),
        (Kind.PARAGRAPH, "End."),
    ]


@pytest.mark.parametrize(
    ("text", "credits"),
    [
        ("Park © Ann Bee; Pond © Bo Dee", [("Park", "Ann Bee"), ("Pond", "Bo Dee")]),
        ("Park © Ann Bee | Pond © Bo Dee", [("Park", "Ann Bee"), ("Pond", "Bo Dee")]),
        ("Park © Ann Bee\nPond © Bo Dee", [("Park", "Ann Bee"), ("Pond", "Bo Dee")]),
        ("- Park © Ann Bee\n- Pond © Bo Dee", [("Park", "Ann Bee"), ("Pond", "Bo Dee")]),
        ("Park, north © Ann Bee, Pond © Bo Dee", [("Park, north", "Ann Bee"), ("Pond", "Bo Dee")]),
        ("Photos: Park © Ann Bee; Pond © Bo Dee", [("Park", "Ann Bee"), ("Pond", "Bo Dee")]),
        ("Picture credits\n\nPark © Ann Bee", [("Park", "Ann Bee")]),
        ("Park: © Ann Bee / Agency", [("Park", "Ann Bee / Agency")]),
        ("Park (© Ann Bee)", [("Park", "Ann Bee")]),
        ("Park (c) Ann Bee", [("Park", "Ann Bee")]),
        ("Bild 1: Park © Ann Bee", [("Park", "Ann Bee")]),
        ("Abb. 2: Park © Ann Bee", [("Park", "Ann Bee")]),
        ("Park, Foto: Ann Bee", [("Park", "Ann Bee")]),
        ("Park (Photo: Ann Bee)", [("Park", "Ann Bee")]),
        ("Photo: Ann Bee", [("", "Ann Bee")]),
        ("Photo by Ann Bee", [("", "Ann Bee")]),
        ("Foto: dpa/Ann Bee", [("", "dpa/Ann Bee")]),
        ("© Ann Bee", [("", "Ann Bee")]),
        ("Titelbild: © Ann von der Bee", [("", "Ann von der Bee")]),
    ],
)
def test_credits_are_found_in_every_spelling(text, credits):
    (block,) = body_of(text)
    assert block.kind == Kind.CREDITS
    assert [(credit.title, credit.creator) for credit in block.credits] == credits


@pytest.mark.parametrize(
    "text",
    [
        "© 2024 City of Somewhere",
        "The sign © stands for copyright and is printed before the year.",
        "Photo: the mayors meet at the station.",
        "Pictures of the river hang in the hall.",
        "Park © Ann Bee; and this is no credit.",
        "We thank everybody who came. The pictures are © Ann Bee",
    ],
)
def test_text_with_a_sign_or_a_label_stays_text(text):
    (block,) = body_of(text)
    assert (block.kind, block.text) == (Kind.PARAGRAPH, text)


def test_a_long_first_paragraph_is_no_standfirst():
    imported = parse("Title\n\n" + "Many words. " * 60 + "\n\nEnd.", "en")
    assert imported.standfirst == ""
    assert notes(imported.hints) == [(3, "standfirst_is_long")]


def test_the_only_paragraph_is_the_text_and_not_the_standfirst():
    imported = parse("Title\n\nThe only paragraph.\n\nPark © Ann Bee", "en")
    assert imported.standfirst == ""
    assert [block.text for block in imported.of_kind(Kind.PARAGRAPH)] == ["The only paragraph."]


@pytest.mark.parametrize("text", ["a" * 161 + "\n\nText.", "- item\n- item\n\nText.", "> Cited words\n\nText."])
def test_what_begins_without_a_title_has_none_and_keeps_its_first_piece(text):
    imported = parse(text, "en")
    assert imported.title == ""
    assert imported.blocks[0].first_line == 1


@pytest.mark.parametrize(
    ("line", "code", "excerpt"),
    [
        ("We came to try.For us it was", "missing_space", "We came to try.For us it was"),
        ("It was late (very late).Then it", "missing_space", None),
        ("meetings are held , with cooks", "space_before_mark", "meetings are held , with cooks"),
        ("by Davide D´Amico and others", "accent_as_apostrophe", "by Davide D´Amico and others"),
        ("ein schÃ¶ner Tag", "mojibake", "ein schÃ¶ner Tag"),
        ("itâ€™s late", "mojibake", "itâ€™s late"),
        ("a <b>bold</b> word", "markup", "a <b>bold</b> word"),
        ("see [here](https://a.test)", "markup", "see [here](https://a.test)"),
        ("at www.Example.Org and me@Mail.Example", None, None),
        ("z.B. in the U.S.A. at 5.30 p.m.", None, None),
        ("la > x and 3 < 4", None, None),
    ],
)
def test_slips_are_listed_and_kept(line, code, excerpt):
    imported = parse(f"Title\n\nStandfirst.\n\n{line}\n\nEnd.", "en")
    assert imported.blocks[0].text == line
    found = [(note.line, note.code, note.excerpt) for note in imported.hints]
    assert found == ([(5, code, excerpt)] if excerpt else [])


def test_a_hyphen_that_is_part_of_the_word_keeps_its_space():
    text = (
        "Titel\n\nVorspann.\n\nDieser Absatz ist auf eine feste Breite umbrochen und nennt die Vor-\n"
        "und Nachteile, die das für alle Beteiligten mit sich bringt, ohne zu zö-\ngern.\n\nEnde."
    )
    assert (
        parse(text, "de")
        .blocks[0]
        .text.endswith("nennt die Vor- und Nachteile, die das für alle Beteiligten mit sich bringt, ohne zu zö-gern.")
    )


@pytest.mark.parametrize(
    ("begin", "piece"),
    [
        *(("", piece) for piece in ["a", "(", "“", "*a", "a@", "<a", " \t", "A. B", "word, ", "Copyright ", ".)", "'"]),
        *(("", piece) for piece in ["- a\n", "1. a\n", "# a\n", "> a\n", "a\n===\n"]),
        *(("", piece) for piece in ["\n\n“Words.” (Ann Bee, poet)", "— Ann Bee, ", "a © b; ", "x © y, ", "Photo: A, "]),
        *(
            ("Title\n\nLead.\n\n" + begin, piece)
            for begin in ["# a", "a © b", "© ©", "Photo: A", "“"]
            for piece in [" ", ", a"]
        ),
    ],
)
def test_hostile_texts_take_no_more_time_than_others(begin, piece):
    text = begin + piece * (50_000 // len(piece)) + "x"
    start = time.process_time()
    parse(text, "en")
    # At most 2 s on a busy machine; what is quadratic takes minutes.
    assert time.process_time() - start < 20


def test_a_text_longer_than_a_body_is_refused():
    with pytest.raises(NotImportable) as caught:
        parse("a" * 200_001, "en")
    assert str(caught.value) == "This is too long for one story: its text may have 200000 characters. Divide it."
