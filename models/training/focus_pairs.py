"""Near- and far-focused pairs: made from a sharp photograph and a mask, and found in folders."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from models.arrays import FloatMap
from models.training.optics import defocus

NEAR, FAR, TRUTH, MASK = "_A", "_B", "_all_in_focus", "_mask"
"""What stands behind a pair's name: near-focused, far-focused, sharp everywhere, near parts white."""
EDGES = ("spread", "hard")
"""Whether a defocused foreground spreads over what is behind it, or the blur ends at the mask's edge."""
_LEAST = 1e-3


@dataclass(frozen=True)
class PairFiles:
    """The files of a pair; ``truth`` is the picture that is sharp everywhere, where there is one."""

    name: str
    near: Path
    far: Path
    truth: Path | None = None


@dataclass(frozen=True)
class Blur:
    """How the part out of focus is blurred: the radius of the circle of confusion in pixels, the shape
    of the aperture (``models.training.optics.kernel``), and what happens at edges (``EDGES``)."""

    radius: float
    shape: str = "disc"
    edges: str = "spread"


def focus_pair(sharp: FloatMap, mask: FloatMap, blur: Blur) -> tuple[FloatMap, FloatMap]:
    """The photograph as focused on what the mask covers, and as focused on the rest.

    Parameters
    ----------
    sharp
        (H, W) or (H, W, 3), sharp everywhere.
    mask
        (H, W) in [0, 1]; 1 is near.
    blur
        Of what is out of focus.

    Returns
    -------
    tuple
        (near-focused, far-focused), each of the photograph's shape.

    Notes
    -----
    Behind the foreground nothing is known: the background there is filled from its surroundings, by the
    same blur, so that the foreground's colours do not leak into it. With edges ``"spread"`` the blurred
    foreground lies over the sharp background as thin as its blurred mask is (the α-matte boundary model
    of MFIF-GAN); with ``"hard"`` each pixel is either sharp or blurred.

    Examples
    --------
    >>> import numpy as np
    >>> ramp = np.tile(np.linspace(0, 1, 32, dtype=np.float32) ** 4, (32, 1))
    >>> mask = np.zeros((32, 32), np.float32)
    >>> mask[:, 16:] = 1
    >>> near, far = focus_pair(ramp, mask, Blur(3.0))
    >>> bool(np.allclose(near[:, 16:], ramp[:, 16:])), bool(np.allclose(far[:, :10], ramp[:, :10]))
    (True, True)
    """
    if blur.edges not in EDGES:
        raise ValueError(f"edges are one of {', '.join(EDGES)}, not {blur.edges}")
    alpha = mask if sharp.ndim == 2 else mask[..., None]
    if blur.edges == "hard":
        blurred = defocus(sharp, blur.radius, blur.shape)
        return alpha * sharp + (1 - alpha) * blurred, alpha * blurred + (1 - alpha) * sharp
    behind = defocus((1 - alpha) * sharp, blur.radius, blur.shape)
    share = np.maximum(defocus(1 - alpha, blur.radius, blur.shape), _LEAST)
    near = alpha * sharp + (1 - alpha) * behind / share
    spread = defocus(alpha, blur.radius, blur.shape)
    background = np.where(alpha < 1, sharp, behind / share)
    far = defocus(alpha * sharp, blur.radius, blur.shape) + (1 - spread) * background
    return np.asarray(near, np.float32), np.asarray(far, np.float32)


def find_pairs(paths: Iterable[Path]) -> list[PairFiles]:
    """The pairs among files: ``NAME_A``, ``NAME_B`` and perhaps ``NAME_all_in_focus``, of any format.

    ``NAME_A`` is focused on what is near. The same names are a data set for ``evaluate``.
    """
    by_name = {path.with_suffix(""): path for path in paths}
    found = []
    for stem, near in by_name.items():
        if stem.name.endswith(NEAR):
            name = stem.name.removesuffix(NEAR)
            far = by_name.get(stem.with_name(name + FAR))
            if far is not None:
                found.append(PairFiles(name, near, far, by_name.get(stem.with_name(name + TRUTH))))
    return found


def photographs_of(paths: Iterable[Path]) -> list[Path]:
    """The files without what belongs to pairs, but for the pictures that are sharp everywhere."""
    paths = list(paths)
    left_out: set[Path] = set()
    for pair in find_pairs(paths):
        names = (pair.name + ending for ending in (NEAR, FAR, MASK))
        left_out |= {pair.near.with_name(name) for name in names}
    return [path for path in paths if path.with_suffix("") not in left_out]
