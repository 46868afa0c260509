"""Making two frames equally blurred before they are compared, window by window."""

from __future__ import annotations

import cv2
import numpy as np

from fusion.photo import FloatMap
from fusion.register.levels import BLURS, WINDOW, Level, Prepared, normalise
from fusion.transform import Matrix

LAST = len(BLURS) - 1


def blur_difference(first: Prepared, second: Prepared, number: int, matrix: Matrix) -> FloatMap:
    """Which of two frames is sharper, and by how much, window by window.

    Parameters
    ----------
    first, second
        The frames.
    number
        Of the size at which they are compared.
    matrix
        From pixels of the first to those of the second, at that size.

    Returns
    -------
    FloatMap
        (h, w), for pixels of the first: by which of ``BLURS`` the first must be blurred to look like the
        second; negative where the second must be blurred. That with the largest correlation.
    """
    one, other = first.normalised(number).values, second.normalised(number).values
    height, width = one.shape

    def seen(values: FloatMap) -> FloatMap:
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        return np.asarray(
            cv2.warpPerspective(
                values, matrix, (width, height), flags=flags, borderMode=cv2.BORDER_REFLECT
            )
        )

    small = (max(1, width // 8), max(1, height // 8))

    def alike(a: FloatMap, b: FloatMap) -> FloatMap:
        product = cv2.resize(a * b, small, interpolation=cv2.INTER_AREA)
        return np.asarray(cv2.blur(product, (WINDOW // 8 | 1, WINDOW // 8 | 1)), np.float32)

    moved = seen(other)
    found = [alike(one, seen(second.normalised(number, k).values)) for k in range(LAST, 0, -1)]
    found += [alike(first.normalised(number, k).values, moved) for k in range(LAST + 1)]
    best = np.argmax(found, axis=0).astype(np.float32) - LAST
    best = cv2.blur(cv2.medianBlur(best, 3), (3, 3))
    return np.asarray(cv2.resize(best, (width, height), interpolation=cv2.INTER_LINEAR), np.float32)


def equally_blurred(
    first: Prepared, second: Prepared, number: int, matrix: Matrix, difference: FloatMap, finer: float
) -> tuple[Level, Level]:
    """The two frames at size ``number``, the sharper one blurred, each in its own pixels.

    Parameters
    ----------
    first, second, number, matrix
        As for ``blur_difference``.
    difference
        From ``blur_difference``, perhaps of a coarser size.
    finer
        By how much this size is larger than that of the difference.

    Returns
    -------
    first, second
        Normalised. Windows that would need more than the largest blur count as not textured.
    """
    one, other = first.blurred(number), second.blurred(number)
    size, others = one[0].shape[::-1], other[0].shape[::-1]
    if finer > 1:
        sigma = np.interp(np.abs(difference), np.arange(LAST + 1), BLURS) * finer
        index = np.interp(sigma, [*BLURS, 2 * BLURS[-1]], np.arange(LAST + 2)).astype(np.float32)
        larger = cv2.resize(np.copysign(index, difference), size, interpolation=cv2.INTER_LINEAR)
        difference = np.asarray(larger, np.float32)
    seen = cv2.warpPerspective(
        difference, matrix, others, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )
    back = np.asarray(seen, np.float32)
    return between(one, difference), between(other, -back)


def between(blurred: list[FloatMap], index: FloatMap) -> Level:
    """The picture blurred at each pixel by as much as ``index`` says, normalised."""
    result = np.zeros_like(blurred[0])
    wanted = np.clip(index, 0, LAST)
    for number, picture in enumerate(blurred):
        share = 1 - np.abs(wanted - np.float32(number))
        np.maximum(share, 0, out=share)
        if share.any():
            result += share * picture
    level = normalise(result)
    return Level(level.values, level.textured * (index <= LAST + 0.25))
