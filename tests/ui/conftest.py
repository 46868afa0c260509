"""A window without a screen, with settings and a log of its own, and small made pictures."""

from __future__ import annotations

import os

os.environ["QT_QPA_PLATFORM"] = "offscreen"

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image
from PyQt5 import sip

from fusion import Decision, FusionResult, FusionSettings, Photo, Progress
from fusion.completion import complete
from fusion.metrics import score
from fusion.progress import Cancelled
from fusion.register.registration import Registration
from ui import i18n, theme
from ui.dialogs import questions
from ui.dialogs.questions import Answer
from ui.dialogs.saving import SavingOptions
from ui.document.session import Session
from ui.jobs.actions import Actions
from ui.jobs.job import Jobs
from ui.jobs.registering import Fuse, Register, fuse_photos, register_photos
from ui.main_window import MainWindow
from ui.preferences import Preferences
from ui.program import forget_foreign_plugins
from ui.qt import QApplication, QFileDialog, QLabel, QLineEdit, QSettings, QTimer, QWidget

HANG_SECONDS = 30
"""Far longer than anything here takes: only what hangs is stopped by it."""

forget_foreign_plugins()


@pytest.fixture(autouse=True)
def _own_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The log goes to the test's folder."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))


@pytest.fixture(autouse=True)
def _no_stray_threads() -> Iterator[None]:
    """Every job's thread must end with its test."""
    yield
    assert threads_end(3), stray_threads()


def stray_threads() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name.startswith("job: ")]


def threads_end(seconds: float) -> bool:
    """Whether every thread of a job ends within that time."""
    until = time.monotonic() + seconds
    while stray_threads() and time.monotonic() < until:
        time.sleep(0.02)
    return not stray_threads()


@pytest.fixture
def program(qapp: QApplication) -> Iterator[QApplication]:
    """The Qt program in its first language and look, whatever a test before chose."""
    qapp.setStyle("Fusion")
    theme.apply("dark")
    i18n.install("en")
    yield qapp
    i18n.install("en")


@pytest.fixture
def preferences(tmp_path: Path) -> Preferences:
    chosen = Preferences(QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat))
    chosen.language = "en"
    chosen.checks_frames = chosen.second_opinion_small = False  # tests that want them say so
    return chosen


def made_pair(
    height: int = 96, width: int = 128, kind: type = np.uint8
) -> tuple[np.ndarray, np.ndarray]:
    """A texture, blurred on its right half and on its left half."""
    random = np.random.default_rng(7)
    white = np.iinfo(kind).max
    sharp = random.integers(0, white, (height, width, 3), dtype=kind, endpoint=True)
    blurred = cv2.GaussianBlur(sharp, (0, 0), 3)
    left = np.arange(width)[None, :, None] < width // 2
    return np.where(left, sharp, blurred), np.where(left, blurred, sharp)


@pytest.fixture
def pair(tmp_path: Path) -> list[Path]:
    """Two small files with names that are hard on programs."""
    folder = tmp_path / "微距 photos 📷"
    folder.mkdir()
    paths = [folder / "近景 1.png", folder / "远景 2.png"]
    for path, pixels in zip(paths, made_pair(), strict=True):
        Image.fromarray(pixels).save(path)
    return paths


MakeWindow = Callable[..., MainWindow]


@pytest.fixture
def make_window(
    program: QApplication, preferences: Preferences, monkeypatch: pytest.MonkeyPatch
) -> Iterator[MakeWindow]:
    """Makes windows; ``fuse`` and ``register`` stand for the engine where a test wants another one."""
    windows: list[MainWindow] = []

    def make(fuse: Fuse = fuse_photos, register: Register = register_photos) -> MainWindow:
        session, jobs = Session(), Jobs()
        session.choose_method("spatial-frequency")
        work = Actions(session, jobs, fuse, register)
        window = MainWindow(preferences, session, work, jobs)
        window.resize(1100, 720)
        window.show()
        windows.append(window)
        return window

    yield make
    monkeypatch.setattr(questions, "ask_stop", lambda _parent: Answer.GO_ON)
    monkeypatch.setattr(questions, "ask_unsaved", lambda *_asked: Answer.GO_ON)
    for window in windows:
        window.close()
        program.processEvents()
        sip.delete(window)  # now, and not when Python's collector gets to it


@pytest.fixture
def window(make_window: MakeWindow) -> MainWindow:
    return make_window()


