"""A photograph with its disparity, cut into layers so that a lens can look behind its edges.

What lies behind a nearer surface was never photographed. It is made up by mirroring the farther
surface at the edge, and given little weight (`Layer.trust`), so that it shows only through a
defocused edge.
"""

from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt

from benchmarks.optics.light import Floats
from benchmarks.optics.scene import Layer, Scene, Window

_MADE_UP_TRUST = 1e-3


def scene_of_photograph(
    colour: Floats, disparity: Floats, slices: int = 8, reach_px: int = 48, smallest_px: int = 16
) -> Scene:
    """Scene of an all-in-focus photograph.

    Parameters
    ----------
    colour
        H×W×3 linear light.
    disparity
        H×W, larger is nearer, without holes (`fill_holes`).
    slices
        Number of layers that the range of disparity is cut into, at the gaps of its histogram.
    reach_px
        How far a layer goes on behind a nearer one; at least twice the largest circle of confusion.
    smallest_px
        Specks of a slice with fewer pixels join the slice around them.
    """
    cuts = choose_cuts(disparity, slices)
    size = disparity.shape[0], disparity.shape[1]
    slice_of = _without_specks(
        np.searchsorted(cuts, disparity, side="right").astype(np.uint8), smallest_px
    )

    def layers_in(window: Window) -> Sequence[Layer]:
        outer = window.grown(reach_px, size)
        inner = window.within(outer)
        area = outer.area
        layers = _cut(colour[area], disparity[area], slice_of[area], reach_px)
        return [layer.cropped(inner) for layer in layers]

    return Scene(size, (float(disparity.min()), float(disparity.max())), layers_in)


def choose_cuts(disparity: Floats, slices: int) -> npt.NDArray[np.float64]:
    """Ascending disparities to cut at: evenly spaced, each moved to the emptiest place around it."""
    low, high = np.percentile(disparity, [0.5, 99.5])
    counts, edges = np.histogram(disparity, bins=slices * 16, range=(low, max(high, low + 1e-6)))
    smooth = np.convolve(counts, np.ones(3), mode="same")
    cuts = []
    for index in range(1, slices):
        around = np.arange(index * 16 - 5, index * 16 + 6)
        cuts.append(edges[around[np.argmin(smooth[around])]] + (edges[1] - edges[0]) / 2)
    return np.asarray(cuts, np.float64)


def _without_specks(slice_of: npt.NDArray[np.uint8], smallest_px: int) -> npt.NDArray[np.uint8]:
    """Give connected pieces of fewer than `smallest_px` pixels the median slice around them."""
    surroundings = cv2.medianBlur(slice_of, 7)
    result = slice_of.copy()
    for index in np.unique(slice_of):
        piece = np.asarray(slice_of == index, np.uint8)
        _, labels, stats, _ = cv2.connectedComponentsWithStats(piece, connectivity=8)
        small = stats[:, cv2.CC_STAT_AREA] < smallest_px
        small[0] = False
        speck = small[labels]
        result[speck] = surroundings[speck]
    return result


def _cut(
    colour: Floats, disparity: Floats, slice_of: npt.NDArray[np.uint8], reach_px: int
) -> list[Layer]:
    """Layers front to back, each going on for `reach_px` behind nearer ones; the last one everywhere."""
    present = [int(index) for index in np.unique(slice_of)]
    layers = []
    for index in reversed(present):
        core = slice_of == index
        farthest = index == present[0]
        if farthest and len(present) == 1:
            layers.append(Layer(colour, None, disparity))
            continue
        distance, source_y, source_x = _nearest(core)
        solid = core | ((slice_of > index) & (distance <= reach_px))
        made_up = ~core if farthest else solid & ~core
        filled = colour.copy()
        filled[made_up] = _mirrored(colour, core, source_y, source_x, made_up)
        layers.append(
            Layer(
                filled,
                None if farthest else solid.astype(np.float32),
                disparity[source_y, source_x],
                np.where(core, 1.0, _MADE_UP_TRUST).astype(np.float32),
            )
        )
    return layers


def _nearest(core: npt.NDArray[np.bool_]) -> tuple[Floats, npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """Distance to the nearest pixel of `core`, and its row and column."""
    distance, labels = cv2.distanceTransformWithLabels(
        (~core).astype(np.uint8), cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL
    )
    rows, columns = np.nonzero(core)
    table = np.zeros(int(labels.max()) + 1, np.intp)
    table[labels[rows, columns]] = np.arange(len(rows))
    place = table[labels]
    return np.asarray(distance, np.float32), rows[place], columns[place]


def _mirrored(
    colour: Floats,
    core: npt.NDArray[np.bool_],
    source_y: npt.NDArray[np.intp],
    source_x: npt.NDArray[np.intp],
    wanted: npt.NDArray[np.bool_],
) -> Floats:
    """Colours for `wanted` pixels: the core mirrored at its edge, or its nearest pixel."""
    y, x = np.nonzero(wanted)
    near_y, near_x = source_y[wanted], source_x[wanted]
    h, w = core.shape
    mirror_y, mirror_x = np.clip(2 * near_y - y, 0, h - 1), np.clip(2 * near_x - x, 0, w - 1)
    usable = core[mirror_y, mirror_x]
    return colour[np.where(usable, mirror_y, near_y), np.where(usable, mirror_x, near_x)]


def fill_holes(disparity: Floats, known: npt.NDArray[np.bool_]) -> Floats:
    """Unknown disparity takes the smaller (farther) of the nearest known values left and right of it.

    Such holes are the shadows beside a foreground in a stereo pair, and what is seen there is
    background.
    """
    h, w = disparity.shape
    columns = np.arange(w)[None, :]
    left = np.maximum.accumulate(np.where(known, columns, -1), axis=1)
    right = np.minimum.accumulate(np.where(known, columns, w)[:, ::-1], axis=1)[:, ::-1]
    rows = np.arange(h)[:, None]
    from_left = np.where(left >= 0, disparity[rows, np.maximum(left, 0)], np.inf)
    from_right = np.where(right < w, disparity[rows, np.minimum(right, w - 1)], np.inf)
    filled = np.minimum(from_left, from_right)
    empty = ~np.isfinite(filled)
    filled[empty] = np.median(disparity[known]) if known.any() else 0.0
    return np.asarray(np.where(known, disparity, filled), np.float32)
