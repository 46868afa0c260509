"""What the views show of a result, made off the window's thread; and a quick preview of one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from fusion import FusionError, FusionResult, FusionSettings, Photo, Progress
from fusion.settings import for_a_first_look
from ui.document.session import Fused, Maps, Source
from ui.pictures.display_transform import picture_of
from ui.pictures.overlays import Overlay, confidence_overlay, decision_overlay, grey_overlay

Fuse = Callable[[Sequence[Photo], FusionSettings, Progress], FusionResult]

EQUAL_SHARES = "average"
"""The method that takes as much of every frame."""
QUICK_FROM = 4_000_000
"""Pictures of fewer pixels are fused so soon that nobody needs a preview."""
QUICK_PIXELS = 1_700_000
"""A preview has so many pixels at most: about a screen, and a sixteenth of 24 megapixels."""


def prepare(result: FusionResult, sources: tuple[Source, ...], progress: Progress) -> Fused:
    """All that the views need."""
    progress("Preparing the preview", 0, 1)
    decision = result.decision
    maps = None
    if decision is not None:
        maps = Maps(
            decision_overlay(decision), grey_overlay(decision), confidence_overlay(decision),
            decision.mean_confidence(),
        )  # fmt: skip
    return Fused(result, sources, picture_of(result.photo), maps, shares_of(result, len(sources)))


def shares_of(result: FusionResult, count: int) -> tuple[float, ...]:
    """What each frame gave, of all pixels; empty where a method mixes the frames in a way of its own."""
    decision = result.decision
    if decision is None:
        return (1 / count,) * count if result.settings.method == EQUAL_SHARES else ()
    return tuple(float(np.mean(decision.labels == number)) for number in range(decision.frames))


def quick_preview(
    fuse_function: Fuse, sources: tuple[Source, ...], settings: FusionSettings, progress: Progress
) -> Fused | None:
    """The fusion of the sources at a small size, to be looked at while the result is made.

    The small pictures are there already, for the screen. Radii in pixels stay what they are, so the
    preview is cleaned more coarsely than the result. None for small pictures, and where it cannot be
    made: the result's own sentence will say why.
    """
    picture = sources[0].picture
    height, width = picture.height, picture.width
    if height * width < QUICK_FROM:
        return None
    sizes = [level.shape[0] * level.shape[1] for level in picture.levels]
    level = next((n for n, size in enumerate(sizes) if size <= QUICK_PIXELS), len(sizes) - 1)

    def report(stage: str, done: int, total: int) -> None:
        del stage  # its parts are over too soon to be read
        progress("Making a quick preview", done, total)

    report("", 0, 1)
    try:
        result = fuse_function(
            [Photo(np.asarray(source.picture.levels[level])) for source in sources],
            quickly(settings), report,
        )  # fmt: skip
    except FusionError:
        return None
    fused = prepare(result, sources, report)


    def enlarged(overlay: Overlay) -> Overlay:
        return replace(overlay, pyramid=replace(overlay.pyramid, full=(height, width)))

    maps = fused.maps and replace(
        fused.maps,
        decision=enlarged(fused.maps.decision),
        grey=enlarged(fused.maps.grey),
        confidence=enlarged(fused.maps.confidence),
    )
    picture = replace(fused.picture, full=(height, width))
    return replace(fused, picture=picture, maps=maps, is_preview=True)


def quickly(settings: FusionSettings) -> FusionSettings:
    """The settings for a first look."""
    if settings.parameters is None:
        return settings
    return replace(settings, parameters=for_a_first_look(settings.parameters))
