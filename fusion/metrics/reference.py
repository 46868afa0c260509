"""Metrics against a ground truth: how far the fused picture is from the true one."""

from __future__ import annotations

import math
from typing import Literal

import numpy as np

from fusion.errors import FusionError
from fusion.metrics.arrays import (
    BAND_ROWS,
    Floats,
    Grey,
    bands,
    check_side,
    check_sizes,
    prewitt,
    to_grey,
)
from fusion.metrics.ssim import mean_ssim
from fusion.photo import Pixels


def psnr(fused: Pixels, reference: Pixels) -> float:
    """PSNR, the peak signal to noise ratio in decibels.

    Parameters
    ----------
    fused, reference
        The fused picture and the ground truth, (H, W) grey or (H, W, 3) RGB; uint8, uint16, or float32
        in [0, 1]; the two may differ in depth.

    Returns
    -------
    float
        0 to ∞ dB, higher is better; infinite for equal pictures.

    Raises
    ------
    FusionError
        If the pictures differ in size, or one is grey and the other is not.

    Notes
    -----
    10 log10(1 / MSE) with scikit-image's mean squared error over all pixels and channels, white
    being 1.

    Known weakness: blind to what the error looks like: a faint tint everywhere and one ugly halo can
    weigh the same.

    References
    ----------
    Huynh-Thu, Ghanbari, Electronics Letters 44(13), 800-801, 2008, DOI 10.1049/el:20080522, on its
    scope.

    Examples
    --------
    >>> import numpy as np
    >>> from fusion.metrics.reference import psnr
    >>> truth = np.tile(np.uint8([[10, 200], [200, 10]]), (8, 8))
    >>> round(psnr(truth + np.uint8(5), truth), 2)
    34.15
    >>> psnr(truth, truth)
    inf
    """
    from skimage.metrics import mean_squared_error

    check_comparable(fused, reference)
    total = 0.0
    for top in range(0, fused.shape[0], BAND_ROWS):
        rows = slice(top, top + BAND_ROWS)
        error = mean_squared_error(unit_range(reference[rows]), unit_range(fused[rows]))
        total += float(error) * fused[rows].size
    return -10 * math.log10(total / fused.size) if total > 0 else math.inf


def ssim(fused: Pixels, reference: Pixels) -> float:
    """SSIM, structural similarity, of the 8-bit grey pictures.

    Parameters
    ----------
    fused, reference
        The fused picture and the ground truth, (H, W) grey or (H, W, 3) RGB; uint8, uint16, or float32
        in [0, 1]; the two may differ in depth.

    Returns
    -------
    float
        -1 to 1, higher is better; 1 for equal pictures.

    Raises
    ------
    FusionError
        If the pictures differ in size, or one is grey and the other is not, or a side has fewer than
        11 pixels.

    Notes
    -----
    Mean over the 11 × 11 Gaussian windows that fit of (2 m_X m_Y + C1) (2 c + C2) / ((m_X² + m_Y² +
    C1) (v_X + v_Y + C2)), by scikit-image.

    Known weakness: blind to colour; smooth areas dominate it, so a thin halo or a missed hair hardly
    counts.

    References
    ----------
    Wang, Bovik, Sheikh, Simoncelli, IEEE Trans. Image Processing 13(4), 600-612, 2004,
    DOI 10.1109/TIP.2003.819861.

    Examples
    --------
    >>> import numpy as np
    >>> from fusion.metrics.reference import ssim
    >>> truth = np.tile(np.uint8([[10, 200], [200, 10]]), (8, 8))
    >>> ssim(truth, truth)
    1.0
    >>> round(ssim(truth // 2, truth), 3)
    0.641
    """
    check_comparable(fused, reference)
    return mean_ssim(to_grey(fused), to_grey(reference))


MS_SSIM_POWERS = (0.0448, 0.2856, 0.3001, 0.2363, 0.1333)

WITHOUT_LUMINANCE = 1e7
"""A constant so large that the luminance part of structural similarity is 1 to the last digit."""


