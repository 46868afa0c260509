"""Metrics of structural similarity: means, variances and covariances in small windows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fusion.metrics.arrays import Floats, Grey, bands, box, check_grey, correlate, gaussian

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
WANG = Window(gaussian(11, 1.5), (0.01 * 255) ** 2, (0.03 * 255) ** 2)


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


def ssim_map_mean(first: Grey, second: Grey) -> float:
    """SSIM as its authors' program computes it: the mean over all 11 × 11 windows that fit."""
    check_grey(first, second, smallest=WANG.size)
    total, count = 0.0, 0
    for x, y in bands(first, second, window=WANG.size):
        similarity = Local(x, WANG).similarity(Local(y, WANG))
        total += float(similarity.sum())
        count += similarity.size
    return total / count


def ssim_fusion(first: Grey, second: Grey, fused: Grey) -> float:
    """SSIM of the fused picture with both sources.

    Formula: SSIM(A,F) + SSIM(B,F), the sum.
    Range -2..2, higher is better; 2 only if A, B and F are equal.
    Blind to which source is sharp: a mean of the sources often beats a right choice.
    Wang, Bovik, Sheikh, Simoncelli 2004, DOI 10.1109/TIP.2003.819861.
    """
    return ssim_map_mean(first, fused) + ssim_map_mean(second, fused)


def q_s(first: Grey, second: Grey, fused: Grey) -> float:
    """Q_S, Piella's structural quality.

    Formula: mean of q = λ S(A,F) + (1-λ) S(B,F), λ = v_A / (v_A + v_B), over 8 × 8 windows; S the
    universal quality index, v the local variance.
    Range -1..1, higher is better; pictures equal to the fused one give 1.
    Blind to what is at the picture's edge beyond whole windows, and to colour; a smooth window weighs
    as much as a busy one.
    Piella, Heijmans 2003, DOI 10.1109/ICIP.2003.1247209.
    """
    check_grey(first, second, fused, smallest=PIELLA.size)
    return _piella(first, second, fused)[0]


def q_w(first: Grey, second: Grey, fused: Grey) -> float:
    """Q_W, Piella's weighted structural quality.

    Formula: Σ w q / Σ w with the q of Q_S and w = max(v_A, v_B).
    Range -1..1, higher is better; pictures equal to the fused one give 1.
    Blind to errors in smooth areas, such as noise or halos on a clear sky, and to colour.
    Piella, Heijmans 2003, DOI 10.1109/ICIP.2003.1247209.
    """
    check_grey(first, second, fused, smallest=PIELLA.size)
    return _piella(first, second, fused)[1]


def q_e(first: Grey, second: Grey, fused: Grey) -> float:
    """Q_E, Piella's edge-dependent quality.

    Formula: Q_W(A, B, F) · Q_W(A', B', F'), X' the Prewitt strength of X with zeros outside.
    Range -1..1, higher is better; pictures equal to the fused one give 1.
    Blind to errors in smooth areas and to colour; the picture's frame is a false edge.
    Piella, Heijmans 2003, DOI 10.1109/ICIP.2003.1247209.
    """
    check_grey(first, second, fused, smallest=PIELLA.size)
    edges = _piella(_prewitt(first), _prewitt(second), _prewitt(fused))[1]
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


def _prewitt(image: Grey) -> Floats:
    """Prewitt's edge strength, zeros outside the picture."""
    h, w = image.shape
    result = np.empty((h, w))
    flat, slope = np.ones(3), np.array([1.0, 0.0, -1.0])
    top = 0
    for (band,) in bands(np.pad(image, 1), window=3):
        across, down = correlate(band, slope, flat), correlate(band, flat, slope)
        result[top : top + len(across)] = np.sqrt(across**2 + down**2)
        top += len(across)
    return result


def q_c(first: Grey, second: Grey, fused: Grey) -> float:
    """Q_C, Cvejic's quality.

    Formula: mean of t S(A,F) + (1-t) S(B,F) over 8 × 8 windows, t = c_AF / (c_AF + c_BF) cut to 0..1;
    S the universal quality index, c the local covariance.
    Range -1..1, higher is better; pictures equal to the fused one give 1.
    Blind to colour, and generous: each window is compared with the source it already resembles.
    Unstable where windows are flat or the covariances cancel: t is then decided by the last digit, or
    0/0 (0.5 is taken). Windows of 8 × 8 whole numbers are computed without rounding here, so that it
    always comes out the same; a program that rounds differently may differ by at most 2 in each such
    window, so by twice their share of the picture.
    Cvejic, Loza, Bull, Canagarajah 2005 (Int. J. Signal Processing 2(3); no DOI).
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

    Formula: mean over 7 × 7 Gaussian windows of λ S(A,F) + (1-λ) S(B,F), λ = v_A / (v_A + v_B), where
    the sources agree (S(A,B) ≥ 0.75), else of the larger of S(A,F) and S(B,F).
    Range -1..1, higher is better; pictures equal to the fused one give 1.
    Blind to a wrong choice: where the sources differ, an exact copy of either is perfect.
    Unstable where windows are flat: with constants of 2e-16 the authors' program divides one rounding
    error by another. Here variances below 1e-9, which whole numbers cannot have, count as zero; a
    program without that may differ by at most 2 in each flat window, so by twice their share.
    Yang, Zhang, Wang, Liu, Information Fusion 9(2), 156-160, 2008, DOI 10.1016/j.inffus.2006.09.001.
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


def scd(first: Grey, second: Grey, fused: Grey) -> float:
    """SCD, sum of the correlations of differences.

    Formula: corr(F-B, A) + corr(F-A, B), Pearson's correlation over the whole picture.
    Range -2..2, higher is better; 0 is taken for a difference that is constant, so pictures equal to
    the fused one give 0, not the best.
    Blind to focus: it was made for sources that show different things, and added contrast raises it.
    Aslantas, Bendes 2015, DOI 10.1016/j.aeue.2015.09.004.
    """
    check_grey(first, second, fused)
    names = ("a", "b", "f-b", "f-a")
    sums, products = np.zeros(4), np.zeros((4, 4))
    for a, b, f in bands(first, second, fused):
        columns = np.stack([part.ravel() for part in (a, b, f - b, f - a)])
        sums += columns.sum(1)
        products += columns @ columns.T
    n = fused.size
    cross = products / n - np.outer(sums / n, sums / n)

    def correlation(x: str, y: str) -> float:
        i, j = names.index(x), names.index(y)
        spread = np.sqrt(max(cross[i, i], 0) * max(cross[j, j], 0))
        return float(cross[i, j] / spread) if spread > 1e-12 else 0.0

    return correlation("f-b", "a") + correlation("f-a", "b")
