"""How smooth the window is: milliseconds a frame of zooming, panning, painting, undoing and switching.

    python benchmarks/window_frames.py [--megapixels 24] [--size 1600x1000] [--kind uint8] [--no-result]

A pair of soft textures is made and opened in the real window, which paints into memory. A frame lasts
from the event (a step of the wheel, a move of the mouse, a key's command) until the window is painted.
Printed are rows of a table: median and longest, of the wall, and of the window's thread: on a machine
that does other work the first says little.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import cv2
import numpy as np

from benchmarks.process_memory import held_mb
from ui import i18n, theme
from ui.canvas.marking import Peaking
from ui.canvas.views import View
from ui.features.seeing import SeeingFeature
from ui.main_window import MainWindow
from ui.preferences import Preferences
from ui.program import make_program
from ui.qt import (
    QApplication,
    QEvent,
    QMouseEvent,
    QPoint,
    QPointF,
    QSettings,
    Qt,
    QWheelEvent,
    QWidget,
)

STEPS = 60
METHODS = ("spatial-frequency", "average")
"""Quick ones: what is measured is the window."""


def make_pair(folder: Path, megapixels: float, kind: str) -> list[Path]:
    """Two files of 3 : 2, sharp at the left and at the right: JPEG, or PNG of 16 bits."""
    height = round((megapixels * 1e6 / 1.5) ** 0.5)
    width = round(height * 1.5)
    small = np.random.default_rng(3).integers(0, 255, (height // 4, width // 4, 3), dtype=np.uint8)
    sharp = cv2.resize(small, (width, height), interpolation=cv2.INTER_NEAREST)
    soft = cv2.blur(sharp, (31, 31))
    half, paths = width // 2, []
    for number, (left, right) in enumerate(((sharp, soft), (soft, sharp))):
        pixels = np.concatenate([left[:, :half], right[:, half:]], axis=1)
        paths.append(folder / f"frame_{number}.{'jpg' if kind == 'uint8' else 'png'}")
        cv2.imwrite(str(paths[-1]), pixels if kind == "uint8" else pixels.astype(np.uint16) * 257)
    return paths


class Stopwatch:
    """Times single frames of the window."""

    def __init__(self, program: QApplication) -> None:
        self._program = program

    def wait(self, ready: Callable[[], bool]) -> float:
        """Let events run until ``ready``; the seconds."""
        begun = time.perf_counter()
        while not ready():
            self._program.processEvents()
            time.sleep(0.002)
        self._program.processEvents()
        return time.perf_counter() - begun

    def frames(self, name: str, acts: Sequence[Callable[[], object]]) -> None:
        """Do each and paint; print the row."""
        times = []
        for act in acts:
            wall, own = time.perf_counter(), time.thread_time()
            act()
            self._program.processEvents()
            times.append((1000 * (time.perf_counter() - wall), 1000 * (time.thread_time() - own)))
        cells = [f"{statistics.median(one):.1f} | {max(one):.1f}" for one in zip(*times, strict=True)]
        print(f"| {name} | {' | '.join(cells)} |", flush=True)


def mouse(widget: QWidget, kind: QEvent.Type, x: float, y: float) -> None:
    """A press, move or release of the left button."""
    left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
    button = none if kind == QEvent.Type.MouseMove else left
    buttons = none if kind == QEvent.Type.MouseButtonRelease else left
    event = QMouseEvent(kind, QPointF(x, y), button, buttons, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(widget, event)


def turn_wheel(widget: QWidget, at: QPoint, steps: float) -> None:
    """A step of the wheel at a point."""
    event = QWheelEvent(
        QPointF(at), QPointF(widget.mapToGlobal(at)), QPoint(), QPoint(0, round(120 * steps)),
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(widget, event)


def measure_looking(window: MainWindow, clock: Stopwatch) -> None:
    """Zoom with the wheel, and pan at several zooms."""
    canvas, port = window.viewer.canvases[0], window.viewport
    window.viewer.look_at_source(0)
    port.fit()
    clock.wait(lambda: True)
    at = QPoint(canvas.width() // 3, canvas.height() // 3)
    steps = [0.25] * (STEPS // 2) + [-0.25] * (STEPS // 2)
    clock.frames("a step of the wheel", [partial(turn_wheel, canvas, at, step) for step in steps])

    def pans() -> list[Callable[[], object]]:
        return [partial(port.pan, 17 * way, -11 * way) for way in [1] * 30 + [-1] * 30]

    for zoom in (0.4, 1.0, 4.0):
        port.zoom_to(zoom)
        clock.wait(lambda: True)
        clock.frames(f"a step of a drag at {round(100 * zoom)} %", pans())
    seeing = next(each for each in window.features if isinstance(each, SeeingFeature))
    port.zoom_to(0.4)
    seeing.take_peaking(Peaking.COLOUR)
    clock.wait(lambda: not seeing.marks.is_busy)
    clock.frames("a step of a drag at 40 %, focus peaking", pans())
    seeing.take_peaking(None)


def measure_result(window: MainWindow, clock: Stopwatch) -> None:
    """Fuse, paint, take back, switch between two results."""
    canvas, session = window.viewer.canvases[0], window.session
    for method in METHODS:
        session.choose_method(method)
        window.fuse()
        clock.wait(lambda: window.jobs.current is None)
    kept = list(session.results)
    clock.frames("switch of results", [partial(session.show_result, one) for one in kept * 10])
    session.show_result(kept[0])
    window.viewer.show_view(View.RETOUCH)
    clock.wait(lambda: canvas.paints)
    window.viewport.zoom_to(1.0)
    clock.wait(lambda: True)
    x, y = canvas.width() / 4, canvas.height() / 4
    mouse(canvas, QEvent.Type.MouseButtonPress, x, y)
    points = [(x + 6 * number, y + 3 * number) for number in range(1, STEPS)]
    clock.frames(
        "a point of a stroke",
        [partial(mouse, canvas, QEvent.Type.MouseMove, *at) for at in points],
    )
    mouse(canvas, QEvent.Type.MouseButtonRelease, *points[-1])
    history = window.session.history
    clock.frames("undo of the stroke, and redo", [history.undo, history.redo] * 5)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--megapixels", type=float, default=24.0)
    parser.add_argument("--size", default="1600x1000", help="of the window, in pixels")
    parser.add_argument("--kind", choices=("uint8", "uint16"), default="uint8")
    parser.add_argument("--no-result", action="store_true", help="look at a source alone")
    options = parser.parse_args()
    program = make_program(["frames"])
    theme.apply("dark")
    i18n.install("en")
    with tempfile.TemporaryDirectory(prefix="parfocal-frames-") as folder:
        store = QSettings(str(Path(folder) / "settings.ini"), QSettings.Format.IniFormat)
        window, clock = MainWindow(Preferences(store)), Stopwatch(program)
        window.job_actions.checks_frames = False
        window.resize(*map(int, options.size.split("x")))
        window.show()
        clock.wait(lambda: True)
        paths, empty = make_pair(Path(folder), options.megapixels, options.kind), held_mb()
        window.open_files(paths)
        seconds = clock.wait(lambda: len(window.session.sources) == 2 and window.jobs.current is None)
        print(f"| open the pair | {1000 * seconds:.0f} | | | |", flush=True)
        print(f"| memory of the open pair, MB | {held_mb() - empty:.0f} | | | |", flush=True)
        measure_looking(window, clock)
        if not options.no_result:
            measure_result(window, clock)
        window.session.clear()
        window.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