def ms_ssim(fused: Pixels, reference: Pixels) -> float:
    """MS-SSIM, structural similarity at five scales, of the 8-bit grey pictures.

    Parameters
    ----------
    fused, reference
        The fused picture and the ground truth, (H, W) grey or (H, W, 3) RGB; uint8, uint16, or float32
        in [0, 1]; the two may differ in depth.

    Returns
    -------
    float
        0 to 1, higher is better; 1 for equal pictures.

    Raises
    ------
    FusionError
        If the pictures differ in size, or one is grey and the other is not, or a side has fewer than
        161 pixels.

    Notes
    -----
    Π cs_j^power_j · SSIM_5^power_5; cs_j is the mean of the contrast and structure part at scale j,
    each scale the 2 × 2 mean of the one before. A negative mean counts as zero.

    Known weakness: blind to colour, and forgiving to the finest detail, whose power is the smallest.

    References
    ----------
    Wang, Simoncelli, Bovik, Asilomar Conf. Signals, Systems and Computers, 1398-1402, 2003,
    DOI 10.1109/ACSSC.2003.1292216.

    Examples
    --------
    >>> import numpy as np
    >>> from fusion.metrics.reference import ms_ssim
    >>> truth = np.tile(np.uint8([[10, 200], [200, 10]]), (81, 81))
    >>> ms_ssim(truth, truth)
    1.0
    >>> round(ms_ssim(truth // 2, truth), 3)
    0.961
    """
    check_comparable(fused, reference)
    pair: tuple[Grey | Floats, Grey | Floats] = (to_grey(fused), to_grey(reference))
    check_side(pair[0], SMALLEST_MS_SSIM)
    value = 1.0
    for power in MS_SSIM_POWERS[:-1]:
        value *= max(mean_ssim(*pair, WITHOUT_LUMINANCE), 0.0) ** power
        pair = (halved(pair[0]), halved(pair[1]))
    return value * max(mean_ssim(*pair), 0.0) ** MS_SSIM_POWERS[-1]


SMALLEST_MS_SSIM = 161
"""Halved four times, rounding up, this leaves the 11 pixels of the window."""


def halved(image: Grey | Floats, border: Literal["edge", "zeros"] = "edge") -> Floats:
    """The means of 2 × 2 blocks; an odd side is first lengthened by its last pixels or by zeros."""
    from skimage.transform import downscale_local_mean

    h, w = image.shape
    whole = np.pad(image, ((0, h % 2), (0, w % 2)), mode="edge") if border == "edge" else image
    return np.asarray(downscale_local_mean(whole, (2, 2)), np.float64)


def gmsd(fused: Pixels, reference: Pixels) -> float:
    """GMSD, gradient magnitude similarity deviation, of the 8-bit grey pictures.

    Parameters
    ----------
    fused, reference
        The fused picture and the ground truth, (H, W) grey or (H, W, 3) RGB; uint8, uint16, or float32
        in [0, 1]; the two may differ in depth.

    Returns
    -------
    float
        0 to about 0.7, lower is better; 0 for equal pictures.

    Raises
    ------
    FusionError
        If the pictures differ in size, or one is grey and the other is not.

    Notes
    -----
    Standard deviation of (2 g_X g_Y + 170) / (g_X² + g_Y² + 170), g Prewitt's strength in the
    pictures halved by 2 × 2 means; zeros outside.

    Known weakness: blind to colour and brightness, to detail finer than two pixels, and to a loss
    that is the same everywhere, as it is a deviation and not a mean.

    References
    ----------
    Xue, Zhang, Mou, Bovik, IEEE Trans. Image Processing 23(2), 684-695, 2014,
    DOI 10.1109/TIP.2013.2293423.

    Examples
    --------
    >>> import numpy as np
    >>> from fusion.metrics.reference import gmsd
    >>> truth = np.kron(np.uint8([[10, 200], [200, 10]]), np.ones((8, 8), np.uint8))
    >>> gmsd(truth, truth)
    0.0
    >>> round(gmsd(truth // 2, truth), 3)
    0.087
    """
    check_comparable(fused, reference)
    x, y = (np.pad(halved(to_grey(pixels), "zeros"), 1) for pixels in (fused, reference))
    total = squares = 0.0
    count = 0
    for pair in bands(x, y, window=3):
        g_x, g_y = (_edge_strength(band) for band in pair)
        deviation = 1 - (2 * g_x * g_y + 170) / (g_x**2 + g_y**2 + 170)
        total += float(deviation.sum())
        squares += float(np.sum(deviation**2))
        count += deviation.size
    return math.sqrt(max(squares - total**2 / count, 0) / max(count - 1, 1))


