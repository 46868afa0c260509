"""smfuse and mff-gan: two sources may be exchanged; the authors' weights follow their order."""

from pathlib import Path

import numpy as np
import pytest
import torch

from fusion import FusionError, FusionResult, FusionSettings, fuse
from fusion.methods.multifocus.mff_gan import MffGanParameters
from models.mffgan.network import Generator
from models.mffgan.published import archive_names
from tests.made import focus_pair, focus_stack


def run(
    sources: list[np.ndarray], method: str, parameters: MffGanParameters | None = None
) -> FusionResult:
    return fuse(sources, FusionSettings(method, parameters, "cpu"))


@pytest.mark.parametrize("method", ["smfuse", "mff-gan"])
def test_two_exchanged_sources_give_the_same_and_nothing_is_told(method: str) -> None:
    pair = focus_pair()
    one, other = (run(list(s), method) for s in ((pair.first, pair.second), (pair.second, pair.first)))
    assert np.array_equal(one.photo.pixels, other.photo.pixels)
    assert not {"order-matters", "sources-in-sequence"} & {note.code for note in one.notes}


@pytest.mark.parametrize("method", ["fusiondiff", "pmgi-multifocus", "sesf-published", "mff-gan"])
def test_the_order_of_the_same_picture_given_twice_is_not_told(method: str) -> None:
    picture = focus_pair().first
    parameters = MffGanParameters(order="given") if method == "mff-gan" else None
    notes = {note.code for note in run([picture, picture], method, parameters).notes}
    assert "same-pixels" in notes
    assert not {"order-matters", "sources-in-sequence"} & notes


def test_every_pixel_of_the_hard_mask_is_a_sources_own_and_the_runner_up_is_another() -> None:
    stack, _ = focus_stack(3)
    result = run(stack, "smfuse")
    decision = result.decision
    assert decision is not None
    picked = np.stack(stack)[decision.labels, *np.indices(decision.labels.shape)]
    assert np.array_equal(result.photo.pixels, picked)
    assert (decision.weight == 1).all()
    assert (decision.runner_up != decision.labels).all()


def write_archive(path: Path) -> Path:
    torch.manual_seed(1)
    state = {name: values.numpy() for name, values in Generator().state_dict().items()}
    np.savez(path, **{
        theirs: state[ours].transpose(2, 3, 1, 0) if state[ours].ndim == 4 else state[ours]
        for ours, theirs in archive_names().items()
    })  # fmt: skip
    return path


def test_published_weights_are_taken_with_the_order_as_given(tmp_path: Path) -> None:
    pair = focus_pair()
    parameters = MffGanParameters(weights=str(write_archive(tmp_path / "theirs.npz")))
    one, other = (
        run(list(s), "mff-gan", parameters)
        for s in ((pair.first, pair.second), (pair.second, pair.first))
    )
    assert not np.array_equal(one.photo.pixels, other.photo.pixels)
    assert "order-matters" in [note.code for note in one.notes]


def test_a_missing_file_of_weights_is_one_sentence(tmp_path: Path) -> None:
    pair = focus_pair()
    parameters = MffGanParameters(weights=str(tmp_path / "none.npz"))
    with pytest.raises(FusionError, match=r"none\.npz"):
        run([pair.first, pair.second], "mff-gan", parameters)
