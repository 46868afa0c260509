"""Pictures that can be made by formula, and the authors' values for them."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from fusion.metrics import METRICS

Images = tuple[np.ndarray, np.ndarray, np.ndarray]
NAMES_THERE = {"PSNR_vifb": "PSNR"}


@dataclass(frozen=True)
class Case:
    """Two sources and a fused picture, and what the authors' programs say of them."""

    name: str
    images: Images
    crop: tuple[slice, slice]
    values: dict[str, float]

    def compute(self, key: str) -> float:
        """Our value; FMI on the crop on which theirs was computed."""
        images = [image[self.crop] for image in self.images] if key.startswith("FMI") else self.images
        metric = METRICS[key]
        return metric.function(images[2]) if metric.needs == "fused" else metric.function(*images)

    def published(self, key: str) -> float:
        """The value of the authors' program."""
        return self.values[self.name_there(key)]

    @staticmethod
    def name_there(key: str) -> str:
        """What the authors' values call a metric."""
        return NAMES_THERE.get(key, key)


def box(picture: np.ndarray, radius: int) -> np.ndarray:
    """Mean of a square, in whole numbers."""
    size = 2 * radius + 1
    padded = np.pad(picture, radius, mode="edge")
    return np.lib.stride_tricks.sliding_window_view(padded, (size, size)).sum((2, 3)) // size**2


def _stripes() -> Images:
    y, x = np.mgrid[0:96, 0:128].astype(np.int64)
    sharp = box(((x * x * 7 + y * y * 13 + x * y * 5) // 8) % 256, 1)
    soft = box(sharp, 3)
    a, b = np.where(x < 64, sharp, soft), np.where(x < 64, soft, sharp)
    return a, b, (a + b + 1) // 2


def _checks() -> Images:
    y, x = np.mgrid[0:96, 0:128].astype(np.int64)
    sharp = 40 + x + ((x // 6 + y // 5) % 2) * 60 + ((x * 3 + y * 11) % 7)
    sharp = np.where((x - 90) ** 2 + (y - 40) ** 2 < 400, 200, sharp)
    soft = box(sharp, 4)
    a, b = np.where(x + y < 110, sharp, soft), np.where(x + y < 110, soft, sharp)
    return a, b, np.clip(np.where(x + y < 118, a, b) + ((x * 5 + y * 3) % 5) - 2, 0, 255)


def _flat_areas() -> Images:
    y, x = np.mgrid[0:96, 0:128].astype(np.int64)
    sharp = np.where(x < 48, 0, np.where(x < 80, 128, ((x * x + 3 * y * y) // 4) % 251))
    a, b = np.where(y < 48, sharp, box(sharp, 2)), np.where(y < 48, box(sharp, 2), sharp)
    return a, b, np.maximum(a, b)


FORMULAS: dict[str, Callable[[], Images]] = {"syn1": _stripes, "syn2": _checks, "syn3": _flat_areas}


@functools.lru_cache
def synthetic_cases() -> tuple[Case, ...]:
    """The three pictures made by formula, with the authors' values."""
    values = json.loads(Path(__file__).with_name("synthetic_values.json").read_text())["cases"]
    crop = (slice(24, 72), slice(40, 88))
    cases = []
    for name, make in FORMULAS.items():
        a, b, f = (image.astype(np.uint8) for image in make())
        cases.append(Case(name, (a, b, f), crop, values[name]))
    return tuple(cases)
