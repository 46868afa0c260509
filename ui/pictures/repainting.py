"""Part of a picture changed: its pyramid and its maps are brought in line in that rectangle alone."""

from __future__ import annotations

import numpy as np

from fusion.decision import Area
from fusion.files.colour.profiles import on_screen, same_colours
from ui.document.fused import Fused
from ui.pictures.gallery import ResultPictures
from ui.pictures.pyramid import Array, Pyramid, average_half, to_eight_bits


def repaint(pictures: ResultPictures, fused: Fused, area: Area) -> None:
    """Bring the pictures of a result in line with its pixels and decision, in rows and columns."""
    photo, decision = fused.result.photo, fused.result.decision
    pixels = photo.pixels[area]
    if photo.profile is not None and not same_colours(photo.profile, None):
        pixels = on_screen(to_eight_bits(np.ascontiguousarray(pixels)), photo.profile)
    put(pictures.picture, pixels, area)
    if decision is None or pictures.maps is None:
        return
    part = decision.part(area)
    maps = pictures.maps
    put(maps.decision.pyramid, part.labels if maps.decision.pyramid.is_labels else part.as_grey(), area)
    put(maps.grey.pyramid, part.as_grey(), area)
    put(maps.confidence.pyramid, part.confidence_as_grey(), area)


def put(pyramid: Pyramid, pixels: Array, area: Area) -> None:
    """Write pixels into the finest level, and what they change into the coarser ones."""
    finest = pyramid.levels[0]
    if not np.may_share_memory(finest, pixels):
        finest[area] = pixels
    for finer, coarser in zip(pyramid.levels, pyramid.levels[1:], strict=False):
        area = halved(area, coarser.shape)
        seen = tuple(
            slice(2 * side.start, min(2 * side.stop, size))
            for side, size in zip(area, finer.shape, strict=False)
        )
        if pyramid.is_labels:
            coarser[area] = finer[seen][::2, ::2]
        else:
            coarser[area] = average_half(np.ascontiguousarray(finer[seen]))


def halved(area: Area, shape: tuple[int, ...]) -> Area:
    """An area in a picture of half the size, with all pixels that it touches."""
    sides = [
        slice(side.start // 2, min(-(-side.stop // 2), size))
        for side, size in zip(area, shape, strict=False)
    ]
    return sides[0], sides[1]
