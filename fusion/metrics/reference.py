"""Metrics against a ground truth: how far the fused picture is from the true one."""

from __future__ import annotations

import math

import numpy as np

from fusion.errors import FusionError
from fusion.metrics.arrays import (
    BAND_ROWS,
    Floats,
    Grey,
    bands,
    check_grey,
    check_sizes,
    correlate,
    to_grey,
)
from fusion.metrics.colour import mean_delta_e2000
from fusion.metrics.structure import WANG, Local, ssim_map_mean
from fusion.photo import Pixels


def psnr(fused: Pixels, reference: Pixels) -> float:
    """PSNR, the peak signal to noise ratio in decibels.

    Formula: 10 log10(1 / MSE), the mean squared error over all pixels and channels, white being 1.
    Range 0..∞, higher is better; infinite for equal pictures.
    Blind to what the error looks like: a faint tint everywhere and one ugly halo can weigh the same.
    Takes grey or RGB; uint8, uint16 or float32 in [0, 1], and two pictures of different depth.
    Huynh-Thu, Ghanbari 2008 on its scope, DOI 10.1049/el:20080522.
    """
    check_comparable(fused, reference)
    total = 0.0
    for top in range(0, fused.shape[0], BAND_ROWS):
        rows = slice(top, top + BAND_ROWS)
        total += float(np.sum((unit_range(fused[rows]) - unit_range(reference[rows])) ** 2))
    return -10 * math.log10(total / fused.size) if total > 0 else math.inf


def ssim(fused: Pixels, reference: Pixels) -> float:
    """SSIM, structural similarity, of the 8-bit grey pictures.

    Formula: mean over 11 × 11 Gaussian windows that fit of
    (2 m_X m_Y + C1)(2 c + C2) / ((m_X² + m_Y² + C1)(v_X + v_Y + C2)).
    Range -1..1, higher is better; 1 for equal pictures.
    Blind to colour; smooth areas dominate it, so a thin halo or a missed hair hardly counts.
    Wang, Bovik, Sheikh, Simoncelli 2004, DOI 10.1109/TIP.2003.819861.
    """
    check_comparable(fused, reference)
    return ssim_map_mean(to_grey(fused), to_grey(reference))


MS_SSIM_POWERS = (0.0448, 0.2856, 0.3001, 0.2363, 0.1333)


def ms_ssim(fused: Pixels, reference: Pixels) -> float:
    """MS-SSIM, structural similarity at five scales, of the 8-bit grey pictures.

    Formula: Π cs_j^power_j · SSIM_5^power_5; cs_j the mean of the contrast and structure part at scale
    j, each scale the 2 × 2 mean of the one before. A negative mean counts as zero.
    Range 0..1, higher is better; 1 for equal pictures. Both sides must have 161 pixels.
    Blind to colour, and forgiving to the finest detail, whose power is the smallest.
    Wang, Simoncelli, Bovik 2003, DOI 10.1109/ACSSC.2003.1292216.
    """
    check_comparable(fused, reference)
    x, y = to_grey(fused), to_grey(reference)
    check_grey(x, y, smallest=SMALLEST_MS_SSIM)
    value = 1.0
    pair: tuple[Grey | Floats, Grey | Floats] = (x, y)
    for number, power in enumerate(MS_SSIM_POWERS):
        similarity, contrast = _similarity_and_contrast(*pair)
        last = number == len(MS_SSIM_POWERS) - 1
        value *= max(similarity if last else contrast, 0.0) ** power
        pair = (halved(pair[0]), halved(pair[1]))
    return value


SMALLEST_MS_SSIM = 161
"""Halved four times, rounding up, this leaves the 11 pixels of the window."""


def _similarity_and_contrast(first: Grey | Floats, second: Grey | Floats) -> tuple[float, float]:
    """Means of SSIM and of its contrast and structure part."""
    similarity = contrast = 0.0
    count = 0
    for pixels in bands(first, second, window=WANG.size):
        x, y = (Local(band, WANG) for band in pixels)
        covariance = x.covariance(y)
        similarity += float(x.similarity(y, covariance).sum())
        part = (2 * covariance + WANG.contrast) / (x.variance + y.variance + WANG.contrast)
        contrast += float(part.sum())
        count += part.size
    return similarity / count, contrast / count


