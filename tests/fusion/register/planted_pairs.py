"""Pairs of made-up modalities, moved by known motions, and a ruled page."""

from __future__ import annotations

import cv2
import numpy as np

from fusion.displacement import Displacement, knots_for
from fusion.photo import FloatMap, Mask
from fusion.transform import Matrix, Transform, inverse

SHAPE = (200, 260)
SPACING = 64.0


def scene(seed: int = 0) -> FloatMap:
    """(300, 360), 0 to 255: rectangles and discs of random brightness over soft texture."""
    generator = np.random.default_rng(seed)
    picture = np.full((300, 360), 128, np.float32)
    for _ in range(60):
        x, y, w, h = (int(value) for value in generator.integers(0, (360, 300, 60, 60)))
        level = float(generator.uniform(20, 235))
        if generator.random() < 0.5:
            cv2.rectangle(picture, (x, y), (x + 8 + w, y + 8 + h), level, -1)
        else:
            cv2.circle(picture, (x, y), 6 + w // 3, level, -1)
    noise = cv2.GaussianBlur(generator.normal(size=picture.shape), (0, 0), 2).astype(np.float32)
    return np.clip(picture + 60 * noise, 0, 255)


def other_modality(picture: FloatMap) -> FloatMap:
    """The same edges, some dark to bright and some the other way: brightness folds over."""
    folded = 255 * np.abs(np.sin(picture / 255 * 1.7 * np.pi))
    return np.asarray(cv2.GaussianBlur(folded, (0, 0), 1), np.float32)


def turned(degrees: float, shift: tuple[float, float], stretch: float = 0.0) -> Matrix:
    """About the middle of ``SHAPE``; ``stretch`` makes it affine."""
    centre = (SHAPE[1] - 1) / 2, (SHAPE[0] - 1) / 2
    matrix = np.vstack([cv2.getRotationMatrix2D(centre, degrees, 1.0), [0, 0, 1]])
    matrix[:2, 2] += shift
    return matrix @ np.array([[1 + stretch, 0, 0], [0, 1 - stretch, 0], [0, 0, 1]])


def bend(seed: int, length: float) -> Displacement:
    """A smooth displacement of this mean length."""
    knots = (2, knots_for(SHAPE[0], SPACING), knots_for(SHAPE[1], SPACING))
    found = Displacement(np.random.default_rng(seed).normal(size=knots), SPACING)
    mean = np.hypot(*found.at(np.arange(SHAPE[1]), np.arange(SHAPE[0]))).mean()
    return Displacement(found.knots * (length / mean), SPACING)


def planted(truth: Transform, seed: int = 0) -> tuple[FloatMap, FloatMap]:
    """A picture, and in another modality the one that lies on it by the transform ``truth``."""
    whole = scene(seed)
    offset = np.array([(whole.shape[1] - SHAPE[1]) / 2, (whole.shape[0] - SHAPE[0]) / 2], np.float32)
    columns, rows = np.arange(SHAPE[1], dtype=np.float64), np.arange(SHAPE[0], dtype=np.float64)
    here = np.stack(np.meshgrid(columns, rows)).astype(np.float32) + offset[:, None, None]
    back = inverted(truth) + offset[:, None, None]
    visible = cv2.remap(whole, *here, cv2.INTER_LINEAR)
    infrared = cv2.remap(other_modality(whole), *back, cv2.INTER_LINEAR)
    return np.asarray(visible, np.float32), np.asarray(infrared, np.float32)


def inverted(truth: Transform) -> FloatMap:
    """(2, H, W): where each pixel of the moved picture comes from, by repeated substitution."""
    columns, rows = np.meshgrid(np.arange(SHAPE[1]), np.arange(SHAPE[0]))
    back = inverse(truth.matrix)
    wanted = np.stack([columns, rows, np.ones_like(rows)]).reshape(3, -1).astype(np.float64)
    at = (back @ wanted)[:2]
    if truth.displacement is not None:
        for _ in range(20):
            more = displaced_at(truth.displacement, at)
            moved = np.vstack([wanted[:2] - more, wanted[2:]])
            at = (back @ moved)[:2]
    return at.reshape(2, *SHAPE).astype(np.float32)


def displaced_at(displacement: Displacement, at: np.ndarray) -> np.ndarray:
    """(2, n): the displacement at points (2, n)."""
    grid = displacement.at(np.arange(SHAPE[1]), np.arange(SHAPE[0])).astype(np.float32)
    x, y = at.astype(np.float32).reshape(2, *SHAPE)
    found = [
        cv2.remap(axis, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE).ravel()
        for axis in grid
    ]
    return np.stack(found).astype(np.float64)


def end_point_error(found: Transform, truth: Transform) -> float:
    """Mean distance, in pixels, of where two transforms take the pixels that lie inside."""
    columns, rows = np.arange(SHAPE[1], dtype=np.float64), np.arange(SHAPE[0], dtype=np.float64)
    wanted = truth.positions(columns, rows)
    inside = (wanted >= 0).all(axis=0) & (wanted[0] < SHAPE[1]) & (wanted[1] < SHAPE[0])
    return float(np.hypot(*(found.positions(columns, rows) - wanted))[inside].mean())


def ruled_page() -> FloatMap:
    """White with thin black lines across, 10 pixels apart."""
    page = np.full(SHAPE, 255, np.float32)
    page[5::10] = 0
    return page


def ripple(transform: Transform) -> float:
    """How far, in pixels, lines across a page come to lie from straight ones, at most."""
    columns, rows = np.arange(SHAPE[1], dtype=np.float64), np.arange(0.0, SHAPE[0], 10)
    _, y = transform.positions(columns, rows)
    middle = (y[:, 32:] + y[:, :-32]) / 2
    return float(np.abs(y[:, 16:-16] - middle).max())


def everywhere() -> Mask:
    """All pixels."""
    return np.ones(SHAPE, np.bool_)
