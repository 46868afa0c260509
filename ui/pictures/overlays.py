"""What a canvas shows: a picture, and maps in colours laid over it."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from fusion import Decision
from ui.document.source import Source
from ui.pictures.place import Place, Rectangle
from ui.pictures.pyramid import Pyramid, build

Colours = npt.NDArray[np.uint8]

OKABE_ITO = (
    (230, 159, 0), (86, 180, 233), (0, 158, 115), (240, 228, 66),
    (0, 114, 178), (213, 94, 0), (204, 121, 167),
)  # fmt: skip
"""Colours that the colour-blind can tell apart (Okabe & Ito 2008), for up to seven frames."""

VIRIDIS = ((68, 1, 84), (59, 82, 139), (33, 145, 140), (94, 201, 98), (253, 231, 37))
"""For longer stacks, in the order of the frames: dark to light, so that depth reads as a ramp."""

CONFIDENCE_COLOURS = ((213, 94, 0), (236, 190, 130), (245, 245, 245), (160, 205, 230), (0, 114, 178))


@dataclass(frozen=True)
class Overlay:
    """A map over the picture.

    Attributes
    ----------
    pyramid
        (H, W) of indices into ``colours``.
    colours
        (N, 3) uint8.
    """

    pyramid: Pyramid
    colours: Colours


@dataclass(frozen=True)
class Scene:
    """One canvas's content, and where it lies. ``base`` is None for an empty canvas."""

    base: Pyramid | None = None
    overlay: Overlay | None = None
    opacity: float = 1.0
    caption: str = ""
    warning: str = ""
    place: Place = field(default_factory=Place)
    source: Source | None = None
    """The source that it shows, if it shows one."""
    other: Scene | None = None
    """A second picture on the same canvas."""
    gain: float = 0.0
    """0 where the two are divided by a line; else their difference is shown, so many times as large."""

    @property
    def parts(self) -> tuple[Scene, ...]:
        """The one picture, or both."""
        return (self,) if self.other is None else (self, self.other)

    @property
    def size(self) -> tuple[int, int]:
        """Height and width of the reference frame, in whose pixels the scene lies."""
        return self.place.size or self._own_size

    @property
    def shown(self) -> Rectangle:
        """The part of the reference frame that is shown."""
        height, width = self._own_size
        return self.place.area or Rectangle(0, 0, width, height)

    @property
    def _own_size(self) -> tuple[int, int]:
        own = self.base or (self.overlay.pyramid if self.overlay else None)
        return (0, 0) if own is None else (own.height, own.width)


def frame_colours(frames: int) -> Colours:
    """(frames, 3) uint8: the colour that stands for each frame."""
    if frames <= len(OKABE_ITO):
        return np.array(OKABE_ITO[:frames], dtype=np.uint8)
    return ramp(VIRIDIS, frames)


def ramp(stops: tuple[tuple[int, int, int], ...], count: int) -> Colours:
    """``count`` colours evenly between ``stops``."""
    places = np.linspace(0, len(stops) - 1, count)
    channels = [np.interp(places, range(len(stops)), channel) for channel in zip(*stops, strict=True)]
    colours: Colours = np.rint(np.stack(channels, axis=1)).astype(np.uint8)
    return colours


def decision_overlay(decision: Decision) -> Overlay:
    """Each frame in its colour; with two frames the soft boundary mixes theirs."""
    colours = frame_colours(decision.frames)
    if decision.frames == 2:
        return Overlay(build(decision.as_grey()), ramp((OKABE_ITO[1], OKABE_ITO[0]), 256))
    return Overlay(build(decision.labels, is_labels=True), colours)


def grey_overlay(decision: Decision) -> Overlay:
    """The plain map: white for the first frame, black for the last."""
    return Overlay(build(decision.as_grey()), ramp(((0, 0, 0), (255, 255, 255)), 256))


def confidence_overlay(decision: Decision) -> Overlay:
    """Blue where the choice is sure, orange where it is a guess."""
    return Overlay(build(decision.confidence_as_grey()), ramp(CONFIDENCE_COLOURS, 256))
