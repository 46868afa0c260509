"""Whether pictures can be fused with each other, and if not, why."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from fusion import Photo
from ui.i18n import tr


def why_unlike(photos: Sequence[Photo]) -> str:
    """Why the first picture and another cannot be fused, in a sentence; empty where all can."""
    first = photos[0]
    for photo in photos[1:]:
        if (photo.width, photo.height) != (first.width, first.height):
            return tr(
                "{name} has {width} × {height} pixels and {first} has "
                "{first_width} × {first_height}; take sources of one size.",
                name=photo.name, width=photo.width, height=photo.height,
                first=first.name, first_width=first.width, first_height=first.height,
            )  # fmt: skip
        if (photo.pixels.dtype == np.float32) != (first.pixels.dtype == np.float32):
            return tr(
                "{name} and {first} mix floating-point and whole numbers; save both in one form.",
                name=photo.name, first=first.name,
            )  # fmt: skip
    return ""
