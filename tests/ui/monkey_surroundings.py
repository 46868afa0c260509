"""What the window of ``tests.ui.monkey`` meets: jobs that fail or are slow, files; and who watches."""

from __future__ import annotations

import random
import sys
import threading
import time
import traceback
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
from PIL import Image
from PyQt5.QtCore import QtMsgType, qInstallMessageHandler

from fusion import FusionError, FusionResult, FusionSettings, Photo, Progress
from fusion.register.registration import Registration
from tests.ui.alignments import register
from tests.ui.conftest import MakeWindow, first_frame, made_pair, mixed
from ui.document.session import Session
from ui.jobs.actions import Actions
from ui.jobs.job import Jobs
from ui.jobs.registering import fuse_photos
from ui.main_window import MainWindow
from ui.preferences import Preferences
from ui.qt import QSettings

HARMLESS = ("This plugin does not support",)
"""What the platform without a screen says of itself."""


@dataclass
class Findings:
    """What went wrong, and what was done."""

    faults: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    done: Counter[str] = field(default_factory=Counter)
    widgets: list[int] = field(default_factory=list)
    """How many there were each time that all was emptied."""
    megabytes: list[float] = field(default_factory=list)
    """Memory of the process at those times."""


class Watch:
    """Collects faults of slots and threads, and what Qt says, while it is entered."""

    def __init__(self, findings: Findings) -> None:
        self._findings = findings

    def __enter__(self) -> None:
        self._before = sys.excepthook, threading.excepthook
        self._handler = qInstallMessageHandler(self._take_message)
        sys.excepthook = lambda kind, fault, trace: self._take_fault(kind, fault, trace)
        threading.excepthook = lambda args: self._take_fault(*args[:3])

    def __exit__(self, *_nothing: object) -> None:
        sys.excepthook, threading.excepthook = self._before
        qInstallMessageHandler(self._handler)

    def _take_message(self, kind: QtMsgType, _context: object, text: str | None) -> None:
        if not (text or "").startswith(HARMLESS):
            self._findings.warnings.append(f"{int(kind)}: {text}")

    def _take_fault(self, kind: object, fault: object, trace: object) -> None:
        lines = traceback.format_exception(kind, fault, trace)  # type: ignore[call-overload]
        self._findings.faults.append("".join(lines))


class Moody:
    """An engine that is quick, slow, wrong or real, as its random numbers say."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)

    def __call__(
        self, photos: Sequence[Photo], settings: FusionSettings, progress: Progress,
        known: Registration | None = None,
    ) -> FusionResult:  # fmt: skip
        mood = self._random.random()
        for step in range(self._random.randrange(12)):
            progress("Measuring sharpness", step, 12)
            time.sleep(0.004)
        if mood < 0.06:
            raise FusionError("frames-differ", "the frames {first} differ", first="a")
        if mood < 0.09:
            raise MemoryError
        if mood < 0.2 and settings.method in ("average", "spatial-frequency", "laplacian-energy"):
            return fuse_photos(photos, settings, progress, known)
        return (mixed if mood < 0.35 else first_frame)(
            as_the_engine_gives(photos), settings, progress, known
        )


def as_the_engine_gives(photos: Sequence[Photo]) -> Sequence[Photo]:
    """The photos with three channels each where one has colour, as the engine fuses them."""
    if all(photo.pixels.ndim == 2 for photo in photos):
        return photos
    return [
        replace(photo, pixels=np.repeat(photo.pixels[:, :, None], 3, axis=2))
        if photo.pixels.ndim == 2 else photo
        for photo in photos
    ]  # fmt: skip


def moody_register(seed: int) -> Callable[..., Registration]:
    """A registration that takes a moment, and fails now and then."""
    chance = random.Random(seed)

    def run(photos: Sequence[Photo], parameters: object, progress: Progress) -> Registration:
        for step in range(chance.randrange(6)):
            progress("Registering", step, 6)
            time.sleep(0.004)
        if chance.random() < 0.1:
            raise FusionError("frames-differ", "the frames {first} differ", first="a")
        return register(photos, parameters, progress)  # type: ignore[arg-type]

    return run


def make_files(folder: Path) -> list[Path]:
    """Small pictures of two sizes and kinds, and files that are none."""
    paths = []
    for size in ((96, 128), (64, 80)):
        for number, pixels in enumerate(made_pair(*size)):
            path = folder / f"<b>{size[0]} {number}.png"
            Image.fromarray(pixels).save(path)
            paths.append(path)
    grey = folder / "grey.png"
    Image.fromarray(made_pair()[0][:, :, 0]).save(grey)
    hole = folder / "hole.png"
    alpha = np.full((96, 128, 1), 255, np.uint8)
    alpha[:, :40] = 0
    Image.fromarray(np.concatenate([made_pair()[0], alpha], axis=2)).save(hole)
    wrong = folder / "wrong.jpg"
    wrong.write_bytes(b"\xff\xd8 no picture")
    return [*paths, grey, hole, wrong, folder / "missing.png"]


def make_window_in(folder: Path) -> MakeWindow:
    """As the tests make windows."""
    def make(fuse: object, register_function: object) -> MainWindow:
        store = QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat)
        session, jobs = Session(), Jobs()
        actions = Actions(session, jobs, fuse, register_function)  # type: ignore[arg-type]
        preferences = Preferences(store)
        preferences.folder = str(folder)
        window = MainWindow(preferences, session, actions, jobs)
        window.show()
        return window

    return make
