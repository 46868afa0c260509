"""When the device's memory ends: a smaller tile, then the CPU and a note. Shown with made-up limits."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from fusion import Decision, FusionResult, FusionSettings, MatchingFrames, Photo, fuse, save_photo
from fusion import pipeline as fusion_pipeline
from fusion.backends.torch import memory
from fusion.cli import main
from tests.made import focus_pair, focus_stack
from tests.models.memory import limit_memory

METHODS = ["learned-decision", "sesf"]
NOTE = "The graphics card has too little free memory; the processor made this result."
DEVICE = "cpu:0"
"""Torch's CPU, which is for the program a device like any other."""


def fused(name: str, height: int = 96, width: int = 128) -> FusionResult:
    pair = focus_pair(height, width)
    return fuse([pair.first, pair.second], FusionSettings(name))


def decision_of(result: FusionResult) -> Decision:
    assert result.decision is not None
    return result.decision


@pytest.fixture
def device(monkeypatch: pytest.MonkeyPatch) -> str:
    """The program finds a device."""
    monkeypatch.setattr(fusion_pipeline, "choose_device", lambda _wanted: DEVICE)
    return DEVICE


@pytest.mark.usefixtures("device")
@pytest.mark.parametrize("name", METHODS)
def test_with_memory_enough_nothing_is_said(name: str) -> None:
    assert fused(name).notes == ()


@pytest.mark.usefixtures("device")
@pytest.mark.parametrize("name", METHODS)
def test_a_tile_too_large_is_halved_and_the_result_stays(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = fused(name, 300, 310)
    limit_memory(monkeypatch, lambda height, width: height * width < 300 * 310)
    tiled = fused(name, 300, 310)
    assert tiled.notes == ()
    assert (decision_of(tiled).labels == decision_of(whole).labels).mean() > 0.9999


@pytest.mark.usefixtures("device")
@pytest.mark.parametrize("name", METHODS)
def test_where_the_smallest_tile_is_too_large_the_cpu_goes_on_and_one_note_says_so(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        limit_memory(patch, lambda *_: False)
        result = fused(name)
    assert tuple(map(str, result.notes)) == (NOTE,)
    assert result.device == "cpu"
    pair = focus_pair()
    on_the_cpu = fuse([pair.first, pair.second], FusionSettings(name, device="cpu"))
    assert np.array_equal(result.photo.pixels, on_the_cpu.photo.pixels)


@pytest.mark.usefixtures("device")
def test_what_libraries_say_of_their_memory_counts_and_other_errors_go_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with monkeypatch.context() as patch:
        ended = RuntimeError("cuDNN error: CUDNN_STATUS_ALLOC_FAILED")
        limit_memory(patch, lambda *_: False, ended)
        assert tuple(map(str, fused("learned-decision").notes)) == (NOTE,)
    limit_memory(monkeypatch, lambda *_: False, RuntimeError("sizes do not match"))
    with pytest.raises(RuntimeError, match="sizes"):
        fused("learned-decision")


@pytest.mark.usefixtures("device")
@pytest.mark.parametrize("name", METHODS)
def test_maps_that_do_not_fit_leave_only_the_network_to_the_device(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memory, "free_memory", lambda _device: 100_000)
    result = fused(name)
    assert decision_of(result).labels.shape == (96, 128)


@pytest.mark.usefixtures("device")
@pytest.mark.parametrize("name", METHODS)
def test_a_stack_that_fits_is_fused_on_the_device(name: str) -> None:
    frames, truth = focus_stack(6)
    result = fuse(frames, FusionSettings(name))
    assert result.notes == ()
    assert np.abs(result.photo.pixels.astype(int) - truth).mean() < 2


def test_what_fits_is_reckoned_from_sources_luminance_and_maps(monkeypatch: pytest.MonkeyPatch) -> None:
    frames = MatchingFrames([np.zeros((10, 10, 3), np.uint16)] * 2)
    for free, fits in ((2 * 600 + 100 * (8 + 40), True), (2 * 600 + 100 * (8 + 40) - 1, False)):
        monkeypatch.setattr(memory, "free_memory", lambda _device, free=free: free)
        assert memory.has_room(frames, "cuda", 40) is fits


@pytest.mark.usefixtures("device")
def test_the_command_line_tells_the_note(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    limit_memory(monkeypatch, lambda *_: False)
    monkeypatch.setenv("PARFOCAL_THREADS", "1")
    pair = focus_pair()
    names = [str(tmp_path / name) for name in ("near.png", "far.png", "fused.png")]
    for pixels, name in zip((pair.first, pair.second), names, strict=False):
        save_photo(Photo(pixels), name)
    assert main(["fuse", *names[:2], "-o", names[2]]) == 0
    assert capsys.readouterr().err.count(f"note: {NOTE}") == 1
