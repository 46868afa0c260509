"""The few pairs that FusionDiff learns from, with the truth, kept in memory."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from models.arrays import FloatMap
from models.training.focus_pairs import EDGES, Blur, PairFiles, focus_pair
from models.training.pair_batches import find_pair_sources
from models.training.photographs import read_luminance
from models.training.shapes import outline

Triple = npt.NDArray[np.uint8]
"""Near-focused, far-focused and truth, (3, planes, H, W)."""
Source = Path | PairFiles
"""A photograph that is sharp everywhere, or the files of a pair."""
_APERTURES = ("disc", "gaussian")


def find_sources(
    folders: Sequence[Path], share: float, seed: int
) -> tuple[list[Source], list[Source]]:
    """(training, validation), in random order: the pairs below the folders, or the photographs."""
    training, unseen = find_pair_sources(folders, share, seed)
    found: list[Source] = [*training.photographs, *training.pairs]
    random = np.random.default_rng((seed, 3))
    shuffled = [found[index] for index in random.permutation(len(found))]
    return shuffled, [*unseen.photographs, *unseen.pairs]


def load_triple(source: Source, planes: int, seed: int, largest_blur: float) -> Triple:
    """The pair that a source is, or that is made from it if it is a photograph.

    Parameters
    ----------
    source
        A photograph that is sharp everywhere, or the files of a pair with truth.
    planes
        1 for luminance, 3 for RGB.
    seed
        Of the parts that are blurred, and how; the same photograph and seed give the same pair.
    largest_blur
        Radius of the circle of confusion in pixels; from 1 on.
    """
    if isinstance(source, PairFiles):
        if source.truth is None:
            raise ValueError(f"the pair {source.near} has no truth beside it")
        pictures = [read_planes(path, planes) for path in (source.near, source.far, source.truth)]
        if len({picture.shape for picture in pictures}) > 1:
            raise ValueError(f"the pictures of the pair {source.near} differ in size; take them out")
        return np.stack(pictures)
    random = np.random.default_rng((seed, *source.name.encode()))
    sharp = read_planes(source, planes).transpose(1, 2, 0).astype(np.float32) / np.float32(255)
    radius = float(np.exp(random.uniform(0, np.log(largest_blur))))
    blur = Blur(radius, str(random.choice(_APERTURES)), str(random.choice(EDGES)))
    height, width = sharp.shape[:2]
    mask = outline(random, max(height, width))[:height, :width]
    squeezed = sharp[..., 0] if planes == 1 else sharp
    near, far = (picture.reshape(sharp.shape) for picture in focus_pair(squeezed, mask, blur))
    values = np.stack((near, far, sharp)).transpose(0, 3, 1, 2)
    return np.rint(np.clip(values, 0, 1) * 255).astype(np.uint8)


def read_planes(path: Path, planes: int) -> Triple:
    """A picture's luminance (1, H, W), or its RGB planes (3, H, W); ``ValueError`` if it is none."""
    if planes == 1:
        return read_luminance(path)[None]
    encoded = np.fromfile(path, np.uint8)
    picture = cv2.imdecode(encoded, cv2.IMREAD_COLOR) if encoded.size else None
    if picture is None:
        raise ValueError(f"{path} cannot be read as a photograph; take it out of the folder")
    return np.ascontiguousarray(picture[..., ::-1].transpose(2, 0, 1)).astype(np.uint8)


class TripleSampler:
    """Random crops of pairs; those of a step depend on the seed and the step's number alone."""

    def __init__(self, triples: Sequence[Triple], crop: int, seed: int) -> None:
        self.triples = [triple for triple in triples if min(triple.shape[2:]) >= crop]
        if not self.triples:
            raise ValueError(f"no pair is as large as a crop of {crop} pixels")
        self.crop, self.seed = crop, seed

    def batch(self, step: int, count: int) -> FloatMap:
        """``count`` crops in [-1, 1], (count, 3, planes, crop, crop), their sources in random order."""
        random = np.random.default_rng((self.seed, step))
        return np.stack([self._cut(random) for _ in range(count)])

    def _cut(self, random: np.random.Generator) -> FloatMap:
        """The one of two crops whose sources differ more: there is more to learn."""
        triple = self.triples[int(random.integers(len(self.triples)))]
        crops = [self._place(random, triple) for _ in range(2)]
        contrasts = [np.abs(crop[0].astype(np.int16) - crop[1]).mean() for crop in crops]
        cut = crops[int(np.argmax(contrasts))]
        cut = np.rot90(cut, int(random.integers(4)), axes=(2, 3))
        if random.integers(2):
            cut = cut[..., ::-1]
        if random.integers(2):
            cut = cut[[1, 0, 2]]
        return np.ascontiguousarray(cut, np.float32) / np.float32(127.5) - 1

    def _place(self, random: np.random.Generator, triple: Triple) -> Triple:
        top, left = (int(random.integers(side - self.crop + 1)) for side in triple.shape[2:])
        return triple[:, :, top : top + self.crop, left : left + self.crop]
