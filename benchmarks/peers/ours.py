"""This program, asked as the others are."""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks.optics.light import Encoded
from benchmarks.peers.answer import Answer
from fusion import MatchingFrames, Photo
from fusion.register.registration import Registration
from fusion.register.stack import register
from fusion.settings import RegistrationParameters


def registration_of(frames: Sequence[Encoded], parameters: RegistrationParameters) -> Registration:
    """What registering finds about frames in memory."""
    return register(MatchingFrames([Photo(frame) for frame in frames]), parameters)


def parfocal(frames: Sequence[Encoded], reference: int) -> Answer:
    """The matrices, and which frames it names or leaves out."""
    found = registration_of(frames, RegistrationParameters(reference=reference))
    return Answer(
        tuple(frame.transform.matrix for frame in found.frames),
        tuple(bool(frame.flags) or not frame.used for frame in found.frames),
    )
