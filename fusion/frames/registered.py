"""Frames brought to the geometry and the brightness of the reference, each resampled once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np
import numpy.typing as npt

from fusion.errors import FusionError
from fusion.files.colour.cicp import light_to_srgb, srgb_to_light
from fusion.frames.matching import MatchingFrames
from fusion.photo import Mask, Photo, Pixels
from fusion.progress import Progress, no_progress
from fusion.threads import in_threads, row_bands
from fusion.transform import Gain, Matrix, Transform, moved
from fusion.transform import corners as corners_of

Floats = npt.NDArray[np.float64]
Area = tuple[slice, slice]
REACH = 5
"""Rows and columns around a source position that the kernel needs."""
MOST_PIXELS = 32000
"""Longest side of what OpenCV resamples at once."""


def register_frames(
    frames: MatchingFrames,
    transforms: Sequence[Transform],
    area: Area,
    progress: Progress = no_progress,
) -> None:
    """Bring frames, in their store, to the geometry and the brightness of the reference.

    Parameters
    ----------
    frames
        Replaced one by one; a frame that neither moves nor changes keeps its pixels.
    transforms
        For each frame, from the reference to the frame.
    area
        Rows and columns of the reference that are kept.
    progress
        Called frame by frame.

    Raises
    ------
    FusionError
        Where there is no room for temporary files.

    Examples
    --------
    >>> frames = MatchingFrames([np.eye(8, dtype=np.uint8)] * 2)
    >>> shift = Transform(np.array([[1.0, 0, 1], [0, 1, 0], [0, 0, 1]]))
    >>> register_frames(frames, [Transform(), shift], (slice(0, 8), slice(0, 7)))
    >>> frames[1].pixels[0].tolist(), frames[0].pixels[1].tolist()
    ([0, 0, 0, 0, 0, 0, 0], [0, 1, 0, 0, 0, 0, 0])
    """
    for number, transform in enumerate(transforms):
        progress("Registering", number, len(transforms))
        photo = frames[number]
        lies = registered(photo, transform, area)
        if lies is not photo:
            frames.put(number, lies)
    frames.fill_invalid()
    progress("Registering", len(transforms), len(transforms))


def registered(photo: Photo, transform: Transform, area: Area) -> Photo:
    """A photo as it lies in an area of the reference, and as bright.

    Parameters
    ----------
    photo
        The frame.
    transform
        From the reference to the frame.
    area
        Rows and columns of the reference.

    Returns
    -------
    Photo
        Of the area's size and the photo's type; itself where nothing changes. Not valid where the frame
        has no picture.

    Notes
    -----
    Lanczos kernel of 8 × 8 pixels (OpenCV's ``INTER_LANCZOS4``). Gains are applied in linear light, as
    if the pixels were on the sRGB curve. Known weakness: at hard edges the kernel overshoots; results
    stay within the type's range.

    Examples
    --------
    >>> photo = Photo(np.full((4, 4), 100, np.uint8))
    >>> registered(photo, Transform(gain=(2.0, 2.0, 2.0)), (slice(0, 4), slice(0, 4))).pixels[0, 0]
    np.uint8(138)
    """
    whole = area == (slice(0, photo.height), slice(0, photo.width))
    if transform.is_still:
        if whole and not transform.has_gain:
            return photo
        validity = None if photo.validity is None else photo.validity[area]
        pixels = np.ascontiguousarray(photo.pixels[area])
        if transform.has_gain:
            pixels = brightened(pixels, transform.gain)
        return replace(photo, pixels=pixels, validity=validity)
    pixels, seen = resampled(photo, transform, area)
    return replace(photo, pixels=pixels, validity=None if seen.all() else seen)


def resampled(photo: Photo, transform: Transform, area: Area) -> tuple[Pixels, Mask]:
    """Pixels and validity of an area of the reference, a band of rows at a time."""
    height, width = area[0].stop - area[0].start, area[1].stop - area[1].start
    pixels = np.empty((height, width, *photo.pixels.shape[2:]), photo.pixels.dtype)
    seen = np.empty((height, width), np.bool_)

    def fill(rows: slice) -> None:
        band = slice(area[0].start + rows.start, area[0].start + rows.stop)
        fill_band(photo, transform, (band, area[1]), pixels[rows], seen[rows])

    if max(width, 1) > MOST_PIXELS:
        raise FusionError(
            "too-wide-to-register",
            "{photo} is {width} pixels wide; pictures up to {most} can be registered; take --align none",
            photo=photo.name, width=photo.width, most=MOST_PIXELS,
        )  # fmt: skip
    in_threads(fill, row_bands(height, width))
    return pixels, seen


def fill_band(photo: Photo, transform: Transform, area: Area, pixels: Pixels, seen: Mask) -> None:
    """Resample one band of rows into ``pixels``, and write into ``seen`` where the frame has picture."""
    top, left = area[0].start, area[1].start
    height, width = seen.shape
    offset = np.array([[1.0, 0, left], [0, 1, top], [0, 0, 1]])
    matrix = transform.matrix @ offset
    if transform.displacement is not None:
        fill_displaced(photo, transform, area, pixels, seen)
        return
    corners = moved(matrix, corners_of((height, width)))
    if lies_inside(corners[0], corners[1], photo).all():
        seen[...] = True
        source = needed(corners[0], corners[1], photo)
    else:
        x, y = positions(matrix, (height, width))
        seen[...] = lies_inside(x, y, photo)
        if not seen.any():
            pixels[...] = 0
            return
        source = needed(x[seen], y[seen], photo)
    part = photo.pixels[source]
    if transform.has_gain:
        part = brightened(part, transform.gain)
    back = np.array([[1.0, 0, -source[1].start], [0, 1, -source[0].start], [0, 0, 1]])
    flags = cv2.INTER_LANCZOS4 | cv2.WARP_INVERSE_MAP
    reach = back @ matrix
    cv2.warpPerspective(
        part, reach, (width, height), dst=pixels, flags=flags, borderMode=cv2.BORDER_REFLECT_101
    )
    if pixels.dtype == np.float32:
        np.clip(pixels, 0, max(1.0, float(part.max())), out=pixels)
    if photo.validity is not None:
        mask = photo.validity[source].astype(np.float32)
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        seen &= cv2.warpPerspective(mask, reach, (width, height), flags=flags) > 0.999


def fill_displaced(
    photo: Photo, transform: Transform, area: Area, pixels: Pixels, seen: Mask
) -> None:
    """``fill_band`` for a transform with a displacement."""
    columns, rows = (np.arange(span.start, span.stop, dtype=np.float64) for span in area[::-1])
    x, y = transform.positions(columns, rows)
    seen[...] = lies_inside(x, y, photo)
    if not seen.any():
        pixels[...] = 0
        return
    source = needed(x[seen], y[seen], photo)
    across, down = (x - source[1].start).astype(np.float32), (y - source[0].start).astype(np.float32)
    part = photo.pixels[source]
    if transform.has_gain:
        part = brightened(part, transform.gain)
    lies = cv2.remap(part, across, down, cv2.INTER_LANCZOS4, borderMode=cv2.BORDER_REFLECT_101)
    pixels[...] = lies
    if pixels.dtype == np.float32:
        np.clip(pixels, 0, max(1.0, float(part.max())), out=pixels)
    if photo.validity is not None:
        mask = photo.validity[source].astype(np.float32)
        seen &= cv2.remap(mask, across, down, cv2.INTER_LINEAR) > 0.999


def lies_inside(x: Floats, y: Floats, photo: Photo) -> Mask:
    """Whether positions lie inside a photo."""
    wide, high = photo.width - 1 + 1e-3, photo.height - 1 + 1e-3
    return np.asarray((x >= -1e-3) & (y >= -1e-3) & (x <= wide) & (y <= high))


def positions(matrix: Matrix, shape: tuple[int, int]) -> tuple[Floats, Floats]:
    """Where the pixels of a picture of shape (H, W) come to lie: x and y, (H, W) each."""
    columns, rows = np.arange(shape[1]), np.arange(shape[0])[:, None]
    x, y, w = (matrix[i, 0] * columns + matrix[i, 1] * rows + matrix[i, 2] for i in range(3))
    return np.asarray(x / w), np.asarray(y / w)


def needed(x: Floats, y: Floats, photo: Photo) -> Area:
    """Rows and columns of a photo that resampling at these positions reads."""
    sides = [
        slice(max(int(at.min()) - REACH, 0), min(int(at.max()) + REACH + 1, size))
        for at, size in ((y, photo.height), (x, photo.width))
    ]
    return sides[0], sides[1]


def brightened(pixels: Pixels, gain: Gain) -> Pixels:
    """Pixels with their light multiplied by a gain for each channel; grey takes that of green."""
    gains = gain if pixels.ndim == 3 else (gain[1],)
    if pixels.dtype == np.float32:
        linear = srgb_to_light(np.asarray(pixels, np.float32))
        factors = np.array(gains if pixels.ndim == 3 else gains[0], np.float32)
        return light_to_srgb(np.asarray(linear * factors, np.float32))
    levels = 256 if pixels.dtype == np.uint8 else 65536
    light = srgb_to_light(np.linspace(0, 1, levels, dtype=np.float32))
    result = np.empty_like(pixels)
    for channel, factor in enumerate(gains):
        table = np.rint(light_to_srgb(np.minimum(light * np.float32(factor), 1)) * (levels - 1))
        where = np.s_[..., channel] if pixels.ndim == 3 else np.s_[...]
        result[where] = table.astype(pixels.dtype)[pixels[where]]
    return result


def common_area(matrices: Sequence[Matrix], shape: tuple[int, int]) -> Area | None:
    """The rectangle of the reference that all frames show; None where there is none.

    Parameters
    ----------
    matrices
        From the reference to each frame.
    shape
        (H, W) of the frames.

    Returns
    -------
    Area or None
        Rows and columns.

    Examples
    --------
    >>> common_area([np.eye(3), np.array([[1.0, 0, 2.5], [0, 1, -1], [0, 0, 1]])], (10, 20))
    (slice(1, 10, None), slice(0, 17, None))
    """
    height, width = shape
    left, top, right, bottom = 0.0, 0.0, width - 1.0, height - 1.0
    for matrix in matrices:
        if np.array_equal(matrix, np.eye(3)):
            continue
        back = np.asarray(np.linalg.inv(matrix), np.float64)
        x, y = np.sort(moved(back, corners_of(shape)), axis=1)
        left, right = max(left, x[1]), min(right, x[2])
        top, bottom = max(top, y[1]), min(bottom, y[2])
    rows = slice(int(np.ceil(top - 1e-6)), int(np.floor(bottom + 1e-6)) + 1)
    columns = slice(int(np.ceil(left - 1e-6)), int(np.floor(right + 1e-6)) + 1)
    return (rows, columns) if rows.stop > rows.start and columns.stop > columns.start else None
