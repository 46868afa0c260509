"""Piella's, Cvejic's and Yang's metrics: the fused picture's structure against that of both sources."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fusion.metrics.arrays import (
    Floats,
    Grey,
    bands,
    box,
    check_grey,
    correlate,
    gaussian,
    padded,
    prewitt,
)

_FLAT = 1e-9
"""Variances below this are rounding noise: a window of whole numbers is flat or far above it."""


@dataclass(frozen=True)
class Window:
    """The window of local moments (one axis) and the two constants of structural similarity."""

    weights: Floats
    luminance: float
    contrast: float

    @property
    def size(self) -> int:
        """Its side in pixels."""
        return len(self.weights)


PIELLA = Window(box(8), (1e-6 * 255) ** 2, (1e-6 * 255) ** 2)
CVEJIC = Window(box(8), 2e-16, 2e-16)
YANG = Window(gaussian(7, 1.5), 2e-16, 2e-16)


class Local:
    """Local mean and variance of one picture's band."""

    def __init__(self, pixels: Floats, window: Window) -> None:
        self.pixels = pixels
        self.window = window
        self.mean = self._mean_of(pixels)
        self.variance = self._mean_of(pixels * pixels) - self.mean**2
        self.variance[self.variance < _FLAT] = 0

    def _mean_of(self, pixels: Floats) -> Floats:
        return correlate(pixels, self.window.weights, self.window.weights)

    def covariance(self, other: Local) -> Floats:
        """Local covariance; zero where either picture is flat."""
        result = self._mean_of(self.pixels * other.pixels) - self.mean * other.mean
        result[(self.variance == 0) | (other.variance == 0)] = 0
        return result

    def similarity(self, other: Local, covariance: Floats | None = None) -> Floats:
        """The map of structural similarity."""
        c = self.covariance(other) if covariance is None else covariance
        small, smaller = self.window.luminance, self.window.contrast
        luminance = (2 * self.mean * other.mean + small) / (self.mean**2 + other.mean**2 + small)
        return luminance * (2 * c + smaller) / (self.variance + other.variance + smaller)


def q_s(first: Grey, second: Grey, fused: Grey) -> float:
    """Q_S, Piella's structural quality.

    Parameters
    ----------
    first, second
        The sources, (H, W) uint8 grey; ``to_grey`` makes them so.
    fused
        The fused picture, (H, W) uint8 grey.

    Returns
    -------
    float
        -1 to 1, higher is better; pictures equal to the fused one give 1.

    Raises
    ------
    FusionError
        If the pictures differ in size, are not grey uint8, or have a side of fewer than 8 pixels.

    Notes
    -----
    Mean over 8 × 8 windows of q = λ S(A,F) + (1-λ) S(B,F), λ = v_A / (v_A + v_B). S is the universal
    quality index, v the local variance.

    Known weakness: blind to colour; a smooth window weighs as much as a busy one, and pixels at the
    border count in fewer windows.

    References
    ----------
    Piella, Heijmans, Int. Conf. Image Processing, 2003, DOI 10.1109/ICIP.2003.1247209.

    Examples
    --------
    >>> import numpy as np
    >>> from fusion.metrics.structure import q_s
    >>> first = np.tile(np.uint8([[10, 200], [200, 10]]), (8, 8))
    >>> second = np.full_like(first, 105)
    >>> round(q_s(first, second, first), 3)
    1.0
    >>> round(q_s(first, second, second), 3)
    0.0
    """
    check_grey(first, second, fused, smallest=PIELLA.size)
    return _piella(first, second, fused)[0]


