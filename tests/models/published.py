"""The development data's published weights and pictures, for checking an implementation."""

import cv2
import numpy as np

from tests.conftest import SHARED

PUBLISHED = SHARED / "published"


def tno(name: str) -> np.ndarray:
    """A grey picture of the TNO folder, (H, W) float32 in [0, 1]."""
    picture = cv2.imread(str(PUBLISHED / "tno" / f"{name}.png"), cv2.IMREAD_GRAYSCALE)
    return picture.astype(np.float32) / 255


def sources(number: str) -> np.ndarray:
    """Infrared and visible picture of a pair, (2, H, W) in [0, 1]."""
    return np.stack([tno(f"{number}_ir"), tno(f"{number}_vi")])


def stretched(picture: np.ndarray) -> np.ndarray:
    """From the least to the greatest value onto 256 levels, as the authors' program saved."""
    low, high = picture.min(), picture.max()
    return np.rint((picture - low) / (high - low) * 255) / 255


def psnr(first: np.ndarray, second: np.ndarray) -> float:
    return float(-10 * np.log10(np.mean((first.astype(np.float64) - second) ** 2)))
