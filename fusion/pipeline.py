"""From sources to a result: the only place that knows the order of the steps."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from fusion.decision import Decision
from fusion.errors import FusionError
from fusion.files import ReadOptions
from fusion.files.metadata.carried import with_record
from fusion.frames.matching import LoadedFrames, MatchingFrames, Source
from fusion.photo import Photo
from fusion.progress import Progress, no_progress
from fusion.record import Record, record_of
from fusion.registry import Method, Shape, find_method
from fusion.settings import FusionSettings
from fusion.stage_timer import StageTimer


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
    record
        What made it, for making it again; it stands in the photo's XMP as well.
    notes
        What was converted on the way, and what else a user should know, a sentence each.
    """

    photo: Photo
    decision: Decision
    timings: dict[str, float]
    device: str
    settings: FusionSettings
    record: Record | None = None
    notes: tuple[str, ...] = ()

    @property
    def confidence(self) -> np.ndarray:
        """(H, W) float32 in [0, 1]: 1 where the choice is sure or does not matter.

        Of a few sources it is made when it is first looked at, from the sources as they then are.
        """
        return self.decision.confidence


def fuse(
    sources: Sequence[Source],
    settings: FusionSettings | None = None,
    progress: Progress | None = None,
    reading: ReadOptions | None = None,
) -> FusionResult:
    """Fuse two or more photographs of the same scene, focused at different depths.

    Parameters
    ----------
    sources
        Paths, pages of a TIFF (``Page``), ``Photo`` objects or arrays ((H, W) or
        (H, W, 3) RGB; uint8, uint16, or float32 in [0, 1]), all of one size.
    settings
        Method, its parameters and the device; the defaults are the published values.
    progress
        Called with the stage and how much of it is done; raising ``Cancelled`` from it stops.
    reading
        How files are read: the colour space of camera RAW, the limit on pixels.

    Raises
    ------
    FusionError
        For sources that cannot be read or do not match, and settings out of range: one sentence.
    """
    settings = complete(settings or FusionSettings())
    report = progress or no_progress
    method = find_method(settings.method)
    check_count(sources, method)
    clock = StageTimer()
    report("Reading", 0, len(sources))
    threading.Thread(target=get_ready, args=(settings,)).start()
    frames = MatchingFrames(LoadedFrames(sources, reading))
    clock.note("reading")
    assert settings.parameters is not None
    outcome = method.fuse(frames, settings.parameters, settings.device, report)
    clock.include(outcome.timings)
    first = frames.first
    record = record_of(settings, outcome.device, frames.origins, outcome.pixels)
    clock.note("hash for the record")
    photo = Photo(outcome.pixels, profile=first.profile, metadata=first.metadata)
    return FusionResult(
        with_record(photo, record.to_json()), outcome.decision, clock.timings, outcome.device, settings,
        record, (*frames.notes, *outcome.notes),
    )  # fmt: skip


def get_ready(settings: FusionSettings, shape: Shape | None = None) -> None:
    """Import what the method of ``settings`` computes with, for instance while pictures are read; with
    the ``shape`` (n, H, W) of the frames to come, prepare for them."""
    method = find_method(settings.method)
    if method.get_ready is not None:
        method.get_ready(settings.device, shape)


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
