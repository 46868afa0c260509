"""Time and memory of the whole program beside enfuse's, by size, and how both grow.

    python benchmarks/speed.py [--sizes 1,6,12,24,50,100,100:tif] [--threads 1,2] [--runs 5]
        [--programs enfuse,sesf,learned-decision] [--photographs FOLDER]
        [--results FILE.json] [--plot FILE.svg]

Each run is a process of its own, from its start to its end: two JPEG files in, one file out. After a
warm-up the programs run in turn, so that a busy moment of the machine hits all of them; the table has
medians. With ``--results`` what was measured is kept in a file and what is there already is not
measured again, so that the whole can be measured in parts. Linux only.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks import enfuse
from benchmarks.machine import machine
from benchmarks.pairs import SHARED
from benchmarks.speed_plot import plot
from benchmarks.speed_runs import Case, Run, make_pair, measure
from benchmarks.speed_table import table

PHOTOGRAPHS = (".jpg", ".jpeg", ".png", ".tif", ".tiff")


class Results:
    """Runs by case, in a file if one is named; another day or machine begins anew."""

    def __init__(self, path: Path | None, title: str) -> None:
        self._path, self.title = path, title
        self.runs: dict[Case, list[Run]] = {}
        if path is None or not path.is_file():
            return
        content = json.loads(path.read_text(encoding="utf-8"))
        if content["title"] == title:
            for row in content["cases"]:
                self.runs[Case(**row["case"])] = [Run(**run) for run in row["runs"]]

    def add(self, case: Case, run: Run) -> None:
        """Keep a run."""
        self.runs.setdefault(case, []).append(run)
        if self._path is not None:
            cases = [
                {"case": asdict(key), "runs": [asdict(value) for value in runs]}
                for key, runs in self.runs.items()
            ]
            text = json.dumps({"title": self.title, "cases": cases}, indent=1)
            self._path.write_text(text, encoding="utf-8")

    def medians(self) -> dict[Case, Run]:
        """The median run of each case, each figure by itself."""
        return {
            case: Run(
                statistics.median(run.seconds for run in runs),
                statistics.median(run.processor for run in runs),
                statistics.median(run.megabytes for run in runs),
            )
            for case, runs in self.runs.items()
        }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument(
        "--sizes", default="1,6,12,24,50,100,100:tif",
        help="megapixels of each source; with :tif the result is a TIFF, else a JPEG",
    )
    parser.add_argument(
        "--programs", default="enfuse,sesf,learned-decision",
        help="enfuse, and methods with their settings as in sesf:attention=scse",
    )
    parser.add_argument("--threads", default="2", help="processor cores, such as 1,2")
    parser.add_argument("--runs", type=int, default=5, help="runs that count, after one that does not")
    parser.add_argument("--photographs", type=Path, default=SHARED / "large", metavar="FOLDER")
    parser.add_argument("--results", type=Path, metavar="FILE.json")
    parser.add_argument("--plot", type=Path, metavar="FILE.svg")
    options = parser.parse_args()
    results = Results(options.results, f"{machine()}, {date.today()}")
    programs = options.programs.split(",")
    if enfuse.PROGRAM in programs and not enfuse.is_installed():
        print(enfuse.MISSING, file=sys.stderr)
        programs.remove(enfuse.PROGRAM)
    for size in options.sizes.split(","):
        for threads in options.threads.split(","):
            measure_size(size, int(threads), programs, options, results)
    print(table(results.medians(), results.title))
    if options.plot:
        options.plot.write_text(plot(results.medians(), results.title), encoding="utf-8")
    return 0


def measure_size(
    size: str, threads: int, programs: list[str], options: argparse.Namespace, results: Results
) -> None:
    """Every program in turn on one size, as often as asked for."""
    number, _, ending = size.partition(":")
    cases = [Case(program, float(number), ending or "jpg", threads) for program in programs]
    cases = [case for case in cases if len(results.runs.get(case, ())) < options.runs]
    if not cases:
        return
    with tempfile.TemporaryDirectory(prefix="parfocal-speed-") as name:
        folder = Path(name)
        sources = make_pair(folder, float(number), photographs_in(options.photographs))
        for case in cases:
            measure(case, sources, folder)
        for _ in range(options.runs):
            for case in cases:
                run = measure(case, sources, folder)
                results.add(case, run)
                print(
                    f"{size} megapixels, {threads} cores, {case.program}: "
                    f"{run.seconds:.2f} s, {run.megabytes:.0f} MB",
                    file=sys.stderr,
                )


def photographs_in(folder: Path) -> list[Path]:
    """The pictures of a folder, the largest file first; none where there is no folder."""
    if not folder.is_dir():
        return []
    found: Iterator[Path] = (path for path in folder.iterdir() if path.suffix.lower() in PHOTOGRAPHS)
    return sorted(found, key=lambda path: (-path.stat().st_size, path.name))


if __name__ == "__main__":
    sys.exit(main())