def q_w(first: Grey, second: Grey, fused: Grey) -> float:
    """Q_W, Piella's weighted structural quality.

    Parameters
    ----------
    first, second
        The sources, (H, W) uint8 grey; ``to_grey`` makes them so.
    fused
        The fused picture, (H, W) uint8 grey.

    Returns
    -------
    float
        -1 to 1, higher is better; pictures equal to the fused one give 1.

    Raises
    ------
    FusionError
        If the pictures differ in size, are not grey uint8, or have a side of fewer than 8 pixels.

    Notes
    -----
    Σ w q / Σ w over 8 × 8 windows with the q of ``q_s`` and w = max(v_A, v_B).

    Known weakness: blind to errors in smooth areas, such as noise or halos on a clear sky, and to
    colour.

    References
    ----------
    Piella, Heijmans, Int. Conf. Image Processing, 2003, DOI 10.1109/ICIP.2003.1247209.

    Examples
    --------
    >>> import numpy as np
    >>> from fusion.metrics.structure import q_w
    >>> first = np.tile(np.uint8([[10, 200], [200, 10]]), (8, 8))
    >>> second = np.full_like(first, 105)
    >>> round(q_w(first, second, first), 3)
    1.0
    >>> round(q_w(first, second, second), 3)
    0.0
    """
    check_grey(first, second, fused, smallest=PIELLA.size)
    return _piella(first, second, fused)[1]


def q_e(first: Grey, second: Grey, fused: Grey) -> float:
    """Q_E, Piella's edge-dependent quality.

    Parameters
    ----------
    first, second
        The sources, (H, W) uint8 grey; ``to_grey`` makes them so.
    fused
        The fused picture, (H, W) uint8 grey.

    Returns
    -------
    float
        -1 to 1, higher is better; pictures equal to the fused one give 1.

    Raises
    ------
    FusionError
        If the pictures differ in size, are not grey uint8, or have a side of fewer than 8 pixels.

    Notes
    -----
    Q_W(A, B, F) · Q_W(A', B', F') with X' the Prewitt strength of X, zeros outside the picture, so
    that its border is a false edge.

    Known weakness: blind to errors in smooth areas and to colour.

    References
    ----------
    Piella, Heijmans, Int. Conf. Image Processing, 2003, DOI 10.1109/ICIP.2003.1247209.

    Examples
    --------
    >>> import numpy as np
    >>> from fusion.metrics.structure import q_e
    >>> first = np.tile(np.uint8([[10, 200], [200, 10]]), (8, 8))
    >>> second = np.full_like(first, 105)
    >>> round(q_e(first, second, first), 3)
    0.976
    >>> round(q_e(first, second, second), 3)
    0.0
    """
    check_grey(first, second, fused, smallest=PIELLA.size)
    edges = _piella(*(_edge_strength(image) for image in (first, second, fused)))[1]
    return _piella(first, second, fused)[1] * edges


def _piella(first: Grey | Floats, second: Grey | Floats, fused: Grey | Floats) -> tuple[float, float]:
    """Q_S and Q_W."""
    total = weighted = weights = 0.0
    count = 0
    for pixels in bands(first, second, fused, window=PIELLA.size):
        a, b, f = (Local(band, PIELLA) for band in pixels)
        share = _share_of_first(a, b)
        quality = share * f.similarity(a) + (1 - share) * f.similarity(b)
        weight = np.maximum(a.variance, b.variance)
        weight[(a.variance == 0) & (b.variance == 0)] = 0.5
        total += float(quality.sum())
        count += quality.size
        weighted += float(np.sum(weight * quality))
        weights += float(weight.sum())
    return total / count, weighted / weights


def _share_of_first(a: Local, b: Local) -> Floats:
    """v_A / (v_A + v_B); a half where both are flat."""
    both = a.variance + b.variance
    return np.asarray(np.divide(a.variance, both, out=np.full_like(both, 0.5), where=both > 0))


def _edge_strength(image: Grey) -> Floats:
    """Prewitt's edge strength, (H, W), zeros outside the picture."""
    result = np.empty(image.shape)
    top = 0
    for (band,) in bands(padded(image, 1), window=3):
        across, down = prewitt(band)
        result[top : top + len(across)] = np.sqrt(across**2 + down**2)
        top += len(across)
    return result


