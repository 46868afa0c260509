"""The picture with the least of PMGI's loss, found without a network: the measure of a training."""

from __future__ import annotations

import numpy as np

from models.arrays import FloatMap
from models.pmgi.losses import Proportions


def least_loss_picture(sources: FloatMap, proportions: Proportions) -> FloatMap:
    """The fused picture whose loss is the least, borders mirrored.

    Parameters
    ----------
    sources
        (2, H, W) in [0, 1].
    proportions
        Weights of the loss's parts.

    Returns
    -------
    FloatMap
        (H, W), not clipped.

    Notes
    -----
    The loss is quadratic in the picture F, so its gradient is 0 where
    (Σ i_k + Σ g_k LᵀL) F = Σ (i_k + g_k LᵀL) S_k, which the cosine transform solves frequency by
    frequency.

    Examples
    --------
    >>> from models.pmgi.losses import PROPORTIONS
    >>> sources = np.random.default_rng(1).random((2, 6, 7), np.float32)
    >>> average = least_loss_picture(sources, PROPORTIONS["multi-focus"])
    >>> bool(np.allclose(average, sources.mean(axis=0), atol=1e-6))
    True
    """
    from scipy.fft import dctn, idctn

    _, height, width = sources.shape
    rows, columns = (2 - 2 * np.cos(np.pi * np.arange(side) / side) for side in (height, width))
    squared = (rows[:, None] + columns[None, :]) ** 2
    weights = [i + g * squared for i, g in zip(proportions.intensity, proportions.gradient, strict=True)]
    total = sum(w * dctn(source.astype(np.float64)) for w, source in zip(weights, sources, strict=True))
    return np.asarray(idctn(total / sum(weights)), np.float32)


def mirrored_loss(picture: FloatMap, sources: FloatMap, proportions: Proportions) -> float:
    """The loss of a picture (H, W) of sources (2, H, W), with mirrored borders; no picture has less than
    ``least_loss_picture``."""
    apart = picture.astype(np.float64) - sources
    around = np.pad(apart, ((0, 0), (1, 1), (1, 1)), mode="edge")
    beside = around[:, 1:-1, :-2] + around[:, 1:-1, 2:] + around[:, :-2, 1:-1] + around[:, 2:, 1:-1]
    intensity = (apart**2).mean(axis=(1, 2))
    gradient = ((beside - 4 * apart) ** 2).mean(axis=(1, 2))
    return float(intensity @ proportions.intensity + gradient @ proportions.gradient)
