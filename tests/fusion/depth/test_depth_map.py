"""The depth map finds planted depth, between frames too, and says where it is sure."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fusion import FusionError, fuse
from fusion.decision import Decision
from fusion.depth.depth_map import DepthMap, DepthParameters, depth_of, depth_of_used
from fusion.depth.focus_peak import RunningPeak, gaussian_offset
from fusion.frames.matching import MatchingFrames
from fusion.progress import Cancelled
from fusion.settings import FusionSettings, RegistrationParameters
from tests.fusion.depth.made_stacks import stack_of, tilted_plane, tilted_stack
from tests.made import grey_texture, texture

UNREGISTERED = RegistrationParameters("none")


def rms(values: np.ndarray) -> float:
    return float(np.sqrt(np.mean(np.square(values))))


def test_a_tilted_plane_is_found_between_the_frames() -> None:
    frames, truth = tilted_stack()
    depth = depth_of(frames)
    assert depth.index.dtype == np.float32
    off = depth.index - truth
    assert rms(off) < 0.25
    assert np.abs(off[:, 10:-10]).max() < 0.5
    assert np.corrcoef(depth.index.ravel(), truth.ravel())[0, 1] > 0.99
    whole = rms(np.rint(depth.index) - truth)
    assert rms(off) < 0.7 * whole, "refined between frames"
    assert depth.confidence.mean() > 0.5


def test_a_decision_gives_the_frame_beside_which_the_peak_is() -> None:
    frames, truth = tilted_stack()
    wanted = FusionSettings("spatial-frequency", registration=UNREGISTERED)
    decision = fuse(list(frames), wanted).decision
    depth = depth_of(frames, decision)
    assert rms(depth.index - truth) < 0.25
    labels = np.full_like(decision.labels, 6)
    ones = np.ones(labels.shape, np.float32)
    last = depth_of(frames, Decision(labels, ones, ones, 7), DepthParameters(smoothness=0))
    assert (last.index == 6).all()
    assert last.confidence[:, :100].mean() < 0.1, "not sharp there"


def test_an_edge_of_the_depth_is_kept() -> None:
    left, right = grey_texture(96, 160, 1) // 2, 128 + grey_texture(96, 160, 2) // 2
    truth = np.full((96, 160), 1, np.float32)
    truth[:, 80:] = 5
    picture = np.where(truth == 1, left, right).astype(np.uint8)
    depth = depth_of(stack_of(picture, truth, 7))
    off = np.abs(depth.index - truth)
    assert off[:, :72].max() < 0.5
    assert off[:, 88:].max() < 0.5
    assert np.median(off[:, 75:85]) < 0.5


def test_a_flat_area_is_smooth_and_not_trusted() -> None:
    frames, truth = tilted_stack()
    generator = np.random.default_rng(0)
    noisy = []
    for photo in frames:
        pixels = photo.pixels.copy()
        pixels[30:66, 60:100] = 128
        noisy.append(np.clip(pixels + generator.normal(0, 2, pixels.shape), 0, 255).astype(np.uint8))
    stack = MatchingFrames(noisy)
    raw = depth_of(stack, None, DepthParameters(smoothness=0))
    depth = depth_of(stack)
    flat = np.s_[40:56, 70:90]
    assert depth.confidence[flat].mean() < 0.4
    assert depth.confidence[:20].mean() > 0.5
    assert rms(raw.index[flat] - truth[flat]) > 1
    assert rms(depth.index[flat] - truth[flat]) < 0.6


@settings(max_examples=15, deadline=None)
@given(frames=st.integers(2, 6), seed=st.integers(0, 100), exposure=st.sampled_from([0.5, 1.0]))
def test_the_depth_lies_within_the_stack(frames: int, seed: int, exposure: float) -> None:
    generator = np.random.default_rng(seed)
    stack = [generator.integers(0, 255, (17, 23), np.uint8) * exposure for _ in range(frames)]
    depth = depth_of(MatchingFrames([frame.astype(np.uint8) for frame in stack]))
    assert depth.index.min() >= 0
    assert depth.index.max() <= frames - 1
    assert (depth.confidence >= 0).all()
    assert (depth.confidence <= 1).all()


def test_a_stack_the_other_way_round_has_the_depth_the_other_way_round() -> None:
    frames, _ = tilted_stack()
    there = depth_of(frames)
    back = depth_of(MatchingFrames([photo.pixels for photo in reversed(list(frames))]))
    np.testing.assert_allclose(6 - back.index, there.index, atol=0.02)


def test_grey_colour_and_16_bits_have_the_same_depth() -> None:
    plane = tilted_plane(5, 48, 96)
    frames = [photo.pixels for photo in stack_of(grey_texture(48, 96), plane, 5)]
    grey = depth_of(MatchingFrames(frames))
    deep = depth_of(MatchingFrames([frame.astype(np.uint16) * 257 for frame in frames]))
    colour = depth_of(MatchingFrames([np.dstack([frame] * 3) for frame in frames]))
    np.testing.assert_allclose(deep.index, grey.index, atol=1e-3)
    np.testing.assert_allclose(colour.index, grey.index, atol=1e-2)


def test_frames_left_out_and_equal_ones_keep_their_numbers() -> None:
    frames, _ = tilted_stack()
    black = np.zeros((96, 160), np.uint8)
    pixels = [photo.pixels for photo in frames]
    longer = MatchingFrames([*pixels[:3], black, pixels[2], *pixels[3:]])
    depth = depth_of_used(longer, [0, 1, 2, 4, 5, 6, 7, 8])
    assert depth.frames == 9
    assert depth.index.max() == pytest.approx(8, abs=0.2)
    plain = depth_of(frames)
    left = plain.index <= 2
    np.testing.assert_allclose(depth.index[left], plain.index[left], atol=1e-3)


def test_a_frame_without_picture_somewhere_does_not_win_there() -> None:
    frames, _ = tilted_stack()
    photos = list(frames)
    validity = np.ones((96, 160), bool)
    validity[:, 70:90] = False
    photos[3] = replace(photos[3], validity=validity)
    depth = depth_of(MatchingFrames(photos), None, DepthParameters(smoothness=0))
    assert not (np.rint(depth.index[:, 72:88]) == 3).all()


def test_what_is_asked_for_is_checked() -> None:
    frames, _ = tilted_stack(3)
    with pytest.raises(FusionError, match="two frames at least"):
        depth_of(MatchingFrames([texture(8, 8)]))
    ones = np.ones((4, 4), np.float32)
    other = Decision(np.zeros((4, 4), np.uint8), ones, ones, 3)
    with pytest.raises(FusionError, match="about other frames"):
        depth_of(frames, other)
    with pytest.raises(FusionError, match="one size"):
        DepthMap(ones, ones[:2], 3)
    with pytest.raises(FusionError, match="smoothness"):
        DepthParameters(smoothness=-1)


def test_it_can_be_cancelled() -> None:
    frames, _ = tilted_stack(3)

    def stop(stage: str, done: int, total: int) -> None:
        del stage, total
        if done == 1:
            raise Cancelled

    with pytest.raises(Cancelled):
        depth_of(frames, progress=stop)


def test_the_running_peak_is_that_of_all_frames_at_once() -> None:
    generator = np.random.default_rng(3)
    activity = generator.uniform(0.1, 1, (9, 20, 30)).astype(np.float32)
    running = RunningPeak((20, 30))
    rows = slice(0, 20)
    for number, plane in enumerate(activity):
        running.add(rows, number, plane, plane, plane)
    best = activity.argmax(axis=0)
    padded = np.concatenate([activity[:1] * 0, activity, activity[:1] * 0])
    before, peak, after = (
        np.take_along_axis(padded, (best + step)[None], axis=0)[0] for step in (0, 1, 2)
    )
    inner = (best > 0) & (best < 8)
    expected = best + np.where(inner, gaussian_offset(before, peak, after), 0)
    np.testing.assert_allclose(running.result(9).index, expected, atol=1e-6)


def test_the_gaussian_is_exact_on_a_gaussian() -> None:
    place = np.linspace(-0.5, 0.5, 11, dtype=np.float32)
    before, best, after = (np.exp(-((step - place) ** 2)).astype(np.float32) for step in (-1, 0, 1))
    np.testing.assert_allclose(gaussian_offset(before, best, after), place, atol=1e-5)
    flat = np.ones(3, np.float32)
    assert (gaussian_offset(flat, flat, flat) == 0).all()


def test_smoothing_follows_the_picture_not_the_window() -> None:
    frames, _ = tilted_stack()
    depth = depth_of(frames)
    assert cv2.Laplacian(depth.index, cv2.CV_32F).std() < 0.5
