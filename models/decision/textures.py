"""What layers of training scenes are covered with: crops of photographs, depths and mattes."""

from __future__ import annotations

import cv2
import numpy as np

from models.arrays import FloatMap
from models.training.optics import smoothed
from models.training.shapes import Generator
from models.training.training_images import TrainingImages


def texture(random: Generator, images: TrainingImages, window: int) -> FloatMap:
    """A crop of a photograph at a random scale; sometimes nearly even, as skies and skin are."""
    picture = images.photographs[int(random.integers(len(images.photographs)))]
    values = _random_crop(random, picture, _scale(random), window)[0]
    choice = random.random()
    if choice < 0.07:
        values = smoothed(values, random.uniform(3.0, 12.0))
    elif choice < 0.14:
        values = values.mean() + np.float32(random.uniform(0.02, 0.3)) * (values - values.mean())
    low = random.uniform(0, 0.15) if random.random() < 0.3 else 0.0
    high = random.uniform(0.6, 1.0) if random.random() < 0.3 else 1.0
    return (low + (high - low) * values).astype(np.float32)


def depth_crop(random: Generator, images: TrainingImages, window: int) -> tuple[FloatMap, FloatMap]:
    """A crop of a photograph with depth, and its disparity."""
    picture, disparity = images.depths[int(random.integers(len(images.depths)))]
    return _random_crop(random, picture, _scale(random), window, disparity)


def matte_crop(random: Generator, images: TrainingImages, window: int) -> FloatMap:
    """A crop of a matte."""
    alpha = images.mattes[int(random.integers(len(images.mattes)))]
    scale = float(np.exp(random.uniform(np.log(0.4), np.log(1.6))))
    return _random_crop(random, alpha, scale, window)[0]


def _random_crop(
    random: Generator, picture: np.ndarray, scale: float, window: int, beside: FloatMap | None = None
) -> tuple[FloatMap, FloatMap]:
    """The same part of a picture and a map, scaled, flipped and turned: (window, window) in [0, 1].

    Without a map ``beside`` the second is the first again.
    """
    height, width = picture.shape
    scale = max(scale, window / min(height, width))
    part = min(int(np.ceil(window / scale)), height, width)
    top = int(random.integers(height - part + 1))
    left = int(random.integers(width - part + 1))
    turns, flip = int(random.integers(4)), bool(random.integers(2))

    def piece(values: np.ndarray, enlarging: int) -> FloatMap:
        cut = values[top : top + part, left : left + part]
        if cut.dtype == np.uint8:
            cut = cut.astype(np.float32) / np.float32(255)
        if part != window:
            way = cv2.INTER_AREA if window < part and values is picture else enlarging
            cut = cv2.resize(cut, (window, window), interpolation=way)
        cut = np.rot90(cut, turns)
        return np.ascontiguousarray(np.clip(cut[:, ::-1] if flip else cut, 0, 1), np.float32)

    first = piece(picture, cv2.INTER_CUBIC)
    return first, first if beside is None else piece(beside, cv2.INTER_NEAREST)


def _scale(random: Generator) -> float:
    """Mostly reduced, so that they are sharp to the pixel; at times enlarged, as large ones are."""
    if random.random() < 0.75:
        return float(np.exp(random.uniform(np.log(0.4), 0)))
    return float(np.exp(random.uniform(0, np.log(2.5))))


def filled(values: FloatMap, known: np.ndarray) -> FloatMap:
    """Unknown pixels from the nearest known ones, by averages over ever larger squares."""
    weight = known.astype(np.float32)
    if weight.min() > 0 or weight.max() == 0:
        return values
    result = values * weight
    total, scale = weight.copy(), 3
    while total.min() < 1e-3 and scale < 2 * max(values.shape):
        wide = cv2.boxFilter(values * weight, cv2.CV_32F, (scale, scale))
        share = cv2.boxFilter(weight, cv2.CV_32F, (scale, scale))
        new = (total < 1e-3) & (share > 1e-3)
        result[new] = wide[new] / share[new]
        total[new] = 1
        scale = 2 * scale + 1
    return np.asarray(result, np.float32)
