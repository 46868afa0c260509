"""Made registrations: what registering would find for frames that were moved on purpose."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np

from fusion import FusionResult, FusionSettings, Photo, Progress
from fusion.completion import complete
from fusion.register.registration import FrameReport, Registration
from fusion.settings import RegistrationParameters
from fusion.transform import Matrix, Transform
from tests.ui.conftest import first_frame


def zoomed(share: float, size: tuple[int, int]) -> Matrix:
    """The content enlarged by ``share`` about the centre of a picture (height, width)."""
    y, x = (size[0] - 1) / 2, (size[1] - 1) / 2
    return np.array([[1 + share, 0, -share * x], [0, 1 + share, -share * y], [0, 0, 1]])


def found(
    count: int, size: tuple[int, int], share: float = 0.04, flagged: dict[int, str] | None = None
) -> Registration:
    """A stack that grows by ``share`` from frame to frame; flagged frames are left out."""
    reference = (count - 1) // 2
    frames = tuple(
        FrameReport(
            f"{number}.png",
            Transform(zoomed(share * (number - reference), size)),
            scale=1 + share * (number - reference),
            error_px=0.05,
            inliers=0.9,
            flags=(flagged[number],) if flagged and number in flagged else (),  # type: ignore[arg-type]
            used=not flagged or number not in flagged,
        )
        for number in range(count)
    )
    cut = (size[0] // 10, size[1] // 10)
    area = (slice(cut[0], size[0] - cut[0]), slice(cut[1], size[1] - cut[1]))
    return Registration("similarity", reference, size, area, frames)


def register(
    photos: Sequence[Photo], parameters: RegistrationParameters, progress: Progress
) -> Registration:
    """Finds at once that the photos grow."""
    progress("Registering", 0, 1)
    made = found(len(photos), (photos[0].height, photos[0].width))
    for number in parameters.leave_out:
        made = made.with_used(number, False)
    return made if parameters.reference is None else replace(made, reference=parameters.reference)


def register_slowly(
    photos: Sequence[Photo], parameters: RegistrationParameters, progress: Progress
) -> Registration:
    """Reports for ten seconds."""
    for step in range(1000):
        progress("Registering", step, 1000)
        time.sleep(0.01)
    return register(photos, parameters, progress)


def fuse(
    photos: Sequence[Photo], settings: FusionSettings, progress: Progress,
    known: Registration | None = None,
) -> FusionResult:  # fmt: skip
    """Gives the reference frame, cropped, as a result that was registered."""
    registration = known or register(photos, settings.registration, progress)
    rows, columns = registration.area
    photo = Photo(np.ascontiguousarray(photos[registration.reference].pixels[rows, columns]))
    made = first_frame([photo] * len(photos), settings, progress)
    return replace(made, settings=complete(settings, len(photos)), registration=registration)


def grown(pixels: np.ndarray, share: float) -> np.ndarray:
    """What a camera sees whose picture grew: the frame whose transform is ``zoomed(share)``."""
    matrix = np.linalg.inv(zoomed(share, pixels.shape[:2]))
    height, width = pixels.shape[:2]
    return np.asarray(
        cv2.warpPerspective(
            pixels, matrix, (width, height), flags=cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP,
            borderMode=cv2.BORDER_REPLICATE,
        )
    )  # fmt: skip
