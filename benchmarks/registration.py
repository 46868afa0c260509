"""Registering, ours beside others, on planted motion (`benchmarks.planted_motion`).

    python -m benchmarks.registration --cache FOLDER [--programs parfocal,sift] [--kinds neighbours,ends]
        [--focusweave-python PATH] [--openfocus-python PATH] [--json FILE]

In pixels, for the matrix from the reference frame (the first of a pair, the middle one of a sweep) to
each other frame: the mean over the four corners. A frame that a program gives up counts as left where it
is, and as told. *told* is how many of the errors above 2 px the program said something about; *doubted*
how many of the frames without such an error it doubted. What other programs find is kept in the cache.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

import numpy as np
from tqdm import tqdm

from benchmarks.machine import machine
from benchmarks.peers import hugin
from benchmarks.peers.answer import Answer, Registering
from benchmarks.peers.ecc import ecc_chain
from benchmarks.peers.features import sift_ransac
from benchmarks.peers.other_python import registering_by
from benchmarks.peers.ours import parfocal
from benchmarks.planted_motion import COUNTS, Planted, add_options, corner_error, planted
from benchmarks.planted_scenes import SETS, SceneSet

OURS = "parfocal"
PROGRAMS = (
    OURS,
    "sift",
    "ecc",
    "align_image_stack",
    "focusweave",
    "openfocus-homography",
    "openfocus-ecc",
)
FAILED_PX = 2.0


@dataclass(frozen=True)
class Found:
    """One frame's error in pixels, whether the program doubted the frame, and its share of the time."""

    program: str
    kind: str
    name: str
    frame: int
    error_px: float
    doubted: bool
    seconds: float


def programs(options: argparse.Namespace) -> tuple[dict[str, Registering], list[str]]:
    """The programs asked for that are there, and what to say of those that are not."""
    there: dict[str, Registering] = {OURS: parfocal, "sift": sift_ransac, "ecc": ecc_chain}
    missing = {}
    if hugin.is_installed():
        there["align_image_stack"] = hugin.align_image_stack
    else:
        missing["align_image_stack"] = hugin.MISSING
    if options.focusweave_python:
        there["focusweave"] = registering_by(options.focusweave_python, "focusweave")
    if options.openfocus_python:
        for method in ("homography", "ecc"):
            there[f"openfocus-{method}"] = registering_by(options.openfocus_python, "openfocus", method)
    asked = options.programs.split(",")
    left_out = [
        missing.get(name, f"{name} is left out: give the Python it is installed in, by an option.")
        for name in asked if name not in there
    ]  # fmt: skip
    return {name: there[name] for name in asked if name in there}, left_out


def measured(what: Planted, kind: str, program: str, answer: Answer, seconds: float) -> list[Found]:
    """The error of each frame but the reference."""
    reference = reference_of(what)
    others = [frame for frame in range(len(what.frames)) if frame != reference]
    results = []
    for frame in others:
        matrix = answer.matrices[frame]
        error = corner_error(
            np.eye(3) if matrix is None else matrix, what.truth(reference, frame), what.size
        )
        doubted = answer.doubted[frame] or answer.doubted[reference] or matrix is None
        results.append(Found(program, kind, what.name, frame, error, doubted, seconds / len(others)))
    return results


def reference_of(what: Planted) -> int:
    """The first of a pair, the middle one of a sweep."""
    return 0 if len(what.frames) == 2 else len(what.frames) // 2


def asked(what: Planted, kind: str, program: str, registering: Registering, kept: Path) -> list[Found]:
    """What a program finds; read from the file where it was asked before."""
    if kept.is_file():
        return [Found(**entry) for entry in json.loads(kept.read_text(encoding="utf-8"))]
    started = time.perf_counter()
    answer = registering(what.frames, reference_of(what))
    results = measured(what, kind, program, answer, time.perf_counter() - started)
    if program != OURS:
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_text(json.dumps([asdict(found) for found in results]), encoding="utf-8")
    return results


def run(
    chosen: SceneSet, kind: str, there: dict[str, Registering], cache: Path, count: int | None
) -> list[Found]:
    """All programs on all planted frames of a kind."""
    results = []
    total = COUNTS[kind] if count is None else count
    for index, what in enumerate(tqdm(planted(kind, cache, chosen, count), desc=kind, total=total)):
        for program, registering in there.items():
            fit = partial(sift_ransac, homography=True) if (kind, program) == _TILTED else registering
            kept = (
                cache / "answers" / f"{chosen.name}-{chosen.seed}" / program / f"{kind}-{index:03d}.json"
            )
            results += asked(what, kind, program, fit, kept)
    return results


_TILTED = ("homography", "sift")


def row(program: str, found: Sequence[Found]) -> str:
    """One program's line of the table of a kind."""
    errors = np.array([one.error_px for one in found])
    failed = errors > FAILED_PX
    doubted = np.array([one.doubted for one in found])
    seconds = np.mean([one.seconds for one in found])
    return (
        f"| {program} | {np.median(errors):.3f} | {np.percentile(errors, 90):.3f} | {errors.mean():.3f} "
        f"| {errors.max():.2f} | {failed.sum()} of {len(errors)} | {(failed & doubted).sum()} "
        f"| {(~failed & doubted).sum()} | {seconds:.2f} |"
    )


def table(kind: str, results: Sequence[Found]) -> str:
    """A Markdown table of one kind."""
    lines = [
        f"**{kind}**", "",
        "| program | median | 90 % | mean | worst | above 2 px | told | doubted | seconds a frame |",
        "|---|---|---|---|---|---|---|---|---|",
    ]  # fmt: skip
    lines += [
        row(program, [found for found in results if found.program == program])
        for program in dict.fromkeys(found.program for found in results)
    ]
    return "\n".join([*lines, ""])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    add_options(parser)
    parser.add_argument("--programs", default=",".join(PROGRAMS), help="programs, with commas between")
    parser.add_argument("--focusweave-python", type=Path, help="Python that has FocusWeave")
    parser.add_argument("--openfocus-python", type=Path, help="Python that has OpenFocus")
    parser.add_argument("--json", type=Path, help="file for the error of every frame")
    options = parser.parse_args()
    there, left_out = programs(options)
    results: list[Found] = []
    print(f"{machine()}; set {options.set}\n")
    for kind in options.kinds.split(","):
        of_kind = run(SETS[options.set], kind, there, options.cache, options.count)
        print(table(kind, of_kind), flush=True)
        results += of_kind
    print("\n".join(left_out))
    if options.json:
        entries = [asdict(found) for found in results]
        options.json.write_text(json.dumps(entries, indent=1), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
