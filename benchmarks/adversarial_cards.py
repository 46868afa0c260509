"""Puts a training of FusionGAN or UFGAN into ``weights/``, with a card whose numbers are measured here.

    python -m benchmarks.adversarial_cards RUN [RUN …]     outputs of python -m models train
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import shutil
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from benchmarks.content_solution import content_solution
from benchmarks.pairs import SHARED
from benchmarks.training_curve import curve
from fusion.metrics import score
from models.manifest import WEIGHTS_FOLDER, ManifestEntry, read_checked, read_manifest, write_entry
from models.networks import find_network
from models.select_backend import load_painter
from models.training.log import LOG
from models.training.loop import RECORD

KEYS = ("EN", "SD_vifb", "SF", "AG", "MI", "VIFF", "SCD", "SSIM_fusion", "Q_G")
TEMPLATES = Path(__file__).resolve().parent / "cards"
PICTURES = Path(__file__).resolve().parent.parent / "docs" / "pictures"
CLOSE = 0.1
"""Relative difference of two means that counts as near."""
FIRST_ROADSCENE = 21
"""In ivif/test: the pairs before it are TNO's, those from it on RoadScene's and MSRS's."""

Grey = npt.NDArray[np.uint8]
Fuse = Callable[[Grey, Grey], Grey]
Values = dict[str, float]


def grey(path: Path) -> Grey:
    """Luminance of a picture, (H, W) uint8."""
    return np.asarray(cv2.imdecode(np.fromfile(path, np.uint8), cv2.IMREAD_GRAYSCALE), np.uint8)


def painter_of(name: str, folder: Path, variant: str = "") -> Fuse:
    """What fuses luminances by the weights in a folder."""
    painter = load_painter(name, "cpu", variant=variant, folder=folder)

    def fuse(infrared: Grey, visible: Grey) -> Grey:
        channels = np.stack((infrared, visible)).astype(np.float32) / np.float32(255)
        return np.rint(np.clip(painter.paint(channels)[0], 0, 1) * 255).astype(np.uint8)

    return fuse


def set_means(fuse: Fuse | str, folder: Path, names: Sequence[str]) -> Values:
    """Means over pairs of a folder, of what fuses, or of pictures there that end in ``_NAME.png``."""
    rows = []
    for name in names:
        infrared, visible = grey(folder / f"{name}_ir.png"), grey(folder / f"{name}_vi.png")
        fused = grey(folder / f"{name}_{fuse}.png") if isinstance(fuse, str) else fuse(infrared, visible)
        rows.append(score([infrared, visible], fused, keys=KEYS))
    return {key: float(np.mean([row[key] for row in rows])) for key in KEYS}


def pair_names(folder: Path) -> list[str]:
    """The names of the pairs in a folder."""
    return sorted(path.stem.removesuffix("_ir") for path in folder.glob("*_ir.png"))


def row(title: str, values: Values) -> str:
    """A row of the table."""
    cells = [f"{values[key]:.{1 if values[key] > 15 else 3}f}" for key in KEYS]
    return f"| {title} | " + " | ".join(cells) + " |"


def near_share(values: Values, published: Values) -> tuple[int, list[str]]:
    """How many means are near those of the published pictures, and those that are not."""
    far = [
        key for key in KEYS if abs(values[key] - published[key]) > CLOSE * abs(published[key])
    ]
    return len(KEYS) - len(far), far


def variants(name: str) -> dict[str, str]:
    """The forms of a network that the card compares, by title."""
    if name == "fusiongan":
        return {
            "trained here, averages of the training": "training",
            "trained here, the picture's own statistics": "picture",
        }
    return {"trained here": ""}


