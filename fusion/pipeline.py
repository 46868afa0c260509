"""From sources to a result: the only place that knows the order of the steps."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from fusion.errors import FusionError
from fusion.files import load_photo
from fusion.focus.decision import Decision
from fusion.methods.registry import Method, find_method
from fusion.photo import Photo, Pixels
from fusion.progress import Progress, no_progress
from fusion.settings import FusionSettings

Source = str | os.PathLike[str] | Photo | Pixels


@dataclass(frozen=True)
class FusionResult:
    """What ``fuse`` gives back.

    Attributes
    ----------
    photo
        The fused photo: the first source's size, type, profile and metadata.
    decision
        Which source gave each pixel, how much of it, and how sure that choice is.
    timings
        Seconds by stage, in the order in which they ran.
    device
        ``"cpu"``, or ``"cuda"`` and the name of the GPU.
    settings
        The settings that made it, with the method's parameters filled in.
    """

    photo: Photo
    decision: Decision
    timings: dict[str, float]
    device: str
    settings: FusionSettings

    @property
    def confidence(self) -> np.ndarray:
        """(H, W) float32 in [0, 1]: 1 where the choice is sure or does not matter."""
        return self.decision.confidence


class LoadedFrames:
    """Sources as a stream of photos that can be walked through again.

    Files are read at every walk once there are more than ``keep`` of them, so that a long stack never
    stands in memory as a whole.
    """

    def __init__(self, sources: Sequence[Source], keep: int = 4) -> None:
        self._sources = list(sources)
        self._keep = len(self._sources) <= keep
        self._photos: dict[int, Photo] = {}

    def __len__(self) -> int:
        return len(self._sources)

    def __iter__(self) -> Iterator[Photo]:
        return (self._photo(index) for index in range(len(self._sources)))

    def _photo(self, index: int) -> Photo:
        source = self._sources[index]
        if isinstance(source, Photo):
            return source
        if isinstance(source, np.ndarray):
            return Photo(source)
        if index not in self._photos:
            photo = load_photo(source)
            if not self._keep:
                return photo
            self._photos[index] = photo
        return self._photos[index]


class MatchingFrames:
    """Frames of one size and type: grey and 8-bit sources beside colour and 16-bit ones are lifted."""

    def __init__(self, frames: LoadedFrames) -> None:
        self._frames = frames
        self.first = next(iter(frames))
        self._colour = not self.first.is_grey
        self._type = self.first.pixels.dtype
        for number, photo in enumerate(frames, 1):
            self._admit(photo, number)

    def _admit(self, photo: Photo, number: int) -> None:
        if (photo.height, photo.width) != (self.first.height, self.first.width):
            raise FusionError(
                f"{describe(self.first, 1)} is {self.first.width} × {self.first.height} pixels and "
                f"{describe(photo, number)} is {photo.width} × {photo.height}; "
                "take sources of the same size"
            )
        self._colour = self._colour or not photo.is_grey
        if (photo.pixels.dtype == np.float32) != (self._type == np.float32):
            raise FusionError(
                f"{describe(photo, number)} and {describe(self.first, 1)} mix floating-point and whole "
                "numbers; save all sources in the same form"
            )
        if photo.pixels.dtype == np.uint16:
            self._type = photo.pixels.dtype

    def __len__(self) -> int:
        return len(self._frames)

    def __iter__(self) -> Iterator[Photo]:
        return (self._lift(photo) for photo in self._frames)

    def _lift(self, photo: Photo) -> Photo:
        pixels = photo.pixels
        if pixels.dtype != self._type:
            pixels = pixels.astype(np.uint16) * np.uint16(257)
        if self._colour and pixels.ndim == 2:
            pixels = np.repeat(pixels[:, :, None], 3, axis=2)
        return photo if pixels is photo.pixels else replace(photo, pixels=pixels)


def describe(photo: Photo, number: int) -> str:
    """How a message names a source."""
    return str(photo.path) if photo.path else f"source {number}"


def fuse(
    sources: Sequence[Source],
    settings: FusionSettings | None = None,
    progress: Progress | None = None,
) -> FusionResult:
    """Fuse two or more photographs of the same scene, focused at different depths.

    Parameters
    ----------
    sources
        Paths, ``Photo`` objects or arrays ((H, W) or (H, W, 3) RGB; uint8, uint16, or float32 in
        [0, 1]), all of one size.
    settings
        Method, its parameters and the device; the defaults are the published values.
    progress
        Called with the stage and how much of it is done; raising ``Cancelled`` from it stops.

    Raises
    ------
    FusionError
        For sources that cannot be read or do not match, and settings out of range: one sentence.
    """
    settings = complete(settings or FusionSettings())
    report = progress or no_progress
    method = find_method(settings.method)
    check_count(sources, method)
    begun = time.perf_counter()
    report("Reading", 0, len(sources))
    frames = MatchingFrames(LoadedFrames(sources))
    timings = {"reading": time.perf_counter() - begun}
    assert settings.parameters is not None
    outcome = method.fuse(frames, settings.parameters, settings.device, report)
    timings.update(outcome.timings)
    first = frames.first
    photo = Photo(outcome.pixels, profile=first.profile, metadata=first.metadata)
    return FusionResult(photo, outcome.decision, timings, outcome.device, settings)


def complete(settings: FusionSettings) -> FusionSettings:
    """``settings`` with the method's default parameters where none are given."""
    method = find_method(settings.method)
    if settings.parameters is None:
        return replace(settings, parameters=method.parameters())
    if type(settings.parameters) is not method.parameters:
        raise FusionError(
            f"the method {method.name} takes {method.parameters.__name__}, "
            f"not {type(settings.parameters).__name__}"
        )
    return settings


def check_count(sources: Sequence[Source], method: Method) -> None:
    """Refuse fewer than two sources, and more than the method takes."""
    if len(sources) < 2:
        raise FusionError("fusing takes two sources at least; add another one")
    if method.most_frames is not None and len(sources) > method.most_frames:
        raise FusionError(
            f"the method {method.name} takes {method.most_frames} sources and {len(sources)} were "
            "given; take another method"
        )
