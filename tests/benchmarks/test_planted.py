"""Planted motion and failures: the truth is the truth, and the cache gives back what it took."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from benchmarks.optics.capture import Capture
from benchmarks.optics.layouts import noise_texture
from benchmarks.optics.lens import Lens
from benchmarks.optics.scene import Layer, Scene
from benchmarks.peers.answer import chained
from benchmarks.peers.ecc import ecc_chain
from benchmarks.peers.features import sift_ransac
from benchmarks.planted_failures import FRAMES, NAMES, plant
from benchmarks.planted_motion import Planted, corner_error, load, photograph, save
from benchmarks.registration import measured, reference_of

SIZE = (200, 260)
POSES = (
    Capture(shift_px=(1.5, -0.5)),
    Capture(scale=1.01, shift_px=(-4.0, 3.0), rotation_deg=0.5, perspective=(0.004, -0.003)),
    Capture(scale=0.99, shift_px=(2.0, 5.0), exposure_ev=0.1),
)


@pytest.fixture(scope="module")
def stack() -> Planted:
    random = np.random.default_rng(4)
    scene = Scene.of_layers([Layer(noise_texture(SIZE, random), None, 0.0)])
    return photograph("noise", scene, [(Lens(0.0, 0.0), pose) for pose in POSES], random)


def test_the_true_matrix_takes_what_one_frame_shows_to_where_the_other_shows_it(stack: Planted) -> None:
    h, w = stack.size
    onto = cv2.warpPerspective(
        stack.frames[1], stack.truth(0, 1), (w, h), flags=cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP
    )
    inner = np.s_[40:-40, 40:-40]
    apart = np.abs(onto[inner].astype(float) - stack.frames[0][inner])
    unmoved = np.abs(stack.frames[1][inner].astype(float) - stack.frames[0][inner])
    assert apart.mean() < 0.2 * unmoved.mean()


def test_the_error_is_the_mean_distance_of_the_corners() -> None:
    shift = np.array([[1.0, 0.0, 3.0], [0.0, 1.0, 4.0], [0.0, 0.0, 1.0]])
    assert corner_error(shift, np.eye(3), SIZE) == pytest.approx(5.0)
    assert corner_error(shift * 2, np.eye(3), SIZE) == pytest.approx(5.0)


def test_the_cache_gives_back_what_it_took(stack: Planted, tmp_path: Path) -> None:
    save(stack, tmp_path / "one" / "stack.npz")
    again = load(tmp_path / "one" / "stack.npz")
    assert (again.name, again.gains) == (stack.name, stack.gains)
    assert all(np.array_equal(a, b) for a, b in zip(again.frames, stack.frames, strict=True))
    assert all(np.array_equal(a, b) for a, b in zip(again.transforms, stack.transforms, strict=True))


@pytest.mark.parametrize("registering", [sift_ransac, ecc_chain])
def test_others_find_planted_motion(stack: Planted, registering: object) -> None:
    assert callable(registering)
    pair = Planted(stack.name, stack.frames[::2], stack.transforms[::2], stack.gains[::2])
    found = measured(pair, "neighbours", "other", registering(pair.frames, reference_of(pair)), 1.0)
    assert [one.frame for one in found] == [1]
    assert found[0].error_px < 0.5


def test_a_chain_that_breaks_leaves_what_lies_beyond_unanswered() -> None:
    step = np.diag([2.0, 2.0, 1.0])
    answer = chained([step, step, None], 1)
    assert [matrix is None for matrix in answer.matrices] == [False, False, False, True]
    assert answer.doubted == (False, False, False, True)
    first, last = answer.matrices[0], answer.matrices[2]
    assert first is not None
    assert last is not None
    assert (first[0, 0], last[0, 0]) == (0.5, 2.0)


@pytest.mark.parametrize("kind", NAMES)
def test_a_failure_spoils_the_frame_it_names_and_no_other(kind: str) -> None:
    random = np.random.default_rng(1)
    frames = tuple(random.integers(0, 256, (60, 60, 3), np.uint8) for _ in range(FRAMES))
    other = tuple(random.integers(0, 256, (60, 60, 3), np.uint8) for _ in range(FRAMES))
    still = (np.eye(3),) * FRAMES
    one, two = (Planted("made", some, still, (1.0,) * FRAMES) for some in (frames, other))
    failure = plant(kind, one, two, np.random.default_rng(2))
    rest = [frame for k, frame in enumerate(failure.frames) if k not in failure.at]
    assert all(any(np.array_equal(frame, given) for given in frames) for frame in rest)
    about = failure.frames[failure.at[0]]
    if kind in ("duplicate", "out-of-order"):
        assert any(np.array_equal(about, given) for given in frames)
    else:
        assert not any(np.array_equal(about, given) for given in frames)
