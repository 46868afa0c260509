"""Metrics of activity at fine scales: spatial frequency and Haar details."""

from __future__ import annotations

import numpy as np

from fusion.metrics.arrays import BAND_ROWS, Floats, Grey, check_grey

_DIAGONAL = np.sqrt(2) / 2


def q_sf(first: Grey, second: Grey, fused: Grey) -> float:
    """Q_SF, ratio of spatial frequency error.

    Parameters
    ----------
    first, second
        The sources, (H, W) uint8 grey; ``to_grey`` makes them so.
    fused
        The fused picture, (H, W) uint8 grey.

    Returns
    -------
    float
        -1 to ∞, nearest zero is best: below is lost activity, above is noise or artefacts.

    Raises
    ------
    FusionError
        If the pictures differ in size, are not grey uint8, or have a side of fewer than 2 pixels.

    Notes
    -----
    (SF_F - SF_R) / SF_R with SF² the mean square of the differences across, down and along both
    diagonals (these times √2/2); SF_R takes the larger difference of the sources at each pixel.

    Known weakness: blind to place: lost detail here and noise there cancel out.

    References
    ----------
    Zheng, Essock, Hansen, Haun, Information Fusion 8(2), 177-192, 2007,
    DOI 10.1016/j.inffus.2005.04.003.

    Examples
    --------
    >>> import numpy as np
    >>> from fusion.metrics.frequency import q_sf
    >>> first = np.tile(np.uint8([[10, 200], [200, 10]]), (8, 8))
    >>> second = np.full_like(first, 105)
    >>> q_sf(first, second, first)
    0.0
    >>> q_sf(first, second, second)
    -1.0
    """
    check_grey(first, second, fused, smallest=2)
    of_fused = of_sources = 0.0
    rows = first.shape[0]
    for top in range(0, rows, BAND_ROWS):
        band = slice(top, min(top + BAND_ROWS + 1, rows))
        is_last = top + BAND_ROWS >= rows
        steps = [
            _differences(image[band].astype(np.float64), is_last) for image in (first, second, fused)
        ]
        for weight, a, b, f in zip((1, 1, _DIAGONAL, _DIAGONAL), *steps, strict=True):
            of_fused += weight * float(np.sum(f**2))
            of_sources += weight * float(np.sum(np.maximum(np.abs(a), np.abs(b)) ** 2))
    if of_sources == 0:
        return 0.0 if of_fused == 0 else float("inf")
    return float(np.sqrt(of_fused / of_sources) - 1)


def _differences(band: Floats, is_last: bool) -> tuple[Floats, Floats, Floats, Floats]:
    """Differences across, down and along the diagonals; the last row's belong to the next band."""
    across = np.diff(band if is_last else band[:-1], axis=1)
    falling, rising = band[1:, 1:] - band[:-1, :-1], band[1:, :-1] - band[:-1, 1:]
    return across, np.diff(band, axis=0), falling, rising


def q_m(first: Grey, second: Grey, fused: Grey) -> float:
    """Q_M, details kept at two scales.

    Parameters
    ----------
    first, second
        The sources, (H, W) uint8 grey; ``to_grey`` makes them so.
    fused
        The fused picture, (H, W) uint8 grey.

    Returns
    -------
    float
        0 to 3, higher is better; pictures equal to the fused one give 3.

    Raises
    ------
    FusionError
        If the pictures differ in size, are not grey uint8, or have a side of fewer than 4 pixels.

    Notes
    -----
    Q_1^(2/3) Q_2^(1/3) with Q_l = Σ (E_A W_A + E_B W_B) / Σ (W_A + W_B) over level l of a Haar
    transform; W_S the squared details of S, E_S = Σ exp(-|d_S - d_F|) over the three bands.

    Known weakness: a detail that is off by more than some grey levels counts as lost.

    References
    ----------
    Wang, Liu, Int. Conf. Signal Processing, 965-968, 2008, DOI 10.1109/ICOSP.2008.4697288.

    Examples
    --------
    >>> import numpy as np
    >>> from fusion.metrics.frequency import q_m
    >>> first = np.tile(np.uint8([[10, 200], [200, 10]]), (8, 8))
    >>> second = np.full_like(first, 105)
    >>> round(q_m(first, second, first), 3)
    3.0
    >>> round(q_m(first, second, second), 3)
    2.289
    """
    check_grey(first, second, fused, smallest=4)
    value = 1.0
    images: list[Floats] = [image.astype(np.float32) for image in (first, second, fused)]
    for power in (2 / 3, 1 / 3):
        value *= _kept_details(images) ** power
        images = [_haar_low_pass(image) for image in images]
    return value


def _quarters(image: Floats) -> tuple[Floats, Floats, Floats, Floats]:
    """The four samples of each 2 × 2 block; an odd last row or column is dropped."""
    h, w = image.shape[0] // 2 * 2, image.shape[1] // 2 * 2
    return image[0:h:2, 0:w:2], image[0:h:2, 1:w:2], image[1:h:2, 0:w:2], image[1:h:2, 1:w:2]


def _haar_low_pass(image: Floats) -> Floats:
    p, q, r, s = _quarters(image)
    return (p + q + r + s) / 2


def _kept_details(images: list[Floats]) -> float:
    """Q_l of one level."""
    kept = total = 0.0
    for top in range(0, images[0].shape[0] // 2 * 2, BAND_ROWS):
        a, b, f = (_details(image[top : top + BAND_ROWS].astype(np.float64)) for image in images)
        for source in (a, b):
            weight = np.sum(source**2, axis=0)
            kept += float(np.sum(weight * np.exp(-np.abs(source - f)).sum(0)))
            total += float(weight.sum())
    return kept / total if total > 0 else 3.0


def _details(band: Floats) -> Floats:
    """(3, h/2, w/2): horizontal, vertical and diagonal Haar details."""
    p, q, r, s = _quarters(band)
    return np.stack([p + q - r - s, p - q + r - s, p - q - r + s]) / 2