def tables(name: str, folder: Path, data: Path) -> tuple[str, str]:
    """The table of figures, and a sentence on how near the published pictures are."""
    tno, test = data / "published" / "tno", data / "ivif" / "test"
    numbers = pair_names(test)
    split = numbers.index(f"{FIRST_ROADSCENE:02d}")
    sets = {
        "TNO, 8 pairs with published pictures": (tno, pair_names(tno)),
        "TNO, pairs 01 to 20": (test, numbers[:split]),
        "RoadScene and MSRS, pairs 21 to 29": (test, numbers[split:]),
    }
    lines = ["| | " + " | ".join(KEYS) + " |", "|---" * (len(KEYS) + 1) + "|"]
    told: list[str] = []
    published: Values = {}
    for title, (place, pairs) in sets.items():
        lines.append(f"| **{title}** |" + " |" * len(KEYS))
        if place == tno:
            published = set_means("fusiongan", tno, pairs)
            lines.append(row("published pictures of FusionGAN", published))
        if name == "fusiongan":
            solved = set_means(content_solution, place, pairs)
            lines.append(row("the content loss alone, solved without a network", solved))
        for form, variant in variants(name).items():
            values = set_means(painter_of(name, folder, variant), place, pairs)
            lines.append(row(form, values))
            if place == tno:
                close, far = near_share(values, published)
                without = f" (not {', '.join(far)})" if far else ""
                told.append(f"{form}: {close} of {len(KEYS)} within 10 %{without}")
    return "\n".join(lines), "; ".join(told)


def command_line(name: str, settings: dict[str, Any]) -> str:
    """The command that trains these weights again."""
    usual = find_network(name).settings()
    changed = [
        f"--{field.name.replace('_', '-')} {settings[field.name]}"
        for field in dataclasses.fields(usual)
        if settings[field.name] != getattr(usual, field.name)
    ]
    return " ".join([f"python -m models train --method {name} PAIRS -o RUN --threads 1", *changed])


def measured(name: str, sha256: str, run: Path, data: Path) -> tuple[str, str]:
    """``tables`` of the weights in ``weights/``, kept in ``figures.json`` of the run."""
    kept = run / "figures.json"
    if kept.exists():
        found = json.loads(kept.read_text(encoding="utf-8"))
        if found["sha256"] == sha256:
            return found["table"], found["near"]
    table, near = tables(name, WEIGHTS_FOLDER, data)
    values = {"sha256": sha256, "table": table, "near": near}
    kept.write_text(json.dumps(values, indent=2) + "\n", encoding="utf-8")
    return table, near


def install(run: Path, data: Path) -> None:
    """Copy weights and curve, and write the card."""
    record = json.loads((run / RECORD).read_text(encoding="utf-8"))
    entry: ManifestEntry = next(iter(read_manifest(run).values()))
    name = entry.name
    read_checked(run / entry.file, entry.sha256)
    shutil.copy(run / entry.file, WEIGHTS_FOLDER / entry.file)
    write_entry(WEIGHTS_FOLDER, entry)
    drawn = curve(run / LOG, f"{name}: parts of the loss, means of 100 steps")
    (PICTURES / f"{name}-training.svg").write_text(drawn, encoding="utf-8")
    table, near = measured(name, entry.sha256, run, data)
    card = (TEMPLATES / f"{name}.md").read_text(encoding="utf-8").format(
        **record["settings"],
        **{f"{key}_pairs": count for key, count in record["pairs"].items()},
        **record["validation"],
        name=name,
        command=command_line(name, record["settings"]),
        parameters=entry.parameters,
        kilobytes=(run / entry.file).stat().st_size // 1024,
        minutes=record["seconds"] / 60,
        machine=record["machine"],
        validation_names=", ".join(record["validation_files"]),
        table=table,
        near=near,
    )  # fmt: skip
    (WEIGHTS_FOLDER / f"{name}.md").write_text(card, encoding="utf-8")
    print(f"{name}: {near}", flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("runs", nargs="+", type=Path)
    parser.add_argument("--data", type=Path, default=SHARED, help="folder with ivif/ and published/")
    options = parser.parse_args()
    for run in options.runs:
        install(run, options.data)
    return 0


if __name__ == "__main__":
    sys.exit(main())
