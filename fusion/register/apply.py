"""Registering the frames of a fusion: finding how they lie, or taking what is given; and doing it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from fusion.errors import FusionError
from fusion.files import ReadOptions
from fusion.frames.displaced import area_of_all
from fusion.frames.hot_pixels import mend_hot_pixels
from fusion.frames.matching import MatchingFrames
from fusion.frames.registered import register_frames
from fusion.frames.sources import Source
from fusion.notes import Note
from fusion.progress import Progress, no_progress
from fusion.register.registration import Area, Flag, FrameReport, Registration
from fusion.register.stack import register
from fusion.settings import RegistrationParameters

FLAG_NOTES: dict[Flag, Callable[[FrameReport], Note]] = {
    "unregistered": lambda frame: Note(
        "frame-unregistered", "{name} could not be registered", name=frame.name
    ),
    "uncertain": lambda frame: Note(
        "frame-uncertain", "{name} is registered uncertainly, by about {error:.1f} pixels",
        name=frame.name, error=frame.closure_px,
    ),
    "other-scene": lambda frame: Note(
        "frame-other-scene", "{name} shows another scene", name=frame.name
    ),
    "turned": lambda frame: Note(
        "frame-turned", "{name} was turned by {angle:.0f}°",
        name=frame.name, angle=abs(frame.rotation_deg),
    ),
    "black": lambda frame: Note("frame-black", "{name} is black", name=frame.name),
    "blown": lambda frame: Note("frame-blown", "{name} is blown out", name=frame.name),
    "blurred": lambda frame: Note("frame-blurred", "{name} is blurred everywhere", name=frame.name),
    "darker": lambda frame: Note(
        "frame-lit-otherwise", "{name} was lit otherwise than the rest, by a factor of {gain:.2f}",
        name=frame.name, gain=frame.transform.gain[1],
    ),
    "duplicate": lambda frame: Note(
        "frame-duplicate", "{name} has the same pixels as an earlier frame", name=frame.name
    ),
    "alike": lambda frame: Note(
        "frame-alike", "{name} is focused like the frame before it", name=frame.name
    ),
    "out-of-order": lambda frame: Note(
        "frame-out-of-order", "{name} is focused like frames elsewhere in the stack", name=frame.name
    ),
}  # fmt: skip
"""What is said of each flag."""


def align(
    frames: MatchingFrames,
    parameters: RegistrationParameters,
    given: Registration | None,
    progress: Progress,
) -> Registration:
    """Register the frames, in their store.

    Parameters
    ----------
    frames
        Brought to the reference's geometry and brightness, and cropped; those left out are not touched
        but for the crop.
    parameters
        How to register.
    given
        What was found before, to be done again; None to find it.
    progress
        Called frame by frame.

    Returns
    -------
    Registration
        With notes.

    Raises
    ------
    FusionError
        Where the frames cannot be registered as asked, or what is given is of other frames.
    """
    if given is None:
        found = register(frames, parameters, progress, frames.name_of)
    else:
        found = fitted(given, parameters, frames)
    if found.is_cropped or not found.is_identity:
        transforms = [frame.transform for frame in found.frames]
        frames.notes += mend_hot_pixels(frames, transforms, found.used)
        register_frames(frames, transforms, found.area, progress)
    return found


def fitted(
    given: Registration, parameters: RegistrationParameters, frames: MatchingFrames
) -> Registration:
    """A registration that was given, with the crop and the frames to leave out that are asked for."""
    found = given
    if found.size == (0, 0):
        found = replace(found, size=frames.shape, area=whole_of(frames.shape))
        used = [found.frames[number].transform for number in found.used]
        found = replace(found, area=area_of_all(used, frames.shape) or found.area)
    if len(found.frames) != len(frames) or found.size != frames.shape:
        raise FusionError(
            "transforms-of-other-frames",
            "the transforms are for {known} frames of {known_width} × {known_height} pixels, and there "
            "are {count} of {width} × {height}; register these frames anew",
            known=len(found.frames), known_width=found.size[1], known_height=found.size[0],
            count=len(frames), width=frames.shape[1], height=frames.shape[0],
        )  # fmt: skip
    if parameters.keep_size:
        found = replace(found, area=whole_of(frames.shape))
    for number in (*parameters.keep, *parameters.leave_out):
        if number < len(frames):
            found = found.with_used(number, number not in parameters.leave_out)
    return found


def whole_of(shape: tuple[int, int]) -> Area:
    """All rows and columns."""
    return slice(0, shape[0]), slice(0, shape[1])


def register_sources(
    sources: Sequence[Source],
    parameters: RegistrationParameters | None = None,
    reading: ReadOptions | None = None,
    progress: Progress = no_progress,
) -> Registration:
    """Find how sources lie against each other, without fusing them.

    Parameters
    ----------
    sources, reading
        As for ``fusion.fuse``.
    parameters
        How to register; None for the defaults.
    progress
        Called frame by frame.

    Returns
    -------
    Registration
        To be looked at, changed, saved, and given to ``fusion.fuse``.

    Raises
    ------
    FusionError
        For sources that cannot be read or do not match, or have too little in common.

    Examples
    --------
    >>> import numpy as np
    >>> register_sources([np.full((64, 64), 90, np.uint8)] * 2).model
    'none'
    """
    frames = MatchingFrames(sources, reading, progress=progress)
    return register(frames, parameters, progress, frames.name_of)


def notes_of(registration: Registration) -> tuple[Note, ...]:
    """What a user should know: how the frames were registered, and what is wrong with any of them.

    Parameters
    ----------
    registration
        Of the frames.

    Returns
    -------
    tuple of Note
        None of them where the frames are registered and nothing is wrong.

    Examples
    --------
    >>> from fusion.register.registration import FrameReport
    >>> frames = (FrameReport("a.png"), FrameReport("b.png", flags=("black",), used=False))
    >>> whole = slice(0, 4), slice(0, 4)
    >>> [str(note) for note in notes_of(Registration("none", 0, (4, 4), whole, frames))]
    ['b.png is black: left out.']
    """
    notes = []
    if registration.model != "none":
        notes.append(
            Note(
                "frames-registered",
                "The frames differed by {percent:.1f} % and were registered ({model}).",
                percent=100 * registration.largest_motion, model=registration.model,
            )
        )  # fmt: skip
    gains = [gain for frame in registration.frames if frame.used for gain in frame.transform.gain]
    if set(gains) - {1.0}:
        notes.append(
            Note(
                "exposure-evened",
                "Exposure differed between the frames and was evened out, by factors of {low:.2f} to "
                "{high:.2f}.",
                low=min(gains), high=max(gains),
            )
        )  # fmt: skip
    return (*notes, *flag_notes(registration))


def flag_notes(registration: Registration) -> Sequence[Note]:
    """A note for each frame with which something is wrong, or which is left out."""
    notes = []
    for frame in registration.frames:
        told = [
            FLAG_NOTES[flag](frame) for flag in frame.flags
            if flag in FLAG_NOTES and flag != "duplicate"  # a file may have any word
        ]  # fmt: skip
        if not frame.used:
            what = told[0] if told else frame.name
            notes.append(Note("frame-left-out", "{what}: left out.", what=what))
        else:
            notes += [Note("frame-told", "{what}.", what=what) for what in told]
    return notes
