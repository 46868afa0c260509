"""From a photo to what the screen shows: colours converted to sRGB, values kept for reading."""

from __future__ import annotations

from dataclasses import replace

from fusion import Photo
from fusion.files.colour.profiles import on_screen, same_colours
from ui.pictures.pyramid import Pyramid, build, to_eight_bits


def picture_of(photo: Photo) -> Pyramid:
    """The photo's pyramid. Where its profile means other colours than sRGB, it is 8-bit sRGB, and the
    file's own values stand beside it.
    """
    if photo.profile is None or same_colours(photo.profile, None):
        return build(photo.pixels)
    shown = on_screen(to_eight_bits(photo.pixels), photo.profile)
    return replace(build(shown), values=photo.pixels)
