"""What strokes take their pixels from: frames found by their hash, and results made by their recipe."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fusion.contracts import Frames, Outcome
from fusion.decision import Decision
from fusion.errors import FusionError
from fusion.frames.sources import Origin
from fusion.photo import Mask, Pixels
from fusion.retouch.stroke import FrameSource, Recipe, Retouch, StrokeSource


@dataclass(frozen=True, eq=False)
class Layer:
    """What a stroke lays over the result.

    Attributes
    ----------
    pixels
        (H, W) or (H, W, 3), in the result's type.
    validity
        (H, W): where there is picture; None for everywhere.
    frame
        The frame's number; None for another result.
    decision
        Of another result that has one.
    """

    pixels: Pixels
    validity: Mask | None = None
    frame: int | None = None
    decision: Decision | None = None


class Layers:
    """The layers of strokes by their sources.

    Parameters
    ----------
    frames
        All registered frames.
    origins
        Of the frames, in order.
    made
        The other results that strokes need, by recipe.

    Raises
    ------
    FusionError
        From indexing, for a frame that is not among the sources, and a result that was not made.

    Examples
    --------
    >>> import numpy as np
    >>> from fusion.frames.matching import MatchingFrames
    >>> frames = MatchingFrames([np.full((1, 2), level, np.uint8) for level in (10, 20)])
    >>> Layers(frames, frames.origins)[FrameSource(number=1)].pixels.tolist()
    [[20, 20]]
    """

    def __init__(
        self, frames: Frames, origins: Sequence[Origin], made: Mapping[Recipe, Outcome] | None = None
    ) -> None:
        self.frames = frames
        self.origins = tuple(origins)
        self.made = dict(made or {})

    def __getitem__(self, source: StrokeSource, /) -> Layer:
        if isinstance(source, Recipe):
            if source not in self.made:
                raise missing(source.method)
            outcome = self.made[source]
            return Layer(outcome.pixels, decision=outcome.decision)
        assert source is not None
        number = number_of(source, self.origins)
        photo = self.frames[number]
        return Layer(photo.pixels, photo.validity, number)


def number_of(source: FrameSource, origins: Sequence[Origin]) -> int:
    """The number of a frame among the sources.

    Parameters
    ----------
    source
        Named by its hash, or by its number where it is no file.
    origins
        Of the sources, in order.

    Returns
    -------
    int
        From 0.

    Raises
    ------
    FusionError
        Where it is not there.

    Examples
    --------
    >>> number_of(FrameSource(number=0), [Origin("", "", None, None, True, None)])
    0
    """
    alike = [
        number for number, origin in enumerate(origins)
        if (origin.sha256, origin.page) == (source.sha256, source.page)
    ]  # fmt: skip
    if source.number in alike:
        return source.number
    if source.sha256 and alike:
        return alike[0]
    raise missing(source.name or source.number + 1)


def missing(source: str | int) -> FusionError:
    """What a stroke says whose source is not there."""
    return FusionError(
        "stroke-source-missing",
        "a stroke paints with {source}, which is not among the sources; add it, or remove the stroke",
        source=source,
    )


def source_of(origins: Sequence[Origin], number: int) -> FrameSource:
    """How strokes name a frame.

    Parameters
    ----------
    origins
        Of the sources, in order.
    number
        Of the frame, from 0.

    Returns
    -------
    FrameSource

    Examples
    --------
    >>> source_of([Origin("near.tif", "ab12", None, None, True, None)], 0).name
    'near.tif'
    """
    origin = origins[number]
    return FrameSource(origin.sha256, origin.page, number, origin.name)


def recipes_in(retouch: Retouch) -> list[Recipe]:
    """The other results that strokes need, each once."""
    found = [stroke.brush.source for stroke in retouch.strokes]
    return list(dict.fromkeys(source for source in found if isinstance(source, Recipe)))
