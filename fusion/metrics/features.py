"""FMI: mutual information of small windows of the fused picture and of the sources."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np

from fusion.metrics.arrays import Floats, Grey, Pulse, check_grey, no_pulse

WINDOWS_AT_ONCE = 4096
"""Few enough for the processor's cache."""

POSITIONS = np.arange(1.0, 10.0)[:, None]


def fmi_pixel(first: Grey, second: Grey, fused: Grey, pulse: Pulse = no_pulse) -> float:
    """FMI of the pixels, feature mutual information.

    Parameters
    ----------
    first, second
        The sources, (H, W) uint8 grey; ``to_grey`` makes them so.
    fused
        The fused picture, (H, W) uint8 grey.
    pulse
        Called often; what it raises stops the metric.

    Returns
    -------
    float
        0 to 1, higher is better; about 0.6 is usual.

    Raises
    ------
    FusionError
        If the pictures differ in size, are not grey uint8, or have a side of fewer than 3 pixels.

    Notes
    -----
    Mean over all 3 × 3 windows of (V_A + V_B) / 2 with V_S = 2 I / (H(p) + H(q)). p and q are the
    windows of S and F, stretched to 0..1 and divided by their sums, as if they were distributions; I
    comes from a joint distribution between independence and the Fréchet bound that has their
    correlation. Windows equal in S and F have V = 1.

    The sources are not quite exchangeable: the published program stretches the fused window while it
    handles the first source, and compares the second with that. A window changes by 1/2 at most, and
    only where one source equals the fused picture; 0.007 is the most seen over whole test pictures.

    Known weakness: blind to contrast and brightness, as each window is stretched. Noise that copies
    a source's noise scores well.

    References
    ----------
    Haghighat, Aghagolzadeh, Seyedarabi, Computers & Electrical Engineering 37(5), 744-756, 2011,
    DOI 10.1016/j.compeleceng.2011.07.012; the fast form: Haghighat, Razian, AICT, 1-3, 2014,
    DOI 10.1109/ICAICT.2014.7036000.

    Examples
    --------
    >>> import numpy as np
    >>> from fusion.metrics.features import fmi_pixel
    >>> first = np.arange(0, 256, 4, dtype=np.uint8).reshape(8, 8)
    >>> second = np.full_like(first, 128)
    >>> fmi_pixel(first, first, first)
    1.0
    >>> round(fmi_pixel(first, second, first), 3)
    0.5
    """
    return _fmi(first, second, fused, lambda rows: rows, pulse)


def fmi_gradient(first: Grey, second: Grey, fused: Grey, pulse: Pulse = no_pulse) -> float:
    """FMI of the horizontal gradient.

    Parameters
    ----------
    first, second
        The sources, (H, W) uint8 grey; ``to_grey`` makes them so.
    fused
        The fused picture, (H, W) uint8 grey.
    pulse
        Called often; what it raises stops the metric.

    Returns
    -------
    float
        0 to 1, higher is better; about 0.55 is usual.

    Raises
    ------
    FusionError
        If the pictures differ in size, are not grey uint8, or have a side of fewer than 3 pixels.

    Notes
    -----
    As ``fmi_pixel``, of (X[c+1] - X[c-1]) / 2, one-sided in the first and the last column. The
    published program takes the horizontal gradient alone.

    Known weakness: blind to horizontal edges, contrast and brightness; otherwise as ``fmi_pixel``.

    References
    ----------
    Haghighat, Aghagolzadeh, Seyedarabi, Computers & Electrical Engineering 37(5), 744-756, 2011,
    DOI 10.1016/j.compeleceng.2011.07.012.

    Examples
    --------
    >>> import numpy as np
    >>> from fusion.metrics.features import fmi_gradient
    >>> first = np.kron(np.uint8([[10, 200], [200, 10]]), np.ones((8, 8), np.uint8))
    >>> second = np.full_like(first, 105)
    >>> fmi_gradient(first, first, first)
    1.0
    >>> round(fmi_gradient(first, second, first), 3)
    0.857
    """
    return _fmi(first, second, fused, lambda rows: np.gradient(rows, axis=1), pulse)


