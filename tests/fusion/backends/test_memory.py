"""When the device's memory ends: a smaller tile, then the CPU and a note. Shown with made-up limits."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from fusion import Decision, FusionResult, FusionSettings, MatchingFrames, Photo, fuse, save_photo
from fusion import pipeline as fusion_pipeline
from fusion.backends.torch import memory
from fusion.cli import main
from models.decision.network import DecisionNetwork
from models.sesf.network import DenseEncoder
from tests.made import focus_pair, focus_stack

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


def limit_memory(
    monkeypatch: pytest.MonkeyPatch, pixels: int, error: Exception | None = None
) -> list[int]:
    """Inputs of more pixels end the memory of the networks; returns the list in which their sizes will
    be."""
    error = error or torch.cuda.OutOfMemoryError()
    sizes: list[int] = []

    def hook(module: torch.nn.Module, inputs: tuple[object, ...]) -> None:
        values = inputs[0]
        if not isinstance(module, DecisionNetwork | DenseEncoder | torch.nn.Conv2d):
            return
        assert isinstance(values, torch.Tensor)
        sizes.append(values.shape[-2] * values.shape[-1])
        if sizes[-1] > pixels:
            raise error

    handle = torch.nn.modules.module.register_module_forward_pre_hook(hook)
    monkeypatch.setattr(torch, "_parfocal_test_handle", handle, raising=False)
    monkeypatch.callback = handle.remove  # type: ignore[attr-defined]
    return sizes


@pytest.fixture(autouse=True)
def unhook() -> object:
    """No hook outlives its test."""
    yield
    torch.nn.modules.module._global_forward_pre_hooks.clear()


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
    sizes = limit_memory(monkeypatch, 480 * 480)
    tiled = fused(name, 300, 310)
    assert min(sizes) <= 480 * 480
    assert tiled.notes == ()
    assert (decision_of(tiled).labels == decision_of(whole).labels).mean() > 0.9999


@pytest.mark.usefixtures("device")
@pytest.mark.parametrize("name", METHODS)
def test_where_the_smallest_tile_is_too_large_the_cpu_goes_on_and_one_note_says_so(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    limit_memory(monkeypatch, 100)
    result = fused(name)
    assert tuple(map(str, result.notes)) == (NOTE,)
    assert result.device == "cpu"
    pair = focus_pair()
    on_the_cpu = fuse([pair.first, pair.second], FusionSettings(name, device="cpu"))
    assert np.array_equal(result.photo.pixels, on_the_cpu.photo.pixels)
