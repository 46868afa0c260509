"""A first guess of the motion between pictures of two modalities: turn, scale and shift, searched."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from fusion.photo import FloatMap
from fusion.register.orientation import orientation
from fusion.transform import Matrix, reduced

SIDE = 280
"""Longer side, in pixels, of the pictures that are searched."""
ANGLES = tuple(range(-14, 15, 2))
SCALES = (0.92, 1.0, 1.08)
MOST_SHIFT = 0.25
"""Of the longer side."""


@dataclass(frozen=True)
class Guess:
    """A motion, from pixels of the first picture to those of the second, and how well it fits."""

    matrix: Matrix
    height: float


def guesses(first: FloatMap, second: FloatMap, most: int = 3) -> list[Guess]:
    """The likeliest motions between two pictures, best first.

    Parameters
    ----------
    first, second
        (h, w) float32 luminances of one size.
    most
        How many.

    Returns
    -------
    list of Guess
        With at most one for each angle.

    Notes
    -----
    Cross-correlation of the doubled orientations over a Hann window, for angles up to 14° and scales
    from 0.92 to 1.08. Known weakness: a repeated pattern has several peaks of one height.

    Examples
    --------
    >>> noise = np.random.default_rng(0).random((120, 160)).astype(np.float32)
    >>> picture = cv2.GaussianBlur(noise, (0, 0), 2) * 255
    >>> best = guesses(picture[:100, :140], 200 - picture[4:104, 6:146])[0]
    >>> (best.matrix @ (70, 50, 1)).round().tolist()
    [64.0, 46.0, 1.0]
    """
    share = min(1.0, SIDE / max(first.shape))
    one, other = (shrink(values, share) for values in (first, second))
    height, width = one.shape
    window = np.asarray(cv2.createHanningWindow((width, height), cv2.CV_32F), np.float32)
    wanted = spectrum(one, window)
    allowed = within(one.shape, MOST_SHIFT * max(one.shape))
    found: list[Guess] = []
    for angle in ANGLES:
        best = Guess(np.eye(3), -1.0)
        for scale in SCALES:
            turn = np.vstack([
                cv2.getRotationMatrix2D(((width - 1) / 2, (height - 1) / 2), angle, scale), [0, 0, 1]
            ])  # fmt: skip
            turned = cv2.warpPerspective(
                other, turn, (width, height), flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
                borderMode=cv2.BORDER_REPLICATE,
            )  # fmt: skip
            surface = correlation(wanted, spectrum(np.asarray(turned, np.float32), window))
            surface[~allowed] = -1
            row, column = np.unravel_index(int(surface.argmax()), surface.shape)
            peak = float(surface[row, column])
            if peak > best.height:
                shift = np.eye(3)
                shift[:2, 2] = wrapped(int(column), width), wrapped(int(row), height)
                best = Guess(reduced(turn @ shift, 1 / share), peak)
        found.append(best)
    return sorted(found, key=lambda guess: -guess.height)[:most]


def shrink(values: FloatMap, share: float) -> FloatMap:
    """A picture reduced to a share of its size."""
    if share == 1:
        return values
    small = cv2.resize(values, None, fx=share, fy=share, interpolation=cv2.INTER_AREA)
    return np.asarray(small, np.float32)


def spectrum(values: FloatMap, window: npt.NDArray[np.float32]) -> npt.NDArray[np.complex128]:
    """Of the doubled orientation as a complex picture, of length 1."""
    across, down = orientation(values) * window
    found = np.fft.fft2(across + 1j * down)
    return np.asarray(found / max(float(np.sqrt(np.mean(np.abs(found) ** 2))), 1e-9))


def correlation(
    first: npt.NDArray[np.complex128], second: npt.NDArray[np.complex128]
) -> npt.NDArray[np.float64]:
    """How well the second picture fits on the first when it is shifted, for every shift."""
    return np.asarray(np.real(np.fft.ifft2(np.conj(first) * second)), np.float64)


def wrapped(index: int, size: int) -> int:
    """A shift from its place in a correlation, where negative ones stand at the end."""
    return index - size if index > size // 2 else index


def within(shape: tuple[int, ...], most: float) -> npt.NDArray[np.bool_]:
    """Which shifts of a correlation are not longer than ``most``."""
    rows, columns = (np.abs(np.fft.fftfreq(size, 1 / size)) for size in shape)
    return np.asarray(np.maximum(rows[:, None], columns[None]) <= most)
