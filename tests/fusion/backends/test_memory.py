"""When the device's memory ends: a smaller tile, then the CPU and a note. Shown with made-up limits."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from fusion import FusionResult, FusionSettings, Photo, fuse, save_photo
from fusion.backends import roads
from fusion.backends.torch import memory
from fusion.cli import main
from fusion.decision import Decision
from fusion.registry import Outcome
from models.decision.torch_runtime import TorchDecisionRuntime
from models.sesf.torch_runtime import TorchEncoderRuntime
from tests.made import focus_pair, focus_stack

METHODS = ["learned-decision", "sesf"]
NOTE = "The graphics card has too little free memory; the processor made this result."
DEVICE = "cpu:0"
"""Torch's CPU, which is for the engine a device like any other."""


def fused(name: str, height: int = 96, width: int = 128) -> FusionResult:
    pair = focus_pair(height, width)
    return fuse([pair.first, pair.second], FusionSettings(name))


@pytest.fixture
def device(monkeypatch: pytest.MonkeyPatch) -> str:
    """The engine finds a device."""
    monkeypatch.setattr(roads, "choose_device", lambda _wanted: DEVICE)
    return DEVICE


def limit_pictures(
    monkeypatch: pytest.MonkeyPatch, pixels: int, error: Exception | None = None
) -> list[int]:
    """Pictures of more pixels end the device's memory; returns the list in which their sizes will be.

    That smaller tiles are tried before is tested where the networks run (``tests/models``).
    """
    error = error or torch.cuda.OutOfMemoryError()
    sizes: list[int] = []

    def limit(kind: type, name: str) -> None:
        original = getattr(kind, name)

        def limited(self: object, luminance: torch.Tensor, *rest: Any) -> object:
            sizes.append(luminance.shape[-2] * luminance.shape[-1])
            if sizes[-1] > pixels:
                raise error
            return original(self, luminance, *rest)

        monkeypatch.setattr(kind, name, limited)

    limit(TorchDecisionRuntime, "score_tensor")
    limit(TorchEncoderRuntime, "gradient_energy_tensor")
    return sizes


@pytest.mark.usefixtures("device")
@pytest.mark.parametrize("name", METHODS)
def test_with_memory_enough_nothing_is_said(name: str) -> None:
    assert fused(name).notes == ()


@pytest.mark.usefixtures("device")
@pytest.mark.parametrize("name", METHODS)
def test_where_the_smallest_tile_is_too_large_the_cpu_goes_on_and_one_note_says_so(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    limit_pictures(monkeypatch, 100)
    result = fused(name)
    assert result.notes == (NOTE,)
    assert result.device == "cpu"
    monkeypatch.undo()
    pair = focus_pair()
    on_the_cpu = fuse([pair.first, pair.second], FusionSettings(name, device="cpu"))
    assert np.array_equal(result.photo.pixels, on_the_cpu.photo.pixels)


@pytest.mark.usefixtures("device")
def test_what_libraries_say_of_their_memory_counts_and_other_errors_go_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with monkeypatch.context() as patch:
        limit_pictures(patch, 100, RuntimeError("cuDNN error: CUDNN_STATUS_ALLOC_FAILED"))
        assert fused("learned-decision").notes == (NOTE,)
    limit_pictures(monkeypatch, 100, RuntimeError("sizes do not match"))
    with pytest.raises(RuntimeError, match="sizes"):
        fused("learned-decision")


@pytest.mark.usefixtures("device")
@pytest.mark.parametrize("name", METHODS)
def test_maps_that_do_not_fit_leave_only_the_network_to_the_device(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memory, "free_memory", lambda _device: 100_000)
    sizes = limit_pictures(monkeypatch, 0)
    assert fused(name).decision.labels.shape == (96, 128)
    assert sizes == []


@pytest.mark.usefixtures("device")
@pytest.mark.parametrize("name", METHODS)
def test_a_long_stack_takes_the_road_of_tiles(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    sizes = limit_pictures(monkeypatch, 0)
    frames, _ = focus_stack(5)
    assert fuse(frames, FusionSettings(name)).notes == ()
    assert sizes == []


def test_what_fits_is_reckoned_from_sources_luminance_and_maps(monkeypatch: pytest.MonkeyPatch) -> None:
    photos = [Photo(np.zeros((10, 10, 3), np.uint16))] * 2
    for free, fits in ((2 * 600 + 100 * (8 + 40), True), (2 * 600 + 100 * (8 + 40) - 1, False)):
        monkeypatch.setattr(memory, "free_memory", lambda _device, free=free: free)
        assert memory.has_room(photos, torch.device("cuda"), 40) is fits


@pytest.mark.usefixtures("device")
def test_the_command_line_tells_the_note(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    limit_pictures(monkeypatch, 100)
    pair = focus_pair()
    names = [str(tmp_path / name) for name in ("near.png", "far.png", "fused.png")]
    for pixels, name in zip((pair.first, pair.second), names, strict=False):
        save_photo(Photo(pixels), name)
    assert main(["fuse", *names[:2], "-o", names[2]]) == 0
    assert capsys.readouterr().err.count(f"note: {NOTE}") == 1


def test_a_long_stack_whose_network_had_to_move_to_the_cpu_is_told_of_too() -> None:
    pixels = np.zeros((4, 5), np.uint8)
    sure = np.ones((4, 5), np.float32)
    made = Outcome(pixels, Decision(pixels, sure, sure, 5), "cpu")
    frames = [Photo(pixels)] * 5

    def there(_photos: object) -> Outcome:
        raise AssertionError

    assert memory.fuse_where_it_fits(frames, "cuda", 1, there, lambda _device: made).notes == (NOTE,)
