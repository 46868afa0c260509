"""Metrics from information theory: what the fused picture's grey levels tell of the sources'."""

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
        """Count them."""
        check_grey(first, second, fused)
        a, b, f = stretched(first), stretched(second), stretched(fused)
        return cls(joint_histogram(a, f), joint_histogram(b, f), joint_histogram(a, b))


def q_mi(first: Grey, second: Grey, fused: Grey) -> float:
    """Q_MI, normalised mutual information.

    Formula: 2 [ I(A,F)/(H(A)+H(F)) + I(B,F)/(H(B)+H(F)) ], on pictures stretched to 0..255.
    Range 0..2, higher is better; 2 only if A, B and F share all grey levels one to one.
    Blind to where pixels stand: it rewards whole grey levels copied from the sources, and any blending,
    noise removal or lossy saving lowers it.
    Hossny, Nahavandi, Creighton 2008, DOI 10.1049/el:20081754, after Qu, Zhang, Yan 2002.
    """
    joints = Joints.of(first, second, fused)
    return _normalised(joints.first_fused) + _normalised(joints.second_fused)


def _normalised(joint: Floats) -> float:
    total = entropy(joint.sum(1)) + entropy(joint.sum(0))
    return 2 * mutual_information(joint) / total if total > 0 else 1.0


def mi(first: Grey, second: Grey, fused: Grey) -> float:
    """MI, the sum of two mutual informations.

    Formula: I(A,F) + I(B,F) with the natural logarithm, on pictures stretched to 0..255.
    Range 0..11.1, higher is better; the most that a scene allows is H(A) + H(B).
    Blind to where pixels stand; values of different scenes cannot be compared.
    Qu, Zhang, Yan 2002, DOI 10.1049/el:20020212.
    """
    joints = Joints.of(first, second, fused)
    bits = mutual_information(joints.first_fused) + mutual_information(joints.second_fused)
    return bits * float(np.log(2))


def q_ncie(first: Grey, second: Grey, fused: Grey) -> float:
    """Q_NCIE, nonlinear correlation information entropy.

    Formula: 1 + Σ (r/3) log256(r/3) over the eigenvalues r of the 3 × 3 matrix of I(X,Y)/8 of A, B
    and F, with ones on the diagonal; on pictures stretched to 0..255.
    Range 0.802..1, higher is better; good results of real scenes lie within some hundredths.
    Blind to where pixels stand, and mostly fixed by the sources, which are part of the matrix.
    Wang, Shen, Zhang 2005, DOI 10.1016/j.physd.2004.11.001; Wang, Shen, Jin 2008.
    """
    joints = Joints.of(first, second, fused)
    ab = mutual_information(joints.sources) / 8
    af, bf = mutual_information(joints.first_fused) / 8, mutual_information(joints.second_fused) / 8
    shares = np.linalg.eigvalsh(np.array([[1, ab, af], [ab, 1, bf], [af, bf, 1]])) / 3
    shares = shares[shares > 0]
    return float(1 + np.sum(shares * np.log2(shares)) / 8)
