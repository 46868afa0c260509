"""Puts trainings of FusionDiff into ``weights/``, with a card::

    python -m benchmarks.diffusion_card RUN [RUN …] [--results FOLDER]

RUN are outputs of ``python -m models train --method fusiondiff``, each begun from the one before it; the
last one's weights are taken. FOLDER is the output of ``benchmarks.compare_methods``, from which the
card's figures are; without it the card says so.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.adversarial_cards import PICTURES, TEMPLATES
from benchmarks.compare_methods import RESULTS
from benchmarks.comparison_tables import NO_SOURCE, number
from benchmarks.training_curve import curve
from models.fusiondiff.settings import DiffusionTrainingSettings
from models.fusiondiff.weights import NETWORK_NAME
from models.manifest import WEIGHTS_FOLDER, read_checked, read_manifest, write_entry
from models.training.log import LOG
from models.training.loop import RECORD

COLUMNS = (
    ("mfiwhu30", "PSNR_reference", "mfiwhu30 PSNR, dB"), ("nyud20", "PSNR_reference", "nyud20 PSNR, dB"),
    ("nyud20", NO_SOURCE, "nyud20 no source's, %"), ("lytro", "Q_G", "lytro Q_G"),
)  # fmt: skip
NOT_MEASURED = "Not measured yet: run the command with `--results`."


def commands(runs: Sequence[Mapping[str, Any]]) -> str:
    """The commands that train these weights again, one after another."""
    usual = DiffusionTrainingSettings()
    found = []
    for number_of_run, stored in enumerate(runs, 1):
        settings = {**dataclasses.asdict(usual), **stored}
        changed = {
            field.name: settings[field.name]
            for field in dataclasses.fields(usual)
            if settings[field.name] != getattr(usual, field.name)
        }
        if settings["start"]:
            changed["start"] = f"RUN{number_of_run - 1}"
        options = [f"--{name.replace('_', '-')} {value}" for name, value in changed.items()]
        base = "python -m models train --method fusiondiff PHOTOGRAPHS"
        found.append(" ".join([f"{base} -o RUN{number_of_run} --threads 1", *options]))
    return ", then ".join(f"`{command}`" for command in found)


def table(results: Mapping[str, Any]) -> str:
    """The rows of FusionDiff's samplers among the compared methods."""
    labels = [
        one["label"] for one in results.get("nyud20", []) if one["label"].split(":")[0] == NETWORK_NAME
    ]
    if not labels:
        return NOT_MEASURED
    lines = ["| | " + " | ".join(head for *_, head in COLUMNS) + " |", "|---" * (1 + len(COLUMNS)) + "|"]
    for label in labels:
        cells = []
        for name, key, _ in COLUMNS:
            means = [one["means"] for one in results.get(name, []) if one["label"] == label]
            cells.append(number(key, means[0].get(key) if means else None))
        lines.append(f"| `{label}` | " + " | ".join(cells) + " |")
    pictures = {name: found[0]["pictures"] for name, found in results.items() if found}
    counts = ", ".join(f"{pictures[name]} of {name}" for name in dict.fromkeys(c[0] for c in COLUMNS)
                       if name in pictures)  # fmt: skip
    return "\n".join([*lines, "", f"Means over {counts}."])


def install(runs: Sequence[Path], results: Mapping[str, Any]) -> None:
    """Copy the last run's weights and curve, and write the card."""
    records = [json.loads((run / RECORD).read_text(encoding="utf-8")) for run in runs]
    last, run = records[-1], runs[-1]
    entry = read_manifest(run)[NETWORK_NAME]
    read_checked(run / entry.file, entry.sha256)
    shutil.copy(run / entry.file, WEIGHTS_FOLDER / entry.file)
    write_entry(WEIGHTS_FOLDER, entry)
    names = []
    for step, each in enumerate(runs, 1):
        name = f"{NETWORK_NAME}-training{'' if step == 1 else f'-{step}'}.svg"
        drawn = curve(each / LOG, f"{NETWORK_NAME}, run {step}: squared error, means of 100 steps")
        (PICTURES / name).write_text(drawn, encoding="utf-8")
        names.append(f"![Training, run {step}](../docs/pictures/{name})")
    card = (TEMPLATES / f"{NETWORK_NAME}.md").read_text(encoding="utf-8").format(
        **last["settings"],
        parameters=entry.parameters,
        kilobytes=(run / entry.file).stat().st_size // 1024,
        training=last["training"],
        validation=last["validation"],
        command=commands([record["settings"] for record in records]),
        all_steps=sum(record["settings"]["steps"] for record in records),
        minutes=sum(record["seconds"] for record in records) / 60,
        machine=last["machine"],
        curves="\n".join(names),
        table=table(results),
        **{f"{key}_db": value for key, value in last["figures"].items()},
    )  # fmt: skip
    (WEIGHTS_FOLDER / f"{NETWORK_NAME}.md").write_text(card, encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("runs", nargs="+", type=Path)
    parser.add_argument("--results", type=Path, help="folder of compare_methods")
    options = parser.parse_args()
    results: Mapping[str, Any] = {}
    if options.results is not None:
        results = json.loads((options.results / RESULTS).read_text(encoding="utf-8"))
    install(options.runs, results)


if __name__ == "__main__":
    main()
