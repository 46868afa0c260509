"""MFF-GAN's published weights under this program's names."""

from __future__ import annotations

from pathlib import Path

from models.manifest import State
from models.mffgan.dimensions import WIDTH
from models.published import Shapes, read_archive, shapes_of

LAYERS = {
    "step_1": "1", "step_2": "2", "exchange_2": "2_3", "step_3": "3", "exchange_3": "3_4", "step_4": "4",
}  # fmt: skip
"""The published number of each layer of a branch, by our name."""


def archive_names() -> dict[str, str]:
    """The published name of each array, by ours.

    Examples
    --------
    >>> archive_names()["far.exchange_2.weight"]
    'fusion_model/layer2_3_far/w2_3_far'
    """
    layers = {
        f"{branch}.{ours}": number + ending
        for branch, ending in (("near", ""), ("far", "_far"))
        for ours, number in LAYERS.items()
    }
    return {
        f"{ours}.{part}": f"fusion_model/layer{number}/{kind}{number}"
        for ours, number in {**layers, "out": "5"}.items()
        for part, kind in (("weight", "w"), ("bias", "b"))
    }


def shapes() -> Shapes:
    """Of each array, by our name."""
    branch = {
        "step_1": (WIDTH, 1, 5), "step_2": (WIDTH, WIDTH, 3), "exchange_2": (WIDTH, 2 * WIDTH, 1),
        "step_3": (WIDTH, 3 * WIDTH, 3), "exchange_3": (WIDTH, 2 * WIDTH, 1),
        "step_4": (WIDTH, 4 * WIDTH, 3),
    }  # fmt: skip
    layers = {f"{side}.{name}": shape for side in ("near", "far") for name, shape in branch.items()}
    return shapes_of({**layers, "out": (1, 8 * WIDTH, 1)})


def read_published(path: Path) -> State:
    """The published weights in ``path``.

    Raises
    ------
    WeightsError
        When the file cannot be read, or holds another network.
    """
    return read_archive(path, archive_names(), shapes(), "MFF-GAN")
