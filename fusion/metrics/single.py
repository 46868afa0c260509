"""Metrics of the fused picture alone: how much is going on in it, not whether that is right."""

from __future__ import annotations

import cv2
import numpy as np

from fusion.metrics.arrays import Grey, bands, check_grey, padded, sobel


def en(fused: Grey) -> float:
    """EN, entropy of the grey levels.

    Parameters
    ----------
    fused
        The fused picture, (H, W) uint8 grey; ``to_grey`` makes it so.

    Returns
    -------
    float
        0 to 8 bits, higher is taken for better.

    Raises
    ------
    FusionError
        If the picture is not grey uint8.

    Notes
    -----
    -Σ p log2 p over the grey levels, by scikit-image.

    Known weakness: blind to focus: noise raises it as well as detail.

    References
    ----------
    Shannon, Bell System Technical Journal 27(3), 379-423, 1948,
    DOI 10.1002/j.1538-7305.1948.tb01338.x.

    Examples
    --------
    >>> import numpy as np
    >>> from fusion.metrics.single import en
    >>> board = np.tile(np.uint8([[10, 200], [200, 10]]), (8, 8))
    >>> en(board)
    1.0
    >>> en(np.arange(256, dtype=np.uint8).reshape(16, 16))
    8.0
    """
    from skimage.measure import shannon_entropy

    check_grey(fused)
    return float(shannon_entropy(fused))


def sd(fused: Grey) -> float:
    """SD, standard deviation, column by column.

    Parameters
    ----------
    fused
        The fused picture, (H, W) uint8 grey; ``to_grey`` makes it so.

    Returns
    -------
    float
        0 to about 128 grey levels, higher is taken for better.

    Raises
    ------
    FusionError
        If the picture is not grey uint8, or has a side of one pixel.

    Notes
    -----
    Mean over the columns of each column's standard deviation (n-1), as the published program has it;
    ``sd_vifb`` is that of the whole picture.

    Known weakness: blind to focus: it is contrast over long distances, which defocus hardly changes.

    References
    ----------
    Elementary statistics, no paper and no DOI.

    Examples
    --------
    >>> import numpy as np
    >>> from fusion.metrics.single import sd
    >>> board = np.tile(np.uint8([[10, 200], [200, 10]]), (8, 8))
    >>> round(sd(board), 2)
    98.12
    >>> sd(np.tile(np.uint8([0, 255]), (8, 4)))
    0.0
    """
    check_grey(fused, smallest=2)
    n = fused.shape[0]
    sums, squares = _column_sums(fused)
    return float(np.mean(np.sqrt(np.maximum(squares - sums**2 / n, 0) / (n - 1))))


def sd_vifb(fused: Grey) -> float:
    """SD of the whole picture, as in the benchmark program of Zhang et al.

    Parameters
    ----------
    fused
        The fused picture, (H, W) uint8 grey; ``to_grey`` makes it so.

    Returns
    -------
    float
        0 to 127.5 grey levels, higher is taken for better.

    Raises
    ------
    FusionError
        If the picture is not grey uint8.

    Notes
    -----
    sqrt(mean((F - mean F)²)).

    Known weakness: blind to focus, as ``sd``.

    References
    ----------
    Zhang, Ye, Xiao, CVPR Workshops, 2020, DOI 10.1109/CVPRW50498.2020.00060.

    Examples
    --------
    >>> import numpy as np
    >>> from fusion.metrics.single import sd_vifb
    >>> board = np.tile(np.uint8([[10, 200], [200, 10]]), (8, 8))
    >>> sd_vifb(board)
    95.0
    """
    check_grey(fused)
    sums, squares = _column_sums(fused)
    return float(np.sqrt(max(squares.sum() / fused.size - (sums.sum() / fused.size) ** 2, 0)))


def sd_8(fused: Grey) -> float:
    """SD of the whole picture, divided by 8, as some tables of infrared and visible print it.

    Parameters
    ----------
    fused
        The fused picture, (H, W) uint8 grey; ``to_grey`` makes it so.

    Returns
    -------
    float
        0 to 15.94 eighths of the grey levels, higher is taken for better.

    Raises
    ------
    FusionError
        If the picture is not grey uint8.

    Notes
    -----
    ``sd_vifb`` / 8, so that it stands beside EN, which is at most 8.

    Known weakness: blind to what is shown, as ``sd``.

    References
    ----------
    A table beside UFGAN's code; no DOI.

    Examples
    --------
    >>> import numpy as np
    >>> from fusion.metrics.single import sd_8
    >>> sd_8(np.tile(np.uint8([[10, 200], [200, 10]]), (8, 8)))
    11.875
    """
    return sd_vifb(fused) / 8


def _column_sums(image: Grey) -> tuple[np.ndarray, np.ndarray]:
    """Each column's sum of values and of squares."""
    sums, squares = np.zeros(image.shape[1]), np.zeros(image.shape[1])
    for (band,) in bands(image):
        sums += band.sum(0)
        squares += (band * band).sum(0)
    return sums, squares


