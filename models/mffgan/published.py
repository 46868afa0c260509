"""MFF-GAN's published weights under this program's names."""

from __future__ import annotations

from pathlib import Path

from models.manifest import State
from models.published import read_archive

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


def read_published(path: Path) -> State:
    """The published weights in ``path``.

    Raises
    ------
    WeightsError
        When the file cannot be read, or holds another network.
    """
    return read_archive(path, archive_names(), "MFF-GAN")
