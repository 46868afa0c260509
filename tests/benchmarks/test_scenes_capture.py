"""What the camera adds: pose, exposure, noise, JPEG."""

import cv2
import numpy as np
import pytest

from benchmarks.optics.capture import Capture, develop, random_captures
from benchmarks.optics.light import decode_srgb, encode_srgb


def rng() -> np.random.Generator:
    return np.random.default_rng(7)


def blob(x: float, y: float, size: int = 96) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    """A smooth spot of light at (x, y)."""
    rows, columns = np.mgrid[:size, :size]
    spot = np.exp(-((columns - x) ** 2 + (rows - y) ** 2) / (2 * 3.0**2))
    return np.repeat(spot[..., None], 3, axis=2).astype(np.float32)


@pytest.mark.parametrize("bits", [8, 16])
def test_srgb_there_and_back_is_the_same(bits: int) -> None:
    levels = np.arange(2**bits, dtype=np.uint8 if bits == 8 else np.uint16).reshape(1, -1)
    assert np.array_equal(encode_srgb(decode_srgb(levels), bits), levels)


@pytest.mark.parametrize("crop", [0, 10])
def test_the_true_transform_says_where_a_point_goes(crop: int) -> None:
    capture = Capture(scale=1.05, shift_px=(3.0, -2.0), rotation_deg=2.0)
    frame, transform = develop(blob(60, 40), capture, rng(), 16, crop)
    light = decode_srgb(frame)[..., 0].astype(np.float64)
    rows, columns = np.mgrid[: light.shape[0], : light.shape[1]]
    seen = np.array([(light * columns).sum(), (light * rows).sum()]) / light.sum()
    expected = (transform @ [60 - crop, 40 - crop, 1])[:2]
    assert np.abs(seen - expected).max() < 0.05


def test_scale_and_rotation_are_about_the_centre() -> None:
    centre = np.array([(96 - 1) / 2, (64 - 1) / 2, 1])
    assert np.allclose(Capture(scale=1.1, rotation_deg=30).transform((64, 96)) @ centre, centre)


def test_a_positive_rotation_turns_counter_clockwise_as_seen() -> None:
    right_of_centre = np.array([60.0, 31.5, 1])
    assert (Capture(rotation_deg=10).transform((64, 96)) @ right_of_centre)[1] < 31.5


def test_noise_grows_with_the_light_as_photons_do() -> None:
    capture = Capture(electrons_at_white=1000, read_noise_electrons=5)
    for level in (0.1, 0.8):
        light = np.full((200, 200, 3), level, np.float32)
        frame, _ = develop(light, capture, rng(), 16)
        expected = (level * 1000 + 25) / 1000**2
        assert decode_srgb(frame).var(dtype=np.float64) == pytest.approx(expected, rel=0.05)


def test_one_stop_is_twice_the_light() -> None:
    light = np.full((8, 8, 3), 0.2, np.float32)
    frame, _ = develop(light, Capture(exposure_ev=1.0), rng(), 16)
    assert decode_srgb(frame).mean() == pytest.approx(0.4, abs=1e-4)


def test_jpeg_changes_the_frame_a_little() -> None:
    light = cv2.GaussianBlur(np.random.default_rng(0).random((64, 64, 3), np.float32), (0, 0), 3)
    plain, _ = develop(light, Capture(), rng())
    packed, _ = develop(light, Capture(jpeg_quality=90), rng())
    difference = np.abs(plain.astype(int) - packed.astype(int))
    assert 0 < difference.mean() < 3


def test_jpeg_in_16_bit_is_refused() -> None:
    with pytest.raises(ValueError, match="8 bits"):
        develop(blob(9, 9, 20), Capture(jpeg_quality=90), rng(), 16)


def test_random_captures_leave_the_first_frame_in_place() -> None:
    captures = random_captures(rng(), 4)
    assert np.allclose(captures[0].transform((50, 60)), np.eye(3))
    assert not np.allclose(captures[3].transform((50, 60)), np.eye(3))
    assert random_captures(rng(), 4) == captures