def sf(fused: Grey) -> float:
    """SF, spatial frequency.

    Parameters
    ----------
    fused
        The fused picture, (H, W) uint8 grey; ``to_grey`` makes it so.

    Returns
    -------
    float
        0 to 361 grey levels, higher is taken for better.

    Raises
    ------
    FusionError
        If the picture is not grey uint8.

    Notes
    -----
    sqrt((Σ dx² + Σ dy²) / (H W)), dx and dy the differences of neighbours inside the picture.

    Known weakness: blind to focus as such: noise and too much sharpening raise it.

    References
    ----------
    Eskicioglu, Fisher, IEEE Trans. Communications 43(12), 2959-2965, 1995, DOI 10.1109/26.477498.

    Examples
    --------
    >>> import numpy as np
    >>> from fusion.metrics.single import sf
    >>> board = np.tile(np.uint8([[10, 200], [200, 10]]), (8, 8))
    >>> round(sf(board), 2)
    260.17
    >>> sf(np.full((8, 8), 10, np.uint8))
    0.0
    """
    check_grey(fused)
    total = float(np.sum(np.diff(fused[:1].astype(np.float64), axis=1) ** 2))
    for (band,) in bands(fused, window=2):
        total += float(np.sum(np.diff(band[1:], axis=1) ** 2) + np.sum(np.diff(band, axis=0) ** 2))
    return float(np.sqrt(total / fused.size))


def ag(fused: Grey) -> float:
    """AG, average gradient.

    Parameters
    ----------
    fused
        The fused picture, (H, W) uint8 grey; ``to_grey`` makes it so.

    Returns
    -------
    float
        0 to 255 grey levels a pixel, higher is taken for better.

    Raises
    ------
    FusionError
        If the picture is not grey uint8.

    Notes
    -----
    Mean of sqrt((dx² + dy²) / 2), forward differences, 0 in the last column and row.

    Known weakness: blind to focus as such: noise and too much sharpening raise it.

    References
    ----------
    Cui, Feng, Xu, Li, Chen, Optics Communications 341, 199-209, 2015,
    DOI 10.1016/j.optcom.2014.12.032.

    Examples
    --------
    >>> import numpy as np
    >>> from fusion.metrics.single import ag
    >>> board = np.tile(np.uint8([[10, 200], [200, 10]]), (8, 8))
    >>> round(ag(board), 2)
    182.74
    >>> ag(np.full((8, 8), 10, np.uint8))
    0.0
    """
    check_grey(fused)
    total = 0.0
    for (band,) in bands(padded(fused, 1, cv2.BORDER_REPLICATE)[1:, 1:], window=2):
        dx, dy = np.diff(band, axis=1)[:-1], np.diff(band, axis=0)[:, :-1]
        total += float(np.sum(np.sqrt((dx**2 + dy**2) / 2)))
    return total / fused.size


def ag_vifb(fused: Grey) -> float:
    """AG of the benchmark program of Zhang et al.

    Parameters
    ----------
    fused
        The fused picture, (H, W) uint8 grey; ``to_grey`` makes it so.

    Returns
    -------
    float
        0 to about 255 grey levels a pixel, higher is taken for better.

    Raises
    ------
    FusionError
        If the picture is not grey uint8, or has a side of one pixel.

    Notes
    -----
    Σ sqrt((dx² + dy²) / 2) / ((H-1) (W-1)), central differences, one-sided at the border.

    Known weakness: blind to focus as such, as ``ag``; it does not see the finest checkerboard.

    References
    ----------
    Zhang, Ye, Xiao, CVPR Workshops, 2020, DOI 10.1109/CVPRW50498.2020.00060.

    Examples
    --------
    >>> import numpy as np
    >>> from fusion.metrics.single import ag_vifb
    >>> ramp = np.tile(np.arange(0, 80, 10, dtype=np.uint8), (8, 1))
    >>> round(ag_vifb(ramp), 2)
    9.24
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

    Parameters
    ----------
    fused
        The fused picture, (H, W) uint8 grey; ``to_grey`` makes it so.

    Returns
    -------
    float
        0 to about 1082 grey levels, higher is taken for better.

    Raises
    ------
    FusionError
        If the picture is not grey uint8.

    Notes
    -----
    Mean of Sobel's strength, the border repeated outside.

    Known weakness: blind to focus as such: noise and too much sharpening raise it.

    References
    ----------
    As in Zhang, Ye, Xiao, CVPR Workshops, 2020, DOI 10.1109/CVPRW50498.2020.00060.

    Examples
    --------
    >>> import numpy as np
    >>> from fusion.metrics.single import ei
    >>> ramp = np.tile(np.arange(0, 80, 10, dtype=np.uint8), (8, 1))
    >>> ei(ramp)
    70.0
    """
    check_grey(fused)
    total = 0.0
    for (band,) in bands(padded(fused, 1, cv2.BORDER_REPLICATE), window=3):
        gx, gy = sobel(band)
        total += float(np.sum(np.sqrt(gx * gx + gy * gy)))
    return total / fused.size
