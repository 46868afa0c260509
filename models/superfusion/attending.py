"""The fusion network's global attention, and the channels that a painter takes: both pictures and it.

Every pixel's attention depends on the whole picture, by scans from border to border. So it is computed
of the whole picture at once, reduced to at most 640 x 480 pixels, and enlarged where a tile is painted;
what is painted in tiles depends on few pixels around.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import cv2
import numpy as np

from models.arrays import Cuttable, FloatMap
from models.manifest import State
from models.running.tiling import Counter, Tick
from models.superfusion.dimensions import DIRECTIONS, FEATURES

MOST_PIXELS = 640 * 480
"""Of the picture of which the attention is computed; a larger one is reduced to so many."""


class AttentionLayers(Protocol):
    """The convolutions between the scans, each of (C, h, w)."""

    def begin(self, pair: FloatMap) -> tuple[FloatMap, FloatMap]:
        """Infrared and visible luminance (2, h, w) give features (32, h, w) and the attention to the
        four directions (4, h, w)."""

    def between(self, scanned: FloatMap) -> FloatMap:
        """(128, h, w) gives (32, h, w)."""

    def end(self, scanned: FloatMap) -> FloatMap:
        """(128, h, w) gives the weight (32, h, w) of the infrared features, in [0, 1]."""


def attention_of(
    pair: Cuttable, state: State, layers: AttentionLayers, tick: Tick | None = None
) -> FloatMap:
    """The weight of the infrared features over the whole picture.

    Parameters
    ----------
    pair
        Infrared and visible luminance (2, H, W) in [0, 1].
    state
        The fusion network's weights, of which the scans' are taken.
    layers
        The convolutions.
    tick
        ``tick(done, total)`` after each step.

    Returns
    -------
    FloatMap
        (32, h, w), of the picture's size or reduced to ``MOST_PIXELS``.
    """
    counter = Counter(tick, 5)
    small = reduced(pair)
    features, directions = layers.begin(small)
    for number, name in enumerate(("first", "second")):
        counter.advance()
        gain, bias = (state[f"attention.{name}.{part}"] for part in ("gain", "bias"))
        scans = [
            scan(features, gain[n], bias[n], n) * directions[n] for n in range(DIRECTIONS)
        ]
        counter.advance()
        joined = np.concatenate(scans)
        features = layers.end(joined) if number else layers.between(joined)
    counter.advance()
    return features


def scan(features: FloatMap, gain: FloatMap, bias: FloatMap, direction: int) -> FloatMap:
    """h(i) = relu(x(i) + w h(i - 1) + b) along a direction: 0 down, 1 up, 2 right, 3 left.

    ``features`` (C, h, w), ``gain`` and ``bias`` (C,).
    """
    along = np.moveaxis(features, 2 if direction >= 2 else 1, 0)
    if direction % 2:
        along = along[::-1]
    result = np.empty(along.shape, np.float32)
    result[0] = np.maximum(along[0], 0)
    factor, offset = (np.asarray(values, np.float32)[:, None] for values in (gain, bias))
    for number in range(1, len(along)):
        np.multiply(result[number - 1], factor, out=result[number])
        result[number] += along[number] + offset
        np.maximum(result[number], 0, out=result[number])
    if direction % 2:
        result = result[::-1]
    return np.ascontiguousarray(np.moveaxis(result, 0, 2 if direction >= 2 else 1))


def reduced(pair: Cuttable) -> FloatMap:
    """Both pictures, reduced to ``MOST_PIXELS`` where they are larger."""
    count, height, width = pair.shape
    whole = (slice(0, height), slice(0, width))
    share = min(1.0, float(np.sqrt(MOST_PIXELS / (height * width))))
    size = max(1, int(width * share)), max(1, int(height * share))
    planes = []
    for number in range(count):
        plane = np.asarray(pair[slice(number, number + 1), *whole], np.float32)[0]
        planes.append(cv2.resize(plane, size, interpolation=cv2.INTER_AREA) if share < 1 else plane)
    return np.stack(planes).astype(np.float32)


class WeightedPair:
    """What the painter takes, (34, H, W): both luminances, and the weight enlarged where it is cut.

    Parameters
    ----------
    pair
        (2, H, W) in [0, 1].
    weight
        (32, h, w), from ``attention_of``.
    """

    def __init__(self, pair: Cuttable, weight: FloatMap) -> None:
        self._pair, self._weight = pair, weight
        self.shape = (2 + FEATURES, *pair.shape[1:])

    def __getitem__(self, area: tuple[slice, slice, slice], /) -> FloatMap:
        _, rows, columns = area
        pair = np.asarray(self._pair[slice(0, 2), rows, columns], np.float32)
        whole, small = self.shape[1:], self._weight.shape[1:]
        if whole == small:
            weight = self._weight[:, rows, columns]
        else:
            y, x = (
                positions(span, size, reduced_size)
                for span, size, reduced_size in zip((rows, columns), whole, small, strict=True)
            )
            weight = enlarged(self._weight, y, x)
        return np.concatenate((pair, weight))[area[0]]


def positions(span: slice, size: int, reduced_size: int) -> FloatMap:
    """Where pixels of an axis of ``size`` lie on the same axis of ``reduced_size``."""
    at = (np.arange(span.start, span.stop) + 0.5) * (reduced_size / size) - 0.5
    return np.clip(at, 0, reduced_size - 1).astype(np.float32)


def enlarged(values: FloatMap, y: Sequence[float] | FloatMap, x: Sequence[float] | FloatMap) -> FloatMap:
    """(C, len(y), len(x)): values (C, h, w) at rows ``y`` and columns ``x``, bilinear."""
    rows = between_two(values, np.asarray(y, np.float32), 1)
    return between_two(rows, np.asarray(x, np.float32), 2)


def between_two(values: FloatMap, at: FloatMap, axis: int) -> FloatMap:
    """Linear interpolation along an axis."""
    first = np.minimum(at.astype(np.intp), max(values.shape[axis] - 2, 0))
    second = np.minimum(first + 1, values.shape[axis] - 1)
    share = (at - first).reshape([-1 if number == axis else 1 for number in range(3)])
    low, high = values.take(first, axis), values.take(second, axis)
    return np.asarray(low + share.astype(np.float32) * (high - low), np.float32)
