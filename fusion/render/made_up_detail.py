"""Made-up detail: blocks of a result that have more detail than any frame has there.

An echo, a torn letter, a mosaic make such blocks: something moved, or several things are seen in one
place because light passes through them.
"""

from __future__ import annotations

from collections.abc import Iterable

import cv2
import numpy as np
import numpy.typing as npt

from fusion.photo import Photo, luminance_of
from fusion.threads import in_threads, row_bands, with_halo

BLOCK = 16
"""Side of a block in pixels."""
FACTOR, FLOOR = 1.5, 8.0
"""A block counts from so many times the detail of every frame on, and from so much more (in levels of 8
bits, squared): below that it is noise."""

Blocks = npt.NDArray[np.float32]


def detail(photo: Photo) -> Blocks:
    """The detail in each whole block of a picture.

    Parameters
    ----------
    photo
        (H, W) or (H, W, 3), of any type.

    Returns
    -------
    Blocks
        (H // 16, W // 16): mean square of the Laplacian of the luminance, in levels of 8 bits, squared.

    Examples
    --------
    >>> detail(Photo(np.full((40, 50), 9, np.uint8))).tolist()
    [[0.0, 0.0, 0.0], [0.0, 0.0, 0.0]]
    """
    rows, columns = photo.height // BLOCK, photo.width // BLOCK
    result = np.zeros((rows, columns), np.float32)

    def measure(band: slice) -> None:
        around, inside = with_halo(slice(band.start * BLOCK, band.stop * BLOCK), 1, photo.height)
        levels = luminance_of(photo, around)
        levels *= np.float32(255)
        energy = cv2.Laplacian(levels, cv2.CV_32F)[inside, : columns * BLOCK]
        np.square(energy, out=energy)
        result[band] = cv2.resize(
            energy, (columns, band.stop - band.start), interpolation=cv2.INTER_AREA
        )

    if rows and columns:
        in_threads(measure, row_bands(rows, columns * BLOCK * BLOCK))
    return result


def made_up_blocks(fused: Photo, frames: Iterable[Photo]) -> npt.NDArray[np.bool_]:
    """Which blocks of a result have made-up detail.

    Parameters
    ----------
    fused, frames
        The result, and the registered frames it was made from, walked through once.

    Returns
    -------
    array
        (H // 16, W // 16) bool: more than 1.5 times the detail of every frame, and 8 levels² more.

    Raises
    ------
    ValueError
        For frames of another size, and for none.

    Notes
    -----
    Made here. Known weakness: a block half of which is sharp in one frame and half in another may
    rightly have up to twice the detail of each, so a good result has a few along edges of depth.

    Examples
    --------
    >>> stripes = np.zeros((16, 16), np.uint8)
    >>> stripes[:, ::2] = 90
    >>> fused, faint = Photo(stripes), Photo(stripes // 3)
    >>> bool(made_up_blocks(fused, [faint])), bool(made_up_blocks(fused, [faint, fused]))
    (True, False)
    """
    largest: Blocks | None = None
    for frame in frames:
        if (frame.height, frame.width) != (fused.height, fused.width):
            raise ValueError("a frame has another size than the result")
        here = detail(frame)
        largest = here if largest is None else np.maximum(largest, here)
    if largest is None:
        raise ValueError("no frames to compare with")
    return np.asarray(detail(fused) > np.maximum(FACTOR * largest, largest + FLOOR), np.bool_)


def made_up_share(fused: Photo, frames: Iterable[Photo]) -> float:
    """The share of blocks of a result that have made-up detail.

    Parameters
    ----------
    fused, frames
        As for ``made_up_blocks``.

    Returns
    -------
    float
        From 0 to 1; 0 for a picture smaller than a block.

    Raises
    ------
    ValueError
        As ``made_up_blocks``.

    Examples
    --------
    >>> photo = Photo(np.zeros((32, 32), np.uint8))
    >>> made_up_share(photo, [photo, photo])
    0.0
    """
    blocks = made_up_blocks(fused, frames)
    return float(blocks.mean()) if blocks.size else 0.0
