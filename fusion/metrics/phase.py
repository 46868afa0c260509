"""Q_P: how the fused picture keeps the edges and corners that phase congruency finds."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import cv2
import numpy as np
import numpy.typing as npt

from fusion.metrics.arrays import (
    BAND_ROWS,
    Floats,
    Grey,
    Pulse,
    check_grey,
    correlate,
    gaussian,
    no_pulse,
)
from fusion.metrics.log_gabor import ORIENTATIONS, SCALES, LogGabor, Singles
from fusion.metrics.parallel import row_bands, side_by_side

Mask = npt.NDArray[np.bool_]

NOISE_SIGMAS, SPREAD_CUT, SPREAD_GAIN, EPSILON = 2.0, 0.5, 10.0, 1e-4

FEATURE_LEVEL = 0.1
WINDOW = gaussian(11, 1.5)
STABILISER = 1e-4

MAPS = ("congruency", "largest", "smallest")

ROWS_AT_ONCE = 16
"""So few that a band's arrays stay in the processor's cache."""


@dataclass(frozen=True)
class Features:
    """Phase congruency of a picture, and its largest and smallest moment over the orientations."""

    congruency: Singles
    largest: Singles
    smallest: Singles

    def masked(self) -> MaskedMaps:
        """The maps where the congruency is above ``FEATURE_LEVEL``."""
        mask = self.congruency > FEATURE_LEVEL
        return MaskedMaps(mask, {name: getattr(self, name)[mask] for name in MAPS})


@dataclass(frozen=True)
class MaskedMaps:
    """Where a source has features, and its maps there; the rest is not held, to save memory."""

    mask: Mask
    values: dict[str, Singles]

    def map(self, name: str) -> Singles:
        """The whole map, zero where there is no feature."""
        pixels = np.zeros(self.mask.shape, np.float32)
        pixels[self.mask] = self.values[name]
        return pixels


def q_p(first: Grey, second: Grey, fused: Grey, pulse: Pulse = no_pulse) -> float:
    """Q_P, features of phase congruency kept.

    Parameters
    ----------
    first, second
        The sources, (H, W) uint8 grey; ``to_grey`` makes them so.
    fused
        The fused picture, (H, W) uint8 grey.
    pulse
        Called often; what it raises stops the metric.

    Returns
    -------
    float
        About -1 to 1, higher is better. Even equal pictures stay below 1, since the authors' program
        cuts the sources' maps off where they have no feature, and not the fused one's. Without a
        feature in either source it is undefined; 1 is taken.

    Raises
    ------
    FusionError
        If the pictures differ in size or are not grey uint8.

    Notes
    -----
    P_pc · P_M · P_m; each P is the mean, over the pixels where a source has a feature, of the best
    correlation in an 11 × 11 window between the fused picture's map and that of A, of B, or of the
    stronger of both. The maps are Kovesi's phase congruency and its largest and smallest moment.

    Known weakness: blind to contrast, brightness and colour: phase congruency is the same for a
    faint edge as for a strong one.

    References
    ----------
    Zhao, Laganière, Liu, Int. J. Innovative Computing, Information and Control 3(6A), 1433-1447,
    2007 (no DOI); Kovesi, Image features from phase congruency, Videre 1(3), 1999.

    Examples
    --------
    >>> import numpy as np
    >>> from fusion.metrics.phase import q_p
    >>> first = np.full((32, 32), 60, np.uint8)
    >>> first[10:22, 10:22] = 180
    >>> second = np.full_like(first, 105)
    >>> round(q_p(first, second, first), 2)
    0.86
    >>> round(q_p(first, second, first // 2), 2)
    0.86
    >>> round(q_p(first, second, np.roll(first, 4, axis=1)), 2)
    0.1
    """
    check_grey(first, second, fused)
    h, w = fused.shape
    congruency = PhaseCongruency(h, w, pulse)
    a, b = congruency.of(first).masked(), congruency.of(second).masked()
    f = congruency.of(fused)
    del congruency
    mask = a.mask | b.mask
    features = int(mask.sum())
    if features == 0:
        return 1.0
    stronger_first = a.map("congruency") > b.map("congruency")
    product = 1.0
    for name in MAPS:
        x, y = a.map(name), b.map(name)
        sources = [(x, a.mask), (y, b.mask), (np.where(stronger_first, x, y), mask)]
        product *= _best_correlation(sources, getattr(f, name), pulse) / features
    return product


def _best_correlation(sources: list[tuple[Singles, Mask]], fused: Singles, pulse: Pulse) -> float:
    """Sum over the picture of the largest local correlation of a source's masked map and the fused."""
    margin = len(WINDOW) // 2
    maps = [np.pad(pixels, margin) for pixels in (*(pixels for pixels, _ in sources), fused)]
    masks = [mask for _, mask in sources]

    def in_band(rows: slice) -> float:
        """The sum over a band of rows."""
        here = slice(rows.start, rows.stop + 2 * margin)
        *source_maps, f = (pixels[here].astype(np.float64) for pixels in maps)
        mean_f = _mean(f)
        spread_f = _mean(f * f) - mean_f**2
        best = np.full_like(mean_f, -np.inf)
        for x, mask in zip(source_maps, masks, strict=True):
            mean = _mean(x)
            spread = _mean(x * x) - mean**2
            covariance = _mean(x * f) - mean * mean_f
            correlation = (covariance + STABILISER) / (np.sqrt(np.abs(spread * spread_f)) + STABILISER)
            best = np.maximum(best, np.where(mask[rows], correlation, 0))
        return float(best.sum())

    return sum(side_by_side(in_band, row_bands(len(fused), BAND_ROWS), pulse))


def _mean(pixels: Floats) -> Floats:
    return correlate(pixels, WINDOW, WINDOW)


class PhaseCongruency:
    """Kovesi's phase congruency of pictures of one size, in single precision, its memory used again."""

    def __init__(self, h: int, w: int, pulse: Pulse = no_pulse) -> None:
        self._filters = LogGabor(h, w)
        self._responses = [np.empty((h, w, 2), np.float32) for _ in range(SCALES)]
        self._squares = np.empty((h, w), np.float32)
        self._pulse = pulse

    def of(self, image: Grey) -> Features:
        """The features of a picture."""
        transform = np.fft.fft2(image.astype(np.float32)).astype(np.complex64, copy=False)
        spectrum = (np.ascontiguousarray(transform.real), np.ascontiguousarray(transform.imag))
        del transform
        amplitudes, energies, cx2, cy2, cxy = (np.zeros(image.shape, np.float32) for _ in range(5))
        for orientation in range(ORIENTATIONS):
            gain = self._filters.set_orientation(orientation)
            respond = partial(self._respond, spectrum)
            for _ in side_by_side(respond, range(SCALES), self._pulse):
                pass
            threshold = self._noise_threshold(gain)
            angle = orientation * math.pi / ORIENTATIONS
            accumulate = partial(
                self._accumulate, (amplitudes, energies, cx2, cy2, cxy), threshold, angle
            )
            for _ in side_by_side(accumulate, row_bands(len(image), BAND_ROWS), self._pulse):
                pass
        del spectrum
        for top in range(0, image.shape[0], ROWS_AT_ONCE):  # cx2 and cy2 become the two moments
            rows = slice(top, top + ROWS_AT_ONCE)
            energies[rows] /= amplitudes[rows] + np.float32(EPSILON)
            both = cx2[rows] + cy2[rows]
            spread = np.hypot(cxy[rows], cx2[rows] - cy2[rows]) + np.float32(EPSILON)
            cx2[rows], cy2[rows] = (both + spread) / 2, (both - spread) / 2
        return Features(energies, cx2, cy2)

    def _respond(self, spectrum: Sequence[Singles], scale: int) -> None:
        """Even and odd response to a filter, in place, to save memory."""
        response = self._responses[scale]
        self._filters.filter(spectrum, scale, response)
        cv2.idft(response, dst=response, flags=cv2.DFT_SCALE)

    def _accumulate(self, sums: Sequence[Singles], threshold: float, angle: float, band: slice) -> None:
        """Add one orientation to the sums, for a band of rows."""
        for top in range(band.start, band.stop, ROWS_AT_ONCE):
            rows = slice(top, min(top + ROWS_AT_ONCE, band.stop))
            amplitudes, energies, cx2, cy2, cxy = (plane[rows] for plane in sums)
            amplitude, energy = _energy([response[rows] for response in self._responses], threshold)
            amplitudes += amplitude
            energies += energy
            share = np.divide(energy, amplitude, out=np.zeros_like(energy), where=amplitude > 0)
            share *= share
            cx2 += share * np.float32(math.cos(angle) ** 2 * 2 / ORIENTATIONS)
            cy2 += share * np.float32(math.sin(angle) ** 2 * 2 / ORIENTATIONS)
            cxy += share * np.float32(math.cos(angle) * math.sin(angle) / ORIENTATIONS)

    def _noise_threshold(self, gain: float) -> float:
        """Energy that noise alone would reach, from the finest scale's median power."""
        for top in range(0, len(self._squares), ROWS_AT_ONCE):
            rows = slice(top, top + ROWS_AT_ONCE)
            real, imaginary = _planes(self._responses[0][rows])
            np.add(real * real, imaginary * imaginary, out=self._squares[rows])
        power = float(np.median(self._squares, overwrite_input=True)) / math.log(2)
        tau = math.sqrt(power * gain)
        mean, deviation = tau * math.sqrt(math.pi / 2), math.sqrt((2 - math.pi / 2) * tau**2)
        return (mean + NOISE_SIGMAS * deviation) / 1.7


def _energy(responses: list[Singles], threshold: float) -> tuple[Singles, Singles]:
    """Sum of amplitudes over the scales, and the energy above noise, weighted by its spread."""
    planes = [_planes(response) for response in responses]
    even, odd, amplitude, strongest = (np.zeros(planes[0][0].shape, np.float32) for _ in range(4))
    for real, imaginary in planes:
        even += real
        odd += imaginary
        strength = _length(real, imaginary)
        amplitude += strength
        np.maximum(strongest, strength, out=strongest)
    length = _length(even, odd)
    length += np.float32(EPSILON)
    even /= length
    odd /= length
    energy = np.full_like(amplitude, -threshold)
    across = np.empty_like(amplitude)
    for real, imaginary in planes:
        energy += np.multiply(real, even, out=across)
        energy += np.multiply(imaginary, odd, out=across)
        np.multiply(real, odd, out=across)
        across -= np.multiply(imaginary, even, out=length)
        energy -= np.abs(across, out=across)
    np.maximum(energy, 0, out=energy)
    strongest += np.float32(EPSILON)
    width = np.divide(amplitude, strongest, out=strongest)
    width *= np.float32(-SPREAD_GAIN / SCALES)
    width += np.float32(SPREAD_GAIN * SPREAD_CUT)
    energy /= 1 + np.exp(width, out=width)
    return amplitude, energy


def _planes(pairs: Singles) -> tuple[Singles, Singles]:
    """The real and the imaginary plane of (H, W, 2), each contiguous."""
    return np.ascontiguousarray(pairs[..., 0]), np.ascontiguousarray(pairs[..., 1])


def _length(x: Singles, y: Singles) -> Singles:
    """sqrt(x² + y²) by NumPy, since OpenCV's last digit depends on where the arrays lie in memory."""
    return np.sqrt(x * x + y * y)
