"""A stroke of the brush: where it goes, how it paints, and what it takes its pixels from."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from fusion.errors import FusionError

PLACES = 16
"""A point lies on a sixteenth of a pixel: exact in a file, and in the offset of a crop."""
LARGEST_RADIUS = 5000.0

Point = tuple[float, float, float]
"""x and y in pixels of the reference frame, pixel centres at whole numbers; pressure in [0, 1]."""


@dataclass(frozen=True)
class FrameSource:
    """A frame, named by the hash of its file.

    Attributes
    ----------
    sha256
        Of the file, in hexadecimal; empty for a source that is no file.
    page
        Of a TIFF, from 0; None where no page was asked for.
    number
        Of the source, from 0: for a source without a hash, and to tell files of one hash apart.
    name
        Of the file, for messages.

    Examples
    --------
    >>> FrameSource("ab12", name="near.tif").page is None
    True
    """

    sha256: str = ""
    page: int | None = None
    number: int = 0
    name: str = ""


@dataclass(frozen=True)
class Recipe:
    """Another result of the same frames, named by how it is made.

    Attributes
    ----------
    method, parameters, parameters_version
        As in a record; parameters by name.
    frames
        Those that it is made from, such as one slab; empty for all that take part.
    slabs
        Size and overlap of slabs; size 0 where all frames are fused at once.

    Examples
    --------
    >>> Recipe("average") == Recipe("average", frames=())
    True
    """

    method: str
    parameters: tuple[tuple[str, Any], ...] = ()
    parameters_version: int = 1
    frames: tuple[FrameSource, ...] = ()
    slabs: tuple[int, int] = (0, 0)


StrokeSource = FrameSource | Recipe | None
"""None is the computed result itself: the stroke erases what was painted before."""


@dataclass(frozen=True)
class Brush:
    """How a stroke paints.

    Attributes
    ----------
    source
        What the pixels are taken from; None erases.
    radius_px
        In pixels of the reference frame, from ½ to 5000, at full pressure.
    hardness
        From 0 (falls off from the middle on) to 1 (a sharp rim), of each dab.
    opacity
        From 0 to 1: the most that one stroke lays on.
    flow
        From 0 to 1: what one dab lays on, of the opacity.
    snaps
        Whether the rim follows edges of the picture (guided filter).
    matches
        Whether the source gets the local brightness of the result.

    Raises
    ------
    FusionError
        For a number out of its range.

    Examples
    --------
    >>> Brush(FrameSource(number=1), radius_px=20).opacity
    1.0
    """

    source: StrokeSource = None
    radius_px: float = 40.0
    hardness: float = 0.5
    opacity: float = 1.0
    flow: float = 1.0
    snaps: bool = False
    matches: bool = False

    def __post_init__(self) -> None:
        for name in ("radius_px", "hardness", "opacity", "flow"):
            low, high = (0.5, LARGEST_RADIUS) if name == "radius_px" else (0, 1)
            value = getattr(self, name)
            if not isinstance(value, int | float) or not low <= value <= high:
                raise FusionError(
                    "brush-out-of-range",
                    "the brush's {name} is {value}; it must be from {lowest} to {highest}",
                    name=name, value=value, lowest=low, highest=high,
                )  # fmt: skip

    @property
    def erases(self) -> bool:
        """Whether it brings the computed result back."""
        return self.source is None


@dataclass(frozen=True)
class Stroke:
    """One stroke: a path and the brush that went along it.

    Attributes
    ----------
    points
        One at least, in order, in pixels of the reference frame.
    brush
        How it paints.

    Examples
    --------
    >>> Stroke(((3.0, 4.0, 1.0),), Brush()).moved(-1, 0).points
    ((2.0, 4.0, 1.0),)
    """

    points: tuple[Point, ...]
    brush: Brush

    def moved(self, x: float, y: float) -> Stroke:
        """The stroke with every point moved by so many pixels."""
        return replace(self, points=tuple((px + x, py + y, pen) for px, py, pen in self.points))


@dataclass(frozen=True)
class Retouch:
    """The strokes on a result, in the order in which they were painted.

    Attributes
    ----------
    strokes
        In pixels of the reference frame, of which nothing is cropped.
    reference
        The reference frame; None where it is not known.

    Examples
    --------
    >>> bool(Retouch()), bool(Retouch((Stroke(((0.0, 0.0, 1.0),), Brush()),)))
    (False, True)
    """

    strokes: tuple[Stroke, ...] = ()
    reference: FrameSource | None = field(default=None)

    def __bool__(self) -> bool:
        return bool(self.strokes)


def on_grid(x: float, y: float, pressure: float = 1.0) -> Point:
    """A point as a stroke holds it: on sixteenths of a pixel, the pressure in 256 steps.

    Examples
    --------
    >>> on_grid(1.03, 2.0, 0.5)
    (1.0, 2.0, 0.5)
    """
    pen = round(min(max(pressure, 0.0), 1.0) * 256) / 256
    return round(x * PLACES) / PLACES, round(y * PLACES) / PLACES, pen