def wait_for(condition: Callable[[], object], what: str = "what was waited for did not come") -> None:
    """Let the window's events run until ``condition`` holds; ``what`` is the complaint about a hang."""
    end = time.monotonic() + HANG_SECONDS
    while not condition():
        assert time.monotonic() < end, what
        QApplication.processEvents()
        time.sleep(0.002)


def settle(window: MainWindow) -> None:
    """Wait until no job runs."""
    wait_for(lambda: window.jobs.current is None, "the job did not end")
    QApplication.processEvents()


def visible_texts(widget: QWidget) -> list[str]:
    """What a user reads on the labels of a widget."""
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisible()]


def load(window: MainWindow, paths: Sequence[Path]) -> None:
    window.open_files(paths)
    settle(window)


def saved_through_the_dialog(
    window: MainWindow, target: Path, choose: Callable[[SavingOptions], None]
) -> str:
    """Save through the real dialog once ``choose`` has set its options; gives the name it suggested."""
    suggested: list[str] = []

    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QFileDialog)
        options = dialog.findChild(SavingOptions)
        name = dialog.findChild(QLineEdit, "fileNameEdit")
        assert options is not None
        assert options.isVisible()
        assert name is not None
        suggested.append(name.text())
        choose(options)
        name.setText(str(target))
        dialog.accept()

    QTimer.singleShot(300, answer)
    assert window.ask_save()
    settle(window)
    assert target.is_file(), window.messages.text
    return suggested[0]


class StepwiseFuse:
    """Makes one report for each step that the test allows, and remembers when it was stopped."""

    def __init__(self) -> None:
        self.steps = threading.Semaphore(0)
        self.reports = 0
        self.stopped = threading.Event()

    def __call__(
        self, photos: Sequence[Photo], settings: FusionSettings, progress: Progress,
        _known: Registration | None = None,
    ) -> FusionResult:  # fmt: skip
        while self.steps.acquire(timeout=HANG_SECONDS):
            try:
                progress("Measuring sharpness", self.reports, 1000)
            except Cancelled:
                self.stopped.set()
                raise
            self.reports += 1
        return first_frame(photos, settings, progress)


def slow_fuse(
    photos: Sequence[Photo], settings: FusionSettings, progress: Progress,
    _known: Registration | None = None,
) -> FusionResult:  # fmt: skip
    """Reports for ten seconds, then gives the first picture."""
    for step in range(1000):
        progress("Measuring sharpness", step, 1000)
        time.sleep(0.01)
    return first_frame(photos, settings, progress)


def first_frame(
    photos: Sequence[Photo], settings: FusionSettings, _progress: Progress,
    _known: Registration | None = None,
) -> FusionResult:  # fmt: skip
    """Gives the first picture at once."""
    shape = photos[0].pixels.shape[:2]
    sure = np.ones(shape, dtype=np.float32)
    decision = Decision(np.zeros(shape, dtype=np.uint8), sure, sure, len(photos))
    return FusionResult(photos[0], decision, {"blending": 0.1}, "cpu", complete(settings, len(photos)))


def mixed(
    photos: Sequence[Photo], settings: FusionSettings, _progress: Progress,
    _known: Registration | None = None,
) -> FusionResult:  # fmt: skip
    """Gives the first picture at once, as a method does that decides nothing."""
    return FusionResult(photos[0], None, {"blending": 0.1}, "cpu", complete(settings, len(photos)))


@pytest.fixture
def fused(window: MainWindow, pair: list[Path]) -> MainWindow:
    """A window with a result, its metrics unfolded."""
    load(window, pair)
    window.fuse()
    settle(window)
    window.metrics.unfold()
    return window


@pytest.fixture
def truth(tmp_path: Path) -> Path:
    """A reference of the right size that is not quite the result."""
    path = tmp_path / "真值 truth.png"
    Image.fromarray(made_pair()[0]).save(path)
    return path


def measured(window: MainWindow) -> dict[str, float]:
    values = window.measuring.measured
    assert values is not None
    return dict(values.values)


def by_engine(window: MainWindow, **more: object) -> dict[str, float]:
    result = window.session.fused
    assert result is not None
    sources = [source.photo.pixels for source in result.sources]
    return score(sources, result.result.photo.pixels, **more)  # type: ignore[arg-type]


def measure(window: MainWindow) -> None:
    window.metrics.measure.click()
    settle(window)
