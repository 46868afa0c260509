"""Local brightness: low frequencies from the result, detail from the source."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np

from fusion.decision import Area
from fusion.files.colour.cicp import light_to_srgb, srgb_to_light
from fusion.photo import FloatMap, Pixels

BLOCK = 16
"""Side of the blocks, on a fixed grid of the picture, of which the mean brightness is taken."""
SIGMA = 3.0
"""Of the Gaussian over blocks: 48 pixels, wider than what defocus spreads."""
REACH = 8
"""Blocks around a square that its gains depend on."""
LOWEST, HIGHEST = 0.25, 4.0
"""Gains are kept between: two stops either way."""
DARK = np.float32(1e-3)
"""Light that is added to both sides, so that black divided by black is 1."""

Read = Callable[[Area], Pixels]


def matched(source: Read, result: Read, area: Area, shape: tuple[int, int]) -> Pixels:
    """The source's pixels in an area with the local brightness of the result.

    Parameters
    ----------
    source, result
        Give the pixels of an area: (h, w) or (h, w, 3), of one type.
    area
        A square of the fixed grid; its corner is a multiple of ``BLOCK``.
    shape
        (H, W) of the picture.

    Returns
    -------
    Pixels
        Of the area and the type.

    Notes
    -----
    Made here. For each channel, in linear light (as if the pixels were on the sRGB curve), the source is
    multiplied by the ratio of the two local means, Gaussians of 48 pixels. So another exposure is undone
    exactly. Known weakness: beside a bright thing that only one of the two shows, the other is
    brightened too.

    Examples
    --------
    >>> bright, dark = np.full((64, 64), 140, np.uint8), np.full((64, 64), 120, np.uint8)
    >>> whole = slice(0, 64), slice(0, 64)
    >>> int(matched(lambda area: bright[area], lambda area: dark[area], whole, (64, 64))[30, 30])
    120
    """
    around = grown(area, shape)
    sums = [block_sums(to_light(read(around)), around) for read in (source, result)]
    kernel, outside = gaussian(), cv2.BORDER_CONSTANT
    means = [cv2.sepFilter2D(total, -1, kernel, kernel, borderType=outside) for total in sums]
    pad = DARK * BLOCK * BLOCK
    gains = np.clip((means[1] + pad) / (means[0] + pad), LOWEST, HIGHEST)
    pixels = source(area)
    light = to_light(pixels)
    light *= at_pixels(gains, around, area).reshape(light.shape)
    return from_light(light, pixels.dtype).reshape(pixels.shape)


def grown(area: Area, shape: tuple[int, int]) -> Area:
    """An area with the blocks on which its gains depend."""
    reach = REACH * BLOCK
    sides = [
        slice(max(side.start - reach, 0), min(side.stop + reach, size))
        for side, size in zip(area, shape, strict=True)
    ]
    return sides[0], sides[1]


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


def block_sums(light: FloatMap, area: Area) -> FloatMap:
    """The sum of each block: (rows of blocks, columns of blocks, channels) float32."""
    height, width, channels = light.shape
    down, across = -(-height // BLOCK), -(-width // BLOCK)
    assert area[0].start % BLOCK == 0
    assert area[1].start % BLOCK == 0
    whole = np.zeros((down * BLOCK, across * BLOCK, channels), np.float32)
    whole[:height, :width] = light
    return whole.reshape(down, BLOCK, across, BLOCK, channels).sum(axis=(1, 3), dtype=np.float32)


def gaussian() -> FloatMap:
    """The kernel over blocks."""
    kernel = cv2.getGaussianKernel(2 * (REACH - 1) + 1, SIGMA, cv2.CV_32F)
    return np.asarray(kernel, np.float32)


def at_pixels(gains: FloatMap, around: Area, area: Area) -> FloatMap:
    """Gains of blocks, beginning at ``around``, at the pixels of ``area``: linear between centres."""
    gains = gains.reshape(gains.shape[0], gains.shape[1], -1)
    rows = between(area[0], around[0], gains.shape[0])
    columns = between(area[1], around[1], gains.shape[1])
    across = np.einsum("xj,ijc->ixc", columns, gains)
    return np.asarray(np.einsum("yi,ixc->yxc", rows, across), np.float32)


def between(wanted: slice, around: slice, blocks: int) -> FloatMap:
    """(pixels, blocks): how much of each block's value a pixel gets."""
    at = (np.arange(wanted.start, wanted.stop) - around.start + 0.5) / BLOCK - 0.5
    at = np.clip(at, 0, blocks - 1)
    return np.maximum(1 - np.abs(at[:, None] - np.arange(blocks)[None, :]), 0).astype(np.float32)
