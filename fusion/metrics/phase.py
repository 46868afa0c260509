"""Q_P: corners and edges found by phase congruency, and how the fused picture keeps them."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from fusion.metrics.arrays import Floats, Grey, Pulse, bands, check_grey, correlate, gaussian, no_pulse

Singles = npt.NDArray[np.float32]
Spectrum = npt.NDArray[np.complex64]

SCALES, ORIENTATIONS = 4, 6
SHORTEST_PX, FACTOR = 3.0, 2.1
SIGMA_ON_FREQUENCY = 0.55
ANGULAR_SIGMA = math.pi / ORIENTATIONS / 1.2
NOISE_SIGMAS, SPREAD_CUT, SPREAD_GAIN, EPSILON = 2.0, 0.5, 10.0, 1e-4

FEATURE_LEVEL = 0.1
WINDOW = gaussian(11, 1.5)
STABILISER = 1e-4

ROWS_AT_ONCE = 16
"""So few that the parts of a band stay in the processor's cache."""


@dataclass(frozen=True)
class Features:
    """Phase congruency of a picture, and its largest and smallest moment over the orientations."""

    congruency: Singles
    largest: Singles
    smallest: Singles


@dataclass(frozen=True)
class Masked:
    """A map of one source, and where it has features."""

    pixels: Singles
    mask: npt.NDArray[np.bool_]


def q_p(first: Grey, second: Grey, fused: Grey, pulse: Pulse = no_pulse) -> float:
    """Q_P, features of phase congruency kept.

    Formula: P_pc · P_M · P_m; each P is the mean, over the places where a source has a feature, of the
    best correlation in an 11 × 11 window between the fused picture's map and that of A, of B, or of the
    stronger of both.
    Range about -1..1, higher is better. Even equal pictures stay below 1, since the program cuts the
    sources' maps off where they have no feature, and not the fused one's. Without a feature in either
    source it is undefined; 1 is taken.
    Blind to contrast, brightness and colour: phase congruency is the same for a faint edge as for a
    strong one.
    Zhao, Laganière, Liu 2007 (Int. J. Innovative Computing, Information and Control 3(6A); no DOI);
    Kovesi 1999.
    """
    check_grey(first, second, fused)
    filters = LogGabor(*fused.shape)
    a, b, f = (phase_congruency(image, filters, pulse) for image in (first, second, fused))
    del filters
    mask_a, mask_b = a.congruency > FEATURE_LEVEL, b.congruency > FEATURE_LEVEL
    stronger_first = a.congruency > b.congruency
    mask = mask_a | mask_b
    places = int(mask.sum())
    if places == 0:
        return 1.0
    product = 1.0
    for name in ("congruency", "largest", "smallest"):
        x, y = getattr(a, name), getattr(b, name)
        strongest = np.where(stronger_first, x, y)
        masked = (Masked(x, mask_a), Masked(y, mask_b), Masked(strongest, mask))
        product *= _best_correlation(masked, getattr(f, name), pulse) / places
    return product


def _best_correlation(sources: tuple[Masked, ...], fused: Singles, pulse: Pulse) -> float:
    """Sum over the picture of the largest local correlation of a source's masked map and the fused."""
    margin = len(WINDOW) // 2
    maps = [np.pad(source.pixels * source.mask, margin) for source in sources]
    total, top = 0.0, 0
    for *parts, f in bands(*maps, np.pad(fused, margin), window=len(WINDOW)):
        pulse()
        mean_f = _mean(f)
        spread_f = _mean(f * f) - mean_f**2
        best = np.full_like(mean_f, -np.inf)
        rows = slice(top, top + len(mean_f))
        for x, source in zip(parts, sources, strict=True):
            mean = _mean(x)
            spread = _mean(x * x) - mean**2
            covariance = _mean(x * f) - mean * mean_f
            likeness = (covariance + STABILISER) / (np.sqrt(np.abs(spread * spread_f)) + STABILISER)
            best = np.maximum(best, np.where(source.mask[rows], likeness, 0))
        total += float(best.sum())
        top = rows.stop
    return total


def _mean(pixels: Floats) -> Floats:
    return correlate(pixels, WINDOW, WINDOW)


class LogGabor:
    """Kovesi's filters for one size of picture; each is made when it is asked for, to save memory."""

    def __init__(self, h: int, w: int) -> None:
        x = np.fft.ifftshift(_coordinates(w)).astype(np.float32)
        y = np.fft.ifftshift(_coordinates(h)).astype(np.float32)[:, None]
        radius = np.hypot(x, y)
        self._low_pass = 1 / (1 + (radius / np.float32(0.45)) ** 30)
        radius[0, 0] = 1
        self._log_radius = np.log(radius, out=radius)
        self._angle = np.arctan2(-y, x)
        self._noise = [self._noise_gain(orientation) for orientation in range(ORIENTATIONS)]

    def radial(self, scale: int) -> Singles:
        """The part that chooses a wavelength."""
        wavelength = SHORTEST_PX * FACTOR**scale
        response = self._log_radius + np.float32(math.log(wavelength))
        response *= response
        response *= np.float32(-0.5 / math.log(SIGMA_ON_FREQUENCY) ** 2)
        np.exp(response, out=response)
        response *= self._low_pass
        response[0, 0] = 0
        return response

    def angular(self, orientation: int) -> Singles:
        """The part that chooses a direction: a Gaussian of the distance around the circle."""
        away = self._angle - np.float32(orientation * math.pi / ORIENTATIONS)
        np.abs(away, out=away)
        np.minimum(away, np.float32(2 * math.pi) - away, out=away)
        away *= away
        away *= np.float32(-0.5 / ANGULAR_SIGMA**2)
        return np.asarray(np.exp(away, out=away), np.float32)

    def noise(self, orientation: int) -> float:
        """τ² of Kovesi's noise estimate, for a median of squared amplitudes of 1.

        With f the real part of the sum of the filters' impulse responses, τ² is Σ f² divided by the
        power of the finest filter. By Parseval's theorem the sum can be taken over the spectrum.
        """
        return self._noise[orientation]

    def _noise_gain(self, orientation: int) -> float:
        total = self.radial(0)
        angular = self.angular(orientation)
        power = _dot(total * angular, total * angular)
        for scale in range(1, SCALES):
            total += self.radial(scale)
        total *= angular
        mirrored = np.roll(total[::-1, ::-1], (1, 1), (0, 1))
        return (_dot(total, total) + _dot(total, mirrored)) / 2 / power if power > 0 else 0.0


