"""Whether sources can be fused or registered, and if not, why."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from fusion import Photo
from fusion.settings import ROLES
from ui.document.kinds import HasPhoto
from ui.i18n import tr

FEWEST = 2


def why_not_fused(slots: Sequence[HasPhoto | None], purpose: str, most: int | None) -> str:
    """Why the sources in the slots cannot be fused, in a sentence; empty where they can.

    ``most`` is how many the method and the kind of fusion take; None for any number.
    """
    photos = [source.photo for source in slots if source is not None]
    if len(photos) < FEWEST:
        missing = list(slots).index(None)
        if not ROLES[purpose]:
            return tr("Add a picture to slot {number} to fuse.", number=missing + 1)
        if missing == 0:
            return tr("Add the infrared picture to fuse.")
        return tr("Add the visible picture to fuse.")
    if most is not None and len(photos) > most:
        if ROLES[purpose]:
            return tr("This takes one infrared and one visible picture; remove the others.")
        return tr(
            "This method takes {most} sources at most; remove some, or choose another method.",
            most=most,
        )
    return why_unlike(photos, mixes=bool(ROLES[purpose]))


def why_not_aligned(slots: Sequence[HasPhoto | None], purpose: str) -> str:
    """Why the sources in the slots cannot be registered, in a sentence; empty where they can."""
    photos = [source.photo for source in slots if source is not None]
    if ROLES[purpose]:
        return tr("Infrared and visible are aligned only when they are fused, where the options say so.")
    if len(photos) < FEWEST:
        missing = list(slots).index(None) + 1
        return tr("Add a picture to slot {number} to align.", number=missing)
    return why_unlike(photos)


def why_unlike(photos: Sequence[Photo], mixes: bool = False) -> str:
    """Why the first picture and another cannot be fused, in a sentence; empty where all can.

    With ``mixes`` floating-point and whole numbers go together.
    """
    first = photos[0]
    for photo in photos[1:]:
        if (photo.width, photo.height) != (first.width, first.height):
            return tr(
                "{name} has {width} × {height} pixels and {first} has "
                "{first_width} × {first_height}; take sources of one size.",
                name=photo.name, width=photo.width, height=photo.height,
                first=first.name, first_width=first.width, first_height=first.height,
            )  # fmt: skip
        if not mixes and (photo.pixels.dtype == np.float32) != (first.pixels.dtype == np.float32):
            return tr(
                "{name} and {first} mix floating-point and whole numbers; save both in one form.",
                name=photo.name, first=first.name,
            )  # fmt: skip
    return ""
