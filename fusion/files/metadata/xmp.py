"""XMP packets: a few properties are changed, everything else stays as it was written."""

from __future__ import annotations

from collections.abc import Iterator
from xml.dom import minidom
from xml.parsers.expat import ExpatError, ParserCreate

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
NAMESPACES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "tiff": "http://ns.adobe.com/tiff/1.0/",
    "exif": "http://ns.adobe.com/exif/1.0/",
    "photoshop": "http://ns.adobe.com/photoshop/1.0/",
    "Iptc4xmpCore": "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/",
    "Iptc4xmpExt": "http://iptc.org/std/Iptc4xmpExt/2008-02-29/",
    "parfocal": "urn:parfocal:record:1#",
}
PLACES = {
    "photoshop": ("City", "State", "Country"),
    "Iptc4xmpCore": ("Location", "CountryCode"),
    "Iptc4xmpExt": ("LocationCreated", "LocationShown"),
}
MOST_BYTES = 4_000_000
MOST_PARTS = 50_000
"""Tags and attributes. A packet with more, or a longer one, is left out: each takes a kilobyte."""
DEEPEST = 100
EMPTY = f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="{RDF}"/></x:xmpmeta>'
BEGIN = b'<?xpacket begin="\xef\xbb\xbf" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
END = b'\n<?xpacket end="w"?>'


def set_right(xmp: bytes, width: int, height: int, program: str, location: bool) -> bytes | None:
    """The packet for a result: upright, of this size, by this program, without the source's thumbnail.

    ``location`` False also takes position and place names away. None where it is no XMP.
    """
    document = parse(xmp)
    if document is None:
        return None
    for prefix, name, value in (
        ("tiff", "Orientation", "1"), ("tiff", "ImageWidth", str(width)),
        ("tiff", "ImageLength", str(height)), ("exif", "PixelXDimension", str(width)),
        ("exif", "PixelYDimension", str(height)),
    ):  # fmt: skip
        if remove(document, prefix, name):
            add(document, prefix, name, value)
    remove(document, "xmp", "Thumbnails")
    remove(document, "xmp", "CreatorTool")
    add(document, "xmp", "CreatorTool", program)
    if not location:
        for name in [name for uri, name in names(document) if uri == NAMESPACES["exif"]]:
            if name.startswith("GPS"):
                remove(document, "exif", name)
        for prefix, places in PLACES.items():
            for name in places:
                remove(document, prefix, name)
    return serialise(document)


def with_record(xmp: bytes | None, record: str) -> bytes:
    """The packet with a provenance record in it, in place of an older one."""
    document = (parse(xmp) if xmp else None) or minidom.parseString(EMPTY)
    remove(document, "parfocal", "Record")
    add(document, "parfocal", "Record", record)
    return serialise(document)


def with_map_mark(xmp: bytes | None, what: str) -> bytes:
    """The packet of a picture that is no photograph but a map, such as of a decision."""
    document = (parse(xmp) if xmp else None) or minidom.parseString(EMPTY)
    remove(document, "parfocal", "Map")
    add(document, "parfocal", "Map", what)
    return serialise(document)


def is_own_map(xmp: bytes) -> bool:
    """Whether a packet says that its picture is a map of this program."""
    document = parse(xmp)
    found = document.getElementsByTagNameNS(NAMESPACES["parfocal"], "Map") if document else ()
    return bool(found)


def without_record(xmp: bytes) -> bytes:
    """The packet without a provenance record."""
    document = parse(xmp)
    if document is None or not remove(document, "parfocal", "Record"):
        return xmp
    return serialise(document)


def record_in(xmp: bytes) -> str | None:
    """The provenance record in a packet, or None."""
    document = parse(xmp)
    if document is None:
        return None
    found = document.getElementsByTagNameNS(NAMESPACES["parfocal"], "Record")
    if not found:
        return None
    return "".join(node.data for node in found[0].childNodes if isinstance(node, minidom.Text))


def parse(xmp: bytes) -> minidom.Document | None:
    """The packet as a document with an ``rdf:RDF`` in it; None for anything else."""
    if len(xmp) > MOST_BYTES or xmp.count(b"<") + xmp.count(b"=") > MOST_PARTS:
        return None
    if b"<!" in xmp.replace(b"<!--", b"").replace(b"<![CDATA[", b""):
        return None  # XMP has no document type; entities are the way to blow a parser up
    packet = xmp.strip(b"\0 \r\n\t")
    try:
        refuse_too_deep(packet)
        document = minidom.parseString(packet)
    except (ExpatError, ValueError, LookupError):
        return None
    return document if roots(document) else None


