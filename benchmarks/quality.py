"""The tables of quality: every method on pictures without and with known truth.

    python benchmarks/quality.py [--methods sesf,enfuse] [--sets lytro,generated] [--ablations]

prints Markdown, a table as soon as its set is done. The sets: `benchmarks/quality_sets.py`. Methods are
written as for ``python -m fusion evaluate``, such as ``sesf:attention=scse``; ``enfuse`` is the program
of that name, where it is installed. Nothing is kept between runs.
"""

from __future__ import annotations

import argparse
import shlex
import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks import enfuse
from benchmarks.contenders import Contender, ablation_contenders, named_contender, table_contenders
from benchmarks.machine import machine
from benchmarks.pairs import SHARED
from benchmarks.quality_measures import (
    NEAR_EDGES,
    WHOLE,
    WITHOUT_TRUTH,
    Values,
    chosen,
    closest_frame,
    means,
    measure,
)
from benchmarks.quality_sets import SETS, STANDARD, Case
from fusion import FusionError

COLUMNS = {
    "PSNR_reference": "PSNR, dB",
    NEAR_EDGES: "near depth edges, dB",
    "SSIM_reference": "SSIM",
    "GMSD_reference": "GMSD",
    "DeltaE2000_reference": "ΔE2000",
    **{key: key for key in WITHOUT_TRUTH},
}
"""Heads of the columns, in their order."""

DIGITS = {"PSNR_reference": 2, NEAR_EDGES: 2, "DeltaE2000_reference": 3, "Q_CV": 2}
"""After the point; four where nothing is said."""

TRUE_CHOICE = "by true depth: the frame in focus"
"""A row of its own. Beside a depth edge that frame may be veiled by the nearer surface."""

CLOSEST = "by the truth: the closest frame"
"""A row of its own: no way to choose whole pixels can come closer."""

CLOSEST_AROUND = "by the truth: the closest frame over 3 x 3"
"""What a choice can come to that does not know the noise of single pixels."""

Row = tuple[int, Values | None]
"""Frames of a picture, and the numbers of its result; None if the contender refused it."""


def set_tables(
    name: str, contenders: Sequence[Contender], data: Path, crop_border: int
) -> Iterator[str]:
    """Lines of the tables of one set: over all its pictures, and by number of frames if that differs."""
    rows, refusals = measure_set(name, SETS[name](data), contenders, crop_border)
    counts = sorted({count for count, _ in rows[contenders[0].name]})
    groups = [counts] if len(counts) == 1 else [counts, *([count] for count in counts)]
    for group in groups:
        found = {
            who: [values for count, values in measured if count in group]
            for who, measured in rows.items()
        }
        pictures = len(found[contenders[0].name])
        frames = " or ".join(map(str, group))
        yield f"\n**{name}**: means over {pictures} pictures of {frames} frames\n"
        yield from markdown(found)
    if refusals:
        yield ""
    for who, sentences in refusals.items():
        yield f"{who} gave no result for {len(sentences)}: {sentences[0]}."


def measure_set(
    name: str, cases: Iterable[Case], contenders: Sequence[Contender], crop_border: int
) -> tuple[dict[str, list[Row]], dict[str, list[str]]]:
    """The numbers by contender, and the sentences with which a contender refused pictures.

    One picture is in memory at a time, and each is rendered once for all contenders.
    """
    rows: dict[str, list[Row]] = {contender.name: [] for contender in contenders}
    refusals: dict[str, list[str]] = {}
    for case in cases:
        print(f"{name}: {case.name}", file=sys.stderr, flush=True)
        for contender in contenders:
            values = None
            try:
                values = measure(case, contender.fuse(case.frames), crop_border)
            except FusionError as error:
                refusals.setdefault(contender.name, []).append(str(error))
            rows[contender.name].append((len(case.frames), values))
        if case.sharpest is not None:
            known = {
                TRUE_CHOICE: case.sharpest,
                CLOSEST: closest_frame(case),
                CLOSEST_AROUND: closest_frame(case, 3),
            }
            for row, choice in known.items():
                values = measure(case, chosen(case.frames, choice), crop_border)
                rows.setdefault(row, []).append((len(case.frames), values))
    return rows, refusals


def markdown(rows: dict[str, list[Values | None]]) -> Iterator[str]:
    """A table of means; a contender that refused a picture has none: it would be of other pictures."""
    summary = {who: None if None in found else means(filter(None, found)) for who, found in rows.items()}
    known = next((values for values in summary.values() if values), {})
    keys = [key for key in COLUMNS if key in known]
    yield "| | " + " | ".join(COLUMNS[key] for key in keys) + " |"
    yield "|---" * (1 + len(keys)) + "|"
    for who, values in summary.items():
        yield f"| {who} | " + " | ".join(cell(key, values) for key in keys) + " |"


def cell(key: str, values: Values | None) -> str:
    """A number, with the PSNR of the whole picture in brackets."""
    if values is None:
        return "–"
    digits = DIGITS.get(key, 4)
    text = f"{values[key]:.{digits}f}"
    return f"{text} ({values[WHOLE]:.{digits}f})" if key == "PSNR_reference" else text


def chosen_contenders(methods: str | None, ablations: bool) -> list[Contender]:
    """Those named, or all methods and, where it is installed, enfuse; raises ``FusionError``."""
    if methods is not None:
        contenders = [named_contender(text.strip()) for text in dict.fromkeys(methods.split(","))]
    else:
        contenders = table_contenders()
        if enfuse.is_installed():
            contenders.append(named_contender(enfuse.PROGRAM))
        else:
            print(f"{enfuse.MISSING}\n")
    return [*contenders, *(ablation_contenders() if ablations else ())]


def chosen_sets(text: str) -> list[str]:
    """Names of sets; raises ``FusionError`` for one that is not known."""
    names = list(dict.fromkeys(name.strip() for name in text.split(",")))
    for name in names:
        if name not in SETS:
            raise FusionError(
                "unknown-set", "there is no set {name!r}; there are {known}",
                name=name, known=", ".join(SETS),
            )  # fmt: skip
    return names


def main(arguments: Sequence[str] | None = None) -> int:
    given = list(sys.argv[1:] if arguments is None else arguments)
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--methods", help="which, parted by commas; all if nothing is said")
    parser.add_argument("--sets", default=",".join(STANDARD), help=f"of {', '.join(SETS)}")
    parser.add_argument("--ablations", action="store_true", help="also windows, attention, no training")
    parser.add_argument("--data", type=Path, default=SHARED, help="folder of the development data")
    parser.add_argument("--crop-border", type=int, default=16, help="pixels left out on every side")
    options = parser.parse_args(given)
    print(f"`{shlex.join(['python', 'benchmarks/quality.py', *given])}`, {date.today()}, {machine()}\n")
    if not (options.data / "pairs").is_dir():
        missing = options.data / "pairs"
        print(f"error: there is no folder {missing}; name one with --data", file=sys.stderr)
        return 1
    try:
        contenders = chosen_contenders(options.methods, options.ablations)
        for name in chosen_sets(options.sets):
            for line in set_tables(name, contenders, options.data, options.crop_border):
                print(line, flush=True)
    except FusionError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