def _dot(first: Singles, second: Singles) -> float:
    """Sum of the products."""
    return float(np.einsum("ij,ij->i", first, second).sum(dtype=np.float64))


def _coordinates(n: int) -> Floats:
    """Frequencies along one axis as Kovesi's program has them: odd sizes are stretched a little."""
    return (np.arange(n) - n // 2) / (n if n % 2 == 0 else max(n - 1, 1))


def phase_congruency(image: Grey, filters: LogGabor, pulse: Pulse = no_pulse) -> Features:
    """Kovesi's phase congruency, in single precision."""
    spectrum = np.fft.fft2(image.astype(np.float32)).astype(np.complex64, copy=False)
    amplitudes, energies, cx2, cy2, cxy = (np.zeros(image.shape, np.float32) for _ in range(5))
    for orientation in range(ORIENTATIONS):
        responses = []
        for response in _responses(spectrum, filters, orientation):
            pulse()
            responses.append(response)
        threshold = _noise_threshold(responses[0], filters.noise(orientation))
        angle = orientation * math.pi / ORIENTATIONS
        for top in range(0, image.shape[0], ROWS_AT_ONCE):
            rows = slice(top, top + ROWS_AT_ONCE)
            amplitude, energy = _energy([response[rows] for response in responses], threshold)
            amplitudes[rows] += amplitude
            energies[rows] += energy
            share = np.divide(energy, amplitude, out=np.zeros_like(energy), where=amplitude > 0)
            share *= share
            cx2[rows] += share * np.float32(math.cos(angle) ** 2 * 2 / ORIENTATIONS)
            cy2[rows] += share * np.float32(math.sin(angle) ** 2 * 2 / ORIENTATIONS)
            cxy[rows] += share * np.float32(math.cos(angle) * math.sin(angle) / ORIENTATIONS)
        del responses
    del spectrum
    amplitudes += np.float32(EPSILON)
    energies /= amplitudes
    for top in range(0, image.shape[0], ROWS_AT_ONCE):  # cx2 and cy2 become the two moments
        rows = slice(top, top + ROWS_AT_ONCE)
        both = cx2[rows] + cy2[rows]
        spread = np.hypot(cxy[rows], cx2[rows] - cy2[rows]) + np.float32(EPSILON)
        cx2[rows], cy2[rows] = (both + spread) / 2, (both - spread) / 2
    return Features(energies, cx2, cy2)


def _responses(spectrum: Spectrum, filters: LogGabor, orientation: int) -> Iterator[Singles]:
    """(H, W, 2): the even and the odd response to the filter of each scale, one after another."""
    angular = filters.angular(orientation)
    for scale in range(SCALES):
        response = filters.radial(scale)
        response *= angular
        product = (spectrum * response).view(np.float32).reshape(*spectrum.shape, 2)
        parts = cv2.idft(product, dst=product, flags=cv2.DFT_SCALE)  # in place, to save memory
        yield np.asarray(parts, np.float32).reshape(product.shape)


def _noise_threshold(finest: Singles, gain: float) -> float:
    """Energy that noise alone would reach."""
    squares = np.einsum("ijk,ijk->ij", finest, finest)
    power = float(np.median(squares, overwrite_input=True)) / math.log(2)
    tau = math.sqrt(power * gain)
    mean, deviation = tau * math.sqrt(math.pi / 2), math.sqrt((2 - math.pi / 2) * tau**2)
    return (mean + NOISE_SIGMAS * deviation) / 1.7


def _energy(responses: list[Singles], threshold: float) -> tuple[Singles, Singles]:
    """Sum of amplitudes over the scales, and the energy above noise, weighted by its spread."""
    parts = [(response[..., 0].copy(), response[..., 1].copy()) for response in responses]
    even, odd, amplitude, strongest = (np.zeros_like(parts[0][0]) for _ in range(4))
    for real, imaginary in parts:
        even += real
        odd += imaginary
        strength = np.sqrt(real**2 + imaginary**2)
        amplitude += strength
        np.maximum(strongest, strength, out=strongest)
    length = np.sqrt(even**2 + odd**2) + np.float32(EPSILON)
    even /= length
    odd /= length
    energy = np.full_like(amplitude, -threshold)
    for real, imaginary in parts:
        energy += real * even
        energy += imaginary * odd
        energy -= np.abs(real * odd - imaginary * even)
    np.maximum(energy, 0, out=energy)
    width = amplitude / (strongest + np.float32(EPSILON)) / SCALES
    energy /= 1 + np.exp(SPREAD_GAIN * (SPREAD_CUT - width))
    return amplitude, energy
