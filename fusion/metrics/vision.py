"""Metrics that model human vision: contrast as an eye sees it."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from fusion.metrics.arrays import BAND_ROWS, Floats, Grey, check_grey, stretched


def q_cb(first: Grey, second: Grey, fused: Grey) -> float:
    """Q_CB, perceived local contrast kept.

    Formula: mean of λ_A q_A + λ_B q_B; q_S = smaller / larger of the masked local contrasts of S and F
    after a filter of contrast sensitivity, λ_S = m_S² / (m_A² + m_B²).
    Range 0..1, higher is better; pictures equal to the fused one give 1.
    Blind to brightness shifts and colour; the filter is fixed to the size of the picture, so a crop or
    a reduced copy gives another value.
    Chen, Blum 2009, DOI 10.1016/j.imavis.2007.12.002.
    """
    check_grey(first, second, fused)
    seen_f = _masked_contrast(fused)
    seen_a, seen_b = _masked_contrast(first), _masked_contrast(second)
    total = 0.0
    for top in range(0, fused.shape[0], BAND_ROWS):
        rows = slice(top, top + BAND_ROWS)
        a, b, f = (seen[rows].astype(np.float64) for seen in (seen_a, seen_b, seen_f))
        power_a, power_b = a * a, b * b
        both = power_a + power_b
        share = np.divide(power_a, both, out=np.full_like(both, 0.5), where=both > 0)
        total += float(np.sum(share * _smaller_to_larger(a, f) + (1 - share) * _smaller_to_larger(b, f)))
    return total / fused.size


def _smaller_to_larger(x: Floats, y: Floats) -> Floats:
    larger = np.maximum(x, y)
    return np.divide(np.minimum(x, y), larger, out=np.ones_like(larger), where=larger > 0)


def _masked_contrast(image: Grey) -> npt.NDArray[np.float32]:
    """Chen and Blum's contrast of each pixel to its surround, masked by strong contrast."""
    h, w = image.shape
    filtered = filter_frequencies(stretched(image), _contrast_sensitivity(h, w))
    centre, surround = _unnormalised_blur(filtered, 2.0), _unnormalised_blur(filtered, 4.0)
    del filtered
    result = np.empty(image.shape, np.float32)
    for top in range(0, h, BAND_ROWS):
        rows = slice(top, top + BAND_ROWS)
        near, far = centre[rows], surround[rows]
        contrast = np.abs(np.divide(near, far, out=np.ones_like(near), where=far != 0) - 1)
        result[rows] = contrast**3 / (contrast**2 + 1e-4)
    return result


def _contrast_sensitivity(h: int, w: int) -> Floats:
    """Difference of Gaussians over frequency, as ``filter_frequencies`` takes it.

    In double precision: in black areas the metric compares contrasts of the size of a ringing's tail.
    """
    r2 = squared_radius(h, w, 30)
    return np.asarray(np.exp(-r2 / 15.3870**2) - 0.7622 * np.exp(-r2 / 1.3456**2), np.float64)


def squared_radius(h: int, w: int, divisor: float) -> Floats:
    """r² = (w/divisor · u)² + (h/divisor · v)² on the half plane of a real Fourier transform.

    u and v run from -1 to 1, the Nyquist frequency.
    """
    u = np.fft.rfftfreq(w) * 2 * w / divisor
    v = np.fft.fftfreq(h) * 2 * h / divisor
    return np.asarray(u[None, :] ** 2 + v[:, None] ** 2, np.float64)


def filter_frequencies(image: Grey, response: Floats) -> Floats:
    """``image`` with its spectrum multiplied by ``response`` (real, even; on the half plane)."""
    spectrum = np.fft.rfft2(image)
    spectrum *= response
    return np.asarray(np.fft.irfft2(spectrum, s=image.shape), np.float64)


def _unnormalised_blur(image: Floats, sigma: float) -> Floats:
    """A Gaussian cut at 31 × 31 without renormalising, zeros outside the picture."""
    x = np.arange(-15, 16)
    weights = np.exp(-(x**2) / (2 * sigma**2)) / (np.sqrt(2 * np.pi) * sigma)
    blurred = cv2.sepFilter2D(image, cv2.CV_64F, weights, weights, borderType=cv2.BORDER_CONSTANT)
    return np.asarray(blurred, np.float64)
