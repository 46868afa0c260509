"""``fusiondiff``: samplers and seeds, told time, repeated pixels."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from fusion import FusionSettings, Photo, fuse, save_photo
from fusion.cli import main
from fusion.methods.multifocus import fusiondiff
from fusion.methods.multifocus.fusiondiff import FusionDiffParameters
from fusion.notes import Note
from models.protocols import Painter
from tests.made import focus_pair

QUICK = FusionDiffParameters(steps=3)


def fused(**changes: str | int) -> np.ndarray:
    pair = focus_pair(64, 80)
    settings = FusionSettings("fusiondiff", replace(QUICK, **changes), "cpu")
    return fuse([pair.first, pair.second], settings).photo.pixels


def test_the_seed_gives_the_picture_and_each_sampler_its_own() -> None:
    assert np.array_equal(fused(), fused())
    for sampler in ("deterministic", "stochastic"):
        assert np.array_equal(fused(sampler=sampler), fused(sampler=sampler))
        assert not np.array_equal(fused(), fused(sampler=sampler))
    assert np.abs(fused(seed=2).astype(int) - fused()).max() < 128


def test_kept_between_the_sources_no_pixel_is_darker_or_brighter_than_both() -> None:
    pair = focus_pair(64, 80, colour=False)
    low, high = np.minimum(pair.first, pair.second), np.maximum(pair.first, pair.second)
    results = {}
    for clamp in ("sources", "range"):
        settings = FusionSettings("fusiondiff", replace(QUICK, clamp=clamp), "cpu")
        results[clamp] = fuse([pair.first, pair.second], settings).photo.pixels
    assert ((results["sources"] >= low) & (results["sources"] <= high)).all()
    assert not np.array_equal(results["sources"], results["range"])


def test_a_pair_comes_nearer_to_the_truth_than_the_mean() -> None:
    pair = focus_pair()
    settings = FusionSettings("fusiondiff", QUICK, "cpu")
    truth = pair.truth.astype(int)
    error = np.abs(fuse([pair.first, pair.second], settings).photo.pixels - truth).mean()
    plain = np.abs((pair.first.astype(int) + pair.second) / 2 - truth).mean()
    assert error < 0.75 * plain


def test_the_default_comes_nearer_to_the_truth_than_the_published_sampler() -> None:
    pair = focus_pair()
    errors = []
    for parameters in (FusionDiffParameters(), FusionDiffParameters(sampler="deterministic")):
        settings = FusionSettings("fusiondiff", parameters, "cpu")
        found = fuse([pair.first, pair.second], settings).photo.pixels
        errors.append(np.square(found.astype(float) - pair.truth).mean())
    assert errors[0] < errors[1]


class Listener:
    """A progress function that remembers what it was told, in order."""

    def __init__(self) -> None:
        self.heard: list[object] = []

    def __call__(self, stage: str, _done: int, _total: int) -> None:
        self.heard.append(stage)

    def tell(self, note: object) -> None:
        self.heard.append(note)


def test_it_says_how_long_it_will_take_before_it_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    def measured(_painter: Painter, _network: object, shape: tuple[int, int], steps: int) -> float:
        return shape[0] * shape[1] * steps / 256

    monkeypatch.setattr(fusiondiff, "LEAST_WORK", 0)
    monkeypatch.setattr(fusiondiff, "expected_seconds", measured)
    pair, listener = focus_pair(64, 80), Listener()
    fuse([pair.first, pair.second], FusionSettings("fusiondiff", QUICK, "cpu"), listener)
    told = next(item for item in listener.heard if isinstance(item, Note))
    assert str(told) == "The diffusion will take about 1.0 min: 3 steps of 0.0 megapixels."
    assert listener.heard.index(told) < listener.heard.index("Diffusing")


def test_moments_are_not_told() -> None:
    pair, listener = focus_pair(64, 80), Listener()
    fuse([pair.first, pair.second], FusionSettings("fusiondiff", QUICK, "cpu"), listener)
    assert not any(isinstance(item, Note) for item in listener.heard)


def test_the_command_says_it_too_and_its_help(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(fusiondiff, "LEAST_WORK", 0)
    paths = save_pair(tmp_path)
    assert main(["fuse", *paths, "-o", str(tmp_path / "out.png"), "--method", "fusiondiff"]) == 0
    assert "note: The diffusion will take about" in capsys.readouterr().err
    assert main(["fuse", "--help"]) == 0
    shown = " ".join(capsys.readouterr().out.split())
    assert "two cores take about half a second for a step and megapixel" in shown


def test_the_record_has_seed_steps_and_sampler_and_repeats_the_pixels(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out.png"
    options = ["--method", "fusiondiff", "--sampler", "stochastic", "--steps", "2", "--seed", "9"]
    assert main(["fuse", *save_pair(tmp_path), "-o", str(out), "--sidecar", *options]) == 0
    record = json.loads(Path(f"{out}.json").read_text(encoding="utf-8"))
    assert record["parameters"] == {"sampler": "stochastic", "steps": 2, "clamp": "sources", "seed": 9}
    assert main(["repeat", f"{out}.json"]) == 0
    assert "the same pixels as recorded" in capsys.readouterr().out


def save_pair(folder: Path) -> list[str]:
    pair, paths = focus_pair(40, 48), [folder / "near.png", folder / "far.png"]
    for path, pixels in zip(paths, (pair.first, pair.second), strict=True):
        save_photo(Photo(pixels), path)
    return [str(path) for path in paths]
