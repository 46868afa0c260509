"""Folders of photographs as training crops: found, split, decoded to luminance, cropped at random."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from models.training.focus_pairs import photographs_of

SUFFIXES = (".jpg", ".jpeg", ".png", ".bmp", ".tif", ".tiff", ".webp")
LUMINANCE_BGR = np.array([0.114, 0.587, 0.299], dtype=np.float32)


def find_photographs(folders: Sequence[Path]) -> list[Path]:
    """All photographs below the folders: every picture, but of near- and far-focused pairs only the one
    that is sharp everywhere (``models.training.focus_pairs``).

    Raises ``FileNotFoundError`` for a folder that is missing or holds no picture.
    """
    return photographs_of(find_pictures(folders))


def find_pictures(folders: Sequence[Path]) -> list[Path]:
    """All pictures below the folders, sorted, so that a run can be repeated; without hidden files, such
    as those that macOS leaves beside pictures on other disks (``._1.jpg``).

    Raises ``FileNotFoundError`` for a folder that is missing or holds no picture.
    """
    found: list[Path] = []
    for folder in folders:
        if not folder.is_dir():
            raise FileNotFoundError(f"there is no folder {folder}")
        inside = sorted(
            path for path in folder.rglob("*")
            if path.suffix.lower() in SUFFIXES and not path.name.startswith(".")
        )  # fmt: skip
        if not inside:
            raise FileNotFoundError(f"the folder {folder} holds no photograph ({', '.join(SUFFIXES)})")
        found += inside
    return found


def digest_of(folders: Sequence[Path]) -> str:
    """SHA-256 of the names and sizes of all pictures below the folders: by it a training is known to go
    on with the same ones, wherever the folders are now."""
    digest = hashlib.sha256()
    for folder in folders:
        for path in find_pictures([folder]):
            name = path.relative_to(folder).as_posix()
            digest.update(f"{name}\0{path.stat().st_size}\0".encode(errors="surrogateescape"))
        digest.update(b"\n")
    return digest.hexdigest()


def split_photographs(
    paths: Sequence[Path], validation_share: float, seed: int
) -> tuple[list[Path], list[Path]]:
    """(training, validation), at random by ``seed``; at least one photograph in each."""
    if len(paths) < 2:
        raise ValueError("training takes two photographs at least, one of them to validate with")
    order = np.random.default_rng(seed).permutation(len(paths))
    count = min(len(paths) - 1, max(1, round(len(paths) * validation_share)))
    validation = {int(index) for index in order[:count]}
    return (
        [path for index, path in enumerate(paths) if index not in validation],
        [path for index, path in enumerate(paths) if index in validation],
    )


def read_luminance(path: Path) -> npt.NDArray[np.uint8]:
    """Luminance (0.299 R + 0.587 G + 0.114 B) of a photograph, (H, W) uint8."""
    encoded = np.frombuffer(path.read_bytes(), dtype=np.uint8)
    picture = cv2.imdecode(encoded, cv2.IMREAD_COLOR) if encoded.size else None
    if picture is None:
        raise ValueError(f"{path} cannot be read as a photograph; take it out of the folder")
    return np.rint(picture.astype(np.float32) @ LUMINANCE_BGR).astype(np.uint8)


class CropSampler:
    """Random crops of photographs: resized, cropped, flipped and rotated by quarter turns.

    Decoded photographs are kept up to ``cache_mb`` megabytes. The crops of a step depend only on
    ``seed`` and the step's number, so a resumed training sees what an unbroken one would have seen.
    """

    def __init__(
        self, paths: Sequence[Path], crop: int, seed: int, cache_mb: int = 1024
    ) -> None:
        self.paths = list(paths)
        self.crop = crop
        self.seed = seed
        self._cache: OrderedDict[Path, npt.NDArray[np.uint8]] = OrderedDict()
        self._cache_bytes = cache_mb * 2**20
        self._cached = 0

    def batch(self, step: int, count: int) -> npt.NDArray[np.float32]:
        """``count`` crops for this step: (count, 1, crop, crop), luminance in [0, 1]."""
        generator = np.random.default_rng((self.seed, step))
        crops = [self._random_crop(generator) for _ in range(count)]
        return np.stack(crops)[:, None].astype(np.float32) / np.float32(255)

    def _random_crop(self, generator: np.random.Generator) -> npt.NDArray[np.uint8]:
        picture = self._photograph(self.paths[int(generator.integers(len(self.paths)))])
        short_side = min(picture.shape)
        smallest = max(self.crop / short_side, 0.4)
        scale = float(np.exp(generator.uniform(np.log(min(smallest, 1.0)), 0)))
        scale = max(scale, self.crop / short_side)
        height, width = (max(self.crop, round(side * scale)) for side in picture.shape)
        if (height, width) != picture.shape:
            method = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
            resized = cv2.resize(picture, (width, height), interpolation=method)
            picture = np.asarray(resized, dtype=np.uint8)
        top = int(generator.integers(height - self.crop + 1))
        left = int(generator.integers(width - self.crop + 1))
        crop = picture[top : top + self.crop, left : left + self.crop]
        crop = np.rot90(crop, int(generator.integers(4)))
        return np.ascontiguousarray(crop[:, ::-1] if generator.integers(2) else crop)

    def _photograph(self, path: Path) -> npt.NDArray[np.uint8]:
        if path in self._cache:
            self._cache.move_to_end(path)
            return self._cache[path]
        picture = read_luminance(path)
        self._cache[path] = picture
        self._cached += picture.nbytes
        while self._cached > self._cache_bytes and len(self._cache) > 1:
            self._cached -= self._cache.popitem(last=False)[1].nbytes
        return picture


def mean_and_deviation(paths: Sequence[Path]) -> tuple[float, float]:
    """Mean and standard deviation of all pixels' luminance, in [0, 1]."""
    count, total, squares = 0, 0.0, 0.0
    for path in paths:
        values = read_luminance(path).astype(np.float64) / 255
        count += values.size
        total += float(values.sum())
        squares += float((values**2).sum())
    mean = total / count
    return mean, float(np.sqrt(max(squares / count - mean**2, 1e-12)))
