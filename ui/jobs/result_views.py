"""A result with what is told of it, made off the window's thread; and a quick preview of one."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from fusion import FusionError, FusionResult, FusionSettings, Photo, Progress
from fusion.register.registration import Registration
from fusion.settings import for_a_first_look
from ui.document.fused import Fused, Source
from ui.jobs.registering import Fuse, smaller
from ui.pictures.gallery import Gallery

QUICK_FROM = 4_000_000
"""Pictures of fewer pixels are fused so soon that nobody needs a preview."""
QUICK_PIXELS = 1_700_000
"""A preview has so many pixels at most: about a screen, and a sixteenth of 24 megapixels."""
EQUAL_SHARES = "average"
"""The method to which every source gives the same."""


def prepare(
    result: FusionResult, sources: tuple[Source, ...], gallery: Gallery, progress: Progress,
    is_preview: bool = False,
) -> Fused:  # fmt: skip
    """The result as the document holds it; its pictures are in the gallery then."""
    progress("Preparing the preview", 0, 1)
    decision = result.decision
    confidence = None if decision is None else decision.mean_confidence()
    fused = Fused(result, sources, (), confidence, is_preview)
    fused = replace(fused, shares=shares_of(fused))
    gallery.of_result(fused)
    return fused


def shares_of(fused: Fused) -> tuple[float, ...]:
    """What each source gave, of all pixels; empty where that cannot be said."""
    result, numbers = fused.result, fused.numbers
    decision = result.decision
    if decision is not None:
        return tuple(float(np.mean(decision.labels == number)) for number in range(decision.frames))
    has_holes = any(fused.sources[number].facts.has_holes for number in numbers)
    if result.settings.role_names or result.settings.method != EQUAL_SHARES or has_holes:
        return ()  # of two roles one gives the chroma; and what a source lacks, the others give
    return tuple((n in numbers) / len(numbers) for n in range(len(fused.sources)))


def quick_preview(
    fuse_function: Fuse, sources: tuple[Source, ...], settings: FusionSettings, gallery: Gallery,
    progress: Progress, registration: Registration | None = None,
) -> Fused | None:  # fmt: skip
    """The fusion of the sources at a small size, to be looked at while the result is made.

    The small pictures are there already, for the screen. Radii in pixels stay what they are, so the
    consistency verification of the preview is coarser than that of the result. ``registration`` is that
    of the whole pictures, where it is known. None for small pictures, and where it cannot be made: the
    result's own sentence will say why.
    """
    if not all(source.is_kept for source in sources):
        return None  # reading the files takes as long as fusing them
    first = gallery.of_source(sources[0])
    if first.height * first.width < QUICK_FROM:
        return None
    sizes = [level.shape[0] * level.shape[1] for level in first.levels]
    level = next((n for n, size in enumerate(sizes) if size <= QUICK_PIXELS), len(sizes) - 1)

    def report(stage: str, done: int, total: int) -> None:
        del stage  # its parts are over too soon to be read
        progress("Making a quick preview", done, total)

    report("", 0, 1)
    photos = [small_photo(source, gallery, level) for source in sources]
    known = registration and smaller(registration, (photos[0].height, photos[0].width))
    try:
        result = fuse_function(photos, quickly(settings), report, known)
    except FusionError:
        return None
    return prepare(result, sources, gallery, report, is_preview=True)


def small_photo(source: Source, gallery: Gallery, level: int) -> Photo:
    """One level of the source's picture, and where there is picture in it."""
    validity, step = source.photo.validity, 2**level
    small = None if validity is None else np.ascontiguousarray(validity[::step, ::step])
    return Photo(np.asarray(gallery.of_source(source).levels[level]), validity=small)


def quickly(settings: FusionSettings) -> FusionSettings:
    """The settings for a first look."""
    if settings.parameters is None:
        return settings
    return replace(settings, parameters=for_a_first_look(settings.parameters))
