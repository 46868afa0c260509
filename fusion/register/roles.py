"""Registering frames with roles, an infrared and a visible one: only where it is asked for."""

from __future__ import annotations

from dataclasses import replace

from fusion.frames.matching import MatchingFrames
from fusion.progress import Progress
from fusion.register.apply import align, whole_of
from fusion.register.registration import FrameReport, Registration
from fusion.register.stack import middle
from fusion.settings import FusionSettings, RegistrationParameters


def align_for(
    settings: FusionSettings, frames: MatchingFrames, given: Registration | None, progress: Progress
) -> Registration:
    """Register the frames of a kind of fusion, in their store, as its complete settings say."""
    assert settings.registration is not None
    register = align_roles if settings.role_names else align
    return register(frames, settings.registration, given, progress)


def align_roles(
    frames: MatchingFrames,
    parameters: RegistrationParameters,
    given: Registration | None,
    progress: Progress,
) -> Registration:
    """Register frames with roles, in their store.

    Parameters
    ----------
    frames, parameters, given, progress
        As for ``fusion.register.apply.align``.

    Returns
    -------
    Registration
        All frames take part, and nothing is said against one but that it could not be registered: what
        is dark or blurred beside its neighbour in a focus stack is as it should be in infrared.

    Raises
    ------
    FusionError
        As ``align``.
    """
    count = len(frames)
    if parameters.reference is None:  # the visible frame, whose colours the result has
        parameters = replace(parameters, reference=count - 1)
    if given is None and parameters.model == "none" and not parameters.even_exposure:
        return untouched(frames, middle(parameters, count))
    keep = replace(parameters, keep=tuple(range(count)), leave_out=())
    found = align(frames, keep, given, progress)
    reports = tuple(
        replace(frame, flags=tuple(flag for flag in frame.flags if flag == "unregistered"), used=True)
        for frame in found.frames
    )
    return replace(found, frames=reports)


def untouched(frames: MatchingFrames, reference: int) -> Registration:
    """The registration of frames that are taken as they are."""
    reports = tuple(FrameReport(str(frames.name_of(number))) for number in range(len(frames)))
    return Registration("none", reference, frames.shape, whole_of(frames.shape), reports)
