"""Archives of published weights: what is none is refused in a sentence, never computed with."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from models.manifest import WeightsError
from models.published import read_archive

NAMES = {"first.weight": "layer/kernel", "first.bias": "layer/bias"}


def stored(folder: Path, **changed: np.ndarray) -> Path:
    """An archive with both arrays, some of them changed."""
    arrays = {"layer/kernel": np.ones((3, 3, 1, 2), np.float32), "layer/bias": np.zeros(2, np.float32)}
    path = folder / "theirs.npz"
    np.savez(path, **{**arrays, **changed})  # type: ignore[arg-type]
    return path


def test_kernels_are_turned_to_torchs_order(tmp_path: Path) -> None:
    state = read_archive(stored(tmp_path), NAMES, "Net")
    assert {name: values.shape for name, values in state.items()} == {
        "first.weight": (2, 1, 3, 3), "first.bias": (2,),
    }  # fmt: skip


def test_a_single_array_is_no_archive(tmp_path: Path) -> None:
    np.save(tmp_path / "one.npy", np.zeros(3))
    with pytest.raises(WeightsError, match=r"no NumPy archive") as raised:
        read_archive(tmp_path / "one.npy", NAMES, "Net")
    assert raised.value.code == "unreadable-archive"


@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_weights_that_are_no_numbers_are_refused(tmp_path: Path, value: float) -> None:
    path = stored(tmp_path, **{"layer/bias": np.array([0, value], np.float32)})
    with pytest.raises(WeightsError, match="layer/bias") as raised:
        read_archive(path, NAMES, "Net")
    assert raised.value.code == "archive-without-numbers"


def test_weights_of_text_are_refused(tmp_path: Path) -> None:
    path = stored(tmp_path, **{"layer/bias": np.array(["a", "b"])})
    with pytest.raises(WeightsError) as raised:
        read_archive(path, NAMES, "Net")
    assert raised.value.code == "archive-without-numbers"


def test_a_damaged_array_in_a_whole_archive_is_refused(tmp_path: Path) -> None:
    path = stored(tmp_path)
    content = bytearray(path.read_bytes())
    place = content.find(np.ones(4, np.float32).tobytes())
    content[place : place + 4] = b"\x00\x00\x00\x00"  # its check sum no longer holds
    path.write_bytes(content)
    with pytest.raises(WeightsError) as raised:
        read_archive(path, NAMES, "Net")
    assert raised.value.code == "unreadable-archive"
