"""Outlines for training scenes: blobs, polygons, wires, hair and fences, as alpha in [0, 1]."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np

from models.arrays import FloatMap

Generator = np.random.Generator
_FINER = 2
"""Lines are drawn this many times larger and averaged, so that their edges are smooth."""


def field(random: Generator, side: int, cells: int) -> FloatMap:
    """Smooth noise of about ``cells`` bumps a side."""
    grid = random.standard_normal((cells + 2, cells + 2)).astype(np.float32)
    wide = cv2.resize(grid, (side + 64, side + 64), interpolation=cv2.INTER_CUBIC)
    return np.asarray(wide[32 : 32 + side, 32 : 32 + side], np.float32)


def blob(random: Generator, side: int) -> FloatMap:
    """Islands with smooth or rough rims."""
    cells = int(random.integers(1, 6))
    height = field(random, side, cells)
    roughness = random.uniform(0, 0.5) if random.random() < 0.6 else 0.0
    for octave in (4, 12):
        height += np.float32(roughness) * field(random, side, cells * octave)
        roughness /= 2
    level = float(np.quantile(height[::8, ::8], random.uniform(0.25, 0.75)))
    slope = float(np.abs(np.diff(height, axis=1)).mean()) + 1e-6
    return np.clip((height - np.float32(level)) / np.float32(1.5 * slope) + 0.5, 0, 1)


def polygons(random: Generator, side: int) -> FloatMap:
    """One to four straight-edged pieces."""
    canvas = np.zeros((side * _FINER, side * _FINER), np.uint8)
    for _ in range(int(random.integers(1, 5))):
        corners = int(random.integers(3, 8))
        angles = np.sort(random.uniform(0, 2 * np.pi, corners))
        reach = random.uniform(0.1, 0.7, corners) * side * _FINER
        centre = random.uniform(0, side * _FINER, 2)
        points = centre + np.stack((np.cos(angles), np.sin(angles)), axis=1) * reach[:, None]
        cv2.fillPoly(canvas, [points.astype(np.int32)], 255)
    return _coarse(canvas, side)


def wires(random: Generator, side: int) -> FloatMap:
    """Thin curves of one to nine pixels."""
    canvas = np.zeros((side * _FINER, side * _FINER), np.uint8)
    for _ in range(int(random.integers(1, 14))):
        width = max(1, round(_FINER * float(np.exp(random.uniform(0, np.log(9))))))
        cv2.polylines(canvas, [_curve(random, side * _FINER)], False, 255, width, cv2.LINE_AA)
    return _coarse(canvas, side)


def fence(random: Generator, side: int) -> FloatMap:
    """Two sets of parallel bars."""
    angle = random.uniform(0, np.pi)
    y, x = np.mgrid[:side, :side].astype(np.float32)
    alpha = np.zeros((side, side), np.float32)
    for turn in (angle, angle + random.uniform(0.7, 1.6)):
        pitch = random.uniform(10, 48)
        width = pitch * random.uniform(0.08, 0.4)
        across = (x * np.cos(turn) + y * np.sin(turn) + random.uniform(0, pitch)) % pitch
        edge = width / 2 - np.abs(across - pitch / 2)
        alpha = np.maximum(alpha, np.clip(edge + 0.5, 0, 1).astype(np.float32))
    return alpha


def hair(random: Generator, side: int) -> FloatMap:
    """A blob with strands that stand out from it."""
    alpha = blob(random, side)
    canvas = np.zeros((side * _FINER, side * _FINER), np.uint8)
    rim = np.argwhere((alpha > 0.4) & (alpha < 0.95))
    if len(rim) == 0:
        rim = random.integers(0, side, (8, 2))
    for start in rim[random.integers(0, len(rim), int(random.integers(15, 70)))]:
        heading = random.uniform(0, 2 * np.pi)
        bend = random.uniform(-0.04, 0.04)
        steps = np.arange(int(random.integers(8, 50)))
        angles = heading + bend * steps
        path = start[::-1] + np.cumsum(np.stack((np.cos(angles), np.sin(angles)), 1), axis=0)
        points = np.rint(path * _FINER).astype(np.int32)
        cv2.polylines(canvas, [points], False, int(random.integers(120, 256)), 1, cv2.LINE_AA)
    return np.maximum(alpha, _coarse(canvas, side))


Outline = Callable[[Generator, int], FloatMap]
OUTLINES: tuple[Outline, ...] = (blob, blob, polygons, wires, fence, hair)


def outline(random: Generator, side: int) -> FloatMap:
    """Any of them, or its negative."""
    alpha = OUTLINES[int(random.integers(len(OUTLINES)))](random, side)
    return 1 - alpha if random.random() < 0.3 else alpha


def _curve(random: Generator, side: int) -> np.ndarray:
    ends = random.uniform(-0.1, 1.1, (2, 2)) * side
    along = np.linspace(0, 1, 24)[:, None]
    path = ends[0] + (ends[1] - ends[0]) * along
    sway = random.uniform(0, 0.12) * side * np.sin(along * random.uniform(2, 9) + random.uniform(0, 6))
    across = np.array([-(ends[1] - ends[0])[1], (ends[1] - ends[0])[0]])
    path = path + sway * across / (np.linalg.norm(across) + 1e-6)
    return np.rint(path).astype(np.int32)


def _coarse(canvas: np.ndarray, side: int) -> FloatMap:
    small = cv2.resize(canvas, (side, side), interpolation=cv2.INTER_AREA)
    return small.astype(np.float32) / np.float32(255)


def ended_early(random: Generator, mask: FloatMap) -> FloatMap:
    """A mask that ends a few pixels before the photograph does, as one that was eroded or smoothed with
    zeros outside: its outermost pixels belong to one frame all around."""
    reach = int(random.integers(1, 4))
    frame = np.full_like(mask, float(random.random() < 0.5))
    frame[reach:-reach, reach:-reach] = mask[reach:-reach, reach:-reach]
    return frame