def refuse_too_deep(packet: bytes) -> None:
    """Raise ``ValueError`` where elements are nested deeper than in any real packet: each takes
    time that grows with its depth, and writing them recurses."""
    parser, depth = ParserCreate(), 0

    def begin(_name: str, _attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > DEEPEST:
            raise ValueError("elements are nested too deeply")

    def end(_name: str) -> None:
        nonlocal depth
        depth -= 1

    parser.StartElementHandler, parser.EndElementHandler = begin, end
    parser.Parse(packet, True)


def roots(document: minidom.Document) -> list[minidom.Element]:
    """The ``rdf:RDF`` elements: the whole document, or what stands directly in it."""
    whole = document.documentElement
    if whole is None:
        return []
    places = [whole, *(node for node in whole.childNodes if node.nodeType == node.ELEMENT_NODE)]
    return [node for node in places if (node.namespaceURI, node.localName) == (RDF, "RDF")]


def is_too_deep(document: minidom.Document) -> bool:
    """Whether elements are nested deeper than in any real packet; writing them recurses."""
    level: list[minidom.Node] = [document]
    for _ in range(DEEPEST):
        level = [child for node in level for child in node.childNodes]
        if not level:
            return False
    return True


def descriptions(document: minidom.Document) -> Iterator[minidom.Element]:
    """The elements that hold properties, as attributes or as elements of their own."""
    for root in roots(document):
        for node in root.childNodes:
            if node.nodeType == node.ELEMENT_NODE:
                yield node


def names(document: minidom.Document) -> Iterator[tuple[str, str]]:
    """Namespace and name of every property."""
    for description in descriptions(document):
        for attribute in list(description.attributes.values()):
            yield attribute.namespaceURI or "", attribute.localName or ""
        for node in description.childNodes:
            if node.nodeType == node.ELEMENT_NODE:
                yield node.namespaceURI or "", node.localName or ""


def remove(document: minidom.Document, prefix: str, name: str) -> bool:
    """Remove a property wherever it occurs; False where there was none."""
    uri, found = NAMESPACES[prefix], False
    for description in descriptions(document):
        if description.hasAttributeNS(uri, name):
            description.removeAttributeNS(uri, name)
            found = True
        for node in list(description.childNodes):
            if node.namespaceURI == uri and node.localName == name:
                description.removeChild(node)
                found = True
    return found


def add(
    document: minidom.Document, prefix: str, name: str, value: str | list[str], kind: str = ""
) -> None:
    """Enter a property as an element with text, or a list of texts, in a description of its own."""
    root = roots(document)[0]
    rdf = f"{root.prefix}:" if root.prefix else ""
    description = document.createElementNS(RDF, f"{rdf}Description")
    about = next((d.getAttributeNS(RDF, "about") for d in descriptions(document)), "")
    description.setAttribute(f"{rdf}about", about)
    element = document.createElementNS(NAMESPACES[prefix], f"{prefix}:{name}")
    element.setAttribute(f"xmlns:{prefix}", NAMESPACES[prefix])
    if isinstance(value, str):
        element.appendChild(document.createTextNode(value))
    else:
        element.appendChild(list_of(document, value, kind, rdf))
    description.appendChild(element)
    root.appendChild(description)


def list_of(document: minidom.Document, texts: list[str], kind: str, rdf: str) -> minidom.Element:
    """A list (``Bag``, ``Seq``), or a text in the default language (``Alt``)."""
    whole = document.createElementNS(RDF, f"{rdf}{kind}")
    for text in texts[:1] if kind == "Alt" else texts:
        item = document.createElementNS(RDF, f"{rdf}li")
        if kind == "Alt":
            item.setAttribute("xml:lang", "x-default")
        item.appendChild(document.createTextNode(text))
        whole.appendChild(item)
    return whole


def serialise(document: minidom.Document) -> bytes:
    """The packet in UTF-8, with its ``xpacket`` header and trailer."""
    root = document.documentElement
    assert root is not None
    return BEGIN + root.toxml().encode("utf-8", "backslashreplace") + END  # names that are no UTF-8
