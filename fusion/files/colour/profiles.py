"""Colour profiles (ICC), through LittleCMS; 16 bits and floating point stay what they are."""

from __future__ import annotations

from functools import lru_cache

import imagecodecs
import numpy as np

from fusion.photo import Pixels

SPACES = {b"RGB ": "rgb", b"GRAY": "gray", b"CMYK": "cmyk", b"Lab ": "lab"}
CLOSE_16_BIT = 130
"""Two profiles are the same colours where they differ by less than half an 8-bit step."""


@lru_cache
def srgb() -> bytes:
    """The profile that a picture without one is taken to have."""
    return undated(imagecodecs.cms_profile("srgb"))


@lru_cache
def raw_profile(space: str) -> bytes:
    """The profile of the colour space in which RAW is developed."""
    if space == "prophoto":
        primaries = [0.7347, 0.2653, 1.0, 0.1596, 0.8404, 1.0, 0.0366, 0.0001, 1.0]
        white = [0.3457, 0.3585, 1.0]
        return undated(
            imagecodecs.cms_profile("rgb", whitepoint=white, primaries=primaries, gamma=1.8)
        )
    return undated(imagecodecs.cms_profile("adobergb")) if space == "adobe" else srgb()


def undated(profile: bytes) -> bytes:
    """The profile without the second in which it was made: the same photo gives the same file."""
    the_day = (2026, 1, 1, 0, 0, 0)
    return profile[:24] + b"".join(part.to_bytes(2, "big") for part in the_day) + profile[36:]


def space_of(profile: bytes) -> str:
    """The profile's colour space: ``rgb``, ``gray``, ``cmyk`` or ``lab``; empty for any other."""
    return SPACES.get(profile[16:20], "")


@lru_cache(maxsize=64)
def is_sound(profile: bytes) -> bool:
    """Whether LittleCMS can convert from the profile, whose header names its colour space."""
    space = space_of(profile)
    channels = {"rgb": (1, 1, 3), "gray": (1, 1), "cmyk": (1, 1, 4)}
    if space not in channels:
        return False
    try:
        transform(np.zeros(channels[space], dtype=np.uint8), profile, srgb())
    except (imagecodecs.CmsError, ValueError, RuntimeError):
        return False
    return True


@lru_cache(maxsize=64)
def same_colours(one: bytes | None, other: bytes | None) -> bool:
    """Whether two profiles mean the same colours by the same numbers; None is sRGB.

    Profiles of one space differ in their bytes from program to program, so a cube of colours decides.
    """
    one, other = one or srgb(), other or srgb()
    if one == other:
        return True
    if space_of(one) != space_of(other):
        return False
    steps = np.linspace(0, 65535, 9).astype(np.uint16)
    if space_of(one) == "gray":
        colours = steps[None]
    else:
        colours = np.stack(np.meshgrid(steps, steps, steps), axis=-1).reshape(1, -1, 3)
    moved = transform(np.ascontiguousarray(colours), one, other)
    return int(np.abs(moved.astype(int) - colours).max()) < CLOSE_16_BIT


def transform(pixels: Pixels, source: bytes, target: bytes) -> Pixels:
    """``pixels`` from one profile to another, in the same type of number; strips bound the memory.

    Grey (H, W) becomes (H, W, 3) where the target is RGB. Relative colorimetric.
    """
    begin, end = space_of(source), space_of(target)
    shape = pixels.shape[:2] if end == "gray" else (*pixels.shape[:2], 3)
    result = np.empty(shape, dtype=pixels.dtype)
    for top in range(0, len(pixels), 512):
        rows = slice(top, top + 512)
        moved = imagecodecs.cms_transform(
            np.ascontiguousarray(pixels[rows]), source, target,
            colorspace=begin, outcolorspace=end, intent=1,
        )  # fmt: skip
        result[rows] = moved.reshape(result[rows].shape)
    if result.dtype == np.float32:
        np.clip(result, 0, 1, out=result)
    return result


def on_screen(pixels: Pixels, profile: bytes | None) -> Pixels:
    """The picture converted to sRGB for a screen; the same array where it already is."""
    if profile is None or same_colours(profile, None):
        return pixels
    fits = (pixels.ndim == 2) == (space_of(profile) == "gray")
    return transform(pixels, profile, srgb()) if fits else pixels
