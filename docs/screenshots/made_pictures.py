"""The pictures that the screenshots show beside the sample pictures: made from one of them."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image

from fusion import Photo

SCENE = Path(__file__).resolve().parents[2] / "data" / "motorcycle_all_in_focus.jpg"
Pixels = npt.NDArray[np.uint8]

FOCUS = (0.10, 0.18, 0.26, 0.36, 0.47, 0.57, 0.68, 0.80, 0.94)
"""Where the frames of the stack are focused, from the near floor (0) to the wall (1)."""
SHAKEN = 5
"""The frame that the camera moved in."""
TRAIL = 91
"""How far it moved, in pixels."""
WIDEST = 14.0
"""The blur, in pixels, of what is as far as can be from the focus."""


def shoot_stack(folder: Path) -> list[Path]:
    """Nine photographs of one scene as files: focused from near to far, and one of them shaken."""
    paths = []
    for number, pixels in enumerate(focused_frames()):
        path = folder / f"DSC_{4120 + number}.jpg"
        Image.fromarray(pixels).save(path, quality=92)
        paths.append(path)
    return paths


def focused_frames() -> list[Pixels]:
    """The scene as a lens sees it that is turned from near to far, which also changes its scale."""
    sharp = np.asarray(Image.open(SCENE).convert("RGB"))
    height, width = sharp.shape[:2]
    sizes = np.array([0.0, 0.8, 1.6, 3.0, 5.0, 8.0, WIDEST])
    blurred = [sharp.astype(np.float32)]
    blurred += [cv2.GaussianBlur(blurred[0], (0, 0), float(size)) for size in sizes[1:]]
    frames = []
    for number, focus in enumerate(FOCUS):
        blur = np.minimum(WIDEST, 22 * np.abs(depth_of(height, width) - focus))
        place = np.interp(blur, sizes, np.arange(len(sizes)))
        frame = np.zeros_like(blurred[0])
        for index, pixels in enumerate(blurred):
            frame += np.maximum(0, 1 - np.abs(place - index)).astype(np.float32)[:, :, None] * pixels
        if number == SHAKEN:
            trail = np.diag(np.full(TRAIL, 1 / TRAIL, np.float32))
            frame = cv2.filter2D(frame, -1, trail, borderType=cv2.BORDER_REFLECT)
        matrix = cv2.getRotationMatrix2D((width / 2, height / 2), 0, 1 + 0.004 * number)
        moved = cv2.warpAffine(frame, matrix, (width, height), borderMode=cv2.BORDER_REFLECT)
        frames.append(np.rint(moved).astype(np.uint8))
    return frames


def depth_of(height: int, width: int) -> npt.NDArray[np.float64]:
    """How far each pixel is, 0 to 1: a floor that rises to a wall, nearer at the right."""
    y, x = np.mgrid[0:height, 0:width]
    floor = np.clip((1 - y / height) / 0.78, 0, 1)
    return np.clip(0.85 * floor + 0.15 * (1 - x / width), 0, 1)


def infrared_and_visible() -> list[Photo]:
    """The scene in the dusk, and a made picture of what is warm in it: grey and soft."""
    colours = np.asarray(Image.open(SCENE).convert("RGB"))
    height, width = colours.shape[:2]
    dusk = np.rint(255 * (colours / 255.0) ** 1.6 * 0.6).astype(np.uint8)
    grey = cv2.GaussianBlur(cv2.cvtColor(colours, cv2.COLOR_RGB2GRAY), (0, 0), 2).astype(np.float64)
    y, x = np.mgrid[0:height, 0:width]
    warm = np.zeros((height, width))
    for across, down, size in ((0.47, 0.62, 0.09), (0.66, 0.72, 0.06), (0.30, 0.75, 0.05)):
        distance = np.hypot(x - across * width, y - down * height) / (size * width)
        warm += np.exp(-(distance**2))
    infrared = np.clip(40 + 0.25 * grey + 190 * np.minimum(warm, 1) * (0.4 + grey / 255), 0, 255)
    return [
        Photo(np.rint(infrared).astype(np.uint8), path=Path("/photos/yard_ir.png")),
        Photo(dusk, path=Path("/photos/yard_vi.png")),
    ]
