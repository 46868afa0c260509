"""What each part of the learned decision is worth: short trainings that differ in one thing.

    python benchmarks/decision_ablations.py OUTPUT FOLDER [FOLDER ...] [--steps 900] [--only NAME,NAME]
    python benchmarks/decision_ablations.py OUTPUT --table [--sets mfiwhu30,nyud20,generated]

The first trains every variant from scratch into a folder of OUTPUT (again: goes on where it stopped),
with the folders of photographs, depths, mattes and stacks that ``python -m models train`` takes. The
second measures what was trained on the sets of ``benchmarks/quality.py`` and prints a table: parameters,
time for a megapixel of a pair on one core, PSNR of luminance on validation scenes, and PSNR on the sets.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.contenders import Contender, trained_decision
from benchmarks.machine import machine
from benchmarks.pairs import SHARED
from benchmarks.quality import measure_set
from benchmarks.quality_measures import NEAR_EDGES, Values, means
from benchmarks.quality_sets import SETS
from models.decision.settings import DecisionTrainingSettings
from models.decision.torch_runtime import TorchDecisionRuntime
from models.decision.training import NAME
from models.networks import find_network
from models.training.loop import RECORD
from models.training.settings import RunOptions

WHOLE_DESIGN = DecisionTrainingSettings(
    steps=900,
    batch=8,
    crop=96,
    frames="2,2,5,2,3,5",
    stack_share=0.4,
    surface_share=0.15,
    border_share=0.5,
    decisiveness=2.0,
    precision="bfloat16",
)
VARIANTS: dict[str, dict[str, object]] = {
    "the whole design": {},
    "no squeeze and excitation": {"attention": "none"},
    "plain blocks instead of dense": {"block": "plain"},
    "no level at full size": {"fine": 0},
    "no agreement with the detail": {"details": 0},
    "three levels (sees 56 pixels)": {"widths": "24,32,40", "growth": "16,20,24"},
    "two levels (sees 24 pixels)": {"widths": "24,32", "growth": "16,20"},
    "loss: the fused picture only": {"choice_weight": 0.0},
    "loss: the choice only": {"picture_weight": 0.0},
    "loss: edges count no more": {"edge_weight": 0.0},
    "data: cut-outs only": {"cut_out_share": 1.0, "stack_share": 0.0, "frames": "2"},
    "data: no cut-outs": {"cut_out_share": 0.0},
    "data: no rendered stacks": {"stack_share": 0.0},
}
SETS_SHOWN = "mfiwhu30,nyud20,generated"


def folder_of(output: Path, variant: str) -> Path:
    """Where a variant is trained."""
    return output / "".join(letter if letter.isalnum() else "_" for letter in variant)


def train(output: Path, folders: list[Path], variants: list[str], steps: int) -> None:
    """Train each variant that is not done; what differs is in ``VARIANTS``.

    Several are trained in a process each: the one that makes the scenes must not be forked from a
    process in which torch has begun threads.
    """
    if len(variants) > 1:
        for variant in variants:
            which = [str(output), *map(str, folders), "--only", variant, "--steps", str(steps)]
            subprocess.run([sys.executable, __file__, *which], check=True)
        return
    settings = replace(WHOLE_DESIGN, steps=steps, **VARIANTS[variants[0]])  # type: ignore[arg-type]
    print(variants[0], flush=True)
    options = RunOptions("cpu", report=print)
    find_network(NAME).train(folders, folder_of(output, variants[0]), settings, options)


def seconds_for_a_megapixel(folder: Path) -> float:
    """Least time of the network for a pair of 1000 x 1000 pixels, in three runs."""
    runtime = TorchDecisionRuntime.load(NAME, folder=folder)
    pair = np.random.default_rng(1).random((2, 1000, 1000), dtype=np.float32)
    times = []
    for _ in range(3):
        before = time.process_time()
        runtime.score(pair, lambda *_: None)
        times.append(time.process_time() - before)
    return min(times)


def table(output: Path, sets: list[str], data: Path) -> Iterator[str]:
    """Markdown: the cost of every variant that was trained, and its PSNR on the sets."""
    trained = [name for name in VARIANTS if (folder_of(output, name) / f"{NAME}.safetensors").exists()]
    contenders = [trained_decision(name, folder_of(output, name)) for name in trained]
    columns: dict[str, dict[str, float]] = {}
    for name in sets:
        columns.update(columns_of(name, contenders, data))
    yield "| | parameters | s | validation | " + " | ".join(columns) + " |"
    yield "|---" * (4 + len(columns)) + "|"
    for variant in trained:
        folder = folder_of(output, variant)
        network = TorchDecisionRuntime.load(NAME, folder=folder).network
        parameters = sum(part.numel() for part in network.parameters())
        validation = json.loads((folder / RECORD).read_text())["figures"]["psnr"]
        cells = [f"{value:.2f}" for value in (validation, *(row[variant] for row in columns.values()))]
        seconds = seconds_for_a_megapixel(folder)
        yield f"| {variant} | {parameters:,} | {seconds:.2f} | " + " | ".join(cells) + " |"


def columns_of(
    name: str, contenders: list[Contender], data: Path
) -> dict[str, dict[str, float]]:
    """PSNR by contender: of a set, or of its pairs and its stacks, and near its depth edges."""
    rows, _ = measure_set(name, SETS[name](data), contenders, 16)
    counts = sorted({count for count, _ in rows[contenders[0].name]})
    titles = {f"{name}, {count} frames" if len(counts) > 1 else name: count for count in counts}
    result: dict[str, dict[str, float]] = {}
    for who in (contender.name for contender in contenders):
        for title, count in titles.items():
            found = [values for frames, values in rows[who] if frames == count and values]
            result.setdefault(title, {})[who] = means(found)["PSNR_reference"]
        every: list[Values] = [values for _, values in rows[who] if values]
        if NEAR_EDGES in every[0]:
            result.setdefault("near edges", {})[who] = means(every)[NEAR_EDGES]
    return result


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("output", type=Path, help="folder of the trainings")
    parser.add_argument("folders", nargs="*", type=Path, help="photographs, depths, mattes, stacks")
    parser.add_argument("--steps", type=int, default=WHOLE_DESIGN.steps, help="of each training")
    parser.add_argument("--only", help="variants to train, with commas between them")
    parser.add_argument("--table", action="store_true", help="measure what was trained")
    parser.add_argument("--sets", default=SETS_SHOWN, help="sets to measure, with commas")
    parser.add_argument("--data", type=Path, default=SHARED, help="folder of the sets")
    options = parser.parse_args(arguments)
    wanted = options.only.split(",") if options.only else list(VARIANTS)
    if unknown := [name for name in wanted if name not in VARIANTS]:
        parser.error(f"unknown variant {unknown[0]!r}; they are {', '.join(VARIANTS)}")
    if options.folders:
        train(options.output, options.folders, wanted, options.steps)
    if options.table:
        print(f"{machine()}\n")
        for line in table(options.output, options.sets.split(","), options.data):
            print(line)
    return 0


if __name__ == "__main__":
    sys.exit(main())
