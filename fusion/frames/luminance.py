"""The luminance of all frames, cut like an array: of a few made when it is asked for, of many kept in
memory or, for a long stack, in a file that maps into it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from fusion.frames.luminance_range import Difference, OfArrays, OfFew
from fusion.frames.matching import FEW
from fusion.photo import FloatMap, Photo, luminance, luminance_of
from fusion.registry import Frames

IN_MEMORY = 1_000_000_000
"""Bytes up to which the frames stay in memory."""
Area = tuple[slice, slice, slice]
"""Frames, rows, columns; of each from a beginning to an end, with no steps."""


class Luminances(Protocol):
    """Luminance (n, H, W) in [0, 1]."""

    @property
    def shape(self) -> tuple[int, ...]: ...

    def __getitem__(self, area: Area, /) -> npt.NDArray[np.floating[Any]]: ...


class LuminanceOfFew:
    """The luminance of frames that are in memory, made from their own pixels part by part."""

    def __init__(self, photos: list[Photo]) -> None:
        self.photos = photos
        self.shape = (len(photos), photos[0].height, photos[0].width)

    def __getitem__(self, area: Area, /) -> FloatMap:
        which, rows, columns = area
        return np.stack([luminance_of(photo, rows, columns) for photo in self.photos[which]])


@contextmanager
def luminance_stack(frames: Frames, in_memory: int = IN_MEMORY) -> Iterator[Luminances]:
    """Luminance (n, H, W) in [0, 1] of all frames, in float32.

    More than ``FEW`` frames of more than ``in_memory`` bytes go to a temporary file, in float16 (which
    is finer than an eighth of a level of 8 bits), and only the parts in use take memory.
    """
    if len(frames) <= FEW:
        yield LuminanceOfFew(list(frames))
        return
    first = next(iter(frames))
    shape = (len(frames), first.height, first.width)
    if 4 * shape[0] * shape[1] * shape[2] <= in_memory:
        stack = np.empty(shape, np.float32)
        _fill(stack, frames)
        yield stack
        return
    with tempfile.TemporaryDirectory(prefix="parfocal-") as folder:
        mapped = np.memmap(Path(folder) / "luminance", np.float16, "w+", shape=shape)
        _fill(mapped, frames)
        mapped.flush()
        yield mapped
        del mapped


def difference_in(stack: Luminances) -> Difference:
    """How far its frames lie apart."""
    if isinstance(stack, LuminanceOfFew):
        return OfFew(stack.photos)
    return OfArrays(stack)  # type: ignore[arg-type]  # an array, in memory or mapped


def _fill(stack: npt.NDArray[np.floating[Any]], frames: Frames) -> None:
    for number, photo in enumerate(frames):
        stack[number] = luminance(photo)
