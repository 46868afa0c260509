"""DenseFuse's published weights under this program's names."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

from models.densefuse.dimensions import DECODER, DENSE, GROWTH
from models.manifest import State
from models.published import Shapes, read_archive, shapes_of

LEVELS = 255.0
"""The published network takes and gives grey values from 0 to 255."""


def archive_names() -> dict[str, str]:
    """The published name of each array, by ours."""
    layers = {"first": "encoder/conv1_1"}
    layers |= {f"dense.{n}": f"encoder/dense_block_conv{n + 1}" for n in range(DENSE)}
    layers |= {f"decoder.{n}": f"decoder/conv2_{n + 1}" for n in range(len(DECODER) - 1)}
    return {
        f"{ours}.{part}": f"{theirs}/{kind}"
        for ours, theirs in layers.items()
        for part, kind in (("weight", "kernel"), ("bias", "bias"))
    }


def shapes() -> Shapes:
    """Of each array, by our name."""
    layers = {"first": (GROWTH, 1, 3)}
    layers |= {f"dense.{n}": (GROWTH, GROWTH * (n + 1), 3) for n in range(DENSE)}
    layers |= {f"decoder.{n}": (b, a, 3) for n, (a, b) in enumerate(pairwise(DECODER))}
    return shapes_of(layers)


def read_published(path: Path) -> State:
    """The published weights in ``path``, for values in [0, 1].

    Raises
    ------
    WeightsError
        When the file cannot be read, or holds another network.
    """
    state = read_archive(path, archive_names(), shapes(), "DenseFuse")
    last = f"decoder.{len(DECODER) - 2}"
    state["first.weight"] *= LEVELS
    state[f"{last}.weight"] /= LEVELS
    state[f"{last}.bias"] /= LEVELS
    return state
