"""Registering a stack: the only place that knows the order of these steps."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from fusion.contracts import Frames
from fusion.errors import FusionError
from fusion.frames.distinct import equal_frames
from fusion.frames.registered import common_area
from fusion.notes import Note
from fusion.progress import Progress, no_progress
from fusion.register.across import register_across
from fusion.register.choice import VISIBLE_PX, choose_model
from fusion.register.exposure import GainLink, solve_gains
from fusion.register.flags import UNUSABLE, flags_of, left_out
from fusion.register.levels import LONG_SIDES
from fusion.register.links import OFFSETS, TRUSTED, Matches, match_all
from fusion.register.models import MotionModel, project
from fusion.register.motion import SMALLEST_COMMON, motion_of, pixels_of
from fusion.register.pair import register_pair
from fusion.register.poses import Floats, Link, Poses, largest_group, solve_poses
from fusion.register.registration import Area, Flag, FrameReport, Model, Registration
from fusion.register.summary import summarise
from fusion.settings import CROSS_MODAL, RegistrationParameters
from fusion.transform import Gain, Matrix, Transform, corner_distance

FEW_AGREE = 0.25
"""Median inliers of neighbours below which a similarity may be too little."""
MANY_MORE = 1.5
"""By what factor a homography must have more inliers, to be taken then."""
MORE_AGREE = 1.2
"""By what factor a richer model must raise the share of windows that agree."""
STILL_PX = 0.1
"""A frame of a moving stack that lies nearer than this to the reference stays as it is."""


def register(
    frames: Frames,
    parameters: RegistrationParameters | None = None,
    progress: Progress | None = None,
    name_of: Callable[[int], str | Note] | None = None,
) -> Registration:
    """Find how the frames of a stack lie against the reference, and what is wrong with any of them.

    Parameters
    ----------
    frames
        Of one size, in the order of focus.
    parameters
        Motion model, reference, exposure; None for the defaults.
    progress
        Called frame by frame.
    name_of
        Names a frame by its number, for reports.

    Returns
    -------
    Registration
        The identity where no frame has to be moved or brightened.

    Raises
    ------
    FusionError
        For a reference that there is not, and where frames have no area in common.

    Notes
    -----
    Neighbours and frames 2, 4 and 8 apart are matched (see ``register_pair``) and all poses solved
    together. Known weakness: parallax is not modelled.

    Examples
    --------
    >>> from fusion.frames.matching import MatchingFrames
    >>> frames = MatchingFrames([np.full((64, 64), 90, np.uint8)] * 2)
    >>> register(frames).is_identity
    True
    """
    asked, report = parameters or RegistrationParameters(), progress or no_progress
    names = [str(name_of(n)) if name_of else f"source {n + 1}" for n in range(len(frames))]
    if asked.model == CROSS_MODAL:
        return register_across(frames, asked, middle(asked, len(frames)), report, names)
    model, matches = find_motion(frames, asked.model, report)
    equals = equal_frames(frames)
    reference = middle(asked, len(frames))
    if asked.reference is None and model != "none":
        joined = largest_group(matches.links(), len(frames))
        reference = min(joined, key=lambda number: abs(number - reference))
    gain_links = matches.gain_links() if asked.even_exposure else []
    solved = solve(matches, gain_links, model, asked, reference, equals)
    if asked.reference is None:
        better = reference_among(solved.flags, solved.reference)
        if better != solved.reference:
            solved = solve(matches, gain_links, model, asked, better, equals)
    return describe(solved, matches, asked, names)


@dataclass(frozen=True)
class Solved:
    """Poses, gains and flags for one reference frame."""

    model: Model
    reference: int
    links: list[Link]
    poses: Poses
    gains: list[Gain]
    flags: list[list[Flag]]
    sharpness: Floats


def solve(
    matches: Matches,
    gain_links: Sequence[GainLink],
    model: Model,
    asked: RegistrationParameters,
    reference: int,
    equals: dict[int, int],
) -> Solved:
    """Poses, gains and flags of all frames against a reference."""
    count, shape = len(matches.summaries), matches.shape
    links = matches.links() if model != "none" else []
    poses = still(count)
    if model != "none":
        poses = solve_poses(links, count, reference, model, shape)
        model = simplest(model, asked.model, poses, shape)
        if model == "shift":
            poses = solve_poses(links, count, reference, model, shape)
    gains = solve_gains(gain_links, count, reference)
    flags, sharpness = flags_of(matches, links, poses, gains, equals, moving=model != "none")
    return Solved(model, reference, links, poses, gains, flags, sharpness)


def reference_among(flags: Sequence[Sequence[Flag]], asked: int) -> int:
    """The frame nearest to the one asked for with which nothing is wrong; turned as most frames are."""
    turned = [("turned" in own) for own in flags]
    most = 2 * sum(turned) > len(flags)
    good = [n for n, own in enumerate(flags) if not set(own) & UNUSABLE and turned[n] == most]
    return min(good, key=lambda n: abs(n - asked), default=asked)


def describe(
    solved: Solved, matches: Matches, asked: RegistrationParameters, names: Sequence[str]
) -> Registration:
    """What was found, frame by frame, and the crop."""
    shape, reports = matches.shape, []
    out = left_out(solved.flags, asked.keep, asked.leave_out)
    if len(out) == len(names):
        out.discard(solved.reference)
    for number, matrix in enumerate(solved.poses.matrices):
        match = matches.nearest(number)
        reports.append(
            FrameReport(
                names[number],
                transform_of(matrix, solved.gains[number], shape),
                **motion_of(matrix, shape),
                inliers=match.inliers if match else 0.0,
                error_px=min(match.error_px, float(max(shape))) if match else 0.0,
                closure_px=solved.poses.closure_of(number, solved.links),
                sharpness=float(solved.sharpness[number]),
                flags=tuple(solved.flags[number]),
                used=number not in out,
            )
        )
    area = crop([report for report in reports if report.used], shape, asked)
    return Registration(solved.model, solved.reference, shape, area, tuple(reports))


def middle(asked: RegistrationParameters, count: int) -> int:
    """The reference that was asked for, or the middle frame (of two the first)."""
    if asked.reference is None:
        return (count - 1) // 2
    if not 0 <= asked.reference < count:
        raise FusionError(
            "no-such-reference", "there is no frame {number} to be the reference; there are {count}",
            number=asked.reference + 1, count=count,
        )  # fmt: skip
    return asked.reference


def find_motion(frames: Frames, asked: str, progress: Progress) -> tuple[Model, Matches]:
    """The model of the motion, ``none`` where there is none, and the matches of frames by it.

    Two frames, or neighbours and frames eight apart, are compared at reduced size first; where none of
    them moves, that is all.
    """
    count = len(frames)
    if asked == "none":
        return "none", without_matches(frames)
    simple: MotionModel = "shift" if asked == "shift" else "similarity"
    if count == 2:
        seen = first_look(frames, simple)
        if not seen.moving:
            return "none", seen
    far = OFFSETS[-1] if count > OFFSETS[-1] else max(count // 2, 1)
    looked = match_all(frames, simple, 1, progress, offsets=(1, far), until_motion=True)
    if not looked.moving:
        return "none", looked
    if count == 2:
        matches = match_all(frames, simple, 2, progress, before=looked)
    else:
        matches = match_all(frames, simple, 1, progress)
    return with_model(frames, asked, simple, matches, progress)


def with_model(
    frames: Frames, asked: str, simple: MotionModel, matches: Matches, progress: Progress
) -> tuple[MotionModel, Matches]:
    """The model that was asked for, or that the matches by a simple one support, and matches by it."""
    model, before, finest = simple, matches, 2 if len(frames) == 2 else 1
    if asked == "auto":
        model = choose_model(matches.of_neighbours())
        freer = look_freely(frames, matches, progress)
        if freer is not None:
            model, before = "homography", freer
    elif asked in ("affine", "homography"):
        model = "affine" if asked == "affine" else "homography"
    if model == simple:
        return model, matches
    if asked == "auto":
        before = match_all(frames, model, finest, progress, before=before, offsets=(1,))
        if before.agreement(1) < MORE_AGREE * matches.agreement(1):
            return simple, matches
    return model, match_all(frames, model, finest, progress, before=before)


def look_freely(frames: Frames, matches: Matches, progress: Progress) -> Matches | None:
    """Matches of neighbours by a homography, where many do not agree on a similarity and do on this."""
    if matches.agreement(1, np.median) > FEW_AGREE:
        return None
    freer = match_all(frames, "homography", 1, progress, offsets=(1,))
    again = freer.agreement(1)
    return freer if again > max(TRUSTED, MANY_MORE * matches.agreement(1)) else None


def without_matches(frames: Frames) -> Matches:
    """Neighbours as they are, for comparing their light."""
    result = Matches(frames.shape, looked=False)
    for number, photo in enumerate(frames):
        result.add(summarise(photo, LONG_SIDES[1]))
        if number:
            result.matches[number - 1, number] = None
    return result


def first_look(frames: Frames, model: MotionModel) -> Matches:
    """Whether two frames look moved at 360 pixels, which keeps registered pairs quick."""
    result = Matches(frames.shape)
    first, second = (summarise(photo, LONG_SIDES[1]) for photo in frames)
    result.add(first)
    result.add(second)
    match = register_pair(first[0], second[0], model, finest=0)
    distance = 0.0
    if match is not None:
        distance = corner_distance(match.matrix, np.eye(3), frames.shape)
    result.moving = match is None or distance >= VISIBLE_PX
    result.matches[0, 1] = match
    return result


def still(count: int) -> Poses:
    """The poses of frames that do not move."""
    return Poses(tuple(np.eye(3) for _ in range(count)), ())


def simplest(model: MotionModel, asked: str, poses: Poses, shape: tuple[int, int]) -> MotionModel:
    """``shift`` where that was left open and nothing more than a shift can be seen."""
    if asked != "auto" or model != "similarity":
        return model
    known = [matrix for matrix in poses.matrices if matrix is not None]
    more = [corner_distance(matrix, project(matrix, "shift", shape), shape) for matrix in known]
    return "shift" if max(more) < VISIBLE_PX / 2 else model


def transform_of(matrix: Matrix | None, gain: Gain, shape: tuple[int, int]) -> Transform:
    """The transform of a frame, without a motion that is too small to matter."""
    if matrix is None or corner_distance(matrix, np.eye(3), shape) < STILL_PX:
        return Transform(np.eye(3), gain)
    upside_down = np.array([[-1.0, 0, shape[1] - 1], [0, -1, shape[0] - 1], [0, 0, 1]])
    if corner_distance(matrix, upside_down, shape) < VISIBLE_PX:
        return Transform(upside_down, gain)  # exactly, so that no pixel is resampled
    return Transform(matrix, gain)


def crop(
    frames: Sequence[FrameReport], shape: tuple[int, int], asked: RegistrationParameters
) -> Area:
    """The part of the reference that the result shows: what all of these frames have."""
    whole = slice(0, shape[0]), slice(0, shape[1])
    if asked.keep_size:
        return whole
    area = common_area([frame.transform.matrix for frame in frames], shape)
    if area is None or pixels_of(area) < SMALLEST_COMMON * shape[0] * shape[1]:
        alone = [pixels_of(common_area([frame.transform.matrix], shape)) for frame in frames]
        raise FusionError(
            "too-little-in-common",
            "the frames have less than {share} % of the picture in common, and {frame} differs most; "
            "leave it out, or keep the size (--keep-size)",
            share=round(100 * SMALLEST_COMMON), frame=frames[int(np.argmin(alone))].name,
        )  # fmt: skip
    return area