def _edge_strength(band: Floats) -> Floats:
    """Prewitt's edge strength by means of three pixels, only where the 3 × 3 window fits."""
    across, down = prewitt(band)
    return np.asarray(np.sqrt(across**2 + down**2) / 3, np.float64)


def delta_e2000(fused: Pixels, reference: Pixels) -> float:
    """Mean ΔE2000, the difference of colours as people see it.

    Parameters
    ----------
    fused, reference
        The fused picture and the ground truth, (H, W) grey or (H, W, 3) RGB; uint8, uint16, or float32
        in [0, 1]; the two may differ in depth.

    Returns
    -------
    float
        0 to about 100, lower is better; 1 is about the least difference that can be seen, 0 for
        equal pictures.

    Raises
    ------
    FusionError
        If the pictures differ in size, or one is grey and the other is not.

    Notes
    -----
    Mean over the pixels of CIEDE2000 between CIELAB colours (D65, 2°), both by scikit-image, the
    pixels taken as sRGB; grey pictures as equal channels. Pictures in another colour space than sRGB
    are read as if they were in it.

    Known weakness: blind to structure: each pixel counts by itself, so blur on a smooth colour
    hardly shows.

    References
    ----------
    Sharma, Wu, Dalal, Color Research and Application 30(1), 21-30, 2005, DOI 10.1002/col.20070.

    Examples
    --------
    >>> import numpy as np
    >>> from fusion.metrics.reference import delta_e2000
    >>> truth = np.full((4, 4, 3), (120, 90, 60), np.uint8)
    >>> delta_e2000(truth, truth)
    0.0
    >>> round(delta_e2000(truth + np.uint8([9, 0, 0]), truth), 2)
    3.36
    """
    from skimage.color import deltaE_ciede2000

    check_comparable(fused, reference)
    total = 0.0
    rows_at_once = max(1, 2**18 // fused.shape[1])
    for top in range(0, fused.shape[0], rows_at_once):
        rows = slice(top, top + rows_at_once)
        total += float(deltaE_ciede2000(lab_of_srgb(fused[rows]), lab_of_srgb(reference[rows])).sum())
    return total / (fused.shape[0] * fused.shape[1])


def lab_of_srgb(pixels: Pixels) -> Floats:
    """(H, W, 3): CIELAB (D65, 2°) of encoded sRGB, grey as equal channels."""
    from skimage.color import gray2rgb, rgb2lab

    rgb = unit_range(pixels)
    return np.asarray(rgb2lab(gray2rgb(rgb) if rgb.ndim == 2 else rgb), np.float64)


def check_comparable(fused: Pixels, reference: Pixels) -> None:
    """Refuse pictures of different sizes, and grey beside colour."""
    check_sizes(fused, reference)
    if fused.ndim != reference.ndim:
        raise FusionError(
            "grey-beside-colour",
            "one of the pictures is grey and the other is not; compare like with like",
        )


def unit_range(pixels: Pixels) -> Floats:
    """``pixels`` as float64 with white at 1."""
    white = {"uint8": 255.0, "uint16": 65535.0}.get(pixels.dtype.name, 1.0)
    return np.asarray(pixels / white, np.float64)
