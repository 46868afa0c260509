"""The tables of quality: what stands in them, and when."""

import math
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from benchmarks import quality
from benchmarks.contenders import named_contender, table_contenders
from benchmarks.optics import layouts
from benchmarks.pairs import psnr
from benchmarks.quality_measures import chosen, closest_frame, edge_band, means, measure, psnr_near_edges
from benchmarks.quality_sets import SETS, Case, generated
from benchmarks.scene_sets import BenchmarkScene
from benchmarks.scenes import focus_sweep, lens_for
from fusion import Photo, methods
from tests.conftest import SHARED
from tests.made import focus_pair, texture

MADE = focus_pair(64, 80)
SHARPEST = np.broadcast_to(np.arange(80) >= 40, (64, 80)).astype(np.uint8)
CASE = Case("made", (Photo(MADE.first), Photo(MADE.second)), Photo(MADE.truth), SHARPEST)
THREE = Case("three", (*CASE.frames, Photo(MADE.first)), CASE.truth, SHARPEST)


def test_every_multi_focus_method_has_a_row() -> None:
    names = [contender.name for contender in table_contenders()]
    assert set(methods("multifocus")) < set(names)
    assert len(names) == len(set(names))


def test_the_band_reaches_as_far_as_it_says() -> None:
    row = edge_band(SHARPEST, 15)[20]
    assert np.flatnonzero(row).tolist() == list(range(39 - 15, 40 + 15 + 1))
    assert not edge_band(np.zeros((8, 9), np.uint8)).any()


def test_psnr_near_edges_sees_the_band_alone() -> None:
    truth = Photo(np.full((64, 80, 3), 100, np.uint8))
    off = truth.pixels.copy()
    off[:, :20] = 0  # beyond the band
    assert math.isinf(psnr_near_edges(Photo(off), truth, SHARPEST, 0))
    off[:, 30:50] += 10
    share = 20 / 32
    expected = 10 * math.log10(255**2 / (share * 100))
    assert psnr_near_edges(Photo(off), truth, SHARPEST, 4) == pytest.approx(expected)
    assert math.isnan(psnr_near_edges(Photo(off), truth, np.zeros_like(SHARPEST), 0))


def test_a_choice_takes_each_pixel_from_its_frame() -> None:
    frames = [Photo(np.full((64, 80, 3), value, np.uint8)) for value in (10, 20)]
    np.testing.assert_array_equal(chosen(frames, SHARPEST).pixels[:, :, 1], 10 + 10 * SHARPEST)


def test_the_closest_frame_is_a_bound_for_every_choice() -> None:
    truth = Photo(MADE.truth)
    best = psnr(chosen(CASE.frames, closest_frame(CASE)), truth, 0)
    for choice in (SHARPEST, 1 - SHARPEST, np.zeros_like(SHARPEST)):
        assert psnr(chosen(CASE.frames, choice), truth, 0) <= best


def test_over_a_window_the_closest_frame_is_closest_in_the_mean() -> None:
    single, around = closest_frame(CASE), closest_frame(CASE, 9)
    assert (single != around).any()
    fused = [chosen(CASE.frames, choice) for choice in (single, around)]
    best, less = (psnr(picture, Photo(MADE.truth), 0) for picture in fused)
    assert best > less > 20


def test_a_mean_leaves_out_what_is_not_known() -> None:
    assert means([{"a": 1.0, "b": math.nan}, {"a": 3.0, "b": 5.0}]) == {"a": 2.0, "b": 5.0}


def test_without_truth_there_are_the_metrics_of_the_field() -> None:
    keys = list(measure(Case("made", CASE.frames), Photo(MADE.truth), 16))
    assert keys == ["Q_G", "Q_W", "Q_CV", "Q_CB", "Q_MI", "Q_NCIE"]


def test_tables_by_number_of_frames_and_a_refusal_in_a_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    cases = [CASE, CASE, THREE]

    def made(_data: Path) -> Iterator[Case]:
        yield from cases

    monkeypatch.setitem(SETS, "made", made)
    contenders = [named_contender("average"), named_contender("sesf-published")]
    lines = list(quality.set_tables("made", contenders, SHARED, 8))
    assert [line for line in lines if "**" in line] == [
        "\n**made**: means over 3 pictures of 2 or 3 frames\n",
        "\n**made**: means over 2 pictures of 2 frames\n",
        "\n**made**: means over 1 pictures of 3 frames\n",
    ]
    rows = [line for line in lines if line.startswith("| sesf-published")]
    assert ["–" in row for row in rows] == [True, False, True]
    assert lines[-1].startswith("sesf-published gave no result for 1: the method sesf-published takes 2")
    assert sum(line.startswith(f"| {quality.TRUE_CHOICE}") for line in lines) == 3
    assert "near depth edges" in lines[1]
    assert capsys.readouterr().err.count("made: ") == 3


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--sets", "lytra"], "there is no set 'lytra'"),
        (["--methods", "sesg", "--sets", "lytro"], "there is no method 'sesg'"),
    ],
)
@pytest.mark.shared
def test_wrong_names_are_one_line(
    arguments: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert quality.main(arguments) == 1
    said = capsys.readouterr()
    assert said.out.startswith(f"`python benchmarks/quality.py {' '.join(arguments)}`, 2")
    assert sentence in said.err
    assert said.err.count("\n") == 1


def test_generated_scenes_with_noise_are_still_registered(monkeypatch: pytest.MonkeyPatch) -> None:
    scene = layouts.ramp(texture(96, 128).astype(np.float32) / 255)
    lenses = tuple(focus_sweep(scene, lens_for(scene, 4.0), 2))
    made = BenchmarkScene("ramp", scene, lenses, seed=3)
    monkeypatch.setattr("benchmarks.quality_sets.benchmark_scenes", lambda _seed, _data: iter([made]))
    clean, noisy, moving = (
        next(generated(Path(), noise, moving)).frames[1].pixels.astype(int)
        for noise, moving in ((False, False), (True, False), (True, True))
    )
    assert noisy.shape == moving.shape
    off = [np.mean(np.abs(pixels - clean[8:-8, 8:-8])) for pixels in (noisy, moving)]
    assert 0 < off[0] < 4 < off[1]
