"""Structural similarity by scikit-image, and its sum over the sources."""

from __future__ import annotations

from fusion.metrics.arrays import Floats, Grey, bands, check_grey, check_side, check_sizes

SSIM_WINDOW = 11
"""Side in pixels of the Gaussian window (σ = 1.5) of structural similarity."""

LUMINANCE_CONSTANT = 0.01
"""K1 of Wang et al.; the larger it is, the less differences of the local means count."""


def mean_ssim(
    first: Grey | Floats, second: Grey | Floats, luminance_constant: float = LUMINANCE_CONSTANT
) -> float:
    """Structural similarity by scikit-image: the mean over all 11 × 11 Gaussian windows that fit.

    Parameters
    ----------
    first, second
        (H, W) grey, white at 255; 11 pixels at least on each side.
    luminance_constant
        K1 of Wang et al.

    Returns
    -------
    float
        -1 to 1; 1 for equal pictures.

    Raises
    ------
    FusionError
        If the pictures differ in size or are too small.

    Notes
    -----
    Computed over bands of rows in float64, so that memory does not grow with the height.

    References
    ----------
    Wang, Bovik, Sheikh, Simoncelli, IEEE Trans. Image Processing 13(4), 600-612, 2004,
    DOI 10.1109/TIP.2003.819861.

    Examples
    --------
    >>> import numpy as np
    >>> from fusion.metrics.ssim import mean_ssim
    >>> board = np.tile(np.uint8([[10, 200], [200, 10]]), (8, 8))
    >>> mean_ssim(board, board)
    1.0
    """
    from skimage.metrics import structural_similarity

    check_sizes(first, second)
    check_side(first, SSIM_WINDOW)
    total, count = 0.0, 0
    for x, y in bands(first, second, window=SSIM_WINDOW):
        windows = (len(x) - SSIM_WINDOW + 1) * (x.shape[1] - SSIM_WINDOW + 1)
        total += windows * structural_similarity(
            x, y, data_range=255, gaussian_weights=True, sigma=1.5, use_sample_covariance=False,
            K1=luminance_constant,
        )  # fmt: skip
        count += windows
    return float(total / count)


def ssim_fusion(first: Grey, second: Grey, fused: Grey) -> float:
    """SSIM of the fused picture with both sources.

    Parameters
    ----------
    first, second
        The sources, (H, W) uint8 grey; ``to_grey`` makes them so.
    fused
        The fused picture, (H, W) uint8 grey.

    Returns
    -------
    float
        -2 to 2, higher is better; 2 only if both sources equal the fused picture.

    Raises
    ------
    FusionError
        If the pictures differ in size, are not grey uint8, or have a side of fewer than 11 pixels.

    Notes
    -----
    SSIM(A,F) + SSIM(B,F), the sum; SSIM as in ``mean_ssim``.

    Known weakness: blind to which source is sharp: a mean of the sources often beats a right choice.

    References
    ----------
    Wang, Bovik, Sheikh, Simoncelli, IEEE Trans. Image Processing 13(4), 600-612, 2004,
    DOI 10.1109/TIP.2003.819861.

    Examples
    --------
    >>> import numpy as np
    >>> from fusion.metrics.ssim import ssim_fusion
    >>> first = np.tile(np.uint8([[10, 200], [200, 10]]), (8, 8))
    >>> second = np.full_like(first, 105)
    >>> round(ssim_fusion(first, first, first), 3)
    2.0
    >>> round(ssim_fusion(first, second, first), 3)
    1.006
    """
    check_grey(first, second, fused, smallest=SSIM_WINDOW)
    return mean_ssim(first, fused) + mean_ssim(second, fused)
