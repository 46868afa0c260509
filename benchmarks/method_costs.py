"""Time and memory of every method, a process of its own for each::

    python -m benchmarks.method_costs -o FILE.json [--sizes 0.3,24] [--methods sesf,pmgi] [--limit 3600]

Two JPEG files in, one file out, on the processor. What FILE.json holds already is not measured again, so
that the whole can be measured in parts; the table is printed in Markdown. A method that refuses a size
stands in the table with its reason, and what ran longer than the limit as that. Linux only.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from benchmarks.machine import machine
from benchmarks.measured_run import measured_run
from benchmarks.speed_runs import command_of, make_pair
from fusion.registry import find_method, methods
from fusion.settings import INFRARED_VISIBLE, MULTIFOCUS

Measured = dict[str, dict[str, dict[str, float | str]]]
"""By method and size: seconds and megabytes, or the reason why there are none."""


def cost_of(method: str, pair: tuple[Path, Path], folder: Path, limit: float) -> dict[str, float | str]:
    """Seconds by the clock and of the processor, and the most memory; or why there are none."""
    command = command_of(method, pair, folder / "fused.jpg")
    if MULTIFOCUS not in find_method(method).purposes:
        command += ["--kind", INFRARED_VISIBLE]
    try:
        run = measured_run(["timeout", str(limit), *command])
    except RuntimeError as error:
        reason = str(error).partition("): ")[2].removeprefix("error: ")
        return {"reason": f"longer than {limit:.0f} s" if "code 124" in str(error) else reason}
    return {
        "seconds": round(run.seconds, 2), "processor": round(run.processor, 2),
        "megabytes": round(run.megabytes),
    }  # fmt: skip


def named_by_role(pair: tuple[Path, Path], folder: Path) -> tuple[Path, Path]:
    """Links to the files under names that tell infrared and visible."""
    names = folder / f"{pair[0].stem}_ir.jpg", folder / f"{pair[0].stem}_vi.jpg"
    for link, path in zip(names, pair, strict=True):
        if not link.exists():
            link.symlink_to(path)
    return names


def measure_all(
    names: Sequence[str], sizes: Sequence[float], known: Measured, limit: float
) -> Iterator[Measured]:
    """What is known after each measurement; one at a time, so that none disturbs another."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        for size in sizes:
            pair = make_pair(folder, size, [])
            for name in names:
                if f"{size:g}" in known.setdefault(name, {}):
                    continue
                sources = pair
                if MULTIFOCUS not in find_method(name).purposes:
                    sources = named_by_role(pair, folder)
                known[name][f"{size:g}"] = cost_of(name, sources, folder, limit)
                yield known


def table(names: Sequence[str], sizes: Sequence[float], known: Measured) -> Iterator[str]:
    """The costs in Markdown."""
    yield "| method | " + " | ".join(f"{size:g} MP: s | CPU s | MB" for size in sizes) + " |"
    yield "|---" * (1 + 3 * len(sizes)) + "|"
    for name in names:
        cells: list[str] = []
        for size in sizes:
            cost = known.get(name, {}).get(f"{size:g}", {})
            cells += [str(cost.get("seconds", cost.get("reason", "–")))]
            cells += [str(cost.get(part, "–")) for part in ("processor", "megabytes")]
        yield f"| `{name}` | " + " | ".join(cells) + " |"


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("-o", "--output", type=Path, required=True, help="file of what was measured")
    parser.add_argument("--sizes", default="0.3,24", help="in megapixels")
    parser.add_argument("--methods", default=",".join(methods()), help="which; all if nothing is said")
    parser.add_argument("--limit", type=float, default=3600, help="seconds after which one is stopped")
    options = parser.parse_args()
    sizes = [float(text) for text in options.sizes.split(",")]
    names = [text.strip() for text in options.methods.split(",")]
    known: Measured = {}
    if options.output.is_file():
        known = json.loads(options.output.read_text(encoding="utf-8"))
    for found in measure_all(names, sizes, known, options.limit):
        options.output.write_text(json.dumps(found, indent=1), encoding="utf-8")
    print(f"`python -m benchmarks.method_costs`, {date.today()}, {machine()}\n")
    print("\n".join(table(names, sizes, known)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
