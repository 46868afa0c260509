"""Puts trainings of SuperFusion into ``weights/``, with cards whose numbers are measured here.

    python -m benchmarks.superfusion_cards [--fusion RUN] [--matcher RUN]     outputs of models train
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.adversarial_cards import (
    FIRST_ROADSCENE,
    KEYS,
    PICTURES,
    TEMPLATES,
    Fuse,
    Grey,
    command_line,
    pair_names,
    row,
    set_means,
)
from benchmarks.cross_modality import measured, table
from benchmarks.pairs import SHARED
from benchmarks.training_curve import curve
from models.manifest import WEIGHTS_FOLDER, ManifestEntry, read_checked, read_manifest, write_entry
from models.select_backend import load_superfusion, load_superfusion_matcher
from models.training.log import LOG
from models.training.loop import RECORD

EVERY = 3
"""Every third test pair is measured."""


def fusing() -> Fuse:
    """What fuses luminances by the weights in ``weights/``."""
    network = load_superfusion("cpu")

    def fuse(infrared: Grey, visible: Grey) -> Grey:
        pair = np.stack((infrared, visible)).astype(np.float32) / np.float32(255)
        return np.rint(np.clip(network.paint(pair)[0], 0, 1) * 255).astype(np.uint8)

    return fuse


def mean_of_both(infrared: Grey, visible: Grey) -> Grey:
    """The baseline."""
    return ((infrared.astype(np.int32) + visible + 1) // 2).astype(np.uint8)


def fusion_table(data: Path) -> str:
    """Metrics of the fused test pairs, and of the mean of both sources."""
    test = data / "ivif" / "test"
    numbers = pair_names(test)
    split = numbers.index(f"{FIRST_ROADSCENE:02d}")
    lines = ["| | " + " | ".join(KEYS) + " |", "|---" * (len(KEYS) + 1) + "|"]
    sets = {
        "TNO, every third pair from 01 on": numbers[:split:EVERY],
        "RoadScene and MSRS, every third from 21 on": numbers[split::EVERY],
    }
    for title, pairs in sets.items():
        lines.append(f"| **{title}** |" + " |" * len(KEYS))
        lines += [
            row("mean of both", set_means(mean_of_both, test, pairs)),
            row("trained here", set_means(fusing(), test, pairs)),
        ]
    return "\n".join(lines)


def matcher_table(data: Path) -> str:
    """End-point errors and ripples."""
    errors, ripples = measured(data / "ivif", load_superfusion_matcher("cpu"))
    return f"{table(errors, 'error, px')}\n\n{table(ripples, 'ripple, px')}"


def install(run: Path, name: str, data: Path, schedule: str) -> None:
    """Copy weights and curve of a run, and write the card; ``schedule``: how the cosine was cut."""
    record: dict[str, Any] = json.loads((run / RECORD).read_text(encoding="utf-8"))
    entry: ManifestEntry = read_manifest(run)[name]
    read_checked(run / entry.file, entry.sha256)
    shutil.copy(run / entry.file, WEIGHTS_FOLDER / entry.file)
    write_entry(WEIGHTS_FOLDER, entry)
    drawn = curve(run / LOG, f"Losses of {name}, means of 100 steps")
    (PICTURES / f"{name}-training.svg").write_text(drawn, encoding="utf-8")
    scores = record["validation"]
    card = (TEMPLATES / f"{name}.md").read_text(encoding="utf-8").format(
        **record["settings"],
        **{f"{key}_pairs": count for key, count in record["pairs"].items()},
        name=name,
        schedule=f" ({schedule})" if schedule else "",
        fusion_loss=scores.get("fusion loss"),
        error_before=scores.get("error before px", 0.0),
        error=scores.get("error px", 0.0),
        command=command_line("superfusion", record["settings"]),
        parameters=entry.parameters,
        kilobytes=(run / entry.file).stat().st_size // 1024,
        minutes=record["seconds"] / 60,
        machine=record["machine"],
        validation_names=", ".join(record["validation_files"]),
        table=fusion_table(data) if name == "superfusion" else matcher_table(data),
    )  # fmt: skip
    (WEIGHTS_FOLDER / f"{name}.md").write_text(card, encoding="utf-8")


def main() -> int:
    """Install the runs that are given."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--fusion", type=Path)
    parser.add_argument("--matcher", type=Path)
    parser.add_argument("--fusion-schedule", default="", help="what the card says of the cosine")
    parser.add_argument("--matcher-schedule", default="")
    parser.add_argument("--data", type=Path, default=SHARED, help="folder with ivif/")
    options = parser.parse_args()
    runs = (
        (options.fusion, "superfusion", options.fusion_schedule),
        (options.matcher, "superfusion-matcher", options.matcher_schedule),
    )
    for run, name, schedule in runs:
        if run is not None:
            install(run, name, options.data, schedule)
    return 0


if __name__ == "__main__":
    sys.exit(main())
