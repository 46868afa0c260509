"""Pairs with known truth from photographs: for choosing weights and settings without any test set.

Every pair takes one sharp photograph, a random outline, and a defocus. Half are cut-outs (each region is
blurred, then cut hard along the outline, as in MFI-WHU or NYU-D pairs); half obey a lens more closely:
the nearer region spreads over the farther one when it is out of focus, and covers it when it is sharp.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

Picture = npt.NDArray[np.float32]


@dataclass(frozen=True)
class MadePair:
    """Two uint8 RGB sources, the sharp truth, and where the first source is the sharp one (bool)."""

    first: npt.NDArray[np.uint8]
    second: npt.NDArray[np.uint8]
    truth: npt.NDArray[np.uint8]
    first_is_sharp: npt.NDArray[np.bool_]
    noise: float


def made_pairs(photographs: Sequence[Path], count: int, seed: int) -> Iterator[MadePair]:
    """``count`` pairs, the same for the same photographs and seed."""
    generator = np.random.default_rng(seed)
    for number in range(count):
        path = photographs[int(generator.integers(len(photographs)))]
        encoded = np.frombuffer(path.read_bytes(), dtype=np.uint8)
        decoded = cv2.imdecode(encoded, cv2.IMREAD_COLOR)
        if decoded is None:
            raise ValueError(f"{path} cannot be read as a photograph")
        picture = cv2.cvtColor(decoded, cv2.COLOR_BGR2RGB)
        # Halving hides the photograph's own softness and compression from the truth.
        if min(picture.shape[:2]) > 400:
            picture = cv2.resize(picture, None, fx=0.75, fy=0.75, interpolation=cv2.INTER_AREA)
        sharp = np.asarray(picture, dtype=np.uint8)
        yield make_pair(sharp, generator, spreads=bool(number % 2), noisy=number % 4 >= 2)


def make_pair(
    picture: npt.NDArray[np.uint8], generator: np.random.Generator, spreads: bool, noisy: bool
) -> MadePair:
    """One pair from a sharp RGB picture."""
    sharp = picture.astype(np.float32)
    near = outline(picture.shape[:2], generator)
    radius = float(np.exp(generator.uniform(np.log(1.0), np.log(8.0))))
    use_disc = bool(generator.integers(2))
    if spreads:
        cover = np.asarray(cv2.GaussianBlur(near.astype(np.float32), (0, 0), 0.7), dtype=np.float32)
        alpha = cover[:, :, None]
        blurred_alpha = defocus(cover, radius, use_disc)[:, :, None]
        first = sharp * alpha + defocus(sharp, radius, use_disc) * (1 - alpha)
        second = defocus(sharp * alpha, radius, use_disc) + sharp * (1 - blurred_alpha)
    else:
        blurred, mask = defocus(sharp, radius, use_disc), near[:, :, None]
        first, second = np.where(mask, sharp, blurred), np.where(mask, blurred, sharp)
    noise = float(generator.uniform(1, 6)) if noisy else 0.0
    noisy_first, noisy_second = (
        as_bytes(source + generator.normal(0, 1, sharp.shape) * noise) for source in (first, second)
    )
    return MadePair(noisy_first, noisy_second, as_bytes(sharp), near, noise)


def outline(shape: tuple[int, ...], generator: np.random.Generator) -> npt.NDArray[np.bool_]:
    """A random region of smooth, sometimes fine, outline that covers 15 to 85 % of the picture."""
    height, width = shape[:2]
    scale = float(np.exp(generator.uniform(np.log(0.04), np.log(0.3)))) * min(height, width)
    field = cv2.GaussianBlur(
        generator.normal(size=(height, width)).astype(np.float32), (0, 0), scale
    )
    return field > np.quantile(field, generator.uniform(0.15, 0.85))


def defocus(picture: Picture, radius: float, use_disc: bool) -> Picture:
    """Blur by a disc of ``radius`` pixels, or by the Gaussian of the same spread."""
    if not use_disc:
        blurred = cv2.GaussianBlur(picture, (0, 0), radius / 2, borderType=cv2.BORDER_REFLECT)
        return np.asarray(blurred, dtype=np.float32)
    reach = int(np.ceil(radius)) + 1
    offsets = np.arange(-reach, reach + 1)
    distance = np.hypot(offsets[:, None], offsets[None, :])
    kernel = np.clip(radius + 0.5 - distance, 0, 1).astype(np.float32)
    blurred = cv2.filter2D(picture, -1, kernel / kernel.sum(), borderType=cv2.BORDER_REFLECT)
    return np.asarray(blurred, dtype=np.float32)


def as_bytes(picture: npt.NDArray[np.float32 | np.float64]) -> npt.NDArray[np.uint8]:
    """Rounded and cut to 8 bits."""
    return np.rint(np.clip(picture, 0, 255)).astype(np.uint8)
