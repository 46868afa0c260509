"""Puts trainings of SMFuse and MFF-GAN into ``weights/``, with model cards of measured figures.

    python -m benchmarks.mask_and_paint_cards RUN [RUN …]     outputs of python -m models train
    python -m benchmarks.mask_and_paint_cards                 the figures alone
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from pathlib import Path

import cv2
import numpy as np

from benchmarks.adversarial_cards import PICTURES, TEMPLATES, command_line
from benchmarks.pairs import SHARED
from benchmarks.training_curve import curve
from fusion import FusionSettings, fuse, load_photo
from fusion.metrics import gradient, reference
from fusion.metrics.arrays import to_grey
from fusion.settings import AS_THEY_ARE
from models.manifest import WEIGHTS_FOLDER, ManifestEntry, read_checked, read_manifest, write_entry
from models.training.log import LOG
from models.training.loop import RECORD

TRUTH_SETS = ("mfiwhu30", "nyud20")
FAR = 8
"""Levels from the nearest source beyond which a pixel counts as far from both."""


def pictures(folder: Path) -> list[str]:
    """The names of a set's pairs."""
    return sorted(path.stem.removesuffix("_A") for path in folder.glob("*_A.jpg"))


def figures(method: str, data: Path) -> dict[str, float]:
    """Means: Q_G on lytro, PSNR where the truth is known, share of pixels far from both."""
    settings = FusionSettings(method, device="cpu", registration=AS_THEY_ARE)
    found = {}
    for name in ("lytro", *TRUTH_SETS):
        folder = data / "pairs" / name
        values, far = [], []
        for pair in pictures(folder):
            sources = [load_photo(folder / f"{pair}_{ending}.jpg") for ending in "AB"]
            fused = fuse(sources, settings).photo
            apart = [
                np.abs(fused.pixels.astype(int) - source.pixels).max(axis=-1) for source in sources
            ]
            far.append(float((np.minimum(*apart) > FAR).mean()))
            if name == "lytro":
                greys = [to_grey(photo.pixels) for photo in (*sources, fused)]
                values.append(gradient.q_g(*greys))
            else:
                truth = load_photo(folder / f"{pair}_all_in_focus.jpg").pixels
                values.append(reference.psnr(fused.pixels, truth))
        found["Q_G" if name == "lytro" else name] = float(np.mean(values))
        found[f"far {name}"] = 100 * float(np.mean(far))
    return found


def table(found: dict[str, float]) -> str:
    """The figures as a table of one row."""
    cells = {
        "lytro Q_G": f"{found['Q_G']:.4f}",
        "mfiwhu30 PSNR, dB": f"{found['mfiwhu30']:.2f}",
        "nyud20 PSNR, dB": f"{found['nyud20']:.2f}",
    }
    for name in ("lytro", *TRUTH_SETS):
        cells[f"{name}: far from both, %"] = f"{found[f'far {name}']:.2f}"
    rows = [" | ".join(cells), " | ".join(cells.values())]
    return f"| {rows[0]} |\n{'|---' * len(cells)}|\n| {rows[1]} |"


def install(run: Path, data: Path) -> None:
    """Copy weights, curve and card of a training."""
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
    card = (TEMPLATES / f"{entry.name}.md").read_text(encoding="utf-8").format(
        **{**record["settings"], **{f"found_{k}": v for k, v in record["figures"].items()}},
        training=record["training"]["photographs"] or record["training"]["pairs"],
        unseen=record["validation"]["photographs"] or record["validation"]["pairs"],
        command=command_line(entry.name, record["settings"]).replace("PAIRS", "PHOTOGRAPHS"),
        kilobytes=(run / entry.file).stat().st_size // 1024, parameters=entry.parameters,
        minutes=record["seconds"] / 60, machine=record["machine"],
        table=table(figures(entry.name, data)),
    )  # fmt: skip
    (WEIGHTS_FOLDER / f"{entry.name}.md").write_text(card, encoding="utf-8")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("runs", nargs="*", type=Path)
    parser.add_argument("--data", type=Path, default=SHARED, help="folder that holds pairs/")
    options = parser.parse_args()
    cv2.setNumThreads(2)
    for run in options.runs:
        install(run, options.data)
    for name in () if options.runs else ("smfuse", "mff-gan"):
        print(f"{name}\n{table(figures(name, options.data))}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
