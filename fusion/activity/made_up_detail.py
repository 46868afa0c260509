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
BEYOND_TWO = 1.5
"""Times the sum of the two largest details that no two frames side by side have."""

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


def largest_details(frames: Iterable[Photo], shape: tuple[int, int]) -> tuple[Blocks, Blocks]:
    """The largest and the second largest detail that frames of a shape (H, W) have in each block.

    Parameters
    ----------
    frames, shape
        Walked through once; the shape that each must have.

    Returns
    -------
    largest, second
        (H // 16, W // 16) each.

    Raises
    ------
    ValueError
        For frames of another shape, and for none.

    Examples
    --------
    >>> flat, line = np.zeros((16, 16), np.uint8), np.eye(16, dtype=np.uint8)
    >>> [blocks.item() for blocks in largest_details([Photo(flat), Photo(line)], (16, 16))]
    [1.546875, 0.0]
    """
    largest = np.zeros((shape[0] // BLOCK, shape[1] // BLOCK), np.float32)
    second, compared = np.zeros_like(largest), False
    for frame in frames:
        if (frame.height, frame.width) != shape:
            raise ValueError("a frame has another size than the result")
        here = detail(frame)
        np.maximum(second, np.minimum(largest, here), out=second)
        np.maximum(largest, here, out=largest)
        compared = True
    if not compared:
        raise ValueError("no frames to compare with")
    return largest, second


def made_up_share(fused: Photo, frames: Iterable[Photo]) -> float:
    """The share of blocks of a result with more detail than any one frame has there.

    Parameters
    ----------
    fused, frames
        The result, and the registered frames it was made from.

    Returns
    -------
    float
        From 0 to 1: blocks of more than 1.5 times the detail of every frame, and 8 levels² more.

    Raises
    ------
    ValueError
        As ``largest_details``.

    Notes
    -----
    Made here. Known weakness: a block half of which is sharp in one frame and half in another may
    rightly have up to twice the detail of each, so a good result has a few along edges of depth.

    Examples
    --------
    >>> stripes = np.zeros((16, 16), np.uint8)
    >>> stripes[:, ::2] = 90
    >>> fused, faint = Photo(stripes), Photo(stripes // 3)
    >>> made_up_share(fused, [faint]), made_up_share(fused, [faint, fused])
    (1.0, 0.0)
    """
    return share(made_up_blocks(fused, frames))


def made_up_blocks(fused: Photo, frames: Iterable[Photo]) -> npt.NDArray[np.bool_]:
    """Which blocks, (H // 16, W // 16), ``made_up_share`` counts."""
    largest, _ = largest_details(frames, (fused.height, fused.width))
    return np.asarray(detail(fused) > np.maximum(FACTOR * largest, largest + FLOOR), np.bool_)


def share_beyond_two(fused: Photo, frames: Iterable[Photo]) -> float:
    """The share of blocks with more detail than two frames side by side can have.

    Parameters
    ----------
    fused, frames
        As for ``made_up_share``.

    Returns
    -------
    float
        From 0 to 1: blocks of more than 1.5 times the sum of the two largest details, and of 8 levels²
        more than the largest. Along edges of depth there are none.

    Raises
    ------
    ValueError
        As ``largest_details``.

    Notes
    -----
    Made here. Known weakness: three things at three depths in one block may rightly have more.

    Examples
    --------
    >>> photo = Photo(np.zeros((32, 32), np.uint8))
    >>> share_beyond_two(photo, [photo, photo])
    0.0
    """
    return share(detail(fused) > detail_of_two(frames, (fused.height, fused.width)))


def detail_of_two(frames: Iterable[Photo], shape: tuple[int, int]) -> Blocks:
    """The detail in each block, (H // 16, W // 16), that no two frames of a shape (H, W) side by side
    have: ``share_beyond_two`` counts what has more."""
    largest, second = largest_details(frames, shape)
    return np.maximum(BEYOND_TWO * (largest + second), largest + FLOOR)


def share(blocks: npt.NDArray[np.bool_]) -> float:
    """Of the blocks that count; 0 for a picture smaller than a block."""
    return float(blocks.mean()) if blocks.size else 0.0
