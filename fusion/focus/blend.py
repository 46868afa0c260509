"""Blending: the sources' own pixels by label, and a soft transition in a band along boundaries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import cv2
import numpy as np

from fusion.focus.decision import Labels
from fusion.focus.guided_filter import guided_filter
from fusion.photo import FloatMap, Photo, Pixels, luminance

SNAP = np.float32(1 / 512)
"""Weights nearer than this to 0 or 1 are 0 or 1, so that the source's pixel comes through unchanged."""


def pick(frames: Iterable[Photo], labels: Labels) -> Pixels:
    """The initial fusion: each pixel from the frame that its label names."""
    result: Pixels | None = None
    for number, photo in enumerate(frames):
        if result is None:
            result = photo.pixels.copy()
        else:
            chosen = labels == number
            result[chosen] = photo.pixels[chosen]
    assert result is not None
    return result


def soft_weights(
    labels: Labels, guide: FloatMap, frames: int, radius: int, epsilon: float
) -> Iterator[FloatMap]:
    """The weight (H, W) in [0, 1] of one frame after another: its mask through the guided filter.

    The mask runs from −½ to ½ inside the filter, which is odd: with two frames the second weight is the
    exact mirror of the first, so exchanging the sources exchanges the weights bit for bit.
    """
    centred: FloatMap | None = None
    for number in range(frames):
        if frames == 2 and centred is not None:
            centred = -centred
        else:
            mask = (labels == number).astype(np.float32) - np.float32(0.5)
            centred = guided_filter(guide, mask, radius, epsilon)
        weight = np.clip(centred + np.float32(0.5), 0, 1)
        weight[weight < SNAP] = 0
        weight[weight > 1 - SNAP] = 1
        yield weight


def near_boundary(labels: Labels, distance: int) -> np.ndarray:
    """(H, W) bool: pixels with another label within ``distance`` (in a square)."""
    square = np.ones((2 * distance + 1, 2 * distance + 1), dtype=np.uint8)
    result: np.ndarray = cv2.dilate(labels, square) != cv2.erode(labels, square)
    return result


def blend(
    frames: Iterable[Photo], count: int, labels: Labels, radius: int, epsilon: float
) -> tuple[Pixels, FloatMap]:
    """Fused pixels, and the weight (H, W) of the labelled frame.

    The first walk through ``frames`` picks by label; that picture guides the filter. The second walk
    mixes the sources in the band that the filter reaches: twice its radius on either side of a
    boundary. Outside that band the pixels are the sources' own.
    """
    pixels = pick(frames, labels)
    weight = np.ones(labels.shape, dtype=np.float32)
    band = np.flatnonzero(near_boundary(labels, 2 * radius))
    if band.size == 0:
        return pixels, weight
    guide = luminance(Photo(pixels))
    channels = 1 if pixels.ndim == 2 else 3
    mixed = np.zeros((band.size, channels), dtype=np.float64)
    total = np.zeros(band.size, dtype=np.float64)
    own = np.zeros(band.size, dtype=np.float64)
    band_labels = labels.ravel()[band]
    for number, (photo, share) in enumerate(
        zip(frames, soft_weights(labels, guide, count, radius, epsilon), strict=True)
    ):
        band_share = share.ravel()[band].astype(np.float64)
        mixed += band_share[:, None] * photo.pixels.reshape(-1, channels)[band]
        total += band_share
        own = np.where(band_labels == number, band_share, own)
    total = np.maximum(total, 1e-9)
    mixed /= total[:, None]
    if pixels.dtype != np.float32:
        mixed = np.rint(mixed)
    pixels.reshape(-1, channels)[band] = mixed.astype(pixels.dtype)
    weight.ravel()[band] = (own / total).astype(np.float32)
    return pixels, weight
