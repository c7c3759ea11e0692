"""PDF/UA-1 (ISO 14289-1) and what goes with it, as a list of what breaks it. Knows not how files are written.

It holds what veraPDF can tell without eyes for the kind of file that a programme is: text, links and vector drawings.
"""

import io
import itertools
import re
from xml.etree import ElementTree

from pypdf import PdfReader
from pypdf.generic import ContentStream, IndirectObject

#: ISO 32000-1 §14.8.4, as far as it is used; NonStruct is for what groups nothing.
ROLES = {
    *("Document", "Part", "Art", "Sect", "Div", "NonStruct", "P", "H1", "H2", "H3", "H4", "H5", "H6"),
    *("L", "LI", "Lbl", "LBody", "Span", "Link", "Figure", "Caption", "Table", "TR", "TH", "TD", "THead", "TBody"),
}
PARENTS = {"LI": {"L"}, "LBody": {"LI"}, "Lbl": {"LI"}, "TR": {"Table", "THead", "TBody"}, "TD": {"TR"}, "TH": {"TR"}}


def breaches(body):
    """What in these bytes is against the rules, as sentences; an empty list where nothing is."""
    reader = PdfReader(io.BytesIO(body))
    return [*_catalogue(reader), *_structure(reader), *_content(reader), *_links(reader), *_fonts(reader)]


def _catalogue(reader):
    root = reader.root_object
    if not root.get("/MarkInfo", {}).get("/Marked"):
        yield "not marked as tagged"
    if not re.fullmatch(r"[a-z]{2}(-[A-Z]{2})?", str(root.get("/Lang", ""))):
        yield f"language {root.get('/Lang')!r}"
    if not root.get("/ViewerPreferences", {}).get("/DisplayDocTitle"):
        yield "viewers show the name of the file instead of the title"
    packet = ElementTree.fromstring(root["/Metadata"].get_data())
    parts = [
        value for element in packet.iter() for key, value in element.attrib.items() if key.endswith("ua/ns/id/}part")
    ]
    if parts != ["1"]:
        yield f"is part {parts} of PDF/UA"
    titles = [element for element in packet.iter() if element.tag.endswith("dc/elements/1.1/}title")]
    if not titles or not "".join(titles[0].itertext()).strip():
        yield "no title in the metadata"
    if len(reader.pages) > 1 and "/Outlines" not in root:
        yield "no outline"


def elements(reader):
    """Every element of the structure as (role, depth, dictionary, role of its parent), in reading order."""

    def walk(node, depth, parent):
        node = node.get_object()
        if not hasattr(node, "get") or "/S" not in node:
            return
        role = str(node["/S"]).lstrip("/")
        yield role, depth, node, parent
        kids = node.get("/K", [])
        for kid in kids if isinstance(kids, list) else [kids]:
            if isinstance(kid, IndirectObject):
                yield from walk(kid, depth + 1, role)

    for kid in reader.root_object["/StructTreeRoot"]["/K"]:
        yield from walk(kid, 0, None)


def headings(reader):
    """The levels of the headings, in reading order: [1, 2, 3, 4, …]."""
    return [int(role[1]) for role, *_ in elements(reader) if re.fullmatch("H[1-6]", role)]


def _structure(reader):
    for role, _, node, parent in elements(reader):
        if role not in ROLES:
            yield f"role {role}"
        if role in PARENTS and parent not in PARENTS[role]:
            yield f"{role} in {parent}"
        if role == "Figure" and not str(node.get("/Alt", "")).strip():
            yield "a figure without alternative text"
        kids = node.get("/K", [])
        if role == "L" and not kids:
            yield "an empty list"
    levels = headings(reader)
    if levels[:1] != [1] or levels.count(1) != 1:
        yield f"not one heading of the first level at the top: {levels}"
    for above, below in itertools.pairwise(levels):
        if below > above + 1:
            yield f"a heading of level {below} below one of level {above}"


def _content(reader):
    """Whatever is drawn is either tagged or an artifact (§7.1), and what is tagged is in the structure."""
    numbers = reader.root_object["/StructTreeRoot"]["/ParentTree"]["/Nums"]
    tree = {numbers[place]: numbers[place + 1].get_object() for place in range(0, len(numbers), 2)}
    for number, page in enumerate(reader.pages, 1):
        known = tree[page["/StructParents"]]
        if page.get("/Tabs") != "/S" and "/Annots" in page:
            yield f"page {number}: the tab key does not follow the structure"
        stack, seen = [], []
        for operands, operator in ContentStream(page.get_contents(), reader).operations:
            if operator in (b"BDC", b"BMC"):
                stack.append(str(operands[0]))
                if operator == b"BDC" and "/MCID" in operands[1]:
                    seen.append(int(operands[1]["/MCID"]))
            elif operator == b"EMC":
                stack.pop()
            elif operator in (b"Tj", b"TJ", b"f", b"S", b"B", b"Do", b"sh", b"f*") and not stack:
                yield f"page {number}: {operator.decode()} outside of the structure"
        if sorted(seen) != list(range(len(known))):
            yield f"page {number}: content that the structure does not know"


def _links(reader):
    for number, page in enumerate(reader.pages, 1):
        for annotation in page.get("/Annots", []):
            annotation = annotation.get_object()
            if not annotation.get("/Contents"):
                yield f"page {number}: a link without words"
            if "/StructParent" not in annotation:
                yield f"page {number}: a link outside of the structure"


def fonts(reader):
    """The names of the fonts, each with its dictionary."""
    found = {}
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():
            font = font.get_object()
            found[str(font["/BaseFont"]).partition("+")[2]] = font
    return found


def _fonts(reader):
    for name, font in fonts(reader).items():
        descriptor = font["/DescendantFonts"][0].get_object()["/FontDescriptor"]
        if not {"/FontFile", "/FontFile2", "/FontFile3"} & set(descriptor):
            yield f"{name} is not in the file"
        if "/ToUnicode" not in font:
            yield f"{name} cannot be read as text"
