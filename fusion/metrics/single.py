"""Metrics of the fused picture alone: how much is going on in it, not whether that is right."""

from __future__ import annotations

import cv2
import numpy as np

from fusion.metrics.arrays import Grey, bands, check_grey, padded, sobel
from fusion.metrics.information import entropy, histogram


def en(fused: Grey) -> float:
    """EN, entropy of the grey levels.

    Formula: -Σ p log2 p over the 256 levels.
    Range 0..8 bits, higher is taken for better.
    Blind to focus: noise raises it as well as detail.
    Shannon 1948, DOI 10.1002/j.1538-7305.1948.tb01338.x.
    """
    check_grey(fused)
    return entropy(histogram(fused))


def sd(fused: Grey) -> float:
    """SD, standard deviation, column by column.

    Formula: mean over the columns of each column's standard deviation (n-1), as the published program
    has it; ``sd_vifb`` is that of the whole picture.
    Range 0..about 128, higher is taken for better.
    Blind to focus: it is contrast over long distances, which defocus hardly changes.
    Elementary statistics, no paper and no DOI.
    """
    check_grey(fused, smallest=2)
    n = fused.shape[0]
    sums, squares = _column_sums(fused)
    return float(np.mean(np.sqrt(np.maximum(squares - sums**2 / n, 0) / (n - 1))))


def sd_vifb(fused: Grey) -> float:
    """SD of the whole picture, as in the benchmark program of Zhang et al.

    Formula: sqrt(mean((F - mean F)²)).
    Range 0..127.5, higher is taken for better.
    Blind to focus, as ``sd``.
    Zhang, Ye, Xiao 2020, DOI 10.1109/CVPRW50498.2020.00060.
    """
    check_grey(fused)
    sums, squares = _column_sums(fused)
    return float(np.sqrt(max(squares.sum() / fused.size - (sums.sum() / fused.size) ** 2, 0)))


def _column_sums(image: Grey) -> tuple[np.ndarray, np.ndarray]:
    """Each column's sum of values and of squares."""
    sums, squares = np.zeros(image.shape[1]), np.zeros(image.shape[1])
    for (band,) in bands(image):
        sums += band.sum(0)
        squares += (band * band).sum(0)
    return sums, squares


def sf(fused: Grey) -> float:
    """SF, spatial frequency.

    Formula: sqrt((Σ dx² + Σ dy²) / (R C)), differences of neighbours inside the picture.
    Range 0..361, higher is taken for better.
    Blind to focus as such: noise and too much sharpening raise it.
    Eskicioglu, Fisher 1995, DOI 10.1109/26.477498.
    """
    check_grey(fused)
    total = float(np.sum(np.diff(fused[:1].astype(np.float64), axis=1) ** 2))
    for (band,) in bands(fused, window=2):
        total += float(np.sum(np.diff(band[1:], axis=1) ** 2) + np.sum(np.diff(band, axis=0) ** 2))
    return float(np.sqrt(total / fused.size))


def ag(fused: Grey) -> float:
    """AG, average gradient.

    Formula: mean of sqrt((dx² + dy²) / 2), forward differences, 0 in the last column and row.
    Range 0..255, higher is taken for better.
    Blind to focus as such: noise and too much sharpening raise it.
    Cui, Feng, Xu, Li, Chen 2015, DOI 10.1016/j.optcom.2014.12.032.
    """
    check_grey(fused)
    total = 0.0
    for (band,) in bands(padded(fused, 1, cv2.BORDER_REPLICATE)[1:, 1:], window=2):
        dx, dy = np.diff(band, axis=1)[:-1], np.diff(band, axis=0)[:, :-1]
        total += float(np.sum(np.sqrt((dx**2 + dy**2) / 2)))
    return total / fused.size


def ag_vifb(fused: Grey) -> float:
    """AG of the benchmark program of Zhang et al.

    Formula: Σ sqrt((dx² + dy²) / 2) / ((R-1)(C-1)), central differences, one-sided at the border.
    Range 0..about 255, higher is taken for better.
    Blind to focus as such, as ``ag``.
    Zhang, Ye, Xiao 2020, DOI 10.1109/CVPRW50498.2020.00060.
    """
    check_grey(fused, smallest=2)
    wide = np.pad(fused.astype(np.int16), 1, mode="reflect", reflect_type="odd")
    total = 0.0
    for (band,) in bands(wide, window=3):
        dx = (band[1:-1, 2:] - band[1:-1, :-2]) / 2
        dy = (band[2:, 1:-1] - band[:-2, 1:-1]) / 2
        total += float(np.sum(np.sqrt((dx**2 + dy**2) / 2)))
    h, w = fused.shape
    return total / float((h - 1) * (w - 1))


def ei(fused: Grey) -> float:
    """EI, edge intensity.

    Formula: mean of Sobel's strength, the border repeated outside.
    Range 0..about 1082, higher is taken for better.
    Blind to focus as such: noise and too much sharpening raise it.
    As in Zhang, Ye, Xiao 2020, DOI 10.1109/CVPRW50498.2020.00060.
    """
    check_grey(fused)
    total = 0.0
    for (band,) in bands(padded(fused, 1, cv2.BORDER_REPLICATE), window=3):
        gx, gy = sobel(band)
        total += float(np.sum(np.sqrt(gx * gx + gy * gy)))
    return total / fused.size
