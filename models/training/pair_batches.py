"""Batches of near- and far-focused pairs: from folders of pairs, or made from photographs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt

from models.arrays import FloatMap
from models.training.focus_pairs import EDGES, Blur, PairFiles, find_pairs, focus_pair, photographs_of
from models.training.photographs import CropSampler, find_pictures, read_luminance, split_photographs
from models.training.shapes import outline

_SHAPES = ("disc", "gaussian")
_MARGIN = 8
"""Pixels around a crop in which what lies beyond it is blurred into it; they are cut off."""


@dataclass(frozen=True)
class PairBatch:
    """Crops of pairs, each (N, 1, H, W) in [0, 1], in random order of focus.

    ``mask`` is 1 where the first crop is in focus, 0 where the second is; ``truth`` is sharp everywhere.
    """

    first: FloatMap
    second: FloatMap
    truth: FloatMap
    mask: FloatMap


@dataclass(frozen=True)
class PairSources:
    """What pairs come from: photographs that are sharp everywhere, and pairs of files."""

    photographs: list[Path] = field(default_factory=list)
    pairs: list[PairFiles] = field(default_factory=list)

    def counts(self) -> dict[str, int]:
        """How many there are of each."""
        return {"photographs": len(self.photographs), "pairs": len(self.pairs)}

    def names(self) -> list[str]:
        """File names of the photographs, and names of the pairs."""
        return [*(path.name for path in self.photographs), *(pair.name for pair in self.pairs)]


def find_pair_sources(
    folders: Sequence[Path], share: float, seed: int
) -> tuple[PairSources, PairSources]:
    """(training, validation): the pairs below the folders, or, where there are none, the photographs.

    Raises ``OSError`` where a folder is missing or empty and ``ValueError`` where too little is there.
    """
    paths = find_pictures(folders)
    pairs = find_pairs(paths)
    if not pairs:
        photographs, unseen = split_photographs(photographs_of(paths), share, seed)
        return PairSources(photographs), PairSources(unseen)
    by_file = {pair.near: pair for pair in pairs}
    training, validation = split_photographs(list(by_file), share, seed)
    return (
        PairSources(pairs=[by_file[path] for path in training]),
        PairSources(pairs=[by_file[path] for path in validation]),
    )


class PairSampler:
    """Random crops of pairs. The crops of a step depend on ``seed`` and the step's number alone.

    Parameters
    ----------
    sources
        Pairs of files, or photographs, of which random parts (``models.training.shapes``) are blurred by
        a radius up to ``largest_blur`` pixels.
    crop
        Side of a crop in pixels.
    seed
        Of everything that is random.
    largest_blur
        Radius of the circle of confusion in pixels; from 1 on.
    """

    def __init__(self, sources: PairSources, crop: int, seed: int, largest_blur: float = 6.0) -> None:
        self.crop, self.seed, self.largest_blur = crop, seed, largest_blur
        self._photographs = CropSampler(sources.photographs, crop + 2 * _MARGIN, seed)
        self._pairs = [read_pair(pair) for pair in sources.pairs]
        small = [pair for pair, read in zip(sources.pairs, self._pairs, strict=True)
                 if min(read.shape[1:]) < crop]  # fmt: skip
        if small:
            raise ValueError(f"the pair {small[0].near} is smaller than a crop of {crop} pixels")

    def batch(self, step: int, count: int) -> PairBatch:
        """``count`` crops for this step, of random order."""
        random = np.random.default_rng((self.seed, step, 7))
        if self._pairs:
            scenes = [self._cut(random) for _ in range(count)]
        else:
            sharp = self._photographs.batch(step, count)[:, 0]
            scenes = [self._made(random, picture) for picture in sharp]
        parts = np.stack([swapped(scene) if random.integers(2) else scene for scene in scenes])
        return PairBatch(*(np.ascontiguousarray(parts[:, i, None]) for i in range(4)))

    def _made(self, random: np.random.Generator, sharp: FloatMap) -> FloatMap:
        radius = float(np.exp(random.uniform(0, np.log(self.largest_blur))))
        blur = Blur(radius, str(random.choice(_SHAPES)), str(random.choice(EDGES)))
        mask = outline(random, len(sharp))
        near, far = focus_pair(sharp, mask, blur)
        kept = slice(_MARGIN, len(sharp) - _MARGIN)
        return np.stack((near, far, sharp, (mask > 0.5).astype(np.float32)))[:, kept, kept]

    def _cut(self, random: np.random.Generator) -> FloatMap:
        pair = self._pairs[int(random.integers(len(self._pairs)))]
        top, left = (int(random.integers(side - self.crop + 1)) for side in pair.shape[1:])
        cut = pair[:, top : top + self.crop, left : left + self.crop]
        cut = np.rot90(cut, int(random.integers(4)), axes=(1, 2))
        cut = cut[:, :, ::-1] if random.integers(2) else cut
        values = cut.astype(np.float32) / np.float32(255)
        return np.concatenate((values, sharper_first(values)[None]))


def swapped(scene: FloatMap) -> FloatMap:
    """A scene (first, second, truth, mask) with its sources exchanged."""
    return np.stack((scene[1], scene[0], scene[2], 1 - scene[3]))


def sharper_first(values: FloatMap) -> FloatMap:
    """1 where the first of (first, second, truth) is nearer to the truth than the second, else 0."""
    first, second, truth = values[:3]
    return (np.abs(first - truth) <= np.abs(second - truth)).astype(np.float32)


def read_pair(pair: PairFiles) -> npt.NDArray[np.uint8]:
    """Luminance of (near, far, truth), (3, H, W) uint8; without a truth the mean of both stands there.

    Raises ``ValueError`` where the pictures of a pair are of different sizes.
    """
    near, far = read_luminance(pair.near), read_luminance(pair.far)
    if near.shape != far.shape:
        raise ValueError(f"{pair.near} and {pair.far} differ in size; take them out of the folder")
    mean = ((near.astype(int) + far) // 2).astype(np.uint8)
    truth = read_luminance(pair.truth) if pair.truth else mean
    if truth.shape != near.shape:
        raise ValueError(f"{pair.near} and {pair.truth} differ in size; take them out of the folder")
    return np.stack((near, far, truth))
