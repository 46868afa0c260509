"""A fusion that stands still half way, so that a picture can be taken of it."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence

from fusion import FusionResult, FusionSettings, Photo, Progress
from fusion.register.registration import Registration
from ui.jobs.registering import Fuse

STAGE = "Measuring sharpness"


class HalfWay:
    """Fuses as the program does until half of the sharpness is measured, and waits to be cancelled.

    Parameters
    ----------
    fuse
        What the program fuses with.

    Attributes
    ----------
    is_there
        Set when half of it is done.
    """

    def __init__(self, fuse: Fuse) -> None:
        self._fuse = fuse
        self.is_there = threading.Event()

    def __call__(
        self, photos: Sequence[Photo], settings: FusionSettings, progress: Progress,
        known: Registration | None = None,
    ) -> FusionResult:  # fmt: skip
        def report(stage: str, done: int, total: int) -> None:
            progress(stage, done, total)
            if stage == STAGE and 2 * done >= total:
                self.is_there.set()
                while True:  # a report of a job that is cancelled raises
                    progress(stage, done, total)
                    time.sleep(0.02)

        return self._fuse(photos, settings, report, known)
