"""SCD: correlations of what the fused picture adds to one source with the other."""

from __future__ import annotations

import numpy as np

from fusion.metrics.arrays import Grey, bands, check_grey


def scd(first: Grey, second: Grey, fused: Grey) -> float:
    """SCD, sum of the correlations of differences.

    Parameters
    ----------
    first, second
        The sources, (H, W) uint8 grey; ``to_grey`` makes them so.
    fused
        The fused picture, (H, W) uint8 grey.

    Returns
    -------
    float
        -2 to 2, higher is better. A difference that is constant counts as 0, so pictures equal to
        the fused one give 0, not the best.

    Raises
    ------
    FusionError
        If the pictures differ in size or are not grey uint8.

    Notes
    -----
    corr(F-B, A) + corr(F-A, B), Pearson's correlation over the whole picture.

    Known weakness: blind to focus: it was made for sources that show different things, and added
    contrast raises it.

    References
    ----------
    Aslantas, Bendes, AEU Int. J. Electronics and Communications 69(12), 1890-1896, 2015,
    DOI 10.1016/j.aeue.2015.09.004.

    Examples
    --------
    >>> import numpy as np
    >>> from fusion.metrics.correlation import scd
    >>> first = np.tile(np.uint8([[10, 200], [200, 10]]), (8, 8))
    >>> second = np.full_like(first, 105)
    >>> round(scd(first, second, first), 3)
    1.0
    >>> scd(first, first, first)
    0.0
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
