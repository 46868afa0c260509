"""Reads layers back from PSD and PSB, by the format's description and not by the writer's code."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np


@dataclass
class ReadLayer:
    """A layer as it stands in a file; ``channels`` by number: 0 to 2 colours, -1 alpha, -2 mask."""

    name: str = ""
    is_hidden: bool = False
    lengths: dict[int, int] = field(default_factory=dict)
    channels: dict[int, np.ndarray] = field(default_factory=dict)


class Reader:
    """Walks through a file."""

    def __init__(self, path: Path) -> None:
        self.data, self.at = path.read_bytes(), 0
        mark, self.version, self.count, self.height, self.width, self.depth, self.mode = self.take(
            "4sH6xHIIHH"
        )
        assert mark == b"8BPS"
        assert self.version in (1, 2)
        self.long = "Q" if self.version == 2 else "I"
        self.kind = np.dtype(">u1" if self.depth == 8 else ">u2")
        (colours,) = self.take("I")
        self.at += colours
        self.resources = self.read_resources()
        (length,) = self.take(self.long)
        end = self.at + length
        self.layers = self.read_layers()
        self.at = end
        (packed,) = self.take("H")
        assert packed == 0
        flat = np.frombuffer(self.data, self.kind, offset=self.at)
        self.flattened = flat.reshape(self.count, self.height, self.width)

    def take(self, form: str) -> tuple:
        values = struct.unpack_from(">" + form, self.data, self.at)
        self.at += struct.calcsize(">" + form)
        return values

    def read_resources(self) -> dict[int, bytes]:
        (length,) = self.take("I")
        end, found = self.at + length, {}
        while self.at < end:
            mark, number, _name, size = self.take("4sHHI")
            assert mark == b"8BIM"
            found[number] = self.data[self.at : self.at + size]
            self.at += size + size % 2
        assert self.at == end
        return found

    def read_layers(self) -> list[ReadLayer]:
        (length,) = self.take(self.long)
        if self.depth == 16:
            assert length == 0
            assert self.take("I8s") == (0, b"8BIMLr16")
            (length,) = self.take(self.long)
        assert length % 4 == 0
        (count,) = self.take("h")
        layers = [self.read_record() for _ in range(abs(count))]
        for layer in layers:
            for channel, size in layer.lengths.items():
                end = self.at + size
                layer.channels[channel] = self.read_channel()
                assert self.at == end
        return layers

    def read_record(self) -> ReadLayer:
        layer = ReadLayer()
        top, left, bottom, right, count = self.take("4IH")
        assert (top, left, bottom, right) == (0, 0, self.height, self.width)
        for _ in range(count):
            channel, length = self.take("h" + self.long)
            layer.lengths[channel] = length
        mark, blend, opacity, _clipping, flags, extra = self.take("4s4sBBBxI")
        assert (mark, blend, opacity) == (b"8BIM", b"norm", 255)
        layer.is_hidden = bool(flags & 2)
        end = self.at + extra
        (size,) = self.take("I")
        self.at += size
        (ranges,) = self.take("I")
        self.at += ranges
        (letters,) = self.take("B")
        self.at += letters + -(letters + 1) % 4
        mark, _size, units = self.take("8sII")
        assert mark == b"8BIMluni"
        layer.name = self.data[self.at : self.at + 2 * units].decode("utf-16-be")
        self.at = end
        return layer

    def read_channel(self) -> np.ndarray:
        (packed,) = self.take("H")
        row = self.width * self.kind.itemsize
        if packed == 0:
            content = self.data[self.at : self.at + row * self.height]
            self.at += len(content)
        else:
            form = "I" if self.version == 2 else "H"
            lengths = self.take(f"{self.height}{form}")
            content = b"".join(self.unpacked(length) for length in lengths)
        return np.frombuffer(content, self.kind).reshape(self.height, self.width)

    def unpacked(self, length: int) -> bytes:
        end, found = self.at + length, bytearray()
        while self.at < end:
            (control,) = self.take("b")
            if control >= 0:
                found += self.data[self.at : self.at + control + 1]
                self.at += control + 1
            elif control > -128:
                found += self.data[self.at : self.at + 1] * (1 - control)
                self.at += 1
        assert self.at == end
        return bytes(found)


def flattened_layers(reader: Reader) -> np.ndarray:
    """(H, W, C): the layers that are seen, laid over each other."""
    white, below = float(np.iinfo(reader.kind).max), None
    for layer in reader.layers:
        if layer.is_hidden:
            continue
        colours = [layer.channels[number] for number in range(3) if number in layer.channels]
        pixels = np.dstack(colours).astype(float)
        seen = layer.channels[-1] / white * (layer.channels.get(-2, np.full((1, 1), white)) / white)
        below = np.zeros_like(pixels) if below is None else below
        below += (pixels - below) * seen[:, :, None]
    assert below is not None
    return np.rint(below)
