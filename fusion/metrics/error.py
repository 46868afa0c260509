"""Errors of a fused picture against both of its sources, where no truth is known."""

from __future__ import annotations

import math

import numpy as np

from fusion.metrics.arrays import Grey, bands, check_grey


def psnr_fusion(first: Grey, second: Grey, fused: Grey) -> float:
    """PSNR of the fused picture to both sources.

    Parameters
    ----------
    first, second
        The sources, (H, W) uint8 grey; ``to_grey`` makes them so.
    fused
        The fused picture, (H, W) uint8 grey.

    Returns
    -------
    float
        0 to infinity dB, higher is better; infinite only if both sources equal the fused picture.

    Raises
    ------
    FusionError
        If the pictures differ in size or are not grey uint8.

    Notes
    -----
    10 log10(255² / m) with m the mean of the squared errors to the first and to the second source.

    Known weakness: the mean of the sources has the best value that there is, whatever it shows.

    References
    ----------
    Ma, Ma, Li, Information Fusion 45, 153-178, 2019, DOI 10.1016/j.inffus.2018.02.004.

    Examples
    --------
    >>> import numpy as np
    >>> from fusion.metrics.error import psnr_fusion
    >>> dark, light = np.full((8, 8), 100, np.uint8), np.full((8, 8), 120, np.uint8)
    >>> round(psnr_fusion(dark, light, dark), 2), round(psnr_fusion(dark, light, dark + 10), 2)
    (25.12, 28.13)
    """
    error = sum(squared_errors(first, second, fused)) / (2 * fused.size)
    return 10 * math.log10(255**2 / error) if error else math.inf


def psnr_vifb(first: Grey, second: Grey, fused: Grey) -> float:
    """PSNR to both sources as in the benchmark program of Zhang et al.

    Parameters
    ----------
    first, second
        The sources, (H, W) uint8 grey; ``to_grey`` makes them so.
    fused
        The fused picture, (H, W) uint8 grey.

    Returns
    -------
    float
        Near 65 dB for most pictures, higher is better; infinite if both sources equal the fused one.

    Raises
    ------
    FusionError
        If the pictures differ in size or are not grey uint8.

    Notes
    -----
    20 log10(255 / sqrt(m)) with m the mean over the sources of sqrt(Σ(S-F)²) / (H W): the program takes
    the root inside the mean, so that the value grows with the number of pixels.

    Known weakness: pictures of different sizes cannot be compared, and results hardly differ.

    References
    ----------
    Zhang, Ye, Xiao, CVPR Workshops, 2020, DOI 10.1109/CVPRW50498.2020.00060.

    Examples
    --------
    >>> import numpy as np
    >>> from fusion.metrics.error import psnr_vifb
    >>> dark, light = np.full((8, 8), 100, np.uint8), np.full((8, 8), 120, np.uint8)
    >>> round(psnr_vifb(dark, light, dark), 2)
    47.16
    """
    roots = [math.sqrt(total) / fused.size for total in squared_errors(first, second, fused)]
    error = sum(roots) / 2
    return 20 * math.log10(255 / math.sqrt(error)) if error else math.inf


def squared_errors(first: Grey, second: Grey, fused: Grey) -> tuple[float, float]:
    """The sums of the squared errors to the first and to the second source."""
    check_grey(first, second, fused)
    totals = [0.0, 0.0]
    for a, b, f in bands(first, second, fused):
        totals[0] += float(np.square(f - a).sum())
        totals[1] += float(np.square(f - b).sum())
    return totals[0], totals[1]
