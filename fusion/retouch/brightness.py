"""Local brightness: low frequencies from the result, detail from the source."""

from __future__ import annotations

from collections.abc import Mapping

import cv2
import numpy as np

from fusion.files.colour.cicp import light_to_srgb, srgb_to_light
from fusion.photo import FloatMap, Pixels
from fusion.render.soft_boundaries import SIDE

BLOCK = 16
"""Side of the blocks, on a fixed grid of the picture, of which the mean brightness is taken."""
BLOCKS = SIDE // BLOCK
"""Along the side of a square."""
SIGMA = 3.0
"""Of the Gaussian over blocks: 48 pixels, wider than what defocus spreads."""
LOWEST, HIGHEST = 0.25, 4.0
"""Gains are kept between: two stops either way."""
DARK = np.float32(1e-3)
"""Light that is added to both sides, so that black divided by black is 1."""

Key = tuple[int, int]
"""Row and column of a square in the grid."""


def matched(
    pixels: Pixels, key: Key, source: Mapping[Key, FloatMap], result: Mapping[Key, FloatMap]
) -> Pixels:
    """A source's pixels in a square with the local brightness of the result.

    Parameters
    ----------
    pixels
        (h, w) or (h, w, 3): the source's.
    key
        Which square of the grid it is.
    source, result
        ``block_sums`` of this square and of those around it that there are.

    Returns
    -------
    Pixels
        Of the same shape and type.

    Notes
    -----
    Made here. For each channel, in linear light (as if the pixels were on the sRGB curve), the source is
    multiplied by the ratio of the two local means, Gaussians of 48 pixels. So another exposure is undone
    exactly. Known weakness: beside a bright thing that only one of the two shows, the other is
    brightened too.

    Examples
    --------
    >>> bright, dark = np.full((64, 64), 140, np.uint8), np.full((64, 64), 120, np.uint8)
    >>> sums = [{(0, 0): block_sums(to_light(pixels))} for pixels in (bright, dark)]
    >>> int(matched(bright, (0, 0), *sums)[30, 30])
    120
    """
    kernel, outside = gaussian(), cv2.BORDER_CONSTANT
    means = []
    for sums in (source, result):
        around = together(sums, key)
        means.append(cv2.sepFilter2D(around, -1, kernel, kernel, borderType=outside))
    pad = DARK * BLOCK * BLOCK
    gains = np.clip((means[1] + pad) / (means[0] + pad), LOWEST, HIGHEST)
    light = to_light(pixels)
    light *= at_pixels(gains, key, source)[: light.shape[0], : light.shape[1]]
    return from_light(light, pixels.dtype).reshape(pixels.shape)


def together(sums: Mapping[Key, FloatMap], key: Key) -> FloatMap:
    """The blocks of a square and of those around it, 0 where there are none: (24, 24, channels)."""
    whole = np.zeros((3 * BLOCKS, 3 * BLOCKS, sums[key].shape[2]), np.float32)
    for (row, column), part in sums.items():
        top, left = (row - key[0] + 1) * BLOCKS, (column - key[1] + 1) * BLOCKS
        whole[top : top + part.shape[0], left : left + part.shape[1]] = part
    return whole


def to_light(pixels: Pixels) -> FloatMap:
    """(h, w, channels) linear light."""
    flat = pixels.reshape(pixels.shape[0], pixels.shape[1], -1)
    if pixels.dtype == np.float32:
        return srgb_to_light(np.asarray(np.maximum(flat, 0), np.float32))
    levels = 256 if pixels.dtype == np.uint8 else 65536
    return light_table(levels)[flat]


_TABLES: dict[int, FloatMap] = {}


def light_table(levels: int) -> FloatMap:
    """Linear light of every level of 8 or 16 bits; made once."""
    if levels not in _TABLES:
        _TABLES[levels] = srgb_to_light(np.linspace(0, 1, levels, dtype=np.float32))
    return _TABLES[levels]


def from_light(light: FloatMap, kind: np.dtype) -> Pixels:
    """Pixels of a type from linear light."""
    if kind == np.float32:
        return light_to_srgb(light)
    levels = 255 if kind == np.uint8 else 65535
    encoded = light_to_srgb(np.minimum(light, np.float32(1)))
    return np.asarray(np.rint(encoded * np.float32(levels))).astype(kind)


def block_sums(light: FloatMap) -> FloatMap:
    """The sum of each block of a square: (rows of blocks, columns of blocks, channels) float32."""
    height, width, channels = light.shape
    down, across = -(-height // BLOCK), -(-width // BLOCK)
    whole = np.zeros((down * BLOCK, across * BLOCK, channels), np.float32)
    whole[:height, :width] = light
    return whole.reshape(down, BLOCK, across, BLOCK, channels).sum(axis=(1, 3), dtype=np.float32)


def gaussian() -> FloatMap:
    """The kernel over blocks; it reaches no farther than the squares around one."""
    return np.asarray(cv2.getGaussianKernel(2 * BLOCKS - 1, SIGMA, cv2.CV_32F), np.float32)


def at_pixels(gains: FloatMap, key: Key, known: Mapping[Key, FloatMap]) -> FloatMap:
    """Gains of blocks at the pixels of the middle square: linear between the centres of blocks."""
    gains = gains.reshape(3 * BLOCKS, 3 * BLOCKS, -1)
    own = known[key]
    weights = []
    for axis in (0, 1):
        near = [key[axis] + step for step in (-1, 1)]
        first = BLOCKS - 1 if any(at[axis] == near[0] for at in known) else BLOCKS
        last = BLOCKS + own.shape[axis] - (0 if any(at[axis] == near[1] for at in known) else 1)
        weights.append(between(first, last))
    across = np.einsum("xj,ijc->ixc", weights[1], gains)
    return np.asarray(np.einsum("yi,ixc->yxc", weights[0], across), np.float32)


def between(first: int, last: int) -> FloatMap:
    """(pixels of a square, blocks): how much of each block's value a pixel gets, from first to last."""
    at = np.clip((np.arange(SIDE) + 0.5) / BLOCK - 0.5 + BLOCKS, first, last)
    return np.maximum(1 - np.abs(at[:, None] - np.arange(3 * BLOCKS)[None, :]), 0).astype(np.float32)
