"""Which weights and windows decide best, on pairs made from photographs that training did not see.

    python benchmarks/decide.py weights [FOLDER …]     training results, beside controls
    python benchmarks/decide.py layers FOLDER          single layers, and channels of equal weight
    python benchmarks/decide.py confidence             how often a choice of a given confidence is right

No test set is looked at here: weights and settings are chosen by this table.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
import torch

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from fusion.activity.fuse_by_activity import ChangeEnergy, Tick

from benchmarks.contenders import (
    DEFAULTS,
    GAUSSIAN,
    by_sharpness,
    folder_energy,
    grey_energy,
    untrained_energy,
)
from benchmarks.made_pairs import MadePair, made_pairs
from benchmarks.pairs import SHARED, psnr
from fusion import Photo
from fusion.photo import FloatMap, luminance
from fusion.settings import RefinementParameters
from models.manifest import WeightsError, read_manifest
from models.sesf.dimensions import BLOCKS, FEATURE_CHANNELS, GROWTH, HALO
from models.sesf.torch_runtime import squared_differences
from models.sesf.weights import load_encoder
from models.training.photographs import find_photographs, split_photographs

KINDS = ("cut out", "spreading", "cut out, noise", "spreading, noise")
CROP_BORDER = 16


def validation_pairs(data: Path, count: int) -> list[MadePair]:
    """Pairs from the photographs that a training with the default seed keeps for validation."""
    _, validation = split_photographs(find_photographs([data / "train"]), 0.1, seed=1)
    return list(made_pairs(validation, count, seed=7))


def row(
    name: str, energy: ChangeEnergy, settings: RefinementParameters, pairs: Sequence[MadePair]
) -> str:
    """PSNR by kind of pair, its mean, and the share of pixels decided rightly after cleaning."""
    values: list[list[float]] = [[] for _ in KINDS]
    right = []
    for number, pair in enumerate(pairs):
        outcome = by_sharpness(energy, settings, [Photo(pair.first), Photo(pair.second)])
        values[number % len(KINDS)].append(psnr(Photo(outcome.pixels), Photo(pair.truth), CROP_BORDER))
        right.append(np.mean((outcome.decision.labels == 0) == pair.first_is_sharp))
    cells = [f"{np.mean(kind):.2f}" for kind in values]
    mean = np.mean([value for kind in values for value in kind])
    return f"| {name} | " + " | ".join([*cells, f"{mean:.3f}", f"{100 * np.mean(right):.2f} %"]) + " |"


def table_head() -> None:
    print("| | " + " | ".join([*KINDS, "mean PSNR", "decided rightly"]) + " |")
    print("|---" * (len(KINDS) + 3) + "|")


def compare_weights(folders: Sequence[Path], pairs: Sequence[MadePair]) -> None:
    """Print the table."""
    table_head()
    print(row("grey gradients, no network", grey_energy, DEFAULTS, pairs), flush=True)
    print(row("grey gradients, Gaussian window", grey_energy, GAUSSIAN, pairs), flush=True)
    for seed in (1, 2):
        energy = untrained_energy(seed)
        print(row(f"untrained encoder, seed {seed}", energy, DEFAULTS, pairs), flush=True)
    for folder in folders:
        energy = folder_energy(folder)
        print(row(folder.name, energy, DEFAULTS, pairs), flush=True)
        print(row(f"{folder.name}, Gaussian window", energy, GAUSSIAN, pairs), flush=True)


def compare_layers(folder: Path, pairs: Sequence[MadePair]) -> None:
    """Print what each layer's features decide alone, and all channels scaled to equal energy."""
    encoder, normalisation = load_encoder(next(iter(read_manifest(folder, "sesf"))), folder)

    def features(luminance: FloatMap) -> torch.Tensor:
        padded = torch.from_numpy(np.pad(luminance, HALO, mode="symmetric"))[None, None]
        with torch.inference_mode():
            values: torch.Tensor = encoder((padded - normalisation.mean) / normalisation.deviation)
        return values

    def scaled_energy(scales: torch.Tensor) -> ChangeEnergy:
        def energy(luminance: FloatMap, _tick: Tick) -> FloatMap:
            changes = squared_differences(features(luminance) * scales[None, :, None, None])
            inside: FloatMap = changes[HALO - 1 : -HALO, HALO - 1 : -HALO].contiguous().numpy()
            return inside

        return energy

    table_head()
    for layer in range(BLOCKS):
        chosen = torch.zeros(FEATURE_CHANNELS)
        chosen[layer * GROWTH : (layer + 1) * GROWTH] = 1
        print(row(f"layer {layer + 1} alone", scaled_energy(chosen), DEFAULTS, pairs), flush=True)
    energies = [
        (features(luminance(Photo(pair.first))).diff(dim=3) ** 2).mean(dim=(0, 2, 3)) for pair in pairs
    ]
    equal = torch.stack(energies).mean(dim=0).add(1e-9).rsqrt()
    print(row("all channels, equal energy", scaled_energy(equal), DEFAULTS, pairs), flush=True)


def check_confidence(pairs: Sequence[MadePair]) -> None:
    """Print how often the choice is right where it matters, by confidence."""
    energy = folder_energy(Path(__file__).resolve().parent.parent / "weights")
    confidences, right = [], []
    for pair in pairs:
        outcome = by_sharpness(energy, DEFAULTS, [Photo(pair.first), Photo(pair.second)])
        difference = np.abs(pair.first.astype(int) - pair.second.astype(int)).max(axis=2)
        matters = difference > max(8.0, 3 * pair.noise)
        confidences.append(outcome.decision.confidence[matters])
        right.append(((outcome.decision.labels == 0) == pair.first_is_sharp)[matters])
    confidence, correct = np.concatenate(confidences), np.concatenate(right)
    print("| confidence | share of pixels | right |\n|---|---|---|")
    edges = (0, 0.1, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.99, 1.0001)
    for low, high in pairwise(edges):
        inside = (confidence >= low) & (confidence < high)
        share, hits = 100 * inside.mean(), 100 * correct[inside].mean()
        print(f"| {low:.2f} to {min(high, 1):.2f} | {share:.1f} % | {hits:.1f} % |")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("what", choices=["weights", "layers", "confidence"])
    parser.add_argument("folders", nargs="*", type=Path, help="outputs of python -m models train")
    parser.add_argument("--data", type=Path, default=SHARED, help="folder that holds train/")
    parser.add_argument("--pairs", type=int, default=48, help="how many pairs to make")
    options = parser.parse_args()
    pairs = validation_pairs(options.data, options.pairs)
    try:
        if options.what == "weights":
            compare_weights(options.folders, pairs)
        elif options.what == "layers":
            for folder in options.folders:
                compare_layers(folder, pairs)
        else:
            check_confidence(pairs)
    except WeightsError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
