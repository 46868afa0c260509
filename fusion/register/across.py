"""Registering frames of different modality, such as infrared and visible, by where their edges lie."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from fusion.contracts import Frames
from fusion.errors import FusionError
from fusion.frames.displaced import area_of_all
from fusion.photo import FloatMap, Photo
from fusion.progress import Progress
from fusion.register.cross_modal import SIDES, CrossMatch, at_size, match_across
from fusion.register.levels import prepare
from fusion.register.motion import SMALLEST_COMMON, motion_of, pixels_of
from fusion.register.registration import Area, FittedModel, FrameReport, Registration
from fusion.settings import RegistrationParameters
from fusion.transform import Transform


def register_across(
    frames: Frames,
    parameters: RegistrationParameters,
    reference: int,
    progress: Progress,
    names: Sequence[str],
) -> Registration:
    """Find how frames of different modality lie against the reference.

    Parameters
    ----------
    frames
        Of one size.
    parameters
        Whose model is ``cross-modal``. Gains are not looked for: the brightness of different modalities
        cannot be compared.
    reference
        Number of the frame whose geometry the result has.
    progress
        Called step by step.
    names
        Of the frames.

    Returns
    -------
    Registration
        Frames for which no motion is found lie as they are, and are flagged.

    Raises
    ------
    FusionError
        Where frames have too little in common.

    Examples
    --------
    >>> import numpy as np
    >>> from fusion.frames.matching import MatchingFrames
    >>> from fusion.progress import no_progress
    >>> frames = MatchingFrames([np.full((64, 64), 90, np.uint8)] * 2)
    >>> asked = RegistrationParameters("cross-modal")
    >>> register_across(frames, asked, 1, no_progress, ["ir.png", "vi.png"]).frames[0].flags
    ('unregistered',)
    """
    fixed, share = reduced_luminance(frames[reference])
    reports, models = [], list[FittedModel]()
    for number, photo in enumerate(frames):
        if number == reference:
            reports.append(FrameReport(names[number]))
            continue
        match = match_across(fixed, reduced_luminance(photo)[0], progress=progress)
        report = report_of(match, share, frames.shape, names[number])
        reports.append(replace(report, used=number not in parameters.leave_out))
        models.append(model_of(report, match))
    area = area_shown([report for report in reports if report.used], frames.shape, parameters.keep_size)
    return Registration(richest(models), reference, frames.shape, area, tuple(reports))


def report_of(
    match: CrossMatch | None, share: float, shape: tuple[int, int], name: str
) -> FrameReport:
    """What was found about a frame of shape (H, W) from its match at a share of that size."""
    if match is None or not match.is_sure:
        return FrameReport(name, inliers=0.0, flags=("unregistered",))
    motion = at_size(match.motion, 1 / share)
    return FrameReport(
        name,
        Transform(motion.matrix, displacement=motion.displacement),
        **motion_of(motion.matrix, shape),
        inliers=match.after,
    )


def model_of(report: FrameReport, match: CrossMatch | None) -> FittedModel:
    """The model of what a frame was given."""
    if match is None or report.transform.is_still:
        return "none"
    return match.model if report.transform.displacement is None else "field"


def area_shown(reports: Sequence[FrameReport], shape: tuple[int, int], keep_size: bool) -> Area:
    """The part of the reference that the result shows."""
    if keep_size:
        return slice(0, shape[0]), slice(0, shape[1])
    shown = area_of_all([report.transform for report in reports], shape)
    if shown is None or pixels_of(shown) < SMALLEST_COMMON * shape[0] * shape[1]:
        raise FusionError(
            "too-little-in-common-across",
            "the frames have less than {share} % of the picture in common as they were registered; "
            "keep the size (--keep-size), or take another motion",
            share=round(100 * SMALLEST_COMMON),
        )
    return shown


def reduced_luminance(photo: Photo) -> tuple[FloatMap, float]:
    """Luminance in levels of 8 bits at the finest size that is compared, and the share that is."""
    prepared = prepare(photo, SIDES[-1])
    return prepared.luminance, prepared.share


def richest(models: Sequence[FittedModel]) -> FittedModel:
    """Of the models that frames got, the one with most freedom."""
    order: tuple[FittedModel, ...] = ("none", "similarity", "affine", "field")
    return max(models, key=order.index, default="none")
