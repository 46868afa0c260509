"""IPTC goes into XMP where a format has no room for it."""

from __future__ import annotations

from pathlib import Path
from xml.dom import minidom

import pytest

from fusion import Metadata, Photo, SaveOptions, load_photo, save_photo
from fusion.files.metadata.iptc import into_xmp
from fusion.files.metadata.xmp import NAMESPACES
from tests.fusion.files.test_metadata import XMP
from tests.made import texture


def data_set(number: int, value: bytes, record: int = 2) -> bytes:
    return bytes((0x1C, record, number)) + len(value).to_bytes(2, "big") + value


SAID = b"".join((
    data_set(90, b"\x1b%G", record=1), data_set(5, "苔藓 <&>".encode()), data_set(25, b"macro"),
    data_set(25, b"moss"), data_set(80, "Jürgen".encode("latin-1")), data_set(55, b"20261121"),
    data_set(90, b"Weimar\x01"), data_set(105, b""), data_set(200, b"own field"),
))  # fmt: skip


def texts(packet: bytes, prefix: str, name: str) -> list[str]:
    """What a property says, item by item."""
    found = minidom.parseString(packet).getElementsByTagNameNS(NAMESPACES[prefix], name)
    items = [item for element in found for item in (element.getElementsByTagName("rdf:li") or [element])]
    return ["".join(node.data for node in item.childNodes) for item in items]


@pytest.mark.parametrize("suffix", [".png", ".webp"])
@pytest.mark.parametrize("location", [True, False])
def test_what_xmp_can_hold_goes_there(suffix: str, location: bool, tmp_path: Path) -> None:
    photo = Photo(texture(9, 9), metadata=Metadata(iptc=SAID))
    path = save_photo(photo, tmp_path / f"a{suffix}", options=SaveOptions(location=location))
    packet = load_photo(path).metadata.xmp
    assert packet is not None
    assert texts(packet, "dc", "title") == ["苔藓 <&>"]
    assert texts(packet, "dc", "subject") == ["macro", "moss"]
    assert texts(packet, "dc", "creator") == ["Jürgen"]
    assert texts(packet, "photoshop", "DateCreated") == ["2026-11-21"]
    assert texts(packet, "photoshop", "City") == (["Weimar"] if location else [])
    assert texts(packet, "photoshop", "Headline") == []
    assert b"own field" not in packet


def test_what_the_xmp_says_already_stays() -> None:
    packet = into_xmp(XMP, SAID)
    assert packet is not None
    assert texts(packet, "dc", "title") == ["Moos"]
    assert texts(packet, "photoshop", "City") == ["Jena"]
    assert texts(packet, "dc", "subject") == ["macro", "moss"]
    assert "ä漢🌸".encode() in packet


@pytest.mark.parametrize("cut", range(0, len(SAID), 5))
def test_damaged_iptc_gives_sound_xmp_or_none(cut: int) -> None:
    damaged = bytearray(SAID)
    damaged[cut] ^= 0xFF
    for iptc in (SAID[:cut], bytes(damaged)):
        packet = into_xmp(None, iptc)
        assert packet is None or minidom.parseString(packet)
    assert into_xmp(b"no xmp", SAID) == b"no xmp"
