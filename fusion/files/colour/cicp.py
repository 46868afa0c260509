"""Colour spaces that a file names by number (ITU-T H.273) or by coordinates, as ICC profiles.

AVIF, HEIF and JPEG XL may say their colours this way and hold no profile.
"""

from __future__ import annotations

from functools import lru_cache

import imagecodecs
import numpy as np

from fusion.files.colour.profiles import undated
from fusion.notes import Note
from fusion.photo import FloatMap

D65 = (0.3127, 0.3290)
PRIMARIES = {
    1: (0.640, 0.330, 0.300, 0.600, 0.150, 0.060), 9: (0.708, 0.292, 0.170, 0.797, 0.131, 0.046),
    12: (0.680, 0.320, 0.265, 0.690, 0.150, 0.060), 22: (0.630, 0.340, 0.295, 0.605, 0.155, 0.077),
}  # fmt: skip
"""x and y of red, green and blue, by code: BT.709 and sRGB, BT.2020, Display P3, EBU 3213."""
GAMMAS = {4: 2.2, 5: 2.8, 8: 1.0, 17: 2.6}
HDR = {16: "PQ", 18: "HLG"}
SRGB = 13
"""Code of the sRGB curve. BT.709's codes are shown by it too, as browsers do."""


def profile_of_codes(primaries: int, transfer: int, notes: list[Note]) -> bytes | None:
    """The profile of a pair of codes; None for sRGB and for codes without a meaning."""
    if transfer in HDR:
        tell_hdr(HDR[transfer], notes)
    corners = PRIMARIES.get(primaries)
    gamma = GAMMAS.get(transfer)
    if corners is None or (primaries == 1 and gamma is None):
        return None
    return described_profile(corners, D65, gamma)


def tell_hdr(curve: str, notes: list[Note]) -> None:
    """Add a note that the picture's values are encoded with an HDR curve."""
    notes.append(
        Note(
            "hdr-kept", "Its brightness is coded for HDR ({curve}) and was kept; it looks flat here.",
            curve=curve,
        )
    )  # fmt: skip


@lru_cache(maxsize=32)
def described_profile(
    primaries: tuple[float, ...], white: tuple[float, ...], gamma: float | None
) -> bytes:
    """An RGB profile from the primaries' and the white's x and y; ``gamma`` None is the sRGB curve.

    Empty, which is no profile, where such colours cannot be.
    """
    corners = [value for at in (0, 2, 4) for value in (primaries[at], primaries[at + 1], 1.0)]
    curve = (srgb_to_light(np.linspace(0, 1, 1024, dtype=np.float32)) * 65535).round().astype(np.uint16)
    shape = {"transferfunction": curve} if gamma is None else {"gamma": gamma}
    if not np.isfinite([*primaries, *white]).all():
        return b""
    try:
        profile = imagecodecs.cms_profile(
            "rgb", whitepoint=[white[0], white[1], 1.0], primaries=corners, **shape
        )
    except imagecodecs.CmsError:
        return b""
    return undated(profile)


def srgb_to_light(encoded: FloatMap) -> FloatMap:
    """Linear light in [0, 1] of values on the sRGB curve."""
    dark = encoded <= 0.04045
    return np.where(dark, encoded / 12.92, ((encoded + 0.055) / 1.055) ** 2.4).astype(np.float32)


def light_to_srgb(light: FloatMap) -> FloatMap:
    """Values on the sRGB curve of linear light in [0, 1]."""
    dark = light <= 0.0031308
    return np.where(dark, light * 12.92, 1 - 1.055 * (1 - light ** (1 / 2.4))).astype(np.float32)
