"""Opens the window as ``app.py`` does, loads two files, fuses, measures, saves and closes it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from ui import program
from ui.main_window import MainWindow
from ui.qt import QApplication, QTimer

MS = 20


def steps(window: MainWindow, target: Path) -> Iterator[Callable[[], object]]:
    """What is done, one step after the other once no job runs."""
    yield window.fuse
    yield window.metrics.unfold
    yield window.metrics.measure.click
    yield lambda: window.job_actions.save(target, sidecar=True)
    yield window.close


def drive(sources: list[Path], target: Path) -> int:
    """Run the program with the steps; returns its exit code."""
    timer = QTimer()
    waiting: list[Iterator[Callable[[], object]]] = []

    def advance() -> None:
        window = next(one for one in QApplication.topLevelWidgets() if isinstance(one, MainWindow))
        if len(window.session.sources) < len(sources) or window.jobs.current is not None:
            return
        if not waiting:
            waiting.append(steps(window, target))
        step = next(waiting[0], None)
        if step is not None:
            step()

    make = program.make_program

    def make_with_timer(arguments: list[str]) -> QApplication:
        made = make(arguments)
        timer.timeout.connect(advance)
        timer.start(MS)
        return made

    program.make_program = make_with_timer
    return program.run(sources, False)


if __name__ == "__main__":
    *files, result = map(Path, sys.argv[1:])
    sys.exit(drive(files, result))
