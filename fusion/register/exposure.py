"""Gains that even out exposure and white balance between frames, for each channel, in linear light."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
import numpy.typing as npt

from fusion.files.colour.cicp import srgb_to_light
from fusion.photo import FloatMap
from fusion.register.levels import magnitude, shrunk
from fusion.transform import Gain, Matrix, reduced

Floats = npt.NDArray[np.float64]
SIDE = 180
SIGMA = 5.0
"""Of the Gaussian, in pixels of the small frame, after which defocus hardly changes a place's light."""
DARK, BRIGHT = 4 / 255, 250 / 255
"""Encoded values outside these are noise, or clipped."""
SMALLEST = 0.0125
"""A gain nearer than this to 1 changes pixels of 8 bits by about a level at most: it is 1."""
LARGEST = 800.0
"""``BRIGHT`` is about so many times the light of ``DARK``: a gain beyond tells of a channel that one
frame lacks, not of its exposure, and is 1."""
STEEP = 0.03
"""Relative change of light at which a place says a quarter of what a flat one says."""
REGIONS = 4
SIGMAS = 3.0
FEWEST = 12


@dataclass(frozen=True, eq=False)
class Light:
    """A frame's light at about 180 pixels.

    Attributes
    ----------
    values
        (h, w, 3) float32: linear light.
    encoded
        (h, w, 3) float32: the encoded values.
    usable
        (h, w) float32: share of the neighbourhood that is neither clipped nor dark.
    share
        Of the full size.
    """

    values: FloatMap
    encoded: FloatMap
    usable: FloatMap
    share: float

    @property
    def is_grey(self) -> bool:
        """Whether its channels are the same, as in a picture without colour."""
        return not np.ptp(self.encoded, axis=2).any()

    def without_colour(self) -> Light:
        """The same frame taken without colour."""
        grey = cv2.cvtColor(cv2.cvtColor(self.encoded, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB)
        encoded = np.asarray(grey, np.float32)
        return replace(self, values=srgb_to_light(encoded), encoded=encoded)


@dataclass(frozen=True, eq=False)
class GainLink:
    """How much brighter one frame is than another.

    Attributes
    ----------
    first, second
        Their indices.
    log_gain
        (3,): natural logarithm of what the second must be multiplied with to be as bright as the first.
    sigma
        (3,): its uncertainty.
    """

    first: int
    second: int
    log_gain: Floats
    sigma: Floats


def light_of(encoded: FloatMap, share: float) -> Light:
    """A frame's light at about 180 pixels, for ``compare_light``.

    Parameters
    ----------
    encoded
        (h, w) or (h, w, 3) in [0, 1]: the frame, perhaps reduced already.
    share
        Of the frame's full size that it has.
    """
    before = encoded.shape[1]
    encoded = at_most(encoded, 2 * SIDE)
    if encoded.ndim == 2:
        encoded = np.asarray(cv2.cvtColor(encoded, cv2.COLOR_GRAY2RGB), np.float32)
    brightest = encoded.max(axis=2)
    usable = ((brightest < BRIGHT) & (brightest > DARK)).astype(np.float32)
    small = [at_most(part, SIDE) for part in (srgb_to_light(encoded), encoded, usable)]
    return Light(small[0], small[1], small[2], share * small[0].shape[1] / before)


def at_most(values: FloatMap, side: int) -> FloatMap:
    """Values reduced so that the longer side is ``side`` at most."""
    share = side / max(values.shape[:2])
    return values if share >= 1 else np.asarray(shrunk(values, share), np.float32)


def compare_light(first: Light, second: Light, matrix: Matrix) -> tuple[Floats, Floats] | None:
    """By how much the second frame is darker than the first.

    Parameters
    ----------
    first, second
        From ``light_of``.
    matrix
        From pixels of the first frame to those of the second, at full size.

    Returns
    -------
    log_gain, sigma
        (3,) each: the median logarithm of the ratio of light, and its uncertainty. None where too little
        can be compared.

    Notes
    -----
    Made here. Both frames are smoothed first, since defocus moves light about; clipped and dark places
    are left out. Smoothed as light and as encoded values, the smaller ratio counts: pictures that were
    blurred by a program, as encoded values, then need no gain either. A frame that has colour and one
    that has none are compared without. Known weakness: assumes the tone curve of sRGB.
    """
    if first.is_grey != second.is_grey:  # channel by channel its colour would be evened out
        first, second = first.without_colour(), second.without_colour()
    size = first.usable.shape[::-1]
    here, flags = reduced(matrix, first.share), cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP

    def moved(values: FloatMap) -> FloatMap:
        return np.asarray(cv2.warpPerspective(values, here, size, flags=flags), np.float32)

    both = (first.usable > 0.99) & (moved(second.usable) > 0.99)
    weight = both.astype(np.float32)[:, :, None]
    known = cv2.GaussianBlur(weight, (0, 0), SIGMA)
    step = max(1, min(6, min(size) // 8))
    chosen = known[::step, ::step] > 0.5
    if chosen.sum() < FEWEST:
        return None

    def smooth(values: FloatMap) -> FloatMap:
        whole = cv2.GaussianBlur(values * weight, (0, 0), SIGMA)
        return np.asarray(whole / np.maximum(known[:, :, None], 1e-6), np.float32)

    pairs = [
        (smooth(first.values), smooth(moved(second.values))),
        (srgb_to_light(smooth(first.encoded)), srgb_to_light(smooth(moved(second.encoded)))),
    ]
    grid = np.s_[::step, ::step]
    found = []
    for one, other in pairs:
        weights = np.where(chosen, flatness(one, other)[grid], 0)
        ratio = np.log(np.maximum(one[grid], 1e-6)) - np.log(np.maximum(other[grid], 1e-6))
        found.append(regional_ratio(np.asarray(ratio), np.asarray(weights, np.float32)))
    (in_light, spread), (before, _) = found
    smaller = np.where(np.abs(in_light) < np.abs(before), in_light, before)
    return np.where(in_light * before > 0, smaller, 0.0), spread + 1e-4


def flatness(first: FloatMap, second: FloatMap) -> FloatMap:
    """(h, w): how much each place says of exposure: much where light changes little around it, since
    defocus cannot change it there."""
    slopes = []
    for light in (first, second):
        logs = np.log(np.maximum(light.mean(axis=2), 1e-4))
        x, y = (cv2.Sobel(logs, cv2.CV_32F, *d, ksize=1) for d in ((1, 0), (0, 1)))
        slopes.append(magnitude(x, y) * np.float32(SIGMA / 2))
    return np.asarray(1 / np.square(STEEP + np.maximum(*slopes)), np.float32)


def regional_ratio(ratio: FloatMap, weights: FloatMap) -> tuple[Floats, Floats]:
    """The weighted median of a logarithmic ratio (h, w, 3), and how uncertain it is by the medians of
    4 × 4 regions: exposure is the same everywhere, what defocus does to light is not."""
    middle = weighted_median(ratio.reshape(-1, 3), weights.ravel())
    regions = []
    for rows in np.array_split(np.arange(len(weights)), REGIONS):
        for columns in np.array_split(np.arange(weights.shape[1]), REGIONS):
            part = np.ix_(rows, columns)
            if part[0].size and part[1].size and (weights[part] > 0).mean() > 0.25:
                regions.append(weighted_median(ratio[part].reshape(-1, 3), weights[part].ravel()))
    if len(regions) < 3:
        return middle, np.full(3, np.inf)
    return middle, np.asarray(np.median(np.abs(np.array(regions) - middle), axis=0))


def weighted_median(values: Floats | FloatMap, weights: FloatMap) -> Floats:
    """(k,): the median of each column of (n, k), with a weight for each row."""
    order = np.argsort(values, axis=0)
    total = np.cumsum(weights[order], axis=0)
    place = np.argmax(total >= total[-1] / 2, axis=0)
    ordered = np.take_along_axis(values, order, axis=0)
    return np.take_along_axis(ordered, place[None], axis=0)[0].astype(np.float64)


def solve_gains(links: Sequence[GainLink], count: int, reference: int) -> list[Gain]:
    """The gains of all frames that agree best with all comparisons; 1 where no channel is certain.

    Parameters
    ----------
    links
        Comparisons of pairs of frames.
    count, reference
        How many frames there are, and which of them has the gain 1.

    Returns
    -------
    list of Gain
        Red, green and blue for each frame: the frame times its gain is as bright as the reference.

    Examples
    --------
    >>> links = [GainLink(0, 1, np.full(3, np.log(1.2)), np.full(3, 0.001))]
    >>> [round(gain[0], 3) for gain in solve_gains(links, 2, 0)]
    [1.0, 1.2]
    """
    gains, certain = np.ones((count, 3)), np.zeros(count, np.bool_)
    for channel in range(3):
        left, right = np.eye(count) * 1e-6, np.zeros(count)
        left[reference, reference] += 1e6
        for link in links:
            weight = 1 / max(link.sigma[channel], 1e-3) ** 2
            i, j = link.first, link.second
            left[[i, j], [i, j]] += weight
            left[i, j] -= weight
            left[j, i] -= weight
            right[j] += weight * link.log_gain[channel]
            right[i] -= weight * link.log_gain[channel]
        solved, sigma = np.linalg.solve(left, right), np.sqrt(np.diag(np.linalg.inv(left)))
        certain |= np.abs(solved) > np.maximum(SMALLEST, SIGMAS * np.minimum(sigma, 1))
        gains[:, channel] = np.where(np.abs(solved) > np.log(LARGEST), 1.0, np.exp(solved))
    gains[~certain] = 1.0
    return [(float(r), float(g), float(b)) for r, g, b in gains]
