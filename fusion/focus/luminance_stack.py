"""The luminance of all frames at once, in memory or, for a long stack, in a file that maps into it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from fusion.methods.registry import Frames
from fusion.photo import luminance

IN_MEMORY = 1_000_000_000
"""Bytes up to which the frames stay in memory."""


@contextmanager
def luminance_stack(
    frames: Frames, in_memory: int = IN_MEMORY
) -> Iterator[npt.NDArray[np.floating[Any]]]:
    """Luminance (n, H, W) in [0, 1] of all frames, in float32.

    More than ``in_memory`` bytes go to a temporary file, in float16 (which is finer than an eighth of
    a level of 8 bits), and only the parts in use take memory.
    """
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


def _fill(stack: npt.NDArray[np.floating[Any]], frames: Frames) -> None:
    for number, photo in enumerate(frames):
        stack[number] = luminance(photo)
