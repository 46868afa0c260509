"""How the window takes many pictures: ``python benchmarks/window_list.py [--count 300]``.

JPEG files are made (one, and links to it), opened in the real window, and scrolled through. Printed are
seconds until all of them are listed, until the window is idle and until every one was looked at; the
longest turn of the event loop and a painted step of the scroll bar, both in time of the processor, which
other programs do not lengthen; the widgets; and the memory of the process, before, after and at most.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import cv2
import numpy as np

from benchmarks.machine import machine
from benchmarks.process_memory import held_mb, most_mb
from ui import i18n, theme
from ui.main_window import MainWindow
from ui.preferences import Preferences
from ui.program import make_program
from ui.qt import QApplication, QSettings

STEPS = 60


def make_files(folder: Path, count: int, megapixels: float) -> list[Path]:
    """So many names of one JPEG of a soft texture, 3 : 2."""
    height = round((megapixels * 1e6 / 1.5) ** 0.5)
    small = np.random.default_rng(3).integers(0, 255, (height // 8, height * 3 // 16, 3), dtype=np.uint8)
    first = folder / "frame_000.jpg"
    cv2.imwrite(str(first), cv2.resize(small, (round(height * 1.5), height)))
    paths = [folder / f"frame_{number:03}.jpg" for number in range(count)]
    for path in paths[1:]:
        os.link(first, path)
    return paths


class Clock:
    """Seconds since the start, and the longest turn of the event loop, in seconds of the processor."""

    def __init__(self, program: QApplication) -> None:
        self._program, self.begun, self.longest = program, time.perf_counter(), 0.0

    def wait(self, ready: Callable[[], bool]) -> float:
        """Let the events run until ``ready``; seconds since the start."""
        while not ready():
            before = time.thread_time()
            self._program.processEvents()
            self.longest = max(self.longest, time.thread_time() - before)
            time.sleep(0.001)
        return time.perf_counter() - self.begun


def scroll(program: QApplication, window: MainWindow) -> list[float]:
    """Seconds of the processor for each step from the top of the list to its end, painted."""
    bar = window.sources.list.verticalScrollBar()
    assert bar is not None
    seconds = []
    for step in range(STEPS + 1):
        before = time.thread_time()
        bar.setValue(bar.maximum() * step // STEPS)
        window.sources.list.repaint()
        program.processEvents()
        seconds.append(time.thread_time() - before)
    return seconds


def measure(paths: list[Path], folder: Path) -> None:
    """Open, wait, scroll; print what it took."""
    program = make_program(["list"])
    theme.apply("dark")
    i18n.install("en")
    store = QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat)
    window = MainWindow(Preferences(store))
    window.job_actions.checks_frames = False
    window.resize(1366, 768)
    window.show()
    program.processEvents()
    before, clock = held_mb(), Clock(program)
    print(f"| memory of the empty window, MB | {before:.0f} |")
    window.open_files(paths)
    listed = clock.wait(lambda: window.sources.model.rowCount() >= len(paths))
    print(f"| listed, s | {listed:.2f} |")
    print(f"| idle, s | {clock.wait(lambda: window.jobs.current is None):.2f} |")
    print(f"| longest turn of the event loop, ms | {1000 * clock.longest:.0f} |")
    steps = scroll(program, window)
    told = f"{1000 * statistics.median(steps):.1f}, at most {1000 * max(steps):.0f}"
    print(f"| a step of the scroll bar, ms | {told} |", flush=True)
    seen = clock.wait(lambda: all(s.facts.sharpness is not None for s in window.session.sources))
    print(f"| every one looked at, s | {seen:.2f} |")
    after, most = held_mb(), most_mb()
    print(f"| widgets | {len(QApplication.allWidgets())} |")
    print(f"| memory, MB: now, at most | {after:.0f}, {most:.0f} |", flush=True)
    window.close()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--megapixels", type=float, default=0.3)
    options = parser.parse_args()
    print(f"{machine()}, {date.today()}; {options.count} of {options.megapixels} megapixels\n")
    print("| | |\n|---|---|")
    with tempfile.TemporaryDirectory(prefix="parfocal-list-") as folder:
        place = Path(folder)
        measure(make_files(place, options.count, options.megapixels), place)
    return 0


if __name__ == "__main__":
    sys.exit(main())
