"""DenseFuse and PMGI against their authors' weights and pictures; puts trainings into ``weights/``.

    python -m benchmarks.published_cards                 tables of parity and of figures
    python -m benchmarks.published_cards RUN [RUN …]     install outputs of python -m models train
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from pathlib import Path

import numpy as np

from benchmarks.adversarial_cards import (
    KEYS,
    PICTURES,
    TEMPLATES,
    Fuse,
    Grey,
    command_line,
    grey,
    near_share,
    pair_names,
    row,
    set_means,
)
from benchmarks.pairs import SHARED
from benchmarks.training_curve import curve
from fusion import FusionSettings, Photo, fuse
from fusion.methods.infrared_visible.densefuse import DenseFuseParameters
from fusion.methods.infrared_visible.pmgi import PmgiParameters
from fusion.metrics import reference
from fusion.settings import Parameters
from models.manifest import WEIGHTS_FOLDER, ManifestEntry, read_checked, read_manifest, write_entry
from models.training.log import LOG
from models.training.loop import RECORD

ARCHIVES = {"densefuse": "densefuse.npz", "pmgi": "pmgi_ivif.npz"}
Forms = dict[str, Parameters]
"""Parameters of a method, by what the table calls them."""


def forms(name: str) -> Forms:
    """The forms of a method with the weights trained here; the first is the method's own."""
    if name == "densefuse":
        return {
            "trained here": DenseFuseParameters(),
            "trained here, L1-norm rule": DenseFuseParameters(rule="l1-norm"),
            "trained here, mean, as painted": DenseFuseParameters(rule="mean", range="as-painted"),
        }
    return {
        "trained here": PmgiParameters(),
        "trained here, as painted": PmgiParameters(range="as-painted"),
    }


def with_published(name: str, data: Path) -> Parameters:
    """Parameters with the authors' weights."""
    file = str(data / "published" / "weights" / ARCHIVES[name])
    return DenseFuseParameters(weights=file) if name == "densefuse" else PmgiParameters(weights=file)


def fuse_with(name: str, parameters: Parameters) -> Fuse:
    """What fuses 8-bit luminances by a method."""
    settings = FusionSettings(name, parameters, "cpu", purpose="infrared-visible")

    def run(infrared: Grey, visible: Grey) -> Grey:
        return np.asarray(fuse([Photo(infrared), Photo(visible)], settings).photo.pixels, np.uint8)

    return run


def parity(name: str, data: Path) -> dict[str, float]:
    """PSNR in dB of each published picture against ours by the authors' weights."""
    folder, run = data / "published" / "tno", fuse_with(name, with_published(name, data))
    found = {}
    for number in pair_names(folder):
        ours = run(grey(folder / f"{number}_ir.png"), grey(folder / f"{number}_vi.png"))
        found[number] = reference.psnr(ours, grey(folder / f"{number}_{name}.png"))
    return found


def parity_table(found: dict[str, float]) -> str:
    """The table of parity, in dB."""
    lines = ["| pair | " + " | ".join(found) + " |", "|---" * (len(found) + 1) + "|"]
    return "\n".join([*lines, "| PSNR, dB | " + " | ".join(f"{v:.1f}" for v in found.values()) + " |"])


def figures_table(name: str, data: Path) -> tuple[str, str]:
    """Means over the published pairs, and a sentence on how near those trained here come."""
    folder = data / "published" / "tno"
    names = pair_names(folder)
    published = set_means(name, folder, names)
    lines = ["| | " + " | ".join(KEYS) + " |", "|---" * (len(KEYS) + 1) + "|"]
    lines.append(row("published pictures", published))
    told = ""
    for title, parameters in forms(name).items():
        values = set_means(fuse_with(name, parameters), folder, names)
        lines.append(row(title, values))
        close, far = near_share(values, published)
        without = f" (not {', '.join(far)})" if far else ""
        told = told or f"{close} of {len(KEYS)} within 10 % of the published pictures{without}"
    return "\n".join(lines), told


def install(run: Path, data: Path) -> None:
    """Copy weights and curve of a training."""
    for entry in read_manifest(run).values():
        read_checked(run / entry.file, entry.sha256)
        shutil.copy(run / entry.file, WEIGHTS_FOLDER / entry.file)
        write_entry(WEIGHTS_FOLDER, entry)
        drawn = curve(run / LOG, f"{entry.name}: parts of the loss, means of 100 steps")
        (PICTURES / f"{entry.name}-training.svg").write_text(drawn, encoding="utf-8")
        write_card(run, entry, data)


def write_card(run: Path, entry: ManifestEntry, data: Path) -> None:
    """The model card of a training, its figures measured now."""
    record = json.loads((run / RECORD).read_text(encoding="utf-8"))
    counts = record.get("photographs") or record["pairs"]
    measured = {"table": "", "near": "", "parity": ""}
    if entry.name in ARCHIVES:
        table, near = figures_table(entry.name, data)
        measured = {"table": table, "near": near, "parity": parity_table(parity(entry.name, data))}
    card = (TEMPLATES / f"{entry.name}.md").read_text(encoding="utf-8").format(
        **record["settings"], **record["validation"], name=entry.name, **measured,
        training=counts["training"], validation=counts["validation"],
        command=command_line(entry.network, record["settings"]).replace("PAIRS", "FOLDERS"),
        parameters=entry.parameters, kilobytes=(run / entry.file).stat().st_size // 1024,
        minutes=record["seconds"] / 60, machine=record["machine"],
    )  # fmt: skip
    (WEIGHTS_FOLDER / f"{entry.name}.md").write_text(card, encoding="utf-8")
    print(f"{entry.name}: {measured['near']}", flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("runs", nargs="*", type=Path)
    parser.add_argument("--data", type=Path, default=SHARED, help="folder that holds published/")
    options = parser.parse_args()
    for run in options.runs:
        install(run, options.data)
    for name in () if options.runs else ARCHIVES:
        table, near = figures_table(name, options.data)
        print(f"\n{name}, authors' weights\n{parity_table(parity(name, options.data))}")
        print(f"\n{table}\n{near}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
