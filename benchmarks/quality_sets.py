"""The pictures that the table of quality is measured on.

- ``lytro``: 20 pairs of a light-field camera, no truth.
- ``mfiwhu30``: 30 photographs, blurred on either side of an outline. They were blurred with zeros
  outside, so their rims are dark.
- ``nyud20``: 20 rooms, blurred by their measured depth.
- ``generated``: the 29 scenes of `benchmarks.scene_sets`, perfect captures. All frames and the truth are
  registered by construction.
- ``generated-noise``: the same with the sensor noise of a random camera; still registered.
- ``generated-moving``: with noise, focus breathing, shift, rotation and exposure drift. The truth is in
  the frame of the first source, the others are off by up to some pixels. Nothing is registered: this set
  shows what a method makes of frames that do not match, and is measured only if it is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import numpy.typing as npt

from benchmarks.pairs import read_pairs
from benchmarks.scene_sets import benchmark_scenes
from fusion import Photo

Map = npt.NDArray[np.uint8]

SEED = 2026


@dataclass(frozen=True)
class Case:
    """Sources; where it is known the truth, and which source is truly the sharpest in each pixel."""

    name: str
    frames: tuple[Photo, ...]
    truth: Photo | None = None
    sharpest: Map | None = None


def paired(name: str, data: Path) -> Iterator[Case]:
    """The pairs of a folder."""
    for pair in read_pairs(data / "pairs" / name):
        yield Case(pair.name, (pair.first, pair.second), pair.truth)


def generated(data: Path, noise: bool = False, moving: bool = False) -> Iterator[Case]:
    """The scenes made for benchmarks, each rendered when its turn comes."""
    for scene in benchmark_scenes(SEED, data):
        stack = scene.stack(perfect=not (noise or moving), moving=moving)
        frames = tuple(Photo(frame) for frame in stack.frames)
        yield Case(scene.name, frames, Photo(stack.all_in_focus), stack.sharpest)


SETS: dict[str, Callable[[Path], Iterator[Case]]] = {
    "lytro": partial(paired, "lytro"),
    "mfiwhu30": partial(paired, "mfiwhu30"),
    "nyud20": partial(paired, "nyud20"),
    "generated": generated,
    "generated-noise": partial(generated, noise=True),
    "generated-moving": partial(generated, moving=True),
}
"""Each takes the folder of development data and gives its cases one by one."""

STANDARD = tuple(name for name in SETS if name != "generated-moving")
