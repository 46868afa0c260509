"""Damage that knows a file's structure: parts of containers, directories, numbers and texts are changed.

Lengths and checksums around them stay right, so that what lies deeper is reached.
"""

from __future__ import annotations

import json
import re
import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

Random = np.random.Generator
NUMBERS = (0, 1, 2, 3, 7, 8, 255, 256, 4095, 32_767, 32_768, 65_535, 65_536, 2**31 - 1, 2**31, 2**32 - 1)
KINDS = (0, 1, 2, 3, 4, 5, 7, 11, 12, 13, 16, 18, 129)
TAGS = (254, 256, 257, 258, 259, 262, 273, 274, 277, 278, 279, 284, 317, 320, 322, 323, 324, 325, 330,
        338, 339, 347, 513, 514, 530, 532, 700, 33723, 34377, 34665, 34675, 34853, 37500, 37510, 37724,
        40965, 50706, 50707, 50838, 50839, 51041)  # fmt: skip
TEXTS = ("", "0", "-1", "1e999", "NaN", "Infinity", "null", "[]", "{}", "true", '"x"',
         "99999999999999999999", "[[[[[[]]]]]]", '"\\ud800"')  # fmt: skip


@dataclass
class Part:
    """A piece of a container: what stands before its body, the body, and how they become bytes again."""

    head: bytes
    body: bytes
    joined: Callable[[bytes, bytes], bytes]


def jpeg_parts(content: bytes) -> list[Part]:
    """Segments up to the first scan; all behind it is the last part."""

    def segment(head: bytes, body: bytes) -> bytes:
        return head + ((len(body) + 2) & 0xFFFF).to_bytes(2, "big") + body

    parts, at = [Part(content[:2], b"", bytes.__add__)], 2
    while at + 4 <= len(content) and content[at] == 0xFF and content[at + 1] != 0xDA:
        length = int.from_bytes(content[at + 2 : at + 4], "big")
        parts.append(Part(content[at : at + 2], content[at + 4 : at + 2 + length], segment))
        at += 2 + length
    return [*parts, Part(b"", content[at:], bytes.__add__)]


def png_parts(content: bytes) -> list[Part]:
    """Chunks, their checksums always right."""

    def chunk(head: bytes, body: bytes) -> bytes:
        return len(body).to_bytes(4, "big") + head + body + zlib.crc32(head + body).to_bytes(4, "big")

    parts, at = [Part(content[:8], b"", bytes.__add__)], 8
    while at + 8 <= len(content):
        length = int.from_bytes(content[at : at + 4], "big")
        parts.append(Part(content[at + 4 : at + 8], content[at + 8 : at + 8 + length], chunk))
        at += 12 + length
    return parts


def webp_parts(content: bytes) -> list[Part]:
    """The chunks of a RIFF file."""

    def chunk(head: bytes, body: bytes) -> bytes:
        return head + len(body).to_bytes(4, "little") + body + b"\0" * (len(body) % 2)

    parts, at = [Part(content[:12], b"", bytes.__add__)], 12
    while at + 8 <= len(content):
        length = int.from_bytes(content[at + 4 : at + 8], "little")
        parts.append(Part(content[at : at + 4], content[at + 8 : at + 8 + length], chunk))
        at += 8 + length + length % 2
    return parts


def box_parts(content: bytes) -> list[Part]:
    """The outer boxes of HEIF's, AVIF's and JPEG XL's containers; those within are mere bytes."""

    def box(head: bytes, body: bytes) -> bytes:
        return (8 + len(body)).to_bytes(4, "big") + head + body

    parts, at = list[Part](), 0
    while at + 8 <= len(content):
        length = int.from_bytes(content[at : at + 4], "big") or len(content) - at
        if length < 8:
            break
        parts.append(Part(content[at + 4 : at + 8], content[at + 8 : at + length], box))
        at += length
    return parts or [Part(b"", content, bytes.__add__)]


PARTS: dict[str, Callable[[bytes], list[Part]]] = {
    ".jpg": jpeg_parts, ".png": png_parts, ".webp": webp_parts, ".avif": box_parts, ".heic": box_parts,
    ".jxl": box_parts, ".jp2": box_parts, ".cr3": box_parts,
}  # fmt: skip