def _fmi(
    first: Grey, second: Grey, fused: Grey, feature: Callable[[Floats], Floats], pulse: Pulse
) -> float:
    """Mean over all windows that fit, in bands of rows small enough for the cache."""
    check_grey(first, second, fused, smallest=3)
    h, w = fused.shape
    step = max(1, WINDOWS_AT_ONCE // w)
    total = 0.0
    for top in range(0, h - 2, step):
        pulse()
        rows = slice(top, min(top + step + 2, h))
        a, b, f = (_windows(feature(image[rows].astype(np.float64))) for image in (first, second, fused))
        stretched_f = _stretched(f)
        same_a = np.all(a == f, axis=0)
        same_b = np.all(b == np.where(same_a, f, stretched_f), axis=0)
        similarity_a = np.where(same_a, 1, _similarity(_stretched(a), stretched_f))
        similarity_b = np.where(same_b, 1, _similarity(_stretched(b), stretched_f))
        total += float(np.sum(similarity_a + similarity_b)) / 2
    return total / float((h - 2) * (w - 2))


def _windows(rows: Floats) -> Floats:
    """(9, n): the samples of each 3 × 3 window, column after column."""
    h, w = rows.shape[0] - 2, rows.shape[1] - 2
    return np.stack([rows[y : y + h, x : x + w].ravel() for x in range(3) for y in range(3)])


def _stretched(windows: Floats) -> Floats:
    """Each window stretched to 0..1; a constant one becomes ones."""
    low = windows.min(0)
    reach = windows.max(0) - low
    return np.asarray(np.divide(windows - low, reach, out=np.ones_like(windows), where=reach > 0))


def _similarity(source: Floats, fused: Floats) -> Floats:
    """2 I / (H(p) + H(q)) of each window; two constant windows are alike, one alone tells nothing."""
    p, q = source / source.sum(0), fused / fused.sum(0)
    constant_p, constant_q = source.min(0) == 1, fused.min(0) == 1
    correlation = np.where(constant_p | constant_q, 0, _correlation(p, q))
    against = correlation < 0
    coupled = np.where(against, p[::-1], p)  # the lower bound couples q with p read backwards
    overlap, covariance = _couple(coupled, q)
    spread = _spread(p) * _spread(q)
    covariance = np.where(against, -covariance, covariance)
    usable = (spread > 0) & (correlation != 0) & (covariance != 0)
    share = np.divide(correlation * spread, covariance, out=np.zeros_like(spread), where=usable)
    alone = -_x_log_x(p).sum(0) - _x_log_x(q).sum(0)
    together = np.zeros_like(alone)
    for q_i, overlap_i in zip(q, overlap, strict=True):
        together -= _x_log_x(share * overlap_i + ((1 - share) * q_i) * coupled).sum(0)
    result = np.divide(2 * (alone - together), alone, out=np.zeros_like(alone), where=alone > 0)
    result[constant_p & constant_q] = 1
    return np.asarray(result, np.float64)


def _correlation(p: Floats, q: Floats) -> Floats:
    """Pearson's correlation of each window's samples."""
    x, y = p - p.mean(0), q - q.mean(0)
    scale = np.sqrt((x * x).sum(0) * (y * y).sum(0))
    return np.asarray(np.divide((x * y).sum(0), scale, out=np.zeros_like(scale), where=scale > 0))


def _spread(p: Floats) -> Floats:
    """Standard deviation of the position 1..9 under p."""
    mean = (POSITIONS * p).sum(0)
    return np.asarray(np.sqrt(np.maximum((POSITIONS**2 * p).sum(0) - mean**2, 0)))


def _couple(p: Floats, q: Floats) -> tuple[list[Floats], Floats]:
    """The Fréchet bound's mass at (i, j): the overlap of the i-th step of Q with the j-th of P.

    Also the covariance of i and j under it.
    """
    upper_p, upper_q = np.cumsum(p, axis=0), np.cumsum(q, axis=0)
    lower_p, lower_q = upper_p - p, upper_q - q
    overlap = []
    product = np.zeros(p.shape[1])
    for i in range(9):
        mass = np.minimum(upper_p, upper_q[i])
        mass -= np.maximum(lower_p, lower_q[i])
        np.maximum(mass, 0, out=mass)
        product += (i + 1) * (POSITIONS * mass).sum(0)
        overlap.append(mass)
    return overlap, product - (POSITIONS * p).sum(0) * (POSITIONS * q).sum(0)


def _x_log_x(x: Floats) -> Floats:
    """x ln |x|, zero at zero."""
    return np.asarray(x * cv2.log(np.maximum(np.abs(x), 1e-300)), np.float64)
