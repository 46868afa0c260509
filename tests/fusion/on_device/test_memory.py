"""When the device's memory ends: a smaller tile, then the CPU and a note. Shown with made-up limits."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from fusion import FusionResult, FusionSettings, Photo, fuse
from fusion.methods import learned_decision, sesf
from fusion.on_device import memory
from models.decision.runtime import DecisionRuntime
from models.tiling import Tile
from tests.made import focus_pair, focus_stack

METHODS = ["learned-decision"]
NOTE = "The graphics card has too little free memory; the processor made this result."
DEVICE = "cpu:0"
"""Torch's CPU, which is for the engine a device like any other."""


def fused(name: str, height: int = 96, width: int = 128) -> FusionResult:
    pair = focus_pair(height, width)
    return fuse([pair.first, pair.second], FusionSettings(name))


@pytest.fixture
def device(monkeypatch: pytest.MonkeyPatch) -> str:
    """The engine finds a device."""
    for module in (learned_decision, sesf):
        monkeypatch.setattr(module, "choose_device", lambda _wanted: DEVICE)
    return DEVICE


def limit_tiles(monkeypatch: pytest.MonkeyPatch, pixels: int) -> list[int]:
    """Tiles of more pixels end the memory; returns the list in which their sizes will be."""
    sizes: list[int] = []
    for kind, name in ((DecisionRuntime, "_score_tile_there"),):
        original = getattr(kind, name)

        def limited(self: object, values: object, place: Tile, original: object = original) -> object:
            sizes.append(place.height * place.width)
            if sizes[-1] > pixels:
                raise torch.cuda.OutOfMemoryError
            return original(self, values, place)  # type: ignore[operator]

        monkeypatch.setattr(kind, name, limited)
    return sizes


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
    sizes = limit_tiles(monkeypatch, 200 * 200)
    tiled = fused(name, 300, 310)
    assert sizes[0] == 300 * 310
    assert max(sizes[1:]) <= 200 * 200
    assert tiled.notes == ()
    assert (tiled.decision.labels == whole.decision.labels).mean() > 0.9999


@pytest.mark.usefixtures("device")
@pytest.mark.parametrize("name", METHODS)
def test_where_the_smallest_tile_is_too_large_the_cpu_goes_on_and_one_note_says_so(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    limit_tiles(monkeypatch, 100)
    result = fused(name)
    assert result.notes == (NOTE,)
    assert result.device == "cpu"
    monkeypatch.undo()
    pair = focus_pair()
    on_the_cpu = fuse([pair.first, pair.second], FusionSettings(name, device="cpu"))
    assert np.array_equal(result.photo.pixels, on_the_cpu.photo.pixels)


@pytest.mark.usefixtures("device")
@pytest.mark.parametrize("name", METHODS)
def test_maps_that_do_not_fit_leave_only_the_network_to_the_device(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memory, "free_memory", lambda _device: 100_000)
    sizes = limit_tiles(monkeypatch, 0)
    assert fused(name).decision.labels.shape == (96, 128)
    assert sizes == []


@pytest.mark.usefixtures("device")
@pytest.mark.parametrize("name", METHODS)
def test_a_long_stack_takes_the_road_of_tiles(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    sizes = limit_tiles(monkeypatch, 0)
    frames, _ = focus_stack(5)
    assert fuse(frames, FusionSettings(name)).notes == ()
    assert sizes == []


def test_what_fits_is_reckoned_from_sources_luminance_and_maps(monkeypatch: pytest.MonkeyPatch) -> None:
    photos = [Photo(np.zeros((10, 10, 3), np.uint16))] * 2
    for free, fits in ((2 * 600 + 100 * (8 + 40), True), (2 * 600 + 100 * (8 + 40) - 1, False)):
        monkeypatch.setattr(memory, "free_memory", lambda _device, free=free: free)
        assert memory.has_room(photos, torch.device("cuda"), 40) is fits
