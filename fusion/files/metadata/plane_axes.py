"""What a TIFF's description says of its many planes: dyes, focus and time, as microscopes write them."""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass
from xml.etree import ElementTree

MOST_PLANES = 10_000
LONGEST_DESCRIPTION = 4_000_000
"""Bytes; a longer one is not looked into."""
OPENINGS = (b"ImageJ=", b'{"shape":')
OME = b"<OME"
BEFORE_XML = re.compile(rb"\A(\xef\xbb\xbf)?\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*", re.DOTALL)


@dataclass(frozen=True)
class PlaneAxes:
    """How planes follow each other.

    Attributes
    ----------
    sizes
        Number of dyes (``C``), planes of focus (``Z``) and times (``T``).
    order
        The three letters, that which changes fastest first.

    Examples
    --------
    >>> axes = PlaneAxes({"C": 2, "Z": 3, "T": 1}, "CZT")
    >>> axes.count, axes.of_dye(1)
    (6, (1, 3, 5))
    """

    sizes: dict[str, int]
    order: str

    @property
    def count(self) -> int:
        """Of all planes."""
        return math.prod(self.sizes.values())

    def of_dye(self, dye: int) -> tuple[int, ...]:
        """Numbers of one dye's planes in order of focus, from 0; of the first time.

        Where there is one plane of focus alone, the times take its place: some programs know no other
        axis for what they count.
        """
        focus = "Z" if self.sizes["Z"] > 1 else "T"
        steps, step = {}, 1
        for axis in self.order:
            steps[axis] = step
            step *= self.sizes[axis]
        return tuple(dye * steps["C"] + n * steps[focus] for n in range(self.sizes[focus]))

    @property
    def times(self) -> int:
        """How many z-stacks of each dye follow each other in time."""
        return self.sizes["T"] if self.sizes["Z"] > 1 else 1


def describes_planes(description: bytes) -> bool:
    """Whether a description tells how a file's pixels are stored, and not what they show."""
    return description.startswith(OPENINGS) or is_ome(description)


def is_ome(description: bytes) -> bool:
    begin = BEFORE_XML.match(description[:LONGEST_DESCRIPTION])
    return begin is not None and description[begin.end() : begin.end() + len(OME)] == OME


def axes_in(description: bytes) -> PlaneAxes | None:
    """The axes that the description of ImageJ, OME or tifffile names; None where it names none.

    Nothing of it is believed beyond ``MOST_PLANES`` planes.
    """
    if len(description) > LONGEST_DESCRIPTION:
        return None
    try:
        found = read_axes(description)
    except (ValueError, KeyError, TypeError, ElementTree.ParseError, RecursionError):
        return None
    if found is None or not all(1 <= size <= MOST_PLANES for size in found.sizes.values()):
        return None
    return found if found.count <= MOST_PLANES else None


def read_axes(description: bytes) -> PlaneAxes | None:
    """As ``axes_in``; raises for a description that is damaged."""
    if description.startswith(b"ImageJ="):
        return axes_of_imagej(description.decode("latin-1"))
    if description.startswith(b"{"):
        return axes_of_shape(json.loads(description))
    return axes_of_ome(description) if is_ome(description) else None


def axes_of_imagej(description: str) -> PlaneAxes:
    """ImageJ counts channels, slices and frames, of which channels change fastest."""
    told = dict(re.findall(r"^(channels|slices|frames|images)=(\d{1,9})\s*$", description, re.MULTILINE))
    sizes = {
        axis: int(told.get(name, 1))
        for axis, name in (("C", "channels"), ("Z", "slices"), ("T", "frames"))
    }
    if math.prod(sizes.values()) == 1:
        sizes["Z"] = int(told.get("images", 1))
    return PlaneAxes(sizes, "CZT")


def axes_of_shape(content: dict[str, object]) -> PlaneAxes | None:
    """tifffile writes the shape of the array and, if it was told them, the names of its axes."""
    shape, axes = content["shape"], content.get("axes", "")
    if not isinstance(shape, list) or not isinstance(axes, str):
        return None
    if not axes and content.get("truncated") is True:  # a stack behind one directory, its axes unnamed
        axes = "Q" * (len(shape) - 2) + "YX" if shape[-1] > 4 else "Q" * (len(shape) - 3) + "YXS"
    if len(axes) != len(shape):
        return None
    planes = [(axis, int(size)) for axis, size in zip(axes, shape, strict=True) if axis not in "YXS"]
    names = {"Q": "Z", "I": "Z"}  # an axis without a name
    sizes = {"C": 1, "Z": 1, "T": 1}
    order = ""
    for axis, size in reversed(planes):
        known = names.get(axis, axis)
        if known not in sizes or known in order:
            return None
        sizes[known] = size
        order += known
    return PlaneAxes(sizes, order + "".join(axis for axis in "CZT" if axis not in order))


def axes_of_ome(description: bytes) -> PlaneAxes | None:
    """OME-XML names the order and the size of each axis; samples of one pixel are no planes."""
    if b"<!DOCTYPE" in description or b"<!ENTITY" in description:
        return None
    root = ElementTree.fromstring(description.strip(b"\0 \r\n\t"))
    pixels = next((item for item in root.iter() if item.tag.rpartition("}")[2] == "Pixels"), None)
    if pixels is None:
        return None
    channels = [item for item in pixels if item.tag.rpartition("}")[2] == "Channel"]
    samples = int(channels[0].get("SamplesPerPixel", "1")) if channels else 1
    sizes = {axis: int(pixels.get(f"Size{axis}", "1")) for axis in "CZT"}
    sizes["C"] //= max(samples, 1)
    order = pixels.get("DimensionOrder", "XYCZT").removeprefix("XY")
    if sorted(order) != ["C", "T", "Z"]:
        return None
    return PlaneAxes(sizes, order)
