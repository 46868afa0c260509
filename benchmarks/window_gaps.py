"""How long the window stands still with sixty megapixels: ``python benchmarks/window_gaps.py``.

Two photographs are made, opened, fused and saved in the real window (Qt's offscreen platform, or a
screen where ``QT_QPA_PLATFORM`` names one). A timer of 2 ms watches the event loop: the longest time
that it does not come round is what a user feels. Memory is the process's largest.
"""

from __future__ import annotations

import argparse
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import cv2
import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from fusion import Photo, save_photo
from fusion.files.colour import profiles
from fusion.photo import Pixels
from ui import i18n, theme
from ui.main_window import MainWindow
from ui.preferences import Preferences
from ui.program import forget_foreign_plugins
from ui.qt import QApplication, QSettings, QTimer

WIDTH, HEIGHT = 9504, 6336
"""A camera of 60 megapixels."""
Kind = type[np.uint8] | type[np.uint16]
KINDS: dict[str, tuple[str, Kind, str | None]] = {
    "JPEG, 8 bit": (".jpg", np.uint8, None), "PNG, 8 bit": (".png", np.uint8, None),
    "TIFF, 8 bit, Adobe RGB": (".tif", np.uint8, "adobe"), "TIFF, 16 bit": (".tif", np.uint16, None),
    "TIFF, 16 bit, ProPhoto": (".tif", np.uint16, "prophoto"),
}  # fmt: skip


class Watch:
    """The longest gap of the event loop since it was asked last, in seconds."""

    def __init__(self) -> None:
        self._last, self._longest = time.perf_counter(), 0.0
        self._timer = QTimer()
        self._timer.timeout.connect(self._tick)
        self._timer.start(2)

    def _tick(self) -> None:
        now = time.perf_counter()
        self._longest, self._last = max(self._longest, now - self._last), now

    def take(self) -> float:
        longest, self._longest, self._last = self._longest, 0.0, time.perf_counter()
        return longest


def made(seed: int, kind: Kind, height: int, width: int) -> Pixels:
    """Soft shapes with a little noise, sharp in one half: they compress about as photographs do."""
    random = np.random.default_rng(seed)
    small = random.integers(40, 215, (height // 24, width // 24, 3), dtype=np.uint8)
    whole = np.asarray(cv2.resize(small, (width, height), interpolation=cv2.INTER_CUBIC), np.uint8)
    half = slice(0, width // 2) if seed else slice(width // 2, width)
    noise = random.integers(0, 24, (height, width // 2, 1), dtype=np.uint8)
    whole[:, half][:, : width // 2] += noise
    return whole if kind is np.uint8 else np.multiply(whole, 257, dtype=np.uint16)


def run_until(program: QApplication, window: MainWindow) -> None:
    """Let the event loop run as the program does, until no job is left."""
    window.jobs.changed.connect(lambda: None if window.jobs.current else program.quit())
    if window.jobs.current:
        program.exec()
    for _ in range(20):  # what is painted after the job counts as well
        program.processEvents()
        time.sleep(0.01)


def look_closely(program: QApplication, window: MainWindow) -> None:
    """Full size and back."""
    window.viewport.zoom_to(1.0)
    program.processEvents()
    window.viewport.fit()


def measure(
    program: QApplication, folder: Path, suffix: str, kind: Kind, space: str | None,
    size: tuple[int, int],
) -> dict[str, tuple[float, float]]:  # fmt: skip
    """Seconds and longest gap of opening, looking at it full size, fusing and saving."""
    profile = profiles.raw_profile(space) if space else None
    paths = [folder / f"{seed}{suffix}" for seed in (0, 1)]
    for seed, path in enumerate(paths):
        save_photo(Photo(made(seed, kind, *size), profile), path)
    store = QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat)
    window = MainWindow(Preferences(store))
    window.session.choose_method("spatial-frequency")
    window.resize(1600, 1000)
    window.show()
    program.processEvents()
    watch, figures = Watch(), {}

    def timed(name: str, act: Callable[[], object]) -> None:
        watch.take()
        begun = time.perf_counter()
        act()
        run_until(program, window)
        figures[name] = (time.perf_counter() - begun, watch.take())

    timed("open", lambda: window.open_files(paths))
    assert len(window.session.sources) == 2, window.messages.text
    timed("show", lambda: look_closely(program, window))
    timed("fuse", window.fuse)
    timed("save", lambda: window.work.save(folder / f"out{suffix}"))
    assert window.session.is_saved, window.messages.text
    window.close()
    return figures


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kind", choices=sorted(KINDS), action="append", help="only these (repeatable)")
    parser.add_argument("--scale", type=float, default=1.0, help="of the sides; 1 is 60 megapixels")
    options = parser.parse_args()
    forget_foreign_plugins()
    program = QApplication([])
    program.setStyle("Fusion")
    theme.apply("dark")
    i18n.install("en")
    size = round(HEIGHT * options.scale), round(WIDTH * options.scale)
    print(f"two sources of {size[1]} × {size[0]} pixels; seconds (longest gap in milliseconds)")
    print("| sources | open | show | fuse | save |\n| --- | --- | --- | --- | --- |")
    for name in options.kind or KINDS:
        with tempfile.TemporaryDirectory() as folder:
            figures = measure(program, Path(folder), *KINDS[name], size)
        cells = [f"{seconds:.1f} ({1000 * gap:.0f})" for seconds, gap in figures.values()]
        print(f"| {name} | {' | '.join(cells)} |", flush=True)
    print(f"largest memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6:.1f} GB")


if __name__ == "__main__":
    main()
