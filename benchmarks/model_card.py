"""Puts a training's result into ``weights/``, with a model card whose numbers are measured here.

    python benchmarks/model_card.py RUN [RUN …]     outputs of python -m models train
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import torch

from benchmarks.contenders import method_contender
from benchmarks.pairs import SHARED
from benchmarks.quality_measures import WHOLE, set_means
from benchmarks.quality_sets import paired
from fusion import FusionSettings, Photo, load_photo, save_photo
from fusion.methods.multifocus.sesf import SesfParameters
from models.manifest import WEIGHTS_FOLDER
from models.sesf.decoder import Autoencoder
from models.sesf.settings import EncoderTrainingSettings
from models.sesf.training import save_reconstruction
from models.sesf.weights import Normalisation, load_encoder, save_encoder
from models.training.checkpoint import CHECKPOINT
from models.training.loop import RECORD

SAMPLES = Path(__file__).resolve().parent.parent / "data"
SAMPLE_CROPS = {
    "circuit_board_1.jpg": (880, 620),
    "push_button_2.jpg": (640, 460),
    "circuit_board_2.jpg": (1150, 380),
}
LYTRO_KEYS = ("Q_G", "Q_MI", "Q_NCIE", "Q_CB")
TRUTH_SETS = ("mfiwhu30", "nyud20")
TEMPLATE = Path(__file__).with_name("model_card_template.md")


def command_line(settings: dict[str, Any]) -> str:
    """The command that trains these weights again."""
    changed = [
        f"--{key.replace('_', '-')} {value}"
        for key, value in settings.items()
        if value != getattr(EncoderTrainingSettings(), key)
    ]
    return " ".join(["python -m models train PHOTOGRAPHS -o RUN --threads 1", *changed])


def fusion_scores(attention: str, data: Path) -> dict[str, str]:
    """The fusion scores of the card, by column."""
    settings = FusionSettings("sesf", SesfParameters(attention=attention), "cpu")
    contender = method_contender(attention, settings)
    lytro = set_means(contender, paired("lytro", data))
    cells = {f"lytro {key}": f"{lytro[key]:.4f}" for key in LYTRO_KEYS}
    for name in TRUTH_SETS:
        values = set_means(contender, paired(name, data), crop_border=16)
        cells[f"{name} PSNR, dB"] = f"{values['PSNR_reference']:.2f} ({values[WHOLE]:.2f})"
    return cells


def rebuild_samples(run: Path, attention: str, target: Path) -> None:
    """Crops of the sample pictures above what encoder and decoder make of them, at 100 %.

    The validation photographs themselves are not ours to show.
    """
    saved = torch.load(run / CHECKPOINT, map_location="cpu", weights_only=True)
    network = Autoencoder(attention)
    network.load_state_dict(saved["network"])
    with tempfile.TemporaryDirectory() as folder:
        crops: list[Path] = []
        for name, (x, y) in SAMPLE_CROPS.items():
            pixels = load_photo(SAMPLES / name).pixels[y : y + 256, x : x + 256]
            crops.append(save_photo(Photo(pixels), Path(folder) / f"{len(crops)}.png"))
        normalisation = Normalisation(**saved["normalisation"])
        save_reconstruction(network, normalisation, crops, Path(folder), torch.device("cpu"))
        shutil.copy(Path(folder) / "reconstruction.png", target)


def install(run: Path, data: Path) -> None:
    """Copy the weights and write their card."""
    record = json.loads((run / RECORD).read_text(encoding="utf-8"))
    settings = record["settings"]
    name = f"sesf-{settings['attention']}"
    encoder, normalisation = load_encoder(name, run)
    save_encoder(encoder, normalisation, name, WEIGHTS_FOLDER)
    rebuild_samples(run, settings["attention"], WEIGHTS_FOLDER / f"{name}.png")
    cells = fusion_scores(settings["attention"], data)
    card = TEMPLATE.read_text(encoding="utf-8").format(
        **settings,
        **record["photographs"],
        **record["validation"],
        **record["normalisation"],
        name=name,
        parameters=sum(parameter.numel() for parameter in encoder.parameters()),
        command=command_line(settings),
        minutes=record["seconds"] / 60,
        machine=record["machine"],
        keys=" | ".join(cells),
        rule="|".join("---" for _ in cells),
        values=" | ".join(cells.values()),
    )
    (WEIGHTS_FOLDER / f"{name}.md").write_text(card, encoding="utf-8")
    print(f"{name}: {', '.join(f'{key} {value}' for key, value in cells.items())}", flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("runs", nargs="+", type=Path)
    parser.add_argument("--data", type=Path, default=SHARED, help="folder that holds pairs/")
    options = parser.parse_args()
    for run in options.runs:
        install(run, options.data)
    return 0


if __name__ == "__main__":
    sys.exit(main())
