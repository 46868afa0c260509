"""CIELAB and CIEDE2000."""

from __future__ import annotations

import numpy as np

from fusion.metrics.arrays import Floats

RGB_TO_XYZ = np.array(
    [
        [0.412453, 0.357580, 0.180423],
        [0.212671, 0.715160, 0.072169],
        [0.019334, 0.119193, 0.950227],
    ]
)
"""Linear sRGB to CIE XYZ, white D65."""

WHITE_D65 = np.array([0.95047, 1.0, 1.08883])


def mean_delta_e2000(first: Floats, second: Floats) -> float:
    """Mean CIEDE2000 of two pictures of encoded sRGB, (H, W, 3), or grey, (H, W), in [0, 1]."""
    return float(delta_e2000_of_lab(lab_of_srgb(first), lab_of_srgb(second)).mean())


def lab_of_srgb(pixels: Floats) -> Floats:
    """(3, H, W): L*, a* and b* of encoded sRGB, (H, W, 3), or grey, (H, W), in [0, 1]."""
    linear = np.where(pixels > 0.04045, ((pixels + 0.055) / 1.055) ** 2.4, pixels / 12.92)
    if linear.ndim == 2:
        linear = np.repeat(linear[:, :, None], 3, axis=2)
    relative = linear @ (RGB_TO_XYZ / WHITE_D65[:, None]).T
    bent = np.where(relative > 0.008856, np.cbrt(relative), 7.787 * relative + 16 / 116)
    x, y, z = np.moveaxis(bent, 2, 0)
    return np.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def delta_e2000_of_lab(first: Floats, second: Floats) -> Floats:
    """CIEDE2000 of colours (3, …) of L*, a*, b*, with all weights 1.

    The names are those of Sharma, Wu and Dalal 2005, whose 34 pairs the tests hold.
    """
    light_1, a_1, b_1 = first
    light_2, a_2, b_2 = second
    mean_chroma = (np.hypot(a_1, b_1) + np.hypot(a_2, b_2)) / 2
    stretch = 1 + 0.5 * (1 - _chroma_weight(mean_chroma))
    chroma_1, hue_1 = _chroma_and_hue(stretch * a_1, b_1)
    chroma_2, hue_2 = _chroma_and_hue(stretch * a_2, b_2)
    grey = chroma_1 * chroma_2 == 0

    turn = hue_2 - hue_1
    turn = np.where(turn > 180, turn - 360, np.where(turn < -180, turn + 360, turn))
    turn = np.where(grey, 0, turn)
    d_light, d_chroma = light_2 - light_1, chroma_2 - chroma_1
    d_hue = 2 * np.sqrt(chroma_1 * chroma_2) * np.sin(np.radians(turn / 2))

    light, chroma = (light_1 + light_2) / 2, (chroma_1 + chroma_2) / 2
    hue = _mean_hue(hue_1, hue_2, grey)
    t = (
        1
        - 0.17 * np.cos(np.radians(hue - 30))
        + 0.24 * np.cos(np.radians(2 * hue))
        + 0.32 * np.cos(np.radians(3 * hue + 6))
        - 0.20 * np.cos(np.radians(4 * hue - 63))
    )
    s_light = 1 + 0.015 * (light - 50) ** 2 / np.sqrt(20 + (light - 50) ** 2)
    s_chroma, s_hue = 1 + 0.045 * chroma, 1 + 0.015 * chroma * t
    rotation = -2 * _chroma_weight(chroma) * np.sin(np.radians(60 * np.exp(-(((hue - 275) / 25) ** 2))))
    light_part, chroma_part, hue_part = d_light / s_light, d_chroma / s_chroma, d_hue / s_hue
    squared = light_part**2 + chroma_part**2 + hue_part**2 + rotation * chroma_part * hue_part
    return np.asarray(np.sqrt(np.maximum(squared, 0)), np.float64)


def _chroma_weight(chroma: Floats) -> Floats:
    seventh = chroma**7
    return np.asarray(np.sqrt(seventh / (seventh + 25.0**7)), np.float64)


def _chroma_and_hue(a: Floats, b: Floats) -> tuple[Floats, Floats]:
    """Chroma, and hue in 0..360 degrees."""
    return np.hypot(a, b), np.degrees(np.arctan2(b, a)) % 360


def _mean_hue(hue_1: Floats, hue_2: Floats, grey: Floats) -> Floats:
    """The mean the short way round; the sum where one of the colours is grey and has no hue."""
    total = hue_1 + hue_2
    around = np.where(total < 360, total + 360, total - 360)
    return np.where(grey, total, np.where(np.abs(hue_1 - hue_2) > 180, around, total) / 2)
