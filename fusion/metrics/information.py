"""Metrics from information theory, all from histograms of grey levels."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fusion.metrics.arrays import BAND_ROWS, Floats, Grey, check_grey, stretched


def joint_histogram(first: Grey, second: Grey) -> Floats:
    """(256, 256) shares of the pixels with the level i in ``first`` and j in ``second``."""
    counts = np.zeros(65536, np.int64)
    for top in range(0, first.shape[0], BAND_ROWS):
        rows = slice(top, top + BAND_ROWS)
        codes = first[rows].astype(np.intp) * 256 + second[rows]
        counts += np.bincount(codes.ravel(), minlength=65536)
    return np.asarray(counts.reshape(256, 256) / first.size, np.float64)


def entropy(shares: Floats) -> float:
    """Shannon entropy in bits; 0 log 0 is 0."""
    present = shares[shares > 0]
    return float(-np.sum(present * np.log2(present)))


def mutual_information(joint: Floats) -> float:
    """I(X, Y) in bits from a joint histogram."""
    return entropy(joint.sum(1)) + entropy(joint.sum(0)) - entropy(joint)


@dataclass(frozen=True)
class Joints:
    """The joint histograms of two sources A, B and the fused picture F, each stretched to 0..255."""

    first_fused: Floats
    second_fused: Floats
    sources: Floats

    @classmethod
    def of(cls, first: Grey, second: Grey, fused: Grey) -> Joints:
        """From the sources and the fused picture, (H, W) uint8."""
        check_grey(first, second, fused)
        a, b, f = stretched(first), stretched(second), stretched(fused)
        return cls(joint_histogram(a, f), joint_histogram(b, f), joint_histogram(a, b))


def q_mi(first: Grey, second: Grey, fused: Grey) -> float:
    """Q_MI, normalised mutual information.

    Parameters
    ----------
    first, second
        The sources, (H, W) uint8 grey; ``to_grey`` makes them so.
    fused
        The fused picture, (H, W) uint8 grey.

    Returns
    -------
    float
        0 to 2, higher is better; 2 only if the sources and the fused picture share all grey levels
        one to one.

    Raises
    ------
    FusionError
        If the pictures differ in size or are not grey uint8.

    Notes
    -----
    2 [ I(A,F) / (H(A) + H(F)) + I(B,F) / (H(B) + H(F)) ] with mutual information I and entropy H of
    A and B, the sources, and F, the fused picture, each stretched to 0..255. scikit-image's
    ``normalized_mutual_information`` is another quantity, (H(X) + H(Y)) / H(X,Y).

    Known weakness: blind to where pixels stand. It rewards whole grey levels copied from the
    sources; any blending, noise removal or lossy saving lowers it.

    References
    ----------
    Hossny, Nahavandi, Creighton, Electronics Letters 44(18), 1066-1067, 2008,
    DOI 10.1049/el:20081754, after Qu, Zhang, Yan 2002.

    Examples
    --------
    >>> import numpy as np
    >>> from fusion.metrics.information import q_mi
    >>> first = np.arange(0, 256, 4, dtype=np.uint8).reshape(8, 8)
    >>> second = np.full_like(first, 128)
    >>> q_mi(first, first, first)
    2.0
    >>> q_mi(first, second, first)
    1.0
    """
    joints = Joints.of(first, second, fused)
    return _normalised(joints.first_fused) + _normalised(joints.second_fused)


def _normalised(joint: Floats) -> float:
    total = entropy(joint.sum(1)) + entropy(joint.sum(0))
    return 2 * mutual_information(joint) / total if total > 0 else 1.0


def mi(first: Grey, second: Grey, fused: Grey) -> float:
    """MI, the sum of two mutual informations.

    Parameters
    ----------
    first, second
        The sources, (H, W) uint8 grey; ``to_grey`` makes them so.
    fused
        The fused picture, (H, W) uint8 grey.

    Returns
    -------
    float
        0 to 11.1 nats, higher is better; the most that a scene allows is H(A) + H(B).

    Raises
    ------
    FusionError
        If the pictures differ in size or are not grey uint8.

    Notes
    -----
    I(A,F) + I(B,F) with the natural logarithm, on pictures stretched to 0..255.

    Known weakness: blind to where pixels stand. Values of different scenes cannot be compared.

    References
    ----------
    Qu, Zhang, Yan, Electronics Letters 38(7), 313-315, 2002, DOI 10.1049/el:20020212.

    Examples
    --------
    >>> import numpy as np
    >>> from fusion.metrics.information import mi
    >>> first = np.arange(0, 256, 4, dtype=np.uint8).reshape(8, 8)
    >>> second = np.full_like(first, 128)
    >>> round(mi(first, second, first), 4)
    4.1589
    >>> round(float(np.log(64)), 4)
    4.1589
    """
    joints = Joints.of(first, second, fused)
    bits = mutual_information(joints.first_fused) + mutual_information(joints.second_fused)
    return bits * float(np.log(2))


def q_ncie(first: Grey, second: Grey, fused: Grey) -> float:
    """Q_NCIE, nonlinear correlation information entropy.

    Parameters
    ----------
    first, second
        The sources, (H, W) uint8 grey; ``to_grey`` makes them so.
    fused
        The fused picture, (H, W) uint8 grey.

    Returns
    -------
    float
        0.802 to 1, higher is better; good results of real scenes lie within some hundredths.

    Raises
    ------
    FusionError
        If the pictures differ in size or are not grey uint8.

    Notes
    -----
    1 + Σ (r/3) log256(r/3) over the eigenvalues r of the 3 × 3 matrix of I(X,Y) / 8 of A, B and F,
    with ones on the diagonal; on pictures stretched to 0..255.

    Known weakness: blind to where pixels stand. The sources are part of the matrix and fix most of
    the value.

    References
    ----------
    Wang, Shen, Zhang, Physica D 200(3-4), 287-295, 2005, DOI 10.1016/j.physd.2004.11.001; Wang,
    Shen, Jin in Image Fusion: Algorithms and Applications, 469-492, 2008.

    Examples
    --------
    >>> import numpy as np
    >>> from fusion.metrics.information import q_ncie
    >>> first = np.arange(0, 256, 4, dtype=np.uint8).reshape(8, 8)
    >>> second = np.full_like(first, 128)
    >>> round(q_ncie(first, second, first), 4)
    0.8399
    >>> round(q_ncie(first, second, second), 4)
    0.8019
    """
    joints = Joints.of(first, second, fused)
    ab = mutual_information(joints.sources) / 8
    af, bf = mutual_information(joints.first_fused) / 8, mutual_information(joints.second_fused) / 8
    shares = np.linalg.eigvalsh(np.array([[1, ab, af], [ab, 1, bf], [af, bf, 1]])) / 3
    shares = shares[shares > 0]
    return float(1 + np.sum(shares * np.log2(shares)) / 8)


def q_te(first: Grey, second: Grey, fused: Grey) -> float:
    """Q_TE, Tsallis entropy shared with the sources, of order 1.85.

    Parameters
    ----------
    first, second
        The sources, (H, W) uint8 grey; ``to_grey`` makes them so.
    fused
        The fused picture, (H, W) uint8 grey.

    Returns
    -------
    float
        0 to ∞, 20 to 100 is usual; higher is better.

    Raises
    ------
    FusionError
        If the pictures differ in size or are not grey uint8.

    Notes
    -----
    T(A,F) + T(B,F) with T(X,Y) = (1 - Σ h^q / d^(q-1)) / (1-q), q = 1.85 and h the joint histogram,
    on pictures stretched to 0..255. As in the authors' program d(i,j) = p_Y(i) p_X(j): the marginals
    are exchanged.

    Known weakness: blind to where pixels stand. The histogram of the scene decides the value, so
    compare only results of one pair.

    References
    ----------
    Cvejic, Canagarajah, Bull, Electronics Letters 42(11), 626-627, 2006, DOI 10.1049/el:20060693.

    Examples
    --------
    >>> import numpy as np
    >>> from fusion.metrics.information import q_te
    >>> first = np.arange(0, 256, 4, dtype=np.uint8).reshape(8, 8)
    >>> second = np.full_like(first, 128)
    >>> round(q_te(first, first, first), 2)
    78.35
    >>> round(q_te(first, second, first), 2)
    38.01
    """
    joints = Joints.of(first, second, fused)
    return _tsallis(joints.first_fused, 1.85) + _tsallis(joints.second_fused, 1.85)


def q_te_nava(first: Grey, second: Grey, fused: Grey) -> float:
    """Q_TE of order 0.43137, normalised; the one in Z. Liu et al. 2012.

    Parameters
    ----------
    first, second
        The sources, (H, W) uint8 grey; ``to_grey`` makes them so.
    fused
        The fused picture, (H, W) uint8 grey.

    Returns
    -------
    float
        About 0 to 1, higher is better.

    Raises
    ------
    FusionError
        If the pictures differ in size or are not grey uint8.

    Notes
    -----
    (T(A,F) + T(B,F)) / (H(A)^q + H(B)^q + T(A,B)) with q = 0.43137, T as in ``q_te`` and H Shannon's
    entropy in bits.

    Known weakness: blind to where pixels stand, and hardly different between good methods.

    References
    ----------
    Nava, Cristóbal, Escalante-Ramírez, SPIE Newsroom, 2007 (no DOI known); Z. Liu et al., IEEE
    Trans. Pattern Analysis and Machine Intelligence 34(1), 94-109, 2012, DOI 10.1109/TPAMI.2011.109.

    Examples
    --------
    >>> import numpy as np
    >>> from fusion.metrics.information import q_te_nava
    >>> first = np.arange(0, 256, 4, dtype=np.uint8).reshape(8, 8)
    >>> second = np.full_like(first, 128)
    >>> round(q_te_nava(first, second, second), 3)
    0.444
    >>> round(q_te_nava(first, second, first), 3)
    0.853
    """
    q = 0.43137
    joints = Joints.of(first, second, fused)
    shared = _tsallis(joints.first_fused, q) + _tsallis(joints.second_fused, q)
    alone = entropy(joints.sources.sum(1)) ** q + entropy(joints.sources.sum(0)) ** q
    total = alone + _tsallis(joints.sources, q)
    return shared / total if total else 1.0


def _tsallis(joint: Floats, q: float) -> float:
    """T(X, Y), with the marginals exchanged as in the published program."""
    exchanged = np.outer(joint.sum(0), joint.sum(1))
    used = exchanged > 0
    return float((1 - np.sum(joint[used] ** q / exchanged[used] ** (q - 1))) / (1 - q))


def ce(first: Grey, second: Grey, fused: Grey) -> float:
    """CE, cross entropy between the sources' histograms and the fused one's.

    Parameters
    ----------
    first, second
        The sources, (H, W) uint8 grey; ``to_grey`` makes them so.
    fused
        The fused picture, (H, W) uint8 grey.

    Returns
    -------
    float
        About 0 to 8 bits and slightly below 0; lower is better.

    Raises
    ------
    FusionError
        If the pictures differ in size or are not grey uint8.

    Notes
    -----
    Mean over both sources S of Σ p_S log2(p_S / p_F), over the grey levels that S and F both have.

    Known weakness: blind to everything but the three histograms.

    References
    ----------
    Zhang, Ye, Xiao, CVPR Workshops, 2020, DOI 10.1109/CVPRW50498.2020.00060; they follow Bulanon,
    Burks, Alchanatis 2009.

    Examples
    --------
    >>> import numpy as np
    >>> from fusion.metrics.information import ce
    >>> first = np.arange(0, 256, 4, dtype=np.uint8).reshape(8, 8)
    >>> second = np.full_like(first, 128)
    >>> ce(first, first, first)
    0.0
    >>> ce(first, second, first)
    3.0
    """
    check_grey(first, second, fused)
    shares_f = histogram(fused)
    total = 0.0
    for source in (first, second):
        shares = histogram(source)
        both = (shares > 0) & (shares_f > 0)
        total += float(np.sum(shares[both] * np.log2(shares[both] / shares_f[both])))
    return total / 2


def histogram(image: Grey) -> Floats:
    """Share of each of the 256 grey levels."""
    return np.asarray(np.bincount(image.ravel(), minlength=256) / image.size, np.float64)
