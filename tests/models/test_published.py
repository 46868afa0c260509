"""Archives of published weights: what is none is refused in a sentence, never computed with."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

import numpy as np
import pytest

from models.manifest import WeightsError, read_manifest
from models.painters import painter_state, painting_networks
from models.published import read_archive, shapes_of
from models.running.painting import PaintingNetwork

NAMES = {"first.weight": "layer/kernel", "first.bias": "layer/bias"}
SHAPES = shapes_of({"first": (2, 1, 3)})


def stored(folder: Path, **changed: np.ndarray) -> Path:
    """An archive with both arrays, some of them changed."""
    arrays = {"layer/kernel": np.ones((3, 3, 1, 2), np.float32), "layer/bias": np.zeros(2, np.float32)}
    path = folder / "theirs.npz"
    np.savez(path, **{**arrays, **changed})  # type: ignore[arg-type]
    return path


def test_kernels_are_turned_to_torchs_order(tmp_path: Path) -> None:
    state = read_archive(stored(tmp_path), NAMES, SHAPES, "Net")
    assert {name: values.shape for name, values in state.items()} == {
        "first.weight": (2, 1, 3, 3), "first.bias": (2,),
    }  # fmt: skip


def test_a_single_array_is_no_archive(tmp_path: Path) -> None:
    np.save(tmp_path / "one.npy", np.zeros(3))
    with pytest.raises(WeightsError, match=r"no NumPy archive") as raised:
        read_archive(tmp_path / "one.npy", NAMES, SHAPES, "Net")
    assert raised.value.code == "unreadable-archive"


@pytest.mark.parametrize("value", [np.nan, np.inf, 1e300])
def test_weights_that_are_no_numbers_are_refused(tmp_path: Path, value: float) -> None:
    path = stored(tmp_path, **{"layer/bias": np.array([0, value])})
    with pytest.raises(WeightsError, match="layer/bias") as raised:
        read_archive(path, NAMES, SHAPES, "Net")
    assert raised.value.code == "archive-without-numbers"


def test_weights_of_text_are_refused(tmp_path: Path) -> None:
    path = stored(tmp_path, **{"layer/bias": np.array(["a", "b"])})
    with pytest.raises(WeightsError) as raised:
        read_archive(path, NAMES, SHAPES, "Net")
    assert raised.value.code == "archive-without-numbers"


@pytest.mark.parametrize(
    ("name", "values", "whole"),
    [
        ("layer/bias", np.zeros(1), "2"),  # would count for both channels
        ("layer/bias", np.float64(0), "2"),
        ("layer/kernel", np.ones((3, 3, 1, 1)), "3 × 3 × 1 × 2"),
        ("layer/kernel", np.ones(18), "3 × 3 × 1 × 2"),
    ],
)
def test_an_array_of_another_shape_is_refused(
    tmp_path: Path, name: str, values: np.ndarray, whole: str
) -> None:
    with pytest.raises(WeightsError, match=re.escape(f"it lacks {name} ({whole})")) as raised:
        read_archive(stored(tmp_path, **{name: values}), NAMES, SHAPES, "Net")
    assert raised.value.code == "archive-of-another-network"


@pytest.mark.parametrize("network", [n for n in painting_networks().values() if n.read_archive])
def test_the_weights_trained_here_have_the_shapes_of_the_published_ones(
    network: PaintingNetwork
) -> None:
    module = importlib.import_module(network.read_archive.__module__)  # type: ignore[union-attr]
    trained = next(iter(read_manifest(network=network.name)))
    state = painter_state(network, trained)
    own = {name: v.shape for name, v in state.items() if "num_batches" not in name}
    assert module.shapes() == own


def test_a_damaged_array_in_a_whole_archive_is_refused(tmp_path: Path) -> None:
    path = stored(tmp_path)
    content = bytearray(path.read_bytes())
    place = content.find(np.ones(4, np.float32).tobytes())
    content[place : place + 4] = b"\x00\x00\x00\x00"  # its check sum no longer holds
    path.write_bytes(content)
    with pytest.raises(WeightsError) as raised:
        read_archive(path, NAMES, SHAPES, "Net")
    assert raised.value.code == "unreadable-archive"
