"""Metrics from gradients: how much of the sources' edges the fused picture keeps."""

from __future__ import annotations

import cv2
import numpy as np

from fusion.metrics.arrays import Floats, Grey, bands, check_grey, padded, sobel


def q_g(first: Grey, second: Grey, fused: Grey) -> float:
    """Q_G or Q^AB/F, edges kept.

    Parameters
    ----------
    first, second
        The sources, (H, W) uint8 grey; ``to_grey`` makes them so.
    fused
        The fused picture, (H, W) uint8 grey.

    Returns
    -------
    float
        0 to 0.975, higher is better; pictures equal to the fused one give about 0.975.

    Raises
    ------
    FusionError
        If the pictures differ in size or are not grey uint8.

    Notes
    -----
    Σ (Q^AF g_A + Q^BF g_B) / Σ (g_A + g_B); Q^SF is a product of two sigmoids, one of the ratio of
    Sobel strengths, one of the difference of Sobel angles; g_S is the source's strength. Outside the
    picture there are zeros, so its border is a strong false edge; that is part of the published
    values.

    Known weakness: blind to flat areas, to shifts of colour and brightness, and to halos weaker than
    the edges beside them. The sources' noise counts as edges.

    References
    ----------
    Xydeas, Petrović, Electronics Letters 36(4), 308-309, 2000, DOI 10.1049/el:20000267.

    Examples
    --------
    >>> import numpy as np
    >>> from fusion.metrics.gradient import q_g
    >>> first = np.kron(np.uint8([[10, 200], [200, 10]]), np.ones((8, 8), np.uint8))
    >>> second = np.full_like(first, 105)
    >>> round(q_g(first, second, first), 3)
    0.775
    >>> round(q_g(first, second, second), 3)
    0.401
    """
    check_grey(first, second, fused)
    kept = weight = 0.0
    for a, b, f in bands(padded(first, 1), padded(second, 1), padded(fused, 1), window=3):
        strength_f, angle_f = _edges(f)
        for source in (a, b):
            strength, angle = _edges(source)
            strength = np.where(strength == 0, 1e-5, strength)
            kept += float(np.sum(strength * _preserved(strength, angle, strength_f, angle_f)))
            weight += float(np.sum(strength))
    return kept / weight


def _edges(image: Floats) -> tuple[Floats, Floats]:
    """Sobel strength and angle in -π/2..π/2."""
    gx, gy = sobel(image)
    strength = np.sqrt(gx * gx + gy * gy)
    gx[gx == 0] = 1e-5
    return strength, np.arctan(gy / gx)


def _preserved(strength: Floats, angle: Floats, strength_f: Floats, angle_f: Floats) -> Floats:
    """Xydeas and Petrović's Q^SF of each pixel."""
    strength_f = np.where(strength_f == 0, 1e-5, strength_f)
    ratio = np.minimum(strength, strength_f) / np.maximum(strength, strength_f)
    turn = 1 - np.abs(angle - angle_f) * (2 / np.pi)
    kept_strength = 0.9994 / (1 + np.exp(-15 * (ratio - 0.5)))
    kept_angle = 0.9879 / (1 + np.exp(-22 * (turn - 0.8)))
    return np.asarray(kept_strength * kept_angle, np.float64)


def n_abf(first: Grey, second: Grey, fused: Grey) -> float:
    """N^AB/F, artefacts: edges stronger than in either source.

    Parameters
    ----------
    first, second
        The sources, (H, W) uint8 grey; ``to_grey`` makes them so.
    fused
        The fused picture, (H, W) uint8 grey.

    Returns
    -------
    float
        0 to 1, lower is better.

    Raises
    ------
    FusionError
        If the pictures differ in size, are not grey uint8, or have a side of fewer than 2 pixels.

    Notes
    -----
    Σ [(1-Q^AF) w_A + (1-Q^BF) w_B] where g_F > g_A and g_F > g_B, over Σ (w_A + w_B) of the whole
    picture; Q as in ``q_g`` with other constants, w = g^1.5 for strengths g ≥ 2, else 0.001. Grey
    levels are 0..255; on 0..1, as some public programs take them, the values are quite different
    ones.

    Known weakness: blind to lost detail: a blurred result is perfect.

    References
    ----------
    Shreyamsha Kumar, Signal, Image and Video Processing 7(6), 1125-1143, 2013,
    DOI 10.1007/s11760-012-0361-x, after Petrović, Xydeas 2005.

    Examples
    --------
    >>> import numpy as np
    >>> from fusion.metrics.gradient import n_abf
    >>> first = np.repeat(np.uint8([[60, 60, 60, 60, 120, 120, 120, 120]]), 8, axis=0)
    >>> sharpened = np.repeat(np.uint8([[60, 60, 60, 40, 140, 120, 120, 120]]), 8, axis=0)
    >>> n_abf(first, first, first)
    0.0
    >>> round(n_abf(first, first, sharpened), 3)
    0.005
    """
    check_grey(first, second, fused, smallest=2)
    wider = (padded(image, 1, cv2.BORDER_REFLECT_101) for image in (first, second, fused))
    added = weights = 0.0
    for pixels in bands(*wider, window=3):
        (g_a, angle_a), (g_b, angle_b), (g_f, angle_f) = (_eighth_edges(band) for band in pixels)
        artefact = (g_f > g_a) & (g_f > g_b)
        for g, angle in ((g_a, angle_a), (g_b, angle_b)):
            weight = np.where(g >= 2, g**1.5, 0.001)
            added += float(np.sum(((1 - _kumar_preserved(g, angle, g_f, angle_f)) * weight)[artefact]))
            weights += float(weight.sum())
    return added / weights


def _eighth_edges(image: Floats) -> tuple[Floats, Floats]:
    """Strength of Sobel/8 and the angle from the vertical, in -π/2..π/2."""
    gx, gy = (derivative / 8 for derivative in sobel(image))
    with np.errstate(divide="ignore", invalid="ignore"):
        angle = np.nan_to_num(np.arctan(gx / gy), nan=0.0)
    return np.sqrt(gx * gx + gy * gy), angle


def _kumar_preserved(strength: Floats, angle: Floats, strength_f: Floats, angle_f: Floats) -> Floats:
    """Shreyamsha Kumar's form of Q^SF."""
    smaller, larger = np.minimum(strength, strength_f), np.maximum(strength, strength_f)
    ratio = np.divide(smaller, larger, out=np.zeros_like(larger), where=larger > 0)
    turn = np.abs(np.abs(angle - angle_f) - np.pi / 2) * (2 / np.pi)
    kept_strength = 0.9999 / (1 + np.exp(-19 * (ratio - 0.5)))
    kept_angle = 0.9995 / (1 + np.exp(-22 * (turn - 0.5)))
    return np.asarray(np.sqrt(kept_strength * kept_angle), np.float64)
