"""Infrared and visible pictures of the same scenes as training crops, found and cropped together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from models.arrays import FloatMap
from models.training.photographs import (
    LUMINANCE_BGR,
    find_photographs,
    read_luminance,
    split_photographs,
)

INFRARED, VISIBLE = "_ir", "_vi"
"""What stands behind a pair's name."""
_SMALLEST_SCALE = 0.6


@dataclass(frozen=True)
class InfraredVisiblePair:
    """The files of a pair."""

    infrared: Path
    visible: Path

    @property
    def name(self) -> str:
        """What both files' names begin with."""
        return self.infrared.stem.removesuffix(INFRARED)

    def read(self) -> npt.NDArray[np.uint8]:
        """Luminance of (infrared, visible), (2, H, W); ``ValueError`` where they differ in size."""
        infrared, visible = read_infrared(self.infrared), read_luminance(self.visible)
        if infrared.shape != visible.shape:
            raise ValueError(
                f"{self.infrared} and {self.visible} differ in size; take them out of the folder"
            )
        return np.stack((infrared, visible))


def read_infrared(path: Path) -> npt.NDArray[np.uint8]:
    """Luminance of an infrared picture, (H, W) uint8. Values of more than 8 bits, which are a sensor's
    or temperatures, go from black, the least, to white, the greatest, as when such a picture is fused.

    Raises ``ValueError`` where it cannot be read.
    """
    encoded = np.frombuffer(path.read_bytes(), np.uint8)
    stored = cv2.imdecode(encoded, cv2.IMREAD_UNCHANGED) if encoded.size else None
    if stored is None or stored.dtype == np.uint8:
        return read_luminance(path)
    values = stored.astype(np.float32)
    if values.ndim == 3:
        values = values[..., :3] @ LUMINANCE_BGR
    known = values[np.isfinite(values)]
    if not known.size:
        raise ValueError(f"{path} holds no numbers; take it out of the folder")
    least, greatest = float(known.min()), float(known.max())
    shares = (np.nan_to_num(values, nan=least) - least) / ((greatest - least) or 1.0)
    return np.rint(255 * np.clip(shares, 0, 1)).astype(np.uint8)


def find_infrared_visible(folders: Sequence[Path]) -> list[InfraredVisiblePair]:
    """The pairs ``NAME_ir.*`` and ``NAME_vi.*`` below the folders, sorted, whatever the format.

    Raises ``OSError`` where a folder is missing or empty and ``ValueError`` where no pair is there.
    """
    by_name = {path.with_suffix(""): path for path in find_photographs(folders)}
    found = []
    for stem, infrared in by_name.items():
        if stem.name.endswith(INFRARED):
            visible = by_name.get(stem.with_name(stem.name.removesuffix(INFRARED) + VISIBLE))
            if visible is not None:
                found.append(InfraredVisiblePair(infrared, visible))
    if not found:
        raise ValueError(f"the folders hold no pair NAME{INFRARED}.* and NAME{VISIBLE}.*")
    return found


def split_pairs(
    pairs: Sequence[InfraredVisiblePair], share: float, seed: int
) -> tuple[list[InfraredVisiblePair], list[InfraredVisiblePair]]:
    """(training, validation), at random by ``seed``: no scene is in both.

    Those for validation are read once, so that one that cannot be used is told now and not after hours:
    ``ValueError``, as ``InfraredVisiblePair.read`` raises it.
    """
    by_file = {pair.infrared: pair for pair in pairs}
    training, validation = split_photographs(list(by_file), share, seed)
    unseen = [by_file[path] for path in validation]
    for pair in unseen:
        pair.read()
    return [by_file[path] for path in training], unseen


class InfraredVisibleSampler:
    """Random crops of pairs, both pictures reduced, cropped, flipped and turned alike.

    The crops of a step depend on ``seed`` and the step's number alone.

    Parameters
    ----------
    pairs
        Read once, and kept.
    crop
        Side of a crop in pixels; ``ValueError`` where a picture is smaller.
    seed
        Of everything that is random.
    largest_gamma
        Each picture is raised to a power of its own between 1 / ``largest_gamma`` and this, so that the
        network meets darker and brighter scenes than there are; 1 leaves the pictures as they are.
    """

    def __init__(
        self, pairs: Sequence[InfraredVisiblePair], crop: int, seed: int, largest_gamma: float = 1.0
    ) -> None:
        self.crop, self.seed, self.largest_gamma = crop, seed, largest_gamma
        self._pictures = [pair.read() for pair in pairs]
        for pair, picture in zip(pairs, self._pictures, strict=True):
            if min(picture.shape[1:]) < crop:
                raise ValueError(f"{pair.infrared} is smaller than a crop of {crop} pixels")

    def batch(self, step: int, count: int) -> FloatMap:
        """``count`` crops for this step: (count, 2, crop, crop) in [0, 1], infrared before visible."""
        random = np.random.default_rng((self.seed, step))
        return np.stack([self._random_crop(random) for _ in range(count)])

    def _random_crop(self, random: np.random.Generator) -> FloatMap:
        picture = self._pictures[int(random.integers(len(self._pictures)))]
        smallest = max(self.crop / min(picture.shape[1:]), _SMALLEST_SCALE)
        scale = float(np.exp(random.uniform(np.log(min(smallest, 1.0)), 0)))
        taken = min(round(self.crop / scale), *picture.shape[1:])
        top, left = (int(random.integers(side - taken + 1)) for side in picture.shape[1:])
        crop = picture[:, top : top + taken, left : left + taken]
        if taken != self.crop:
            size = (self.crop, self.crop)
            reduced = [cv2.resize(part, size, interpolation=cv2.INTER_AREA) for part in crop]
            crop = np.stack(reduced).astype(np.uint8)
        crop = np.rot90(crop, int(random.integers(4)), axes=(1, 2))
        crop = crop[:, :, ::-1] if random.integers(2) else crop
        values = np.ascontiguousarray(crop, np.float32) / np.float32(255)
        reach = np.log(self.largest_gamma)
        powers = np.exp(random.uniform(-reach, reach, size=(2, 1, 1))).astype(np.float32)
        return np.asarray(values**powers, np.float32)