def halved(image: Grey | Floats, border: str = "edge") -> Floats:
    """The means of 2 × 2 blocks; an odd side is first lengthened by ``np.pad``'s mode ``border``."""
    h, w = image.shape
    parts = []
    for top in range(0, h, BAND_ROWS):
        band = image[top : top + BAND_ROWS].astype(np.float64)
        odd = ((0, len(band) % 2), (0, w % 2))
        even = np.pad(band, odd, mode="edge") if border == "edge" else np.pad(band, odd)
        rows = even[::2] + even[1::2]
        parts.append((rows[:, ::2] + rows[:, 1::2]) / 4)
    return np.concatenate(parts)


def gmsd(fused: Pixels, reference: Pixels) -> float:
    """GMSD, gradient magnitude similarity deviation, of the 8-bit grey pictures.

    Formula: standard deviation of (2 g_X g_Y + 170) / (g_X² + g_Y² + 170), g Prewitt's strength in the
    pictures halved by 2 × 2 means; zeros outside.
    Range 0..about 0.7, lower is better; 0 for equal pictures.
    Blind to colour and brightness, to detail finer than two pixels, and to a loss that is the same
    everywhere, as it is a deviation and not a mean.
    Xue, Zhang, Mou, Bovik 2014, DOI 10.1109/TIP.2013.2293423.
    """
    check_comparable(fused, reference)
    x, y = (np.pad(halved(to_grey(pixels), "zeros"), 1) for pixels in (fused, reference))
    total = squares = 0.0
    count = 0
    for pair in bands(x, y, window=3):
        g_x, g_y = (_prewitt_third(band) for band in pair)
        deviation = 1 - (2 * g_x * g_y + 170) / (g_x**2 + g_y**2 + 170)
        total += float(deviation.sum())
        squares += float(np.sum(deviation**2))
        count += deviation.size
    return math.sqrt(max(squares - total**2 / count, 0) / max(count - 1, 1))


def _prewitt_third(band: Floats) -> Floats:
    mean, slope = np.full(3, 1 / 3), np.array([1.0, 0.0, -1.0])
    across, down = correlate(band, slope, mean), correlate(band, mean, slope)
    return np.asarray(np.sqrt(across**2 + down**2), np.float64)


def delta_e2000(fused: Pixels, reference: Pixels) -> float:
    """Mean ΔE2000, the difference of colours as people see it.

    Formula: mean over the pixels of CIEDE2000 between CIELAB colours (D65, 2°), the pixels taken as
    sRGB; grey pictures as equal channels.
    Range 0..about 100, lower is better; 1 is about the least difference that can be seen, 0 for equal
    pictures.
    Blind to structure: each pixel by itself, so blur on a smooth colour hardly counts. Pictures in
    another colour space than sRGB are read as if they were in it.
    Sharma, Wu, Dalal 2005, DOI 10.1002/col.20070.
    """
    check_comparable(fused, reference)
    total = 0.0
    rows_at_once = max(1, 2**18 // fused.shape[1])
    for top in range(0, fused.shape[0], rows_at_once):
        rows = slice(top, top + rows_at_once)
        mean = mean_delta_e2000(unit_range(fused[rows]), unit_range(reference[rows]))
        total += mean * fused[rows].size
    return total / fused.size


def check_comparable(fused: Pixels, reference: Pixels) -> None:
    """Refuse pictures of different sizes, and grey beside colour."""
    check_sizes(fused, reference)
    if fused.ndim != reference.ndim:
        raise FusionError("one of the pictures is grey and the other is not; compare like with like")


def unit_range(pixels: Pixels) -> Floats:
    """``pixels`` as float64 with white at 1."""
    white = {"uint8": 255.0, "uint16": 65535.0}.get(pixels.dtype.name, 1.0)
    return np.asarray(pixels / white, np.float64)