def damaged_parts(parts: list[Part], random: Random) -> bytes:
    """The container with parts left out, doubled many times, exchanged, or damaged inside."""
    parts = list(parts)
    for _ in range(int(random.integers(1, 4))):
        at, kind = int(random.integers(0, len(parts))), int(random.integers(0, 8))
        part = parts[at]
        if kind == 0 and len(parts) > 1:
            del parts[at]
        elif kind == 1:
            parts[at:at] = [part] * int(random.choice([1, 2, 30, 300]))
        elif kind == 2:
            other = int(random.integers(0, len(parts)))
            parts[at], parts[other] = parts[other], parts[at]
        elif kind == 3:
            parts[at] = Part(part.head, parts[int(random.integers(0, len(parts)))].body, part.joined)
        elif kind == 4 and part.body.find(b"II*\0") + part.body.find(b"MM\0*") > -2:
            parts[at] = Part(part.head, damaged_directories(part.body, random), part.joined)
        elif kind == 5 and b"<" in part.body[:400]:
            parts[at] = Part(part.head, damaged_text(part.body, random), part.joined)
        else:
            parts[at] = Part(part.head, damaged_bytes(part.body, random), part.joined)
    return b"".join(part.joined(part.head, part.body) for part in parts)


def damaged_directories(content: bytes, random: Random) -> bytes:
    """The first TIFF structure in ``content`` with entries changed: tag, type, count, value or place."""
    begin = min((at for at in (content.find(b"II*\0"), content.find(b"MM\0*")) if at >= 0), default=-1)
    if begin < 0:
        return damaged_bytes(content, random)
    data, order = bytearray(content), "<" if content[begin : begin + 2] == b"II" else ">"
    places = directory_places(content, begin, order)
    for _ in range(int(random.integers(1, 5))):
        if not places:
            break
        at, count = places[int(random.integers(0, len(places)))]
        entry = at + 2 + 12 * int(random.integers(0, max(count, 1)))
        kind = int(random.integers(0, 8))
        offsets = (*NUMBERS, at - begin, entry - begin, len(data) - begin, places[0][0] - begin)
        number = int(offsets[int(random.integers(0, len(offsets)))]) & 0xFFFFFFFF
        change = {
            0: (entry, "H", int(random.choice(TAGS))), 1: (entry + 2, "H", int(random.choice(KINDS))),
            2: (entry + 4, "I", number), 3: (entry + 8, "I", number), 4: (at, "H", number & 0xFFFF),
            5: (at + 2 + 12 * count, "I", number), 6: (entry + 8, "H", number & 0xFFFF),
        }.get(kind)  # fmt: skip
        if change is None:
            other = at + 2 + 12 * int(random.integers(0, max(count, 1)))
            data[entry : entry + 12] = data[other : other + 12]
        elif change[0] + struct.calcsize(change[1]) <= len(data):
            struct.pack_into(order + change[1], data, change[0], change[2])
    return bytes(data)


def directory_places(content: bytes, begin: int, order: str) -> list[tuple[int, int]]:
    """Where directories begin, with their number of entries; those that entries point to as well."""
    places, waiting = dict[int, int](), [4]
    while waiting and len(places) < 20:
        pointer = begin + waiting.pop()
        if pointer + 4 > len(content):
            continue
        at = begin + struct.unpack_from(order + "I", content, pointer)[0]
        if at in places or at + 2 > len(content) or at == begin:
            continue
        count = struct.unpack_from(order + "H", content, at)[0]
        if at + 2 + 12 * count + 4 > len(content):
            continue
        places[at] = count
        waiting.append(at + 2 + 12 * count - begin)
        for number in range(count):
            entry = at + 2 + 12 * number
            if struct.unpack_from(order + "H", content, entry)[0] in (330, 34665, 34853, 40965):
                waiting.append(entry + 8 - begin)
    return list(places.items())