def q_c(first: Grey, second: Grey, fused: Grey) -> float:
    """Q_C, Cvejic's quality.

    Parameters
    ----------
    first, second
        The sources, (H, W) uint8 grey; ``to_grey`` makes them so.
    fused
        The fused picture, (H, W) uint8 grey.

    Returns
    -------
    float
        -1 to 1, higher is better; pictures equal to the fused one give 1.

    Raises
    ------
    FusionError
        If the pictures differ in size, are not grey uint8, or have a side of fewer than 8 pixels.

    Notes
    -----
    Mean over 8 × 8 windows of t S(A,F) + (1-t) S(B,F), t = c_AF / (c_AF + c_BF) cut to 0..1. S is
    the universal quality index, c the local covariance.

    Where windows are flat or the covariances cancel, t is decided by the last digit, or 0/0 (0.5 is
    taken). Windows of 8 × 8 whole numbers are computed without rounding here, so that the value is
    always the same; a program that rounds differently may differ by at most 2 in each such window,
    so by twice their share of the picture.

    Known weakness: blind to colour, and generous: each window is compared with the source that it
    already resembles. Flat windows are unstable.

    References
    ----------
    Cvejic, Loza, Bull, Canagarajah, Int. J. Signal Processing 2(3), 2005 (no DOI).

    Examples
    --------
    >>> import numpy as np
    >>> from fusion.metrics.structure import q_c
    >>> first = np.tile(np.uint8([[10, 200], [200, 10]]), (8, 8))
    >>> second = np.full_like(first, 105)
    >>> round(q_c(first, second, first), 3)
    1.0
    >>> round(q_c(first, second, second), 3)
    0.5
    """
    check_grey(first, second, fused, smallest=CVEJIC.size)
    total, count = 0.0, 0
    for pixels in bands(first, second, fused, window=CVEJIC.size):
        a, b, f = (Local(band, CVEJIC) for band in pixels)
        with_a, with_b = a.covariance(f), b.covariance(f)
        with np.errstate(divide="ignore", invalid="ignore"):
            share = np.clip(with_a / (with_a + with_b), 0, 1)
        share[np.isnan(share)] = 0.5
        quality = share * a.similarity(f, with_a) + (1 - share) * b.similarity(f, with_b)
        total += float(quality.sum())
        count += quality.size
    return total / count


def q_y(first: Grey, second: Grey, fused: Grey) -> float:
    """Q_Y, Yang's quality.

    Parameters
    ----------
    first, second
        The sources, (H, W) uint8 grey; ``to_grey`` makes them so.
    fused
        The fused picture, (H, W) uint8 grey.

    Returns
    -------
    float
        -1 to 1, higher is better; pictures equal to the fused one give 1.

    Raises
    ------
    FusionError
        If the pictures differ in size, are not grey uint8, or have a side of fewer than 7 pixels.

    Notes
    -----
    Mean over 7 × 7 Gaussian windows of λ S(A,F) + (1-λ) S(B,F), λ = v_A / (v_A + v_B), where the
    sources agree (S(A,B) ≥ 0.75), else of the larger of S(A,F) and S(B,F).

    With constants of 2e-16 the authors' program divides one rounding error by another where windows
    are flat. Here variances below 1e-9, which whole numbers cannot have, count as zero; a program
    without that may differ by at most 2 in each flat window, so by twice their share.

    Known weakness: blind to a wrong choice: where the sources differ, an exact copy of either is
    perfect. Flat windows are unstable.

    References
    ----------
    Yang, Zhang, Wang, Liu, Information Fusion 9(2), 156-160, 2008, DOI 10.1016/j.inffus.2006.09.001.

    Examples
    --------
    >>> import numpy as np
    >>> from fusion.metrics.structure import q_y
    >>> first = np.tile(np.uint8([[10, 200], [200, 10]]), (8, 8))
    >>> second = np.full_like(first, 105)
    >>> round(q_y(first, second, first), 3)
    1.0
    >>> round(q_y(first, second, second), 3)
    1.0
    """
    check_grey(first, second, fused, smallest=YANG.size)
    total, count = 0.0, 0
    for pixels in bands(first, second, fused, window=YANG.size):
        a, b, f = (Local(band, YANG) for band in pixels)
        like_a, like_b = a.similarity(f), b.similarity(f)
        share = _share_of_first(a, b)
        agreed = share * like_a + (1 - share) * like_b
        quality = np.where(a.similarity(b) >= 0.75, agreed, np.maximum(like_a, like_b))
        total += float(quality.sum())
        count += quality.size
    return total / count
