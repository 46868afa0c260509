"""Every method looks often enough at whether to go on, and its bar moves."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import numpy as np
import pytest

from fusion import FusionSettings, fuse
from fusion.methods.multifocus import sesf_published, stationary_wavelet
from models.sesf import torch_runtime
from models.sesf.torch_runtime import TorchEncoderRuntime
from tests.made import focus_pair

SIZE = (96, 80)


@pytest.fixture(autouse=True)
def _small_bands(monkeypatch: pytest.MonkeyPatch) -> None:
    """As many bands in a small picture as in a large one."""
    monkeypatch.setattr(torch_runtime, "BAND", 800)
    monkeypatch.setattr(sesf_published, "BAND", 800)
    monkeypatch.setattr(stationary_wavelet, "TILE_VALUES", 1)


def reports_of(method: str) -> tuple[np.ndarray, list[tuple[str, int, int]]]:
    seen: list[tuple[str, int, int]] = []
    pair = focus_pair(*SIZE)
    pixels = [pair.first, pair.second]

    def progress(stage: str, done: int, total: int) -> None:
        seen.append((stage, done, total))

    result = fuse(pixels, FusionSettings(method, device="cpu"), progress)
    return result.photo.pixels, seen


@pytest.mark.parametrize("method", ["sesf-published", "stationary-wavelet"])
def test_the_slow_methods_report_band_by_band(method: str) -> None:
    _, seen = reports_of(method)
    counts = Counter(stage for stage, _, _ in seen)
    assert counts["Blending"] > 4
    for before, after in pairwise(seen):
        if before[0] == after[0]:
            assert before[1] * after[2] <= after[1] * before[2], "a bar never goes back"
    if method == "sesf-published":
        assert counts["Measuring sharpness"] > 8
        assert counts["Verifying the decision"] > 4
        measured = {done for stage, done, _ in seen if stage == "Measuring sharpness"}
        assert len(measured) > 8, "a bar that moves"


@pytest.mark.parametrize("method", ["sesf-published", "stationary-wavelet"])
def test_bands_change_no_pixel(method: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch_runtime, "BAND", 10**6)
    in_bands, _ = reports_of(method)
    monkeypatch.setattr(sesf_published, "BAND", 10**6)
    monkeypatch.setattr(stationary_wavelet, "TILE_VALUES", 10**7)
    np.testing.assert_array_equal(in_bands, reports_of(method)[0])


def test_features_in_bands_are_those_of_the_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch_runtime, "BAND", 60_000)
    runtime = TorchEncoderRuntime.load("sesf-cse", "cpu")
    luminance = np.random.default_rng(1).random((301, 520), dtype=np.float32)
    whole = runtime.encoder(runtime._on_device(luminance))[0].detach().numpy()
    ticks: list[tuple[int, int]] = []
    features = runtime.features(luminance, lambda done, total: ticks.append((done, total)))
    np.testing.assert_array_equal(features, whole)
    assert ticks == [(number, 12) for number in range(1, 13)]
