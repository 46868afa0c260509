"""Stacks: poses, the reference, the crop, what stays untouched, and what is wrong with frames."""

from __future__ import annotations

import numpy as np
import pytest

from fusion.errors import FusionError
from fusion.frames.matching import MatchingFrames
from fusion.frames.registered import brightened
from fusion.register.apply import notes_of
from fusion.register.registration import FrameReport
from fusion.register.stack import crop, register
from fusion.settings import RegistrationParameters
from fusion.transform import Transform, corner_distance, inverse
from tests.made import focus_pair, focus_stack, moved_stack, rough_scene, similarity, texture

SHAPE = (200, 280)
SWEEP = [similarity(1 + 0.004 * n, shift=(1.5 * n, -n)) for n in range(-2, 3)]


def found_for(frames, **parameters):
    return register(MatchingFrames(frames), RegistrationParameters(**parameters))


@pytest.fixture(scope="module")
def sweep():
    return moved_stack(SWEEP)


def test_every_frame_of_a_sweep_lies_where_it_was_put(sweep):
    found = found_for(sweep)
    assert (found.model, found.reference) == ("similarity", 2)
    for frame, truth in zip(found.frames, SWEEP, strict=True):
        assert corner_distance(frame.transform.matrix, truth @ inverse(SWEEP[2]), SHAPE) < 0.15


def test_the_user_names_the_reference(sweep):
    found = found_for(sweep, reference=0)
    assert found.reference == 0
    assert found.frames[0].transform.is_still


def test_a_reference_that_there_is_not_is_refused(sweep):
    with pytest.raises(FusionError, match="no frame 9 to be the reference; there are 5"):
        found_for(sweep, reference=8)


def test_the_crop_is_what_all_frames_show(sweep):
    found = found_for(sweep)
    rows, columns = found.area
    assert found.is_cropped
    for frame in found.frames:
        corners = np.array([[columns.start, columns.stop - 1], [rows.start, rows.stop - 1], [1, 1]])
        x, y, _ = frame.transform.matrix @ corners
        assert x.min() > -0.01
        assert y.min() > -0.01
        assert x.max() < SHAPE[1] - 0.99
        assert y.max() < SHAPE[0] - 0.99


def test_the_size_is_kept_where_that_is_asked_for(sweep):
    assert not found_for(sweep, keep_size=True).is_cropped


def test_frames_with_little_in_common_name_the_one_that_differs_most():
    reports = [
        FrameReport(name, Transform(np.array([[1.0, 0, x], [0, 1, 0], [0, 0, 1]])))
        for name, x in (("near.png", 5), ("far.png", 90), ("middle.png", 0))
    ]
    with pytest.raises(FusionError, match=r"far\.png differs most"):
        crop(reports, (60, 100), RegistrationParameters())
    whole = crop(reports, (60, 100), RegistrationParameters(keep_size=True))
    assert whole == (slice(0, 60), slice(0, 100))


def test_registered_frames_stay_as_they_are():
    frames, _ = focus_stack(4, 120, 240)
    assert found_for(frames).is_identity


def test_without_motion_only_exposure_is_evened():
    frames = moved_stack([np.eye(3)] * 3)
    frames[1] = brightened(frames[1], (0.7, 0.7, 0.7))
    found = found_for(frames, reference=0)
    assert found.model == "none"
    assert found.frames[1].transform.gain == pytest.approx((1 / 0.7,) * 3, rel=0.03)
    assert not any(frame.transform.has_gain for n, frame in enumerate(found.frames) if n != 1)
    assert found_for(frames, even_exposure=False).is_identity


def test_a_shift_is_called_a_shift():
    assert found_for(moved_stack([np.eye(3), similarity(shift=(4.5, 2.5))])).model == "shift"


@pytest.mark.parametrize(
    ("flag", "spoil"),
    [
        ("black", np.zeros_like),
        ("blown", lambda frame: np.full_like(frame, 255)),
        ("other-scene", lambda frame: rough_scene(*frame.shape[:2], seed=77)),
        ("darker", lambda frame: brightened(frame, (0.2, 0.2, 0.2))),
    ],
)
def test_a_frame_with_which_something_is_wrong_is_named_and_left_out(sweep, flag, spoil):
    frames = [frame if n != 3 else spoil(frame) for n, frame in enumerate(sweep)]
    found = found_for(frames)
    assert flag in found.frames[3].flags
    assert found.used == (0, 1, 2, 4)
    assert any(str(note).startswith("source 4") for note in notes_of(found))


def test_the_user_keeps_a_frame_and_leaves_another_out(sweep):
    frames = [frame if n != 3 else np.zeros_like(frame) for n, frame in enumerate(sweep)]
    assert found_for(frames, keep=(3,), leave_out=(0,)).used == (1, 2, 3, 4)


def test_a_bad_middle_frame_is_no_reference(sweep):
    frames = [frame if n != 2 else np.full_like(frame, 255) for n, frame in enumerate(sweep)]
    assert found_for(frames).reference in (1, 3)


def test_a_turned_frame_is_turned_back_exactly():
    scene = moved_stack([np.eye(3)] * 3)
    scene[0] = np.ascontiguousarray(scene[0][::-1, ::-1])
    found = found_for(scene)
    assert "turned" in found.frames[0].flags
    assert np.array_equal(found.frames[0].transform.matrix, [[-1, 0, 279], [0, -1, 199], [0, 0, 1]])


def test_the_same_frame_twice_is_told(sweep):
    found = found_for([sweep[0], sweep[0], *sweep[1:]])
    assert found.frames[1].flags == ("duplicate",)
    assert len(found.used) == 6


def test_of_two_frames_neither_is_left_out():
    frames = [np.zeros((*SHAPE, 3), np.uint8), rough_scene(*SHAPE)]
    assert found_for(frames).used == (0, 1)


def test_of_two_still_pictures_of_different_scenes_the_second_is_named_and_both_are_kept():
    found = found_for([texture(240, 320, 1), texture(240, 320, 2)])
    assert found.is_identity
    assert [frame.flags for frame in found.frames] == [(), ("other-scene",)]
    assert [frame.used for frame in found.frames] == [True, True]
    assert "shows another scene" in " ".join(str(note) for note in notes_of(found))


@pytest.mark.parametrize("seed", [9, 11, 12])
def test_a_stranger_in_a_still_stack_is_left_out(seed):
    """Whether or not the first look takes it for motion."""
    stack, _ = focus_stack(5, 240, 320)
    stack.insert(2, texture(240, 320, seed))
    found = found_for(stack)
    assert "other-scene" in found.frames[2].flags
    assert [frame.used for frame in found.frames] == [True, True, False, True, True, True]


def test_a_still_pair_of_one_scene_and_one_that_is_taken_as_it_is_have_no_stranger():
    pair = focus_pair(240, 320)
    other = [texture(240, 320, 1), texture(240, 320, 2)]
    for frames, model in (([pair.first, pair.second], "auto"), (other, "none")):
        assert [frame.flags for frame in found_for(frames, model=model).frames] == [(), ()]
