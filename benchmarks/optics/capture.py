"""From light on the sensor to a file: pose of the frame, exposure, noise, JPEG."""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np
import numpy.typing as npt

from benchmarks.optics.light import Encoded, Floats, encode_srgb

Matrix = npt.NDArray[np.float64]

_BAND_ROWS = 256


@dataclass(frozen=True)
class Capture:
    """What one frame suffers beside defocus; the defaults are a perfect camera that stands still.

    Parameters
    ----------
    scale
        Magnification about the centre of the picture (focus breathing); 1.02 is 2 % larger.
    shift_px
        (x, y) movement of the picture content in pixels.
    rotation_deg
        Turn of the content about the centre, counter-clockwise as seen.
    perspective
        By how much a point at the right, and one at the lower border, moves away: 0.03 shows what is
        there 3 % smaller than the centre does. (0, 0) for a camera that does not tilt.
    exposure_ev
        Exposure in stops; +1 doubles the light.
    electrons_at_white
        Photoelectrons that white gives, for Poisson noise; 0 switches the noise off.
    read_noise_electrons
        Standard deviation of the Gaussian part, in electrons; only with `electrons_at_white` > 0.
    jpeg_quality
        1 to 100, or None for no compression; 8-bit frames only.
    """

    scale: float = 1.0
    shift_px: tuple[float, float] = (0.0, 0.0)
    rotation_deg: float = 0.0
    perspective: tuple[float, float] = (0.0, 0.0)
    exposure_ev: float = 0.0
    electrons_at_white: float = 0.0
    read_noise_electrons: float = 0.0
    jpeg_quality: int | None = None

    def still(self) -> Capture:
        """The same camera, with the pose and the exposure of the reference."""
        still = Capture()
        return replace(
            self, scale=still.scale, shift_px=still.shift_px, rotation_deg=still.rotation_deg,
            perspective=still.perspective, exposure_ev=still.exposure_ev,
        )  # fmt: skip

    def transform(self, size: tuple[int, int]) -> Matrix:
        """3×3 matrix from pixels (x, y) of the reference to those of the frame, for size (h, w).

        A similarity, or a homography where the camera tilts.
        """
        h, w = size
        centre_x, centre_y = (w - 1) / 2, (h - 1) / 2
        angle = np.deg2rad(self.rotation_deg)
        a, b = self.scale * np.cos(angle), self.scale * np.sin(angle)
        turn = np.array([[a, b], [-b, a]])
        offset = np.array([centre_x, centre_y]) + self.shift_px - turn @ [centre_x, centre_y]
        similarity = np.vstack([np.column_stack([turn, offset]), [0.0, 0.0, 1.0]])
        if self.perspective == (0.0, 0.0):
            return similarity
        to_centre = np.array([[1.0, 0.0, -centre_x], [0.0, 1.0, -centre_y], [0.0, 0.0, 1.0]])
        tilt = np.eye(3)
        tilt[2, :2] = self.perspective[0] / centre_x, self.perspective[1] / centre_y
        transform = similarity @ np.linalg.inv(to_centre) @ tilt @ to_centre
        return np.asarray(transform / transform[2, 2], np.float64)


def develop(
    light: Floats, capture: Capture, generator: np.random.Generator, bits: int = 8, crop_px: int = 0
) -> tuple[Encoded, Matrix]:
    """The frame (sRGB) that a capture makes of light (H×W×3) on the sensor, and its true transform.

    The sensor is `crop_px` smaller on each side than the light, so that a frame which moved still has
    light to its border; the transform is in pixels of the cropped pictures.
    """
    if capture.jpeg_quality is not None and bits != 8:
        raise ValueError("JPEG holds 8 bits; set jpeg_quality to None for a 16-bit frame")
    h, w = light.shape[0] - 2 * crop_px, light.shape[1] - 2 * crop_px
    transform = capture.transform((h, w))
    if np.allclose(transform, np.eye(3)):
        moved = light[crop_px : crop_px + h, crop_px : crop_px + w]
    else:
        moved = _move(light, transform, crop_px, (h, w))
    frame = encode_srgb(_expose(moved, capture, generator), bits)
    return (frame if capture.jpeg_quality is None else _compress(frame, capture.jpeg_quality)), transform


def _move(light: Floats, transform: Matrix, crop_px: int, size: tuple[int, int]) -> Floats:
    """Light resampled (Lanczos, 8×8) for a sensor of `size`, for a transform in its pixels."""
    from_light = transform @ [[1.0, 0.0, -crop_px], [0.0, 1.0, -crop_px], [0.0, 0.0, 1.0]]
    if np.allclose(transform[2], [0.0, 0.0, 1.0], rtol=0.0, atol=1e-12):
        moved = cv2.warpAffine(
            light, from_light[:2], size[::-1], flags=cv2.INTER_LANCZOS4, borderMode=cv2.BORDER_REFLECT
        )
    else:
        moved = cv2.warpPerspective(
            light, from_light, size[::-1], flags=cv2.INTER_LANCZOS4, borderMode=cv2.BORDER_REFLECT
        )
    return np.asarray(moved, np.float32)


def _expose(light: Floats, capture: Capture, generator: np.random.Generator) -> Floats:
    """Exposure and Poisson-Gaussian sensor noise (Foi et al., IEEE TIP 17, 2008) in linear light."""
    gain = np.float32(2.0**capture.exposure_ev)
    if capture.electrons_at_white == 0:
        return light if gain == 1 else light * gain
    exposed = np.empty_like(light)
    for top in range(0, light.shape[0], _BAND_ROWS):
        band = np.maximum(light[top : top + _BAND_ROWS], 0.0) * gain * capture.electrons_at_white
        electrons = generator.poisson(band).astype(np.float32)
        if capture.read_noise_electrons > 0:
            noise = generator.standard_normal(band.shape, np.float32)
            electrons += np.float32(capture.read_noise_electrons) * noise
        exposed[top : top + _BAND_ROWS] = electrons / np.float32(capture.electrons_at_white)
    return exposed


def _compress(frame: Encoded, quality: int) -> Encoded:
    _, data = cv2.imencode(
        ".jpg", cv2.cvtColor(frame, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, quality]
    )
    return np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR_RGB), np.uint8)


def random_captures(
    generator: np.random.Generator,
    count: int,
    breathing: float = 0.02,
    shift_px: float = 1.5,
    rotation_deg: float = 0.1,
    exposure_ev: float = 0.05,
) -> tuple[Capture, ...]:
    """Imperfect captures for a stack of `count` frames, of which the first is the reference pose.

    Scale drifts evenly by up to ± `breathing` over the stack; shift, rotation and exposure vary at
    random within ± the given bounds; the noise (2 000 to 30 000 electrons at white) is one
    camera's, so it is the same for all frames.
    """
    growth = generator.uniform(-breathing, breathing)
    electrons = float(np.exp(generator.uniform(np.log(2e3), np.log(3e4))))
    read_noise = float(generator.uniform(1.0, 8.0))
    captures = []
    for index in range(count):
        moves = 0.0 if index == 0 else 1.0
        shift = generator.uniform(-shift_px, shift_px, 2) * moves
        captures.append(
            Capture(
                scale=float(1.0 + growth * index / max(count - 1, 1)),
                shift_px=(float(shift[0]), float(shift[1])),
                rotation_deg=float(generator.uniform(-rotation_deg, rotation_deg) * moves),
                exposure_ev=float(generator.uniform(-exposure_ev, exposure_ev) * moves),
                electrons_at_white=electrons,
                read_noise_electrons=read_noise,
            )
        )
    return tuple(captures)
