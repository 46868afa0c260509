"""Kovesi's bank of log-Gabor filters, on the spectrum of a picture."""

from __future__ import annotations

import math
from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt

from fusion.metrics.arrays import Floats

Singles = npt.NDArray[np.float32]

SCALES, ORIENTATIONS = 4, 6
SHORTEST_PX, FACTOR = 3.0, 2.1
SIGMA_ON_FREQUENCY = 0.55
ANGULAR_SIGMA = math.pi / ORIENTATIONS / 1.2

ROWS_AT_ONCE = 16
"""So few that a band's arrays stay in the processor's cache."""


class LogGabor:
    """The filters for one size of picture: a radial part for each scale times an angular part.

    Radius and angle are the same, but for signs, in the four quadrants of the spectrum, so that one
    quadrant of the radial parts is held.
    """

    def __init__(self, h: int, w: int) -> None:
        x, y = _coordinates(w).astype(np.float32), _coordinates(h).astype(np.float32)[:, None]
        radius = np.hypot(x, y)
        low_pass = np.asarray(1 / (1 + (radius / np.float32(0.45)) ** 30), np.float32)
        radius[0, 0] = 1
        log_radius = np.log(radius, out=radius)
        self._radial = [_radial(log_radius, low_pass, scale) for scale in range(SCALES)]
        self._angle = np.arctan2(y, x)
        self._angular = np.empty((h, w), np.float32)
        self._quadrants = [
            (rows, columns, above, left)
            for above, rows in enumerate(_halves(h))
            for left, columns in enumerate(_halves(w))
        ]
        self._noise: dict[int, float] = {}

    def set_orientation(self, orientation: int) -> float:
        """Compute the angular part for an orientation: a Gaussian of the angle to it.

        Returns τ² of Kovesi's noise estimate, for a median of squared amplitudes of 1. With f the real
        part of the sum of the filters' impulse responses, τ² is Σ f² divided by the power of the finest
        filter. By Parseval's theorem the sum can be taken over the spectrum.
        """
        for (rows, own_rows), (columns, own_columns), above, left in self._quadrants:
            angle = self._angle[own_rows, own_columns]
            away = np.float32(math.pi) - angle if left else angle.copy()
            if not above:
                np.negative(away, out=away)
            away -= np.float32(orientation * math.pi / ORIENTATIONS)
            np.abs(away, out=away)
            np.minimum(away, np.float32(2 * math.pi) - away, out=away)
            away *= away
            away *= np.float32(-0.5 / ANGULAR_SIGMA**2)
            np.exp(away, out=self._angular[rows, columns])
        if orientation not in self._noise:
            self._noise[orientation] = self._noise_gain()
        return self._noise[orientation]

    def filter(self, spectrum: Sequence[Singles], scale: int, result: Singles) -> None:
        """Real and imaginary plane of a spectrum times the filter; ``result`` is (H, W, 2)."""
        radial = self._radial[scale]
        h, w = self._angular.shape
        buffers = np.empty((3, ROWS_AT_ONCE, w), np.float32)
        for rows, own_rows in _halves(h):
            for top in range(rows.start, rows.stop, ROWS_AT_ONCE):
                band = slice(top, min(top + ROWS_AT_ONCE, rows.stop))
                weight, *products = (buffer[: band.stop - band.start] for buffer in buffers)
                source = radial[own_rows][top - rows.start :][: len(weight)]
                for columns, own_columns in _halves(w):
                    angular = self._angular[band, columns]
                    np.multiply(angular, source[:, own_columns], out=weight[:, columns])
                for plane, product in zip(spectrum, products, strict=True):
                    np.multiply(plane[band], weight, out=product)
                cv2.merge(products, dst=result[band])

    def _noise_gain(self) -> float:
        total = np.empty_like(self._angular)
        finest = np.empty_like(total)
        together = np.sum(self._radial, axis=0)
        for (rows, own_rows), (columns, own_columns), _, _ in self._quadrants:
            np.multiply(
                self._angular[rows, columns], together[own_rows, own_columns], out=total[rows, columns]
            )
            np.multiply(
                self._angular[rows, columns],
                self._radial[0][own_rows, own_columns],
                out=finest[rows, columns],
            )
        power = _dot(finest, finest)
        finest[...] = np.roll(total[::-1, ::-1], (1, 1), (0, 1))
        return (_dot(total, total) + _dot(total, finest)) / 2 / power if power > 0 else 0.0


def _coordinates(n: int) -> Floats:
    """Sizes of the frequencies along one axis as Kovesi's program has them: odd sizes are stretched."""
    return np.arange(n // 2 + 1) / (n if n % 2 == 0 else max(n - 1, 1))


def _halves(n: int) -> tuple[tuple[slice, slice], tuple[slice, slice]]:
    """Slices of the frequencies ≥ 0, then of those < 0: each in the spectrum and in one quadrant."""
    rest = (n + 1) // 2
    return (slice(0, rest), slice(0, rest)), (slice(rest, n), slice(n // 2, 0, -1))


def _radial(log_radius: Singles, low_pass: Singles, scale: int) -> Singles:
    """The radial part of one scale: a Gaussian of the logarithm of the wavelength."""
    wavelength = SHORTEST_PX * FACTOR**scale
    response = log_radius + np.float32(math.log(wavelength))
    response *= response
    response *= np.float32(-0.5 / math.log(SIGMA_ON_FREQUENCY) ** 2)
    np.exp(response, out=response)
    response *= low_pass
    response[0, 0] = 0
    return response


def _dot(first: Singles, second: Singles) -> float:
    """Sum of the products."""
    return float(np.einsum("ij,ij->i", first, second).sum(dtype=np.float64))
