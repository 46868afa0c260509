"""Stacks with their truth, and the fixed benchmark set."""

from collections.abc import Callable
from itertools import islice
from pathlib import Path

import cv2
import numpy as np
import pytest

from benchmarks.optics import layouts
from benchmarks.optics.capture import Capture, random_captures
from benchmarks.optics.lens import Lens
from benchmarks.optics.scene import Scene
from benchmarks.scene_sets import SHARED, benchmark_scenes
from benchmarks.scenes import focus_sweep, lens_for, make_pair, make_stack

_SIZE = (96, 128)


def noise(seed: int) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    return layouts.noise_texture(_SIZE, np.random.default_rng(seed), roughness=0.5)


def stairs() -> Scene:
    return layouts.steps([noise(0), noise(1), noise(2)], near=2.0, far=0.0)


LAYOUTS: dict[str, Callable[[], Scene]] = {
    "ramp": lambda: layouts.ramp(noise(0)),
    "steps": stairs,
    "spheres": lambda: layouts.spheres(noise(0), noise(1), np.random.default_rng(3)),
    "thin": lambda: layouts.thin_structures(noise(0), noise(1), np.random.default_rng(3)),
    "matte": lambda: layouts.matte_scene(noise(0), noise(2)[..., 0], noise(1)),
}


def test_a_random_scene_is_fixed_by_its_seed_and_shows_its_textures() -> None:
    for seed in range(8):
        one, again = (
            layouts.random_scene([noise(0), noise(1)], np.random.default_rng(seed)) for _ in range(2)
        )
        pair, same = (make_pair(scene, lens_for(scene, 4.0), 1.0, 0.0) for scene in (one, again))
        assert np.array_equal(pair.frames[0], same.frames[0])
        assert pair.all_in_focus.shape == (*_SIZE, 3)
        assert pair.all_in_focus.std() > 10


@pytest.mark.parametrize("name", LAYOUTS)
@pytest.mark.parametrize("bits", [8, 16])
def test_each_frame_is_nearest_to_the_truth_where_the_map_says_so(name: str, bits: int) -> None:
    scene = LAYOUTS[name]()
    far, near = scene.disparity_range
    stack = make_pair(scene, lens_for(scene, 6.0), near, far, bits=bits)
    truth = stack.all_in_focus.astype(np.float64)
    errors = [((frame - truth) ** 2).mean(axis=2) for frame in stack.frames]
    for index in range(2):
        chosen = stack.sharpest == index
        assert chosen.any()
        assert np.median(errors[index][chosen]) < np.median(errors[1 - index][chosen])


def test_stairs_are_sharpest_in_the_frame_focused_on_them() -> None:
    stack = make_stack(stairs(), focus_sweep(stairs(), Lens(0.0, 4.0), 3))
    assert [stack.sharpest[48, x] for x in (10, 64, 118)] == [2, 1, 0]
    assert [float(stack.disparity[48, x]) for x in (10, 64, 118)] == [0.0, 1.0, 2.0]
    for x, index in ((10, 2), (64, 1), (118, 0)):
        assert np.array_equal(stack.frames[index][48, x], stack.all_in_focus[48, x])


def test_the_same_seed_gives_the_same_frames_and_another_does_not() -> None:
    captures = random_captures(np.random.default_rng(5), 2)
    lens = Lens(0.0, 2.0)
    one, again, other = (make_pair(stairs(), lens, 2.0, 0.0, captures, seed) for seed in (1, 1, 2))
    assert all(np.array_equal(a, b) for a, b in zip(one.frames, again.frames, strict=True))
    assert not np.array_equal(one.frames[0], other.frames[0])


def test_the_true_transforms_bring_moved_frames_back() -> None:
    captures = [Capture(), Capture(scale=1.04, shift_px=(2.5, -1.5), rotation_deg=1.0)]
    stack = make_pair(stairs(), Lens(0.0, 0.0), 0.0, 0.0, captures, bits=16, crop_px=12)
    h, w = stack.all_in_focus.shape[:2]
    assert (h, w) == (_SIZE[0] - 24, _SIZE[1] - 24) == stack.frames[1].shape[:2]
    flags = cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP
    back = cv2.warpAffine(stack.frames[1], stack.transforms[1][:2], (w, h), flags=flags)
    inner = np.s_[8:-8, 8:-8]
    error = np.abs(back.astype(float) - stack.all_in_focus)[inner].mean()
    unmoved = np.abs(stack.frames[1].astype(float) - stack.all_in_focus)[inner].mean()
    assert error < 0.1 * unmoved


def test_a_capture_for_each_lens_is_demanded() -> None:
    with pytest.raises(ValueError, match="2 lenses and 1 captures"):
        make_stack(stairs(), [Lens(0.0, 1.0), Lens(1.0, 1.0)], [Capture()])


@pytest.mark.shared
@pytest.mark.skipif(not Path(SHARED).is_dir(), reason="needs the development data beside the checkout")
def test_the_benchmark_set_is_fixed() -> None:
    made = [(scene.name, scene.lenses, scene.seed) for scene in benchmark_scenes()]
    again = [(scene.name, scene.lenses, scene.seed) for scene in islice(benchmark_scenes(), 4)]
    assert len({name for name, _, _ in made}) == 29
    assert made[0][0] == "mb22"
    assert made[:4] == again
