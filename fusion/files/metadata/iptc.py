"""IPTC data sets, and their way into XMP for formats that have no room of their own for them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from fusion.files.metadata import xmp

FIELDS = {
    5: ("dc", "title", "Alt"), 120: ("dc", "description", "Alt"), 116: ("dc", "rights", "Alt"),
    80: ("dc", "creator", "Seq"), 25: ("dc", "subject", "Bag"),
    15: ("photoshop", "Category", ""), 20: ("photoshop", "SupplementalCategories", "Bag"),
    40: ("photoshop", "Instructions", ""), 55: ("photoshop", "DateCreated", ""),
    85: ("photoshop", "AuthorsPosition", ""), 90: ("photoshop", "City", ""),
    95: ("photoshop", "State", ""), 101: ("photoshop", "Country", ""),
    103: ("photoshop", "TransmissionReference", ""), 105: ("photoshop", "Headline", ""),
    110: ("photoshop", "Credit", ""), 115: ("photoshop", "Source", ""),
    122: ("photoshop", "CaptionWriter", ""),
    92: ("Iptc4xmpCore", "Location", ""), 100: ("Iptc4xmpCore", "CountryCode", ""),
}  # fmt: skip
"""Data sets of record 2 with their XMP property and its kind of list, as Adobe and IPTC pair them."""
DATE_CREATED = 55
MOST_DATA_SETS = 10_000
NOT_IN_XML = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def data_sets(iptc: bytes) -> Iterator[tuple[int, int, bytes, bytes]]:
    """Record, number, value and all bytes of each data set, as far as they are sound and not many."""
    at = 0
    for _ in range(MOST_DATA_SETS):
        if at + 5 > len(iptc) or iptc[at] != 0x1C:
            return
        length = int.from_bytes(iptc[at + 3 : at + 5], "big")
        head = 5
        if length & 0x8000:  # the length of the length
            head += length & 0x7FFF
            length = int.from_bytes(iptc[at + 5 : at + head], "big")
        end = at + head + length
        if end > len(iptc):
            return
        yield iptc[at + 1], iptc[at + 2], iptc[at + head : end], iptc[at:end]
        at = end


def into_xmp(packet: bytes | None, iptc: bytes) -> bytes | None:
    """The packet with what XMP can hold of ``iptc``; a property that it has already stays."""
    found: dict[int, list[str]] = {}
    for record, number, value, _whole in data_sets(iptc):
        text = text_of(value, number)
        if record == 2 and number in FIELDS and text:
            found.setdefault(number, []).append(text)
    document = xmp.parse(packet or xmp.EMPTY.encode())
    if not found or document is None:
        return packet
    known = set(xmp.names(document))
    for number, texts in found.items():
        prefix, name, kind = FIELDS[number]
        if (xmp.NAMESPACES[prefix], name) not in known:
            xmp.add(document, prefix, name, texts if kind else texts[0], kind)
    return xmp.serialise(document)


def text_of(value: bytes, number: int) -> str:
    """A value as text: UTF-8, or Latin-1 where it is not; dates with hyphens."""
    try:
        text = value.decode("utf-8")
    except UnicodeDecodeError:
        text = value.decode("latin-1")
    text = NOT_IN_XML.sub("", text).strip()
    if number == DATE_CREATED and re.fullmatch(r"\d{8}", text):
        return f"{text[:4]}-{text[4:6]}-{text[6:]}"
    return text
