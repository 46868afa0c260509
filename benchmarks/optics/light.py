"""Linear light and its sRGB encoding (IEC 61966-2-1), and highlights brighter than white."""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Encoded = npt.NDArray[np.uint8] | npt.NDArray[np.uint16]

_BAND_ROWS = 256  # encoding works on bands, so that a large picture needs no second float copy


def decode_srgb(encoded: Encoded) -> Floats:
    """Linear light in [0, 1] of an 8- or 16-bit sRGB picture of any shape."""
    levels = np.iinfo(encoded.dtype).max
    value = np.arange(levels + 1) / levels
    table = np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)
    return np.asarray(table.astype(np.float32)[encoded], np.float32)


def encode_srgb(linear: Floats, bits: int = 8) -> Encoded:
    """8- or 16-bit sRGB picture of linear light; values outside [0, 1] clip as on a sensor."""
    if bits not in (8, 16):
        raise ValueError(f"bits is 8 or 16, not {bits}")
    kind = np.uint8 if bits == 8 else np.uint16
    levels = float(np.iinfo(kind).max)
    encoded = np.empty(linear.shape, kind)
    for top in range(0, linear.shape[0], _BAND_ROWS):
        band = np.clip(linear[top : top + _BAND_ROWS], 0.0, 1.0)
        curve = np.where(band <= 0.0031308, band * 12.92, 1.055 * band ** (1 / 2.4) - 0.055)
        encoded[top : top + _BAND_ROWS] = np.rint(curve * levels)
    return encoded


def boost_highlights(linear: Floats, gain: float = 6.0, threshold: float = 0.85) -> Floats:
    """Give clipped highlights back some of the light that the photograph cut off.

    A lamp or a reflection is far brighter than white; only then does it bloom into a visible disc
    when it is out of focus. From `threshold` to 1 of the largest channel the light grows smoothly
    by up to `gain` times.
    """
    brightest = linear.max(axis=-1, keepdims=True)
    share = np.clip((brightest - threshold) / (1.0 - threshold), 0.0, 1.0)
    return np.asarray(linear * (1.0 + (gain - 1.0) * share**2), np.float32)