def damaged_text(content: bytes, random: Random) -> bytes:
    """XML with tags, attributes and texts left out, doubled, nested or replaced."""
    tokens = re.findall(rb"<[^>]*>|[^<]+", content)
    for _ in range(int(random.integers(1, 4))):
        if not tokens:
            break
        at, kind = int(random.integers(0, len(tokens))), int(random.integers(0, 6))
        if kind == 0:
            del tokens[at]
        elif kind == 1:
            tokens[at:at] = [tokens[at]] * int(random.choice([1, 5, 100, 2000]))
        elif kind == 2:
            tokens[at] = damaged_bytes(tokens[at], random)
        elif kind == 3:
            other = int(random.integers(0, len(tokens)))
            tokens[at], tokens[other] = tokens[other], tokens[at]
        elif kind == 4:
            tokens[at] = re.sub(rb"[0-9]+", str(random.choice(NUMBERS)).encode(), tokens[at])
        else:
            tokens.insert(at, random.choice(TEXTS).encode())
    return b"".join(tokens)


def damaged_json(content: bytes, random: Random) -> bytes:
    """JSON with values replaced, left out, doubled or nested; at times its text is damaged too."""
    whole = json.loads(content)
    for _ in range(int(random.integers(1, 4))):
        holder, key = a_place(whole, random)
        if holder is None:
            break
        kind = int(random.integers(0, 6))
        if kind == 0:
            del holder[key]
        elif kind == 1 and isinstance(holder, list):
            holder[key:key] = [holder[key]] * int(random.choice([1, 3, 200]))
        elif kind == 2:
            holder[key] = [holder[key]]
        elif kind == 3:
            holder[key] = float(random.choice([np.nan, np.inf, -np.inf, 1e300, -1e-300, 0.5]))
        elif kind == 4:
            holder[key] = int(random.choice(NUMBERS)) * int(random.choice([1, -1, 10**6]))
        else:
            holder[key] = [None, True, "", "x" * 5000, {}, [], [[]], "../../etc/passwd", "\0"][
                int(random.integers(0, 9))
            ]
    text = json.dumps(whole).encode()
    return damaged_bytes(text, random) if random.random() < 0.2 else text


def a_place(whole: object, random: Random) -> tuple[dict | list | None, object]:  # type: ignore[type-arg]
    """A container somewhere in a JSON value, and a key of it."""
    holder, key = None, None
    at = whole
    while isinstance(at, (dict, list)) and at:
        if holder is not None and random.random() < 0.25:
            break
        keys = list(at) if isinstance(at, dict) else list(range(len(at)))
        holder, key = at, keys[int(random.integers(0, len(keys)))]
        at = holder[key]  # type: ignore[call-overload]
    return holder, key


def damaged_bytes(content: bytes, random: Random) -> bytes:
    """Bytes replaced, left out, put in, cut off, or made a number that matters."""
    data = bytearray(content)
    for _ in range(int(random.integers(1, 5))):
        at, kind = int(random.integers(0, max(len(data), 1))), int(random.integers(0, 6))
        if kind == 0:
            data[at : at + 1] = random.bytes(1)
        elif kind == 1:
            width = int(random.choice([1, 2, 4]))
            number = int(random.choice(NUMBERS)) & ((1 << 8 * width) - 1)
            data[at : at + width] = number.to_bytes(width, "big" if random.random() < 0.5 else "little")
        elif kind == 2:
            del data[at : at + int(random.integers(1, 40))]
        elif kind == 3:
            data[at:at] = random.bytes(int(random.integers(1, 40)))
        elif kind == 4:
            data[at:at] = data[at : at + int(random.integers(1, 200))] * int(random.choice([1, 4, 50]))
        elif random.random() < 0.3:
            del data[at:]
    return bytes(data)


def damaged(suffix: str, content: bytes, random: Random) -> bytes:
    """A file of an ending, damaged within its structure, or at times as mere bytes."""
    if random.random() < 0.1:
        return damaged_bytes(content, random)
    if suffix == ".json":
        return damaged_json(content, random)
    if suffix == ".xmp":
        return damaged_text(content, random)
    if suffix in (".tif", ".dng", ".exif"):
        return damaged_directories(content, random)
    if suffix in PARTS and not (suffix == ".jxl" and content.startswith(b"\xff\x0a")):
        return damaged_parts(PARTS[suffix](content), random)
    return damaged_bytes(content, random)
