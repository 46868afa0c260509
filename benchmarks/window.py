"""How soon the program answers: starts, a preview, a result, a long list, frames of the window.

    python benchmarks/window.py [--runs 5] [--megapixels 24] [--methods sesf] [--pause 1] [--frames-only]

Medians of whole processes: from the start of ``python -m fusion --help`` to its end; from the start of
the program to a window that is painted; from *Fuse* to a preview that is painted, and to the result.
*Fuse* is clicked ``--pause`` seconds after the pictures were read, at once if nothing is said.
Then a list of 300 pictures, the memory of 200 of 24 megapixels, and frames at 24 and 100 megapixels
(``window_list.py``, ``window_frames.py``), each in a process of its own. ``--frames-only`` leaves out
the first part, which needs the development data. Where there is no display, Qt paints into memory
(``QT_QPA_PLATFORM=offscreen``).
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.machine import machine
from benchmarks.pairs import SHARED
from benchmarks.speed import photographs_in
from benchmarks.speed_runs import ROOT, installed, make_pair

CHILDREN: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("window_list.py", ("--count", "300")),
    ("window_list.py", ("--count", "200", "--megapixels", "24")),
    ("window_frames.py", ("--megapixels", "24")),
    ("window_frames.py", ("--megapixels", "100", "--no-result")),
    ("window_frames.py", ("--megapixels", "100", "--no-result", "--kind", "uint16")),
    ("window_frames.py", ("--megapixels", "100", "--no-result", "--size", "3840x2160")),
)
"""What else is measured, each in a process of its own."""

IN_THE_WINDOW = '''
import os, sys, time
from pathlib import Path
from fusion.cli.timings_table import process_seconds
from ui.main_window import MainWindow
from ui.preferences import Preferences
from ui.program import make_program
from ui.qt import QSettings

method, folder, pause, *sources = sys.argv[1:]
program = make_program([])
settings = QSettings(str(Path(folder) / "settings.ini"), QSettings.Format.IniFormat)
window = MainWindow(Preferences(settings))
window.resize(1600, 1000)
window.show()
program.processEvents()
window.grab()
print("window", process_seconds(), flush=True)

def wait(ready):
    while not ready():
        program.processEvents()
        time.sleep(0.002)
    window.grab()

if sources:
    window.session.choose_method(method)
    window.open_files([Path(source) for source in sources])
    wait(lambda: window.jobs.current is None)
    looked = time.perf_counter() + float(pause)
    wait(lambda: time.perf_counter() >= looked)
    begun = time.perf_counter()
    window.fuse()
    wait(lambda: window.session.shown is not None)
    print("preview", time.perf_counter() - begun, flush=True)
    wait(lambda: window.session.fused is not None)
    print("result", time.perf_counter() - begun, flush=True)
os._exit(0)  # the second opinion may be worked out meanwhile
'''


def run_window(cache: Path, method: str, pause: float, sources: Sequence[str]) -> dict[str, float]:
    """Seconds by what came, of one process."""
    environment = installed(cache)
    if not (environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY")):
        environment["QT_QPA_PLATFORM"] = "offscreen"
    with tempfile.TemporaryDirectory() as folder:
        environment["XDG_DATA_HOME"] = folder
        done = subprocess.run(
            [sys.executable, "-c", IN_THE_WINDOW, method, folder, str(pause), *sources],
            cwd=ROOT, env=environment, capture_output=True, text=True, check=True,
        )  # fmt: skip
    lines = (line.split() for line in done.stdout.splitlines())
    return {name: float(seconds) for name, seconds in lines}


def run_help(cache: Path) -> float:
    """Seconds that the help of the command line takes."""
    begun = time.perf_counter()
    command = [sys.executable, "-m", "fusion", "--help"]
    subprocess.run(command, cwd=ROOT, env=installed(cache), capture_output=True, check=True)
    return time.perf_counter() - begun


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--runs", type=int, default=5, help="runs that count, after one that does not")
    parser.add_argument("--megapixels", type=float, default=24.0)
    parser.add_argument("--methods", default="sesf,learned-decision")
    parser.add_argument("--pause", type=float, default=0.0, metavar="SECONDS")
    parser.add_argument("--photographs", type=Path, default=SHARED / "large", metavar="FOLDER")
    parser.add_argument("--frames-only", action="store_true", help="no starts, previews and results")
    options = parser.parse_args()
    load = " / ".join(f"{value:.1f}" for value in os.getloadavg())
    print(f"{machine()}, {date.today()}; load at the start {load}\n", flush=True)
    if not options.frames_only:
        measure_starts(options)
    for script, arguments in CHILDREN:
        print(f"\n`{script} {' '.join(arguments)}`\n", flush=True)
        if script == "window_frames.py":
            print("| | median, ms | most | own time: median | most |\n|---|---|---|---|---|", flush=True)
        subprocess.run([sys.executable, str(ROOT / "benchmarks" / script), *arguments], check=True)
    return 0


def measure_starts(options: argparse.Namespace) -> None:
    """Starts of the program, previews and results, as a table in seconds."""
    print("| | s |\n|---|---|")
    with tempfile.TemporaryDirectory(prefix="parfocal-window-") as folder:
        cache = Path(folder)
        print(f"| help | {median([run_help(cache) for _ in range(options.runs + 1)])} |")
        starts = [run_window(cache, "sesf", 0.0, ())["window"] for _ in range(options.runs + 1)]
        print(f"| window | {median(starts)} |", flush=True)
        photographs = photographs_in(options.photographs)
        pair = [str(path) for path in make_pair(cache, options.megapixels, photographs)]
        for method in options.methods.split(","):
            runs = [run_window(cache, method, options.pause, pair) for _ in range(options.runs + 1)]
            for what in ("preview", "result"):
                print(f"| {what}, {method} | {median([run[what] for run in runs])} |", flush=True)


def median(seconds: list[float]) -> str:
    """Without the first run, which warms up."""
    return f"{statistics.median(seconds[1:]):.2f}"


if __name__ == "__main__":
    sys.exit(main())
