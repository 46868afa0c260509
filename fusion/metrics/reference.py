"""Metrics against a ground truth: how far the fused picture is from the true one."""

from __future__ import annotations

import math

import numpy as np

from fusion.errors import FusionError
from fusion.metrics.arrays import BAND_ROWS, Floats, check_sizes
from fusion.photo import Pixels


def psnr(fused: Pixels, reference: Pixels) -> float:
    """PSNR, the peak signal to noise ratio in decibels.

    Formula: 10 log10(1 / MSE), the mean squared error over all pixels and channels, white being 1.
    Range 0..∞, higher is better; infinite for equal pictures.
    Blind to what the error looks like: a faint tint everywhere and one ugly halo can weigh the same.
    Takes grey or RGB; uint8, uint16 or float32 in [0, 1], and two pictures of different depth.
    """
    check_comparable(fused, reference)
    total = 0.0
    for top in range(0, fused.shape[0], BAND_ROWS):
        rows = slice(top, top + BAND_ROWS)
        total += float(np.sum((unit_range(fused[rows]) - unit_range(reference[rows])) ** 2))
    return -10 * math.log10(total / fused.size) if total > 0 else math.inf


def check_comparable(fused: Pixels, reference: Pixels) -> None:
    """Refuse pictures of different sizes, and grey beside colour."""
    check_sizes(fused, reference)
    if fused.ndim != reference.ndim:
        raise FusionError("one of the pictures is grey and the other is not; compare like with like")


def unit_range(pixels: Pixels) -> Floats:
    """``pixels`` as float64 with white at 1."""
    white = {"uint8": 255.0, "uint16": 65535.0}.get(pixels.dtype.name, 1.0)
    return np.asarray(pixels / white, np.float64)
