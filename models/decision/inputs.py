"""What the decision network is shown of the frames, beside each frame itself.

The *difference* of a frame from the mean of all frames, and its *agreement* with the detail of that
mean: where the frame departs from the mean in the direction in which the mean departs from its own
surroundings, the frame has more of the detail than the others have. For two frames a and b that product,
(a − b)(a + b), is what the classical difference of energies a² − b² sums up over a window; pixel by
pixel it also tells frames apart whose masks are finer than any window, since a + b is the same on both
sides of a mask's edge. A network of few convolutions finds sums with ease and products with difficulty.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt

DIFFERENCE_GAIN = 8.0
"""Sources differ by little from their mean where both are nearly in focus."""
DETAIL_SIDES = (3, 7, 15, 31)
"""Sides in pixels of the squares over which the mean is averaged, for its detail."""
FAINT = 4e-5
"""Detail and differences of 1.6 grey levels of 255: the agreement of fainter ones counts for less."""


def network_input(
    luminance: npt.NDArray[np.float32], details: int, numbers: Sequence[int] | None = None
) -> npt.NDArray[np.float32]:
    """What the network takes, (n, 2 + details, h, w), of luminance (n, h, w) in [0, 1].

    Luminance − ½, the difference from the mean of the frames times 8, and the agreement with the detail
    of the mean at the first ``details`` of ``DETAIL_SIDES``. All in float32: in bfloat16 the mean would
    be rounded to 8 bits. With ``numbers`` only of these frames; mean and spread are those of all.
    """
    mean = luminance.mean(axis=0)
    difference = luminance - mean
    spread = np.square(difference).mean(axis=0) + np.float32(FAINT)
    if numbers is not None:
        luminance, difference = luminance[list(numbers)], difference[list(numbers)]
    result = np.empty((len(luminance), 2 + details, *luminance.shape[1:]), np.float32)
    np.subtract(luminance, np.float32(0.5), out=result[:, 0])
    np.multiply(difference, np.float32(DIFFERENCE_GAIN), out=result[:, 1])
    for number, side in enumerate(DETAIL_SIDES[:details]):
        detail = mean - cv2.blur(mean, (side, side), borderType=cv2.BORDER_REPLICATE)
        np.multiply(difference, detail / (spread + np.square(detail)), out=result[:, 2 + number])
    return result
