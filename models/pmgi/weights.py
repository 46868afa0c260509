"""PMGI's published weights under this program's names."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from models.manifest import State
from models.pmgi.dimensions import GROWTH, LAYERS
from models.published import Shapes, read_archive, shapes_of

ROOT = "fusion_model"
STEPS = ("1", "2", "2_3", "3", "3_4", "4")
"""What the published program calls the layers of a path; those of the gradient path end in ``_vi``."""
NORM_PARTS = {
    "weight": "gamma",
    "bias": "beta",
    "running_mean": "moving_mean",
    "running_var": "moving_variance",
}


def archive_names() -> dict[str, str]:
    """The published name of each array, by ours."""
    names = {"last.weight": f"{ROOT}/layer5/w5", "last.bias": f"{ROOT}/layer5/b5"}
    for path, ending in (("intensity", ""), ("gradient", "_vi")):
        for number, step in enumerate(STEPS):
            folder = f"{ROOT}/layer{step}{ending}"
            names[f"{path}.layers.{number}.weight"] = f"{folder}/w{step}{ending}"
            names[f"{path}.layers.{number}.bias"] = f"{folder}/b{step}{ending}"
            for part, theirs in NORM_PARTS.items():
                names[f"{path}.norms.{number}.{part}"] = f"{folder}/BatchNorm/{theirs}"
    return names


def shapes() -> Shapes:
    """Of each array, by our name."""
    layers, norms = {"last": (1, 8 * GROWTH, 1)}, Shapes()
    for path in ("intensity", "gradient"):
        for number, (channels, side) in enumerate(LAYERS):
            layers[f"{path}.layers.{number}"] = (GROWTH, channels, side)
            norms |= {f"{path}.norms.{number}.{part}": (GROWTH,) for part in NORM_PARTS}
    return {**shapes_of(layers), **norms}


def read_published(path: Path) -> State:
    """The published weights in ``path``, of either task.

    Raises
    ------
    WeightsError
        When the file cannot be read, or holds another network.
    """
    counts = {
        f"{branch}.norms.{number}.num_batches_tracked": np.array(0)
        for branch in ("intensity", "gradient")
        for number in range(len(LAYERS))
    }
    return {**read_archive(path, archive_names(), shapes(), "PMGI"), **counts}
